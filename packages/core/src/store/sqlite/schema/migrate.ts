import { StoreError } from "../../../errors.ts";
import type { Database } from "../database.ts";
import { initial } from "./001.ts";
import { asked } from "./002.ts";
import { nextSecret } from "./003.ts";
import { whereabouts } from "./004.ts";
import { indices } from "./005.ts";
import { newest } from "./newest.ts";

/** All migrations, in order: the version that each leads to, and its statements. One that was published never changes. */
export const migrations: readonly { readonly version: number; readonly sql: string }[] = [
  { version: 1, sql: initial },
  { version: 2, sql: asked },
  { version: 3, sql: nextSecret },
  { version: 4, sql: whereabouts },
  { version: 5, sql: indices },
];

/** The schema version of a database; 0 for an empty one. Throws `store_corrupt` when it is somebody else's. */
export function schemaVersion(database: Database): number {
  const tables = database.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'");
  if (tables.length === 0) return 0;
  const found = tables.some((table) => table.name === "store")
    ? database.get<{ version: number }>("SELECT schema_version AS version FROM store WHERE id = 1")
    : undefined;
  if (found === undefined) throw new StoreError("store_corrupt", { place: database.location });
  return found.version;
}

/** Throws `store_newer` when a later tokenwell has written the store. */
export function refuseNewer(found: number): void {
  if (found > newest) throw new StoreError("store_newer", { found, known: newest });
}

/**
 * Brings a database to the newest schema, each step in a transaction of its own. `seed` writes the row of
 * `store`, in the transaction that makes an empty database a store.
 */
export function migrate(database: Database, seed: (version: number) => void): void {
  if (schemaVersion(database) === newest) return;
  for (const { version, sql } of migrations) {
    database.write(() => {
      // Read again: another process may have done it meanwhile.
      const found = schemaVersion(database);
      refuseNewer(found);
      if (found >= version) return;
      database.exec(sql);
      if (found === 0) seed(version);
      else database.run("UPDATE store SET schema_version = :version WHERE id = 1", { version });
    });
  }
}
