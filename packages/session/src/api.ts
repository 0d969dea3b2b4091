import type { ProviderId, TokenSet } from "@tokenwell/core";

/** Members of an ID token. @see https://openid.net/specs/openid-connect-core-1_0.html#IDToken */
export type Claims = Readonly<Record<string, unknown>>;

/** The app's own data in a session: a JSON object. */
export type SessionData = Readonly<Record<string, unknown>>;

/**
 * The app's own data in every session. An app adds its members:
 *
 * @example
 * declare module "@tokenwell/session" {
 *   interface AppData {
 *     readonly theme?: "light" | "dark";
 *   }
 * }
 */
export interface AppData extends SessionData {}

/** A signed-in user, named by issuer and subject: an e-mail address may change and be given to another person. */
export interface SessionUser {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string | null;
  readonly email: string | null;
  /** Address of a picture. */
  readonly picture: string | null;
}

/**
 * Reason for the end of a session.
 *
 * `logged_out`: the user logged out here. `ended`: the user or the app ended it from elsewhere. `replaced`: a new login in
 * the same browser. `provider_logout`: the provider reported a logout. `idle`, `absolute`: its time was over.
 * `grant_refused`: the provider refused the refresh token. `other_subject`: a refresh answered for another account.
 * `no_refresh_token`: its ID token expired, and there is no refresh token. `rotation_lost`: the response with the next
 * refresh token was lost.
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

/** Options of {@link Session.token}. */
export interface SessionTokenOptions {
  /** API that the token is for. Default: that of {@link SessionOptions.audience}. */
  readonly audience?: string;
  /** Seconds that the token must live at least. Default: 60. */
  readonly minTtlSeconds?: number;
}

/** Options of {@link Session.fetch}. */
export interface SessionFetchOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Hosts, besides that of the API, that may get the token. */
  readonly allowHosts?: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * The session of one request. A request without a live session has one, too: its `user` is `null`.
 *
 * Every method that needs a live session throws a {@link SessionError} if there is none.
 */
export interface Session<Data extends SessionData = AppData> {
  /** Identifier for lists and {@link Sessions.end}; not the value of the cookie. `null` without a live session. */
  readonly id: string | null;
  readonly user: SessionUser | null;
  /** Claims of the last accepted ID token. */
  readonly claims: Claims | null;
  /** The last accepted ID token. */
  readonly idToken: string | null;
  /** Reason why the session of this request's cookie is over; `null` if it lives, or was never known. */
  readonly endReason: SessionEndReason | null;
  readonly createdAt: Date | null;
  /** Instant at which the provider last proved the grant: the login, or a refresh. */
  readonly extendedAt: Date | null;
  /** Instant at which the user authenticated, as the provider says; `null` if it does not. */
  readonly authenticatedAt: Date | null;
  /** The app's own data, as it was read. Change it with {@link Session.setData}. */
  readonly data: Data;
  /** Merges members into the app's data: at most 4096 bytes of JSON in all. `undefined` removes a member. */
  setData(change: Partial<Data>): Promise<void>;
  /** Returns an access token, refreshed if need be. */
  token(options?: SessionTokenOptions): Promise<TokenSet>;
  /** Calls the API with an access token; a relative address is below {@link SessionOptions.apiBase}. */
  fetch(address: string, options?: SessionFetchOptions): Promise<Response>;
  /**
   * Refreshes now, unless the last refresh is younger than 30 seconds, and replaces the claims. Throws if the provider
   * cannot be asked.
   */
  extend(): Promise<void>;
  /** Ends this session, effective at once in every process, and revokes its grant. Does not clear the cookie. */
  end(): Promise<void>;
}

/** One line of {@link Sessions.list}. */
export interface SessionSummary {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastActiveAt: Date;
  /** `User-Agent` of the browser at login; `null` if unknown. */
  readonly userAgent: string | null;
}

/** Account of a user: issuer and subject. `issuer` defaults to that of the app. */
export interface UserAccount {
  readonly issuer?: string;
  readonly subject: string;
}

/** Options of {@link openSessions}. */
export interface SessionOptions {
  /** Issuer of the provider, such as `https://acme.eu.auth0.com`. */
  readonly issuer: string;
  readonly clientId: string;
  /** Absent: a public client. */
  readonly clientSecret?: string;
  /** Public address of the app, with its base path. All addresses are built from it, never from a request. */
  readonly baseUrl: string;
  /** API that access tokens are for. */
  readonly audience?: string;
  /** Default: `openid profile email offline_access` as far as the provider lists them. */
  readonly scope?: string;
  /** Address that {@link Session.fetch} resolves relative addresses against. Default: `audience`, if it is an address. */
  readonly apiBase?: string;
  /** Default: by the issuer. */
  readonly provider?: ProviderId;
  /**
   * Seconds in which the provider accepts the previous refresh token, too (Auth0: Rotation Overlap Period), at least 0. Then
   * a lost answer costs no session. Default: 0, or the setting of the command.
   */
  readonly overlapSeconds?: number;
  /** Seconds after the last proof of the grant at which the next request refreshes it. Default: 900. */
  readonly extendAfterSeconds?: number;
  /** Seconds without activity after which a session is over; `null` for no limit. Default: 86400, a day. */
  readonly idleSeconds?: number | null;
  /** Seconds after its login at which a session is over; `null` for no limit. Default: 604800, a week. */
  readonly absoluteSeconds?: number | null;
  /** Whether a request counts as activity. Default: all do but prefetches. `path` is below {@link SessionOptions.baseUrl}. */
  readonly isActivity?: (request: { readonly method: string; readonly path: string }) => boolean;
  /** How the provider sends the callback. `form_post` needs https. Default: `query`. */
  readonly responseMode?: "query" | "form_post";
  /** Path of the routes, below `baseUrl`. Default: `/auth`. */
  readonly authPath?: string;
  /** Path to which a login without `returnTo`, and a logout, return. Default: `/`. */
  readonly homePath?: string;
  /** Other origins whose pages may send requests that change something. Default: none. */
  readonly trustedOrigins?: readonly string[];
  /** Values of `acr` that every login requests. */
  readonly acrValues?: readonly string[];
  /** Further parameters of every authorization request, such as `organization` or `connection`. */
  readonly authorizationParameters?: Readonly<Record<string, string>>;
  /** Whether a logout here ends the provider's own session, too. Default: `true`. */
  readonly logoutAtProvider?: boolean;
  /** Pages of the app in place of ours. */
  readonly pages?: SessionPages;
  /** Folder of the store. Default: that of the command `tokenwell`. */
  readonly home?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Time source, for tests. Default: the system's. */
  readonly clock?: import("@tokenwell/core").Clock;
  /** Called with what went wrong beside a request: a revocation that failed, a sweep that failed. Default: nothing. */
  readonly onProblem?: (problem: Error) => void;
}

/** Facts of a page. */
export interface PageView {
  readonly kind:
    | "login_failed"
    | "login_over"
    | "session_over"
    | "signed_out"
    | "confirm_logout"
    | "unavailable"
    | "not_recent";
  /** HTTP status of the answer. */
  readonly status: number;
  /** Name of the sentence of the failure, such as `access_denied`. */
  readonly code: string;
  /** Sentences of our page, in the visitor's language. */
  readonly title: string;
  readonly text: string;
  /** The one way on. */
  readonly action: { readonly label: string; readonly href: string; readonly method: "get" | "post" };
  readonly language: "en" | "ja";
}

/** Pages of the app: each returns a whole HTML document. */
export type SessionPages = Partial<Record<PageView["kind"], (view: PageView) => string | Promise<string>>>;

/** Sessions of a web app. */
export interface Sessions<Data extends SessionData = AppData> {
  /** Answers the routes below `authPath`; returns `null` for every other request. */
  handle(request: Request): Promise<Response | null>;
  /** Reads the session of a request, and extends it if that is due. Never throws because there is none. */
  read(request: Request): Promise<Session<Data>>;
  /** Lists the live sessions of a user, oldest first. */
  list(user: UserAccount): Promise<readonly SessionSummary[]>;
  /** Ends a session by its id. Returns whether it was alive. */
  end(id: string): Promise<boolean>;
  /** Ends all sessions of a user, but the one with the id `except`. Returns their number. */
  endAll(user: UserAccount, options?: { readonly except?: string | null }): Promise<number>;
  /** Ends what is over, revokes what is left to revoke, and removes old rows. Runs by itself once a minute. */
  sweep(): Promise<void>;
  /** Waits for refreshes, logins and revocations that are under way, then closes the store. */
  close(): Promise<void>;
}
