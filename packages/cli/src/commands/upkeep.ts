import { LoginNeededError, type Tokenwell } from "@tokenwell/core";
import type { CommonOptions, Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { withProblemJson, writeJson } from "../output.ts";
import { installUpkeep, uninstallUpkeep } from "../upkeep/command.ts";

/** The options of `tokenwell upkeep`. */
export interface UpkeepCommandOptions extends CommonOptions {
  readonly adopt?: boolean;
  readonly hooks?: boolean;
  readonly print?: boolean;
}

/**
 * Runs `tokenwell upkeep`: refreshes connections that would expire unused, and runs hooks that are due. Prints only
 * actions and problems, because cron mails every line.
 */
export async function upkeep(
  context: Context,
  words: readonly string[],
  options: UpkeepCommandOptions,
): Promise<number> {
  const [verb] = words;
  if (words.length > 1 || (verb !== undefined && verb !== "install" && verb !== "uninstall"))
    throw new UsageError("too_many_words", { command: "upkeep" });
  if (verb === "install") return await installUpkeep(context, { print: options.print === true });
  if (verb === "uninstall") return await uninstallUpkeep(context);
  context.startsHooks = false;
  const tokenwell = await context.open();
  if (options.hooks) {
    await tokenwell.runHooks();
    return 0;
  }
  return await keepUp(context, tokenwell, options);
}

async function keepUp(
  context: Context,
  tokenwell: Tokenwell,
  options: UpkeepCommandOptions,
): Promise<number> {
  const { ui, io } = context;
  const done = await tokenwell.upkeep({ adopt: options.adopt === true });
  if (options.adopt && ui.isTerminal) ui.mark("done", ui.words("upkeep.adopted"));
  for (const { name, outcome, problem } of done) {
    if (outcome === "refreshed" && ui.isTerminal) ui.mark("done", ui.words("upkeep.refreshed", { name }));
    if (problem !== null) ui.error(problem);
  }
  if (ui.isTerminal && done.every(({ outcome }) => outcome === "not_due"))
    ui.text(ui.words("upkeep.nothing"));
  if (options.json) await writeJson(io.stdout, done.map(withProblemJson));
  // At the end and in this process: systemd ends what a service has started when the service ends.
  await tokenwell.runHooks();
  const problems = done.flatMap(({ problem }) => (problem === null ? [] : [problem]));
  if (problems.length === 0) return 0;
  return problems.some((problem) => problem instanceof LoginNeededError) ? 3 : 4;
}
