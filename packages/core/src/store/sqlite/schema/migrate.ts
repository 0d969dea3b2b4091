import { StoreError } from "../../../errors.ts";
import { clientBindingOf, sealingContextOf } from "../../sealing/context.ts";
import { type Kek, Keyring, type WorkspaceRow } from "../../sealing/keyring.ts";
import type { Database } from "../database.ts";
import { initial } from "./001.ts";
import { asked } from "./002.ts";
import { nextSecret } from "./003.ts";
import { whereabouts } from "./004.ts";
import { indices } from "./005.ts";
import { owners } from "./006.ts";
import { rowMacs } from "./007.ts";
import { sessions } from "./008.ts";
import { hooks } from "./009.ts";
import { queue } from "./010.ts";
import { rotation } from "./011.ts";
import { moves } from "./012.ts";
import { newest } from "./newest.ts";
import { type ClientSealer, sealAuthentication } from "./reseal-006.ts";
import { sealRows } from "./seal-rows-007.ts";
import { whole } from "./whole.ts";

/** One step from a schema version to the next. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
  /** Changes rows with the workspaces' keys, before `sql` runs. */
  readonly prepare?: (database: Database, sealer: ClientSealer) => void;
  /** Changes rows with the workspaces' keys, after `sql` has run. */
  readonly finish?: (database: Database, kek: Kek, storeId: string) => void;
  /** Whether `sql` rebuilds tables that other tables refer to. Default: false. */
  readonly rebuilds?: boolean;
}

/** All migrations, in order. A published one never changes. */
export const migrations: readonly Migration[] = [
  { version: 1, sql: initial },
  { version: 2, sql: asked },
  { version: 3, sql: nextSecret },
  { version: 4, sql: whereabouts },
  { version: 5, sql: indices },
  { version: 6, sql: owners, prepare: sealAuthentication, rebuilds: true },
  { version: 7, sql: rowMacs, rebuilds: true, finish: sealRows },
  { version: 8, sql: sessions },
  { version: 9, sql: hooks },
  { version: 10, sql: queue },
  { version: 11, sql: rotation },
  { version: 12, sql: moves },
];

/** Reads the schema version of a database; 0 for an empty one. Throws `store_corrupt` if it is no Tokenwell store. */
export function schemaVersion(database: Database): number {
  const tables = database.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'");
  if (tables.length === 0) return 0;
  const found = tables.some((table) => table.name === "store")
    ? database.get<{ version: number }>("SELECT schema_version AS version FROM store WHERE id = 1")
    : undefined;
  if (found === undefined) throw new StoreError("store_corrupt", { place: database.location });
  return found.version;
}

/** Throws `store_newer` if a later version of Tokenwell has written the store. */
export function refuseNewer(found: number): void {
  if (found > newest) throw new StoreError("store_newer", { found, known: newest });
}

/**
 * Makes the newest schema in an empty database, and migrates another one to it, each step in its own transaction. `seed`
 * inserts the row of `store`, in the transaction that makes the schema.
 */
export function migrate(database: Database, kek: Kek, seed: (version: number) => void): void {
  if (schemaVersion(database) === 0) database.write(() => create(database, seed));
  if (schemaVersion(database) === newest) return;
  for (const migration of migrations) {
    // With foreign keys on, rebuilding a table would delete the rows that refer to it. The pragma has no effect in a
    // transaction.
    if (migration.rebuilds) database.exec("PRAGMA foreign_keys = 0");
    try {
      database.write(() => apply(database, kek, migration));
    } finally {
      if (migration.rebuilds) database.exec("PRAGMA foreign_keys = 1");
    }
  }
}

/**
 * Makes the newest schema, in a sixth of the time of all migrations, within the caller's transaction, unless another process
 * has made one meanwhile. `seed` as for {@link migrate}.
 */
export function create(database: Database, seed: (version: number) => void): void {
  if (schemaVersion(database) > 0) return;
  database.exec(whole);
  seed(newest);
}

function apply(database: Database, kek: Kek, { version, sql, prepare, finish, rebuilds }: Migration): void {
  // Read again: another process may have migrated meanwhile.
  const found = schemaVersion(database);
  refuseNewer(found);
  if (found >= version) return;
  prepare?.(database, clientSealer(database, kek));
  database.exec(sql);
  finish?.(database, kek, storeIdOf(database));
  if (rebuilds && database.all("PRAGMA foreign_key_check").length > 0)
    throw new StoreError("store_corrupt", { place: database.location });
  database.run("UPDATE store SET schema_version = :version WHERE id = 1", { version });
}

const storeIdOf = (database: Database): string =>
  database.get<{ store_id: string }>("SELECT store_id FROM store WHERE id = 1")?.store_id ?? "";

/** Opens and seals columns of clients with the keys of their workspaces. */
function clientSealer(database: Database, kek: Kek): ClientSealer {
  const storeId = storeIdOf(database);
  const rows = database.all<WorkspaceRow>("SELECT id, name, key_id, key FROM workspace");
  const keyrings = new Map(rows.map((row) => [row.id, Keyring.of(kek, storeId, row, "unnamed")]));
  const orRefuse = <T>(opened: T | undefined): T => {
    if (opened === undefined) throw new StoreError("store_integrity", { place: database.location });
    return opened;
  };
  return {
    open: (row, column, sealed) => {
      const context = sealingContextOf(`client.${column}`, row.id, clientBindingOf(row));
      return orRefuse(keyrings.get(row.workspace)?.open(context, sealed));
    },
    seal: (row, column, text) => {
      const context = sealingContextOf(`client.${column}`, row.id, clientBindingOf(row));
      return orRefuse(keyrings.get(row.workspace)).seal(context, text);
    },
  };
}
