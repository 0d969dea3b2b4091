import { pageHeaders } from "../../pages/layout.ts";
import { redirectPage } from "../../pages/redirect.ts";
import type { HostContext } from "../../serving/hono.ts";
import type { HostName } from "../../serving/hosts.ts";
import { languageOf } from "../../text/say.ts";
import type { AuthorizationRequest } from "./logins.ts";
import { instanceUrlOf, type Org, pathAt, siteId } from "./orgs.ts";
import type { State } from "./state.ts";

/** Where a logged-in user is asked. */
export const consentPath = "/setup/secur/RemoteAccessAuthorizationPage.apexp";
/** Where a user ends whose org does not have the app. */
export const appErrorPath = "/setup/secur/RemoteAccessErrorPage.apexp";

/** The cookie of a browser at a host. Browsers do not tell ports apart, so each host has a name of its own. */
export function cookieAt(host: HostName): string {
  return `sid_${host}`;
}

/** The address of the login page, from which it goes on to the consent page. */
export function loginAddress(host: HostName, source: string): string {
  const query = new URLSearchParams({ ec: "302", startURL: consentAddress(host, source) });
  return `${pathAt(host)}/?${query}`;
}

/** The address of the consent page. */
export function consentAddress(host: HostName, source: string): string {
  return `${pathAt(host)}${consentPath}?${new URLSearchParams({ source })}`;
}

/** The address of the page that says that an org does not have the app. */
export function appErrorAddress({ services }: State, org: Org): string {
  const words = { error: "invalid_client", error_description: "app must be installed into org" };
  return `${instanceUrlOf(services, org)}${appErrorPath}?${new URLSearchParams(words)}`;
}

/** The callback with an answer. A site adds which one it is. */
export function callbackAddress(
  { services }: State,
  { host, redirectUri, state }: AuthorizationRequest,
  answer: Readonly<Record<string, string>>,
): string {
  const url = new URL(redirectUri);
  const site = host === "site" && answer.code !== undefined ? siteMembers(services.originOf(host)) : {};
  const members = { ...answer, ...(state === undefined ? {} : { state }), ...site };
  for (const [name, value] of Object.entries(members)) url.searchParams.set(name, value);
  return url.href;
}

/** What an Experience Cloud site adds to its answers. */
export function siteMembers(origin: string): Readonly<Record<string, string>> {
  return { sfdc_community_url: origin + pathAt("site"), sfdc_community_id: siteId };
}

/** Sends the browser on: 200 and a script, or 302. */
export function redirect(
  context: HostContext,
  { options }: State,
  address: string,
  cookie?: string,
): Response {
  const kept = cookie === undefined ? {} : { "set-cookie": cookie };
  if (options.redirect === "302") {
    const headers = { location: address, "cache-control": "no-store", ...kept };
    return new Response(null, { status: 302, headers });
  }
  const { headers, markup } = redirectPage(languageOf(context.req.header("accept-language")), address);
  return new Response(markup, {
    headers: { ...headers, "content-type": "text/html; charset=UTF-8", ...kept },
  });
}

/** A page for a person. */
export function show(markup: string, status = 200): Response {
  return new Response(markup, {
    status,
    headers: { ...pageHeaders, "content-type": "text/html; charset=UTF-8" },
  });
}
