import type { IncomingMessage, ServerResponse } from "node:http";
import type { SessionData } from "./api.ts";
import { attach, attachSession } from "./node.ts";
import { incomingOfNode } from "./node-request.ts";
import type { WebSessions } from "./web-sessions.ts";

/** Middleware of Express, and of every framework with its signature. */
export type ExpressMiddleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** Makes the middleware that answers the routes and attaches `req.session`. */
export const expressMiddleware =
  <Data extends SessionData>(sessions: WebSessions<Data>): ExpressMiddleware =>
  (request, response, next) => {
    const incoming = incomingOfNode(request);
    const remembered = sessions.isRoute(incoming) ? null : sessions.remembered(incoming);
    if (remembered) {
      attach(sessions, request, remembered, incoming);
      next();
      return;
    }
    attachSession(sessions, request, response).then((isNext) => {
      if (isNext) next();
    }, next);
  };
