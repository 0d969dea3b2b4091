import type { Login } from "../../model.ts";
import type { Row } from "../sealing/row.ts";
import type { ClientTable } from "./client-table.ts";
import { type LoginRow, loginMac, loginOf, resealedLogin, rowOfLogin } from "./rows/logins.ts";
import type { TableServices } from "./services.ts";
import { all, get, insert, run, type Sql, update } from "./sql.ts";

/** Unfinished logins of one workspace. Each method is a part of a transaction that the caller has begun. */
export class LoginTable {
  readonly #services: TableServices;
  readonly #clients: ClientTable;

  constructor(services: TableServices, clients: ClientTable) {
    this.#services = services;
    this.#clients = clients;
  }

  *put(login: Login): Sql<void> {
    const { sealer, workspace } = this.#services;
    // The client must not change its binding, or go, before the login is committed.
    const binding = yield* this.#clients.lockedBinding(login.clientId, login.clientVersion);
    yield* insert("login", { ...rowOfLogin(login, binding, sealer), workspace }, ["id"]);
  }

  *byState(stateHash: string): Sql<Login | undefined> {
    const row = yield* this.#openRow(stateHash);
    return row && (yield* this.#read(row));
  }

  /** Erases the state of an open login. Returns whether there was one. */
  *claim(stateHash: string): Sql<boolean> {
    const row = yield* this.#openRow(stateHash, this.#services.dialect.forUpdate("login"));
    if (row === undefined) return false;
    yield* this.#change(row, { state_hash: "" });
    return true;
  }

  /** See {@link Logins.unfinished}. */
  *unfinished(): Sql<readonly Login[]> {
    const { dialect, workspace } = this.#services;
    const rows = yield* all<LoginRow>(
      // The condition is that of the index.
      `SELECT * FROM login WHERE workspace = :workspace
         AND (phase <> 'open' OR ${dialect.member("settings", "sessionId")} IS NULL) ORDER BY created_at, rowid`,
      { workspace },
    );
    const logins: Login[] = [];
    for (const row of rows) logins.push(yield* this.#read(row));
    return logins;
  }

  /** Marks the login of a pending connection. Returns whether there was such a login. */
  *markUnverified(id: string): Sql<boolean> {
    const { dialect, workspace } = this.#services;
    const row = yield* get<LoginRow>(
      `SELECT * FROM login WHERE id = :id AND workspace = :workspace${dialect.forUpdate("login")}`,
      { id, workspace },
    );
    if (row === undefined) return false;
    yield* this.#change(row, { phase: "unverified", raw_answer: null });
    return true;
  }

  /** Removes a login, if it has this phase. Returns whether there was one. */
  *remove(id: string, phase?: Login["phase"]): Sql<boolean> {
    const { workspace } = this.#services;
    const sql = "DELETE FROM login WHERE id = :id AND workspace = :workspace";
    const removed = yield* phase === undefined
      ? run(sql, { id, workspace })
      : run(`${sql} AND phase = :phase`, { id, workspace, phase });
    return removed > 0;
  }

  *#openRow(stateHash: string, lock = ""): Sql<LoginRow | undefined> {
    return yield* get<LoginRow>(
      // The last term lets SQLite use the index of states: logins of imports have none.
      `SELECT * FROM login WHERE workspace = :workspace AND state_hash = :stateHash AND phase = 'open'
         AND state_hash <> ''${lock}`,
      { workspace: this.#services.workspace, stateHash },
    );
  }

  *#change(row: LoginRow, change: Row): Sql<void> {
    yield* this.#read(row);
    yield* update("login", resealedLogin(row, change, this.#services.sealer), ["id"]);
  }

  *#read(row: LoginRow): Sql<Login> {
    const { sealer } = this.#services;
    sealer.verify(loginMac, row);
    return loginOf(row, yield* this.#clients.binding(row.client, row.client_version), sealer);
  }
}
