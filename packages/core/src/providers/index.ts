import { InputError } from "../errors.ts";
import { withScheme } from "../loopback.ts";
import type { Client } from "../model.ts";
import type { TextKey } from "../text/en.ts";
import { sanitize } from "../text/sanitize.ts";
import { matchesHost } from "./address.ts";
import { auth0 } from "./auth0/auth0.ts";
import { oidc } from "./oidc.ts";
import type { Provider, ProviderId } from "./provider.ts";
import { salesforce } from "./salesforce/salesforce.ts";

/** Every provider. A new one is its folder, and its name in this line. */
export const providers = [oidc, salesforce, auth0] as const;

/** The key of a sentence: one of the library's or of a provider's. */
export type SentenceKey = TextKey | KeyOf<(typeof providers)[number]>;
type KeyOf<P> = P extends Provider<infer Key> ? Key : never;

const byId: ReadonlyMap<ProviderId, Provider<SentenceKey>> = new Map(
  providers.map((provider) => [provider.id, provider]),
);

/** Whether a provider has this id. */
export const isProviderId = (id: string): boolean => byId.has(id);

/** Finds the provider of a stored client. An unknown id, as of a newer version, gets the OpenID defaults. */
export function providerOf(id: ProviderId): Provider<SentenceKey> {
  return byId.get(id) ?? oidc;
}

/** Detects the provider of an address by its host; `oidc` if no provider claims the host. */
export function providerAt(address: string): Provider<SentenceKey> {
  const { hostname = "" } = URL.parse(withScheme(address)) ?? {};
  return providers.find(({ matches }) => matchesHost(hostname, matches)) ?? oidc;
}

/** Finds the provider that the caller named, or detects it. Throws `invalid_option` for an unknown id. */
export function providerFor(address: string, id: ProviderId | undefined): Provider<SentenceKey> {
  if (id === undefined) return providerAt(address);
  if (!isProviderId(id))
    throw new InputError("invalid_option", {
      option: "provider",
      given: sanitize(id),
      takes: [...byId.keys()].join(", "),
    });
  return providerOf(id);
}

/** Returns the name of a client's provider in sentences. */
export const displayNameOf = ({ provider, issuer }: Pick<Client, "provider" | "issuer">): string =>
  providerOf(provider).displayName(issuer);
