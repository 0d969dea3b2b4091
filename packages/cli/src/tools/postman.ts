import { jsonString, shellLine } from "./quoting.ts";
import { own, type Tool } from "./tool.ts";

/** Postman's app runs no command for a token; newman, which runs its collections, is a library. */
export const postman: Tool = {
  id: "postman",
  title: "Postman, newman",
  group: "other",
  options: [],
  source: { url: "https://github.com/postmanlabs/newman#api-reference", read: "2026-11-28" },
  setUp(values) {
    const code = `require("newman").run({
  collection: ${jsonString("./collection.json")},
  envVar: [{ key: "ACCESS_TOKEN", value: process.env.ACCESS_TOKEN }],
  reporters: "cli",
}, (error, { run }) => process.exit(error || run.failures.length > 0 ? 1 : 0));`;
    const probe = "require('newman')";
    return {
      parts: [
        { kind: "code", text: `// run.cjs\n${code}` },
        { kind: "code", text: shellLine(own(values, "run", values.name, "--", "node", "run.cjs")) },
      ],
      tokenCommand: { argv: own(values, "token", values.name) },
      trials: [
        {
          says: { key: "use.try.library", facts: { library: "newman" } },
          argv: ["node", "-e", probe],
          probe: ["node", "-e", probe],
        },
      ],
      notes: [{ key: "use.note.postman", facts: { name: values.name } }],
    };
  },
};
