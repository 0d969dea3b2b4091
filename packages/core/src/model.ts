import type { Secret } from "./secret.ts";

/** An instant: milliseconds since 1970-01-01T00:00:00Z, UTC wall time. */
export type InstantMs = number;

/**
 * How a client's refresh tokens behave.
 *
 * - `static`: the answer has no refresh token, or the same one; the old one stays valid
 * - `sliding`: a new one each time, the old one is not revoked
 * - `grace`: the immediately previous one is accepted for `overlapSeconds`
 * - `strict`: the old one is dead at once, and using it again kills the family
 * - `unknown`: not seen yet; treated as `strict`
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
 */
export type Rotation = "static" | "sliding" | "grace" | "strict" | "unknown";

/** Name of a client authentication method. @see https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication */
export type AuthMethod = "none" | "client_secret_basic" | "client_secret_post";

/**
 * How a client authenticates: the method, with the secret that it needs. Stored as one sealed value, and opened when a
 * member is read.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3
 */
export class ClientAuthentication {
  readonly #read: () => { readonly method: AuthMethod; readonly secret: Secret | null };

  private constructor(read: () => { readonly method: AuthMethod; readonly secret: Secret | null }) {
    this.#read = read;
  }

  /** Makes one from its parts. */
  static of(method: AuthMethod, secret: Secret | null): ClientAuthentication {
    const parts = { method, secret };
    return new ClientAuthentication(() => parts);
  }

  /** Makes one that is opened by `read` each time a member is read. `read` may throw. */
  static lazy(
    read: () => { readonly method: AuthMethod; readonly secret: Secret | null },
  ): ClientAuthentication {
    return new ClientAuthentication(read);
  }

  get method(): AuthMethod {
    return this.#read().method;
  }

  /** The client secret; `null` for a public client. */
  get secret(): Secret | null {
    return this.#read().secret;
  }
}

/** Where an expiry comes from: the provider's answer, a setting of yours, an introspection, or our assumption. */
export type ExpirySource = "answer" | "setting" | "introspected" | "assumed";

/** The addresses of a provider, as its metadata names them. Absolute URLs. */
export interface Endpoints {
  readonly authorization: string;
  readonly token: string;
  readonly revocation?: string;
  readonly introspection?: string;
  readonly userinfo?: string;
  readonly jwks?: string;
}

/** One OAuth registration at a provider, with its settings. In sentences it is called the *app*. */
export interface Client {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  /** Grows when `issuer`, `endpoints` or `clientId` change; ciphertexts are bound to it. */
  readonly version: number;
  readonly issuer: string;
  readonly endpoints: Endpoints;
  readonly clientId: string;
  readonly authentication: ClientAuthentication;
  /** Replaces `authentication` once the provider accepts it; `null` if there is none. */
  readonly nextAuthentication: ClientAuthentication | null;
  readonly redirectUri: string;
  /** What responses have shown; `null` before the first refresh. */
  readonly rotationSeen: Rotation | null;
  readonly overlapSeconds: number | null;
  /** Settings of yours about lives, in seconds. */
  readonly lifetimes: Lifetimes;
  /** What the last login through it asked for, so that nobody types it again. */
  readonly requested: RequestedAccess;
  /** No refresh through this client before this instant. */
  readonly breakerUntilMs: InstantMs | null;
  readonly breakerReason: string | null;
  /** When the provider first accepted its id and secret; `null`: not yet, and then nothing of it is kept. */
  readonly acceptedAtMs: InstantMs | null;
}

/** What you said about the lives of a client's tokens, in seconds. */
export interface Lifetimes {
  readonly accessSeconds?: number;
  readonly idleSeconds?: number;
  readonly maxSeconds?: number;
}

/** What a login asked for besides the account. Left out: the provider's default. */
export interface RequestedAccess {
  readonly scope?: string;
  readonly audience?: string;
  /** Where the API is, as a person said. */
  readonly apiBase?: string;
}

/** Grant that gets a connection its access tokens. */
export type Grant = "refresh_token" | "client_credentials" | "jwt_bearer";

/**
 * What a connection is for.
 *
 * - `named`: callers ask for it by its name
 * - `pending`: a login that is not verified yet. `replaces` is the name of the connection whose place it takes once it is;
 *   `null` if its refresh token will be handed over
 * - `session`: a signed-in user of a web app
 */
export type ConnectionOwner =
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "pending"; readonly loginId: string; readonly replaces: string | null }
  | { readonly kind: "session"; readonly id: string };

/** Reference to a connection: its id, or the name of its owner. */
export type ConnectionRef = { readonly id: string } | { readonly name: string };

/**
 * Where a connection stands.
 *
 * `unsettled`: a refresh got no readable answer. `suspended`: the token is good, the account is stopped.
 * `needs_login`: only a person can mend it. `revoking`, `revoked`: logout is under way or done.
 * `released`: the refresh token was handed over. `quarantined`: the provider answered for another subject.
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

/** Why a connection left `ok`. */
export type StatusReason =
  | "provider_revoked"
  | "rotation_lost"
  | "interaction"
  | "suspended_by_provider"
  | "other_subject"
  | "no_answer";

/** One consent of one account for one client. Owns one family of refresh tokens. */
export interface Connection {
  readonly id: string;
  readonly owner: ConnectionOwner;
  readonly clientId: string;
  readonly clientVersion: number;
  readonly grant: Grant;
  /** Changes with each login. */
  readonly tokenFamilyId: string;
  /** Grows by one with each commit of a refresh or login, for ever, also across families. */
  readonly generation: number;
  /** The live refresh token; `null` only where `status` is `needs_login`, `revoked` or `released`. */
  readonly refreshToken: Secret | null;
  readonly issuer: string;
  readonly subject: string | null;
  readonly scope: string;
  readonly details: ConnectionDetails;
  readonly status: Status;
  readonly statusReason: StatusReason | null;
  readonly statusSinceMs: InstantMs;
  /** Refreshes committed since the first login, and when the last one was. */
  readonly refreshCount: number;
  readonly refreshedAtMs: InstantMs | null;
}

/** What is known of a connection besides its tokens. */
export interface ConnectionDetails {
  /** Who allowed it, as the provider calls him: an e-mail address or a user name. */
  readonly account?: string;
  /** What the last login asked for, so that the next one asks for the same. */
  readonly requested?: RequestedAccess;
  /** When the last login was. */
  readonly connectedAtMs?: InstantMs;
  /** Where the API lives, when the provider says so in its token answer. */
  readonly instanceUrl?: string;
  /** The API's base, when the provider does not say: set at login. */
  readonly apiBase?: string;
  /** What the provider answered at the last failure: its `error` and `error_description`, nothing secret. */
  readonly providerError?: string;
  /** How the last refresh failed, until one succeeds. */
  readonly failure?: Failure;
  /** When the refresh was made whose answer was lost, where that cost the login. */
  readonly lostAtMs?: InstantMs;
}

/** A refresh that failed without harm: nothing left, the provider was busy, or no answer came. */
export interface Failure {
  readonly kind: "not_sent" | "busy" | "unanswered";
  /** The end of a text key `reason.<reason>`. */
  readonly reason: string;
  readonly httpStatus: number | null;
}

/** The access token of one audience of a connection. */
export interface AccessToken {
  readonly connectionId: string;
  /** `""` is the default audience. */
  readonly audience: string;
  /** The connection's generation that it came with; its ciphertext is bound to it. */
  readonly generation: number;
  readonly token: Secret;
  readonly tokenType: string;
  readonly idToken: Secret | null;
  readonly fingerprint: string;
  readonly scope: string;
  readonly receivedAtMs: InstantMs;
  readonly expiresAtMs: InstantMs;
  readonly expiresSource: ExpirySource;
  /** When the API refused it (401), as a caller reported. */
  readonly rejectedAtMs: InstantMs | null;
}

/**
 * How far an attempt got.
 *
 * `open`: may be sent, is the lease. `superseded`: another took over; its answer still counts.
 * `not_sent`: no byte left. `committed`: its answer is stored. `rejected`: the provider said no, token unspent.
 * `ambiguous`: its sender got no readable answer. `abandoned`: its owner died.
 */
export type AttemptPhase =
  | "open"
  | "superseded"
  | "not_sent"
  | "committed"
  | "rejected"
  | "ambiguous"
  | "abandoned";

/** One try to redeem a refresh token. The row exists before the first byte of the request leaves. */
export interface Attempt {
  readonly id: string;
  readonly connectionId: string;
  readonly tokenFamilyId: string;
  readonly baseGeneration: number;
  readonly audience: string;
  readonly scope: string;
  readonly clientVersion: number;
  readonly createdAtMs: InstantMs;
  /** After this nothing of it can reach the provider any more. */
  readonly drainDeadlineMs: InstantMs;
  readonly phase: AttemptPhase;
  /** Of the refresh token that it presents. */
  readonly fingerprint: string;
  readonly httpStatus: number | null;
  /** Kept only where the answer could not be committed: it may be the one copy of the live token. */
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
  /** SHA-256 of the request's `state`, in hex. A callback finds its login by it. */
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
   * `open`: waits for the callback. `answered`: the token response is stored in `rawAnswer`. `unverified`: its connection
   * is stored and pending; the connection has the login's id.
   */
  readonly phase: "open" | "answered" | "unverified";
  /** Token response, stored before it is parsed; `null` in other phases. */
  readonly rawAnswer: Secret | null;
}

/** What a login needs to be completed by another process, besides its request. */
export interface LoginSettings {
  /** Requested access, remembered for the next login through this client. */
  readonly requested?: RequestedAccess;
  /** Whether the caller left the name open: then the name that the account already has goes first. */
  readonly isDefaultName?: boolean;
  /** Whether the login may take a name that belongs to another account. */
  readonly replaceAccount?: boolean;
  /** Whether a verification refresh follows. Default: true. */
  readonly test?: boolean;
  /** Whether the metadata promises an `iss` in each callback. @see https://www.rfc-editor.org/rfc/rfc9207 */
  readonly issRequired?: boolean;
  /** Client authentication methods that the metadata lists; `null` if it lists none. */
  readonly tokenAuthMethods?: readonly string[] | null;
}

/** When a connection is due to be refreshed, and how often that failed since the last success. */
export interface Schedule {
  readonly dueAtMs: InstantMs;
  readonly failures: number;
}
