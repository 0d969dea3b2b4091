import type { LoginOptions, Tokenwell } from "@tokenwell/core";
import { CliHarness, type CliHarnessOptions } from "./cli-harness.ts";
import { FakePendingLogin, tokenwellWithLogin } from "./fake-tokenwell.ts";

export const issuer = "https://login.example.com";
/** A login that needs to ask for nothing. */
export const publicClientLogin = ["login", issuer, "--client-id", "demo", "--public"];

/** A command at its cli and the login that it waits for. */
export interface LoginScenario {
  readonly cli: CliHarness;
  readonly pending: FakePendingLogin;
}

/** A person at a terminal, and a login that waits for the test. */
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

/** What the login was asked for, its secret in plain words. */
export function requestedOptions({
  options: wish,
}: FakePendingLogin): Partial<LoginOptions> & { readonly secret: string | null } {
  return { ...wish, secret: wish?.clientSecret?.expose() ?? null };
}
