/** The look of docs/explain.html, with the colours of the emulator's pages. */
export const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #525b66; --paper: #ffffff; --ground: #f5f6f8; --line: #6b7480; --edge: #d9dde3; --mark: #0b5cad; --pale: #e8f0fa; --good: #12663c; --good-pale: #e7f4ec; --warn: #a3171f; --warn-pale: #fbecec; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceff3; --soft: #aeb7c2; --paper: #16191d; --ground: #0f1215; --line: #8f99a6; --edge: #323941; --mark: #8cc2ff; --pale: #1d2a3a; --good: #7fd6a4; --good-pale: #14271d; --warn: #ff9c9c; --warn-pale: #301a1c; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; color: var(--ink); background: var(--ground); font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
:lang(ja) { line-break: strict; }
h1, h2, h3, h4, p, dl, dd, ol { margin: 0; padding: 0; }
a { color: var(--mark); }
:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; }
header, main, footer { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
header { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; align-items: center; justify-content: space-between; padding-top: 1rem; padding-bottom: 1rem; }
header p { font-weight: 700; letter-spacing: -0.01em; }
nav { display: flex; gap: 0.25rem; }
nav a { padding: 0.125rem 0.625rem; border-radius: 1rem; color: var(--soft); text-decoration: none; }
nav a:hover { background: var(--pale); }
nav a[aria-current] { color: var(--ink); background: var(--paper); box-shadow: inset 0 0 0 1px var(--edge); font-weight: 600; }
h1 { margin-top: 1.5rem; font-size: clamp(1.75rem, 1.4rem + 1.6vw, 2.5rem); line-height: 1.2; letter-spacing: -0.02em; }
:lang(ja) h1 { letter-spacing: 0; }
.lead { max-width: 44rem; margin-top: 0.75rem; font-size: 1.0625rem; color: var(--soft); }
.private { display: flex; gap: 0.5rem; align-items: baseline; margin: 0.75rem 0 1.75rem; color: var(--good); font-size: 0.9375rem; font-weight: 600; }
.private::before { content: ""; flex: none; width: 0.5rem; height: 0.5rem; border-radius: 50%; background: currentColor; transform: translateY(-0.125rem); }
.columns { display: grid; gap: 1.25rem; grid-template-columns: minmax(0, 1fr); align-items: start; }
form, .answer { background: var(--paper); border: 1px solid var(--edge); border-radius: 1rem; padding: 1.25rem; }
label { display: block; font-weight: 600; }
details { margin-top: 1.25rem; padding-top: 1rem; border-top: 1px solid var(--edge); }
summary { width: fit-content; padding: 0.125rem 0.25rem 0.125rem 0; font-weight: 600; cursor: pointer; }
summary::marker { color: var(--mark); }
details label { font-weight: 400; font-size: 0.9375rem; color: var(--soft); }
.hint { margin-top: 0.375rem; font-size: 0.875rem; color: var(--soft); }
textarea, input, select { width: 100%; margin-top: 0.25rem; padding: 0.5rem 0.625rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 0.5rem; }
textarea { display: block; resize: vertical; }
#text { min-height: 6.5rem; font: 0.875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
select, input { height: 2.75rem; text-overflow: ellipsis; }
::placeholder { color: var(--soft); opacity: 1; }
.grid { display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fit, minmax(min(max(11rem, 40%), 100%), 1fr)); margin-top: 0.75rem; }
.grid .wide { grid-column: 1 / -1; }
.examples { display: flex; flex-wrap: wrap; gap: 0.375rem; align-items: center; margin-top: 0.75rem; font-size: 0.875rem; color: var(--soft); }
button { min-height: 1.875rem; padding: 0.125rem 0.75rem; font: inherit; color: var(--mark); background: transparent; border: 1px solid var(--edge); border-radius: 1rem; cursor: pointer; }
button:hover { background: var(--pale); border-color: var(--mark); }
.examples button { font-size: 0.8125rem; font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; text-align: left; }
.end { display: flex; justify-content: flex-end; margin-top: 1rem; }
.answer { padding: 1.5rem 1.25rem; }
.empty { color: var(--soft); }
h2 { font-size: 1.375rem; line-height: 1.35; letter-spacing: -0.01em; }
:lang(ja) h2 { font-size: 1.25rem; line-height: 1.5; letter-spacing: 0; }
.read { display: flex; flex-wrap: wrap; gap: 0.375rem; align-items: center; margin-top: 0.75rem; font-size: 0.875rem; }
.read > * { padding: 0 0.5rem; border: 1px solid var(--edge); border-radius: 1rem; font-weight: 400; }
.read .label { padding: 0 0.25rem 0 0; border: 0; color: var(--soft); }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.9375em; }
.remark { margin-top: 1rem; padding: 0.5rem 0.75rem; background: var(--pale); border-radius: 0.5rem; }
.verdicts { display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr)); margin-top: 1.25rem; }
.verdicts div { padding: 0.625rem 0.875rem 0.75rem; border-radius: 0.625rem; background: var(--ground); border-left: 4px solid var(--line); }
.verdicts dt { font-size: 0.875rem; color: var(--soft); }
.verdicts dd { font-weight: 600; line-height: 1.45; }
.verdicts .good { background: var(--good-pale); border-color: var(--good); }
.verdicts .bad { background: var(--warn-pale); border-color: var(--warn); }
h3 { margin-top: 1.75rem; font-size: 0.9375rem; font-weight: 600; color: var(--soft); }
.causes { list-style: none; counter-reset: cause; }
.causes > li { counter-increment: cause; position: relative; padding: 1rem 0 1.25rem 2.75rem; border-bottom: 1px solid var(--edge); }
.causes > li:last-child { border-bottom: 0; padding-bottom: 0; }
.causes > li::before { content: counter(cause); position: absolute; left: 0; top: 1rem; width: 1.75rem; height: 1.75rem; border-radius: 50%; background: var(--pale); color: var(--mark); font-weight: 700; line-height: 1.75rem; text-align: center; font-variant-numeric: tabular-nums; }
.causes > li:first-child:last-child { padding-left: 0; }
.causes > li:first-child:last-child::before { content: none; }
h4 { font-size: 1.0625rem; line-height: 1.5; }
.steps { margin-top: 0.5rem; padding-left: 1.25rem; }
.steps li { padding-left: 0.25rem; margin-top: 0.375rem; }
.steps li::marker { color: var(--soft); }
.steps li:first-child:last-child { list-style: none; margin-left: -1.25rem; padding-left: 0; }
.more { margin-top: 0.625rem; font-size: 0.8125rem; color: var(--soft); }
.more b { font-weight: 400; margin-right: 0.375rem; }
footer { padding-top: 2rem; padding-bottom: 3rem; font-size: 0.9375rem; color: var(--soft); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (min-width: 62rem) {
  .columns { grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); gap: 1.5rem; }
  .answer { padding: 2rem; align-self: stretch; }
  #text { min-height: 9rem; }
}
`;
