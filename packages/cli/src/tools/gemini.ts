import { join } from "node:path";
import { bridgeOf } from "./bridge.ts";
import type { Tool } from "./tool.ts";

/** Gemini CLI reads the settings when it starts. */
export const gemini: Tool = {
  id: "gemini",
  title: "Gemini CLI",
  group: "mcp",
  options: [],
  isDesktop: true,
  source: { url: "https://geminicli.com/docs/tools/mcp-server/", read: "2026-11-28" },
  setUp: (values) => ({
    parts: [
      {
        kind: "json",
        file: join(values.places.home, ".gemini", "settings.json"),
        at: ["mcpServers", values.name],
        value: bridgeOf(values),
      },
    ],
    untried: [{ key: "use.untried.client", facts: { tool: "Gemini CLI" } }],
    notes: [{ key: "use.note.restart", facts: { tool: "Gemini CLI" } }],
  }),
};
