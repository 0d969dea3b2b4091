import { join } from "node:path";
import { bridgeOf } from "./bridge.ts";
import { jsonString } from "./quoting.ts";
import type { Tool } from "./tool.ts";

/** Codex reads TOML, in which a string of JSON means the same. */
export const codex: Tool = {
  id: "codex",
  title: "Codex",
  group: "mcp",
  options: [],
  isDesktop: true,
  source: { url: "https://developers.openai.com/codex/mcp", read: "2026-11-28" },
  setUp(values) {
    const { name, places } = values;
    const { args, command, env } = bridgeOf(values);
    const pairs = Object.entries(env ?? {}).map(
      ([key, value]) => `${jsonString(key)} = ${jsonString(value)}`,
    );
    const text = [
      `[mcp_servers.${jsonString(name)}]`,
      `command = ${jsonString(command)}`,
      `args = [${args.map(jsonString).join(", ")}]`,
      ...(pairs.length === 0 ? [] : [`env = { ${pairs.join(", ")} }`]),
    ].join("\n");
    return {
      parts: [
        {
          kind: "block",
          file: join(places.env.CODEX_HOME || join(places.home, ".codex"), "config.toml"),
          text,
        },
      ],
      untried: [{ key: "use.untried.client", facts: { tool: "Codex" } }],
      notes: [{ key: "use.note.restart", facts: { tool: "Codex" } }],
    };
  },
};
