import { pythonString } from "./quoting.ts";
import { own, type Tool } from "./tool.ts";

/** simple-salesforce takes the token for the id of a session. */
export const simpleSalesforce: Tool = {
  id: "simple-salesforce",
  title: "simple-salesforce (Python)",
  group: "salesforce",
  options: [],
  source: {
    url: "https://simple-salesforce.readthedocs.io/en/latest/user_guide/examples.html",
    read: "2026-11-28",
  },
  setUp(values) {
    const { apiBase, name } = values;
    const argv = own(values, "token", name);
    const code = `import subprocess
from simple_salesforce import Salesforce

def connect():
    command = [${argv.map(pythonString).join(", ")}]
    token = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    return Salesforce(instance_url=${pythonString(apiBase)}, session_id=token)

salesforce = connect()`;
    return {
      parts: [{ kind: "code", text: code }],
      tokenCommand: { argv },
      trials: [
        {
          says: {
            key: "use.try.calls",
            facts: { library: "simple-salesforce", host: new URL(apiBase).host },
          },
          probe: ["python3", "-c", "import simple_salesforce"],
          argv: ["python3", "-c", `${code}\nsalesforce.limits()`],
        },
      ],
      notes: [{ key: "use.note.simple_salesforce" }],
    };
  },
};
