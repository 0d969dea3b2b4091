import type { Checks } from "../checks.ts";
import type { ControlState } from "../control.ts";
import type { FaultName } from "../faults/fault.ts";
import { html, Markup, nothing } from "../pages/html.ts";
import { page } from "../pages/layout.ts";
import { type Language, say } from "../text/say.ts";
import { clockSection, faultsSection } from "./clock-and-faults.ts";
import { live } from "./form.ts";
import { appsSection, grantsSection, usersSection } from "./grants-users-apps.ts";
import { refreshScript } from "./refresh-script.ts";
import { controlLook } from "./style.ts";
import { timeline } from "./timeline.ts";

/** The content of the page. */
export interface ControlView {
  readonly state: ControlState;
  readonly canStrike: (fault: FaultName) => boolean;
  readonly switches: Checks;
  /** Whether the page is shown after a call that succeeded. */
  readonly isDone: boolean;
  /** The error message of a call that failed. */
  readonly refusal: string | undefined;
}

type Section = "ledger" | "grants" | "users" | "apps" | "clock" | "faults";

const sections: readonly Section[] = ["ledger", "grants", "users", "apps", "clock", "faults"];

/** Renders the control page. */
export function controlPage(language: Language, view: ControlView): string {
  const { canStrike, state, switches } = view;
  const lead = html`<p class="soft">${say(language, "control.ledger.lead")}</p>`;
  const content = html`<p class="lead">${say(language, "control.lead")}</p>
${freshness(language)}
${resultNotice(language, view)}
${hosts(language, state)}
<nav aria-label="${say(language, "control.nav")}"><ul>
${sections.map((section) => html`<li><a href="#${section}">${say(language, `control.${section}`)}</a></li>`)}
</ul></nav>
${live("counts", counts(language, state))}
<div class="columns">
<div>
${card(language, "ledger", html`${lead}${live("ledger", timeline(language, state.ledger.entries))}`)}
${card(language, "grants", live("grants", grantsSection(language, state)))}
${card(language, "users", live("users", usersSection(language, state)))}
${card(language, "apps", appsSection(language, state, switches))}
</div>
<div>
${card(language, "clock", clockSection(language, state))}
${card(language, "faults", faultsSection(language, state, canStrike))}
</div>
</div>
<script>${new Markup(refreshScript)}</script>`;
  const provider = say(language, `control.provider.${state.personality}`);
  return page(language, say(language, "control.title", { provider }), content, controlLook);
}

/** Says how up to date the page is. The script shows one of the first two sentences. */
function freshness(language: Language): Markup {
  return html`<p class="soft following">${say(language, "control.following")}</p>
<p class="warn lost">${say(language, "control.lost")}</p>
<noscript><p class="soft">${say(language, "control.reload")}</p></noscript>`;
}

function card(language: Language, section: Section, content: Markup): Markup {
  return html`<section aria-labelledby="${section}">
<h2 id="${section}">${say(language, `control.${section}`)}</h2>
${content}
</section>`;
}

function resultNotice(language: Language, { isDone, refusal }: ControlView): Markup {
  if (refusal !== undefined) {
    return html`<p class="warn" role="alert">${say(language, "control.refused")} <span lang="en">${refusal}</span></p>`;
  }
  return isDone ? html`<p class="done" role="status">${say(language, "control.done")}</p>` : nothing;
}

function hosts(language: Language, state: ControlState): Markup {
  const rows = Object.entries(state.hosts).map(
    ([name, { origin }]) => html`<div><dt>${name}</dt><dd><code>${origin}</code></dd></div>`,
  );
  return html`<section aria-labelledby="hosts" class="hosts"><h2 id="hosts" class="unseen">${say(language, "control.hosts")}</h2><dl>${rows}</dl></section>`;
}

function counts(language: Language, { ledger }: ControlState): Markup {
  const { grantsRevoked, mostPresentations, refreshes, refused, spent } = ledger.summary;
  const tiles = [
    [say(language, "control.count.refreshes"), refreshes],
    [say(language, "control.count.refused"), refused],
    [say(language, "control.count.spent"), spent],
    [say(language, "control.count.most"), mostPresentations],
    [say(language, "control.count.revoked"), grantsRevoked],
  ] as const;
  return html`<dl class="counts">
${tiles.map(([label, count]) => html`<div><dt>${label}</dt><dd>${String(count)}</dd></div>`)}
</dl>`;
}
