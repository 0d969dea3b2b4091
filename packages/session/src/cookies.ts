import type { Settings } from "./options.ts";

/** Longest time that browsers keep a cookie, in seconds: 400 days. */
const longestSeconds = 34_560_000;

/** Value of a `Set-Cookie` header for the session. It ends with the session at the latest. */
export function sessionCookie({ absoluteMs, cookies, isSecure }: Settings, value: string): string {
  const seconds =
    absoluteMs === null ? longestSeconds : Math.min(longestSeconds, Math.floor(absoluteMs / 1000));
  return `${cookies.session}=${value}; ${attributesOf(isSecure)}; SameSite=Lax; Max-Age=${seconds}`;
}

/** Value of a `Set-Cookie` header for the login. A form of the provider's site needs `SameSite=None`. */
export function loginCookie({ cookies, isSecure, responseMode }: Settings, value: string): string {
  const sameSite = responseMode === "form_post" ? "None" : "Lax";
  return `${cookies.login}=${value}; ${attributesOf(isSecure)}; SameSite=${sameSite}; Max-Age=3600`;
}

/** Value of a `Set-Cookie` header that removes a cookie, with the attributes that it was set with. */
export function removedCookie(
  { cookies, isSecure, responseMode }: Settings,
  which: "session" | "login",
): string {
  const sameSite = which === "login" && responseMode === "form_post" ? "None" : "Lax";
  return `${cookies[which]}=; ${attributesOf(isSecure)}; SameSite=${sameSite}; Max-Age=0`;
}

const attributesOf = (isSecure: boolean): string => `Path=/; HttpOnly${isSecure ? "; Secure" : ""}`;
