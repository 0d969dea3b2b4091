import { createHash } from "node:crypto";
import { type Language, say } from "../text/say.ts";
import { html, Markup } from "./html.ts";
import { page, pageHeaders } from "./layout.ts";

/** A page and the headers that it needs. */
export interface ScriptedPage {
  readonly markup: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Renders a page with a script that leaves it, and headers that permit only this script. `body` is for browsers without
 * scripts.
 *
 * @see https://www.w3.org/TR/CSP3/#grammardef-hash-source
 */
export function scriptedPage(language: Language, script: string, body: Markup): ScriptedPage {
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = `${pageHeaders["content-security-policy"]}; script-src 'sha256-${hash}'`;
  const markup = html`${body}
<script>${new Markup(script)}</script>`;
  return {
    markup: page(language, say(language, "redirect.title"), markup),
    headers: { ...pageHeaders, "content-security-policy": policy },
  };
}
