import type {} from "fastify";
import type { Session } from "./api.ts";
import { type FastifyPreHandler, fastifyGuard } from "./fastify-plugin.ts";
import { freshGrant, recentLogin } from "./guards.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The session of the request, behind `sessions.fastify()`. */
    session: Session;
  }
}

export type { FastifyPreHandler };

/** Demands a live session. A navigation goes to the login, everything else gets 401. */
export const requireLogin = (): FastifyPreHandler => fastifyGuard({});

/** Demands that the grant has proven itself by a refresh within `withinSeconds`, at least 1; otherwise refreshes now. */
export const requireFresh = (required: { readonly withinSeconds: number }): FastifyPreHandler =>
  fastifyGuard(freshGrant(required));

/** Demands that the user authenticated within `maxAgeSeconds`, at least 30, and with one of `acrValues` if there are any. */
export const requireRecentLogin = (required: {
  readonly maxAgeSeconds: number;
  readonly acrValues?: readonly string[];
}): FastifyPreHandler => fastifyGuard(recentLogin(required));
