import type { Secret } from "./secret.ts";

/** An instant: milliseconds since 1970-01-01T00:00:00Z, UTC wall time. */
export type InstantMs = number;

/**
 * Behaviour of a client's refresh tokens.
 *
 * - `static`: a response has no refresh token, or the same one; the old one stays valid
 * - `sliding`: each response has a new one; the provider does not revoke the old one
 * - `grace`: the provider accepts the previous one for `overlapSeconds`
 * - `strict`: the provider revokes the old one at once; using it again revokes the token family
 * - `unknown`: no response seen yet; treated as `strict`
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
 */
export type Rotation = "static" | "sliding" | "grace" | "strict" | "unknown";

/** Name of a client authentication method. @see https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication */
export type AuthMethod = "none" | "client_secret_basic" | "client_secret_post";

/**
 * Client authentication: the method, with the secret that it needs. Stored as one sealed value, which is decrypted when
 * a member is read.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3
 */
export class ClientAuthentication {
  readonly #read: () => { readonly method: AuthMethod; readonly secret: Secret | null };
  /** Remembered, because it is no secret and a refresh asks for it several times. */
  #method: AuthMethod | undefined;

  private constructor(read: () => { readonly method: AuthMethod; readonly secret: Secret | null }) {
    this.#read = read;
  }

  /** Makes an authentication from its parts. */
  static of(method: AuthMethod, secret: Secret | null): ClientAuthentication {
    const parts = { method, secret };
    return new ClientAuthentication(() => parts);
  }

  /** Makes an authentication that `read` decrypts each time the secret is read. `read` may throw. */
  static lazy(
    read: () => { readonly method: AuthMethod; readonly secret: Secret | null },
  ): ClientAuthentication {
    return new ClientAuthentication(read);
  }

  get method(): AuthMethod {
    this.#method ??= this.#read().method;
    return this.#method;
  }

  /** The client secret; `null` for a public client. */
  get secret(): Secret | null {
    return this.#read().secret;
  }
}

/** Source of an expiry: the token response, a setting of the user, an introspection, or the default. */
export type ExpirySource = "answer" | "setting" | "introspected" | "assumed";

/** Endpoints of a provider from its metadata, as absolute URLs. */
export interface Endpoints {
  readonly authorization: string;
  readonly token: string;
  readonly revocation?: string;
  readonly introspection?: string;
  readonly userinfo?: string;
  readonly jwks?: string;
}

/** An OAuth registration at a provider, with its settings. Messages call it the *app*. */
export interface Client {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  /** Number that grows when `issuer`, `endpoints` or `clientId` change. Ciphertexts are bound to it. */
  readonly version: number;
  readonly issuer: string;
  readonly endpoints: Endpoints;
  readonly clientId: string;
  readonly authentication: ClientAuthentication;
  /** Authentication that replaces the current one once the provider accepts it; `null` if there is none. */
  readonly nextAuthentication: ClientAuthentication | null;
  readonly redirectUri: string;
  /** Rotation that responses have shown; `null` before the first refresh. */
  readonly rotationSeen: Rotation | null;
  readonly overlapSeconds: number | null;
  /** Lifetimes that the user has set. */
  readonly lifetimes: Lifetimes;
  /** Access that the last login through it requested: the default of the next one. */
  readonly requested: RequestedAccess;
  /** Instant before which no refresh uses this client; `null` if the provider has not refused it. */
  readonly breakerUntilMs: InstantMs | null;
  readonly breakerReason: string | null;
  /** Instant at which the provider first accepted its id and secret; `null`: not yet, and a failed login removes it. */
  readonly acceptedAtMs: InstantMs | null;
  /** Behaviour that the provider's answers to this client have shown. */
  readonly behaviour: ClientBehaviour;
}

/** Behaviour of a provider that differs from what its metadata says. Absent members: as the metadata says. */
export interface ClientBehaviour {
  /** Whether a refresh must name its scope. @see https://www.rfc-editor.org/rfc/rfc6749#section-6 */
  readonly demandsScope?: boolean;
  /** Method of client authentication that worked at an endpoint, if not the one of the token endpoint. */
  readonly revocationMethod?: AuthMethod;
  readonly introspectionMethod?: AuthMethod;
}

/** Lifetimes of a client's tokens that the user has set, in seconds. */
export interface Lifetimes {
  readonly accessSeconds?: number;
  readonly idleSeconds?: number;
  readonly maxSeconds?: number;
}

/** Access that a login requests. Default of each member: the provider's. */
export interface RequestedAccess {
  readonly scope?: string;
  readonly audience?: string;
  /** API that the tokens are for, by its address. Each refresh names it, too. @see https://www.rfc-editor.org/rfc/rfc8707 */
  readonly resource?: string;
  /** Base address of the API, set by the user. */
  readonly apiBase?: string;
}

/** Grant type by which a connection gets access tokens. */
export type Grant = "refresh_token" | "client_credentials" | "jwt_bearer";

/**
 * Owner of a connection.
 *
 * - `named`: callers ask for it by its name
 * - `pending`: a login that is not verified yet. `replaces` is the name of the connection that it replaces once it is
 *   verified; `null` if its refresh token will be handed over
 * - `session`: a signed-in user of a web app
 */
export type ConnectionOwner =
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "pending"; readonly loginId: string; readonly replaces: string | null }
  | { readonly kind: "session"; readonly id: string };

/** Reference to a connection: its id, its name, or the id of the session that owns it. */
export type ConnectionRef =
  | { readonly id: string }
  | { readonly name: string }
  | { readonly session: string };

/**
 * Status of a connection.
 *
 * `unsettled`: a refresh got no readable response, or a refusal without a known reason. `suspended`: the provider has
 * stopped the account, the token is valid. `needs_login`: only a new login helps. `revoking`, `revoked`: the logout is
 * under way or done. `released`: the refresh token was handed over. `quarantined`: a response was for another subject.
 */
export type Status =
  | "ok"
  | "unsettled"
  | "suspended"
  | "needs_login"
  | "revoking"
  | "revoked"
  | "released"
  | "quarantined";

/** Reason for a status other than `ok`. */
export type StatusReason =
  | "provider_revoked"
  | "rotation_lost"
  | "interaction"
  | "suspended_by_provider"
  | "other_subject"
  | "no_answer"
  | "no_reason";

/** Consent of one account for one client. It has one family of refresh tokens. */
export interface Connection {
  readonly id: string;
  readonly owner: ConnectionOwner;
  readonly clientId: string;
  readonly clientVersion: number;
  readonly grant: Grant;
  /** Changes with each login. */
  readonly tokenFamilyId: string;
  /** Number that grows by one with each committed refresh or login and never restarts, even with a new token family. */
  readonly generation: number;
  /** The live refresh token; `null` only if `status` is `needs_login`, `revoked` or `released`. */
  readonly refreshToken: Secret | null;
  readonly issuer: string;
  readonly subject: string | null;
  readonly scope: string;
  readonly details: ConnectionDetails;
  readonly status: Status;
  readonly statusReason: StatusReason | null;
  readonly statusSinceMs: InstantMs;
  /** Number of committed refreshes since the first login. */
  readonly refreshCount: number;
  readonly refreshedAtMs: InstantMs | null;
}

/** Details of a connection besides its tokens. */
export interface ConnectionDetails {
  /** Account that granted access, as the provider names it: an e-mail address or a user name. */
  readonly account?: string;
  /** Access that the last login requested: the default of the next one. */
  readonly requested?: RequestedAccess;
  /** Instant of the last login. */
  readonly connectedAtMs?: InstantMs;
  /** Base address of the API, from the provider's token response. */
  readonly instanceUrl?: string;
  /** Token type that the provider names instead of Bearer, `""` for none; absent if it names Bearer. */
  readonly otherTokenType?: string;
  /** Base address of the API if the provider does not name it: set at login. */
  readonly apiBase?: string;
  /** The provider's `error` and `error_description` at the last failure. Not secret. */
  readonly providerError?: string;
  /** Failure of the last refresh; absent once one succeeds. */
  readonly failure?: Failure;
  /** Instant of the refresh whose response was lost, if that may cost or has cost the login. */
  readonly lostAtMs?: InstantMs;
  /** Instant at which the user said that this copy of the store is the only one; absent if it was never asked. */
  readonly adoptedAtMs?: InstantMs;
  /** Refusals of the present refresh token without a known reason; absent if there are none. */
  readonly unexplained?: UnexplainedRefusals;
  /** The move to another store; absent if it was never moved. Counts only while the status is `released`. */
  readonly departure?: DepartureRecord;
  /** The move by which it came to this store, with its generation then; absent if it came by a login or an import. */
  readonly arrival?: { readonly id: string; readonly generation: number };
}

/** A move of a connection to another store. */
export interface DepartureRecord {
  /** Id of the transfer, which the other store knows, too. */
  readonly id: string;
  /** The other store, as the user named it. */
  readonly to: string;
  /** Status to return to if the other store does not get the token. */
  readonly before: Status;
}

/** Refusals of one refresh token that give no known reason. Each may have spent the token. */
export interface UnexplainedRefusals {
  /** Number of those in a row, each sent after the drain period of the one counted before. */
  readonly count: number;
  /** End of the drain period of the one counted last. */
  readonly drainedAtMs: InstantMs;
  /** Ids of all their attempts. No response to them was lost. */
  readonly attempts: readonly string[];
}

/**
 * A failed refresh that may succeed later: the request was not sent, the provider was busy, did not respond, or refused
 * without a known reason.
 */
export interface Failure {
  readonly kind: "not_sent" | "busy" | "unanswered" | "refused";
  /** Last part of the text key `reason.<reason>`. */
  readonly reason: string;
  readonly httpStatus: number | null;
}

/** The access token of one audience of a connection. */
export interface AccessToken {
  readonly connectionId: string;
  /** Audience of the token; `""` is the default one. */
  readonly audience: string;
  /** Generation of the connection that the token belongs to. Its ciphertext is bound to it. */
  readonly generation: number;
  readonly token: Secret;
  readonly tokenType: string;
  readonly idToken: Secret | null;
  readonly fingerprint: string;
  readonly scope: string;
  readonly receivedAtMs: InstantMs;
  readonly expiresAtMs: InstantMs;
  readonly expiresSource: ExpirySource;
  /** Instant at which a caller reported that the API rejected it (401); `null` if none did. */
  readonly rejectedAtMs: InstantMs | null;
}

/**
 * Progress of an attempt.
 *
 * `open`: may be sent; is the lease. `superseded`: another attempt took over; its response still counts. `not_sent`: no
 * byte left this machine. `committed`: its response is stored. `rejected`: the provider refused; the token is unspent.
 * `ambiguous`: its sender got no readable response. `abandoned`: its owner died.
 */
export type AttemptPhase =
  | "open"
  | "superseded"
  | "not_sent"
  | "committed"
  | "rejected"
  | "ambiguous"
  | "abandoned";

/** An attempt to redeem a refresh token. Its row is stored before the first byte of the request leaves. */
export interface Attempt {
  readonly id: string;
  readonly connectionId: string;
  readonly tokenFamilyId: string;
  readonly baseGeneration: number;
  readonly audience: string;
  readonly scope: string;
  readonly clientVersion: number;
  readonly createdAtMs: InstantMs;
  /** Instant after which no byte of the request can reach the provider. */
  readonly drainDeadlineMs: InstantMs;
  readonly phase: AttemptPhase;
  /** Fingerprint of the refresh token that it presents. */
  readonly fingerprint: string;
  readonly httpStatus: number | null;
  /** Response body if it could not be committed: it may be the only copy of the live token. */
  readonly rawAnswer: Secret | null;
  readonly closedAtMs: InstantMs | null;
}

/**
 * Login as data: any process can complete it by its `state`. Stored before the browser opens, so that the code can be
 * exchanged after a crash.
 */
export interface Login {
  readonly id: string;
  readonly clientId: string;
  readonly clientVersion: number;
  /** Name for the connection; `null` if its refresh token will be handed over. */
  readonly name: string | null;
  /** SHA-256 of the request's `state`, in hex. A callback finds its login by it, and erases it when it claims the login. */
  readonly stateHash: string;
  readonly verifier: Secret;
  readonly nonce: Secret;
  readonly redirectUri: string;
  readonly scope: string;
  readonly audience: string;
  readonly settings: LoginSettings;
  readonly createdAtMs: InstantMs;
  readonly expiresAtMs: InstantMs;
  /**
   * `open`: waits for the callback. `answered`: the token response is stored in `rawAnswer`. `unverified`: its
   * connection is stored and pending; the connection has the login's id.
   */
  readonly phase: "open" | "answered" | "unverified";
  /** Token response, stored before it is parsed; `null` in other phases. */
  readonly rawAnswer: Secret | null;
}

/** Settings that another process needs to complete a login, besides the request. */
export interface LoginSettings {
  /** Id of the session that the login begins; absent for a login to a name. */
  readonly sessionId?: string;
  /** Requested access, remembered for the next login through this client. */
  readonly requested?: RequestedAccess;
  /** Whether the caller left the name open: then an existing name of the account has precedence. */
  readonly isDefaultName?: boolean;
  /** Whether the login may take a name that belongs to another account. */
  readonly replaceAccount?: boolean;
  /** Whether a verification refresh follows. Default: true. */
  readonly test?: boolean;
  /** Id of the transfer whose connection it waits for; absent for a login. */
  readonly arrivalId?: string;
  /** Whether the metadata promises `iss` in each callback. @see https://www.rfc-editor.org/rfc/rfc9207 */
  readonly issRequired?: boolean;
  /** Client authentication methods that the metadata lists; `null` if it lists none. */
  readonly tokenAuthMethods?: readonly string[] | null;
}

/** Instant of a connection's next refresh, and number of failures since the last success. */
export interface Schedule {
  readonly dueAtMs: InstantMs;
  readonly failures: number;
}

/** A signed-in user of a web app. It owns one connection, which has the session's tokens. */
export interface Session {
  readonly id: string;
  /** Id of the web app: two apps may share a store, and neither accepts the sessions of the other. */
  readonly app: string;
  /** SHA-256 of the app's id and the cookie's value, in hex. */
  readonly cookieHash: string;
  /** Hash of the browser's secret during its login, in hex: binds other pending logins of the same browser. */
  readonly browserHash: string;
  readonly issuer: string;
  readonly subject: string;
  /** Id of the provider's own session (claim `sid`); `null` if the provider names none. */
  readonly providerSessionId: string | null;
  /** Instant at which the user authenticated for this session (claim `auth_time`); `null` if the provider does not say. */
  readonly authenticatedAtMs: InstantMs | null;
  /** The last ID token that was accepted; `null` only if the session has ended. */
  readonly idToken: Secret | null;
  readonly createdAtMs: InstantMs;
  /** Instant of the last activity that was recorded. */
  readonly touchedAtMs: InstantMs;
  /** Instant at which the provider last proved the grant: the login, or a refresh. */
  readonly extendedAtMs: InstantMs;
  /** Absolute end; `null` if there is none. */
  readonly expiresAtMs: InstantMs | null;
  readonly endedAtMs: InstantMs | null;
  readonly endReason: SessionEndReason | null;
  /** Instant of the next try to revoke its grant; `null` if nothing is left to revoke. */
  readonly revokeAtMs: InstantMs | null;
  readonly details: SessionDetails;
  /** The app's own data: a JSON object. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Details of a session. Absent members are unknown. */
export interface SessionDetails {
  /** How the user authenticated. @see https://openid.net/specs/openid-connect-core-1_0.html#IDToken */
  readonly acr?: string;
  readonly amr?: readonly string[];
  /** `User-Agent` of the browser at login, at most 200 characters. */
  readonly userAgent?: string;
  /** Whether the login brought no refresh token, so that no refresh can prove the grant. */
  readonly hasNoRefreshToken?: boolean;
  /** Whether its absolute end is that of its ID token. */
  readonly endsWithIdToken?: boolean;
  /** Number of tries to revoke its grant that were begun. */
  readonly revokeTries?: number;
  /** Why its grant could not be revoked, as the name of an error. */
  readonly notRevoked?: string;
}

/**
 * Reason for the end of a session.
 *
 * `logged_out`: the user logged out here. `ended`: the user or the app ended it from elsewhere. `replaced`: a new login in
 * the same browser. `provider_logout`: the provider reported a logout. `idle`, `absolute`: its time was over.
 * `grant_refused`: the provider refused the refresh token. `other_subject`: a refresh answered for another account.
 * `no_refresh_token`: its ID token expired, and there is no refresh token to get another one.
 * `rotation_lost`: the response with the next refresh token was lost.
 */
export type SessionEndReason =
  | "logged_out"
  | "ended"
  | "replaced"
  | "provider_logout"
  | "idle"
  | "absolute"
  | "grant_refused"
  | "other_subject"
  | "no_refresh_token"
  | "rotation_lost";

/** A login of a browser to a web app: what binds it to the browser, and how it ended. It shares its id with a {@link Login}. */
export interface BrowserLogin {
  readonly id: string;
  readonly app: string;
  /** SHA-256 of the request's `state`, in hex. It stays after the callback, so that the callback may be loaded again. */
  readonly stateHash: string;
  /** Hash of the secret in the browser's login cookie, in hex. */
  readonly browserHash: string;
  readonly createdAtMs: InstantMs;
  /** End of the time in which the callback must come. */
  readonly expiresAtMs: InstantMs;
  /** Instant from which the row may be removed. */
  readonly removeAtMs: InstantMs;
  /** `open`: waits for the callback. `claimed`: a callback has come. `completed`: its session exists. `failed`: it has none. */
  readonly phase: "open" | "claimed" | "completed" | "failed";
  readonly details: BrowserLoginDetails;
}

/** Details of a {@link BrowserLogin}. */
export interface BrowserLoginDetails {
  /** Path to return to, with query and fragment, on the app's origin. */
  readonly returnTo: string;
  /** Id of the session whose user must authenticate again; absent for a plain login. */
  readonly sessionId?: string;
  /** Id of the live session of the browser when the login began; absent if there was none. */
  readonly previousSessionId?: string;
  /** Longest age of the user's authentication, in seconds; absent if any is good. */
  readonly maxAgeSeconds?: number;
  /** Values of `acr` of which the answer must have one; absent if any is good. */
  readonly acrValues?: readonly string[];
  /** Failure, as the key of its sentence with its facts; absent if it has not failed. */
  readonly failure?: { readonly code: string; readonly facts: Readonly<Record<string, string | number>> };
}

/** Event of a connection that may have a {@link Hook}. See {@link HookEvent} in the public types. */
export type HookEvent = "needs-login" | "expiring" | "recovered";

/** Action of a hook: a program with its arguments, run without a shell, or a notification on the desktop. */
export type HookAction =
  | { readonly kind: "run"; readonly command: readonly [program: string, ...words: string[]] }
  | { readonly kind: "notify" };

/** What the user wants done at an event of a connection, and how far that is. A connection has at most one for each event. */
export interface Hook {
  readonly connectionId: string;
  readonly event: HookEvent;
  readonly action: HookAction;
  /** Language of the sentence that the action tells. */
  readonly language: "en" | "ja";
  /** What was last seen of the connection, so that each change counts once. */
  readonly seen: HookSight;
  /** The event that the action has not started for; `null` if there is none. */
  readonly due: HookOccasion | null;
  /** The last start of the action; `null` if it never started. */
  readonly last: HookRun | null;
}

/** What a hook has seen of its connection. Absent members: nothing yet. */
export interface HookSight {
  /** Why the connection was broken, and its generation then; absent if it was not. */
  readonly broken?: { readonly reason: string; readonly generation: number };
  /** Warnings that were given before the present end of the login, by what ends it. */
  readonly warned?: Readonly<Partial<Record<"max_life" | "idle_life", string>>>;
}

/** One event. Holds nothing secret. */
export interface HookOccasion {
  readonly atMs: InstantMs;
  /** Stable name of the reason, such as `provider_revoked` or `max_life`; `""` if a connection recovered. */
  readonly reason: string;
  /** End of the login; `null` unless it expires. */
  readonly untilMs: InstantMs | null;
}

/** A start of a hook's action for an event. */
export interface HookRun extends HookOccasion {
  readonly startedAtMs: InstantMs;
  /** How it ended; `null` while it runs, and for ever if its process died. */
  readonly end: HookEnd | null;
}

/** End of a hook's action: an exit code, a signal, its time limit, or why it could not start. */
export type HookEnd =
  | { readonly kind: "exit"; readonly code: number }
  | { readonly kind: "signal"; readonly signal: string }
  | { readonly kind: "timeout" }
  | { readonly kind: "not_started"; readonly why: string };
