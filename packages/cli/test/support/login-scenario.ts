import type { LoginOptions, Tokenwell } from "@tokenwell/core";
import { Desk, type DeskOptions } from "./cli-harness.ts";
import { loggingIn, PretendLogin } from "./fake-tokenwell.ts";

export const issuer = "https://login.example.com";
/** A login that needs to ask for nothing. */
export const asPublic = ["login", issuer, "--client-id", "demo", "--public"];

/** A command at its desk and the login that it waits for. */
export interface Scene {
  readonly desk: Desk;
  readonly pending: PretendLogin;
}

/** A person at a terminal, and a login that waits for the test. */
export function sceneWith(
  parts: Partial<Tokenwell> = {},
  options: DeskOptions = {},
  pending = new PretendLogin(),
): Scene {
  return { desk: new Desk({ isTerminal: true, tokenwell: loggingIn(pending, parts), ...options }), pending };
}

/** What the login was asked for, its secret in plain words. */
export function wished({ wish }: PretendLogin): Partial<LoginOptions> & { readonly secret: string | null } {
  return { ...wish, secret: wish?.clientSecret?.expose() ?? null };
}
