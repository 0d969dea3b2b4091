import { StoreError } from "../../../errors.ts";
import { type ClientBindingRow, clientBindingOf, sealingContextOf } from "../../sealing/context.ts";
import { type Kek, Keyring, rewrap, type WorkspaceRow } from "../../sealing/keyring.ts";
import type { Row } from "../../sealing/row.ts";
import type { MacColumns } from "../../sealing/row-mac.ts";
import { accessTokenMac } from "../../tables/rows/access-tokens.ts";
import { clientMac } from "../../tables/rows/clients.ts";
import { connectionMac } from "../../tables/rows/connections.ts";
import { loginMac } from "../../tables/rows/logins.ts";
import type { Database } from "../database.ts";

/** Columns that hold JSON. Earlier migrations wrote some of it in SQLite's own format. */
const jsonColumns: Readonly<Record<string, readonly string[]>> = {
  client: ["lifetimes", "requested", "behaviour"],
  connection: ["details"],
  access_token: [],
  login: ["settings"],
};

/** Rows of each table that belong to a workspace. */
const belongs: Readonly<Record<string, string>> = {
  client: "workspace = :workspace",
  connection: "workspace = :workspace",
  access_token: "connection IN (SELECT id FROM connection WHERE workspace = :workspace)",
  login: "workspace = :workspace",
};

/**
 * Binds the key of each workspace to its name, which marks the store as sealed; gives each row a MAC; and records the
 * fingerprints of all refresh tokens. Throws `store_integrity` if a key is already bound: the store was sealed before,
 * so another program has set its version back.
 */
export function sealRows(database: Database, kek: Kek, storeId: string): void {
  for (const row of database.all<WorkspaceRow>("SELECT id, name, key_id, key FROM workspace")) {
    const key = rewrap(kek, storeId, row);
    const keyring = key && Keyring.of(kek, storeId, { ...row, key });
    if (!keyring) throw new StoreError("store_integrity", { place: database.location });
    database.run("UPDATE workspace SET key = :key WHERE id = :id", { id: row.id, key });
    for (const columns of [clientMac, connectionMac, accessTokenMac, loginMac])
      sealTable(database, keyring, columns);
    recordKeptTokens(database, keyring);
  }
}

/** Gives each row of a workspace's table a MAC over what it holds now. */
export function sealTable(database: Database, keyring: Keyring, columns: MacColumns): void {
  const { table } = columns;
  const values = { workspace: keyring.workspaceId };
  const rows = database.all<Row>(`SELECT rowid AS row, * FROM ${table} WHERE ${belongs[table]}`, values);
  for (const row of rows) {
    const rewritten = (jsonColumns[table] ?? []).map((name) => [
      name,
      JSON.stringify(JSON.parse(String(row[name]))),
    ]);
    const json = Object.fromEntries(rewritten) as Row;
    const mac = keyring.mac(columns, { ...row, ...json });
    database.update(table, { ...json, mac, rowid: row.row ?? null }, ["rowid"]);
  }
}

type TokenRow = ClientBindingRow & {
  readonly id: string;
  readonly generation: number;
  readonly refresh_token: Uint8Array;
};

function recordKeptTokens(database: Database, keyring: Keyring): void {
  const values = { workspace: keyring.workspaceId };
  const sent = database.all<{ fingerprint: string }>(
    `SELECT DISTINCT attempt.fingerprint FROM attempt JOIN connection ON connection.id = attempt.connection
       WHERE connection.workspace = :workspace AND phase <> 'not_sent'`,
    values,
  );
  const live = database
    .all<TokenRow>(
      `SELECT connection.id, generation, refresh_token, version, client.issuer, token_endpoint, client_id
         FROM connection JOIN client ON client.id = connection.client AND client.version = connection.client_version
         WHERE connection.workspace = :workspace AND refresh_token IS NOT NULL`,
      values,
    )
    .flatMap((row) => {
      const context = sealingContextOf(
        "connection.refresh_token",
        row.id,
        clientBindingOf(row),
        row.generation,
      );
      const token = keyring.open(context, row.refresh_token);
      return token === undefined ? [] : [{ fingerprint: keyring.fingerprint(token) }];
    });
  for (const { fingerprint } of [...sent, ...live])
    database.run("INSERT OR IGNORE INTO kept_token VALUES (:fingerprint)", {
      fingerprint: Buffer.from(fingerprint, "hex"),
    });
}
