import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { Server } from "../remote/serve.ts";

/**
 * Runs `tokenwell remote`: carries out what a `tokenwell` on another machine asks for on stdin, a line of JSON each way.
 * `login --on` and `move` start it through ssh, docker or kubectl.
 */
export async function remote(context: Context): Promise<number> {
  if (context.io.stdin.isTTY === true) throw new UsageError("remote_by_hand");
  await new Server(context).run();
  return 0;
}
