import type { Client, Connection } from "../model.ts";
import { providerOf } from "../providers/index.ts";

/**
 * Returns the base address of a connection's API: what the provider said, what the user set, what the audience names, else
 * the issuer's own origin.
 */
export function apiBaseOf({ details }: Connection, { issuer, provider }: Client): string {
  const { instanceUrl, apiBase, requested } = details;
  const named = requested?.audience ? providerOf(provider).apiOf(requested.audience, issuer) : null;
  return instanceUrl ?? apiBase ?? named ?? new URL(issuer).origin;
}
