import { rubyString } from "./quoting.ts";
import { own, type Tool } from "./tool.ts";

/** restforce takes a token and the address of the org. */
export const restforce: Tool = {
  id: "restforce",
  title: "restforce (Ruby)",
  group: "salesforce",
  options: [],
  source: { url: "https://github.com/restforce/restforce#oauth-token-authentication", read: "2026-11-28" },
  setUp(values) {
    const { apiBase, name } = values;
    const argv = own(values, "token", name);
    const code = `require 'restforce'

def connect
  token = IO.popen([${argv.map(rubyString).join(", ")}], &:read).strip
  Restforce.new(oauth_token: token, instance_url: ${rubyString(apiBase)}, api_version: '60.0')
end

client = connect`;
    return {
      parts: [{ kind: "code", text: code }],
      tokenCommand: { argv },
      trials: [
        {
          says: { key: "use.try.calls", facts: { library: "restforce", host: new URL(apiBase).host } },
          probe: ["ruby", "-e", "require 'restforce'"],
          argv: ["ruby", "-e", `${code}\nclient.limits`],
        },
      ],
      notes: [{ key: "use.note.restforce" }],
    };
  },
};
