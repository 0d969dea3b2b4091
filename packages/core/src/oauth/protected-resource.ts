import { ProviderError } from "../errors.ts";
import { judgeAddress } from "../providers/address.ts";
import type { Fetch, Members } from "../providers/provider.ts";
import { sanitize } from "../text/sanitize.ts";
import { getDocument } from "./redirects.ts";
import { challengeParameter, parseJsonObject, textMember } from "./response.ts";

const path = "/.well-known/oauth-protected-resource";

/** What a protected resource says of itself. */
export interface ResourceMetadata {
  /** Identifier of the resource, which the authorization server gets. */
  readonly resource: string;
  /** Issuer of its authorization server. */
  readonly issuer: string;
  /** Scope to request, separated by spaces; `null` if the resource names none. */
  readonly scope: string | null;
}

/**
 * Finds the metadata of a protected resource: where its refusal of a request without a token says, else at the
 * well-known address with its path, else at that of its origin. Returns `null` if there is none.
 *
 * A resource that names another one is refused: its operator would get tokens for that other one.
 *
 * @throws ProviderError `resource_mismatch`
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-3 read on 2026-11-28
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization#protected-resource-metadata-discovery-requirements
 */
export async function findResourceMetadata(address: URL, fetch: Fetch): Promise<ResourceMetadata | null> {
  const { named, scope } = await challengeOf(address, fetch);
  const own = address.pathname.replace(/\/+$/, "");
  const places = [named, `${address.origin}${path}${own}`, `${address.origin}${path}`];
  for (const place of new Set(places.filter((one) => one !== null))) {
    const document = await read(place, fetch);
    const found = document && metadataOf(document, address);
    if (found) return { ...found, scope: scope ?? found.scope };
  }
  return null;
}

/** Sends a harmless message without a token and reads the refusal. */
async function challengeOf(
  address: URL,
  fetch: Fetch,
): Promise<{ readonly named: string | null; readonly scope: string | null }> {
  const headers = { accept: "application/json, text/event-stream", "content-type": "application/json" };
  const ping = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });
  const options = { method: "POST" as const, headers, redirect: "manual" as const };
  // `fetch` sends any text, but its type is that of oauth4webapi, which sends forms only.
  const body = ping as unknown as URLSearchParams;
  const answer = await fetch(address.href, { ...options, body }).catch(() => null);
  if (answer?.status !== 401) return { named: null, scope: null };
  const named = challengeParameter(answer.headers, "resource_metadata");
  const url = named === null ? null : URL.parse(named);
  return {
    named: url !== null && judgeAddress(url, address) === "allowed" ? url.href : null,
    scope: challengeParameter(answer.headers, "scope"),
  };
}

async function read(place: string, fetch: Fetch): Promise<Members | null> {
  const options = { headers: { accept: "application/json" }, redirect: "manual" } as const;
  const fetched = await getDocument(place, options, fetch).catch(() => null);
  return fetched?.response.status === 200 ? parseJsonObject(await fetched.response.text()) : null;
}

/** Reads a document. One resource may stand for every address below it. */
function metadataOf(document: Members, address: URL): ResourceMetadata | null {
  const resource = textMember(document, "resource");
  const servers = Object.hasOwn(document, "authorization_servers") ? document.authorization_servers : null;
  const issuer = Array.isArray(servers) ? servers.find((one) => typeof one === "string") : undefined;
  if (resource === null || issuer === undefined) return null;
  const url = URL.parse(resource);
  const folder = (one: URL): string => `${one.pathname.replace(/\/+$/, "")}/`;
  if (url?.origin !== address.origin || !folder(address).startsWith(folder(url)))
    throw new ProviderError("resource_mismatch", { host: address.host, says: sanitize(resource) });
  const scopes = Object.hasOwn(document, "scopes_supported") ? document.scopes_supported : null;
  const scope = Array.isArray(scopes) ? scopes.filter((one) => typeof one === "string").join(" ") : "";
  return { resource, issuer, scope: scope === "" ? null : scope };
}
