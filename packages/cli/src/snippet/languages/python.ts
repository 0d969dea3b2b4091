import { pythonPython3 } from "@scalar/snippetz/plugins/python/python3";
import { doubleQuoted, edit, generate, splice } from "../generator.ts";
import type { Language } from "../language.ts";
import { encodeValue } from "../request.ts";

/** Python 3, with its standard library. */
export const python: Language = {
  id: "python",
  aliases: ["py", "python3"],
  title: "Python (http.client)",
  extension: "py",
  comment: "#",
  needs: {},
  authorize: (url) => `import base64
import hashlib
import secrets

verifier = secrets.token_urlsafe(32)
digest = hashlib.sha256(verifier.encode()).digest()
challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
state = secrets.token_urlsafe(32)
print("${url}&state=" + state + "&code_challenge=" + challenge)
print("CODE_VERIFIER=" + verifier)
print("STATE=" + state)`,
  request: (request) => {
    const isBasic = request.authorization === "basic";
    const pair = `"${encodeValue(request.clientId)}:" + urllib.parse.quote(os.environ["CLIENT_SECRET"], safe="")`;
    const basic = `base64.b64encode((${pair}).encode()).decode()`;
    const code = splice(generate(pythonPython3, request, "fields"), {
      ...doubleQuoted,
      variable: (name) => `os.environ["${name}"]`,
      parts: { BASIC: basic },
    });
    return `${edit(code, [
      [
        "import http.client\n",
        `${isBasic ? "import base64\n" : ""}import http.client\nimport os\nimport sys\n`,
      ],
      ["\nconn.close()", "\nconn.close()\nsys.exit(0 if response.status < 400 else 1)"],
    ])}`;
  },
};
