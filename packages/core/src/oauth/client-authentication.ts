import {
  type AuthorizationServer,
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  None,
  type Client as OAuthClient,
} from "oauth4webapi";
import { InputError } from "../errors.ts";
import { isLoopbackHost } from "../loopback.ts";
import type { Client, Endpoints } from "../model.ts";
import { sanitize } from "../text/sanitize.ts";

/**
 * The signature algorithms of ID tokens that are accepted: public keys only. `none` proves nothing, and with
 * HS256 whoever can read the client secret could sign.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
 */
const idTokenAlgorithms = [
  "RS256",
  "PS256",
  "ES256",
  "Ed25519",
  "EdDSA",
  "RS384",
  "PS384",
  "ES384",
  "RS512",
  "PS512",
  "ES512",
];

/** What is known of a server: a stored {@link Client} fits, and so does fresh metadata. */
export interface KnownServer {
  readonly issuer: string;
  readonly endpoints: Endpoints;
  /** As the metadata lists them; `null` or left out where unknown. */
  readonly idTokenAlgorithms?: readonly string[] | null;
}

/**
 * How a client proves itself: in the form (`client_secret_post`), in the header with id and secret
 * form-encoded first (`client_secret_basic`), or by its id alone. Exposes the secret; make it for one request.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1
 */
export function clientAuthentication({ authentication }: Pick<Client, "authentication">): ClientAuth {
  const { method } = authentication;
  const secret = authentication.secret?.expose() ?? "";
  if (method === "none" || secret === "") return None();
  return method === "client_secret_post" ? ClientSecretPost(secret) : ClientSecretBasic(secret);
}

/**
 * A server as oauth4webapi wants it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-2
 */
export function authorizationServer(server: KnownServer): AuthorizationServer {
  const { endpoints, idTokenAlgorithms: listed } = server;
  return {
    issuer: server.issuer,
    authorization_endpoint: endpoints.authorization,
    token_endpoint: endpoints.token,
    ...(endpoints.revocation === undefined ? {} : { revocation_endpoint: endpoints.revocation }),
    ...(endpoints.introspection === undefined ? {} : { introspection_endpoint: endpoints.introspection }),
    ...(endpoints.userinfo === undefined ? {} : { userinfo_endpoint: endpoints.userinfo }),
    ...(endpoints.jwks === undefined ? {} : { jwks_uri: endpoints.jwks }),
    id_token_signing_alg_values_supported: listed
      ? idTokenAlgorithms.filter((algorithm) => listed.includes(algorithm))
      : idTokenAlgorithms,
  };
}

/** A client as oauth4webapi wants it. */
export function oauthClient(client: Pick<Client, "clientId">): OAuthClient {
  return { client_id: client.clientId };
}

/**
 * oauth4webapi's permission for plain http, given only for an address of this machine. Throws
 * `insecure_address` for plain http anywhere else.
 */
export function insecureOption(address: string): { readonly [allowInsecureRequests]?: true } {
  const { protocol, hostname } = new URL(address);
  if (isLoopbackHost(hostname)) return { [allowInsecureRequests]: true };
  if (protocol !== "https:") throw new InputError("insecure_address", { url: sanitize(address) });
  return {};
}
