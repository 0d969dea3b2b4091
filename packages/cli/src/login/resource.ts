import { type KnownApp, type LoginOptions, type ProtectedResource, providerAt } from "@tokenwell/core";
import { type App, type AppRequest, findApp } from "../app.ts";
import type { Context } from "../context.ts";
import type { LoginPlace, Target } from "./target.ts";

/** Whether an address is likely one of an MCP server. Then its metadata is looked for before that of an issuer. */
function isLikelyResource(given: string): boolean {
  return /[.:/]/.test(given) && /mcp|\/sse\/?$/i.test(given.replace(/[?#].*$/s, ""));
}

/** Finds the target of a login by the address of an MCP server; `undefined` if it describes none. */
export async function findResourceTarget(tokenwell: LoginPlace, given: string): Promise<Target | undefined> {
  const resource = isLikelyResource(given) ? await tokenwell.protectedResource(given) : null;
  return resource
    ? { provider: providerAt(resource.issuer).id, address: resource.issuer, resource }
    : undefined;
}

/** Finds the resource of a connection that logs in again with a new client, because its server has forgotten the old one. */
export async function resourceAnew(
  tokenwell: LoginPlace,
  { again }: Target,
): Promise<ProtectedResource | null> {
  return again ? await tokenwell.protectedResource(again.apiBase) : null;
}

/** The access that a resource asks for. */
export const accessOf = ({ resource, apiBase, scope }: ProtectedResource): Partial<LoginOptions> => ({
  resource,
  apiBase,
  ...(scope !== null && { scope }),
});

/**
 * Finds the client of a login for a resource, in the order of MCP: the given one, whose id may be the address of a document
 * that describes it, one that was registered before, or one to register now.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization#client-registration-approaches
 */
export async function findResourceApp(
  context: Context,
  tokenwell: LoginPlace,
  { issuer, scope, canRegister }: ProtectedResource,
  request: AppRequest & { readonly isAnew: boolean },
): Promise<App> {
  const { options, redirectUri } = request;
  const isDocument = /^https:\/\/[^/]+\/./.test(options.clientId ?? "");
  if (options.clientId !== undefined && isDocument && !options.clientSecretFile)
    return { address: issuer, clientId: options.clientId, clientSecret: null };
  const known = request.isAnew ? [] : request.known.filter((app) => app.redirectUri === redirectUri);
  if (options.clientId !== undefined || (known.length === 0 && !canRegister))
    return await findApp(context, { ...request, known, isRelogin: true });
  const [latest] = known;
  if (latest !== undefined) return appOf(latest);
  const client = await tokenwell.register(issuer, { redirectUri, ...(scope !== null && { scope }) });
  context.ui.mark("done", context.ui.words("login.registered", { host: new URL(issuer).host }));
  return { address: issuer, ...client };
}

const appOf = ({ issuer, clientId, clientSecret }: KnownApp): App => ({
  address: issuer,
  clientId,
  clientSecret,
});
