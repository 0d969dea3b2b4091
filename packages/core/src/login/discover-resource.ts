import type { ProtectedResource, RegistrationOptions } from "../api/resource.ts";
import { InputError, ProviderError } from "../errors.ts";
import { discover } from "../oauth/metadata.ts";
import { findResourceMetadata, type ResourceMetadata } from "../oauth/protected-resource.ts";
import { type RegisteredClient, registerClient } from "../oauth/registration.ts";
import { readAddress } from "../providers/address.ts";
import type { Fetch, ServerMetadata } from "../providers/provider.ts";
import type { LoginServices } from "./services.ts";

/** Finds the authorization server of a protected resource; `null` if the address does not describe one. */
export async function discoverResource(
  services: LoginServices,
  typed: string,
): Promise<ProtectedResource | null> {
  const { url } = readAddress(typed, "oidc");
  const apiBase = `${url.origin}${url.pathname}`;
  const fetch = fetchOf(services);
  const metadata = await findResourceMetadata(new URL(apiBase), fetch);
  if (metadata !== null) return describe(metadata, apiBase, await serverOf(metadata.issuer, fetch));
  // MCP of 2025-03-26 knows no metadata of resources: the server's origin is its issuer.
  const server = await serverOf(url.origin, fetch).catch((error: unknown) => {
    if (error instanceof ProviderError || error instanceof InputError) return null;
    throw error;
  });
  return server && describe({ resource: null, issuer: server.issuer, scope: null }, apiBase, server);
}

function describe(
  { resource, scope }: Omit<ResourceMetadata, "resource"> & { readonly resource: string | null },
  apiBase: string,
  server: ServerMetadata,
): ProtectedResource {
  return {
    resource: resource ?? apiBase,
    apiBase,
    issuer: server.issuer,
    scope,
    canRegister: server.registrationEndpoint !== null,
    acceptsClientMetadata: server.acceptsClientMetadata,
  };
}

/** Registers a client at an issuer. */
export async function registerAt(
  services: LoginServices,
  issuer: string,
  { redirectUri, scope = "" }: RegistrationOptions,
): Promise<RegisteredClient> {
  const fetch = fetchOf(services);
  const { registrationEndpoint, tokenAuthMethods } = await serverOf(issuer, fetch);
  if (registrationEndpoint === null)
    throw new ProviderError("registration_refused", { host: new URL(issuer).host, said: "no endpoint" });
  return await registerClient(registrationEndpoint, { redirectUri, scope, tokenAuthMethods }, fetch);
}

const serverOf = (issuer: string, fetch: Fetch): Promise<ServerMetadata> => discover(issuer, fetch, "oauth");

const fetchOf =
  ({ egress }: LoginServices): Fetch =>
  (url, init) =>
    egress.fetch(url, init);
