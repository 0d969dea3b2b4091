import { html, type Markup } from "../pages/html.ts";
import type { Language } from "../text/say.ts";

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

/** Renders a time, in UTC. */
export function instant(ms: number): Markup {
  const text = new Date(ms).toISOString();
  return html`<time datetime="${text}">${text.slice(0, 23).replace("T", " ")}</time>`;
}

/** Formats a duration in its two largest units, such as `1 day 2 hours`. */
export function span(language: Language, ms: number): string {
  let restMs = ms;
  const parts: string[] = [];
  for (const [unit, unitMs] of units) {
    const count = Math.floor(restMs / unitMs);
    restMs -= count * unitMs;
    if (count > 0 && parts.length < 2)
      parts.push(new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count));
  }
  return parts.join(" ");
}
