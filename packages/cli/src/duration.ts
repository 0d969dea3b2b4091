// On the fast path: imports nothing.

const unitSeconds: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600 };
const longestSeconds = 366 * 86_400;

/** Seconds of `300`, `300s`, `5m` or `1h`; `undefined` for anything else. */
export function parseDurationSeconds(text: string): number | undefined {
  const [, digits, unit = ""] = /^(\d{1,9})([smh]?)$/.exec(text) ?? [];
  const seconds = Number(digits) * (unitSeconds[unit] ?? Number.NaN);
  return seconds <= longestSeconds ? seconds : undefined;
}
