import { pageHeaders } from "../../pages/layout.ts";
import { redirectPage } from "../../pages/redirect.ts";
import type { HostContext } from "../../serving/hono.ts";
import type { HostName } from "../../serving/hosts.ts";
import { languageOf } from "../../text/say.ts";
import type { AuthorizationRequest } from "./logins.ts";
import { instanceUrlOf, type Org, pathAt, siteId } from "./orgs.ts";
import type { State } from "./state.ts";

/** The path of the consent page. */
export const consentPath = "/setup/secur/RemoteAccessAuthorizationPage.apexp";
/** The path of the page for a user whose org does not have the app installed. */
export const appErrorPath = "/setup/secur/RemoteAccessErrorPage.apexp";

/** Returns the cookie name for a host. Browsers share cookies between ports, so each host needs a name of its own. */
export function cookieAt(host: HostName): string {
  return `sid_${host}`;
}

/** Returns the address of the login page, which leads on to the consent page. */
export function loginAddress(host: HostName, source: string): string {
  const query = new URLSearchParams({ ec: "302", startURL: consentAddress(host, source) });
  return `${pathAt(host)}/?${query}`;
}

/** Returns the address of the consent page. */
export function consentAddress(host: HostName, source: string): string {
  return `${pathAt(host)}${consentPath}?${new URLSearchParams({ source })}`;
}

/** Returns the address of the page for an org that does not have the app installed. */
export function appErrorAddress({ services }: State, org: Org): string {
  const words = { error: "invalid_client", error_description: "app must be installed into org" };
  return `${instanceUrlOf(services, org)}${appErrorPath}?${new URLSearchParams(words)}`;
}

/** Returns the callback with a response. An Experience Cloud site adds its own address and id. */
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

/** Returns the members that an Experience Cloud site adds to its responses. */
export function siteMembers(origin: string): Readonly<Record<string, string>> {
  return { sfdc_community_url: origin + pathAt("site"), sfdc_community_id: siteId };
}

/** Redirects the browser by a script or by 302. */
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

/** Answers with a page. */
export function show(markup: string, status = 200): Response {
  return new Response(markup, {
    status,
    headers: { ...pageHeaders, "content-type": "text/html; charset=UTF-8" },
  });
}
