import { createHash } from "node:crypto";
import { type Language, say } from "../text/say.ts";
import { html, Markup } from "./html.ts";

const baseStyle = `
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --line: #6b7480; --mark: #0b5cad; --on-mark: #ffffff; --warn: #a3171f; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceff3; --paper: #16191d; --line: #8f99a6; --mark: #8cc2ff; --on-mark: #10151b; --warn: #ff9c9c; } }
body { margin: 0; color: var(--ink); background: var(--paper); font: 1rem/1.6 system-ui, sans-serif; }
header { padding: 0.5rem 1rem; border-bottom: 1px solid var(--line); }
header p { margin: 0; font-weight: 600; }
main { max-width: 30rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.3; overflow-wrap: anywhere; }
p, li, dd { overflow-wrap: anywhere; }
label { display: block; margin-top: 1rem; font-weight: 600; }
input { box-sizing: border-box; width: 100%; padding: 0.5rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 0.25rem; }
button { margin: 1.5rem 0.5rem 0 0; padding: 0.5rem 1.25rem; font: inherit; font-weight: 600; color: var(--mark); background: transparent; border: 2px solid var(--mark); border-radius: 0.25rem; cursor: pointer; }
button.main { color: var(--on-mark); background: var(--mark); }
:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; }
.warn { color: var(--warn); font-weight: 600; }
dt { font-weight: 600; }
dd { margin: 0 0 0.5rem; }
`;

/** The look of pages: their style, and the headers that permit only this style. */
export interface Look {
  readonly style: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Returns the look of all pages with an addition to the style. */
export function lookWith(addition: string): Look {
  const style = baseStyle + addition;
  const hash = createHash("sha256").update(style).digest("base64");
  return {
    style,
    headers: {
      "cache-control": "no-store",
      "content-security-policy": `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; frame-ancestors 'none'`,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  };
}

const usual = lookWith("");

/** The headers of every page. They have no form-action, which browsers also apply to the redirect to the callback. */
export const pageHeaders: Readonly<Record<string, string>> = usual.headers;

/** Renders a whole page. */
export function page(
  language: Language,
  title: string,
  content: Markup,
  { style }: Pick<Look, "style"> = usual,
): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<header><p>${say(language, "banner")}</p></header>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.text;
}
