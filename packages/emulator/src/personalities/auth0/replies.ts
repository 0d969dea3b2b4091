import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { pageHeaders } from "../../pages/layout.ts";
import type { HostName } from "../../serving/hosts.ts";
import { type Language, languageOf } from "../../text/say.ts";
import type { Callback, CallbackError } from "./authorization-request.ts";
import { auth0ErrorPage, type ErrorPage, formPostPage } from "./pages.ts";

type Parameters = Readonly<Record<string, string | undefined>>;

/** Returns the language that the browser prefers. */
export function languageAt(context: Context): Language {
  return languageOf(context.req.header("accept-language"));
}

/** Answers with a page. */
export function show(context: Context, markup: string, status: 200 | 400 | 403 = 200): Response {
  return context.html(markup, status, pageHeaders);
}

/** Answers with Auth0's error page. */
export function showError(context: Context, view: ErrorPage, status: 400 | 403): Response {
  return show(context, auth0ErrorPage(languageAt(context), view), status);
}

/** Redirects the browser to an address with these parameters. */
export function redirect(context: Context, address: string, parameters: Parameters): Response {
  const url = new URL(address);
  for (const [name, value] of given(parameters)) url.searchParams.set(name, value);
  return context.redirect(url.href, 302);
}

/**
 * Sends an authorization response in the mode of the request.
 *
 * @see https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html
 */
export function redirectToCallback(
  context: Context,
  { redirectUri, responseMode, state }: Callback,
  parameters: Parameters,
): Response {
  const all = { ...parameters, state };
  switch (responseMode) {
    case "form_post": {
      const { headers, markup } = formPostPage(languageAt(context), redirectUri, given(all));
      return context.html(markup, 200, headers);
    }
    case "fragment": {
      const url = new URL(redirectUri);
      url.hash = new URLSearchParams(given(all)).toString();
      return context.redirect(url.href, 302);
    }
    default:
      return redirect(context, redirectUri, all);
  }
}

/** Sends an error as the authorization response. */
export function redirectWithError(
  context: Context,
  { description, error, ...callback }: CallbackError,
): Response {
  return redirectToCallback(context, callback, { error, error_description: description });
}

/** Returns the id that a domain gave a browser. */
export function browserIdOf(context: Context, host: HostName): string | undefined {
  return getCookie(context, cookieName(host));
}

/** Sets the cookie with the browser's id. */
export function setBrowserCookie(context: Context, host: HostName, browser: string): void {
  setCookie(context, cookieName(host), browser, { httpOnly: true, path: "/", sameSite: "Lax" });
}

/** Returns a cookie name for each domain, because browsers share cookies between the ports of localhost. */
function cookieName(host: HostName): string {
  return `auth0_${host}`;
}

function given(parameters: Parameters): [string, string][] {
  return Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
}
