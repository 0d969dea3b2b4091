import { createHash } from "node:crypto";
import type { FetchOptions } from "../api/fetch.ts";
import type { OpenOptions } from "../api/open.ts";
import type { TokenSet } from "../api/token.ts";
import type { Clock } from "../clock.ts";
import { InputError, LoginNeededError } from "../errors.ts";
import { stateHashOf } from "../login/callback.ts";
import { recoverLogins } from "../login/recover.ts";
import type { LoginServices } from "../login/services.ts";
import type { BrowserLogin, Session, SessionEndReason } from "../model.ts";
import { verifyLogoutToken } from "../oauth/logout-token.ts";
import { recoverAnswers } from "../refresh/recover-answers.ts";
import { callApi, resolveAddress } from "../tokenwell/fetch.ts";
import { openDependencies } from "../tokenwell/open.ts";
import { toTokenSet } from "../tokenwell/token-set.ts";
import { type BrowserLoginRequest, beginBrowserLogin } from "./begin-login.ts";
import { type BrowserCallback, type BrowserLoginResult, completeBrowserLogin } from "./complete-login.ts";
import { SessionEndings, timeoutOf } from "./endings.ts";
import { SessionGrants, type SessionTokenRequest } from "./grants.ts";
import { LiveSessions } from "./live-sessions.ts";
import { WebApp, type WebAppSettings } from "./web-app.ts";

/** Times of sessions, in milliseconds; `null` for no limit. */
export interface SessionTimes {
  readonly extendAfterMs: number;
  readonly idleMs: number | null;
  readonly absoluteMs: number | null;
}

/** Options of {@link openSessionManager}. */
export interface SessionManagerOptions extends Pick<OpenOptions, "home" | "env" | "clock"> {
  readonly app: WebAppSettings;
  readonly times: SessionTimes;
  /** Called with failures that belong to no request. */
  readonly onProblem: (problem: Error) => void;
}

/** Milliseconds between two stored activities of a session; less if its idle limit is short. */
const touchMs = 60_000;
const sweepMs = 60_000;
/** Milliseconds that a callback waits for another request that completes the same login. */
const completionWaitMs = 20_000;
const pollMs = 50;
/** Milliseconds that a callback waits for a process that seems to be gone. */
const goneWaitMs = 2_000;
/** Milliseconds that a logout waits for the provider's metadata. */
const logoutWaitMs = 2_000;
/** Milliseconds that the start waits for the provider. */
const startWaitMs = 5_000;

/**
 * Opens the sessions of a web app in a store.
 *
 * @throws ProviderError `redirect_uri_unknown` if the provider says so; a provider that does not answer stops nothing
 * @throws StoreError if the store or its key cannot be used
 */
export async function openSessionManager(options: SessionManagerOptions): Promise<SessionManager> {
  const { app, onProblem, times, ...open } = options;
  const { services } = await openDependencies(open);
  const manager = new SessionManager(services, new WebApp(services, app), { times, onProblem });
  try {
    await recoverAnswers(services);
    await recoverLogins(services);
    await manager.app.updateClient();
    await manager.app.checkCallback(startWaitMs);
  } catch (error) {
    await manager.close();
    throw error;
  }
  manager.startSweeps();
  return manager;
}

/** Sessions of one web app: everything but HTTP. */
export class SessionManager {
  readonly app: WebApp;
  readonly clock: Clock;
  readonly #services: LoginServices;
  readonly #times: SessionTimes;
  readonly #onProblem: (problem: Error) => void;
  readonly #live: LiveSessions;
  readonly #endings: SessionEndings;
  readonly #grants: SessionGrants;
  readonly #touchMs: number;
  readonly #work = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();

  constructor(
    services: LoginServices,
    app: WebApp,
    { onProblem, times }: Pick<SessionManagerOptions, "times" | "onProblem">,
  ) {
    this.app = app;
    this.clock = services.clock;
    this.#services = services;
    this.#times = times;
    this.#onProblem = (problem) => {
      // A listener that throws, or rejects, stops no sweep and no process.
      new Promise((resolve) => resolve(onProblem(problem))).catch(() => undefined);
    };
    this.#live = new LiveSessions(services.store, services.clock, app.settings.id);
    this.#endings = new SessionEndings(services, this.#onProblem);
    this.#grants = new SessionGrants(services, (id, reason) => this.#endings.end(id, reason));
    this.#touchMs = Math.min(touchMs, (times.idleMs ?? touchMs * 20) / 20);
  }

  /** Returns the live session of a cookie that this process remembers, if nothing is due; otherwise `null`: ask `find()`. */
  remembered(cookie: string): Session | null {
    const session = this.#live.remembered(cookie);
    if (!session || session.endedAtMs !== null) return null;
    const nowMs = this.clock.nowMs();
    const { extendAfterMs } = this.#times;
    const isDue = nowMs - session.extendedAtMs >= extendAfterMs && !session.details.hasNoRefreshToken;
    return isDue || this.#timeoutOf(session, nowMs) ? null : session;
  }

  /** Reads the session of a cookie. Ends one whose time is over. */
  async find(cookie: string): Promise<Session | undefined> {
    const session = this.#live.remembered(cookie) ?? (await this.#live.read(cookie));
    if (session === undefined || session.endedAtMs !== null) return session;
    const reason = this.#timeoutOf(session, this.clock.nowMs());
    if (reason === null) return session;
    await this.#endings.end(session.id, reason);
    return await this.#live.read(cookie);
  }

  /** Extends a session if that is due, and returns it as it is then. */
  async extendIfDue(cookie: string, session: Session): Promise<Session | undefined> {
    const sinceMs = this.clock.nowMs() - this.#times.extendAfterMs;
    if (session.endedAtMs !== null || session.extendedAtMs >= sinceMs) return session;
    await this.#grants.extend(session, sinceMs);
    return await this.find(cookie);
  }

  /** Records activity of a session. */
  touch(session: Session): void {
    this.#live.touch(session, this.clock.nowMs(), this.#touchMs);
  }

  /** Returns an access token. See {@link SessionGrants.token}. */
  async token(session: Session, request: SessionTokenRequest): Promise<TokenSet> {
    await this.#refuseEnded(session);
    return toTokenSet(await this.#counted(this.#grants.token(session, request)));
  }

  /** Proves that the grant of a session is alive. See {@link SessionGrants.prove}. */
  async prove(session: Session, withinMs: number): Promise<void> {
    await this.#refuseEnded(session);
    await this.#counted(this.#grants.prove(session, this.clock.nowMs() - withinMs));
  }

  /**
   * Calls the API with an access token, once more with another one if it answers 401. Throws `foreign_host`,
   * `insecure_host` or `invalid_address`, and as {@link SessionManager.token}.
   */
  async fetch(session: Session, address: string, options: FetchOptions): Promise<Response> {
    const { egress } = this.#services;
    const { clientId } = this.app.settings;
    const target = resolveAddress(address, this.#apiBase(), clientId, options.allowHosts ?? []);
    const { accessToken } = await this.token(session, { audience: "", minTtlMs: touchMs });
    const response = await callApi(egress, target, accessToken, options);
    if (response.status !== 401) return response;
    const other = await this.#counted(this.#grants.replaceToken(session, accessToken));
    return other ? await callApi(egress, target, other.accessToken, options) : response;
  }

  /** Replaces the app's data by the result of `change`, in one transaction. Returns `undefined` if the session is over. */
  async setData(
    session: Session,
    change: (data: Session["data"]) => Session["data"],
  ): Promise<Session["data"] | undefined> {
    return await this.#services.store.sessions.update(session.id, (now) => {
      if (now.endedAtMs !== null) return { change: null, result: undefined };
      const data = change(now.data);
      return { change: { data }, result: data };
    });
  }

  /** Begins a login and returns the address at the provider. Throws what discovery throws. */
  async begin(request: BrowserLoginRequest): Promise<string> {
    return await this.#counted(beginBrowserLogin(this.#services, this.app, request));
  }

  /** Finds the login of a `state`, whatever its phase; `undefined` if this app has none. */
  async findLogin(state: string): Promise<BrowserLogin | undefined> {
    const login = await this.#services.store.browserLogins.byState(stateHashOf(state));
    return login?.app === this.app.settings.id ? login : undefined;
  }

  /** Counts the open logins of a browser. */
  async openLogins(browserHash: string): Promise<number> {
    return await this.#services.store.browserLogins.countOpen(this.app.settings.id, browserHash);
  }

  /**
   * Completes a login with its callback. The caller has checked that the callback comes from the login's browser. One of
   * several callbacks sends the code; the others get the same result. The new session replaces those of the same browser.
   */
  async complete(
    callback: Omit<BrowserCallback, "cookieHash" | "absoluteMs">,
  ): Promise<(BrowserLoginResult & { readonly cookie: string }) | null> {
    const { login, state } = callback;
    const cookie = this.#cookieOf(login);
    const isOurs = await this.#services.store.browserLogins.advance(login.id, "open", {
      phase: "claimed",
      removeAtMs: this.clock.nowMs() + completionWaitMs * 30,
    });
    if (!isOurs) return await this.#completedElsewhere(state, cookie);
    return { ...(await this.#counted(this.#completeClaimed(callback, cookie))), cookie };
  }

  /** Ends a session. Returns whether it was live. */
  async end(id: string, reason: SessionEndReason): Promise<boolean> {
    return await this.#endings.end(id, reason);
  }

  /**
   * Returns the address that ends the provider's own session and leads to `returnTo`, with `path` as its parameter `state`;
   * `null` if the provider has none, or does not answer within two seconds to say so.
   */
  async providerLogout(session: Session, returnTo: string, path: string | null): Promise<string | null> {
    const { provider, settings } = this.app;
    const idToken = session.idToken?.expose() ?? null;
    const server = await this.app.serverWithin(logoutWaitMs);
    const { clientId } = settings;
    return server && provider.logoutAddress(server, { clientId, idToken, path, returnTo });
  }

  /** Lists the live sessions of an account whose time is not over, oldest first. */
  async list(account: { readonly issuer?: string; readonly subject: string }): Promise<readonly Session[]> {
    const { store } = this.#services;
    const issuer = account.issuer ?? (await this.app.issuer());
    const nowMs = this.clock.nowMs();
    const all = await store.sessions.ofAccount({
      app: this.app.settings.id,
      issuer,
      subject: account.subject,
    });
    return all.filter((session) => this.#timeoutOf(session, nowMs) === null);
  }

  /** Reads a session of this app by its id. */
  async read(id: string): Promise<Session | undefined> {
    const session = await this.#services.store.sessions.read(id);
    return session?.app === this.app.settings.id ? session : undefined;
  }

  /**
   * Ends the sessions that a logout token names. Returns `false` if the token does not fit, or was used before. Throws a
   * `WireError` if the provider's keys cannot be fetched.
   */
  async acceptLogoutToken(token: string): Promise<boolean> {
    const { store } = this.#services;
    const server = await this.app.server();
    const { clientId, id: app } = this.app.settings;
    const nowMs = this.clock.nowMs();
    const keys = async () => await this.app.keys(server);
    const notice = await verifyLogoutToken({ server, clientId, token, nowMs, keys });
    if (notice === null) return false;
    const { expiresAtMs, providerSessionId: sid, subject, tokenId } = notice;
    const hash = createHash("sha256").update(`${app} ${server.issuer} ${tokenId}`).digest("hex");
    if (await store.sessions.wasUsed(hash)) return false;
    const named =
      sid === null
        ? await store.sessions.ofAccount({ app, issuer: server.issuer, subject: subject ?? "" })
        : await store.sessions.ofProviderSession(app, server.issuer, sid);
    for (const session of named)
      if (subject === null || session.subject === subject)
        await this.#endings.end(session.id, "provider_logout");
    // Last: if an end fails, the provider may send the token again.
    return await store.sessions.useOnce(hash, expiresAtMs);
  }

  /** Ends what is over, revokes what is due, and removes old rows. */
  async sweep(): Promise<void> {
    // Activity up to this instant is stored before anything is judged by it.
    const nowMs = this.clock.nowMs();
    await this.#live.flush();
    await this.#endings.sweep(this.app.settings.id, this.#times.idleMs, nowMs);
  }

  /** Calls the app's listener with a failure that belongs to no request, or that its visitor cannot mend. */
  report(problem: Error): void {
    this.#onProblem(problem);
  }

  /** Sweeps once a minute until the manager closes. */
  startSweeps(): void {
    const { signal } = this.#closing;
    const run = async (): Promise<void> => {
      for (;;) {
        await this.clock.sleep(sweepMs, signal);
        await this.#counted(this.sweep()).catch(this.#onProblem);
      }
    };
    // It ends with the error of the aborted sleep.
    run().catch(() => undefined);
  }

  /** Waits for all that is under way, then closes the store. */
  async close(): Promise<void> {
    const { egress, refresher, store } = this.#services;
    this.#closing.abort("closed");
    await Promise.allSettled(this.#work);
    await refresher.whenIdle();
    await this.#grants.whenIdle();
    await this.#live.flush();
    await this.#endings.whenIdle();
    await egress.close();
    await store.close();
  }

  #timeoutOf(session: Session, nowMs: number): SessionEndReason | null {
    const { details, expiresAtMs } = session;
    const touchedAtMs = this.#live.activeAtMs(session);
    return timeoutOf({ details, expiresAtMs, touchedAtMs }, nowMs, this.#times.idleMs);
  }

  #cookieOf(login: BrowserLogin): string {
    return this.#services.store.deriveSecret(`session cookie ${login.id}`).expose();
  }

  /** Waits for the request that completes a login, and returns its result; `null` if there will be none. */
  async #completedElsewhere(
    state: string,
    cookie: string,
  ): Promise<(BrowserLoginResult & { readonly cookie: string }) | null> {
    const startedMs = this.clock.monotonicMs();
    for (;;) {
      const login = await this.findLogin(state);
      if (login?.phase === "failed" && login.details.failure)
        return { kind: "failed", failure: login.details.failure, cookie };
      if (login?.phase === "completed") {
        const session = await this.#live.read(cookie);
        return session?.endedAtMs === null ? { kind: "completed", session, cookie } : null;
      }
      const waitedMs = this.clock.monotonicMs() - startedMs;
      if (login?.phase !== "claimed" || waitedMs >= completionWaitMs) return null;
      const { owners } = this.#services.store;
      if (waitedMs >= goneWaitMs && !(await owners.alive([login.id])).has(login.id)) return null;
      await this.clock.sleep(pollMs);
    }
  }

  async #completeClaimed(
    callback: Omit<BrowserCallback, "cookieHash" | "absoluteMs">,
    cookie: string,
  ): Promise<BrowserLoginResult> {
    const cookieHash = this.#live.hashOf(cookie);
    const { absoluteMs } = this.#times;
    const previous = callback.previous ?? (await this.#previousOf(callback.login));
    const request = { ...callback, cookieHash, absoluteMs, previous };
    const result = await completeBrowserLogin(this.#services, this.app, request);
    if (result.kind === "failed") return result;
    await this.#endReplaced(result.session, previous);
    // Another login of the same browser may have replaced it already.
    return { kind: "completed", session: (await this.read(result.session.id)) ?? result.session };
  }

  /** Reads the browser's session at the begin of a login: its cookie does not come with a form of the provider's site. */
  async #previousOf({ details }: BrowserLogin): Promise<Session | null> {
    const { previousSessionId: id } = details;
    const session = id === undefined ? undefined : await this.read(id);
    return session?.endedAtMs === null ? session : null;
  }

  /**
   * Ends the session that a new one replaces, and all of the browser but the one stored last. Of two logins at once each ends
   * the same one, be it its own: the later one sees both.
   */
  async #endReplaced({ app, browserHash }: Session, previous: Session | null): Promise<void> {
    const sameBrowser = await this.#services.store.sessions.ofBrowser(app, browserHash);
    const replaced = sameBrowser.slice(0, -1).map(({ id }) => id);
    for (const id of new Set([...replaced, ...(previous ? [previous.id] : [])]))
      await this.#endings.end(id, "replaced");
  }

  #apiBase(): string {
    const { apiBase, audience } = this.app.settings;
    const base = apiBase ?? audience;
    if (base === undefined || !URL.canParse(base))
      throw new InputError("invalid_option", {
        option: "apiBase",
        given: String(base),
        takes: "https://api.example.com/",
      });
    return base;
  }

  async #refuseEnded(session: Session): Promise<void> {
    const now = await this.#services.store.sessions.read(session.id);
    if (now?.endedAtMs !== null) throw new LoginNeededError("nothing_connected");
  }

  async #counted<T>(work: Promise<T>): Promise<T> {
    this.#work.add(work);
    try {
      return await work;
    } finally {
      this.#work.delete(work);
    }
  }
}
