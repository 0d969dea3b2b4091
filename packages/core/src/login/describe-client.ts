import type { ClientDescription, ClientTarget } from "../api/client.ts";
import { namedApiBaseOf } from "../connections/api-base.ts";
import { findConnection } from "../connections/find.ts";
import { loopbackRedirectUri } from "../loopback.ts";
import type { AuthMethod } from "../model.ts";
import { constantParameters } from "../oauth/authorization-request.ts";
import { providerFor, providerOf } from "../providers/index.ts";
import type { Provider, ServerMetadata } from "../providers/provider.ts";
import { findServer } from "./begin.ts";
import type { LoginServices } from "./services.ts";

/** The members of a server's metadata that decide its requests. */
type Server = Pick<ServerMetadata, "issuer" | "endpoints" | "scopes" | "tokenAuthMethods" | "isPlainOAuth">;

type AddressTarget = Exclude<ClientTarget, { readonly name: string }>;

/** Describes the requests of a connection's client, or of one at an address. */
export async function describeClient(
  services: LoginServices,
  target: ClientTarget,
): Promise<ClientDescription> {
  return "name" in target
    ? await describeConnected(services, target.name)
    : await describeAtAddress(services, target);
}

async function describeConnected({ store }: LoginServices, name: string): Promise<ClientDescription> {
  const { connection, client } = await findConnection(store, name);
  const { issuer, endpoints, authentication, redirectUri } = client;
  const { scope, audience } = { ...client.requested, ...connection.details.requested };
  const isPlainOAuth = endpoints.jwks === undefined;
  return describe({
    server: { issuer, endpoints, scopes: null, tokenAuthMethods: null, isPlainOAuth },
    provider: providerOf(client.provider),
    client: { clientId: client.clientId },
    authMethod: authentication.method,
    redirectUri,
    apiBase: namedApiBaseOf(connection, client),
    ...(scope !== undefined && { scope }),
    ...(audience !== undefined && { audience }),
  });
}

async function describeAtAddress(services: LoginServices, target: AddressTarget): Promise<ClientDescription> {
  const { clientId, isPublic, scope, audience, redirectUri = loopbackRedirectUri() } = target;
  const { server, provider } = await serverAt(services, target);
  return describe({
    server,
    provider,
    client: { clientId },
    authMethod: isPublic ? "none" : secretMethodOf(server, provider),
    redirectUri,
    apiBase: audience ? provider.apiOf(audience, server.issuer) : null,
    ...(scope !== undefined && { scope }),
    ...(audience !== undefined && { audience }),
  });
}

async function serverAt(
  services: LoginServices,
  target: AddressTarget,
): Promise<{ readonly server: Server; readonly provider: Provider }> {
  const provider = providerFor(target.address, target.provider);
  const issuer = target.address === "" ? provider.defaultHost : provider.hostFrom(target.address);
  const endpoints = issuer === null ? null : provider.endpointsAt(issuer);
  if (issuer === null || endpoints === null) return await findServer(services, target.address, target);
  return { server: { issuer, endpoints, scopes: null, tokenAuthMethods: null }, provider };
}

/** Returns the method of a client with a secret. The form needs no encoding of its own, so it is preferred. */
function secretMethodOf({ tokenAuthMethods }: Server, { authMethod }: Provider): AuthMethod {
  if (authMethod !== null) return authMethod;
  return tokenAuthMethods?.includes("client_secret_post") ? "client_secret_post" : "client_secret_basic";
}

interface Parts {
  readonly server: Server;
  readonly provider: Provider;
  readonly client: { readonly clientId: string };
  readonly authMethod: AuthMethod;
  readonly redirectUri: string;
  readonly apiBase: string | null;
  readonly scope?: string;
  readonly audience?: string;
}

function describe(parts: Parts): ClientDescription {
  const { server, provider, client, authMethod, redirectUri, apiBase } = parts;
  return {
    provider: provider.id,
    issuer: server.issuer,
    clientId: client.clientId,
    authMethod,
    redirectUri,
    authorizationEndpoint: server.endpoints.authorization,
    tokenEndpoint: server.endpoints.token,
    userinfoEndpoint: server.endpoints.userinfo ?? null,
    authorizationParameters: constantParameters(parts),
    apiBase,
  };
}
