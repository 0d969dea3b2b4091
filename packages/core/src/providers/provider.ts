import type { CustomFetchOptions } from "oauth4webapi";
import type { AuthMethod, Endpoints, Rotation } from "../model.ts";
import type { TextKey } from "../text/en.ts";
import type { MessageParams } from "../text/say.ts";
import type { RefusalRule } from "./refusal.ts";

/**
 * The one way out to the network: takes what oauth4webapi's `customFetch` gives. It must not follow redirects,
 * and must throw a {@link WireError} when there is no answer.
 */
export type Fetch = (
  url: string,
  options: CustomFetchOptions<"GET" | "POST", URLSearchParams | undefined>,
) => Promise<Response>;

/** The part of a server that requests need. A stored {@link Client} fits, and so does {@link ServerMetadata}. */
export interface KnownServer {
  readonly issuer: string;
  readonly endpoints: Endpoints;
  /** The signature algorithms of ID tokens that the metadata lists; `null` or absent if they are unknown. */
  readonly idTokenAlgorithms?: readonly string[] | null;
}

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
export interface MissingRefreshTokenEvidence {
  /** `""`: none was named, the app's own apply. */
  readonly requestedScope: string;
  readonly grantedScope: string;
  /** The API that was asked for; `""`: none. */
  readonly audience: string;
}

/** One cause of a failure and its remedy, as text keys. */
export interface Cause {
  readonly why: Extract<TextKey, `why.${string}`>;
  readonly fix: Extract<TextKey, `fix.${string}`>;
  readonly facts: MessageParams;
}

/** What is looked at next where the likeliest cause was not it. */
export type AlternativeCause = Extract<TextKey, `otherwise.${string}`>;

/** Why a login brought no refresh token: the likeliest cause, and at most one more place to look at. */
export interface MissingRefreshTokenDiagnosis {
  readonly cause: Cause;
  readonly alternative: AlternativeCause | null;
}

/** The members of a token answer, or the claims of an ID token. */
export type Members = Readonly<Record<string, unknown>>;

/** What a token answer says about its account. */
export interface AnswerIdentity {
  /** The claims of the ID token, where there is one. */
  readonly claims: Members | null;
  /** The answer's own member `id`, an address at Salesforce; `null` where there is none. */
  readonly id: string | null;
}

/** An API's answer, as far as it tells whether another access token would help. */
export interface ApiRefusal {
  readonly status: number;
  readonly body: string;
}

/** The names of all providers. */
export type ProviderId = "oidc" | "salesforce" | "auth0";

/** All that is known of a kind of authorization server. A new provider is one file that exports one of these, and a line in index.ts. */
export interface Provider {
  readonly id: ProviderId;
  /** Where a login goes that names no host; `null` where nobody can know. */
  readonly defaultHost: string | null;
  /** How long an authorization code may be redeemed, in seconds: as long a login waits. */
  readonly authorizationCodeLifetimeSeconds: number;
  /** How a client with a secret sends it first; `null`: as the metadata says. */
  readonly authMethod: AuthMethod | null;
  /** What it says no with, beyond the standard codes; the first rule that fits counts. */
  readonly refusals: readonly RefusalRule[];
  /** How many logins of one user through one app it keeps; one more ends the oldest. `null`: not known. */
  readonly maxRefreshTokensPerUser: number | null;
  /**
   * Whether a token that was given within an overlap keeps working when another one of its generation was used on;
   * else it ends the login when it comes back.
   */
  readonly siblingTokensStayValid: boolean;
  /** Whether its introspection endpoint tells of refresh tokens whether they live. */
  readonly introspectsRefreshTokens: boolean;
  /** Whether a refresh token that a newer login replaced is revoked: where it counts against `mostLogins`. */
  readonly revokesPreviousToken: boolean;
  /**
   * The address to ask for metadata, from what a person typed or pasted as the host. Throws `invalid_address` or
   * `insecure_address`.
   */
  hostFrom(typed: string): string;
  /** What sentences call it. */
  displayName(issuer: string): string;
  /** What a connection is called when its owner gives no name. Always a valid name. */
  nameFor(issuer: string, instanceUrl: string | null): string;
  /** The scopes to ask for, separated by spaces; `""`: none. `given`: what a person asked for, taken as it is. */
  scopeFor(server: Pick<ServerMetadata, "scopes">, given: string | undefined): string;
  /** What else the authorization request needs to get a refresh token. */
  authorizeParameters(scope: string): Readonly<Record<string, string>>;
  /** The account's identifier, which never changes; `null` where the answer does not tell. */
  subjectFrom(answer: AnswerIdentity): string | null;
  /** What sentences call an account of which nothing but its identifier is known. */
  nameOfSubject(subject: string): string;
  /** The organisation that an account belongs to; `null` where there is no such thing. */
  organisationOf(subject: string): string | null;
  /** Where the account's name can be asked for with the access token, besides userinfo; `null`: nowhere. */
  identityAddress(subject: string, answer: AnswerIdentity, issuer: string): string | null;
  /** Who allowed it, from claims, from userinfo or from what `identityAddress` answers; `null`: they do not tell. */
  accountFrom(claims: Members): string | null;
  /** Whether `address`, which a token answer names as the home of its API, may get the access token. */
  acceptsApi(address: string, issuer: string): boolean;
  /** Where the API of an audience is, as far as its name tells; `null` where it does not. */
  apiOf(audience: string, issuer: string): string | null;
  /** Whether an API's refusal means that the access token is dead, so that a refresh helps. */
  isTokenRefused(refusal: ApiRefusal): boolean;
  /** Why a login brought no refresh token. */
  diagnoseMissingRefreshToken(evidence: MissingRefreshTokenEvidence): MissingRefreshTokenDiagnosis;
  /** The longest life of a login, however often it is used, where nobody set it; `null`: until revoked. */
  assumedMaxLifetimeSeconds(rotation: Rotation): number | null;
}
