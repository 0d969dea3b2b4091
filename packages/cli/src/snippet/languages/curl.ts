import { shellCurl } from "@scalar/snippetz/plugins/shell/curl";
import { edit, generate } from "../generator.ts";
import type { Language } from "../language.ts";
import { encodeValue, variablesOf } from "../request.ts";

// A value on the command line can be read by every program of the machine, so curl reads each from a pipe.

const field = /'(\w+)=tw0(\w+)0tw'/g;
const bearer = /'Authorization: Bearer tw0(\w+)0tw'/;
const basic = "'Authorization: Basic tw0BASIC0tw'";

/** curl, in bash or zsh. */
export const curl: Language = {
  id: "curl",
  aliases: ["shell", "bash", "sh", "zsh"],
  title: "curl (bash, zsh)",
  extension: "sh",
  comment: "#",
  needs: { basic: "jq" },
  authorize: (url) => `verifier=$(openssl rand -hex 32)
challenge=$(printf %s "$verifier" | openssl dgst -sha256 -binary | openssl base64 | tr '+/' '-_' | tr -d '=\\n')
state=$(openssl rand -hex 16)
echo "${url}&state=$state&code_challenge=$challenge"
echo "CODE_VERIFIER=$verifier"
echo "STATE=$state"`,
  request: (request) => {
    const id = encodeValue(request.clientId);
    const credentials = `"$(printf '%s:%s' '${id}' "$(jq -nr 'env.CLIENT_SECRET | @uri')" | base64 | tr -d '\\n')"`;
    const code = edit(generate(shellCurl, request, "fields"), [
      ["curl ", "curl --fail-with-body --silent --show-error \\\n  "],
    ])
      .replace(field, '$1@<(printf %s "$$$2")')
      .replace(bearer, `@<(printf 'Authorization: Bearer %s' "$$$1")`)
      .replace(basic, () => `@<(printf 'Authorization: Basic %s' ${credentials})`);
    const checks = variablesOf(request).map((name) => `"\${${name}:?}"`);
    // One command, so that a shell in which it is pasted does not go on without a variable.
    return `: ${checks.join(" ")} &&\n${code}`;
  },
};
