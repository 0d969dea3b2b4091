import type { Secret } from "../../secret.ts";
import type { SealingContext } from "../sealing/keyring.ts";
import { type Row, toInteger } from "../sealing/row.ts";
import { isSameValue, type MacColumns, type MacCover } from "../sealing/row-mac.ts";
import type { Sealer } from "../sealing/sealer.ts";

type Value = Row[string];

/** Seals and opens the values of one row. */
export interface RowSealer {
  seal(column: string, secret: Secret): Uint8Array;
  secret(column: string, sealed: Uint8Array): Secret;
}

/** Makes a {@link RowSealer} from the sealing context of each column. */
export function rowSealer(sealer: Sealer, context: (column: string) => SealingContext): RowSealer {
  return {
    seal: (column, secret) => sealer.seal(context(column), secret),
    secret: (column, sealed) => sealer.secret(context(column), sealed),
  };
}

/** Storage of one property of a value: its columns, and the conversions to and from them. */
export interface Column<V> {
  readonly columns: readonly string[];
  readonly isSealed: boolean;
  /** Share of the columns in the MAC of the row. */
  readonly cover: MacCover;
  write(value: V, sealer: RowSealer): readonly Value[];
  read(row: Row, sealer: RowSealer): V;
}

/** Columns of a table: one description for each property. A new property also needs the model and a migration. */
export type Columns<T> = { readonly [P in keyof T]-?: Column<T[P]> };

function plain<V>(column: string, write: (value: V) => Value, read: (value: Value) => V): Column<V> {
  return {
    columns: [column],
    isSealed: false,
    cover: "value",
    write: (value) => [write(value)],
    read: (row) => read(row[column] ?? null),
  };
}

/** Describes a text or a number, stored unchanged. */
export const value = <V extends string | number | null>(column: string): Column<V> =>
  plain(
    column,
    (given) => given,
    (stored) => stored as V,
  );

/**
 * Describes an instant, stored in whole milliseconds: a fraction or an infinite expiry must not stop the commit of a
 * rotated token.
 */
export const instant = (column: string): Column<number> =>
  plain(column, toInteger, (stored) => stored as number);

/** Describes an {@link instant} or `null`. */
export const optionalInstant = (column: string): Column<number | null> =>
  plain(
    column,
    (given) => (given === null ? null : toInteger(given)),
    (stored) => stored as number | null,
  );

/** Describes a hash in hex, stored as its bytes. */
export const hash = (column: string): Column<string> => plain(column, hashBytes, toHex);

/** Converts a hash in hex to its bytes, as a {@link hash} is stored. */
export const hashBytes = (hex: string): Uint8Array => Buffer.from(hex, "hex");

function toHex(stored: Value): string {
  const { buffer, byteOffset, byteLength } = stored as Uint8Array;
  return Buffer.from(buffer, byteOffset, byteLength).toString("hex");
}

/** Describes a plain object, stored as JSON. */
export const json = <V extends object>(column: string): Column<V> =>
  plain(
    column,
    (given) => JSON.stringify(given),
    (stored) => JSON.parse(String(stored)) as V,
  );

/** Describes a secret, stored as ciphertext. Its ciphertext is bound to the row, so the MAC covers only its presence. */
export const sealed = (column: string): Column<Secret> =>
  sealedAs(
    column,
    (given) => given,
    (stored) => stored,
  );

/** Describes a secret or `null`. */
export const optionalSealed = (column: string): Column<Secret | null> => optional(sealed(column), column);

/** Describes a value that is stored as one ciphertext. */
export function sealedAs<V>(
  column: string,
  toSecret: (value: V) => Secret,
  fromSecret: (secret: Secret) => V,
): Column<V> {
  return {
    columns: [column],
    isSealed: true,
    cover: "presence",
    write: (given, sealer) => [sealer.seal(column, toSecret(given))],
    read: (row, sealer) => fromSecret(sealer.secret(column, row[column] as Uint8Array)),
  };
}

/** Describes a column that may be `NULL`. */
export function optional<V>(inner: Column<V>, column: string): Column<V | null> {
  return {
    columns: inner.columns,
    isSealed: inner.isSealed,
    cover: inner.cover,
    write: (given, sealer) => (given === null ? [null] : inner.write(given, sealer)),
    read: (row, sealer) => ((row[column] ?? null) === null ? null : inner.read(row, sealer)),
  };
}

/** Describes a property that is stored in several plain columns. */
export function spread<V>(
  columns: readonly string[],
  write: (value: V) => readonly Value[],
  read: (row: Row) => V,
): Column<V> {
  return { columns, isSealed: false, cover: "value", write, read };
}

/** Describes a ciphertext of which several are sealed for the same row in time, so that the MAC tells them apart. */
export const oneOfSeveral = <V>(column: Column<V>): Column<V> => ({ ...column, cover: "salt" });

/** Lists the columns that the MAC of a table's rows covers: all of them. */
export function macColumnsOf<T>(table: string, columns: Columns<T>): MacColumns {
  const all: readonly Column<T[keyof T]>[] = Object.values(columns);
  const covers = all.flatMap(({ columns: names, cover }) => names.map((name) => [name, cover] as const));
  const sorted = covers.sort(([one], [other]) => (one < other ? -1 : 1));
  return { table, columns: sorted, keys: sorted.map(([name]) => name), macKey: "mac" };
}

/** Writes the row of a value. `which` selects the properties. Default: all. */
export function writeRow<T>(
  columns: Columns<T>,
  value: T,
  sealer: RowSealer,
  which: (column: Column<T[keyof T]>, property: keyof T) => boolean = () => true,
): Row {
  const row: Record<string, Value> = {};
  for (const property in columns) {
    const column = columns[property];
    if (!which(column, property)) continue;
    const values = column.write(value[property], sealer);
    for (const [index, name] of column.columns.entries()) row[name] = values[index] ?? null;
  }
  return row;
}

const placeholder = new Uint8Array(0);

/** Writes a placeholder for each ciphertext: enough for a MAC that covers only its presence. */
const placeholders: RowSealer = {
  seal: () => placeholder,
  secret: () => {
    throw new TypeError("a placeholder holds no secret");
  },
};

/**
 * Writes the columns of a row that a change touches, and its new MAC; none if nothing changes. `reseal` selects the
 * ciphertexts to write.
 */
export function changedRow<T>(
  columns: Columns<T>,
  { before, after }: { readonly before: T; readonly after: T },
  sealer: RowSealer,
  {
    reseal,
    mac,
  }: { readonly reseal: (property: keyof T) => boolean; readonly mac: (row: Row) => Uint8Array },
): Row {
  const row = writeRow(columns, after, placeholders);
  const sealed = writeRow(columns, after, sealer, (column, property) => column.isSealed && reseal(property));
  const changed = { ...changedColumns(writeRow(columns, before, placeholders), row), ...sealed };
  return Object.keys(changed).length === 0 ? changed : { ...changed, mac: mac(row) };
}

/**
 * Like {@link changedRow}, for a change of a row that was read just before: compares with what it holds. Needed if the
 * MAC covers the salt of a ciphertext.
 */
export function changedFrom<T>(
  columns: Columns<T>,
  { stored, change }: { readonly stored: Row; readonly change: Partial<T> },
  sealer: RowSealer,
  mac: (row: Row) => Uint8Array,
): Row {
  // Of the value, only the properties of the change are written.
  const row = writeRow(columns, change as T, sealer, (_, property) => property in change);
  const changed = changedColumns(stored, row);
  return Object.keys(changed).length === 0 ? changed : { ...changed, mac: mac({ ...stored, ...changed }) };
}

/** Reads the value of a row. */
export function readRow<T>(columns: Columns<T>, row: Row, sealer: RowSealer): T {
  const value: Partial<T> = {};
  for (const property in columns) value[property] = columns[property].read(row, sealer);
  return value as T;
}

/**
 * Returns only the changed columns: SQLite rewrites an index entry for every indexed column in the `SET` list, even if
 * its value is the same.
 */
function changedColumns(before: Row, after: Row): Row {
  return Object.fromEntries(
    Object.entries(after).filter(([column, each]) => !isSameValue(before[column], each)),
  );
}
