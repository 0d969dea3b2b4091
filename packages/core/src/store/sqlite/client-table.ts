import { StoreError } from "../../errors.ts";
import type { Client } from "../../model.ts";
import { hasSameBinding } from "../rules.ts";
import { type ClientBinding, clientBindingOf } from "../sealing/context.ts";
import type { Sealer } from "../sealing/sealer.ts";
import type { Database } from "./database.ts";
import { unsettledOrKept } from "./rows/attempts.ts";
import { type ClientRow, changedClientColumns, clientOf, rowOfClient } from "./rows/clients.ts";

/** Dependencies that the tables of one workspace share. */
export interface TableServices {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly workspace: string;
}

/** Clients of one workspace. Each method is a part of a transaction that the caller has begun. */
export class ClientTable {
  readonly #services: TableServices;

  constructor(services: TableServices) {
    this.#services = services;
  }

  /** Lists the newest version of each client, by name. */
  list(): Client[] {
    const { database, sealer, workspace } = this.#services;
    return database
      .all<ClientRow>(
        `SELECT * FROM client AS one WHERE workspace = :workspace
           AND version = (SELECT max(version) FROM client WHERE id = one.id) ORDER BY name, id`,
        { workspace },
      )
      .map((row) => clientOf(row, sealer));
  }

  /** Reads the row of a client's version. */
  row(id: string, version: number): ClientRow | undefined {
    const { database, workspace } = this.#services;
    return database.get<ClientRow>(
      "SELECT * FROM client WHERE id = :id AND version = :version AND workspace = :workspace",
      { id, version, workspace },
    );
  }

  read(id: string, version: number): Client | undefined {
    const row = this.row(id, version);
    return row && clientOf(row, this.#services.sealer);
  }

  /** Returns the binding of a client's version. Throws `store_conflict` if there is no such version. */
  binding(id: string, version: number): ClientBinding {
    const row = this.row(id, version);
    if (row === undefined) throw new StoreError("store_conflict", { rule: "client_exists" });
    return clientBindingOf(row);
  }

  /** See {@link Clients.put}. */
  put(client: Client): void {
    const { database, sealer, workspace } = this.#services;
    const key = { id: client.id, version: client.version };
    const before = this.read(client.id, client.version);
    if (before !== undefined && !hasSameBinding(before, client)) {
      const used = database.get(
        `SELECT 1 FROM connection WHERE client = :id AND client_version = :version
         UNION SELECT 1 FROM login WHERE client = :id AND client_version = :version AND phase <> 'open'`,
        key,
      );
      if (used !== undefined) throw new StoreError("client_version_fixed");
      // The logins' binding is gone: a response could not be trusted to come from the new address.
      database.run("DELETE FROM login WHERE client = :id AND client_version = :version", key);
    }
    const row = { ...rowOfClient(client, sealer), workspace };
    if (before === undefined) database.insert("client", row);
    else database.update("client", row, ["id", "version", "workspace"]);
    this.dropUnusedVersions(client.id);
  }

  /** Updates only the changed columns of a client's settings. Most refreshes change none. */
  update(before: Client, change: Partial<Client>): void {
    const { id, version } = before;
    const properties = Object.keys(change) as (keyof Client)[];
    if (properties.every((property) => change[property] === before[property])) return;
    const row = changedClientColumns(before, change, this.#services.sealer);
    this.#services.database.update("client", { ...row, id, version }, ["id", "version"]);
  }

  /** See {@link Clients.remove}. */
  remove(id: string): void {
    const { database, workspace } = this.#services;
    database.run(
      `DELETE FROM client WHERE id = :id AND workspace = :workspace
         AND NOT EXISTS (SELECT 1 FROM connection WHERE client = :id)
         AND NOT EXISTS (SELECT 1 FROM login WHERE client = :id)`,
      { id, workspace },
    );
  }

  /**
   * Deletes versions of a client that are not the newest and that no row needs, with their secrets. `CROSS JOIN` makes
   * SQLite begin with the few attempts that may need one, instead of all connections of the client.
   */
  dropUnusedVersions(id: string): void {
    const { database } = this.#services;
    const count = database.get<{ count: number }>("SELECT count(*) AS count FROM client WHERE id = :id", {
      id,
    });
    if ((count?.count ?? 0) < 2) return;
    database.run(
      `DELETE FROM client AS one WHERE id = :id
         AND version < (SELECT max(version) FROM client WHERE id = :id)
         AND NOT EXISTS (SELECT 1 FROM connection WHERE client = :id AND client_version = one.version)
         AND NOT EXISTS (SELECT 1 FROM login WHERE client = :id AND client_version = one.version)
         AND NOT EXISTS (SELECT 1 FROM attempt INDEXED BY attempt_unsettled
                           CROSS JOIN connection ON connection.id = attempt.connection
                           WHERE attempt.client_version = one.version AND ${unsettledOrKept}
                             AND connection.client = :id)`,
      { id },
    );
  }
}
