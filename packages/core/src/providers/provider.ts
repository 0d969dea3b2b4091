import type { CustomFetchOptions } from "oauth4webapi";
import type { TextKey } from "../text/en.ts";
import type { Facts } from "../text/say.ts";
import type { KnownServer } from "./client-authentication.ts";

/**
 * The one way out to the network: takes what oauth4webapi's `customFetch` gives. It must not follow redirects,
 * and must throw a {@link WireError} when there is no answer.
 */
export type Fetch = (
  url: string,
  options: CustomFetchOptions<"GET" | "POST", URLSearchParams | undefined>,
) => Promise<Response>;

/**
 * What a server says of itself. `null` stands for "does not say".
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-2
 */
export interface ServerMetadata extends KnownServer {
  readonly tokenAuthMethods: readonly string[] | null;
  readonly codeChallengeMethods: readonly string[] | null;
  readonly scopes: readonly string[] | null;
  readonly idTokenAlgorithms: readonly string[] | null;
  /** Whether each authorization answer names its issuer. @see https://www.rfc-editor.org/rfc/rfc9207#section-3 */
  readonly issParameter: boolean;
}

/** What is known when a login brought no refresh token. Scopes are separated by spaces. */
export interface NoRefreshTokenEvidence {
  readonly requestedScope: string;
  readonly grantedScope: string;
}

/** One cause of a failure and its remedy, as text keys. */
export interface Cause {
  readonly why: Extract<TextKey, `why.${string}`>;
  readonly fix: Extract<TextKey, `fix.${string}`>;
  readonly facts: Facts;
}

/** All that is known of a kind of authorization server. A new provider is one file that exports one of these. */
export interface Provider {
  readonly id: string;
  /** How long an authorization code may be redeemed, in seconds: as long a login waits. */
  readonly codeLifeSeconds: number;
  /** Whether a refresh request names its scopes. */
  readonly sendsScopeOnRefresh: boolean;
  /** What sentences call it. */
  label(issuer: string): string;
  /** What a connection is called when its owner gives no name. Always a valid name. */
  nameFor(issuer: string): string;
  /** The scopes to ask for, separated by spaces. `given`: what a person asked for, taken as it is. */
  scopeFor(server: Pick<ServerMetadata, "scopes">, given: string | undefined): string;
  /** What else the authorization request needs to get a refresh token. */
  authorizeParameters(scope: string): Readonly<Record<string, string>>;
  /** Who allowed it, from the claims of an ID token or of userinfo; `null` when they do not tell. */
  accountFrom(claims: Readonly<Record<string, unknown>>): string | null;
  /** Why a login brought no refresh token: most likely cause first. Never empty. */
  noRefreshToken(evidence: NoRefreshTokenEvidence): readonly [Cause, ...Cause[]];
}
