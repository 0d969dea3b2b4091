import { IncomingMessage } from "node:http";
import type { SessionData } from "./api.ts";
import { guardedCacheControl, type Requirement } from "./guards.ts";
import { type IncomingRequest, incomingOf } from "./incoming-request.ts";
import { toResponse } from "./reply.ts";
import type { RequestSession } from "./request-session.ts";
import type { WebSessions } from "./web-sessions.ts";

/** The part of Hono's context that the sessions use. */
export interface HonoContext {
  readonly req: { readonly raw: Request };
  readonly env: unknown;
  readonly error: unknown;
  res: Response;
  set(name: string, value: unknown): void;
}

/** Middleware of Hono. */
export type HonoMiddleware = (
  context: HonoContext,
  next: () => Promise<void>,
) => Promise<Response | undefined>;

interface Attached {
  readonly sessions: WebSessions<SessionData>;
  readonly session: RequestSession<SessionData>;
  readonly incoming: IncomingRequest;
}

/** Sessions and session of each request, for the guards. */
const attached = new WeakMap<Request, Attached>();

/** Adapts a request. Behind `@hono/node-server` it has the request of Node.js, whose headers cost less to read. */
function incomingOfHono({ env, req }: HonoContext): IncomingRequest {
  const incoming = typeof env === "object" && env !== null && "incoming" in env ? env.incoming : undefined;
  const web = incomingOf(req.raw);
  if (!(incoming instanceof IncomingMessage)) return web;
  const header = (name: string): string | undefined => {
    const value = incoming.headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  };
  return { ...web, header };
}

/** Makes the middleware that answers the routes and sets the variable `session`. */
export const honoMiddleware =
  <Data extends SessionData>(sessions: WebSessions<Data>): HonoMiddleware =>
  async (context, next) => {
    const incoming = incomingOfHono(context);
    const session = sessions.remembered(incoming) ?? (await sessions.load(incoming));
    const reply = sessions.isRoute(incoming) ? await sessions.answer(incoming, session) : null;
    if (reply) return toResponse(reply);
    context.set("session", session);
    attached.set(context.req.raw, { sessions, session, incoming } as never);
    await next();
    const failed = context.error ? await sessions.answerError(incoming, session, context.error) : null;
    if (failed) context.res = toResponse(failed);
    return undefined;
  };

/** Makes the guard of a requirement. */
export const honoGuard =
  (requirement: Requirement): HonoMiddleware =>
  async (context, next) => {
    const found = attached.get(context.req.raw);
    if (!found) throw new TypeError("Put the sessions before the guards: this request has no session.");
    const reply = await found.sessions.guard(found.incoming, found.session, requirement);
    if (reply) return toResponse(reply);
    await next();
    const { res } = context;
    const value = guardedCacheControl(res.headers.get("cache-control"));
    try {
      res.headers.set("cache-control", value);
    } catch {
      // The headers of a response that the handler got from `fetch` cannot be changed.
      context.res = new Response(res.body, res);
      context.res.headers.set("cache-control", value);
    }
    return undefined;
  };
