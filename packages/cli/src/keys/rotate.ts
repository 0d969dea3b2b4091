import type { Keys } from "@tokenwell/core";
import type { Context } from "../context.ts";
import { withProblemJson, writeJson } from "../output.ts";
import type { KeysCommandOptions } from "./options.ts";

/** Milliseconds between two lines about the progress. */
const progressMs = 2_000;

/** Runs `tokenwell keys rotate`: replaces every key, while others use the store. */
export async function rotate(
  { ui, io }: Context,
  keys: Keys,
  { json, everywhere }: KeysCommandOptions,
): Promise<number> {
  let saidMs = ui.nowMs;
  const { result, hasResumed, use, status } = await keys.rotate({
    isEverywhere: everywhere === true,
    onProgress: (rows) => {
      if (json || ui.nowMs - saidMs < progressMs) return;
      saidMs = ui.nowMs;
      ui.text(ui.words("keys.progress", { rows }));
    },
  });
  if (json) {
    await writeJson(io.stdout, { ...withProblemJson(status), result, hasResumed, use });
    return 0;
  }
  const { location } = status;
  if (result === "prepared") {
    ui.mark("done", ui.words("keys.prepared", { location }));
    ui.text(ui.words("keys.prepared.next"), 2);
    return 0;
  }
  ui.mark("done", ui.words(hasResumed ? "keys.resumed" : "keys.rotated", { id: status.id ?? "" }));
  if (use !== null) ui.text(ui.words("keys.values", { newest: use.newest, earlier: use.earlier }), 2);
  if (use !== null && use.damaged > 0) ui.mark("warning", ui.words("keys.damaged", { count: use.damaged }));
  if (result === "given") ui.text(ui.words("keys.given", { location }), 2);
  ui.text(ui.words("keys.back_up_again"), 2);
  return 0;
}
