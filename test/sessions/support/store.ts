import { DatabaseSync } from "node:sqlite";
import { StoreRows } from "../../../packages/core/test/support/store-rows.ts";
import { isOnPostgres } from "../../../packages/core/test/support/test-store.ts";

/** Contents of the store of an app, read past the library. */
export class StoreView {
  readonly #rows: StoreRows;
  /** One connection: the number differs from one to the other. */
  #database: DatabaseSync | undefined;

  constructor(home: string) {
    this.#rows = new StoreRows(home);
  }

  /** Counts the logins that wait for their callback. */
  pendingLogins(): number {
    return this.#rows.count("browser_login", "phase = 'open'");
  }

  /** Counts the sessions that have not ended. */
  liveSessions(): number {
    return this.#rows.count("session", "ended_at IS NULL");
  }

  /** Counts all sessions, ended ones included. */
  sessions(): number {
    return this.#rows.count("session");
  }

  /** Counts the connections that still have a refresh token. */
  refreshTokens(): number {
    return this.#rows.count("connection", "refresh_token IS NOT NULL");
  }

  /**
   * Number that grows with each commit of another connection: with SQLite any, with PostgreSQL one that changes a session,
   * since the server does not count the others one by one.
   */
  version(): number {
    const counted =
      "SELECT n_tup_upd AS changes FROM pg_stat_all_tables WHERE relid = CAST('session' AS regclass)";
    if (isOnPostgres) return Number(this.#rows.all(counted)[0]?.changes);
    this.#database ??= new DatabaseSync(this.#rows.file, { readOnly: true });
    return Number(this.#database.prepare("PRAGMA data_version").get()?.data_version);
  }

  close(): void {
    this.#database?.close();
  }
}
