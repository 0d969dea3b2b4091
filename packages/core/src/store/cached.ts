import { DatabaseSync } from "node:sqlite";
import type { ConnectionFacts, ExpirySource, InstantMs } from "../model.ts";
import { readKey } from "./key-file.ts";
import { Keyring, kekOf } from "./keyring.ts";
import { type AddressRow, addressOf, placeOfAccessToken } from "./rows/place.ts";
import { newest } from "./schema/newest.ts";

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

/** A live access token and what a caller needs to use it. */
export interface CachedToken {
  readonly token: string;
  readonly tokenType: string;
  readonly expiresAtMs: InstantMs;
  readonly expiresSource: ExpirySource;
  readonly scope: string;
  readonly instanceUrl?: string;
  /** Opened when called; `undefined` when it does not open. */
  readonly idToken?: () => string | undefined;
}

interface CachedRow extends AddressRow {
  readonly schema_version: number;
  readonly store_id: string;
  readonly workspace_id: string;
  readonly key_id: Uint8Array;
  readonly key: Uint8Array;
  readonly status: string;
  readonly facts: string;
  readonly due_at: number;
  /** `null`, as are the columns after it, when there is no token of the default audience. */
  readonly connection: string | null;
  readonly audience: string;
  readonly generation: number;
  readonly token: Uint8Array;
  readonly token_type: string;
  readonly id_token: Uint8Array | null;
  readonly scope: string;
  readonly expires_at: number;
  readonly expires_source: ExpirySource;
  readonly rejected_at: number | null;
}

const busyTimeoutMs = 1000;

// One statement reads one moment. Connections without a token of the default audience count, too: with two
// connections nobody can say which one is meant.
const select = `
SELECT store.schema_version, store.store_id, workspace.id AS workspace_id, workspace.key_id, workspace.key,
       connection.status, connection.facts, schedule.due_at,
       client.version, client.issuer, client.token_endpoint, client.client_id,
       access_token.connection, access_token.audience, access_token.generation, access_token.token,
       access_token.token_type, access_token.id_token, access_token.scope, access_token.expires_at,
       access_token.expires_source, access_token.rejected_at
FROM store, workspace
JOIN connection ON connection.workspace = workspace.id
JOIN client ON client.id = connection.client AND client.version = connection.client_version
JOIN schedule ON schedule.connection = connection.id
LEFT JOIN access_token ON access_token.connection = connection.id AND access_token.audience = ''
WHERE workspace.name = ? AND `;

/**
 * The live access token of a connection, as the store has it: the short way of the command. `undefined` in
 * every other case, and when anything is wrong; the long way then tells the story. Writes nothing and waits
 * for nobody but a busy database.
 */
export function readCached(query: CachedQuery): CachedToken | undefined {
  try {
    const row = rowFor(query);
    return row && tokenOf(row, query);
  } catch {
    return undefined;
  }
}

function rowFor({ database, name, workspace = "default" }: CachedQuery): CachedRow | undefined {
  const db = new DatabaseSync(database, { readOnly: true, timeout: busyTimeoutMs });
  try {
    if (db.prepare("PRAGMA journal_mode").get()?.journal_mode !== "wal") return undefined;
    if (db.prepare("PRAGMA busy_timeout").get()?.timeout !== busyTimeoutMs) return undefined;
    const rows =
      name === undefined
        ? db.prepare(`${select} connection.name IS NOT NULL LIMIT 2`).all(workspace)
        : db.prepare(`${select} connection.name = ?`).all(workspace, name);
    return rows.length === 1 ? (rows[0] as unknown as CachedRow) : undefined;
  } finally {
    db.close();
  }
}

function tokenOf(row: CachedRow, query: CachedQuery): CachedToken | undefined {
  const isUsable =
    row.schema_version === newest &&
    (row.status === "ok" || row.status === "unsettled") &&
    row.rejected_at === null &&
    row.expires_at - query.nowMs >= query.minTtlMs &&
    row.due_at > query.nowMs;
  if (!isUsable || row.connection === null) return undefined;
  const key = readKey(query.key);
  if (key.refused !== undefined) return undefined;
  const workspace = { id: row.workspace_id, key_id: row.key_id, key: row.key };
  const keyring = Keyring.of(kekOf(key.bytes), row.store_id, workspace);
  const address = addressOf(row);
  const cell = { connection: row.connection, audience: row.audience, generation: row.generation };
  const token = keyring?.open(placeOfAccessToken("token", cell, address), row.token);
  if (keyring === undefined || token === undefined) return undefined;
  const { instanceUrl } = JSON.parse(row.facts) as ConnectionFacts;
  const sealed = row.id_token;
  return {
    token,
    tokenType: row.token_type,
    expiresAtMs: row.expires_at,
    expiresSource: row.expires_source,
    scope: row.scope,
    ...(instanceUrl === undefined ? {} : { instanceUrl }),
    ...(sealed === null
      ? {}
      : { idToken: () => keyring.open(placeOfAccessToken("id_token", cell, address), sealed) }),
  };
}
