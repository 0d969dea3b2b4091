import { DatabaseSync } from "node:sqlite";
import type { InstantMs } from "../../model.ts";
import type { GivenKey } from "../paths.ts";
import { readGivenKey, readKey } from "../sealing/key-file.ts";
import { Keyring, kekOf } from "../sealing/keyring.ts";
import type { CurrentToken } from "../store.ts";
import { type CurrentRow, isCurrent, openCurrent, unopenedSql } from "../tables/current.ts";
import { newest } from "./schema/newest.ts";

export { type Paths, resolvePaths } from "../paths.ts";
export type { CurrentToken } from "../store.ts";

// The command that runs this may take about 12 ms longer than `node -e 0`: this file imports no sentences, no schema
// and nothing that opens a socket.

/** Query of {@link readCached}. */
export interface CachedQuery {
  /** Path of the database file. */
  readonly database: string;
  /** Path of the key file. */
  readonly key: string;
  /** Key of the environment, which comes first. */
  readonly givenKey?: GivenKey | undefined;
  /** Name of the connection. Default: the only one that has a name. */
  readonly name?: string;
  /** Milliseconds that the token must live at least. */
  readonly minTtlMs: number;
  readonly nowMs: InstantMs;
  /** Name of the workspace. Default: `"default"`. */
  readonly workspace?: string;
}

const busyTimeoutMs = 1000;

/**
 * Reads the live access token of a connection from the store: the fast path of the command. Returns `undefined` if
 * there is none or anything fails, so that the caller continues with the full path, which reports errors. Writes
 * nothing, and waits only for a busy database.
 */
export function readCached(query: CachedQuery): CurrentToken | undefined {
  try {
    const row = rowFor(query);
    return row && tokenOf(row, query);
  } catch {
    return undefined;
  }
}

/** A {@link CurrentRow} with the columns that are needed to open the store's keys. */
type UnopenedRow = CurrentRow & {
  readonly schema_version: number;
  readonly store_id: string;
  readonly workspace_id: string;
  readonly key_id: Uint8Array;
  readonly key: Uint8Array;
  readonly old_key_id: Uint8Array | null;
  readonly old_key: Uint8Array | null;
};

const defaultWorkspace = "default";

function rowFor({ database, name, workspace = defaultWorkspace }: CachedQuery): UnopenedRow | undefined {
  const db = new DatabaseSync(database, { readOnly: true, timeout: busyTimeoutMs });
  try {
    if (db.prepare("PRAGMA journal_mode").get()?.journal_mode !== "wal") return undefined;
    if (db.prepare("PRAGMA busy_timeout").get()?.timeout !== busyTimeoutMs) return undefined;
    const rows = db
      .prepare(unopenedSql(name === undefined ? "only" : "name"))
      .all({ workspace, audience: "", ...(name !== undefined && { name }) });
    return rows.length === 1 ? (rows[0] as unknown as UnopenedRow) : undefined;
  } finally {
    db.close();
  }
}

function tokenOf(row: UnopenedRow, query: CachedQuery): CurrentToken | undefined {
  if (row.schema_version !== newest || !isCurrent(row, query.minTtlMs, query.nowMs)) return undefined;
  const read = query.givenKey === undefined ? readKey(query.key) : readGivenKey(query.givenKey);
  // A keychain takes longer to load than the whole fast path.
  if (read.refused !== undefined || read.kind !== "keys") return undefined;
  const workspace = {
    id: row.workspace_id,
    name: query.workspace ?? defaultWorkspace,
    key_id: row.key_id,
    key: row.key,
    old_key_id: row.old_key_id,
    old_key: row.old_key,
  };
  for (const bytes of read.keys) {
    const keyring = Keyring.of(kekOf(bytes), row.store_id, workspace);
    if (keyring !== undefined) return openCurrent(row, keyring);
  }
  return undefined;
}
