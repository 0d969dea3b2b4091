import { powershellRestmethod } from "@scalar/snippetz/plugins/powershell/restmethod";
import { formFields, generate, singleQuoted, splice } from "../generator.ts";
import type { Language } from "../language.ts";
import { encodeValue } from "../request.ts";

const env = `function Get-Env([string] $Name) {
  $value = [Environment]::GetEnvironmentVariable($Name)
  if (-not $value) { throw "$Name is not set" }
  $value
}`;
const encoded = `function Get-Encoded([string] $Name) { [uri]::EscapeDataString((Get-Env $Name)) }`;
const basic = (id: string): string => `function Get-Basic {
  [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('${encodeValue(id)}:' + (Get-Encoded CLIENT_SECRET)))
}`;

/** PowerShell 7. */
export const powershell: Language = {
  id: "powershell",
  aliases: ["pwsh", "ps", "ps1"],
  title: "PowerShell (Invoke-RestMethod)",
  extension: "ps1",
  comment: "#",
  needs: {},
  authorize: (url) => `function ConvertTo-Base64Url([byte[]] $Bytes) {
  [Convert]::ToBase64String($Bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_')
}

function New-Secret {
  $bytes = [byte[]]::new(32)
  [Security.Cryptography.RandomNumberGenerator]::Create().GetBytes($bytes)
  ConvertTo-Base64Url $bytes
}

$verifier = New-Secret
$hash = [Security.Cryptography.SHA256]::Create().ComputeHash([Text.Encoding]::ASCII.GetBytes($verifier))
$challenge = ConvertTo-Base64Url $hash
$state = New-Secret
"${url}&state=$state&code_challenge=$challenge"
"CODE_VERIFIER=$verifier"
"STATE=$state"`,
  request: (request) => {
    const isBasic = request.authorization === "basic";
    const fields = formFields(
      request,
      (known) => `  '${known}'`,
      (name, variable) => `  '${name}' + (Get-Encoded ${variable})`,
    );
    const form = `(@(\n${fields.join("\n")}\n) -join '&')`;
    const code = splice(generate(powershellRestmethod, request, "placeholder"), {
      ...singleQuoted,
      variable: (name) => `(Get-Env ${name})`,
      parts: { FORM: form, BASIC: "(Get-Basic)" },
    });
    const helpers = [
      env,
      ...(fields.length > 0 || isBasic ? [encoded] : []),
      ...(isBasic ? [basic(request.clientId)] : []),
    ];
    return `$ErrorActionPreference = 'Stop'

${helpers.join("\n\n")}

${code.slice(0, code.lastIndexOf("\n$response"))}
$response | ConvertTo-Json -Depth 9`;
  },
};
