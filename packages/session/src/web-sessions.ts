import { ProviderError } from "@tokenwell/core";
import { openSessionManager } from "@tokenwell/core/sessions";
import type { SessionData, SessionOptions, SessionSummary, Sessions, UserAccount } from "./api.ts";
import { pathBelow, type SessionContext, visiblePath } from "./context.ts";
import { readCookie } from "./cookie-names.ts";
import { SessionError } from "./errors.ts";
import { guard, isOpenTo, type Requirement, refuseAnonymous, stepUpAddress } from "./guards.ts";
import { type IncomingRequest, incomingOf, isPrefetch } from "./incoming-request.ts";
import { checkOptions, type Settings } from "./options.ts";
import { type Reply, toResponse } from "./reply.ts";
import { RequestSession } from "./request-session.ts";
import { backchannelLogoutRoute } from "./routes/backchannel-logout.ts";
import { callbackRoute } from "./routes/callback.ts";
import { loginRoute } from "./routes/login.ts";
import { endedRoute, logoutRoute, signedOutRoute } from "./routes/logout.ts";
import { say } from "./text/say.ts";
import { isUnavailable, unavailable } from "./unavailable.ts";

/** Sessions of a web app, for the adapters of the frameworks. */
export class WebSessions<Data extends SessionData> implements Sessions<Data> {
  readonly #context: SessionContext;

  constructor(context: SessionContext) {
    this.#context = context;
  }

  /** Returns the remembered session of a request, if nothing is due; `null` if it must be read. Costs microseconds. */
  remembered(request: IncomingRequest): RequestSession<Data> | null {
    const { manager, settings } = this.#context;
    const cookie = readCookie(request.header("cookie"), settings.cookies.session);
    if (cookie === undefined) return new RequestSession<Data>(this.#context, undefined, undefined);
    try {
      const stored = manager.remembered(cookie);
      if (stored === null) return null;
      if (this.#isActivity(request)) manager.touch(stored);
      return new RequestSession<Data>(this.#context, cookie, stored);
    } catch {
      // The store fails. Reading the session says how.
      return null;
    }
  }

  /** Reads the session of a request, and extends it if that is due. A store that fails makes a session that says so. */
  async load(request: IncomingRequest): Promise<RequestSession<Data>> {
    const { manager, settings } = this.#context;
    const cookie = readCookie(request.header("cookie"), settings.cookies.session);
    try {
      const found = cookie === undefined ? undefined : await manager.find(cookie);
      const isLive = cookie !== undefined && found?.endedAtMs === null;
      const extended = isLive ? await manager.extendIfDue(cookie, found) : found;
      if (extended?.endedAtMs === null && this.#isActivity(request)) manager.touch(extended);
      return new RequestSession<Data>(this.#context, cookie, extended);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return new RequestSession<Data>(this.#context, cookie, undefined, error);
    }
  }

  /** Whether a request is for the routes below `authPath`. */
  isRoute({ target }: Pick<IncomingRequest, "target">): boolean {
    return this.#routeOf(target) !== null;
  }

  /** Answers the routes below `authPath`; `null` for every other request. */
  async answer(request: IncomingRequest, loaded?: RequestSession<Data>): Promise<Reply | null> {
    const route = this.#routeOf(request.target);
    if (route === null) return null;
    const session = loaded ?? (await this.load(request));
    const start = request.target.indexOf("?");
    const query = new URLSearchParams(start < 0 ? "" : request.target.slice(start + 1));
    const context = this.#context;
    switch (route) {
      case "/login":
        return await loginRoute(context, request, session, query);
      case "/callback":
        return await callbackRoute(context, request, session, query);
      case "/logout":
        return await logoutRoute(context, request, session, query);
      case "/signed-out":
        return await signedOutRoute(context, request, query);
      case "/ended":
        return await endedRoute(context, request, session, query);
      case "/backchannel-logout":
        return await backchannelLogoutRoute(context, request);
      default:
        return null;
    }
  }

  /** Returns the answer of a guard that does not let a request through; `null` if it does. */
  guard(
    request: IncomingRequest,
    session: RequestSession<Data>,
    requirement: Requirement,
  ): Reply | null | Promise<Reply | null> {
    return isOpenTo(request, session, requirement)
      ? null
      : guard(this.#context, request, session, requirement);
  }

  /** Returns the address of a login for a page that demands a recent one; `null` if the session's own is recent enough. */
  stepUpAddress(session: RequestSession<Data>, { authentication = {} }: Requirement, returnTo: string) {
    return stepUpAddress(this.#context, session, authentication, returnTo);
  }

  /** Returns the answer to an error that a handler let escape; `null` if it is none of ours. */
  async answerError(
    request: IncomingRequest,
    session: RequestSession<Data>,
    error: unknown,
  ): Promise<Reply | null> {
    if (error instanceof SessionError && error.code === "not_logged_in")
      return await refuseAnonymous(this.#context, request, session);
    return isUnavailable(error)
      ? await unavailable(this.#context, request, error, visiblePath(this.#context.settings, request.target))
      : null;
  }

  get settings(): Settings {
    return this.#context.settings;
  }

  async handle(request: Request): Promise<Response | null> {
    const reply = await this.answer(incomingOf(request));
    return reply && toResponse(reply);
  }

  async read(request: Request): Promise<RequestSession<Data>> {
    const incoming = incomingOf(request);
    return this.remembered(incoming) ?? (await this.load(incoming));
  }

  async list(user: UserAccount): Promise<readonly SessionSummary[]> {
    const all = await this.#context.manager.list(user);
    return all.map(({ createdAtMs, details, id, touchedAtMs }) => ({
      id,
      createdAt: new Date(createdAtMs),
      lastActiveAt: new Date(touchedAtMs),
      userAgent: details.userAgent ?? null,
    }));
  }

  async end(id: string): Promise<boolean> {
    const { manager } = this.#context;
    return (await manager.read(id)) !== undefined && (await manager.end(id, "ended"));
  }

  async endAll(user: UserAccount, { except }: { readonly except?: string | null } = {}): Promise<number> {
    const { manager } = this.#context;
    let ended = 0;
    for (const { id } of await manager.list(user))
      if (id !== except && (await manager.end(id, "ended"))) ended += 1;
    return ended;
  }

  async sweep(): Promise<void> {
    await this.#context.manager.sweep();
  }

  async close(): Promise<void> {
    await this.#context.manager.close();
  }

  /** Returns the path of a request below `authPath`; `null` if it lies elsewhere. */
  #routeOf(target: string): string | null {
    const { settings } = this.#context;
    const path = pathBelow(settings, target);
    return path.startsWith(`${settings.authPath}/`) ? path.slice(settings.authPath.length) : null;
  }

  #isActivity(request: IncomingRequest): boolean {
    const { settings } = this.#context;
    const { isActivity } = settings.given;
    if (isPrefetch(request)) return false;
    return isActivity?.({ method: request.method, path: pathBelow(settings, request.target) }) ?? true;
  }
}

/** Opens the sessions of a web app. See `openSessions()`. */
export async function openWebSessions<Data extends SessionData>(
  options: SessionOptions,
): Promise<WebSessions<Data>> {
  const settings = checkOptions(options);
  const { apiBase, audience, clock, env, home, onProblem, overlapSeconds, provider, scope } = options;
  const manager = await openSessionManager({
    app: {
      id: settings.appId,
      issuer: settings.issuer,
      clientId: settings.clientId,
      clientSecret: settings.clientSecret,
      redirectUri: `${settings.baseUrl.origin}${settings.basePath}${settings.authPath}/callback`,
      ...(provider !== undefined && { provider }),
      ...(scope !== undefined && { scope }),
      ...(audience !== undefined && { audience }),
      ...(apiBase !== undefined && { apiBase }),
      ...(overlapSeconds !== undefined && { overlapSeconds }),
    },
    times: {
      extendAfterMs: settings.extendAfterMs,
      idleMs: settings.idleMs,
      absoluteMs: settings.absoluteMs,
    },
    onProblem: onProblem ?? (() => undefined),
    ...(home !== undefined && { home }),
    ...(env !== undefined && { env }),
    ...(clock !== undefined && { clock }),
  }).catch((error: unknown) => {
    throw explained(error);
  });
  return new WebSessions<Data>({ manager, settings });
}

/** Explains that the provider does not know the callback as what it is: a setting to correct. */
function explained(error: unknown): unknown {
  if (!(error instanceof ProviderError) || error.code !== "redirect_uri_unknown") return error;
  const { kind, provider, redirectUri } = error.facts;
  const where = kind === "auth0" ? say("en", "option.auth0_callbacks") : "";
  const facts = { provider: String(provider), callback: String(redirectUri), where };
  return new SessionError("invalid_option", { problem: say("en", "option.callback_unknown", facts) });
}
