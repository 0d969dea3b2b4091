import { html, type Markup, nothing } from "../pages/html.ts";

/** The address of the page. */
export const pagePath = "/emulator";

/** Renders a part of the page that the script of the page keeps up to date. */
export function live(name: string, content: Markup): Markup {
  return html`<div data-live="${name}">${content}</div>`;
}

/** Renders a form. After its call, the browser returns to the section that contains it. */
export function formIn(section: string, content: Markup): Markup {
  return html`<form method="post" action="${pagePath}">
<input type="hidden" name="section" value="${section}">
${content}
</form>`;
}

/** Renders a button that makes a call. `about` names the row for screen readers. */
export function button(label: string, call: string, about?: string): Markup {
  const more = about === undefined ? nothing : html`<span class="unseen"> ${about}</span>`;
  return html`<button type="submit" name="call" value="${call}">${label}${more}</button>`;
}

/** Renders a table with a caption for screen readers only. */
export function table(caption: string, columns: readonly string[], rows: readonly Markup[]): Markup {
  return html`<div class="wide" role="group" aria-label="${caption}" tabindex="0"><table>
<caption class="unseen">${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${rows}
</tbody>
</table></div>`;
}

/** Renders one option of a list. */
export function option(value: string, label: string, isChosen = false): Markup {
  return isChosen
    ? html`<option value="${value}" selected>${label}</option>`
    : html`<option value="${value}">${label}</option>`;
}
