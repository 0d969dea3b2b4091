import type { LoginProgress, ProviderId } from "@tokenwell/core";
import type { Context } from "../context.ts";
import { variant } from "../text/words.ts";

/** The commands that report the progress of a login; `print` hands the token over instead of keeping it. */
export type LoginPurpose = "login" | "print" | "import";

/** Returns a listener that reports each step after it has happened; the first one dismisses the prompt. */
export function progressReporter(
  { ui, lineReader }: Context,
  provider: ProviderId,
  purpose: LoginPurpose,
): (step: LoginProgress) => void {
  return (step) => {
    if (step.kind === "allowed") {
      lineReader.dismiss();
      if (ui.isTerminal) ui.blank();
      const { account, isNamed } = step;
      const key = isNamed ? variant("step.allowed", provider) : "step.allowed_by_id";
      ui.mark("done", account === null ? ui.words("step.allowed_unnamed") : ui.words(key, { account }));
    } else if (step.kind === "stored") {
      // A token that is handed over is not kept, and an imported one only if the provider accepts it.
      if (purpose === "login") ui.mark("done", ui.words(variant("step.stored", provider)));
    } else {
      if (purpose === "import") ui.mark("done", ui.words("import.stored"));
      const key = step.rotation === "static" ? "step.tested_static" : "step.tested_rotates";
      ui.mark("done", ui.words(purpose === "print" ? "step.tested" : variant(key, provider)));
    }
  };
}
