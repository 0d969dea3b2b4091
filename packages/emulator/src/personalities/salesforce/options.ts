import { type Checks, checkSettings, oneOf, seconds } from "../../checks.ts";

/**
 * How long refresh tokens live: until somebody revokes them, not at all, until they were not used for so long, or for so
 * long after the approval.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.connected_app_manage_oauth.htm&type=5
 */
export type RefreshTokenPolicy =
  | "until_revoked"
  | "immediately"
  | { readonly idleSeconds: number }
  | { readonly afterSeconds: number };

/** The settings of an app at Salesforce: what its developer set and what the administrator of the org did. */
export interface SalesforceApp {
  /** Default: whether it has a secret. */
  readonly requireSecretForWebServerFlow?: boolean;
  /** Default: whether it has a secret. */
  readonly requireSecretForRefreshTokenFlow?: boolean;
  /** Default: `true`. */
  readonly requirePkce?: boolean;
  /** Default: `until_revoked`. */
  readonly refreshTokenPolicy?: RefreshTokenPolicy;
  /** `false`: requests come from an address that the org does not allow. Default: `true`. */
  readonly ipAllowed?: boolean;
  /** Default: `all`. */
  readonly permittedUsers?: "all" | "admin_approved";
  /** Names of the users who need no consent under `admin_approved`. Default: none. */
  readonly approvedUsers?: readonly string[];
  /** Whether the administrator blocked it. Default: `false`. */
  readonly blocked?: boolean;
  /** Whether it is installed in the org. Default: `true`. */
  readonly installed?: boolean;
  /** The selected OAuth scopes. Default: `api`, `refresh_token`, `id`. */
  readonly scopes?: readonly string[];
  /** PEM: the certificate, or public key, of who signs its assertions. Default: `null`, none. */
  readonly certificate?: string | null;
  /** Name of the user as whom client credentials run. Default: `null`, nobody. */
  readonly clientCredentialsUser?: string | null;
  /** Accepts loopback callbacks at any port, which Salesforce never does. Default: `false`; `true` for `demo`. */
  readonly anyLoopbackPort?: boolean;
}

/** What can be chosen for all of Salesforce. */
export interface SalesforceOptions {
  /** How the browser is sent on: 200 with a script, or 302. Default: `javascript`. */
  readonly redirect?: "javascript" | "302";
  /** How long an access token lives without being used. Default: 7200. */
  readonly sessionSeconds?: number;
}

const checks: Checks = {
  redirect: oneOf("javascript", "302"),
  sessionSeconds: seconds(1),
};

/**
 * The options with nothing left open.
 *
 * @throws {EmulatorError} `invalid_option`
 */
export function resolveSalesforceOptions(options: SalesforceOptions): Required<SalesforceOptions> {
  return { redirect: "javascript", sessionSeconds: 7200, ...checkSettings(options, checks, '"salesforce"') };
}
