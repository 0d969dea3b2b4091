import type { Client, Connection } from "../model.ts";
import { providerOf } from "../providers/index.ts";

/**
 * Returns the base address of a connection's API: from the token response, the user's setting, the audience, or else
 * the issuer's origin. The tokens for a resource go to the address that the user named, whatever the token response says.
 */
export function apiBaseOf(connection: Connection, client: Client): string {
  return namedApiBaseOf(connection, client) ?? new URL(client.issuer).origin;
}

/** Returns the same address; `null` if neither the provider nor the user has named it. */
export function namedApiBaseOf({ details }: Connection, { issuer, provider }: Client): string | null {
  const { instanceUrl, apiBase, requested } = details;
  const named = requested?.audience ? providerOf(provider).apiOf(requested.audience, issuer) : null;
  return requested?.resource === undefined
    ? (instanceUrl ?? apiBase ?? named)
    : (apiBase ?? requested.resource);
}
