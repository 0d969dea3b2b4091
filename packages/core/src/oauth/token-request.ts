import { customFetch, genericTokenEndpointRequest } from "oauth4webapi";
import { WireError } from "../errors.ts";
import type { KnownServer } from "../providers/provider.ts";
import type { Secret } from "../secret.ts";
import {
  type AuthenticatedClient,
  authorizationServer,
  clientAuthentication,
  insecureOption,
  oauthClient,
} from "./client-authentication.ts";
import type { RawTokenResponse } from "./token-response.ts";

/** The grant that a token request redeems. A further grant is one member here and one case in {@link parametersOf}. */
export type Credential =
  | { readonly kind: "refresh_token"; readonly token: Secret }
  | {
      readonly kind: "authorization_code";
      readonly code: string;
      readonly verifier: Secret;
      readonly redirectUri: string;
    };

/** Sends one HTTP request and returns the response, whatever its status. Throws a {@link WireError} without one. */
export type Send = (request: {
  readonly method: "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}) => Promise<{
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly complete: boolean;
}>;

/** The options of {@link requestToken}. An absent or empty parameter is not sent: the provider's default applies. */
export interface TokenRequestOptions {
  readonly send: Send;
  /** The API that the access token is for, as Auth0 names it. */
  readonly audience?: string;
  /** The scope of the access token, separated by spaces. */
  readonly scope?: string;
  /** The API that the access token is for. @see https://www.rfc-editor.org/rfc/rfc8707#section-2 */
  readonly resource?: string;
}

/**
 * Asks the token endpoint for tokens, once. Throws what `send` throws, and `insecure_address`. Only `refresh` may call
 * it with a refresh token.
 *
 * We take the bytes of the response ourselves, because even a cut-off body may hold the only copy of a refresh token,
 * and give oauth4webapi an empty `Response`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
export async function requestToken(
  server: KnownServer,
  client: AuthenticatedClient,
  credential: Credential,
  { audience = "", resource = "", scope = "", send }: TokenRequestOptions,
): Promise<RawTokenResponse> {
  // Created before the request, so that nothing is allocated or loaded between the response and its commit.
  const empty = new Response(null);
  const decoder = new TextDecoder();
  let received: RawTokenResponse | undefined;
  const capture = async (url: string, init: { headers: Record<string, string>; body?: unknown }) => {
    const { "user-agent": _oauth4webapi, ...headers } = init.headers;
    const response = await send({ method: "POST", url, headers, body: String(init.body ?? "") });
    received = { ...response, body: decoder.decode(response.body) };
    return empty;
  };
  const options = { [customFetch]: capture, ...insecureOption(server.endpoints.token) };
  const parameters = { audience, scope, resource, ...parametersOf(credential) };
  await genericTokenEndpointRequest(
    authorizationServer(server),
    oauthClient(client),
    clientAuthentication(client),
    credential.kind,
    Object.entries(parameters).filter(([, value]) => value !== ""),
    options,
  );
  if (!received) throw new WireError("unreachable", false, { reason: "stopped", host: "" });
  return received;
}

function parametersOf(credential: Credential): Readonly<Record<string, string>> {
  switch (credential.kind) {
    case "refresh_token":
      return { refresh_token: credential.token.expose() };
    case "authorization_code": {
      const { code, verifier, redirectUri } = credential;
      return { redirect_uri: redirectUri, code, code_verifier: verifier.expose() };
    }
  }
}
