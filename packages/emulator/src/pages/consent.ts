import { hasText, type Language, say } from "../text/say.ts";
import { html, type Markup, nothing } from "./html.ts";
import { page } from "./layout.ts";

/** The content of the consent page. */
export interface ConsentView {
  /** The address that receives the form. */
  readonly action: string;
  readonly app: string;
  readonly user: string;
  readonly scopes: readonly string[];
}

/** Renders the page that asks for consent to an app and its scopes. */
export function consentPage(language: Language, { action, app, user, scopes }: ConsentView): string {
  return page(
    language,
    say(language, "consent.title", { app }),
    html`<p>${say(language, "consent.account", { user })}</p>
<p id="asks">${say(language, "consent.lead", { app })}</p>
<ul aria-labelledby="asks">
${scopes.map((scope) => scopeLine(language, scope))}
</ul>
<form method="post" action="${action}">
<button class="main" id="allow" type="submit" name="decision" value="allow">${say(language, "consent.allow")}</button>
<button id="deny" type="submit" name="decision" value="deny">${say(language, "consent.deny")}</button>
</form>`,
  );
}

function scopeLine(language: Language, scope: string): Markup {
  const key = `scope.${scope}`;
  const meaning = hasText(key) ? html`: ${say(language, key)}` : nothing;
  return html`<li><code>${scope}</code>${meaning}</li>\n`;
}
