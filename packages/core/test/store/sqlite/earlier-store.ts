import { chmodSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import {
  type ClientBindingRow,
  clientBindingOf,
  sealingContextOf,
} from "../../../src/store/sealing/context.ts";
import { readKey } from "../../../src/store/sealing/key-file.ts";
import { Keyring, kekOf, type WorkspaceRow } from "../../../src/store/sealing/keyring.ts";
import { migrations } from "../../../src/store/sqlite/schema/migrate.ts";
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

/**
 * Copies a store of the newest schema to one that an earlier tokenwell would have written: its client secrets are sealed
 * one by one, and a pending connection has no login. Returns the path of the copy.
 */
export function earlierStore(
  paths: { readonly database: string; readonly key: string },
  version: number,
): string {
  const path = `${paths.database}-${version}`;
  const db = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  for (const { sql } of migrations.slice(0, version)) db.exec(sql);
  db.exec(`ATTACH '${paths.database}' AS present`);
  const tables = db.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table'").all();
  for (const { name } of tables) copyTable(db, String(name));
  db.exec(`INSERT INTO main.node VALUES ('node-1', 1, 2, 3);
    UPDATE main.store SET schema_version = ${version}`);
  sealSecrets(db, keyringOf(db, paths), version);
  db.close();
  chmodSync(path, 0o600);
  return path;
}

function columnsOf(db: DatabaseSync, schema: string, table: string): readonly string[] {
  return db
    .prepare(`SELECT name FROM pragma_table_info('${table}', '${schema}')`)
    .all()
    .map(({ name }) => String(name));
}

function copyTable(db: DatabaseSync, table: string): void {
  const present = columnsOf(db, "present", table);
  const made = beforeOwners[table] ?? {};
  const columns = columnsOf(db, "main", table).filter((name) => name in made || present.includes(name));
  if (present.length === 0) return;
  const values = columns.map((name) => made[name] ?? name);
  const which = table === "login" ? " WHERE phase <> 'unverified'" : "";
  db.exec(`INSERT INTO main.${table} (${columns}) SELECT ${values} FROM present.${table}${which}`);
}

function keyringOf(
  db: DatabaseSync,
  { database, key }: { readonly database: string; readonly key: string },
): Keyring {
  const read = readKey(key);
  const row = db.prepare("SELECT id, key_id, key FROM main.workspace").get() as unknown as WorkspaceRow;
  const keyring = read.refused === undefined && Keyring.of(kekOf(read.bytes), storeIdOf(database), row);
  if (!keyring) throw new TypeError("the key opens the store that it was made for");
  return keyring;
}

interface SealedClient extends ClientBindingRow {
  readonly id: string;
  readonly authentication: Uint8Array;
  readonly next_authentication: Uint8Array | null;
}

function sealSecrets(db: DatabaseSync, keyring: Keyring, version: number): void {
  const clients = db.prepare("SELECT * FROM present.client").all() as unknown as readonly SealedClient[];
  for (const client of clients) {
    const context = (column: string) =>
      sealingContextOf(`client.${column}`, client.id, clientBindingOf(client));
    const parts = (column: string, sealed: Uint8Array): { method: string; secret: string | null } =>
      JSON.parse(keyring.open(context(column), sealed) ?? "");
    const seal = (column: string, secret: string | null) =>
      secret === null ? null : keyring.seal(context(column), secret);
    const { method, secret } = parts("authentication", client.authentication);
    db.prepare("UPDATE main.client SET auth_method = ?, secret = ? WHERE id = ? AND version = ?").run(
      method,
      seal("secret", secret),
      client.id,
      client.version,
    );
    const next = client.next_authentication && parts("next_authentication", client.next_authentication);
    if (version >= 3 && next)
      db.prepare("UPDATE main.client SET next_secret = ? WHERE id = ? AND version = ?").run(
        seal("next_secret", next.secret),
        client.id,
        client.version,
      );
  }
}
