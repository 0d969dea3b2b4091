import { join } from "node:path";
import { bridgeOf } from "./bridge.ts";
import type { Tool } from "./tool.ts";

/** Claude Desktop reads the file when it starts. */
export const claudeDesktop: Tool = {
  id: "claude-desktop",
  title: "Claude Desktop",
  group: "mcp",
  options: [],
  isDesktop: true,
  source: { url: "https://modelcontextprotocol.io/docs/develop/connect-local-servers", read: "2026-11-28" },
  setUp: (values) => ({
    parts: [
      {
        kind: "json",
        file: join(values.places.applications, "Claude", "claude_desktop_config.json"),
        at: ["mcpServers", values.name],
        value: bridgeOf(values),
      },
    ],
    untried: [{ key: "use.untried.client", facts: { tool: "Claude Desktop" } }],
    notes: [{ key: "use.note.restart", facts: { tool: "Claude Desktop" } }],
  }),
};
