import { StoreError } from "../../errors.ts";
import type { Client } from "../../model.ts";
import { hasSameBinding } from "../rules.ts";
import { type ClientBinding, clientBindingOf } from "../sealing/context.ts";
import type { Row } from "../sealing/row.ts";
import type { ClientChange } from "../store.ts";
import { unsettledOrKept } from "./rows/attempts.ts";
import { type ClientRow, changedClientColumns, clientOf, rowOfClient } from "./rows/clients.ts";
import type { TableServices } from "./services.ts";
import { all, get, insert, run, runAll, type Sql, type Statement, update, updating } from "./sql.ts";

/** Clients of one workspace. Each method is a part of a transaction that the caller has begun. */
export class ClientTable {
  readonly #services: TableServices;

  constructor(services: TableServices) {
    this.#services = services;
  }

  /** Lists the newest version of each client, by name. */
  *list(): Sql<readonly Client[]> {
    const { sealer, workspace } = this.#services;
    const rows = yield* all<ClientRow>(
      `SELECT * FROM client AS one WHERE workspace = :workspace
         AND version = (SELECT max(version) FROM client WHERE id = one.id) ORDER BY name, id`,
      { workspace },
    );
    return rows.map((row) => clientOf(row, sealer));
  }

  /** Reads the row of a client's version. */
  *row(id: string, version: number): Sql<ClientRow | undefined> {
    return yield* this.#lockedRow(id, version, "");
  }

  #lockedRow(id: string, version: number, lock: string): Sql<ClientRow | undefined> {
    return get<ClientRow>(
      `SELECT * FROM client WHERE id = :id AND version = :version AND workspace = :workspace${lock}`,
      { id, version, workspace: this.#services.workspace },
    );
  }

  *read(id: string, version: number): Sql<Client | undefined> {
    const row = yield* this.row(id, version);
    return row && clientOf(row, this.#services.sealer);
  }

  /** Returns the binding of a client's version. Throws `store_conflict` if there is no such version. */
  binding(id: string, version: number): Sql<ClientBinding> {
    return this.#binding(id, version, "");
  }

  /** Like {@link ClientTable.binding}. The version stays as it is until the transaction ends. */
  lockedBinding(id: string, version: number): Sql<ClientBinding> {
    return this.#binding(id, version, this.#services.dialect.forShare("client"));
  }

  *#binding(id: string, version: number, lock: string): Sql<ClientBinding> {
    const row = yield* this.#lockedRow(id, version, lock);
    if (row === undefined) throw new StoreError("store_conflict", { rule: "client_exists" });
    return clientBindingOf(row);
  }

  /** See {@link Clients.put}. */
  *put(client: Client): Sql<void> {
    const { sealer, workspace } = this.#services;
    const key = { id: client.id, version: client.version };
    // Locked, so that no login of the earlier binding comes behind the ones that are removed here.
    const before = yield* this.readToChange(client.id, client.version);
    if (before !== undefined && !hasSameBinding(before, client)) {
      const used = yield* get(
        `SELECT 1 FROM connection WHERE client = :id AND client_version = :version
         UNION SELECT 1 FROM login WHERE client = :id AND client_version = :version AND phase <> 'open'`,
        key,
      );
      if (used !== undefined) throw new StoreError("client_version_fixed");
      // The logins' binding is gone: a response could not be trusted to come from the new address.
      yield* run("DELETE FROM login WHERE client = :id AND client_version = :version", key);
    }
    const row = { ...rowOfClient(client, sealer), workspace };
    if (before === undefined) yield* insert("client", row);
    else yield* update("client", row, ["id", "version", "workspace"]);
    yield* this.dropUnusedVersions(client.id);
  }

  /** Reads a client that this transaction may change: no other transaction changes it meanwhile. */
  *readToChange(id: string, version: number): Sql<Client | undefined> {
    const { dialect, sealer } = this.#services;
    const row = yield* this.#lockedRow(id, version, dialect.forUpdate("client"));
    return row && clientOf(row, sealer);
  }

  /** See {@link Clients.change}. */
  *change({ id, version }: Pick<Client, "id" | "version">, change: ClientChange): Sql<void> {
    const before = yield* this.readToChange(id, version);
    if (before !== undefined) yield* runAll(this.updating(before, change));
  }

  /** Returns the statement that updates only the changed columns of a client's settings. Most refreshes change none. */
  updating(before: Client, change: ClientChange): readonly Statement[] {
    if (!differs(before, change)) return [];
    const { id, version } = before;
    const columns = changedClientColumns(before, change, this.#services.sealer);
    return updating("client", { ...columns, id, version }, ["id", "version"]);
  }

  /** See {@link Clients.remove}. */
  *remove(id: string): Sql<void> {
    const condition = `id = :id AND workspace = :workspace
         AND NOT EXISTS (SELECT 1 FROM connection WHERE client = :id)
         AND NOT EXISTS (SELECT 1 FROM login WHERE client = :id)`;
    yield* this.#removeUnused("client", condition, { id, workspace: this.#services.workspace });
  }

  /**
   * Deletes versions of a client that are not the newest and that no row needs, with their secrets. Begins with the few
   * attempts that may need one, instead of all connections of the client.
   */
  *dropUnusedVersions(id: string): Sql<void> {
    const { dialect } = this.#services;
    const count = yield* get<{ count: number }>("SELECT count(*) AS count FROM client WHERE id = :id", {
      id,
    });
    if ((count?.count ?? 0) < 2) return;
    const condition = `id = :id
         AND version < (SELECT max(version) FROM client WHERE id = :id)
         AND NOT EXISTS (SELECT 1 FROM connection WHERE client = :id AND client_version = one.version)
         AND NOT EXISTS (SELECT 1 FROM login WHERE client = :id AND client_version = one.version)
         AND NOT EXISTS (SELECT 1 FROM attempt ${dialect.indexedBy("attempt_unsettled")}
                           ${dialect.lookUp} connection ON connection.id = attempt.connection
                           WHERE attempt.client_version = one.version AND ${unsettledOrKept}
                             AND connection.client = :id)`;
    yield* this.#removeUnused("one", condition, { id });
  }

  /** Removes versions of a client. Locks them first: a login may just be stored that needs one, and is seen then. */
  *#removeUnused(alias: string, condition: string, values: Row): Sql<void> {
    const from = `FROM client AS ${alias} WHERE ${condition}`;
    const found = yield* all(`SELECT 1 ${from}${this.#services.dialect.forUpdate(alias)}`, values);
    if (found.length > 0) yield* run(`DELETE ${from}`, values);
  }
}

/** Whether a change of a client's settings changes anything. */
export const differs = (before: Client, change: Partial<Client>): boolean =>
  (Object.keys(change) as (keyof Client)[]).some((property) => change[property] !== before[property]);
