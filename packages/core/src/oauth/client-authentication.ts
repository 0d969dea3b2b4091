import {
  type AuthorizationServer,
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretPost,
  None,
  type Client as OAuthClient,
} from "oauth4webapi";
import { InputError } from "../errors.ts";
import { isLoopbackHost } from "../loopback.ts";
import { type AuthMethod, type Client, ClientAuthentication } from "../model.ts";
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
  return method === "client_secret_post" ? ClientSecretPost(secret) : basic(secret);
}

/**
 * Sends id and secret in the header, form-encoded first. Leaves `-`, `_`, `.` and `*` as they are, unlike oauth4webapi:
 * servers that forget to decode still understand most ids and secrets.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#appendix-B
 */
const basic =
  (secret: string): ClientAuth =>
  (_server, { client_id: id }, _body, headers) => {
    const credentials = `${formEncode(id)}:${formEncode(secret)}`;
    headers.set("authorization", `Basic ${Buffer.from(credentials).toString("base64")}`);
  };

const formEncode = (text: string): string => new URLSearchParams([["", text]]).toString().slice(1);

/** Whether an encoder may change an id or a secret in the header. Encoders and decoders of servers disagree. */
export const isChangedByBasic = (text: string): boolean => /[^A-Za-z0-9]/.test(text);

/** Whether a server may accept the client by another method: the refusal is about it, or gives no reason. */
export const mayBeMethod = (status: number, error: string): boolean =>
  ["invalid_client", "unauthorized_client", "access_denied"].includes(error.toLowerCase()) ||
  ((status === 401 || status === 403) && error === "");

/** Returns the other method for a client secret. */
export const otherMethodOf = (method: AuthMethod): AuthMethod =>
  method === "client_secret_basic" ? "client_secret_post" : "client_secret_basic";

/** Returns the client with another method for its secret; unchanged without a secret, or for `undefined`. */
export function withMethod(client: AuthenticatedClient, method: AuthMethod | undefined): AuthenticatedClient {
  const { method: usual, secret } = client.authentication;
  if (method === undefined || secret === null || usual === "none") return client;
  return { ...client, authentication: ClientAuthentication.of(method, secret) };
}

/** Returns the client with the other method for its secret; `undefined` without a secret. */
export function withOtherMethod(client: AuthenticatedClient): AuthenticatedClient | undefined {
  const { method, secret } = client.authentication;
  return secret === null || method === "none" ? undefined : withMethod(client, otherMethodOf(method));
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
