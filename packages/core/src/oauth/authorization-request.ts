import {
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
} from "oauth4webapi";
import { type Provider, type ServerMetadata, scopesIn } from "../providers/provider.ts";
import { Secret } from "../secret.ts";

const offline = "offline_access";

/** The options of {@link createAuthorizationRequest}. */
export interface AuthorizationRequestOptions {
  readonly server: ServerMetadata;
  readonly provider: Provider;
  readonly client: { readonly clientId: string };
  readonly redirectUri: string;
  /** The scope that the user asked for, separated by spaces. Default: the provider's. */
  readonly scope?: string;
  /** The API that the access token is for. Default, and `""`: the provider's. */
  readonly audience?: string;
  /** The protected resource that the access token is for. @see https://www.rfc-editor.org/rfc/rfc8707#section-2.1 */
  readonly resource?: string;
  /** Further parameters, such as `max_age`. A `prompt` is added to that of the provider. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** An authorization request, and the values that its response must fit. Store it before the browser opens. */
export interface AuthorizationRequest {
  readonly url: string;
  readonly state: string;
  readonly nonce: Secret;
  readonly verifier: Secret;
  /** The requested scope, separated by spaces. */
  readonly scope: string;
}

/**
 * Makes an authorization request with PKCE (S256), state and nonce, each of 256 random bits and for this request only.
 * It uses PKCE even if the metadata does not promise it: servers must ignore unknown parameters, and some (Salesforce)
 * demand it without saying so.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1
 */
export async function createAuthorizationRequest(
  options: AuthorizationRequestOptions,
): Promise<AuthorizationRequest> {
  const { server } = options;
  const constant = constantParameters(options);
  const { scope = "" } = constant;
  const appDecides = scope === "" && !server.isPlainOAuth && options.resource === undefined;
  const mayBringIdToken = appDecides || scope.split(" ").includes("openid");
  const state = generateRandomState();
  const nonce = generateRandomNonce();
  const verifier = generateRandomCodeVerifier();
  const parameters = {
    ...constant,
    state,
    // Without openid there is no ID token to bind, and some servers refuse a nonce.
    ...(mayBringIdToken ? { nonce } : {}),
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  };
  // The endpoint's own query stays (RFC 6749 section 3.1).
  const url = new URL(server.endpoints.authorization);
  url.hash = "";
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  // Both spell a space in a query, but some servers know only one of them.
  url.search = url.search.replaceAll("+", "%20");
  return { url: url.href, state, nonce: Secret.of(nonce), verifier: Secret.of(verifier), scope };
}

/** Returns the parameters of an authorization request that are the same for every login of a client. */
export function constantParameters(
  options: Omit<AuthorizationRequestOptions, "server"> & {
    readonly server: Pick<ServerMetadata, "scopes" | "isPlainOAuth">;
  },
): Readonly<Record<string, string>> {
  const { provider } = options;
  const scope = scopeOf(options);
  return {
    response_type: "code",
    client_id: options.client.clientId,
    redirect_uri: options.redirectUri,
    // Without it the app's own scopes apply.
    ...(scope === "" ? {} : { scope }),
    ...(options.audience ? { audience: options.audience } : {}),
    ...(options.resource === undefined ? {} : { resource: options.resource }),
    ...withPrompts(provider.authorizeParameters(scope), options.parameters ?? {}),
  };
}

/** Returns the scope to request. A plain OAuth server and the one of a resource know none of the default scopes. */
function scopeOf({ server, provider, scope, resource }: Parameters<typeof constantParameters>[0]): string {
  if (resource === undefined && !server.isPlainOAuth) return provider.scopeFor(server, scope);
  const asked = scopesIn(scope ?? "");
  const isMissing = resource !== undefined && server.scopes?.includes(offline) && !asked.includes(offline);
  return [...asked, ...(isMissing ? [offline] : [])].join(" ");
}

/** Merges parameters, and the values of their prompts: `prompt=login consent` asks for both. */
function withPrompts(
  own: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const prompts = [given.prompt, own.prompt].filter((prompt) => prompt !== undefined);
  return { ...own, ...given, ...(prompts.length > 0 && { prompt: prompts.join(" ") }) };
}
