import { StoreError } from "../../errors.ts";
import type { Row } from "../sealing/row.ts";
import type { MacColumns } from "../sealing/row-mac.ts";
import { all, get, run, runAll, running, type Sql, type Statement } from "./sql.ts";
import type { WorkEngine } from "./table-store.ts";

// Rows of a store that moves as a whole: its tables, and the mark in its row. The order of the steps is in store-move.ts.

/**
 * State of a store that moves. The old side: `leaving`, no refresh begins; `frozen`, nothing is written; `moved`, it is used
 * elsewhere. The new side: `arriving`, its rows are not all there. `null`: it is used here.
 */
export type MoveState = "leaving" | "frozen" | "moved" | "arriving" | null;

/** Columns of the store's row. */
export interface StoreRecord {
  readonly storeId: string;
  readonly keyCheck: Uint8Array;
  /** Id of the move that is under way, or by which the store came or went; `null` if it never moved. */
  readonly moveId: string | null;
  readonly state: MoveState;
  /** Location of the other side. */
  readonly place: string | null;
  /** Text of {@link cursorText}: the rows that are there. */
  readonly cursor: string | null;
}

/** Members of a store's row that its successor takes over. */
export type Seed = Pick<StoreRecord, "storeId" | "keyCheck"> & {
  readonly moveId: string;
  readonly place: string;
};

/** Table whose rows move, with the columns that order its rows. */
export interface MovedTable {
  readonly table: string;
  readonly key: readonly string[];
}

/** Every table that moves: first those that others refer to. The order of insertion moves along, as `rowid`. */
export const movedTables: readonly MovedTable[] = [
  { table: "workspace", key: ["id"] },
  { table: "client", key: ["id", "version"] },
  { table: "connection", key: ["id"] },
  { table: "access_token", key: ["rowid"] },
  { table: "schedule", key: ["connection"] },
  { table: "attempt", key: ["rowid"] },
  { table: "login", key: ["rowid"] },
  { table: "event", key: ["id"] },
  { table: "kept_token", key: ["fingerprint"] },
  { table: "session", key: ["rowid"] },
  { table: "browser_login", key: ["rowid"] },
  { table: "used_token", key: ["hash"] },
  { table: "hook", key: ["connection", "event"] },
];

/** Columns that only one engine has, since they tell of its own processes. */
export const localColumns: Readonly<Record<string, readonly string[]>> = { attempt: ["node"] };

/** What a fence keeps out: new refreshes and logins, or every change. */
export type Fence = "leaving" | "frozen";

/** One side of a move: a store that is opened without its keys, whatever its state. */
export interface MovingSide extends WorkEngine {
  readonly kind: "file" | "postgres";
  /** End of a `SELECT` that locks the store's row. */
  readonly lock: string;
  readonly location: string;
  /** Reads the store's row; `undefined` if there is no store. */
  record(): Promise<StoreRecord | undefined>;
  /** Whether the tables with the data are there. */
  hasData(): Promise<boolean>;
  /**
   * Makes the tables of an arriving store, in the place of what is there if `mayReplace` allows that. One transaction:
   * afterwards there is either all of it or what was there.
   */
  prepare(seed: Seed, mayReplace: (found: StoreRecord, isEmpty: boolean) => boolean): Promise<void>;
  /** Statements that put a fence around the tables, in the place of another one; `null` takes it away. */
  fencing(fence: Fence | null): Sql<void>;
  /** Makes the statement that inserts a row as it was, with its `rowid`. */
  inserting(table: string, row: Row): Statement;
  /** Names of the columns of a table. */
  columns(table: string): Sql<readonly string[]>;
  /** Makes the database count on from the rows that were inserted. */
  countOn(): Promise<void>;
  /**
   * Removes every table with data, and of an arriving store its row, too, if the store's row is still as given. Leaves
   * nothing of the values, as far as it can.
   */
  erase(expected: StoreRecord): Promise<void>;
  /** Returns those of some owner locks that a living process holds. */
  alive(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Throws if this store is a copy of one that may be in use. */
  refuseCopy(): Promise<void>;
  /** Remembers on this machine that the store has left, so that an older copy of it is recognised. */
  noteLeft(): Promise<void>;
  /** Remembers that the store is used here from now on. */
  noteArrived(): Promise<void>;
  close(): Promise<void>;
}

const recordSql = `SELECT store_id AS "storeId", key_check AS "keyCheck", move_id AS "moveId", move_state AS "state",
  move_place AS "place", move_cursor AS "cursor" FROM store WHERE id = 1`;

/** Reads the store's row, which must be there. */
export function* recordOf(lock = ""): Sql<StoreRecord | undefined> {
  return yield* get<StoreRecord>(`${recordSql}${lock}`);
}

/** Whether a store whose tables have these names holds nothing but its workspaces. */
export function* isEmpty(tables: readonly string[]): Sql<boolean> {
  for (const { table } of movedTables) {
    if (table === "workspace" || !tables.includes(table)) continue;
    if ((yield* get(`SELECT 1 FROM ${table} LIMIT 1`)) !== undefined) return false;
  }
  return true;
}

/** Changes the state of a store. Resolves with `false` if another process has changed it meanwhile. */
export function* changeState(
  { moveId, state }: Pick<StoreRecord, "moveId" | "state">,
  next: Pick<StoreRecord, "moveId" | "state" | "place">,
): Sql<boolean> {
  const changed = yield* run(
    `UPDATE store SET move_id = :nextId, move_state = :nextState, move_place = :place, move_cursor = NULL
       WHERE id = 1 AND coalesce(move_id, '') = :moveId AND coalesce(move_state, '') = :state`,
    {
      nextId: next.moveId,
      nextState: next.state,
      place: next.place,
      moveId: moveId ?? "",
      state: state ?? "",
    },
  );
  return changed === 1;
}

/** Returns the error about a store that is not used here; `undefined` if it is. `isWriting`: a change was refused. */
export function moveError(
  { state, place: other }: Pick<StoreRecord, "state" | "place">,
  place: string,
  isWriting: boolean,
): StoreError | undefined {
  const facts = { place, to: other ?? "" };
  if (state === "moved") return new StoreError("store_moved", facts);
  if (state === "arriving") return new StoreError("store_arriving", { place, from: other ?? "" });
  return state !== null && isWriting ? new StoreError("store_moving", facts) : undefined;
}

/** Rows that move in one transaction. */
const rowsAtOnce = 250;

/** A place between two rows: those before it are there. */
export interface Cursor {
  /** Index in {@link movedTables}. */
  readonly table: number;
  /** Key of the last row; `null` if none of this table is there. */
  readonly after: Row | null;
}

export const firstCursor: Cursor = { table: 0, after: null };

type Json = string | number | { readonly hex: string } | null;

/** Writes a cursor as text. */
export const cursorText = ({ table, after }: Cursor): string =>
  JSON.stringify([
    table,
    after && Object.fromEntries(Object.entries(after).map(([name, v]) => [name, toJson(v)])),
  ]);

/** Reads the text of a cursor; the first one if there is none. */
export function cursorOf(text: string | null): Cursor {
  if (text === null) return firstCursor;
  const [table, after] = JSON.parse(text) as [number, Record<string, Json> | null];
  return {
    table,
    after: after && Object.fromEntries(Object.entries(after).map(([name, v]) => [name, fromJson(v)])),
  };
}

const toJson = (value: Row[string]): Json =>
  value instanceof Uint8Array ? { hex: Buffer.from(value).toString("hex") } : value;
const fromJson = (value: Json): Row[string] =>
  value !== null && typeof value === "object" ? Buffer.from(value.hex, "hex") : value;

/** Reads the next rows of a table in the order of its key. */
export function* rowsAfter({ table, key }: MovedTable, after: Row | null): Sql<readonly Row[]> {
  const columns = key.join(", ");
  const behind = after === null ? "" : ` WHERE (${columns}) > (${key.map((name) => `:${name}`).join(", ")})`;
  const hasRowid = key[0] === "rowid";
  return yield* all<Row>(
    `SELECT ${hasRowid ? `${table}.rowid AS "rowid", ` : ""}${table}.* FROM ${table}${behind}
       ORDER BY ${columns} LIMIT ${rowsAtOnce}`,
    after ?? {},
  );
}

/** Returns the cursor behind rows that were read at another one; `null` at the end. */
export function cursorBehind({ table }: Cursor, rows: readonly Row[]): Cursor | null {
  const last = rows.length < rowsAtOnce ? undefined : rows.at(-1);
  const { key } = movedTables[table] as MovedTable;
  if (last !== undefined)
    return { table, after: Object.fromEntries(key.map((name) => [name, last[name] ?? null])) };
  return table + 1 < movedTables.length ? { table: table + 1, after: null } : null;
}

/**
 * Inserts rows into the arriving store. Returns where the next ones begin, `null` at the end: another process that moves
 * the same store may be further. Throws `store_busy` if the move was ended meanwhile.
 */
export function* putRows(
  side: MovingSide,
  { moveId, from, to }: { readonly moveId: string; readonly from: Cursor; readonly to: Cursor | null },
  rows: readonly Statement[],
): Sql<Cursor | null> {
  const found = yield* recordOf(side.lock);
  if (found?.moveId !== moveId || found.state !== "arriving")
    throw new StoreError("store_busy", { place: side.location });
  if (isAtEnd(found)) return null;
  if (cursorText(cursorOf(found.cursor)) !== cursorText(from)) return cursorOf(found.cursor);
  const next = to === null ? endText : cursorText(to);
  yield* runAll([...rows, running("UPDATE store SET move_cursor = :next WHERE id = 1", { next })]);
  return to;
}

/** Cursor of a store whose rows are all there, and that of one whose rows were compared, too. */
const endText = "end";
export const comparedText = "compared";

/** Whether all rows of an arriving store are there. */
export const isAtEnd = ({ cursor }: Pick<StoreRecord, "cursor">): boolean =>
  cursor === endText || cursor === comparedText;

/** Marks an arriving store as compared. Throws `store_busy` if the move was ended meanwhile. */
export function* markCompared(side: MovingSide, moveId: string): Sql<void> {
  const sql = `UPDATE store SET move_cursor = :compared WHERE id = 1 AND move_id = :moveId AND move_state = 'arriving'`;
  if ((yield* run(sql, { compared: comparedText, moveId })) !== 1)
    throw new StoreError("store_busy", { place: side.location });
}

/** Digest of a table that does not depend on the order of its rows. */
export interface TableDigest {
  readonly rows: number;
  readonly digest: string;
}

/** Returns how a row is read as text: each column with its name, type and length. */
export const textOf = (table: string, columns: readonly string[]): MacColumns => {
  const sorted = columns.toSorted();
  return { table, columns: sorted.map((name) => [name, "value"]), keys: sorted, macKey: "" };
};

/** Lists the attempts and the answered logins that a living process may still complete. */
export function* underWay(): Sql<readonly string[]> {
  const attempts = yield* all<{ id: string }>(
    "SELECT id FROM attempt WHERE phase IN ('open', 'superseded', 'abandoned')",
  );
  const logins = yield* all<{ id: string }>("SELECT id FROM login WHERE phase <> 'open' OR state_hash = ''");
  return [...attempts, ...logins].map(({ id }) => id);
}

/** Counts the rows of each table. */
export function* countRows(): Sql<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const { table } of movedTables)
    counts[table] = Number((yield* get<{ count: number }>(`SELECT count(*) AS count FROM ${table}`))?.count);
  return counts;
}

/** Whether the row of a store is as it was. */
export const isAsBefore = (found: StoreRecord | undefined, before: StoreRecord): boolean =>
  found?.moveId === before.moveId && found.state === before.state && found.cursor === before.cursor;
