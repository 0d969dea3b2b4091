import { questionAbout } from "../connections/token-question.ts";
import { InputError, ProviderError, TokenwellError } from "../errors.ts";
import { acquireUnlessBusy } from "../login/acquire-unless-busy.ts";
import { readLoginCallback } from "../login/callback.ts";
import type { LoginCallback } from "../login/complete-login.ts";
import { exchange, refreshTokenIn, timedOut } from "../login/complete-login.ts";
import { newAccessToken, newConnection } from "../login/new-connection.ts";
import type { LoginServices } from "../login/services.ts";
import { readGrant, type TokenGrant } from "../login/token-grant.ts";
import type { BrowserLogin, BrowserLoginDetails, Client, Login, Session } from "../model.ts";
import { decodeClaims } from "../oauth/id-token.ts";
import { revokeToken } from "../oauth/revocation.ts";
import { providerOf } from "../providers/index.ts";
import { expiryOf } from "../refresh/complete-attempt.ts";
import { attemptTimes, dueAt } from "../refresh/schedule.ts";
import { effectiveRotation } from "../rotation.ts";
import { authenticationIn, clockToleranceMs, isSufficient } from "./authentication.ts";
import { type IdClaims, newSession } from "./new-session.ts";
import type { WebApp } from "./web-app.ts";

/** Callback of a browser login. The caller has checked that it comes from the login's browser. */
export interface BrowserCallback extends Pick<LoginCallback, "state" | "text"> {
  readonly login: BrowserLogin;
  /** Hash that the session's cookie will have. */
  readonly cookieHash: string;
  readonly userAgent: string | null;
  /** Milliseconds after which the session is over; `null` for no limit. */
  readonly absoluteMs: number | null;
  /** Live session of the same browser, which the new one replaces; `null` if there is none. */
  readonly previous: Session | null;
}

/** Failure of a browser login, as the key of its sentence with its facts. */
export type LoginFailure = NonNullable<BrowserLoginDetails["failure"]>;

/** Result of {@link completeBrowserLogin}: the new session, or the failure that its browser login keeps. */
export type BrowserLoginResult =
  | { readonly kind: "completed"; readonly session: Session }
  | { readonly kind: "failed"; readonly failure: LoginFailure };

/** Milliseconds for which the callback of a completed login may be loaded again. */
const replayMs = 60_000;

/**
 * Completes a browser login that the caller has claimed: exchanges the code, verifies the ID token, and stores session
 * and connection in one transaction. A new login that does not fit is revoked.
 */
export async function completeBrowserLogin(
  services: LoginServices,
  app: WebApp,
  callback: BrowserCallback,
): Promise<BrowserLoginResult> {
  const { clock, store } = services;
  const { login: browserLogin } = callback;
  const finish = async (change: Partial<Pick<BrowserLogin, "phase" | "details">>) =>
    await store.browserLogins.advance(browserLogin.id, "claimed", {
      ...change,
      removeAtMs: clock.nowMs() + replayMs,
    });
  try {
    const session = await createSession(services, app, callback);
    await finish({ phase: "completed" });
    return { kind: "completed", session };
  } catch (error) {
    const failure = failureOf(error);
    await finish({ phase: "failed", details: { ...browserLogin.details, failure } }).catch(() => undefined);
    if (!(error instanceof InputError || error instanceof ProviderError)) throw error;
    return { kind: "failed", failure };
  }
}

/** Describes an error for the page of a failed login. Leaves out every fact that is neither text nor number. */
function failureOf(error: unknown): LoginFailure {
  if (!(error instanceof TokenwellError)) return { code: "internal", facts: {} };
  const facts = Object.entries(error.facts).filter(
    (fact): fact is [string, string | number] => typeof fact[1] === "string" || typeof fact[1] === "number",
  );
  return { code: error.code, facts: Object.fromEntries(facts) };
}

async function createSession(
  services: LoginServices,
  app: WebApp,
  callback: BrowserCallback,
): Promise<Session> {
  const { clock, store } = services;
  const { stateHash } = callback.login;
  const login = await store.logins.byState(stateHash);
  const stored = login && (await store.clients.read(login.clientId, login.clientVersion));
  if (!login || !stored) throw new InputError("login_gone");
  const client = app.withSecret(stored);
  if (login.expiresAtMs <= clock.nowMs()) throw timedOut(login, client);
  const reading = readLoginCallback(callback.text, login, client, callback.state);
  if (reading.kind === "error") {
    await store.logins.remove(login.id);
    throw reading.error;
  }
  const lock = await acquireUnlessBusy(store, login.id);
  try {
    if (!(await store.logins.claim(stateHash))) throw new InputError("login_gone");
    const { answered, accepted } = await exchange(services, login, client, reading.code);
    return await storeSession(services, { login: answered, client: accepted, callback });
  } finally {
    lock?.releaseAndDelete();
  }
}

/** An answered login, and the callback that it came with. */
interface AnsweredLogin {
  readonly login: Login;
  readonly client: Client;
  readonly callback: BrowserCallback;
}

/** Judges the answer and stores its session. Revokes a grant that no session will own. */
async function storeSession(services: LoginServices, answered: AnsweredLogin): Promise<Session> {
  const { client, login } = answered;
  const { egress, store } = services;
  try {
    const answer = login.rawAnswer ?? login.verifier;
    const { nonce, scope } = login;
    const provider = providerOf(client.provider);
    const fetch: typeof egress.fetch = (url, init) => egress.fetch(url, init);
    const grant = await readGrant({ server: client, provider, client, answer, nonce, scope, fetch }).catch(
      (error: unknown) => {
        throw authenticationError(error, answered) ?? clockError(error, login, client) ?? error;
      },
    );
    const claims = await trustedClaims(services, answered, grant);
    return await insertSession(services, answered, grant, claims);
  } catch (error) {
    const refreshToken = refreshTokenIn(login, client);
    if (refreshToken) {
      const owner = { client, connection: null };
      await revokeToken(questionAbout(services, owner, refreshToken, "refresh_token")).catch(() => undefined);
    }
    await store.logins.remove(login.id);
    throw error;
  }
}

/** Builds the error of a step-up whose ID token has an `auth_time` that is no time; `null` for other errors. */
function authenticationError(error: unknown, { callback, client }: AnsweredLogin): ProviderError | null {
  const isStepUp = callback.login.details.sessionId !== undefined;
  if (!isStepUp || !isFaultOf(error, ["auth_time"])) return null;
  return new ProviderError("not_recent", {
    provider: providerOf(client.provider).displayName(client.issuer),
  });
}

/** Whether an ID token was refused because of one of these claims. */
const isFaultOf = (error: unknown, claims: readonly string[]): boolean =>
  error instanceof ProviderError &&
  error.code === "bad_token_answer" &&
  claims.includes(String(error.facts.detail));

/** Builds the error of an ID token from a provider whose clock differs from this machine's; `null` for other errors. */
function clockError(error: unknown, { rawAnswer }: Login, client: Client): ProviderError | null {
  if (!isFaultOf(error, ["iat", "nbf", "exp"]) || rawAnswer === null) return null;
  const { body, receivedAtMs } = JSON.parse(rawAnswer.expose());
  const { id_token: idToken } = JSON.parse(body);
  const iat = typeof idToken === "string" ? decodeClaims(idToken)?.iat : undefined;
  return typeof iat === "number" ? clocksDiffer(iat * 1000, receivedAtMs, client) : null;
}

/** Last instant that a date can have, in milliseconds: the provider may name a later one. */
const lastMs = 8.64e15;

const dateOf = (atMs: number): string => new Date(Math.max(-lastMs, Math.min(lastMs, atMs))).toISOString();

function clocksDiffer(theirsMs: number, oursMs: number, client: Client): ProviderError {
  return new ProviderError("clocks_differ", {
    provider: providerOf(client.provider).displayName(client.issuer),
    theirs: dateOf(theirsMs),
    ours: dateOf(oursMs),
  });
}

/** Checks what the login demanded of its user. Throws `clocks_differ`, `not_recent`, `other_user` or `bad_token_answer`. */
async function trustedClaims(
  { clock, store }: LoginServices,
  { callback, client }: AnsweredLogin,
  { claims, receivedAtMs }: TokenGrant,
): Promise<IdClaims> {
  const provider = providerOf(client.provider).displayName(client.issuer);
  const { sub, iat } = claims ?? {};
  // An empty subject would make one user of all that have it.
  if (claims === null || typeof sub !== "string" || sub === "")
    throw new ProviderError("bad_token_answer", { provider, what: "trust.id_token", detail: "missing" });
  if (typeof iat === "number" && iat * 1000 > receivedAtMs + clockToleranceMs)
    throw clocksDiffer(iat * 1000, receivedAtMs, client);
  const { acrValues, maxAgeSeconds, sessionId } = callback.login.details;
  const nowMs = clock.nowMs();
  const required = {
    ...(acrValues !== undefined && { acrValues }),
    ...(maxAgeSeconds !== undefined && { maxAgeSeconds }),
  };
  if (!isSufficient(authenticationIn(claims, nowMs), required, nowMs))
    throw new ProviderError("not_recent", { provider });
  const session = sessionId === undefined ? undefined : await store.sessions.read(sessionId);
  if (session && (session.subject !== sub || session.issuer !== client.issuer))
    throw new ProviderError("other_user", { provider });
  return { ...claims, sub };
}

async function insertSession(
  { clock, deadlines, random, store }: LoginServices,
  { callback, client, login }: AnsweredLogin,
  grant: TokenGrant,
  claims: IdClaims,
): Promise<Session> {
  const nowMs = clock.nowMs();
  const session = newSession({ ...callback, issuer: client.issuer, grant, claims, nowMs }, login);
  const target = { client, loginId: login.id, name: null, existing: undefined, sessionId: session.id, nowMs };
  const token = newAccessToken(grant, target, {
    fingerprint: store.fingerprint(grant.accessToken),
    ...expiryOf(grant.expiresInSeconds, client, grant.receivedAtMs, deadlines),
  });
  const { drainMs } = attemptTimes(deadlines, effectiveRotation(client), client.overlapSeconds);
  const outcome = {
    grant,
    refreshToken: grant.refreshToken,
    who: { subject: claims.sub, account: null },
    requested: login.audience === "" ? {} : { audience: login.audience },
  };
  // The session itself keeps the ID token.
  const withoutIdToken = { ...token, idToken: null };
  const dueAtMs = dueAt(token, drainMs, random(), client.lifetimes.idleSeconds);
  const created = newConnection(outcome, target, withoutIdToken, dueAtMs);
  await store.connections.create(login.id, null, () => ({ ...created, session }));
  return session;
}
