import type { PageView } from "../api.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes a text for HTML, also in a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

const style = `
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.6; }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; background: Canvas; color: CanvasText; }
main { box-sizing: border-box; width: min(30rem, 100%); padding: 2rem; }
h1 { font-size: 1.4rem; line-height: 1.3; margin: 0 0 1rem; }
p { margin: 0 0 1.5rem; overflow-wrap: anywhere; }
a, button { display: inline-block; font: inherit; padding: .6rem 1.2rem; border-radius: .5rem; border: 1px solid #1d4ed8;
  background: #1d4ed8; color: #fff; text-decoration: none; cursor: pointer; }
a:focus-visible, button:focus-visible { outline: 3px solid #f59e0b; outline-offset: 2px; }
`;

/** Renders our page: a heading, a text, and one way on. */
export function layout({ action, language, text, title }: PageView): string {
  const label = escapeHtml(action.label);
  const href = escapeHtml(action.href);
  const way =
    action.method === "get"
      ? `<a href="${href}">${label}</a>`
      : `<form method="post" action="${href}"><button type="submit">${label}</button></form>`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${text === "" ? "" : `<p>${escapeHtml(text)}</p>\n`}${way}
</main>
</body>
</html>
`;
}
