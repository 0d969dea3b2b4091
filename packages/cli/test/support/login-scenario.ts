import type { LoginOptions, Tokenwell } from "@tokenwell/core";
import { CliHarness, type CliHarnessOptions } from "./cli-harness.ts";
import { FakePendingLogin, tokenwellWithLogin } from "./fake-tokenwell.ts";

export const issuer = "https://login.example.com";
/** The arguments of a login that asks no question. */
export const publicClientLogin = ["login", issuer, "--client-id", "demo", "--public"];

/** A command and the login that it waits for. */
export interface LoginScenario {
  readonly cli: CliHarness;
  readonly pending: FakePendingLogin;
}

/** Starts a command at a terminal with a pending login that the test ends. */
export function loginScenario(
  parts: Partial<Tokenwell> = {},
  options: CliHarnessOptions = {},
  pending = new FakePendingLogin(),
): LoginScenario {
  return {
    cli: new CliHarness({ isTerminal: true, tokenwell: tokenwellWithLogin(pending, parts), ...options }),
    pending,
  };
}

/** Returns the options of the login, with its secret as text. */
export function requestedOptions({
  options: wish,
}: FakePendingLogin): Partial<LoginOptions> & { readonly secret: string | null } {
  return { ...wish, secret: wish?.clientSecret?.expose() ?? null };
}
