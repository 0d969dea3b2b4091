import { InputError, type TokenSet } from "@tokenwell/core";
import { chosenName } from "../chosen-connection.ts";
import type { CommonOptions, Context } from "../context.ts";
import { formatDuration, formatTimeOrDay } from "../dates.ts";
import { type DrawOptions, drawToken, openToDraw, timesOf, warnIfShort } from "../drawn-token.ts";
import { UsageError } from "../errors.ts";
import { runProgramOfUser } from "../user-program.ts";

/** The options of `tokenwell run`. */
export interface RunCommandOptions extends CommonOptions, DrawOptions {
  readonly env?: string;
  /** The words after `--`. */
  readonly program?: readonly string[];
}

/** The variable that the token is in. The code of `tokenwell snippet` reads the same one. */
const usualVariable = "ACCESS_TOKEN";
/** The variable with the base URL of the API, if the provider names it. */
const urlVariable = "INSTANCE_URL";

/** Runs `tokenwell run [name] -- program …`: gives a program the token in its environment, and its exit code back. */
export async function run(
  context: Context,
  words: readonly string[],
  options: RunCommandOptions,
): Promise<number> {
  const [name] = words;
  const [file, ...args] = options.program ?? [];
  if (file === undefined || file === "" || words.length > 1)
    throw new UsageError("no_program", { name: name ?? "NAME" });
  const variable = variableOf(options.env);
  const tokenwell = await openToDraw(context, timesOf(options));
  const tokenSet = await drawToken(tokenwell, name, options);
  const own = await chosenName(context, tokenwell, name);
  warnIfShort(context, tokenSet.expiresAt.getTime(), options);
  sayEnd(context, { variable, name: own }, tokenSet);
  const { accessToken, instanceUrl } = tokenSet;
  const env = {
    ...context.io.env,
    ...(instanceUrl !== undefined && { [urlVariable]: instanceUrl }),
    [variable]: accessToken,
  };
  // The program may run for days: nothing of the store stays open beside it.
  await context.close();
  return await runProgramOfUser(context, { file, args, env });
}

function variableOf(given: string | undefined): string {
  if (given === undefined) return usualVariable;
  if (/^[A-Za-z_]\w*$/.test(given)) return given;
  throw new InputError("invalid_option", { option: "--env", given, takes: "takes.variable" });
}

/** Tells a person when the token ends: nothing can renew it in the environment of a running program. */
function sayEnd(
  { ui }: Context,
  facts: { readonly variable: string; readonly name: string },
  { expiresAt }: TokenSet,
): void {
  if (!ui.isTerminal) return;
  const atMs = expiresAt.getTime();
  const left = formatDuration(Math.max(0, atMs - ui.nowMs), ui.language);
  ui.text(ui.words("run.ends", { ...facts, left, at: formatTimeOrDay(atMs, ui.nowMs) }));
}
