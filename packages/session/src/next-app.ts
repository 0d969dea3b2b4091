import type { Session, SessionData, Sessions } from "./api.ts";
import { authAddress, homePathOf } from "./context.ts";
import { freshGrant, guardedCacheControl, type Requirement, recentLogin } from "./guards.ts";
import { type IncomingRequest, incomingOf } from "./incoming-request.ts";
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

/** What a page says of itself. */
export interface PageOptions {
  /** Path of the page, which a server component does not know. Default: the start page. */
  readonly returnTo?: string;
}

/** Login that a page or a route handler demands. */
export interface RecentLogin {
  readonly maxAgeSeconds: number;
  /** Values of `acr` of which the login must have one. Default: any is good. */
  readonly acrValues?: readonly string[];
}

/** Sessions for the app router of Next.js, on its Node.js runtime. */
export interface NextSessions<Data extends SessionData> {
  /** Opens the sessions, unless this process has: for `list()`, `endAll()` and `close()`. */
  sessions(): Promise<Sessions<Data>>;
  /** Handlers for `app/auth/[...route]/route.ts`. */
  readonly handlers: Readonly<Record<"GET" | "POST", (request: Request) => Promise<Response>>>;
  /** Returns the session of the request, in a server component, a server action or a route handler. Sets no cookie. */
  session(): Promise<Session<Data>>;
  /** Returns the live session, or leaves the page for the login. */
  requireLogin(options?: PageOptions): Promise<Session<Data>>;
  /** The same for a page whose user must have authenticated within `maxAgeSeconds`, at least 30. */
  requireRecentLogin(options: PageOptions & RecentLogin): Promise<Session<Data>>;
  /** Makes a route handler that demands a live session. */
  withLogin<Context>(handler: GuardedHandler<Data, Context>): RouteHandler<Context>;
  /** Makes a route handler that demands a proof of the grant within `withinSeconds`. */
  withFresh<Context>(
    options: { readonly withinSeconds: number },
    handler: GuardedHandler<Data, Context>,
  ): RouteHandler<Context>;
  /** Makes a route handler that demands that the user authenticated within `maxAgeSeconds`, at least 30. */
  withRecentLogin<Context>(
    options: RecentLogin,
    handler: GuardedHandler<Data, Context>,
  ): RouteHandler<Context>;
}

/** Opens the sessions of the app, unless this process has. */
type Open<Data extends SessionData> = () => Promise<WebSessions<Data>>;

/** Makes the parts of a Next.js app. `open` is called at the first request, not when a module is loaded. */
export function nextApp<Data extends SessionData>(open: Open<Data>): NextSessions<Data> {
  const route = async (request: Request): Promise<Response> =>
    (await (await open()).handle(request)) ?? new Response(null, { status: 404 });
  const guarded =
    <Context>(requirement: Requirement, handler: GuardedHandler<Data, Context>): RouteHandler<Context> =>
    async (request, context) =>
      await guardedResponse(await open(), { request, requirement }, (session) =>
        handler(request, session, context),
      );
  return {
    sessions: open,
    handlers: { GET: route, POST: route },
    session: () => currentSession(open),
    requireLogin: ({ returnTo } = {}) => requireLogin(open, returnTo),
    requireRecentLogin: ({ returnTo, ...required }) => requireLogin(open, returnTo, recentLogin(required)),
    withLogin: (handler) => guarded({}, handler),
    withFresh: (options, handler) => guarded(freshGrant(options), handler),
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

async function currentSession<Data extends SessionData>(open: Open<Data>): Promise<RequestSession<Data>> {
  const { headers } = (await import("next/headers.js" as string)) as NextHeaders;
  // While pages are built there is no request: Next.js is asked before the store is opened.
  const incoming = incomingOfHeaders(await headers());
  const sessions = await open();
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
  open: Open<Data>,
  page: string | undefined,
  requirement: Requirement = {},
): Promise<Session<Data>> {
  const { redirect } = (await import("next/navigation.js" as string)) as NextNavigation;
  const session = await currentSession(open);
  const sessions = await open();
  const { settings } = sessions;
  const returnTo = page ?? homePathOf(settings);
  if (session.live) {
    const address = requirement.authentication && sessions.stepUpAddress(session, requirement, returnTo);
    return address ? redirect(address) : session;
  }
  const isExplained = session.endReason !== null && session.endReason !== "logged_out";
  const query = new URLSearchParams({ returnTo });
  return redirect(`${authAddress(settings, isExplained ? "/ended" : "/login")}?${query}`);
}
