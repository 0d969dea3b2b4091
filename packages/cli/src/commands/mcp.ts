import type { CommonOptions, Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { runBridge } from "../mcp/run-bridge.ts";

/** The options of `tokenwell mcp`. */
export interface McpCommandOptions extends CommonOptions {
  readonly allow?: readonly string[];
}

/** Runs `tokenwell mcp bridge <name>`, or `tokenwell mcp` with the tools for agents. */
export async function mcp(
  context: Context,
  words: readonly string[],
  options: McpCommandOptions,
): Promise<number> {
  const [first, name] = words;
  if (first !== "bridge") throw new UsageError("mcp_word", { given: first ?? "" });
  void options;
  return await runBridge(context, name);
}
