import { html } from "../../pages/html.ts";
import { page } from "../../pages/layout.ts";
import type { TextKey } from "../../text/en.ts";
import { type Language, say } from "../../text/say.ts";

/** Why a request ends on Auth0's own page and not at the callback. */
export interface Oops {
  readonly reason: Extract<TextKey, `auth0.oops.${string}`>;
  readonly error: string;
  /** As Auth0 words it, in English everywhere. */
  readonly description: string;
}

/**
 * The page of what must not be sent to a callback.
 *
 * @see https://auth0.com/docs/customize/login-pages/custom-error-pages
 */
export function oopsPage(language: Language, { reason, error, description }: Oops): string {
  return page(
    language,
    say(language, "auth0.oops.title"),
    html`<p>${say(language, reason)}</p>
<dl><dt>${say(language, "auth0.oops.details")}</dt><dd id="error" lang="en"><code>${error}: ${description}</code></dd></dl>`,
  );
}

/**
 * The page that asks whether the program that waits at a loopback address or a mobile scheme is the right one.
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
