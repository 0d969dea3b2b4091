import type {} from "hono";
import type { Session } from "./api.ts";
import { freshGrant, recentLogin } from "./guards.ts";
import { type HonoMiddleware, honoGuard } from "./hono-middleware.ts";

declare module "hono" {
  interface ContextVariableMap {
    /** The session of the request, behind `sessions.hono()`. */
    session: Session;
  }
}

export type { HonoMiddleware };

/** Demands a live session. A navigation goes to the login, everything else gets 401. */
export const requireLogin = (): HonoMiddleware => honoGuard({});

/** Demands that the grant has proven itself by a refresh within `withinSeconds`, at least 1; otherwise refreshes now. */
export const requireFresh = (required: { readonly withinSeconds: number }): HonoMiddleware =>
  honoGuard(freshGrant(required));

/** Demands that the user authenticated within `maxAgeSeconds`, at least 30, and with one of `acrValues` if there are any. */
export const requireRecentLogin = (required: {
  readonly maxAgeSeconds: number;
  readonly acrValues?: readonly string[];
}): HonoMiddleware => honoGuard(recentLogin(required));
