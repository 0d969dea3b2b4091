import type {} from "hono";
import type { Session } from "./api.ts";
import { type HonoMiddleware, honoGuard } from "./hono-middleware.ts";
import { recentLogin } from "./node.ts";
import { guardSeconds } from "./options.ts";

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
export const requireFresh = ({ withinSeconds }: { readonly withinSeconds: number }): HonoMiddleware =>
  honoGuard({ withinSeconds: guardSeconds("withinSeconds", withinSeconds, 1) });

/** Demands that the user authenticated within `maxAgeSeconds`, at least 30, and with one of `acrValues` if there are any. */
export const requireRecentLogin = (required: {
  readonly maxAgeSeconds: number;
  readonly acrValues?: readonly string[];
}): HonoMiddleware => honoGuard(recentLogin(required));
