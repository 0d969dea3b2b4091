import { type Language, say } from "../text/say.ts";
import { html } from "./html.ts";
import { type ScriptedPage, scriptedPage } from "./scripted.ts";

/** Renders a page that redirects the browser by a script. */
export function redirectPage(language: Language, address: string): ScriptedPage {
  // Escape "<", so that an address cannot end the script element early.
  const script = `window.location.replace(${JSON.stringify(address).replaceAll("<", "\\u003c")});`;
  const body = html`<p><a id="continue" href="${address}">${say(language, "redirect.continue")}</a></p>`;
  return scriptedPage(language, script, body);
}
