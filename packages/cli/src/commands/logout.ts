import type { CommonOptions, Context } from "../context.ts";
import { writeJson } from "../output.ts";

/** The options of `tokenwell logout`. */
export interface LogoutCommandOptions extends CommonOptions {
  readonly local?: boolean;
}

/** `tokenwell logout [name]`: revokes at the provider, checks that it is so, erases here. */
export async function logout(
  context: Context,
  [name]: readonly string[],
  options: LogoutCommandOptions,
): Promise<number> {
  const { ui } = context;
  const tokenwell = await context.open();
  const before = await tokenwell.status();
  const done = await tokenwell.revoke(name, { local: options.local === true });
  const issuer = before.find((one) => one.name === done.name)?.issuer;
  const facts = { name: done.name, host: issuer === undefined ? "" : new URL(issuer).host };
  if (done.revoked) ui.mark("done", ui.words("logout.done", facts));
  else ui.mark("care", ui.words("logout.local", facts));
  if (options.json) await writeJson(context.io.stdout, done);
  return 0;
}
