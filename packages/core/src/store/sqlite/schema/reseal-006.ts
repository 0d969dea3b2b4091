import type { Database } from "../database.ts";

/** Opens and seals the columns of one client. */
export interface ClientSealer {
  open(row: OldClientRow, column: "secret" | "next_secret", sealed: Uint8Array): string;
  seal(row: OldClientRow, column: "authentication" | "next_authentication", text: string): Uint8Array;
}

/** Row of a client before schema 6. */
export interface OldClientRow {
  readonly id: string;
  readonly workspace: string;
  readonly version: number;
  readonly issuer: string;
  readonly token_endpoint: string;
  readonly client_id: string;
  readonly auth_method: string;
  readonly secret: Uint8Array | null;
  readonly next_secret: Uint8Array | null;
}

/** Seals method and secret of each client as one value, in new columns that the rebuilt table keeps. */
export function sealAuthentication(database: Database, sealer: ClientSealer): void {
  database.exec(
    "ALTER TABLE client ADD COLUMN authentication BLOB; ALTER TABLE client ADD COLUMN next_authentication BLOB",
  );
  const rows = database.all<OldClientRow>(
    `SELECT id, workspace, version, issuer, token_endpoint, client_id, auth_method, secret, next_secret FROM client`,
  );
  for (const row of rows) {
    const secret = row.secret && sealer.open(row, "secret", row.secret);
    const next = row.next_secret && sealer.open(row, "next_secret", row.next_secret);
    const text = (value: string | null): string => JSON.stringify({ method: row.auth_method, secret: value });
    database.update(
      "client",
      {
        id: row.id,
        version: row.version,
        authentication: sealer.seal(row, "authentication", text(secret)),
        next_authentication: next === null ? null : sealer.seal(row, "next_authentication", text(next)),
      },
      ["id", "version"],
    );
  }
}
