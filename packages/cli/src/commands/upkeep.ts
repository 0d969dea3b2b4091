import { LoginNeededError } from "@tokenwell/core";
import type { CommonOptions, Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { withProblemJson, writeJson } from "../output.ts";

/** The options of `tokenwell upkeep`. */
export interface UpkeepCommandOptions extends CommonOptions {
  readonly adopt?: boolean;
}

/**
 * Runs `tokenwell upkeep`: refreshes connections that would expire unused. Prints only actions and problems, because
 * cron mails every line.
 */
export async function upkeep(
  context: Context,
  words: readonly string[],
  options: UpkeepCommandOptions,
): Promise<number> {
  if (words.length > 0) throw new UsageError("too_many_words", { command: "upkeep" });
  const { ui, io } = context;
  const tokenwell = await context.open();
  const done = await tokenwell.upkeep({ adopt: options.adopt === true });
  if (options.adopt && ui.isTerminal) ui.mark("done", ui.words("upkeep.adopted"));
  for (const { name, outcome, problem } of done) {
    if (outcome === "refreshed" && ui.isTerminal) ui.mark("done", ui.words("upkeep.refreshed", { name }));
    if (problem !== null) ui.error(problem);
  }
  if (ui.isTerminal && done.every(({ outcome }) => outcome === "not_due"))
    ui.text(ui.words("upkeep.nothing"));
  if (options.json) await writeJson(io.stdout, done.map(withProblemJson));
  const problems = done.flatMap(({ problem }) => (problem === null ? [] : [problem]));
  if (problems.length === 0) return 0;
  return problems.some((problem) => problem instanceof LoginNeededError) ? 3 : 4;
}
