import { type ConnectionStatus, InputError, LoginNeededError, type Tokenwell } from "@tokenwell/core";
import type { Context } from "./context.ts";

/**
 * Returns the name of the connection that a command is about: the given one, the one in `TOKENWELL_CONNECTION`, or the
 * only one.
 *
 * @throws {LoginNeededError} `nothing_connected`
 * @throws {InputError} `which_connection` if there are several: a command never guesses.
 */
export async function chosenName(
  { io }: Context,
  tokenwell: Tokenwell,
  given: string | undefined,
): Promise<string> {
  const chosen = given ?? io.env.TOKENWELL_CONNECTION;
  if (chosen) return chosen;
  const names = await tokenwell.names();
  const [only] = names;
  if (only === undefined) throw new LoginNeededError("nothing_connected");
  if (names.length > 1) throw new InputError("which_connection", { names: names.join("  ") });
  return only;
}

/** Returns the status of the connection that a command is about. Throws as {@link chosenName} does. */
export async function chosenConnection(
  context: Context,
  tokenwell: Tokenwell,
  given: string | undefined,
): Promise<ConnectionStatus> {
  const [one] = await tokenwell.status(await chosenName(context, tokenwell, given));
  if (one === undefined) throw new LoginNeededError("nothing_connected");
  return one;
}
