import { StoreError } from "../../errors.ts";
import type { MoveState } from "../tables/moving.ts";
import { get, insert, run, type Sql } from "../tables/sql.ts";
import { initial } from "./schema/001.ts";
import { contact } from "./schema/002.ts";

/** One step from a schema version to the next. */
interface Migration {
  readonly version: number;
  readonly sql: string;
  /** Oldest schema version whose processes may go on beside it. */
  readonly usableFrom: number;
}

/** All migrations, in order. A published one never changes. */
const migrations: readonly Migration[] = [
  { version: 1, sql: initial, usableFrom: 1 },
  { version: 2, sql: contact, usableFrom: 1 },
];

/** Schema version that this Tokenwell writes. */
export const newest = 2;

/** Row of the store. */
export interface StoreRow {
  readonly store_id: string;
  readonly schema_version: number;
  readonly usable_from: number;
  readonly key_check: Uint8Array;
  readonly move_state?: MoveState;
  readonly move_place?: string | null;
}

/** Reads the row of the store; `undefined` if there is none yet. */
export function* readStore(schema: string): Sql<StoreRow | undefined> {
  const found = yield* get(
    "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = :schema AND tablename = 'store'",
    {
      schema,
    },
  );
  if (found === undefined) return undefined;
  return yield* get<StoreRow>(
    "SELECT store_id, schema_version, usable_from, key_check, move_state, move_place FROM store WHERE id = 1",
  );
}

/** Throws `store_newer` if a later version of Tokenwell has written the store, beside which this one must not run. */
export function refuseNewer({ schema_version: found, usable_from: needed }: StoreRow): void {
  if (needed > newest) throw new StoreError("store_newer", { found, known: newest });
}

/**
 * Brings the schema to the newest version, in a transaction that is the only one of its kind at a time. `seed` makes the
 * row of a new store.
 */
export function* migrate(
  schema: string,
  seed: () => Pick<StoreRow, "store_id" | "key_check">,
): Sql<StoreRow> {
  const before = yield* readStore(schema);
  if (before !== undefined) refuseNewer(before);
  const left = migrations.filter(({ version }) => version > (before?.schema_version ?? 0));
  const last = left.at(-1);
  if (last === undefined) return before as StoreRow;
  const values = { schema };
  const exists = yield* get("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = :schema", values);
  if (exists === undefined) yield* run(`CREATE SCHEMA ${schema}`);
  yield* run(`SET LOCAL search_path = ${schema}`);
  for (const { sql } of left) yield* run(sql);
  const versions = { schema_version: last.version, usable_from: last.usableFrom };
  const row = before === undefined ? { ...seed(), ...versions } : { ...before, ...versions };
  yield* insert("store", { id: 1, ...row }, ["id"]);
  return row;
}
