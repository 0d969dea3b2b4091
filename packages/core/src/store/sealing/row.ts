/** A row of the database. */
export type Row = Readonly<Record<string, string | number | Uint8Array | null>>;

/**
 * Converts an instant to whole milliseconds, as the database stores it. A fraction or an infinite expiry must not stop
 * the commit of a rotated token.
 */
export function toInteger(ms: number): number {
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Math.round(ms)));
}
