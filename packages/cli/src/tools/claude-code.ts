import { join } from "node:path";
import { shellLine } from "./quoting.ts";
import { ownAnywhere, type Tool } from "./tool.ts";

/** Claude Code runs the helper by a shell when it connects, and waits 10 seconds for an object of JSON. */
export const claudeCode: Tool = {
  id: "claude-code",
  title: "Claude Code (headersHelper)",
  group: "mcp",
  options: ["url"],
  required: ["url"],
  source: {
    url: "https://code.claude.com/docs/en/mcp#use-dynamic-headers-for-custom-authentication",
    read: "2026-11-28",
  },
  setUp(values) {
    const { name, places, url } = values;
    const shell = shellLine(ownAnywhere(values, "token", name, "--as", "mcp-headers"));
    return {
      parts: [
        {
          kind: "json",
          file: join(places.here, ".mcp.json"),
          at: ["mcpServers", name],
          value: { type: "http", url, headersHelper: shell },
        },
      ],
      tokenCommand: { shell },
      untried: [{ key: "use.untried.client", facts: { tool: "Claude Code" } }],
      notes: [{ key: "use.note.claude_code", facts: { name } }],
    };
  },
};
