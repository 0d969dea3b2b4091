import { nearest } from "@tokenwell/core";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { writeOut } from "../output.ts";
import type { WordKey } from "../text/en.ts";
import { hasWords, helpTopics } from "../text/words.ts";

/** Runs `tokenwell` alone: prints an overview of the commands. */
export async function overview(context: Context): Promise<number> {
  return await printHelp(context, "help.overview");
}

/** Runs `tokenwell help [command]` and `tokenwell <command> --help`. */
export async function help(context: Context, [given]: readonly string[]): Promise<number> {
  if (given === undefined || given === "help") return await printHelp(context, "help.all");
  const key = `help.${given}`;
  if (helpTopics.includes(given) && hasWords(key)) return await printHelp(context, key);
  const suggestion = nearest(given, helpTopics);
  if (suggestion === undefined) throw new UsageError("unknown_command", { given });
  throw new UsageError("unknown_command_did_you_mean", { given, suggestion });
}

async function printHelp({ ui, io }: Context, key: WordKey): Promise<number> {
  const lines = ui.fitted(ui.words(key).split("\n"), io.stdout.isTTY === true);
  await writeOut(io.stdout, `${lines.join("\n")}\n`);
  return 0;
}
