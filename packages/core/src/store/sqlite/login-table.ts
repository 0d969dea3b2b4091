import type { Login } from "../../model.ts";
import type { Row } from "../sealing/row.ts";
import type { ClientTable, TableServices } from "./client-table.ts";
import { type LoginRow, loginOf, resealedLogin, rowOfLogin } from "./rows/logins.ts";

/** Unfinished logins of one workspace. Each method is a part of a transaction that the caller has begun. */
export class LoginTable {
  readonly #services: TableServices;
  readonly #clients: ClientTable;

  constructor(services: TableServices, clients: ClientTable) {
    this.#services = services;
    this.#clients = clients;
  }

  put(login: Login): void {
    const { database, sealer, workspace } = this.#services;
    const binding = this.#clients.binding(login.clientId, login.clientVersion);
    database.insert("login", { ...rowOfLogin(login, binding, sealer), workspace }, ["id"]);
  }

  byState(stateHash: string): Login | undefined {
    const row = this.#openRow(stateHash);
    return row && this.#read(row);
  }

  /** Erases the state of an open login. Returns whether there was one. */
  claim(stateHash: string): boolean {
    const row = this.#openRow(stateHash);
    if (row === undefined) return false;
    this.#change(row, { state_hash: "" });
    return true;
  }

  /** See {@link Logins.unfinished}. */
  unfinished(): Login[] {
    const { database, workspace } = this.#services;
    return database
      .all<LoginRow>(
        // The condition is that of the index.
        `SELECT * FROM login WHERE workspace = :workspace
           AND (phase <> 'open' OR settings ->> '$.sessionId' IS NULL) ORDER BY created_at, rowid`,
        { workspace },
      )
      .map((row) => this.#read(row));
  }

  /** Marks the login of a pending connection. Returns whether there was such a login. */
  markUnverified(id: string): boolean {
    const { database, workspace } = this.#services;
    const row = database.get<LoginRow>("SELECT * FROM login WHERE id = :id AND workspace = :workspace", {
      id,
      workspace,
    });
    if (row === undefined) return false;
    this.#change(row, { phase: "unverified", raw_answer: null });
    return true;
  }

  /** Removes a login. Returns whether there was one. */
  remove(id: string): boolean {
    const { database, workspace } = this.#services;
    return database.run("DELETE FROM login WHERE id = :id AND workspace = :workspace", { id, workspace }) > 0;
  }

  /** Removes a login unless it has an answer, or its connection is stored. */
  removeOpen(id: string): void {
    const { database, workspace } = this.#services;
    const sql = "DELETE FROM login WHERE id = :id AND workspace = :workspace AND phase = 'open'";
    database.run(sql, { id, workspace });
  }

  #openRow(stateHash: string): LoginRow | undefined {
    const { database, workspace } = this.#services;
    return database.get<LoginRow>(
      // The last term lets SQLite use the index of states: logins of imports have none.
      `SELECT * FROM login WHERE workspace = :workspace AND state_hash = :stateHash AND phase = 'open'
         AND state_hash <> ''`,
      { workspace, stateHash },
    );
  }

  #change(row: LoginRow, change: Row): void {
    const { database, sealer } = this.#services;
    this.#read(row);
    database.update("login", resealedLogin(row, change, sealer), ["id"]);
  }

  #read(row: LoginRow): Login {
    const bindingOf = () => this.#clients.binding(row.client, row.client_version);
    return loginOf(row, bindingOf, this.#services.sealer);
  }
}
