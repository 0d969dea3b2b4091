import type { Context } from "../context.ts";
import { openToDraw, timesOf } from "../drawn-token.ts";
import { readCall, type TokenAsOptions } from "./options.ts";
import { printForm } from "./print.ts";
import { answerProtocol } from "./protocol.ts";

/** Runs `tokenwell token [name] --as FORM`: prints the token in the form that a program of others reads. */
export async function tokenAs(
  context: Context,
  words: readonly string[],
  options: TokenAsOptions,
): Promise<number> {
  const call = readCall(words, options);
  const times = timesOf(options);
  if (call.form.protocol !== undefined) return await answerProtocol(context, call.form.protocol, call);
  const tokenwell = await openToDraw(context, times);
  await printForm(context, tokenwell, call);
  return 0;
}
