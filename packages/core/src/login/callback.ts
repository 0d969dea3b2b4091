import { createHash } from "node:crypto";
import { InputError, ProviderError, type TokenwellError } from "../errors.ts";
import type { Client, Login } from "../model.ts";
import { readCallback } from "../oauth/callback.ts";
import { providerOf } from "../providers/index.ts";
import { explanationOf } from "../providers/refusal.ts";

/** Hashes the `state` of an authorization request. The store finds the login by this hash. */
export const stateHashOf = (state: string): string => createHash("sha256").update(state).digest("hex");

/** Result of {@link readLoginCallback}. */
export type CallbackReading =
  | { readonly kind: "code"; readonly code: string }
  /** `isFinal`: whether the error carries the login's `state`, so that it ends the login. */
  | { readonly kind: "error"; readonly error: TokenwellError; readonly isFinal: boolean };

/** Reads the callback of a login: the browser's final address, in any form that the user may paste. */
export function readLoginCallback(
  text: string,
  login: Login,
  client: Client,
  state: string,
): CallbackReading {
  const provider = providerOf(client.provider);
  const read = readCallback(text, {
    state,
    authorizationUrl: client.endpoints.authorization,
    issuer: client.issuer,
    issRequired: login.settings.issRequired ?? false,
    redirectUri: login.redirectUri,
  });
  if (read.kind === "code") return { kind: "code", code: read.code };
  const facts = { provider: provider.displayName(client.issuer), kind: provider.id, ...read.facts };
  if (read.kind === "unusable")
    return { kind: "error", error: new InputError(read.code, facts), isFinal: false };
  const explained = explanationOf(provider, { ...read, status: null });
  const error = new ProviderError(read.code, { ...facts, ...explained });
  // Without the state the error is not final: the user may paste another text.
  return { kind: "error", error, isFinal: read.proof === "state" };
}
