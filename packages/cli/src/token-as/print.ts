import type { TokenSet, Tokenwell } from "@tokenwell/core";
import { chosenConnection, chosenName } from "../chosen-connection.ts";
import type { Context } from "../context.ts";
import { drawToken, noIdToken, timesOf, warnIfShort } from "../drawn-token.ts";
import { OutcomeError, UsageError } from "../errors.ts";
import { type FormInput, Unfit } from "../forms/form.ts";
import { writeOut } from "../output.ts";
import type { FormCall } from "./options.ts";

/** Further facts of a request of a protocol. */
type Requested = Pick<FormInput, "user" | "request">;

/** Draws a token and prints it in its form. */
export async function printForm(
  context: Context,
  tokenwell: Tokenwell,
  call: FormCall,
  requested: Requested = {},
): Promise<void> {
  const { name, options } = call;
  const user = requested.user ?? options.user ?? (await defaultUser(context, tokenwell, call));
  const tokenSet = await drawToken(tokenwell, name, options);
  const shown = options.id ? await idTokenOf(context, tokenwell, call, tokenSet) : accessTokenOf(tokenSet);
  const { scope, instanceUrl } = tokenSet;
  const input = { ...requested, ...shown, scope, instanceUrl, user, nowMs: context.ui.nowMs };
  await writeOut(context.io.stdout, printed(call, input));
  warnIfShort(context, shown.expiresAtMs, options);
}

function printed({ form, options }: FormCall, input: FormInput): string {
  try {
    return form.print(input);
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    const facts = { form: options.as };
    if (error.part === "user") throw new UsageError("form_cannot_carry_user", facts);
    throw new OutcomeError("form_cannot_carry_token", facts);
  }
}

async function defaultUser(
  context: Context,
  tokenwell: Tokenwell,
  { form, name, options }: FormCall,
): Promise<string | undefined> {
  if (form.user !== "account") return form.user?.name;
  const connection = await chosenConnection(context, tokenwell, name);
  if (connection.account !== null) return connection.account;
  throw new UsageError("form_needs_user", { name: connection.name, form: options.as });
}

type Shown = Pick<FormInput, "token" | "expiresAtMs">;

const accessTokenOf = ({ accessToken, expiresAt }: TokenSet): Shown => ({
  token: accessToken,
  expiresAtMs: expiresAt.getTime(),
});

/** Returns the ID token. One that ends too soon is renewed by a refresh, if the provider sends a new one with it. */
async function idTokenOf(
  context: Context,
  tokenwell: Tokenwell,
  { name, options }: FormCall,
  first: TokenSet,
): Promise<Shown> {
  const endOf = ({ claims }: TokenSet): number => Number(claims?.exp) * 1000;
  const { minTtlSeconds } = timesOf(options);
  const isLive = (tokenSet: TokenSet): boolean => endOf(tokenSet) - context.ui.nowMs >= minTtlSeconds * 1000;
  const isEnough = first.idToken === undefined || options.refresh || isLive(first);
  const tokenSet = isEnough ? first : await drawToken(tokenwell, name, { ...options, refresh: true });
  const own = await chosenName(context, tokenwell, name);
  if (tokenSet.idToken === undefined) throw noIdToken(own, tokenSet.scope);
  if (endOf(tokenSet) <= context.ui.nowMs) throw new OutcomeError("id_token_ended", { name: own });
  return { token: tokenSet.idToken, expiresAtMs: endOf(tokenSet) };
}
