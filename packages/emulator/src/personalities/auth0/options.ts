/** The type of an application. The public ones are `native` and `spa`. */
export type Auth0AppKind = "regular_web" | "native" | "spa";

/** The client authentication method at the token endpoint. */
export type Auth0AuthMethod = "client_secret_post" | "client_secret_basic" | "private_key_jwt" | "none";

/**
 * The settings of one application. All can be changed while the emulator runs.
 *
 * @see https://auth0.com/docs/get-started/applications/application-settings
 */
export interface Auth0App {
  /** Default: `native` without a secret, `regular_web` with one. */
  readonly kind?: Auth0AppKind;
  /** Default: `authorization_code` and `refresh_token`. */
  readonly grantTypes?: readonly string[];
  /** Default: `none` without a secret, else `client_secret_post`. */
  readonly authMethod?: Auth0AuthMethod;
  /** The public key or certificate that verifies the app's assertions, in PEM. Default: `null`, none. */
  readonly publicKey?: string | null;
  /** Identifiers of the APIs for which client credentials are granted. Default: none. */
  readonly clientGrants?: readonly string[];
  /** Allowed Logout URLs. If the list is empty, the roots of the callbacks are allowed. Default: none. */
  readonly logoutUrls?: readonly string[];
  /** Allowed Origins (CORS), in addition to those of the callbacks. Default: none. */
  readonly allowedOrigins?: readonly string[];
  /** The back-channel logout URI: an address of this machine. Default: `null`, none. */
  readonly backchannelLogoutUri?: string | null;
  /** Whether each use replaces the refresh token. Default: from `rotation` of the client or the emulator. */
  readonly rotating?: boolean;
  /** Rotation Overlap Period. Default: 0, off. */
  readonly overlapSeconds?: number;
  /** Maximum Lifetime of a refresh token, counted from the login. `null`: unlimited. Default: 2592000, 30 days. */
  readonly absoluteSeconds?: number | null;
  /** Idle Lifetime of a refresh token. `null`: unlimited. Default: 2592000, 30 days. */
  readonly idleSeconds?: number | null;
  /** Whether consent can be skipped. If `false`, it is always required. Default: `true`. */
  readonly firstParty?: boolean;
  /** Skips the page that asks whether a loopback callback is the right program. Default: `false`. */
  readonly skipConfirmation?: boolean;
  /** Accepts loopback callbacks at any port, which Auth0 never does. Default: `false`; `true` for `demo`. */
  readonly anyLoopbackPort?: boolean;
  /**
   * Accepts every loopback address as callback, origin and logout URL, which Auth0 never does. Default: `false`; `true`
   * for apps of `anyApp`.
   */
  readonly anyLoopbackCallback?: boolean;
  /** Answers refreshes with `mfa_required`, as under the policy "Always". Default: `false`. */
  readonly mfaOnRefresh?: boolean;
  /** The reason of an Action that denies logins. Default: `null`, none denies. */
  readonly denyLogin?: string | null;
  /** The reason of an Action that denies refreshes. Default: `null`, none denies. */
  readonly denyRefresh?: string | null;
  /** The error code with which every login ends, such as `server_error`. Default: `null`, none. */
  readonly loginError?: string | null;
  /** Answers `prompt=login` and `max_age` from the session at hand, as no provider should. Default: `false`. */
  readonly ignoresStepUp?: boolean;
  /** Claims that replace those of every ID token; `null` leaves one out. Default: `null`, all are as they are. */
  readonly idTokenClaims?: Readonly<Record<string, unknown>> | null;
  /** Claims that replace those of every access token; `null` leaves one out. Default: `null`, all are as they are. */
  readonly accessTokenClaims?: Readonly<Record<string, unknown>> | null;
  /** Answers token requests with 429, as at the rate limit of the tenant or of this app. Default: `false`. */
  readonly rateLimited?: "tenant" | "app" | false;
}

/** The identifier of the API that every tenant has. */
export const defaultApiIdentifier = "https://api.emulator.example";

/**
 * One protected API.
 *
 * @see https://auth0.com/docs/get-started/apis/api-settings
 */
export interface Auth0Api {
  /** The value of `audience`. */
  readonly identifier: string;
  /** Allow Offline Access. Default: `true`. */
  readonly allowOfflineAccess?: boolean;
  /** Default: 86400, at most 2592000. */
  readonly accessTokenSeconds?: number;
  /** The known scopes. Others are dropped. Default: `read:hello`. */
  readonly scopes?: readonly string[];
  /** Allow Skipping User Consent, for first-party apps. Default: `true`. */
  readonly skipConsent?: boolean;
}

/** The options of the tenant. */
export interface Auth0Options {
  /** APIs in addition to `https://api.emulator.example`. An API with the same identifier changes it. */
  readonly apis?: readonly Auth0Api[];
  /** The lifetime of an authorization code in seconds. Default: 600. */
  readonly codeSeconds?: number;
  /** Allowed Logout URLs of the tenant. Default: none. */
  readonly logoutUrls?: readonly string[];
  /**
   * Refresh Token Revocation Deletes Grant: a revocation ends all refresh tokens of the same user, app and API, and
   * consent is required again. Default: `false`.
   */
  readonly revocationDeletesGrant?: boolean;
}
