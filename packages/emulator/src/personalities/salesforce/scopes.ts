import type { App } from "./apps.ts";

/** What one choice among an app's scopes stands for. */
const exclusiveChoices: readonly (readonly string[])[] = [
  ["refresh_token", "offline_access"],
  ["id", "profile", "email", "address", "phone"],
];

/** The scopes of a request: what it names, or all that the app has. Nothing where the app has not all of them. */
export function requestedScopes({ switches }: App, scope: string | undefined): readonly string[] | undefined {
  const named = [...new Set((scope ?? "").split(" ").filter(Boolean))];
  if (named.length === 0) return switches.scopes;
  return named.every((one) => isSelected(switches.scopes, one)) ? named : undefined;
}

/** Whether refreshing was asked for, which `full` does not include. */
export function asksToRefresh(scopes: readonly string[]): boolean {
  return scopes.includes("refresh_token") || scopes.includes("offline_access");
}

/** Whether scopes open the REST API. */
export function opensApi(scopes: readonly string[]): boolean {
  return scopes.includes("api") || scopes.includes("full");
}

/** Whether scopes open the identity URL and userinfo. */
export function opensIdentity(scopes: readonly string[]): boolean {
  return ["id", "openid", "profile", "full"].some((one) => scopes.includes(one));
}

function isSelected(selected: readonly string[], scope: string): boolean {
  const choice = exclusiveChoices.find((names) => names.includes(scope)) ?? [scope];
  const isWithinFull = selected.includes("full") && !asksToRefresh([scope]);
  return isWithinFull || choice.some((name) => selected.includes(name));
}
