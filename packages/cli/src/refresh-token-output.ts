import type { HandOver, LoginResult } from "@tokenwell/core";
import type { Context } from "./context.ts";
import { OutputError } from "./errors.ts";
import { writeJson, writeOut } from "./output.ts";
import { variant } from "./text/words.ts";

/** How a refresh token is written. */
export interface HandOverForm {
  readonly asJson: boolean;
  /** In JSON: the client secret, too. */
  readonly withSecret: boolean;
}

/** Gives the refresh token of a login away: forgotten here only when stdout has taken it. */
export async function handOver(
  context: Context,
  { provider, rotation }: Pick<LoginResult, "provider" | "rotation">,
  token: HandOver,
  form: HandOverForm,
): Promise<number> {
  const { ui } = context;
  if (ui.isTerminal && !form.asJson) ui.blank();
  try {
    await write(context, token, { ...form, isSalesforce: provider === "salesforce" });
  } catch (error) {
    const name = await token.keep();
    ui.mark("failed", ui.words("handed.not_taken", { name }));
    if (error instanceof OutputError) return 1;
    throw error;
  }
  await token.release();
  ui.blank();
  ui.text(ui.words("handed.kept_nothing"), 2);
  if (rotation !== "static") ui.mark("care", ui.words(variant("handed.rotates", provider)));
  return 0;
}

/** The token alone, or with all that a form asks for. Throws `OutputError` when stdout does not take it. */
export async function write(
  { io }: Context,
  token: HandOver,
  form: HandOverForm & { readonly isSalesforce: boolean },
): Promise<void> {
  const refreshToken = token.refreshToken.expose();
  if (!form.asJson) return await writeOut(io.stdout, `${refreshToken}\n`);
  const { clientId, issuer, tokenEndpoint, instanceUrl, clientSecret } = token;
  await writeJson(io.stdout, {
    refreshToken,
    clientId,
    ...(form.withSecret && clientSecret && { clientSecret: clientSecret.expose() }),
    ...(form.isSalesforce ? { loginUrl: issuer, instanceUrl } : { issuer, tokenEndpoint }),
  });
}
