import type { ToolValues } from "./tool.ts";

/** Returns how a client of MCP starts `tokenwell mcp bridge`. */
export function bridgeOf({ env, name, tokenwell }: ToolValues): {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
} {
  const [command = "", ...args] = [...tokenwell, "mcp", "bridge", name];
  return { command, args, ...(Object.keys(env).length > 0 && { env }) };
}
