import type { HandOver } from "@tokenwell/core";
import type { Context } from "./context.ts";
import { type CredentialsFormat, credentialsJson } from "./credentials.ts";
import { OutputError } from "./errors.ts";
import { writeJson, writeOut } from "./output.ts";

/** The format of a refresh token on stdout. */
export interface RefreshTokenFormat extends CredentialsFormat {
  readonly asJson: boolean;
}

/**
 * Writes a refresh token to stdout and releases it as soon as stdout has accepted it. Otherwise the token is kept, the
 * user reads the sentence of `keptKey`, and the result is `false`.
 */
export async function writeRefreshToken(
  { io, ui }: Context,
  token: HandOver,
  { keptKey, ...format }: RefreshTokenFormat & { readonly keptKey: "handed.not_taken" | "export.kept" },
): Promise<boolean> {
  try {
    if (format.asJson) await writeJson(io.stdout, credentialsJson(token, format));
    else await writeOut(io.stdout, `${token.refreshToken.expose()}\n`);
  } catch (error) {
    const name = await token.keep();
    ui.mark("failed", ui.words(keptKey, { name }));
    if (error instanceof OutputError) return false;
    throw error;
  }
  await token.release();
  return true;
}
