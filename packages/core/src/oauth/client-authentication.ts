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
import type { Client } from "../model.ts";
import type { KnownServer } from "../providers/provider.ts";
import { sanitize } from "../text/sanitize.ts";

/** A client, and the proof of its identity. A stored client fits. */
export type AuthenticatedClient = Pick<Client, "clientId" | "authentication">;

/**
 * Makes oauth4webapi's client authentication: in the form (`client_secret_post`), in the header with id and secret
 * form-encoded first (`client_secret_basic`), or by the id alone. It exposes the secret: make one for each request.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1
 */
export function clientAuthentication({ authentication }: AuthenticatedClient): ClientAuth {
  const { method } = authentication;
  const secret = authentication.secret?.expose() ?? "";
  if (method === "none" || secret === "") return None();
  return method === "client_secret_post" ? ClientSecretPost(secret) : ClientSecretBasic(secret);
}

/**
 * Converts a server for oauth4webapi.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-2
 */
export function authorizationServer(server: KnownServer): AuthorizationServer {
  const { endpoints } = server;
  return {
    issuer: server.issuer,
    authorization_endpoint: endpoints.authorization,
    token_endpoint: endpoints.token,
    ...(endpoints.revocation === undefined ? {} : { revocation_endpoint: endpoints.revocation }),
    ...(endpoints.introspection === undefined ? {} : { introspection_endpoint: endpoints.introspection }),
    ...(endpoints.userinfo === undefined ? {} : { userinfo_endpoint: endpoints.userinfo }),
    ...(endpoints.jwks === undefined ? {} : { jwks_uri: endpoints.jwks }),
  };
}

/** Converts a client for oauth4webapi. */
export function oauthClient(client: Pick<AuthenticatedClient, "clientId">): OAuthClient {
  return { client_id: client.clientId };
}

/**
 * Returns oauth4webapi's permission for plain http, only if the address is on this machine. Throws `insecure_address`
 * for plain http to any other machine.
 */
export function insecureOption(address: string): { readonly [allowInsecureRequests]?: true } {
  const { protocol, hostname } = new URL(address);
  if (isLoopbackHost(hostname)) return { [allowInsecureRequests]: true };
  if (protocol !== "https:") throw new InputError("insecure_address", { url: sanitize(address) });
  return {};
}
