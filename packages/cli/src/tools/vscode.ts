import { join } from "node:path";
import { bridgeOf } from "./bridge.ts";
import type { Tool } from "./tool.ts";

/** VS Code calls the member `servers`, and names the transport. */
export const vscode: Tool = {
  id: "vscode",
  title: "VS Code",
  group: "mcp",
  options: [],
  isDesktop: true,
  source: {
    url: "https://code.visualstudio.com/docs/copilot/reference/mcp-configuration",
    read: "2026-11-28",
  },
  setUp: (values) => ({
    parts: [
      {
        kind: "json",
        file: join(values.places.applications, "Code", "User", "mcp.json"),
        at: ["servers", values.name],
        value: { type: "stdio", ...bridgeOf(values) },
      },
    ],
    untried: [{ key: "use.untried.client", facts: { tool: "VS Code" } }],
    notes: [{ key: "use.note.restart", facts: { tool: "VS Code" } }],
  }),
};
