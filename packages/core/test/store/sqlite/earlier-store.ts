import { chmodSync } from "node:fs";
import { expect } from "vitest";
import {
  type ClientBindingRow,
  clientBindingOf,
  sealingContextOf,
} from "../../../src/store/sealing/context.ts";
import { type AssociatedData, open, seal } from "../../../src/store/sealing/envelope.ts";
import { readKey } from "../../../src/store/sealing/key-file.ts";
import { type Kek, Keyring, kekOf, type WorkspaceRow } from "../../../src/store/sealing/keyring.ts";
import { Database } from "../../../src/store/sqlite/database.ts";
import { migrations } from "../../../src/store/sqlite/schema/migrate.ts";
import type { ClientSealer } from "../../../src/store/sqlite/schema/reseal-006.ts";
import { storeIdOf } from "./store-id.ts";

type SqlByColumn = Readonly<Record<string, string>>;

/** Columns of tables before schema 6, made from those of schema 6. Columns that both have are copied. */
const beforeOwners: Readonly<Record<string, SqlByColumn>> = {
  client: { asked: "requested", auth_method: "'none'", rotation_set: "'strict'" },
  connection: {
    family: "token_family",
    facts: `json_patch(json_remove(details, '$.providerError', '$.requested'), json_object(
      'said', details ->> '$.providerError', 'asked', details -> '$.requested', 'replaces', replaces))`,
    sid: "'sid'",
    auth_time: "1",
    idle_expires_at: "2",
    absolute_expires_at: "3",
  },
  attempt: { family: "token_family", node: "'node-1'", send_deadline: "drain_deadline" },
};

/** Migrations run on empty tables here. */
const noRows: ClientSealer = {
  open: () => expect.unreachable(),
  seal: () => expect.unreachable(),
};

/**
 * Copies a store of the newest schema to one that the tokenwell of schema `version` would have written. Before schema 6
 * client secrets were sealed one by one, and a pending connection had no login. Returns the path of the copy.
 */
export function earlierStore(paths: Places, version: number): string {
  const path = `${paths.database}-${version}`;
  const db = new Database(path, 50);
  db.exec("PRAGMA foreign_keys = 0");
  for (const { sql, prepare } of migrations.slice(0, version)) {
    prepare?.(db, noRows);
    db.exec(sql);
  }
  db.exec(`ATTACH '${paths.database}' AS present`);
  const tables = db.all<{ name: string }>("SELECT name FROM main.sqlite_schema WHERE type = 'table'");
  for (const { name } of tables) copyTable(db, name, version);
  db.run("UPDATE main.store SET schema_version = :version", { version });
  if (version < 7) unbindKey(db, paths);
  if (version < 6) {
    db.exec("INSERT INTO main.node VALUES ('node-1', 1, 2, 3)");
    sealSecrets(db, keyringOf(db, paths), version);
  }
  db.close();
  chmodSync(path, 0o600);
  return path;
}

function columnsOf(db: Database, schema: string, table: string): readonly string[] {
  return db
    .all<{ name: string }>(`SELECT name FROM pragma_table_info('${table}', '${schema}')`)
    .map(({ name }) => name);
}

function copyTable(db: Database, table: string, version: number): void {
  const present = columnsOf(db, "present", table);
  const made = (version < 6 && beforeOwners[table]) || {};
  const columns = columnsOf(db, "main", table).filter((name) => name in made || present.includes(name));
  if (present.length === 0) return;
  const values = columns.map((name) => made[name] ?? name);
  const which = version < 6 && table === "login" ? " WHERE phase <> 'unverified'" : "";
  db.exec(`INSERT INTO main.${table} (${columns}) SELECT ${values} FROM present.${table}${which}`);
}

interface Places {
  readonly database: string;
  readonly key: string;
}

const workspaceOf = (db: Database): WorkspaceRow | undefined =>
  db.get<WorkspaceRow>("SELECT id, name, key_id, key FROM main.workspace");

function kekIn({ key }: Places): Kek {
  const read = readKey(key);
  if (read.refused !== undefined || read.kind !== "keys")
    throw new TypeError("the key opens the store that it was made for");
  return kekOf(read.keys[0] ?? new Uint8Array(0));
}

/** Wraps the key of the workspace as before schema 7: not bound to the workspace's name. */
function unbindKey(db: Database, paths: Places): void {
  const row = workspaceOf(db);
  if (row === undefined) return;
  const kek = kekIn(paths);
  const wrapping = { key: kek.key, keyId: new Uint8Array(16), kekId: kek.id };
  const context = (column: string): AssociatedData => ({
    storeId: storeIdOf(paths.database),
    workspaceId: row.id,
    table: "workspace",
    column,
    rowId: row.id,
    generation: 0,
    clientVersion: 0,
    clientHash: new Uint8Array(0),
  });
  const bytes = open(wrapping, context(`key of ${row.name}`), row.key);
  if (bytes === undefined) throw new TypeError("the key opens the workspace that it was made for");
  db.run("UPDATE main.workspace SET key = :key", { key: seal(wrapping, context("key"), bytes) });
}

function keyringOf(db: Database, paths: Places): Keyring {
  const row = workspaceOf(db);
  const keyring = row && Keyring.of(kekIn(paths), storeIdOf(paths.database), row, "unnamed");
  if (!keyring) throw new TypeError("the key opens the store that it was made for");
  return keyring;
}

interface SealedClient extends ClientBindingRow {
  readonly id: string;
  readonly authentication: Uint8Array;
  readonly next_authentication: Uint8Array | null;
}

function sealSecrets(db: Database, keyring: Keyring, version: number): void {
  for (const client of db.all<SealedClient>("SELECT * FROM present.client")) {
    const context = (column: string) =>
      sealingContextOf(`client.${column}`, client.id, clientBindingOf(client));
    const parts = (column: string, sealed: Uint8Array): { method: string; secret: string | null } =>
      JSON.parse(keyring.open(context(column), sealed) ?? "");
    const seal = (column: string, secret: string | null) =>
      secret === null ? null : keyring.seal(context(column), secret);
    const { method, secret } = parts("authentication", client.authentication);
    const next = client.next_authentication && parts("next_authentication", client.next_authentication);
    db.update(
      "main.client",
      {
        id: client.id,
        version: client.version,
        auth_method: method,
        secret: seal("secret", secret),
        ...(version >= 3 && next && { next_secret: seal("next_secret", next.secret) }),
      },
      ["id", "version"],
    );
  }
}
