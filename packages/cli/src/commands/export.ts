import { confirm } from "../ask.ts";
import { chosenConnection } from "../chosen-connection.ts";
import type { CommonOptions, Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { writeRefreshToken } from "../refresh-token-output.ts";

/** The options of `tokenwell export`. */
export interface ExportCommandOptions extends CommonOptions {
  readonly refreshToken?: boolean;
  readonly yes?: boolean;
  readonly withSecret?: boolean;
}

/** Runs `tokenwell export [name] --refresh-token`: hands the refresh token over. */
export async function exportToken(
  context: Context,
  [given]: readonly string[],
  options: ExportCommandOptions,
): Promise<number> {
  const shown = given ?? "NAME";
  if (!options.refreshToken) throw new UsageError("nothing_to_export", { name: shown });
  if (!options.yes && !context.canAsk) throw new UsageError("export_needs_yes", { name: shown });
  const { ui } = context;
  const tokenwell = await context.open();
  const one = await chosenConnection(context, tokenwell, given);
  const { name } = one;
  const isExclusive = one.refresh.rotation !== "static" && one.refresh.rotation !== "sliding";
  // Warn before: afterwards only a new login brings the connection back.
  if (one.status === "ok")
    ui.mark("warning", ui.words(isExclusive ? "export.rotates" : "export.shared", { name }));
  if (!options.yes && !(await confirm(context, ui.words("ask.hand_over"), "no"))) {
    ui.text(ui.words("export.stopped", { name }));
    return 1;
  }
  const token = await tokenwell.handOver(name);
  const isWritten = await writeRefreshToken(context, token, {
    asJson: options.json === true,
    withSecret: options.withSecret === true,
    provider: one.provider,
    keptKey: "export.kept",
  });
  if (isWritten && isExclusive) ui.mark("done", ui.words("export.done", { name }));
  return isWritten ? 0 : 1;
}
