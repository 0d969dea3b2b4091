import { type Language, say } from "../text/say.ts";
import { html } from "./html.ts";
import { type ScriptedPage, scriptedPage } from "./scripted.ts";

/** A page that sends the browser on by JavaScript. */
export function redirectPage(language: Language, address: string): ScriptedPage {
  // An address cannot end the script element early.
  const script = `window.location.replace(${JSON.stringify(address).replaceAll("<", "\\u003c")});`;
  const body = html`<p><a id="continue" href="${address}">${say(language, "redirect.continue")}</a></p>`;
  return scriptedPage(language, script, body);
}
