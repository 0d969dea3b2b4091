import type { LedgerEntry } from "../ledger.ts";
import { html, type Markup, nothing } from "../pages/html.ts";
import { type Language, say } from "../text/say.ts";
import { instant } from "./times.ts";

const maxEntries = 100;

/** Renders the ledger, the newest entry first. */
export function timeline(language: Language, entries: readonly LedgerEntry[]): Markup {
  if (entries.length === 0) return html`<p class="soft">${say(language, "control.ledger.none")}</p>`;
  const shown = entries.slice(-maxEntries).reverse();
  const counts = { shown: String(shown.length), total: String(entries.length) };
  const newest =
    shown.length < entries.length
      ? html`<p class="soft">${say(language, "control.ledger.newest", counts)}</p>`
      : nothing;
  return html`${newest}
<div class="scroll" role="group" aria-labelledby="ledger" tabindex="0">
<ol class="timeline" reversed>
${shown.map((entry) => item(language, entry))}
</ol>
</div>
<p><a href="/emulator/ledger">${say(language, "control.ledger.json")}</a></p>`;
}

function item(language: Language, entry: LedgerEntry): Markup {
  const { atMs, clientId = "-", fingerprint, kind, outcome, via } = entry;
  const presented = fingerprint === undefined ? nothing : html` <code>${fingerprint}</code>`;
  const authenticated = via === "none" ? nothing : html` <code class="soft">${via}</code>`;
  return html`<li class="${outcome}">
<p>${instant(atMs)} <span class="badge">${say(language, `control.outcome.${outcome}`)}</span></p>
<p>${say(language, `control.presented.${kind}`)}${presented} · <code>${clientId}</code>${authenticated}</p>
${notes(language, entry)}
</li>
`;
}

/** Renders the details of an entry, if there are any. */
function notes(language: Language, entry: LedgerEntry): Markup {
  const { detail, error, errorDescription = "", fault, grantRevoked, spent } = entry;
  const errorLine =
    error === undefined ? nothing : line(say(language, "control.told"), error, errorDescription);
  const lines = [
    errorLine,
    detail === undefined ? nothing : line(say(language, "control.reason"), detail),
    spent ? html`<p class="note">${say(language, "control.spent")}</p>` : nothing,
    grantRevoked ? html`<p class="note">${say(language, "control.grant_revoked")}</p>` : nothing,
    fault === undefined ? nothing : line(say(language, "control.struck"), fault),
  ];
  return html`${lines}`;
}

/** Renders a label and the provider's own words, which are English in every language. */
function line(label: string, ...words: readonly string[]): Markup {
  const [first = "", second = ""] = words;
  const more = second === "" ? nothing : html` <span lang="en">${second}</span>`;
  return html`<p class="note">${label} <code lang="en">${first}</code>${more}</p>`;
}
