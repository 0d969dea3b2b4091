import { join } from "node:path";
import { bridgeOf } from "./bridge.ts";
import type { Tool } from "./tool.ts";

/** Cursor reads one file for all projects. */
export const cursor: Tool = {
  id: "cursor",
  title: "Cursor",
  group: "mcp",
  options: [],
  isDesktop: true,
  source: { url: "https://cursor.com/docs/context/mcp", read: "2026-11-28" },
  setUp: (values) => ({
    parts: [
      {
        kind: "json",
        file: join(values.places.home, ".cursor", "mcp.json"),
        at: ["mcpServers", values.name],
        value: bridgeOf(values),
      },
    ],
    untried: [{ key: "use.untried.client", facts: { tool: "Cursor" } }],
    notes: [{ key: "use.note.restart", facts: { tool: "Cursor" } }],
  }),
};
