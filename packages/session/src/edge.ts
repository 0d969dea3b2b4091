import type { Sessions } from "./api.ts";
import { type AppIdentity, cookieNamesOf, readCookie } from "./cookie-names.ts";
import { SessionError } from "./errors.ts";

/**
 * Whether a request has a session cookie of this app, for middleware in a runtime without the store. It cannot tell
 * whether the session lives: check that where the page or route runs.
 *
 * @example
 * import { hasSessionCookie } from "@tokenwell/session/edge";
 *
 * const isMaybeSignedIn = hasSessionCookie(request, { issuer, clientId, baseUrl });
 */
export function hasSessionCookie(request: { readonly headers: Headers }, app: AppIdentity): boolean {
  return readCookie(request.headers.get("cookie") ?? undefined, cookieNamesOf(app).session) !== undefined;
}

/**
 * Throws in a runtime without a store.
 *
 * @throws SessionError `edge_runtime`
 */
export function openSessions(_options: unknown): Promise<Sessions> {
  return Promise.reject(new SessionError("edge_runtime"));
}

export type { AppIdentity };
