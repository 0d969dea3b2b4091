import type { ExpirySource } from "../model.ts";

/** Options of `Tokenwell.token()`. */
export interface TokenOptions {
  /** Seconds that the access token must stay valid at least. Default: 60. */
  readonly minTtlSeconds?: number;
  /** Whether to refresh once although the access token is valid, which tests the refresh token. Default: `false`. */
  readonly refresh?: boolean;
}

/** A valid access token and the data to use it: the result of `Tokenwell.token()`. Frozen. */
export interface TokenSet {
  /** The access token itself: the one secret here that is not wrapped in a `Secret`. */
  readonly accessToken: string;
  /** The scheme for the `Authorization` header, as the provider spells it; usually `Bearer`. */
  readonly tokenType: string;
  readonly expiresAt: Date;
  /** The source of `expiresAt`: many providers send no `expires_in`. */
  readonly expiresAtSource: ExpirySource;
  /** The granted scopes, separated by spaces. */
  readonly scope: string;
  /** The ID token of the last response that had one. It may have expired. */
  readonly idToken?: string | undefined;
  /** The claims of `idToken`. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
  /** The base URL of the API if the provider names it in its token response, as Salesforce does. */
  readonly instanceUrl?: string;
}
