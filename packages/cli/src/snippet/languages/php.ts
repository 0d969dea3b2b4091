import { phpCurl } from "@scalar/snippetz/plugins/php/curl";
import { edit, generate, singleQuoted, splice } from "../generator.ts";
import type { Language } from "../language.ts";
import { encodeValue, type Field } from "../request.ts";

const quoted = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;
const env = `function from_env(string $name): string
{
  $value = getenv($name);
  if ($value === false) {
    throw new RuntimeException("$name is not set");
  }
  return $value;
}`;

/** PHP, with its extension for curl. */
export const php: Language = {
  id: "php",
  aliases: [],
  title: "PHP (cURL)",
  extension: "php",
  comment: "//",
  needs: { request: "ext-curl" },
  authorize: (url) => `<?php

$verifier = base64_url(random_bytes(32));
$challenge = base64_url(hash('sha256', $verifier, true));
$state = base64_url(random_bytes(32));
echo "${url}&state=$state&code_challenge=$challenge\\n";
echo "CODE_VERIFIER=$verifier\\nSTATE=$state\\n";

function base64_url(string $bytes): string
{
  return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}`,
  request: (request) => {
    const row = ([name, value]: Field): string =>
      `  '${name}' => ${typeof value === "string" ? quoted(value) : `from_env('${value.variable}')`},`;
    const parts = {
      FORM: `http_build_query([\n${request.form.map(row).join("\n")}\n])`,
      BASIC: `base64_encode('${encodeValue(request.clientId)}:' . rawurlencode(from_env('CLIENT_SECRET')))`,
    };
    const code = splice(generate(phpCurl, request, "placeholder"), {
      ...singleQuoted,
      variable: (name) => `from_env('${name}')`,
      parts,
      join: (all) => all.join(" . "),
    });
    return `<?php

${edit(code, [
  [
    "curl_exec($ch);\n\ncurl_close($ch);",
    'if (!curl_exec($ch)) {\n  fwrite(STDERR, curl_error($ch) . "\\n");\n}\n$status = curl_getinfo($ch, CURLINFO_RESPONSE_CODE);\nexit($status > 0 && $status < 400 ? 0 : 1);',
  ],
])}

${env}`;
  },
};
