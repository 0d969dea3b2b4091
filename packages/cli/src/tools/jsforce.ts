import { jsonString } from "./quoting.ts";
import { own, type Tool } from "./tool.ts";

/** jsforce calls `refreshFn` when Salesforce says that the session is over. */
export const jsforce: Tool = {
  id: "jsforce",
  title: "jsforce (Node)",
  group: "salesforce",
  options: [],
  source: { url: "https://jsforce.github.io/document/#access-token", read: "2026-11-28" },
  setUp(values) {
    const { apiBase, name } = values;
    const argv = own(values, "token", name);
    const [program = "", ...args] = argv.map(jsonString);
    const code = `import { execFileSync } from "node:child_process";
import { Connection } from "jsforce";

const token = (...more) =>
  execFileSync(${program}, [${args.join(", ")}, ...more], { encoding: "utf8" }).trim();
const connection = new Connection({
  instanceUrl: ${jsonString(apiBase)},
  accessToken: token(),
  refreshFn: (_connection, done) => done(null, token("--refresh")),
});`;
    const node = (...words: readonly string[]): [string, ...string[]] => [
      "node",
      "--input-type=module",
      "-e",
      ...words,
    ];
    return {
      parts: [{ kind: "code", text: code }],
      tokenCommand: { argv },
      trials: [
        {
          says: { key: "use.try.calls", facts: { library: "jsforce", host: new URL(apiBase).host } },
          probe: node('await import("jsforce")'),
          argv: node(`${code}\nawait connection.request("/services/data/v60.0/limits");`),
        },
      ],
    };
  },
};
