import type { App } from "./apps.ts";

/** Groups of scopes that one checkbox of an app selects together. */
const scopeGroups: readonly (readonly string[])[] = [
  ["refresh_token", "offline_access"],
  ["id", "profile", "email", "address", "phone"],
];

/**
 * Returns the scopes that a request names, or all scopes of the app if it names none. Returns `undefined` if the app
 * lacks one of them.
 */
export function requestedScopes({ switches }: App, scope: string | undefined): readonly string[] | undefined {
  const named = [...new Set((scope ?? "").split(" ").filter(Boolean))];
  if (named.length === 0) return switches.scopes;
  return named.every((one) => isSelected(switches.scopes, one)) ? named : undefined;
}

/** Whether the scopes request a refresh token. `full` does not include it. */
export function asksToRefresh(scopes: readonly string[]): boolean {
  return scopes.includes("refresh_token") || scopes.includes("offline_access");
}

/** Whether the scopes allow the REST API. */
export function opensApi(scopes: readonly string[]): boolean {
  return scopes.includes("api") || scopes.includes("full");
}

/** Whether the scopes allow the identity URL and userinfo: those about the user do, and those of the user's own session. */
export function opensIdentity(scopes: readonly string[]): boolean {
  return ["id", "openid", "profile", "full", "api", "web"].some((one) => scopes.includes(one));
}

function isSelected(selected: readonly string[], scope: string): boolean {
  const choice = scopeGroups.find((names) => names.includes(scope)) ?? [scope];
  const isWithinFull = selected.includes("full") && !asksToRefresh([scope]);
  return isWithinFull || choice.some((name) => selected.includes(name));
}
