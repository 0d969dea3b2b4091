import { DatabaseSync } from "node:sqlite";
import type { InstantMs } from "../../model.ts";
import { readKey } from "../sealing/key-file.ts";
import { kekOf, openText, unwrap } from "../sealing/keyring.ts";
import type { CurrentToken } from "../store.ts";
import { type CurrentRow, isCurrent, openCurrent, unopenedSql } from "./current.ts";
import { newest } from "./schema/newest.ts";

export { type Paths, resolvePaths } from "../paths.ts";
export type { CurrentToken } from "../store.ts";

// The whole budget of the process that runs this is about 12 ms over `node -e 0`: it imports no sentences,
// no schema and nothing that opens a socket.

/** What {@link readCached} is asked for. */
export interface CachedQuery {
  /** Path of the database file. */
  readonly database: string;
  /** Path of the key file. */
  readonly key: string;
  /** Without it: the only connection that has a name. */
  readonly name?: string;
  /** The token must live at least so long, in milliseconds. */
  readonly minTtlMs: number;
  readonly nowMs: InstantMs;
  /** Default `"default"`. */
  readonly workspace?: string;
}

const busyTimeoutMs = 1000;

/**
 * The live access token of a connection, as the store has it: the short way of the command. `undefined` in
 * every other case, and when anything is wrong; the long way then tells the story. Writes nothing and waits
 * for nobody but a busy database.
 */
export function readCached(query: CachedQuery): CurrentToken | undefined {
  try {
    const row = rowFor(query);
    return row && tokenOf(row, query);
  } catch {
    return undefined;
  }
}

/** What the row of a store that nobody has opened yet needs besides. */
interface UnopenedRow extends CurrentRow {
  readonly schema_version: number;
  readonly store_id: string;
  readonly workspace_id: string;
  readonly key_id: Uint8Array;
  readonly key: Uint8Array;
}

function rowFor({ database, name, workspace = "default" }: CachedQuery): UnopenedRow | undefined {
  const db = new DatabaseSync(database, { readOnly: true, timeout: busyTimeoutMs });
  try {
    if (db.prepare("PRAGMA journal_mode").get()?.journal_mode !== "wal") return undefined;
    if (db.prepare("PRAGMA busy_timeout").get()?.timeout !== busyTimeoutMs) return undefined;
    const rows = db
      .prepare(unopenedSql(name !== undefined))
      .all({ workspace, ...(name !== undefined && { name }) });
    return rows.length === 1 ? (rows[0] as unknown as UnopenedRow) : undefined;
  } finally {
    db.close();
  }
}

function tokenOf(row: UnopenedRow, query: CachedQuery): CurrentToken | undefined {
  if (row.schema_version !== newest || !isCurrent(row, query.minTtlMs, query.nowMs)) return undefined;
  const key = readKey(query.key);
  if (key.refused !== undefined) return undefined;
  const { store_id: storeId, workspace_id: workspaceId } = row;
  const workspace = { id: workspaceId, key_id: row.key_id, key: row.key };
  const workspaceKey = unwrap(kekOf(key.bytes), storeId, workspace);
  return (
    workspaceKey &&
    openCurrent(row, (context, sealed) =>
      openText(workspaceKey, { ...context, storeId, workspaceId }, sealed),
    )
  );
}
