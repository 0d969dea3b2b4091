import { html, type Markup, nothing } from "../../pages/html.ts";
import { page } from "../../pages/layout.ts";
import { type ScriptedPage, scriptedPage } from "../../pages/scripted.ts";
import type { TextKey } from "../../text/en.ts";
import { type Language, say } from "../../text/say.ts";

/** The hidden fields of a form. */
type Fields = readonly (readonly [name: string, value: string])[];

/** The content of Auth0's own error page, for an error that is not sent to the callback. */
export interface ErrorPage {
  readonly reason: Extract<TextKey, `auth0.oops.${string}`>;
  readonly error: string;
  /** Auth0's own sentence, in English for every language. */
  readonly description: string;
}

/**
 * Renders Auth0's error page.
 *
 * @see https://auth0.com/docs/customize/login-pages/custom-error-pages
 */
export function auth0ErrorPage(language: Language, { reason, error, description }: ErrorPage): string {
  return page(
    language,
    say(language, "auth0.oops.title"),
    html`<p>${say(language, reason)}</p>
<dl><dt>${say(language, "auth0.oops.details")}</dt><dd id="error" lang="en"><code>${error}: ${description}</code></dd></dl>`,
  );
}

/**
 * Renders the page that asks whether the program at a loopback address or a mobile scheme is the right one.
 *
 * @see https://auth0.com/docs/secure/security-guidance/measures-against-app-impersonation
 */
export function confirmPage(
  language: Language,
  { action, address, app }: { readonly action: string; readonly address: string; readonly app: string },
): string {
  return page(
    language,
    say(language, "auth0.confirm.title", { app }),
    html`<p>${say(language, "auth0.confirm.lead", { app })}</p>
<p>${say(language, "auth0.confirm.address", { address })}</p>
<form method="post" action="${action}">
<button class="main" id="allow" type="submit" name="decision" value="allow">${say(language, "auth0.confirm.allow")}</button>
<button id="deny" type="submit" name="decision" value="deny">${say(language, "auth0.confirm.deny")}</button>
</form>`,
  );
}

/**
 * Renders the page that asks for a second factor.
 *
 * @see https://auth0.com/docs/secure/multi-factor-authentication/step-up-authentication
 */
export function secondFactorPage(
  language: Language,
  { action, app, warning }: { readonly action: string; readonly app: string; readonly warning: boolean },
): string {
  const alert = warning
    ? html`<p class="warn" id="warning" role="alert">${say(language, "auth0.mfa.missing")}</p>`
    : nothing;
  return page(
    language,
    say(language, "auth0.mfa.title"),
    html`<p>${say(language, "auth0.mfa.lead", { app })}</p>
${alert}
<form method="post" action="${action}">
<label for="code">${say(language, "auth0.mfa.code")}</label>
<input id="code" name="code" autocomplete="one-time-code" inputmode="numeric" required>
<button class="main" id="verify" type="submit">${say(language, "auth0.mfa.button")}</button>
</form>`,
  );
}

/**
 * Renders the page that asks whether to log out. It is for a request that does not name the session.
 *
 * @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout
 */
export function logoutPage(
  language: Language,
  { action, fields, user }: { readonly action: string; readonly fields: Fields; readonly user: string },
): string {
  return page(
    language,
    say(language, "logout.ask"),
    html`<p>${say(language, "auth0.logout.lead", { user })}</p>
<form method="post" action="${action}">
${hidden(fields)}<button class="main" id="allow" type="submit" name="decision" value="allow">${say(language, "logout.allow")}</button>
<button id="deny" type="submit" name="decision" value="deny">${say(language, "logout.deny")}</button>
</form>`,
  );
}

/** Renders a page with one sentence. */
export function notePage(language: Language, title: string, sentence: string): string {
  return page(language, title, html`<p>${sentence}</p>`);
}

/**
 * Renders the page that posts a response to the callback.
 *
 * @see https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html
 */
export function formPostPage(language: Language, address: string, parameters: Fields): ScriptedPage {
  const body = html`<form method="post" action="${address}">
${hidden(parameters)}<button class="main" id="continue" type="submit">${say(language, "redirect.continue")}</button>
</form>`;
  return scriptedPage(language, "document.forms[0].submit();", body);
}

function hidden(fields: Fields): readonly Markup[] {
  return fields.map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">
`,
  );
}
