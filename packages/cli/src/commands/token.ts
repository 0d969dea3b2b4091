import { chosenName } from "../chosen-connection.ts";
import type { CommonOptions, Context } from "../context.ts";
import { type DrawOptions, drawToken, noIdToken, openToDraw, timesOf, warnIfShort } from "../drawn-token.ts";
import { UsageError } from "../errors.ts";
import { printToken } from "../fast-path.ts";
import { writeOut } from "../output.ts";
import { tokenAs } from "../token-as/command.ts";
import { type FormOptions, refuseFormOptions } from "../token-as/options.ts";

/** The options of `tokenwell token`. */
export interface TokenCommandOptions extends CommonOptions, DrawOptions, FormOptions {
  readonly as?: string;
}

/** Runs `tokenwell token [name]`: prints the access token and nothing else to stdout. */
export async function token(
  context: Context,
  words: readonly string[],
  options: TokenCommandOptions,
): Promise<number> {
  const { as } = options;
  if (as !== undefined) return await tokenAs(context, words, { ...options, as });
  refuseFormOptions(options);
  const [name, more] = words;
  if (more !== undefined) throw new UsageError("too_many_words", { command: "token" });
  const tokenwell = await openToDraw(context, timesOf(options));
  const tokenSet = await drawToken(tokenwell, name, options);
  const { expiresAt, ...rest } = tokenSet;
  const line = printToken(
    { ...rest, expiresAtMs: expiresAt.getTime() },
    { json: options.json === true, id: options.id === true },
  );
  if (line === undefined) throw noIdToken(await chosenName(context, tokenwell, name), tokenSet.scope);
  await writeOut(context.io.stdout, line);
  warnIfShort(context, expiresAt.getTime(), options);
  return 0;
}
