import { type Language, say } from "../text/say.ts";
import { html, nothing } from "./html.ts";
import { page } from "./layout.ts";

/** The content of the error page: an OAuth error that must not be sent to a redirect URI. */
export interface ErrorView {
  readonly error: string;
  readonly description: string | undefined;
}

/** Renders the page of an error that only the user sees. */
export function errorPage(language: Language, { error, description }: ErrorView): string {
  const words =
    description === undefined
      ? nothing
      : html`<dt>${say(language, "error.description")}</dt><dd id="description">${description}</dd>`;
  return page(
    language,
    say(language, "error.title"),
    html`<dl><dt>${say(language, "error.code")}</dt><dd id="error"><code>${error}</code></dd>${words}</dl>`,
  );
}

/** Renders the page of a login that is over or belongs to another browser. */
export function expiredPage(language: Language): string {
  return page(language, say(language, "error.title"), html`<p>${say(language, "error.expired")}</p>`);
}
