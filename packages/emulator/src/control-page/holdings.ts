import type { ControlState } from "../control.ts";
import { html, type Markup, nothing } from "../pages/html.ts";
import type { AppSwitches } from "../personality.ts";
import { type Language, say } from "../text/say.ts";
import { callValue } from "./call.ts";
import { button, formIn, option, table } from "./form.ts";
import { instant } from "./times.ts";

/** What users let apps do. */
export function grantsSection(language: Language, { grants, ledger }: ControlState): Markup {
  if (grants.length === 0) {
    return html`<p class="soft">${say(language, "control.grants.none")}</p>`;
  }
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

/** Who can log in. */
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

/** The apps with their switches: what is on or off is a button, what is not is shown. */
export function appsSection(language: Language, { apps }: ControlState): Markup {
  const items = apps.map(
    ({ clientId, ...settings }) => html`<li><h3><code>${clientId}</code></h3>
${Object.entries(settings).map((setting) => switchOf(clientId, setting))}
<dl>${Object.entries(settings).map(settingOf)}</dl></li>
`,
  );
  return html`<p class="soft">${say(language, "control.apps.lead")}</p>
${formIn("apps", html`<ul class="apps">${items}</ul>`)}
${formIn("apps", anySetting(language, apps))}`;
}

/** For what has more than two values. */
function anySetting(language: Language, apps: readonly AppSwitches[]): Markup {
  const settings = new Set(apps.flatMap(({ clientId: _, ...rest }) => Object.keys(rest)));
  return html`<details><summary>${say(language, "control.apps.any")}</summary>
<div class="row">
<div><label for="app">${say(language, "control.app")}</label>
<select id="app" name="app">${apps.map(({ clientId }) => option(clientId, clientId))}</select></div>
<div><label for="setting">${say(language, "control.apps.setting")}</label>
<select id="setting" name="setting">${[...settings].map((name) => option(name, name))}</select></div>
<div><label for="value">${say(language, "control.apps.value")}</label>
<input id="value" name="value" required autocomplete="off" spellcheck="false"></div>
${button(say(language, "control.apps.change"), "change")}
</div></details>`;
}

type Setting = readonly [name: string, value: AppSwitches[string]];

/** What pressing a switch makes of it; nothing where it has more than two values. */
function opposite([setting, value]: Setting): unknown {
  if (setting === "rateLimited") {
    return undefined;
  }
  const others: readonly (readonly [unknown, unknown])[] = [
    [true, false],
    [false, true],
    ["strict", "static"],
    ["static", "strict"],
  ];
  return others.find(([one]) => one === value)?.[1];
}

function switchOf(clientId: string, [setting, value]: Setting): Markup {
  const changed = opposite([setting, value]);
  if (changed === undefined) {
    return nothing;
  }
  const isOn = value === true || value === "strict";
  const label = typeof value === "string" ? `${setting}: ${value}` : setting;
  const call = callValue("POST apps", { name: clientId, [setting]: changed });
  return html`<button type="submit" class="switch" name="call" value="${call}" aria-pressed="${String(isOn)}">${label}<span class="unseen"> ${clientId}</span></button>
`;
}

function settingOf([setting, value]: Setting): Markup {
  return opposite([setting, value]) === undefined
    ? html`<div><dt>${setting}</dt><dd><code>${JSON.stringify(value) ?? ""}</code></dd></div>`
    : nothing;
}

function codeOf(text: string): Markup {
  return html`<code>${text}</code> `;
}
