import { createHash } from "node:crypto";
import { type Look, lookWith } from "../pages/layout.ts";
import { refreshScript } from "./refresh-script.ts";

const look = lookWith(`
:root { --ground: #f5f6f8; --edge: #d9dde3; --soft: #525b66; --good: #12663c; --pale: #e8f0fa; }
@media (prefers-color-scheme: dark) { :root { --ground: #0f1215; --edge: #323941; --soft: #aeb7c2; --good: #7fd6a4; --pale: #1d2a3a; } }
body { background: var(--ground); font-size: 0.9375rem; }
header { background: var(--paper); }
main { max-width: 78rem; padding: 1rem 1rem 4rem; }
h1 { margin: 1rem 0 0.25rem; }
h2 { margin: 0 0 0.5rem; font-size: 1.0625rem; }
h3 { margin: 0 0 0.5rem; font-size: 1.125rem; }
a { color: var(--mark); }
code, time { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.875em; }
section { background: var(--paper); border: 1px solid var(--edge); border-radius: 0.75rem; padding: 1rem 1.25rem; margin: 0 0 1rem; }
section p { margin: 0.25rem 0; }
section form + form, [data-live] + form, [data-live] + [data-live] { margin-top: 0.75rem; }
.following, .lost { display: none; }
[data-connection="open"] .following, [data-connection="lost"] .lost { display: block; }
.hosts { background: none; border: 0; padding: 0; }
.hosts dl { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin: 0.5rem 0; }
.hosts div { display: flex; gap: 0.5rem; align-items: baseline; }
.hosts dd { margin: 0; }
.hosts dt { color: var(--soft); font-weight: 400; }
.lead { max-width: 44rem; margin: 0.25rem 0; }
.lead, .soft { color: var(--soft); }
.done { color: var(--good); font-weight: 600; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding: 0; margin: 0.5rem 0 1rem; list-style: none; }
.counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1px; margin: 0 0 1rem; overflow: hidden; background: var(--paper); border: 1px solid var(--edge); border-radius: 0.75rem; }
.counts div { display: flex; flex-direction: column-reverse; justify-content: flex-end; padding: 0.75rem 1.25rem; box-shadow: 0 0 0 1px var(--edge); }
.counts dt { font-weight: 400; color: var(--soft); line-height: 1.35; }
.counts dd { margin: 0; font-size: 1.75rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.columns { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 62rem) { .columns { grid-template-columns: minmax(0, 1fr) 25rem; } }
.wide { position: relative; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.5rem 0.75rem 0.5rem 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--edge); }
thead th { color: var(--soft); font-weight: 400; white-space: nowrap; }
tbody tr:last-child > * { border-bottom: 0; }
td:last-child { white-space: nowrap; padding-right: 0; }
.number { font-variant-numeric: tabular-nums; }
button { position: relative; margin: 0.25rem 0.25rem 0.25rem 0; padding: 0.25rem 0.75rem; border-width: 1px; border-radius: 0.5rem; }
button:hover { background: var(--pale); }
.switch { font-weight: 400; border-radius: 1rem; color: var(--ink); border-color: var(--line); }
.switch[aria-pressed="true"], .switch[aria-pressed="true"]:hover { color: var(--on-mark); background: var(--mark); border-color: var(--mark); }
label { margin-top: 0.5rem; font-weight: 400; color: var(--soft); }
input, select { width: 100%; min-height: 2.375rem; box-sizing: border-box; padding: 0.375rem 0.5rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 0.5rem; }
.row { display: flex; gap: 0.75rem; align-items: flex-end; }
.row > div { flex: 1; min-width: 0; }
.row button { min-height: 2.375rem; margin: 0; }
details { margin: 0.5rem 0; }
summary { cursor: pointer; color: var(--mark); }
.now { font-size: 1.125rem; }
.armed { padding-left: 1.5rem; margin: 0.25rem 0; overflow-wrap: anywhere; }
.scroll { max-height: 30rem; overflow-y: auto; }
.timeline { list-style: none; padding: 0; margin: 0.5rem 0 0; }
.timeline li { position: relative; margin-left: 0.375rem; padding: 0 0 1rem 1.25rem; border-left: 2px solid var(--edge); }
.timeline li::before { content: ""; position: absolute; left: -0.4375rem; top: 0.375rem; width: 0.75rem; height: 0.75rem; border-radius: 50%; background: var(--good); }
.timeline .refused::before { background: var(--warn); }
.timeline .unprocessed::before, .timeline .revoked::before { background: var(--line); }
.timeline p { margin: 0; }
.note { color: var(--soft); }
.badge { display: inline-block; white-space: nowrap; padding: 0 0.5rem; border: 1px solid currentColor; border-radius: 1rem; color: var(--good); font-size: 0.875em; }
.refused .badge, .badge.off { color: var(--warn); }
.unprocessed .badge, .revoked .badge { color: var(--soft); }
.apps { list-style: none; padding: 0; margin: 0; display: grid; gap: 1.25rem; }
.apps dl { display: grid; gap: 0.125rem; margin: 0.5rem 0 0; }
.apps dl div { display: flex; flex-wrap: wrap; gap: 0 0.75rem; }
.apps dt { font-weight: 400; color: var(--soft); }
.apps dd { margin: 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`);

const scriptHash = createHash("sha256").update(refreshScript).digest("base64");

/**
 * The look of the control page. Its forms may only be sent to its own host, with the origin of the page, and its script
 * may only ask that host.
 *
 * @see https://www.w3.org/TR/CSP3/#directive-form-action
 */
export const controlLook: Look = {
  style: look.style,
  headers: {
    ...look.headers,
    "content-security-policy": `${look.headers["content-security-policy"]}; script-src 'sha256-${scriptHash}'; connect-src 'self'; form-action 'self'`,
    "content-type": "text/html; charset=utf-8",
    "referrer-policy": "same-origin",
  },
};
