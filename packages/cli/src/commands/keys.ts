import { openKeys } from "@tokenwell/core";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { backUp, restore } from "../keys/copies.ts";
import type { KeysCommandOptions } from "../keys/options.ts";
import { rotate } from "../keys/rotate.ts";
import { showKey } from "../keys/show.ts";
import { useKey } from "../keys/use.ts";

/** Runs `tokenwell keys`, and `use`, `rotate`, `backup` and `restore` below it. */
export async function keys(
  context: Context,
  words: readonly string[],
  options: KeysCommandOptions,
): Promise<number> {
  const [verb, word] = words;
  const all = openKeys({ env: context.storeEnv });
  if (verb === undefined) return await showKey(context, all, options);
  if (verb === "rotate" && word === undefined) return await rotate(context, all, options);
  if (verb === "use") return await useKey(context, all, word, options);
  if (verb === "backup" || verb === "restore") {
    if (word === undefined) throw new UsageError("keys_file", { verb });
    return await (verb === "backup" ? backUp : restore)(context, all, word, options);
  }
  throw new UsageError("keys_what", { given: words.join(" ") });
}
