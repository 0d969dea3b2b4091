import type { CommonOptions, Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { runBridge } from "../mcp/run-bridge.ts";
import { runTools } from "../mcp/run-tools.ts";

/** The options of `tokenwell mcp`. */
export interface McpCommandOptions extends CommonOptions {
  readonly allow?: readonly string[];
}

/** Runs `tokenwell mcp bridge [name]`, or `tokenwell mcp` with the tools for agents. */
export async function mcp(
  context: Context,
  words: readonly string[],
  { allow }: McpCommandOptions,
): Promise<number> {
  const [first, name] = words;
  if (first === undefined) return await runTools(context, allow ?? []);
  if (first !== "bridge") throw new UsageError("mcp_word", { given: first });
  if (allow !== undefined) throw new UsageError("excluded", { one: "bridge", other: "--allow" });
  return await runBridge(context, name);
}
