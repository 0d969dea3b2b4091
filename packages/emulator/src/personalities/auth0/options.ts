/** What kind of application an app is; the public ones are `native` and `spa`. */
export type Auth0AppKind = "regular_web" | "native" | "spa";

/** How an app shows who it is at the token endpoint. */
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
  /** PEM: the public key, or certificate, of who signs its assertions. Default: `null`, none. */
  readonly publicKey?: string | null;
  /** Identifiers of the APIs for which it may get tokens without a person. Default: none. */
  readonly clientGrants?: readonly string[];
  /** Allowed Logout URLs. While there are none, the roots of its callbacks will do. Default: none. */
  readonly logoutUrls?: readonly string[];
  /** Allowed Origins (CORS), besides those of its callbacks. Default: none. */
  readonly allowedOrigins?: readonly string[];
  /** Where it wants to learn that a session has ended: an address of this machine. Default: `null`, nowhere. */
  readonly backchannelLogoutUri?: string | null;
  /** Whether each use replaces the refresh token. Default: what the rotation of the client or the emulator says. */
  readonly rotating?: boolean;
  /** Rotation Overlap Period. Default: 0, off. */
  readonly overlapSeconds?: number;
  /** Maximum Lifetime of a refresh token, from the login on; `null` is for ever. Default: 2592000, 30 days. */
  readonly absoluteSeconds?: number | null;
  /** Idle Lifetime of a refresh token; `null` is for ever. Default: 2592000, 30 days. */
  readonly idleSeconds?: number | null;
  /** `false`: consent is always asked for. Default: `true`. */
  readonly firstParty?: boolean;
  /** Leaves out the page that asks whether a loopback callback is the right program. Default: `false`. */
  readonly skipConfirmation?: boolean;
  /** Accepts loopback callbacks at any port, which Auth0 never does. Default: `false`; `true` for `demo`. */
  readonly anyLoopbackPort?: boolean;
  /** Refreshing is answered with mfa_required, as under the policy "Always". Default: `false`. */
  readonly mfaOnRefresh?: boolean;
  /** The reason with which an Action denies logins. Default: `null`, it does not. */
  readonly denyLogin?: string | null;
  /** The reason with which an Action denies refreshes. Default: `null`, it does not. */
  readonly denyRefresh?: string | null;
  /** Token requests are answered with 429: by the limit of the tenant or by one of this app. Default: `false`. */
  readonly rateLimited?: "tenant" | "app" | false;
}

/**
 * One protected API.
 *
 * @see https://auth0.com/docs/get-started/apis/api-settings
 */
export interface Auth0Api {
  /** What `audience` names. */
  readonly identifier: string;
  /** Allow Offline Access. Default: `true`. */
  readonly allowOfflineAccess?: boolean;
  /** Default: 86400, at most 2592000. */
  readonly accessTokenSeconds?: number;
  /** The scopes that it knows; others are dropped. Default: `read:hello`. */
  readonly scopes?: readonly string[];
  /** Allow Skipping User Consent, for first-party apps. Default: `true`. */
  readonly skipConsent?: boolean;
}

/** What can be chosen for the whole tenant. */
export interface Auth0Options {
  /** Added to `https://api.emulator.example`; the same identifier changes it. */
  readonly apis?: readonly Auth0Api[];
  /** Life of an authorization code. Default: 600. */
  readonly codeSeconds?: number;
  /** Allowed Logout URLs of the tenant. Default: none. */
  readonly logoutUrls?: readonly string[];
  /**
   * Refresh Token Revocation Deletes Grant: all refresh tokens of the same user, app and API die with the one that is
   * revoked, and consent is asked for again. Default: `false`.
   */
  readonly revocationDeletesGrant?: boolean;
}
