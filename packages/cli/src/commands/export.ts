import { type ConnectionStatus, type HandOver, InputError, LoginNeededError } from "@tokenwell/core";
import { confirm } from "../ask.ts";
import type { CommonOptions, Context } from "../context.ts";
import { OutputError, UsageError } from "../errors.ts";
import { write } from "../refresh-token-output.ts";

/** The options of `tokenwell export`. */
export interface ExportCommandOptions extends CommonOptions {
  readonly refreshToken?: boolean;
  readonly yes?: boolean;
  readonly withSecret?: boolean;
}

/** `tokenwell export [name] --refresh-token`: hands the refresh token over. */
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
  const one = onlyOf(await tokenwell.status(given ?? (context.io.env.TOKENWELL_CONNECTION || undefined)));
  const { name } = one;
  const isExclusive = one.refresh.rotation !== "static" && one.refresh.rotation !== "sliding";
  // Said before it happens: afterwards there is no way back but a login.
  if (one.status === "ok")
    ui.mark("care", ui.words(isExclusive ? "export.rotates" : "export.shared", { name }));
  if (!options.yes && !(await confirm(context, ui.words("ask.hand_over"), "no"))) return 1;
  const token = await tokenwell.handOver(name);
  const form = { asJson: options.json === true, withSecret: options.withSecret === true };
  const code = await giveAway(context, token, { ...form, isSalesforce: one.provider === "salesforce" });
  if (code === 0 && isExclusive) ui.mark("done", ui.words("export.done", { name }));
  return code;
}

/** The connection that is meant: what leaves is never guessed. */
function onlyOf(all: readonly ConnectionStatus[]): ConnectionStatus {
  const [only] = all;
  if (only === undefined) throw new LoginNeededError("nothing_connected");
  if (all.length > 1)
    throw new InputError("which_connection", { names: all.map(({ name }) => name).join("  ") });
  return only;
}

async function giveAway(
  context: Context,
  token: HandOver,
  form: Parameters<typeof write>[2],
): Promise<number> {
  try {
    await write(context, token, form);
  } catch (error) {
    const name = await token.keep();
    context.ui.mark("failed", context.ui.words("export.kept", { name }));
    if (error instanceof OutputError) return 1;
    throw error;
  }
  await token.release();
  return 0;
}
