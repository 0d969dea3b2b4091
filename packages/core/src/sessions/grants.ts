import { LoginNeededError, RetryLaterError, TokenwellError } from "../errors.ts";
import type { LoginServices } from "../login/services.ts";
import type { AccessToken, InstantMs, Session, SessionEndReason } from "../model.ts";
import { decodeClaims } from "../oauth/id-token.ts";
import type { TokenRequest } from "../refresh/refresher.ts";
import { Secret } from "../secret.ts";
import { currentTokenOf } from "../store/rules.ts";
import type { ConnectionState, CurrentToken } from "../store/store.ts";
import { clockToleranceMs } from "./authentication.ts";

/** Request for an access token of a session. */
export interface SessionTokenRequest {
  /** `""` is the default audience. */
  readonly audience: string;
  readonly minTtlMs: number;
}

/** Milliseconds that a request waits for an extension. After that it goes on with the claims of before. */
const extensionWaitMs = 3_000;
/** Milliseconds that a request waits for a token or a proof of the grant. */
const tokenWaitMs = 15_000;
/** Milliseconds for which an extension itself waits for another process. */
const flightWaitMs = 75_000;

/** An extension under way. */
interface Extension {
  readonly startedMs: number;
  readonly done: Promise<unknown>;
}

/** Ends a session; see {@link SessionEndings.end}. */
export type EndSession = (id: string, reason: SessionEndReason) => Promise<boolean>;

/**
 * Tokens of sessions, and the proof that their grants are alive. Every refresh runs through the refresher; afterwards
 * the session takes over the ID token, or ends if the grant is dead. Nothing here depends on the request that asks.
 */
export class SessionGrants {
  readonly #services: LoginServices;
  readonly #end: EndSession;
  readonly #extensions = new Map<string, Extension>();

  constructor(services: LoginServices, end: EndSession) {
    this.#services = services;
    this.#end = end;
  }

  /** Resolves when no extension of this process is under way. */
  async whenIdle(): Promise<void> {
    await Promise.allSettled([...this.#extensions.values()].map(({ done }) => done));
  }

  /**
   * Returns an access token of a live session, refreshed if need be.
   *
   * Throws `LoginNeededError` if the grant is dead (the session has ended then), `RetryLaterError`, `ProviderError`,
   * `WireError` or `StoreError`.
   */
  async token(session: Session, { audience, minTtlMs }: SessionTokenRequest): Promise<CurrentToken> {
    const { observer, store } = this.#services;
    const current = await store.accessTokens.current({ session: session.id }, minTtlMs, audience);
    if (current) {
      observer.tokenHandedOut("store");
      return current;
    }
    try {
      const token = await this.#refreshed(session, requestOf({ audience, minTtlMs, waitMs: tokenWaitMs }));
      observer.tokenHandedOut("refresh");
      return token;
    } catch (error) {
      observer.tokenRefused(error instanceof TokenwellError ? error.code : "internal");
      throw error;
    }
  }

  /** Records that the API refused an access token, and returns another one; `undefined` if there is none yet. */
  async replaceToken(session: Session, refused: string): Promise<CurrentToken | undefined> {
    const { refresher, store } = this.#services;
    const state = await store.connections.read({ session: session.id });
    if (!state) return undefined;
    await refresher.reject(state.connection.id, "", Secret.of(refused));
    const fresh = await this.token(session, { audience: "", minTtlMs: 0 });
    return fresh.accessToken === refused ? undefined : fresh;
  }

  /**
   * Extends a session whose last proof is older than `sinceMs`: one refresh for all requests and processes. Waits three
   * seconds at most, counted from the start of the extension. Never throws because the provider or another process is slow.
   */
  async extend(session: Session, sinceMs: InstantMs): Promise<void> {
    if (session.extendedAtMs >= sinceMs || session.details.hasNoRefreshToken) return;
    const { clock } = this.#services;
    const extension = this.#extensions.get(session.id) ?? this.#start(session, sinceMs);
    const leftMs = extension.startedMs + extensionWaitMs - clock.monotonicMs();
    if (leftMs <= 0) return;
    const timer = new AbortController();
    try {
      await Promise.race([extension.done, clock.sleep(leftMs, timer.signal).catch(() => undefined)]);
    } finally {
      timer.abort("done");
    }
  }

  /**
   * Proves that the grant is alive: by the last refresh if it is not older than `sinceMs`, or else by a new one. One
   * within the minimum interval between refreshes counts.
   *
   * Throws as {@link SessionGrants.token}.
   */
  async prove(session: Session, sinceMs: InstantMs): Promise<void> {
    if (session.extendedAtMs >= sinceMs) return;
    const { clock, deadlines, store } = this.#services;
    const proof = { audience: "", minTtlMs: 0, waitMs: tokenWaitMs, receivedSinceMs: sinceMs };
    await this.#refreshed(session, requestOf(proof));
    const now = await store.sessions.read(session.id);
    if (now?.endedAtMs !== null) throw new LoginNeededError("nothing_connected");
    // A live access token answers while a refresh has to wait. It proves nothing.
    if (now.extendedAtMs < Math.min(sinceMs, clock.nowMs() - deadlines.floorMs))
      throw new RetryLaterError("refresh_waiting", 5, { name: session.id });
  }

  #start(session: Session, sinceMs: InstantMs): Extension {
    const asked = { audience: "", minTtlMs: 0, waitMs: flightWaitMs, receivedSinceMs: sinceMs };
    // Requests for tokens share its flight: they must not wait for a drain period with it.
    const request = { ...requestOf(asked), drainWaitMs: 0 };
    const done = this.#refreshed(session, request)
      .catch((error: unknown) => {
        // The session goes on as before. The next request tries again when the pause after the failure is over.
        if (!(error instanceof TokenwellError)) throw error;
      })
      .finally(() => this.#extensions.delete(session.id));
    const extension = { startedMs: this.#services.clock.monotonicMs(), done };
    this.#extensions.set(session.id, extension);
    return extension;
  }

  /** Asks the refresher, and lets the session take over what has changed, whatever the answer is. */
  async #refreshed(session: Session, request: TokenRequest): Promise<CurrentToken> {
    const { refresher, store } = this.#services;
    const connection = await store.connections.read({ session: session.id });
    if (!connection) {
      // Another program removed it, or put back an older row of an ended session.
      await this.#end(session.id, "grant_refused");
      throw new LoginNeededError("nothing_connected");
    }
    const { id } = connection.connection;
    try {
      const { state, token } = await refresher.getAccessToken(id, request);
      return currentTokenOf(state, token);
    } finally {
      const after = await store.connections.read({ id });
      if (after) await this.#settle(session, after);
    }
  }

  /** Ends a session whose grant is dead. Otherwise takes over the latest ID token, which proves the grant. */
  async #settle(session: Session, state: ConnectionState): Promise<void> {
    const death = deathOf(state);
    if (death !== null) {
      await this.#end(session.id, death);
      return;
    }
    const latest = latestOf(state.accessTokens);
    if (latest === undefined || latest.receivedAtMs <= session.extendedAtMs) return;
    const idToken = acceptedIdToken(latest, session);
    await this.#services.store.sessions.update(session.id, (now) => ({
      change:
        now.endedAtMs !== null || latest.receivedAtMs <= now.extendedAtMs
          ? null
          : { extendedAtMs: latest.receivedAtMs, ...(idToken && { idToken }) },
      result: undefined,
    }));
  }
}

function requestOf(
  request: Pick<TokenRequest, "audience" | "minTtlMs" | "waitMs" | "receivedSinceMs">,
): TokenRequest {
  return { ...request, force: false, drainWaitMs: request.waitMs, waitForCompletion: false };
}

const latestOf = (tokens: readonly AccessToken[]): AccessToken | undefined =>
  tokens.reduce<AccessToken | undefined>(
    (latest, token) => (latest && latest.receivedAtMs >= token.receivedAtMs ? latest : token),
    undefined,
  );

/** Returns the reason for which the grant of a session is over; `null` if it lives. */
function deathOf({ connection }: ConnectionState): SessionEndReason | null {
  const { refreshToken, status, statusReason } = connection;
  switch (status) {
    case "needs_login":
      // A login without a refresh token has no reason: its session ends with its ID token.
      if (refreshToken === null && statusReason === null) return null;
      return statusReason === "rotation_lost" ? "rotation_lost" : "grant_refused";
    case "suspended":
      return "grant_refused";
    case "quarantined":
      return "other_subject";
    default:
      return null;
  }
}

/**
 * Returns the ID token of a refresh if its times make sense. Issuer, audience and subject were compared before it was
 * stored. One that the clocks contradict is left out: the claims stay, and the grant has proven itself.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse
 */
function acceptedIdToken({ idToken, receivedAtMs }: AccessToken, session: Session): AccessToken["idToken"] {
  const claims = idToken === null ? null : decodeClaims(idToken.expose());
  if (claims === null || claims.sub !== session.subject || claims.iss !== session.issuer) return null;
  const latestMs = receivedAtMs + clockToleranceMs;
  const isEarly = [claims.iat, claims.nbf].some((at) => typeof at === "number" && at * 1000 > latestMs);
  const isLate = typeof claims.exp === "number" && claims.exp * 1000 <= receivedAtMs - clockToleranceMs;
  return isEarly || isLate ? null : idToken;
}
