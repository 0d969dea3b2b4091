import { type ClientDescription, providerOf } from "@tokenwell/core";

/**
 * Returns the address of an API call: below the given or known address of the API, or else one that every account of
 * the provider may call, or a placeholder.
 */
export function apiUrlOf(client: ClientDescription, given: string | undefined): string {
  const { provider, issuer, userinfoEndpoint } = client;
  const path = pathOf(provider);
  const base = given ?? client.apiBase ?? (path === null ? null : orgOf(issuer));
  if (base !== null) return path === null ? base : `${base.replace(/\/$/, "")}${path}`;
  return userinfoEndpoint ?? "https://your-api.example.com/";
}

/** Returns a path that every API of the provider has; `null` if their APIs differ. */
function pathOf(provider: string): string | null {
  const { apiExample } = providerOf(provider);
  return apiExample === null || apiExample.includes("…") ? null : apiExample;
}

/** Returns the address of the org: that of the issuer, unless it is the one at which every org logs in. */
function orgOf(issuer: string): string {
  return /^https:\/\/(?:login|test)\.salesforce\.com$/.test(issuer)
    ? "https://your-domain.my.salesforce.com"
    : issuer;
}
