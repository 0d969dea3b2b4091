import { StoreError } from "../../errors.ts";
import type { BrowserLogin, Login } from "../../model.ts";
import { type Row, toInteger } from "../sealing/row.ts";
import type { BrowserLoginLimits, SessionSweep } from "../store.ts";
import { hashBytes } from "./columns.ts";
import type { LoginTable } from "./login-table.ts";
import {
  type BrowserLoginRow,
  browserLoginOf,
  changedBrowserLoginColumns,
  rowOfBrowserLogin,
} from "./rows/browser-logins.ts";
import type { TableServices } from "./services.ts";
import { all, get, insert, run, type Sql, update } from "./sql.ts";

/** Logins that browsers began, of one workspace. Each method is a part of a transaction that the caller has begun. */
export class BrowserLoginTable {
  readonly #services: TableServices;
  readonly #logins: LoginTable;

  constructor(services: TableServices, logins: LoginTable) {
    this.#services = services;
    this.#logins = logins;
  }

  /** See {@link BrowserLogins.put}. */
  *put(browserLogin: BrowserLogin, login: Login, { perBrowser, total }: BrowserLoginLimits): Sql<void> {
    const { sealer, workspace } = this.#services;
    if (login.id !== browserLogin.id)
      throw new StoreError("store_conflict", { rule: "login_of_browser_login" });
    yield* this.#logins.put(login);
    yield* insert("browser_login", { ...rowOfBrowserLogin(browserLogin, sealer), workspace });
    const { app } = browserLogin;
    const hash = hashBytes(browserLogin.browserHash);
    yield* this.#removeOldest("app = :app AND browser_hash = :hash", { app, hash }, perBrowser);
    yield* this.#removeOldest("app = :app", { app }, total);
  }

  /** See {@link BrowserLogins.byState}. */
  *byState(stateHash: string): Sql<BrowserLogin | undefined> {
    const { sealer, workspace } = this.#services;
    const row = yield* get<BrowserLoginRow>(
      "SELECT * FROM browser_login WHERE state_hash = :hash AND workspace = :workspace",
      { hash: hashBytes(stateHash), workspace },
    );
    return row && browserLoginOf(row, sealer);
  }

  /** See {@link BrowserLogins.countOpen}. */
  countOpen(app: string, browserHash: string): Sql<number> {
    return this.#count("app = :app AND browser_hash = :hash", { app, hash: hashBytes(browserHash) });
  }

  *#count(condition: string, values: Row): Sql<number> {
    const row = yield* get<{ count: number }>(
      `SELECT count(*) AS count FROM browser_login WHERE ${condition} AND phase = 'open' AND workspace = :workspace`,
      { ...values, workspace: this.#services.workspace },
    );
    return row?.count ?? 0;
  }

  /** See {@link BrowserLogins.advance}. */
  *advance(id: string, from: BrowserLogin["phase"], change: Partial<BrowserLogin>): Sql<boolean> {
    const { dialect, sealer, workspace } = this.#services;
    const row = yield* get<BrowserLoginRow>(
      `SELECT * FROM browser_login WHERE id = :id AND workspace = :workspace AND phase = :from${dialect.forUpdate("browser_login")}`,
      { id, workspace, from },
    );
    if (row === undefined) return false;
    yield* update("browser_login", { ...changedBrowserLoginColumns(row, change, sealer), id }, ["id"]);
    return true;
  }

  /** Removes those that may be removed, at most `limit`, with their open logins. Returns their number. */
  removeOld({ app, nowMs }: SessionSweep, limit: number): Sql<number> {
    const values = { app, now: toInteger(nowMs) };
    return this.#remove("app = :app AND remove_at <= :now", values, { order: "remove_at", limit });
  }

  /** Removes the oldest open ones but `kept`. */
  *#removeOldest(condition: string, values: Row, kept: number): Sql<void> {
    const excess = (yield* this.#count(condition, values)) - kept;
    if (excess <= 0) return;
    yield* this.#remove(`${condition} AND phase = 'open'`, values, { order: "rowid", limit: excess });
  }

  /** Removes the first ones that a condition holds for, unless another transaction is just advancing them out of it. */
  *#remove(
    condition: string,
    values: Row,
    { order, limit }: { readonly order: string; readonly limit: number },
  ): Sql<number> {
    const { workspace } = this.#services;
    const where = `${condition} AND workspace = :workspace`;
    const rows = yield* all<Pick<BrowserLogin, "id">>(
      `SELECT id FROM browser_login WHERE ${where} ORDER BY ${order} LIMIT :limit`,
      { ...values, workspace, limit },
    );
    let removed = 0;
    for (const { id } of rows) {
      const sql = `DELETE FROM browser_login WHERE id = :id AND ${where}`;
      if ((yield* run(sql, { ...values, workspace, id })) === 0) continue;
      yield* this.#logins.remove(id, "open");
      removed += 1;
    }
    return removed;
  }
}
