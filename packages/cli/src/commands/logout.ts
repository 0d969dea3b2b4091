import { chosenConnection } from "../chosen-connection.ts";
import type { CommonOptions, Context } from "../context.ts";
import { writeJson } from "../output.ts";

/** The options of `tokenwell logout`. */
export interface LogoutCommandOptions extends CommonOptions {
  readonly local?: boolean;
}

/** Runs `tokenwell logout [name]`: revokes the token at the provider, verifies that, and erases the connection here. */
export async function logout(
  context: Context,
  [given]: readonly string[],
  options: LogoutCommandOptions,
): Promise<number> {
  const { ui } = context;
  const tokenwell = await context.open();
  const { name, issuer } = await chosenConnection(context, tokenwell, given);
  const done = await tokenwell.revoke(name, { local: options.local === true });
  const facts = { name, host: new URL(issuer).host };
  if (done.revoked) ui.mark("done", ui.words("logout.done", facts));
  else ui.mark("warning", ui.words("logout.local", facts));
  if (options.json) await writeJson(context.io.stdout, done);
  return 0;
}
