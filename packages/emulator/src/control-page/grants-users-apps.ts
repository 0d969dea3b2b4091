import type { Check, Checks } from "../checks.ts";
import type { ControlState } from "../control.ts";
import { html, type Markup, nothing } from "../pages/html.ts";
import type { AppSwitches } from "../personality.ts";
import { type Language, say } from "../text/say.ts";
import { callValue } from "./call.ts";
import { button, formIn, live, option, table } from "./form.ts";
import { instant } from "./times.ts";

/** Renders the live grants. */
export function grantsSection(language: Language, { grants, ledger }: ControlState): Markup {
  if (grants.length === 0) return html`<p class="soft">${say(language, "control.grants.none")}</p>`;
  const columns = ["user", "app", "scopes", "since", "uses", "action"] as const;
  const rows = grants.map(({ clientId, id, scopes, user }) => {
    const entries = ledger.entries.filter(({ grantId }) => grantId === id);
    const uses = entries.filter(({ kind, outcome }) => kind === "refresh" && outcome !== "refused").length;
    const [first] = entries;
    const revoke = button(
      say(language, "control.revoke"),
      callValue("DELETE grants", { name: id }),
      `${user}, ${clientId}`,
    );
    return html`<tr><th scope="row">${user}</th><td><code>${clientId}</code></td><td>${scopes.map(codeOf)}</td>
<td>${first === undefined ? nothing : instant(first.atMs)}</td><td class="number">${String(uses)}</td><td>${revoke}</td></tr>
`;
  });
  const names = columns.map((column) => say(language, `control.${column}`));
  return formIn("grants", table(say(language, "control.grants"), names, rows));
}

/** Renders the users. */
export function usersSection(language: Language, { users }: ControlState): Markup {
  const columns = ["user", "email", "state", "action"] as const;
  const rows = users.map(({ blocked, email, name }) => {
    const label = say(language, blocked ? "control.activate" : "control.deactivate");
    const change = button(label, callValue("POST users", { name, blocked: !blocked }), name);
    const revoked = callValue("POST users", { name, revoked: true });
    return html`<tr><th scope="row">${name}</th><td>${email}</td>
<td><span class="badge ${blocked ? "off" : "on"}">${say(language, blocked ? "control.inactive" : "control.active")}</span></td>
<td>${change} ${button(say(language, "control.revoke_all"), revoked, name)}</td></tr>
`;
  });
  const names = columns.map((column) => say(language, `control.${column}`));
  return html`<p class="soft">${say(language, "control.users.lead")}</p>
${formIn("users", table(say(language, "control.users"), names, rows))}`;
}

/**
 * Renders the apps with their settings. A setting with two values is a button; any other is shown, and the form below
 * changes it.
 */
export function appsSection(language: Language, { anyApp, apps }: ControlState, switches: Checks): Markup {
  const items = apps.map(({ clientId, ...settings }) => {
    const all = Object.entries(settings).map(([name, value]) => ({
      name,
      value,
      other: otherOf(value, switches[name]),
    }));
    return html`<li><h3><code>${clientId}</code></h3>
${all.map((setting) => (setting.other === undefined ? nothing : switchOf(clientId, setting)))}
<dl>${all.map((setting) => (setting.other === undefined ? settingOf(setting) : nothing))}</dl></li>
`;
  });
  const others = anyApp ? html`<p class="soft">${say(language, "control.apps.others")}</p>` : nothing;
  return html`<p class="soft">${say(language, "control.apps.lead")}</p>
${others}
${live("apps", formIn("apps", html`<ul class="apps">${items}</ul>`))}
${live("any setting", formIn("apps", anySetting(language, apps, Object.keys(switches))))}`;
}

interface Setting {
  readonly name: string;
  readonly value: unknown;
  /** The value after a switch. `undefined` if the setting does not have exactly two values. */
  readonly other: unknown;
}

const switchPairs: readonly (readonly [unknown, unknown])[] = [
  [true, false],
  [false, true],
  ["strict", "static"],
  ["static", "strict"],
];

function otherOf(value: unknown, check: Check | undefined): unknown {
  const other = switchPairs.find(([one]) => one === value)?.[1];
  return check?.accepts(other) ? other : undefined;
}

function switchOf(clientId: string, { name, other, value }: Setting): Markup {
  const isOn = value === true || value === "strict";
  const label = typeof value === "string" ? `${name}: ${value}` : name;
  const call = callValue("POST apps", { name: clientId, [name]: other });
  return html`<button type="submit" class="switch" name="call" value="${call}" aria-pressed="${String(isOn)}">${label}<span class="unseen"> ${clientId}</span></button>
`;
}

function settingOf({ name, value }: Setting): Markup {
  return html`<div><dt>${name}</dt><dd><code>${JSON.stringify(value) ?? ""}</code></dd></div>`;
}

function anySetting(language: Language, apps: readonly AppSwitches[], names: readonly string[]): Markup {
  return html`<details><summary>${say(language, "control.apps.any")}</summary>
<div class="row">
<div><label for="app">${say(language, "control.app")}</label>
<select id="app" name="app">${apps.map(({ clientId }) => option(clientId, clientId))}</select></div>
<div><label for="setting">${say(language, "control.apps.setting")}</label>
<select id="setting" name="setting">${names.map((name) => option(name, name))}</select></div>
<div><label for="value">${say(language, "control.apps.value")}</label>
<input id="value" name="value" required autocomplete="off" spellcheck="false"></div>
${button(say(language, "control.apps.change"), "change")}
</div></details>`;
}

function codeOf(text: string): Markup {
  return html`<code>${text}</code> `;
}
