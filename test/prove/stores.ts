import { randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { systemClock } from "../../packages/core/src/clock.ts";
import { type Paths, resolvePaths } from "../../packages/core/src/store/paths.ts";
import { openPostgres } from "../../packages/core/src/store/postgres/store.ts";
import { openSqlite } from "../../packages/core/src/store/sqlite/store.ts";
import type { Store } from "../../packages/core/src/store/store.ts";
import { Line } from "../../packages/core/test/support/postgres/line.ts";
import { statement } from "../../packages/core/test/support/postgres/server.ts";

/** What keeps the data of a store. */
export type EngineName = "sqlite" | "postgres";

export const engineNames: readonly EngineName[] = ["sqlite", "postgres"];

/** The place of one store, and what a test does in it past our own code. */
export interface Place {
  readonly engine: EngineName;
  /** Address for the processes; absent where the store is in their home. */
  readonly url?: string;
  /** The line between the processes and the database. */
  readonly line?: Line;
  open(): Promise<Store>;
  /** Runs statements that return nothing, as an administrator may. */
  exec(sql: string): Promise<void>;
  /** Whether an attempt with a token of this fingerprint was committed until then. */
  wasCommitted(fingerprint: string, untilMs: number): Promise<boolean>;
  close(): Promise<void>;
}

/** An engine as a dimension of the proof. */
export interface Engine {
  readonly name: EngineName;
  /** Makes a place for the store of this home. */
  place(home: string): Promise<Place>;
}

/** The files of a home. */
export const pathsOf = (home: string): Paths =>
  resolvePaths({ TOKENWELL_HOME: home }, process.platform, home);

const committed = "SELECT 1 FROM attempt WHERE phase = 'committed'";

/** SQLite in the home itself. */
export const sqlite: Engine = {
  name: "sqlite",
  async place(home) {
    const where = pathsOf(home);
    return {
      engine: "sqlite",
      open: () => openSqlite({ ...where, clock: systemClock, busyTimeoutMs: 5_000 }),
      exec: async (sql) => {
        const db = new DatabaseSync(where.database, { timeout: 5_000 });
        try {
          db.exec(`BEGIN IMMEDIATE; ${sql}; COMMIT`);
        } finally {
          db.close();
        }
      },
      wasCommitted: async (fingerprint, untilMs) => {
        const db = new DatabaseSync(where.database, { readOnly: true });
        try {
          const sql = `${committed} AND fingerprint = ? AND closed_at <= ?`;
          return db.prepare(sql).get(fingerprint, untilMs) !== undefined;
        } finally {
          db.close();
        }
      },
      close: async () => undefined,
    };
  },
};

/** PostgreSQL: a schema for each store in one database of a server that runs. The processes have a line of their own to it. */
export function postgres(databaseUrl: string): Engine {
  return {
    name: "postgres",
    place: async (home) => await PostgresPlace.open(databaseUrl, home),
  };
}

/** A schema of its own in a database. */
export class PostgresPlace implements Place {
  readonly engine = "postgres";
  readonly line: Line;
  readonly schema: string;
  /** Address of the database for the test itself: by a line that nothing happens to. */
  readonly databaseUrl: string;
  readonly #own: Line;
  readonly #home: string;

  private constructor(lines: { readonly own: Line; readonly line: Line }, databaseUrl: string, home: string) {
    this.databaseUrl = lines.own.url(databaseUrl);
    this.line = lines.line;
    this.#own = lines.own;
    this.#home = home;
    this.schema = `cell_${randomBytes(6).toString("hex")}`;
  }

  static async open(databaseUrl: string, home: string): Promise<PostgresPlace> {
    const port = Number(new URL(databaseUrl).port);
    const lines = { own: await Line.open(port), line: await Line.open(port) };
    return new PostgresPlace(lines, databaseUrl, home);
  }

  get url(): string {
    return this.urlBy(this.line);
  }

  /** The address of the store by this line. */
  urlBy(line: Line): string {
    return `${line.url(this.databaseUrl)}?schema=${this.schema}`;
  }

  /** Leads everything to another server. */
  failOver(port: number): void {
    this.#own.moveTo(port);
    this.line.moveTo(port);
  }

  async open(): Promise<Store> {
    const url = `${this.databaseUrl}?schema=${this.schema}`;
    return await openPostgres({ url, key: pathsOf(this.#home).key, clock: systemClock });
  }

  async exec(sql: string): Promise<void> {
    // Without parameters, so that the server takes them all in one transaction.
    await statement(this.databaseUrl, `SET search_path = ${this.schema}; ${sql}`);
  }

  async wasCommitted(fingerprint: string, untilMs: number): Promise<boolean> {
    const sql = committed.replace("attempt", `${this.schema}.attempt`);
    const values = [fingerprint, untilMs];
    const rows = await statement(this.databaseUrl, `${sql} AND fingerprint = $1 AND closed_at <= $2`, values);
    return rows.length > 0;
  }

  async close(): Promise<void> {
    await this.line.close();
    await this.#own.close();
  }
}
