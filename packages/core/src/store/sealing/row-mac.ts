import { saltOf } from "./envelope.ts";
import type { Row } from "./row.ts";

// Imports no sentences: the command's fast path checks rows through this file.

/**
 * Share of a column in its row's MAC: its value; the salt of a ciphertext, which no other ciphertext has; or only whether
 * it is `NULL`, for a ciphertext that is bound to its row.
 */
export type MacCover = "value" | "salt" | "presence";

/** Columns that the MAC of a table's rows covers, by name. */
export interface MacColumns {
  readonly table: string;
  readonly columns: readonly (readonly [name: string, cover: MacCover])[];
  /** Names of the same columns in the rows of a statement. */
  readonly keys: readonly string[];
  /** Name of the MAC's column in such a row. */
  readonly macKey: string;
}

/** Returns the columns as a join names them: after their table. */
export const joined = ({ table, columns }: MacColumns): MacColumns => ({
  table,
  columns,
  keys: columns.map(([name]) => `${table}.${name}`),
  macKey: `${table}.mac`,
});

/**
 * Encodes a row for its MAC: the table, then each column with name, type and length, so that no two rows have the same
 * text. Leaves out `NULL`, so that a new column that is `NULL` keeps the MACs of existing rows valid. Encodes strings as
 * the database stores them, which replaces lone surrogates.
 */
export function macText({ table, columns, keys }: MacColumns, row: Row): string {
  let text = table;
  for (const [index, [name, cover]] of columns.entries()) {
    const value = row[keys[index] ?? name] ?? null;
    if (value === null) continue;
    text += `|${name}`;
    if (cover === "presence") continue;
    if (typeof value === "string") text += `=s${value.length}:${value}`;
    else if (typeof value === "number") text += `=n${value}`;
    else text += `=b${toBase64(cover === "salt" ? saltOf(value) : value)}`;
  }
  return text.toWellFormed();
}

/** Whether two rows have the same values in the columns that a MAC covers, and the same MAC. */
export function haveSameMac({ keys, macKey }: MacColumns, one: Row, other: Row): boolean {
  return keys.every((key) => isSameValue(one[key], other[key])) && isSameValue(one[macKey], other[macKey]);
}

/** Whether two values of a column are equal. */
export const isSameValue = (one: Row[string] | undefined, other: Row[string] | undefined): boolean =>
  one === other ||
  (one instanceof Uint8Array && other instanceof Uint8Array && Buffer.compare(one, other) === 0);

const toBase64 = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString("base64");
