/** Text that is already markup and is not escaped again. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value of a template: text is escaped, markup is not, lists are joined. */
export type Fragment = string | Markup | readonly Markup[];

/** Builds markup. Escapes every value that is not markup itself. */
export function html(strings: TemplateStringsArray, ...values: readonly Fragment[]): Markup {
  const parts = strings.map((literal, index) => literal + textOf(values[index] ?? ""));
  return new Markup(parts.join(""));
}

/** Empty markup. */
export const nothing = new Markup("");

function textOf(value: Fragment): string {
  if (value instanceof Markup) return value.text;
  return typeof value === "string" ? escapeHtml(value) : value.map(({ text }) => text).join("");
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
