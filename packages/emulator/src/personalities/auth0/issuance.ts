import type { Api, App } from "./registration.ts";

const oidcScopes = new Set([
  "openid",
  "profile",
  "offline_access",
  "name",
  "given_name",
  "family_name",
  "nickname",
  "email",
  "email_verified",
  "picture",
  "created_at",
  "identities",
  "phone",
  "address",
]);

/** The scopes that a tenant's discovery document lists. */
export const scopesSupported: readonly string[] = [...oidcScopes];

/** Splits a scope parameter and removes duplicates. */
export function scopesOf(scope: string | undefined): readonly string[] {
  return [...new Set((scope ?? "").split(" ").filter(Boolean))];
}

/**
 * Returns the scopes that are granted. Silently drops scopes that the API does not know, and `offline_access` if the
 * API does not allow offline access.
 *
 * @see https://auth0.com/docs/secure/tokens/refresh-tokens/get-refresh-tokens
 */
export function grantedScopes(requested: readonly string[], api: Api | undefined): readonly string[] {
  return requested.filter((scope) => {
    if (scope === "offline_access") return api?.allowOfflineAccess ?? true;
    return oidcScopes.has(scope) || (api?.scopes.includes(scope) ?? false);
  });
}

/** Whether a login yields a refresh token. The scope alone is not enough, and its absence causes no error. */
export function givesRefreshToken({ grantTypes, kind, rotating }: App, granted: readonly string[]): boolean {
  const isForBrowser = kind === "spa" && !rotating;
  return granted.includes("offline_access") && grantTypes.includes("refresh_token") && !isForBrowser;
}
