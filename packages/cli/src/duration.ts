// On the fast path: imports nothing.

const unitSeconds: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };
const longestSeconds = 3_660 * 86_400;

/** Parses `300`, `300s`, `5m`, `1h` or `30d` as seconds. Returns `undefined` for anything else. */
export function parseDurationSeconds(text: string): number | undefined {
  const [, digits, unit = ""] = /^(\d{1,9})([smhd]?)$/.exec(text) ?? [];
  const seconds = Number(digits) * (unitSeconds[unit] ?? Number.NaN);
  return seconds <= longestSeconds ? seconds : undefined;
}
