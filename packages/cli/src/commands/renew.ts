import type { Tokenwell } from "@tokenwell/core";
import { chosenName } from "../chosen-connection.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { loginCommand } from "../login/command.ts";
import { sameTarget } from "../login/target.ts";
import { connect, type LoginCommandOptions } from "./login.ts";

/** Runs `tokenwell renew [name]`: logs in again in place, with the same name, app and settings. */
export async function renew(
  context: Context,
  words: readonly string[],
  options: LoginCommandOptions,
): Promise<number> {
  if (options.clientSecret !== undefined) throw new UsageError("secret_in_argv");
  const tokenwell = await context.open();
  const command = ["renew", words[0] ?? (await neediest(context, tokenwell))];
  context.ui.command = loginCommand(command, options, undefined);
  const target = await sameTarget(tokenwell, command[1] ?? "");
  return await connect(context, { tokenwell, command, target }, options);
}

/** Returns the name of the only connection that must log in again, or else of the only one. Throws as {@link chosenName} does. */
async function neediest(context: Context, tokenwell: Tokenwell): Promise<string> {
  const [broken, ...others] = (await tokenwell.status()).filter(({ status }) => status === "needs_login");
  return broken !== undefined && others.length === 0
    ? broken.name
    : await chosenName(context, tokenwell, undefined);
}
