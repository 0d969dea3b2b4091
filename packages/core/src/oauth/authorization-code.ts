import {
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  customFetch,
  expectNoState,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  validateAuthResponse,
} from "oauth4webapi";
import type { Clock } from "../clock.ts";
import { TokenwellError, WireError } from "../errors.ts";
import { type AuthMethod, ClientAuthentication } from "../model.ts";
import type { Fetch, Provider, ServerMetadata } from "../providers/provider.ts";
import { ruleFor } from "../providers/refusal.ts";
import { Secret } from "../secret.ts";
import {
  authorizationServer,
  clientAuthentication,
  insecureOption,
  type KnownServer,
  oauthClient,
} from "./client-authentication.ts";
import { readRefusal, type StoredTokenResponse, sealable } from "./token-response.ts";

/** What {@link createAuthorizationRequest} needs. */
export interface AuthorizationRequestOptions {
  readonly server: ServerMetadata;
  readonly provider: Provider;
  readonly client: { readonly clientId: string };
  readonly redirectUri: string;
  /** As a person asked for it, separated by spaces; the provider's default when left out. */
  readonly scope?: string;
  /** The API that the access token is for, where the provider knows several. `""` is the default one. */
  readonly audience?: string;
}

/** An authorization request, and what its answer will be held against. Keep it before the browser opens. */
export interface AuthorizationRequest {
  readonly url: string;
  readonly state: string;
  readonly nonce: Secret;
  readonly verifier: Secret;
  /** As requested, separated by spaces. */
  readonly scope: string;
}

/**
 * Makes an authorization request with PKCE (S256), state and nonce, each of 256 random bits and for this request
 * only. PKCE is used also where the metadata does not promise it: servers must ignore what they do not know, and
 * some (Salesforce) demand it without saying so.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1
 */
export async function createAuthorizationRequest(
  options: AuthorizationRequestOptions,
): Promise<AuthorizationRequest> {
  const { server, provider } = options;
  const scope = provider.scopeFor(server, options.scope);
  const state = generateRandomState();
  const nonce = generateRandomNonce();
  const verifier = generateRandomCodeVerifier();
  const parameters = {
    response_type: "code",
    client_id: options.client.clientId,
    redirect_uri: options.redirectUri,
    // Left out where the app's own scopes are to apply.
    ...(scope === "" ? {} : { scope }),
    ...(options.audience ? { audience: options.audience } : {}),
    ...provider.authorizeParameters(scope),
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  };
  // The endpoint may have a query of its own, which stays (RFC 6749 section 3.1).
  const url = new URL(server.endpoints.authorization);
  url.hash = "";
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  // Both spell a space in a query; some servers know only one of them.
  url.search = url.search.replaceAll("+", "%20");
  return { url: url.href, state, nonce: Secret.of(nonce), verifier: Secret.of(verifier), scope };
}

/** What {@link exchangeCode} needs. */
export interface CodeExchange {
  readonly server: KnownServer & { readonly tokenAuthMethods?: readonly string[] | null };
  readonly provider: Provider;
  readonly client: {
    readonly clientId: string;
    readonly secret: Secret | null;
    /** How the client proves itself, where that is known; else the metadata decides. */
    readonly authMethod: AuthMethod | null;
  };
  readonly code: string;
  readonly verifier: Secret;
  readonly redirectUri: string;
  readonly clock: Clock;
  readonly fetch: Fetch;
}

/** The answer of the token endpoint, unread. */
export interface CodeExchangeResult {
  /** Store it before anything else: it may hold the one copy of a refresh token. {@link readGrant} reads it. */
  readonly answer: Secret;
  /** The method that the provider accepted, or that was tried last. */
  readonly authMethod: AuthMethod;
}

/**
 * Redeems a code. It is sent once; a second time only when the client was refused, which a server says before it
 * looks at the code, with the other way to send the secret, and only where the metadata allows both or is silent.
 * Throws what `fetch` throws: then nobody knows whether the code was used.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3
 */
export async function exchangeCode(exchange: CodeExchange): Promise<CodeExchangeResult> {
  const [method, other] = methodsFor(exchange);
  const first = await send(exchange, method);
  if (other === undefined || !isClientRefused(first, exchange.provider)) {
    return { answer: sealable(first), authMethod: method };
  }
  const second = await send(exchange, other);
  // Only an answer that got past the client's authentication says more than the first one.
  const isPast = second.status < 300 || readRefusal(second)?.error === "invalid_grant";
  return isPast
    ? { answer: sealable(second), authMethod: other }
    : { answer: sealable(first), authMethod: method };
}

/** Whether another way to send the secret may help. Refusals of the client id alone do not tell of the secret. */
function isClientRefused(answer: StoredTokenResponse, provider: Provider): boolean {
  const refusal = readRefusal(answer);
  if (refusal === null) return false;
  if (refusal.error === "invalid_client") return true;
  return answer.status === 401 && ruleFor(provider, { ...refusal, status: 401 })?.kind === "client";
}

/**
 * The ways to authenticate, first choice first. Basic is the default of both RFC 8414 and OpenID Connect
 * Discovery where the metadata is silent.
 */
function methodsFor({ client, server, provider }: CodeExchange): readonly [AuthMethod, AuthMethod?] {
  if (client.secret === null || client.authMethod === "none") return ["none"];
  const allowed = server.tokenAuthMethods ?? null;
  const allows = (method: AuthMethod) => allowed === null || allowed.includes(method);
  const onlyPost = allows("client_secret_post") && !allows("client_secret_basic");
  const usual = onlyPost ? "client_secret_post" : "client_secret_basic";
  const method = client.authMethod ?? provider.authMethod ?? usual;
  const other = method === "client_secret_basic" ? "client_secret_post" : "client_secret_basic";
  return allows(method) && allows(other) ? [method, other] : [method];
}

async function send(exchange: CodeExchange, authMethod: AuthMethod): Promise<StoredTokenResponse> {
  const { client, code, verifier, redirectUri, fetch, clock } = exchange;
  const server = authorizationServer(exchange.server);
  const endpoint = exchange.server.endpoints.token;
  const oauth = oauthClient(client);
  // State and issuer were judged by readCallback; this only brands the code for the next call.
  const answer = validateAuthResponse(server, oauth, new URLSearchParams({ code }), expectNoState);
  const response = await authorizationCodeGrantRequest(
    server,
    oauth,
    clientAuthentication({ authentication: ClientAuthentication.of(authMethod, client.secret) }),
    answer,
    redirectUri,
    verifier.expose(),
    { [customFetch]: fetch, ...insecureOption(endpoint) },
  );
  const body = await response.text().catch((error: unknown) => {
    if (error instanceof TokenwellError) throw error;
    throw new WireError("no_answer", true, { host: new URL(endpoint).host, reason: "truncated" });
  });
  const headers = Object.fromEntries(response.headers.entries());
  return { status: response.status, headers, body, receivedAtMs: clock.nowMs() };
}
