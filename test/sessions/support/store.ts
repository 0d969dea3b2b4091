import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** What rests in the store of an app, read past the library. */
export class StoreView {
  readonly #database: DatabaseSync;

  constructor(home: string) {
    const file = readdirSync(home, { recursive: true })
      .map(String)
      .find((name) => name.endsWith(".db"));
    this.#database = new DatabaseSync(join(home, file ?? "tokenwell.db"), { readOnly: true });
  }

  /** Counts the logins that wait for their callback. */
  pendingLogins(): number {
    return this.#count("SELECT count(*) AS n FROM browser_login WHERE phase = 'open'");
  }

  /** Counts the sessions that have not ended. */
  liveSessions(): number {
    return this.#count("SELECT count(*) AS n FROM session WHERE ended_at IS NULL");
  }

  /** Counts all sessions, ended ones included. */
  sessions(): number {
    return this.#count("SELECT count(*) AS n FROM session");
  }

  /** Counts the connections that still have a refresh token. */
  refreshTokens(): number {
    return this.#count("SELECT count(*) AS n FROM connection WHERE refresh_token IS NOT NULL");
  }

  /** Number that changes with each commit of another connection. */
  version(): number {
    return Number(this.#database.prepare("PRAGMA data_version").get()?.data_version);
  }

  close(): void {
    this.#database.close();
  }

  #count(sql: string): number {
    return Number(this.#database.prepare(sql).get()?.n);
  }
}
