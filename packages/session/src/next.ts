import type { Session, SessionData } from "./api.ts";
import { authAddress } from "./context.ts";
import { guardedCacheControl, type Requirement } from "./guards.ts";
import { type IncomingRequest, incomingOf } from "./incoming-request.ts";
import { recentLogin } from "./node.ts";
import { guardSeconds } from "./options.ts";
import { toResponse } from "./reply.ts";
import type { RequestSession } from "./request-session.ts";
import type { WebSessions } from "./web-sessions.ts";

/** Route handler of the app router. */
export type RouteHandler<Context = unknown> = (request: Request, context: Context) => Promise<Response>;

/** Route handler behind a guard. */
export type GuardedHandler<Data extends SessionData, Context = unknown> = (
  request: Request,
  session: Session<Data>,
  context: Context,
) => Response | Promise<Response>;

/** Sessions for the app router of Next.js, on its Node.js runtime. */
export interface NextSessions<Data extends SessionData> {
  /** Handlers for `app/auth/[...route]/route.ts`. */
  readonly handlers: Readonly<Record<"GET" | "POST", (request: Request) => Promise<Response>>>;
  /** Returns the session of the request, in a server component, a server action or a route handler. Sets no cookie. */
  session(): Promise<Session<Data>>;
  /**
   * Returns the live session, or leaves the page for the login. `returnTo` is the path of the page, since a server
   * component does not know it; default: the start page.
   */
  requireLogin(options?: { readonly returnTo?: string }): Promise<Session<Data>>;
  /** Makes a route handler that demands a live session. */
  withLogin<Context>(handler: GuardedHandler<Data, Context>): RouteHandler<Context>;
  /** Makes a route handler that demands a proof of the grant within `withinSeconds`. */
  withFresh<Context>(
    options: { readonly withinSeconds: number },
    handler: GuardedHandler<Data, Context>,
  ): RouteHandler<Context>;
  /** Makes a route handler that demands that the user authenticated within `maxAgeSeconds`, at least 30. */
  withRecentLogin<Context>(
    options: { readonly maxAgeSeconds: number; readonly acrValues?: readonly string[] },
    handler: GuardedHandler<Data, Context>,
  ): RouteHandler<Context>;
}

/** Makes the sessions for Next.js. */
export function nextSessions<Data extends SessionData>(sessions: WebSessions<Data>): NextSessions<Data> {
  const route = async (request: Request): Promise<Response> =>
    (await sessions.handle(request)) ?? new Response(null, { status: 404 });
  const guarded =
    <Context>(requirement: Requirement, handler: GuardedHandler<Data, Context>): RouteHandler<Context> =>
    (request, context) =>
      guardedResponse(sessions, { request, requirement }, (session) => handler(request, session, context));
  return {
    handlers: { GET: route, POST: route },
    session: () => currentSession(sessions),
    requireLogin: ({ returnTo } = {}) => requireLogin(sessions, returnTo),
    withLogin: (handler) => guarded({}, handler),
    withFresh: ({ withinSeconds }, handler) =>
      guarded({ withinSeconds: guardSeconds("withinSeconds", withinSeconds, 1) }, handler),
    withRecentLogin: (options, handler) => guarded(recentLogin(options), handler),
  };
}

/** The parts of Next.js that the sessions use. It is no dependency: apps of other frameworks do not install it. */
interface NextHeaders {
  readonly headers: () => Promise<{ get(name: string): string | null }>;
}
interface NextNavigation {
  readonly redirect: (address: string) => never;
}

async function guardedResponse<Data extends SessionData>(
  sessions: WebSessions<Data>,
  { request, requirement }: { readonly request: Request; readonly requirement: Requirement },
  handler: (session: Session<Data>) => Response | Promise<Response>,
): Promise<Response> {
  const incoming = incomingOf(request);
  const session = sessions.remembered(incoming) ?? (await sessions.load(incoming));
  const reply = await sessions.guard(incoming, session, requirement);
  if (reply) return toResponse(reply);
  try {
    const { body, headers, status, statusText } = await handler(session);
    const response = new Response(body, { headers, status, statusText });
    response.headers.set("cache-control", guardedCacheControl(headers.get("cache-control")));
    return response;
  } catch (error) {
    const answer = await sessions.answerError(incoming, session, error);
    if (answer === null) throw error;
    return toResponse(answer);
  }
}

async function currentSession<Data extends SessionData>(
  sessions: WebSessions<Data>,
): Promise<RequestSession<Data>> {
  const { headers } = (await import("next/headers.js" as string)) as NextHeaders;
  const incoming = incomingOfHeaders(await headers());
  return sessions.remembered(incoming) ?? (await sessions.load(incoming));
}

/** Adapts the headers of a request, which are all that a server component sees of it. */
const incomingOfHeaders = (headers: { get(name: string): string | null }): IncomingRequest => ({
  method: "GET",
  target: "/",
  header: (name) => headers.get(name) ?? undefined,
  text: () => Promise.resolve(null),
});

async function requireLogin<Data extends SessionData>(
  sessions: WebSessions<Data>,
  returnTo: string | undefined,
): Promise<Session<Data>> {
  const { redirect } = (await import("next/navigation.js" as string)) as NextNavigation;
  const session = await currentSession(sessions);
  if (session.live) return session;
  const isExplained = session.endReason !== null && session.endReason !== "logged_out";
  const query = new URLSearchParams(returnTo === undefined ? {} : { returnTo });
  return redirect(`${authAddress(sessions.settings, isExplained ? "/ended" : "/login")}?${query}`);
}
