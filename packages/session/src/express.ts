import type { IncomingMessage, ServerResponse } from "node:http";
import type { Session } from "./api.ts";
import type { ExpressMiddleware } from "./express-middleware.ts";
import { freshGrant, type Requirement, recentLogin } from "./guards.ts";
import { errorReply, passes } from "./node.ts";
import { sendReply } from "./node-request.ts";

declare global {
  namespace Express {
    interface Request {
      /** The session of the request, behind `sessions.express()`. */
      session: Session;
    }
  }
}

export type { ExpressMiddleware };

/** Error handler of Express: answers the errors of sessions that a handler let escape. Put it behind the routes. */
export const sessionErrors =
  (): ((
    error: unknown,
    request: IncomingMessage,
    response: ServerResponse,
    next: (error?: unknown) => void,
  ) => void) =>
  (error, request, response, next) => {
    errorReply(request, error).then((reply) => {
      if (reply === null || response.headersSent) next(error);
      else sendReply(response, reply);
    }, next);
  };

/** Demands a live session. A navigation goes to the login, everything else gets 401. */
export const requireLogin = (): ExpressMiddleware => guardOf({});

/**
 * Demands that the grant has proven itself by a refresh within `withinSeconds`, at least 1; otherwise refreshes now. A
 * refresh within the last 30 seconds always counts.
 */
export const requireFresh = (required: { readonly withinSeconds: number }): ExpressMiddleware =>
  guardOf(freshGrant(required));

/**
 * Demands that the user authenticated within `maxAgeSeconds`, at least 30, and with one of `acrValues` if there are any.
 * Otherwise the provider asks for the user again.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest
 */
export const requireRecentLogin = (required: {
  readonly maxAgeSeconds: number;
  readonly acrValues?: readonly string[];
}): ExpressMiddleware => guardOf(recentLogin(required));

const guardOf =
  (requirement: Requirement): ExpressMiddleware =>
  (request, response, next) => {
    const passed = passes(request, response, requirement);
    if (passed === true) next();
    else if (passed !== false)
      passed.then((isPassed) => {
        if (isPassed) next();
      }, next);
  };
