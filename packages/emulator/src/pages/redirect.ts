import { createHash } from "node:crypto";
import { type Language, say } from "../text/say.ts";
import { html, Markup } from "./html.ts";
import { page, pageHeaders } from "./layout.ts";

/** A page that sends the browser on by JavaScript, and the headers that let just this script run. */
export function redirectPage(
  language: Language,
  address: string,
): { readonly markup: string; readonly headers: Readonly<Record<string, string>> } {
  // An address cannot end the script element early.
  const script = `window.location.replace(${JSON.stringify(address).replaceAll("<", "\\u003c")});`;
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = `${pageHeaders["content-security-policy"]}; script-src 'sha256-${hash}'`;
  return {
    markup: page(
      language,
      say(language, "redirect.title"),
      html`<p><a id="continue" href="${address}">${say(language, "redirect.continue")}</a></p>
<script>${new Markup(script)}</script>`,
    ),
    headers: { ...pageHeaders, "content-security-policy": policy },
  };
}
