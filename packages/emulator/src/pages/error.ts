import { type Language, say } from "../text/say.ts";
import { html, nothing } from "./html.ts";
import { page } from "./layout.ts";

/** What the error page shows: an OAuth error that must not be sent to a redirect URI. */
export interface ErrorView {
  readonly error: string;
  readonly description: string | undefined;
}

/** The page of an error that no program receives, only the person. */
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

/** The page for someone whose login is over, or is going on in another browser. */
export function expiredPage(language: Language): string {
  return page(language, say(language, "error.title"), html`<p>${say(language, "error.expired")}</p>`);
}
