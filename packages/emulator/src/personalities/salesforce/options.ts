import { type Checks, checkSettings, oneOf, seconds } from "../../checks.ts";

/**
 * The lifetime of refresh tokens: until they are revoked, none, limited without use, or limited from the approval on.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.connected_app_manage_oauth.htm&type=5
 */
export type RefreshTokenPolicy =
  | "until_revoked"
  | "immediately"
  | { readonly idleSeconds: number }
  | { readonly afterSeconds: number };

/** The settings of an app at Salesforce, by its developer and by the org's administrator. */
export interface SalesforceApp {
  /** Default: `true` if the app has a secret. */
  readonly requireSecretForWebServerFlow?: boolean;
  /** Default: `true` if the app has a secret. */
  readonly requireSecretForRefreshTokenFlow?: boolean;
  /** Default: `true`. */
  readonly requirePkce?: boolean;
  /** Default: `until_revoked`. */
  readonly refreshTokenPolicy?: RefreshTokenPolicy;
  /** Whether the org allows the address of the client. Default: `true`. */
  readonly ipAllowed?: boolean;
  /** Default: `all`. */
  readonly permittedUsers?: "all" | "admin_approved";
  /** Names of the users without consent page under `admin_approved`. Default: none. */
  readonly approvedUsers?: readonly string[];
  /** Whether the administrator blocks the app. Default: `false`. */
  readonly blocked?: boolean;
  /** Whether the app is installed in the org. Default: `true`. */
  readonly installed?: boolean;
  /** The selected OAuth scopes. Default: `api`, `refresh_token`, `id`. */
  readonly scopes?: readonly string[];
  /** The certificate or public key that verifies the app's assertions, in PEM. Default: `null`, none. */
  readonly certificate?: string | null;
  /** The name of the user for client credentials. Default: `null`, none. */
  readonly clientCredentialsUser?: string | null;
  /** Accepts loopback callbacks at any port, which Salesforce never does. Default: `false`; `true` for `demo`. */
  readonly anyLoopbackPort?: boolean;
  /** Accepts every loopback callback, which Salesforce never does. Default: `false`; `true` for apps of `anyApp`. */
  readonly anyLoopbackCallback?: boolean;
}

/** The options of the personality `salesforce`. */
export interface SalesforceOptions {
  /** The way of redirecting the browser: 200 with a script, or 302. Default: `javascript`. */
  readonly redirect?: "javascript" | "302";
  /** The seconds for which an access token lives without use. Default: 7200. */
  readonly sessionSeconds?: number;
}

const checks: Checks = {
  redirect: oneOf("javascript", "302"),
  sessionSeconds: seconds(1),
};

/**
 * Checks the options and fills in the defaults.
 *
 * @throws {EmulatorError} `invalid_option`
 */
export function resolveSalesforceOptions(options: SalesforceOptions): Required<SalesforceOptions> {
  return { redirect: "javascript", sessionSeconds: 7200, ...checkSettings(options, checks, '"salesforce"') };
}
