import { isLoopbackUrl, loopbackHosts } from "../../loopback-address.ts";
import { grantedScopes, scopesOf } from "./issuance.ts";
import type { ErrorPage } from "./pages.ts";
import type { Api, App } from "./registration.ts";
import type { Tenant } from "./tenant.ts";

/** The value of `acr_values` that requests a second factor, and of `acr` in the ID token of that login. */
const multiFactor = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

const responseModes = ["query", "fragment", "form_post"] as const;

/** The address and mode of an authorization response. */
export interface Callback {
  readonly redirectUri: string;
  readonly responseMode: (typeof responseModes)[number];
  readonly state: string | undefined;
}

/** A valid authorization request. */
export interface AuthorizationRequest extends Callback {
  readonly app: App;
  readonly api: Api | undefined;
  readonly nonce: string | undefined;
  readonly challenge: string | undefined;
  readonly prompt: ReadonlySet<string>;
  readonly loginHint: string;
  readonly maxAgeSeconds: number | undefined;
  /** The requested `acr`. `undefined` without a request for a second factor. */
  readonly acr: string | undefined;
  readonly requestedScope: string;
  /** The scopes that will be granted. */
  readonly scopes: readonly string[];
}

/** An error that is sent to the callback. */
export interface CallbackError extends Callback {
  readonly error: string;
  readonly description: string | undefined;
}

/** A valid request, an error page, or an error for the callback. */
export type AuthorizationRequestResult =
  | { readonly request: AuthorizationRequest }
  | { readonly page: ErrorPage }
  | { readonly callback: CallbackError };

/**
 * Validates an authorization request. If the client or the callback is invalid, the error is shown as a page.
 *
 * @see https://auth0.com/docs/get-started/authentication-and-authorization-flow/authorization-code-flow-with-pkce
 */
export function readAuthorizationRequest(tenant: Tenant, query: URLSearchParams): AuthorizationRequestResult {
  const parameter = (name: string) => query.get(name) || undefined;
  const clientId = parameter("client_id");
  const app = tenant.app(clientId);
  if (app === undefined) {
    const description =
      clientId === undefined ? "Missing required parameter: client_id" : `Unknown client: ${clientId}`;
    return { page: { reason: "auth0.oops.client", error: "invalid_request", description } };
  }
  const redirectUri = parameter("redirect_uri") ?? "";
  if (!isAllowed(app, redirectUri)) {
    const description = `Callback URL mismatch. ${redirectUri} is not in the list of allowed callback URLs`;
    return { page: { reason: "auth0.oops.callback", error: "unauthorized_client", description } };
  }
  const flaw = flawOf(tenant, app, parameter);
  const responseMode = responseModes.find((mode) => mode === parameter("response_mode")) ?? "query";
  const callback = { redirectUri, responseMode, state: parameter("state") };
  if (flaw !== undefined) {
    const [error, description] = flaw;
    return { callback: { ...callback, error, description } };
  }
  const api = tenant.api(parameter("audience"));
  const maxAge = parameter("max_age");
  const requestedScope = parameter("scope") ?? "";
  return {
    request: {
      ...callback,
      app,
      api,
      nonce: parameter("nonce"),
      challenge: parameter("code_challenge"),
      prompt: new Set(parameter("prompt")?.split(" ")),
      loginHint: parameter("login_hint") ?? "",
      maxAgeSeconds: maxAge === undefined ? undefined : Number(maxAge),
      acr: scopesOf(parameter("acr_values")).find((value) => value === multiFactor),
      requestedScope,
      scopes: grantedScopes(scopesOf(requestedScope), api),
    },
  };
}

/** Whether Auth0 cannot verify which program receives a response at this redirect URI. */
export function isNonVerifiable(redirectUri: string): boolean {
  const { hostname, protocol } = new URL(redirectUri);
  return loopbackHosts.has(hostname) || !["http:", "https:"].includes(protocol);
}

function flawOf(
  tenant: Tenant,
  app: App,
  parameter: (name: string) => string | undefined,
): readonly [error: string, description: string] | undefined {
  const responseType = parameter("response_type");
  if (responseType === undefined) return ["invalid_request", "Missing required parameter: response_type"];
  if (responseType !== "code")
    return ["unsupported_response_type", `Unsupported response type: ${responseType}`];
  const mode = parameter("response_mode");
  if (mode !== undefined && !responseModes.some((known) => known === mode))
    return ["invalid_request", `The emulator knows the response modes ${responseModes.join(", ")}`];
  if (!app.grantTypes.includes("authorization_code"))
    return ["unauthorized_client", "Grant type 'authorization_code' not allowed for the client."];
  const challenge = parameter("code_challenge");
  if (challenge === undefined && app.authMethod === "none")
    return ["invalid_request", "Missing required parameter: code_challenge"];
  if (challenge !== undefined && parameter("code_challenge_method") !== "S256")
    return ["invalid_request", "Parameter code_challenge_method must be S256"];
  if (!/^\d*$/.test(parameter("max_age") ?? "")) return ["invalid_request", "Invalid parameter: max_age"];
  const audience = parameter("audience");
  const isUnknown = audience !== undefined && tenant.api(audience) === undefined;
  return isUnknown ? ["access_denied", `Service not found: ${audience}`] : undefined;
}

/**
 * Whether an app allows a redirect URI. Auth0 compares the whole address; `anyLoopbackPort` and `anyLoopbackCallback`
 * are conveniences of the emulator.
 */
function isAllowed(app: App, redirectUri: string): boolean {
  const { anyLoopbackCallback, anyLoopbackPort, redirectUris } = app;
  if (redirectUris.includes(redirectUri)) return true;
  if (anyLoopbackCallback && isLoopbackUrl(redirectUri)) return true;
  const withoutPort = anyLoopbackPort ? loopbackWithoutPort(redirectUri) : undefined;
  return (
    withoutPort !== undefined && redirectUris.some((listed) => loopbackWithoutPort(listed) === withoutPort)
  );
}

function loopbackWithoutPort(address: string): string | undefined {
  const url = URL.parse(address);
  if (url === null || url.protocol !== "http:" || !loopbackHosts.has(url.hostname)) return undefined;
  url.port = "";
  return url.href;
}
