import type { CustomFetchOptions } from "oauth4webapi";
import type { AuthMethod, Endpoints, Rotation } from "../model.ts";
import type { Language, MessageParams } from "../text/say.ts";

/**
 * The only way to the network, with the signature of oauth4webapi's `customFetch`. It must not follow redirects, and
 * must throw a {@link WireError} when no answer comes.
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
 * The metadata of a server. A `null` member is absent from the server's document.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-2
 */
export interface ServerMetadata extends KnownServer {
  readonly tokenAuthMethods: readonly string[] | null;
  readonly codeChallengeMethods: readonly string[] | null;
  readonly scopes: readonly string[] | null;
  readonly idTokenAlgorithms: readonly string[] | null;
  /** Whether each authorization response names its issuer. @see https://www.rfc-editor.org/rfc/rfc9207#section-3 */
  readonly issParameter: boolean;
  /** The address that ends the provider's own session. @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html */
  readonly endSessionEndpoint: string | null;
  /** The address that registers clients. @see https://www.rfc-editor.org/rfc/rfc7591#section-3 */
  readonly registrationEndpoint: string | null;
  /** Whether a client id may be the address of a document that describes the client. */
  readonly acceptsClientMetadata: boolean;
  /** Whether it has no metadata and is not known to speak OpenID Connect. Default: `false`. */
  readonly isPlainOAuth?: boolean;
}

/** The members of a token response, or the claims of an ID token. */
export type Members = Readonly<Record<string, unknown>>;

/** The members of a token response that identify its account. */
export interface AnswerIdentity {
  /** The claims of the ID token; `null` without one. */
  readonly claims: Members | null;
  /** The response's own identifier of the account, see {@link TokenExtras.identity}. */
  readonly id: string | null;
}

/** The members of a token response that only some providers send. */
export interface TokenExtras {
  /** The address of the API, not checked yet: {@link Provider.acceptsApi} decides whether it may get the token. */
  readonly apiBase: string | null;
  /** An identifier or address of the account, besides the ID token. */
  readonly identity: string | null;
}

/**
 * The meaning of a refusal for the refresh token.
 *
 * - `dead`: the token will never work again
 * - `client`: the app's id or secret is refused, before the token is looked at
 * - `configuration`: the app may not make this request; the token is not looked at either
 * - `suspended`: the account is stopped, the token is good
 * - `interaction`: the user must confirm something
 * - `in_progress`: another request with the same token is being processed
 * - `busy`: too many requests, the token was not looked at
 */
export type RefusalKind =
  | "dead"
  | "client"
  | "configuration"
  | "suspended"
  | "interaction"
  | "in_progress"
  | "busy";

/** One error of a provider: how it is recognised, its meaning, and the sentences that explain it. */
export interface RefusalRule<Name extends string = string> {
  /** The `error` code. Letter case is ignored. */
  readonly error: string;
  /** A pattern that `error_description` must match. Default: any description. */
  readonly description?: RegExp;
  /** The HTTP status. Default: any status. */
  readonly status?: number;
  readonly kind: RefusalKind;
  /** The end of the text keys `why.<…>` and `fix.<…>`. Default: none, the code speaks for itself. */
  readonly explained?: Name;
}

/** The ends of those text keys that have both a `why.` and a `fix.`. */
export type Explained<Key extends string> = ExplainedBy<Key, Key>;
type ExplainedBy<Key, All> = Key extends `why.${infer Why}`
  ? `fix.${Why}` extends All
    ? Why
    : never
  : never;

/** The facts about a login that returned no refresh token. Scopes are separated by spaces. */
export interface MissingRefreshTokenEvidence {
  /** The scope of the authorization request; `""` if it named none. */
  readonly requestedScope: string;
  readonly grantedScope: string;
  /** The API that the token was requested for; `""` for none. */
  readonly audience: string;
}

/** A logout at the provider. */
export interface ProviderLogout {
  readonly clientId: string;
  /** The last ID token of the session, even if it has expired; `null` if there is none. */
  readonly idToken: string | null;
  /** The address to return to. It must be registered at the provider, and has no query. */
  readonly returnTo: string;
  /** The path that the app leads on to from there; `null` for none. */
  readonly path: string | null;
}

/** One cause of a failure and its remedy, as text keys. */
export interface Cause<Key extends string = string> {
  readonly why: Key & `why.${string}`;
  readonly fix: Key & `fix.${string}`;
  readonly facts: MessageParams;
}

/** The reason why a login returned no refresh token. */
export interface MissingRefreshTokenDiagnosis<Key extends string = string> {
  /** The most likely cause. */
  readonly cause: Cause<Key>;
  /** The setting to check next if it is not the cause; `null`: none. */
  readonly alternative: (Key & `otherwise.${string}`) | null;
}

/** A response of an API that may be a refusal of the access token. */
export interface ApiRefusal {
  readonly status: number;
  readonly body: string;
}

/** A member of a handed-over refresh token's JSON, without the members that every provider has. */
export type HandOverMember = "issuer" | "tokenEndpoint" | "instanceUrl" | "apiBase";

/** The identifier of a provider, such as `salesforce`. {@link providerFor} checks the ones that callers give. */
export type ProviderId = string;

/** The sentences of one provider, in every language. */
export type ProviderTexts<Key extends string = string> = Readonly<
  Record<Language, Readonly<Record<Key, string>>>
>;

/**
 * A kind of authorization server. `Key` is the union of the text keys that it may refer to. Make one with
 * {@link defineProvider}, which names the default of each member.
 */
export interface Provider<out Key extends string = string> {
  readonly id: ProviderId;
  /** The hosts that run it: `login.example.com` is one host, `*.example.com` every host below. Default: none. */
  readonly matches: readonly string[];
  /**
   * Sentences that only its users read. `<key>.<id>` replaces the sentence `<key>` of the library for them. Default:
   * none.
   */
  readonly texts: ProviderTexts;
  /** The address of a login that names no host. Default: `null`, the user must name one. */
  readonly defaultHost: string | null;
  /**
   * Seconds in which an authorization code may be exchanged, and so the time limit of a login. Default: 600.
   *
   * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2
   */
  readonly authorizationCodeLifetimeSeconds: number;
  /** The authentication that a client with a secret tries first. Default: `null`, as the metadata says. */
  readonly authMethod: AuthMethod | null;
  /** Its errors beyond the standard codes; the first rule that matches counts. Default: none. */
  readonly refusals: readonly RefusalRule[];
  /** Number of refresh tokens of one user through one app; a further one ends the oldest. Default: `null`, unknown. */
  readonly maxRefreshTokensPerUser: number | null;
  /**
   * Whether a sibling token issued within the overlap stays valid after another sibling was used. If not, presenting it
   * revokes the family. Default: `true`.
   */
  readonly siblingTokensStayValid: boolean;
  /**
   * Whether the introspection endpoint reports if a refresh token is active. Default: `false`.
   *
   * @see https://www.rfc-editor.org/rfc/rfc7662
   */
  readonly introspectsRefreshTokens: boolean;
  /**
   * Whether a login revokes the refresh token that it replaces, which otherwise counts towards
   * `maxRefreshTokensPerUser`. Default: `false`, because several servers end the whole grant, the new login included.
   */
  readonly revokesPreviousToken: boolean;
  /** Whether a login with a new app asks for the API (`audience`) that its tokens are for. Default: `false`. */
  readonly asksForAudience: boolean;
  /** A path of the API for examples. Default: `/…`. `null`: the address of the API is usually unknown. */
  readonly apiExample: string | null;
  /**
   * The names in a handed-over refresh token's JSON that tell where the token is redeemed, each with its value.
   * Default: `issuer`, `tokenEndpoint` and `apiBase`.
   */
  readonly handOverMembers: Readonly<Record<string, HandOverMember>>;
  /**
   * Returns the address to fetch the metadata from, for a host that the user typed or pasted. Throws `invalid_address`
   * or `insecure_address`. Default: the text as it is, because discovery compares it with the issuer.
   */
  hostFrom(typed: string): string;
  /**
   * Returns the endpoints of a server, if they are the same below every issuer. `issuer` has no final slash. Default:
   * `null`, only the metadata tells them.
   */
  endpointsAt(issuer: string): Endpoints | null;
  /** Returns its name in sentences. Default: the host of the issuer. */
  displayName(issuer: string): string;
  /** Returns a valid connection name for a login without one. Default: the telling label of the issuer's host. */
  nameFor(issuer: string, instanceUrl: string | null): string;
  /**
   * Returns the scope to request, separated by spaces; `""` for none. `given` is the scope that the user asked for, if
   * any. Default: `openid profile email offline_access` as far as the server lists them.
   */
  scopeFor(server: Pick<ServerMetadata, "scopes">, given: string | undefined): string;
  /**
   * Returns further parameters of the authorization request that a refresh token needs. Default: `prompt=consent` if
   * the scope has `offline_access`.
   *
   * @see https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess
   */
  authorizeParameters(scope: string): Readonly<Record<string, string>>;
  /** Reads the members of a token response that only some providers send. Default: `instance_url`. Pure. */
  readExtras(response: Members): TokenExtras;
  /** Returns the account's permanent identifier; `null` if the answer has none. Default: the claim `sub`. */
  subjectFrom(answer: AnswerIdentity): string | null;
  /** Returns the words for an account of which only the identifier is known. Default: the identifier. */
  nameOfSubject(subject: string): string;
  /** Returns the organisation that an account belongs to. Default: `null`. */
  organisationOf(subject: string): string | null;
  /** Returns the address, besides userinfo, that answers with the account's name. Default: `null`, none. */
  identityAddress(subject: string, answer: AnswerIdentity, issuer: string): string | null;
  /**
   * Returns the account's name from the claims of an ID token, from userinfo or from `identityAddress`; `null` if they
   * have none. Default: the first of `email`, `preferred_username`, `name` and `sub`.
   */
  accountFrom(claims: Members): string | null;
  /**
   * Whether the access token may be sent to `address`, which a token response names as its API. Default: any https
   * address, see {@link judgeAddress}.
   */
  acceptsApi(address: string, issuer: string): boolean;
  /** Returns the address of the API that an audience names. Default: `null`, an audience is only a name. */
  apiOf(audience: string, issuer: string): string | null;
  /** Whether an API's refusal means that the access token is dead, so that a refresh helps. Default: HTTP 401. */
  isTokenRefused(refusal: ApiRefusal): boolean;
  /**
   * Returns the address that ends the provider's own session and then leads to `returnTo`; `null` if there is none.
   * Default: RP-initiated logout, if the metadata has it.
   *
   * @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout
   */
  logoutAddress(
    server: Pick<ServerMetadata, "issuer" | "endSessionEndpoint">,
    request: ProviderLogout,
  ): string | null;
  /** Finds the cause of a login without a refresh token. Default: by `offline_access` in the scopes. */
  diagnoseMissingRefreshToken(evidence: MissingRefreshTokenEvidence): MissingRefreshTokenDiagnosis<Key>;
  /** Returns the longest lifetime of a login in seconds if the user set none. Default: `null`, until it is revoked. */
  assumedMaxLifetimeSeconds(rotation: Rotation): number | null;
}

/** Makes a connection name of at most 63 characters from a text; `alternative` if the text has no usable character. */
export function asName(text: string, alternative: string): string {
  return (
    text
      .replace(/[^\w.-]+/g, "-")
      .replace(/^[^a-z0-9]+/i, "")
      .slice(0, 63) || alternative
  );
}

/** Splits a scope into its names. @see https://www.rfc-editor.org/rfc/rfc6749#section-3.3 */
export function scopesIn(scope: string): string[] {
  return scope.split(/\s+/).filter((name) => name !== "");
}
