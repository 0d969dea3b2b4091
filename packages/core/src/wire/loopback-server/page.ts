import { createHash } from "node:crypto";
import { type Language, type MessageParams, say } from "../../text/say.ts";

/** The kinds of page. The listener itself shows `stray` (not for this login) and `gone` (already answered). */
export type PageKind = "done" | "handed" | "failed" | "slow" | "stray" | "gone";

/** A page in the browser tab. */
export interface Page {
  readonly kind: PageKind;
  /** Values for the `{placeholders}` of the sentences. */
  readonly facts?: MessageParams;
  /** A sentence after the title, in the language of the tab. */
  readonly detail?: string;
}

const statuses: Readonly<Record<PageKind, number>> = {
  done: 200,
  handed: 200,
  slow: 200,
  failed: 400,
  stray: 400,
  gone: 410,
};

const marks: Readonly<Record<PageKind, string>> = {
  done: "✓",
  handed: "✓",
  slow: "…",
  failed: "✗",
  stray: "!",
  gone: "!",
};

const style = `:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:Canvas;color:CanvasText;
font:1.125rem/1.6 system-ui,-apple-system,"Hiragino Sans","Noto Sans JP",sans-serif}
main{max-width:34rem;padding:2rem;overflow-wrap:anywhere}
h1{margin:0 0 .75rem;font-size:1.6rem;line-height:1.3}
p{margin:.4rem 0}
.mark{font-size:2rem;line-height:1;margin:0 0 1rem}`;

const styleHash = createHash("sha256").update(style).digest("base64");

/**
 * Returns the headers of every page. They forbid loading, scripts, caching, and sending the address, which has the code
 * in it, as a referrer.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.2.4
 */
export function pageHeaders(language: Language): Readonly<Record<string, string>> {
  return {
    "content-type": "text/html; charset=utf-8",
    "content-language": language,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "content-security-policy": `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    connection: "close",
  };
}

/** Renders a page without scripts and external resources. */
export function renderPage(
  language: Language,
  page: Page,
): { readonly status: number; readonly html: string } {
  const title = say(language, `tab.${page.kind}.title`, page.facts);
  const sentences = [page.detail ?? "", say(language, `tab.${page.kind}`, page.facts)];
  const paragraphs = sentences
    .filter((sentence) => sentence !== "")
    .map((sentence) => `<p>${markup(sentence)}</p>`);
  const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${markup(title)} – Tokenwell</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="mark" aria-hidden="true">${marks[page.kind]}</p>
<h1>${markup(title)}</h1>
${paragraphs.join("\n")}
</main>
</body>
</html>
`;
  return { status: statuses[page.kind], html };
}

/**
 * Chooses the language of the tab: the supported one that the browser prefers, otherwise `fallback`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4
 */
export function languageOf(acceptLanguage: string | undefined, fallback: Language): Language {
  let best: Language = fallback;
  let bestWeight = 0;
  for (const range of (acceptLanguage ?? "").split(",", 50)) {
    const [tag = "", ...parameters] = range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1";
    const weight = /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(quality) ? Number(quality) : 0;
    const primary = tag.split("-")[0];
    const language = primary === "en" || primary === "ja" ? primary : primary === "*" ? fallback : null;
    // The first one wins if weights are equal.
    if (language !== null && weight > bestWeight) {
      best = language;
      bestWeight = weight;
    }
  }
  return best;
}

function markup(text: string): string {
  return text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);
}
