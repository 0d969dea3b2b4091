import type { ControlState } from "../control.ts";
import type { ArmedFault, FaultName } from "../faults/fault.ts";
import { html, type Markup, nothing } from "../pages/html.ts";
import { type Language, say } from "../text/say.ts";
import { callValue } from "./call.ts";
import { button, formIn, live, option } from "./form.ts";
import { presetsAt } from "./presets.ts";
import { instant, span } from "./times.ts";

/** Renders the clock and the forms that move it. */
export function clockSection(language: Language, { clock }: ControlState): Markup {
  const { nowMs, offsetMs } = clock;
  const units = [
    ["second", say(language, "control.clock.second")],
    ["minute", say(language, "control.clock.minute")],
    ["hour", say(language, "control.clock.hours")],
    ["day", say(language, "control.clock.days")],
  ] as const;
  const now = html`<p class="now">${instant(nowMs)} UTC</p>
<p class="soft">${distance(language, offsetMs)}</p>`;
  return html`${live("clock", now)}
${formIn(
  "clock",
  html`${button(say(language, "control.clock.hour"), callValue("POST clock", { advanceMs: 3_600_000 }))}
${button(say(language, "control.clock.day"), callValue("POST clock", { advanceMs: 86_400_000 }))}`,
)}
${formIn(
  "clock",
  html`<div class="row">
<div><label for="amount">${say(language, "control.clock.amount")}</label>
<input id="amount" name="amount" type="number" step="any" value="15" required aria-describedby="back"></div>
<div><label for="unit">${say(language, "control.clock.unit")}</label>
<select id="unit" name="unit">${units.map(([unit, label]) => option(unit, label, unit === "minute"))}</select></div>
${button(say(language, "control.clock.move"), "move")}
</div>
<p class="soft" id="back">${say(language, "control.clock.hint")}</p>`,
)}
${formIn(
  "clock",
  html`${button(say(language, "control.expire"), callValue("POST expire"))}
<p class="soft">${say(language, "control.expire.hint")}</p>`,
)}`;
}

/** Renders the armed faults and the form that arms one more. */
export function faultsSection(
  language: Language,
  { clock, faults }: ControlState,
  canStrike: (fault: FaultName) => boolean,
): Markup {
  const presets = presetsAt(clock.nowMs).filter(({ fault }) => canStrike(fault.fault));
  const form = formIn(
    "faults",
    html`<label for="fault">${say(language, "control.faults.kind")}</label>
<select id="fault" name="fault">
${presets.map(({ fault, label }) => option(JSON.stringify(fault), say(language, label)))}
</select>
<div class="row">
<div><label for="skip">${say(language, "control.faults.skip")}</label>
<input id="skip" name="skip" type="number" min="0" value="0"></div>
<div><label for="times">${say(language, "control.faults.times")}</label>
<input id="times" name="times" type="number" min="1" value="1"></div>
</div>
<details><summary>${say(language, "control.faults.own")}</summary>
<label for="json">${say(language, "control.faults.json")}</label>
<input id="json" name="json" autocomplete="off" spellcheck="false"></details>
${button(say(language, "control.faults.arm"), "arm")}`,
  );
  return html`${live("armed", armed(language, faults))}
${live("arm", form)}`;
}

function armed(language: Language, { armed: list, held }: ControlState["faults"]): Markup {
  const onHold =
    held === 0
      ? nothing
      : formIn(
          "faults",
          html`<p>${say(language, "control.faults.held", { count: String(held) })}</p>
${button(say(language, "control.faults.release"), callValue("POST release"))}`,
        );
  if (list.length === 0) return html`<p class="soft">${say(language, "control.faults.none")}</p>${onHold}`;
  return html`<p>${say(language, "control.faults.lead")}</p>
<ol class="armed">${list.map(armedOne)}</ol>
${onHold}
${formIn("faults", button(say(language, "control.faults.clear"), callValue("DELETE faults")))}`;
}

/** Renders a fault as JSON that the form accepts, without default values. */
function armedOne({ skip = 0, times = 1, ...fault }: ArmedFault): Markup {
  const shown = { ...fault, ...(skip === 0 ? {} : { skip }), ...(times === 1 ? {} : { times }) };
  return html`<li><code>${JSON.stringify(shown)}</code></li>`;
}

function distance(language: Language, offsetMs: number): string {
  const words = span(language, Math.abs(offsetMs));
  if (words === "") return say(language, "control.clock.same");
  return say(language, offsetMs > 0 ? "control.clock.ahead" : "control.clock.behind", { distance: words });
}
