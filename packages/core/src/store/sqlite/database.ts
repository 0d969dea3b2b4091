import { DatabaseSync, type StatementSync } from "node:sqlite";
import { StoreError } from "../../errors.ts";
import type { Row } from "../sealing/row.ts";
import { moveError, type StoreRecord } from "../tables/moving.ts";
import { toStoreError } from "./errors.ts";
import { fencedMessage } from "./fence.ts";

/** Oldest usable SQLite: earlier ones can lose a commit when the log is reset. @see https://www.sqlite.org/wal.html#the_wal_reset_bug */
export const neededSqlite = "3.51.3";

/**
 * Pragmas of every connection. Each is read back, because SQLite ignores a pragma that it cannot apply. `synchronous` 2
 * (FULL) makes a commit durable before it returns; `fullfsync` makes macOS flush as fsync does elsewhere.
 */
const settings: readonly (readonly [pragma: string, value: string | number])[] = [
  ["journal_mode", "wal"],
  ["synchronous", 2],
  ["fullfsync", 1],
  ["foreign_keys", 1],
  ["secure_delete", 1],
  ["trusted_schema", 0],
];

/** One connection to a database file, with a cache of statements. Throws failures of SQLite as {@link StoreError}s. */
export class Database {
  readonly location: string;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  /** Statement of {@link Database.dataVersion}, apart from the others: a process runs it for nearly every token. */
  #dataVersion: StatementSync | undefined;
  /** Number of rows written by this connection. */
  writes = 0;

  constructor(path: string, busyTimeoutMs: number, readOnly = false) {
    this.location = path;
    this.#db = this.#translated(() => new DatabaseSync(path, { timeout: busyTimeoutMs, readOnly }));
    const found = String(this.get<{ found: string }>("SELECT sqlite_version() AS found")?.found);
    if (isOlder(found, neededSqlite)) {
      this.close();
      throw new StoreError("sqlite_too_old", { found, needed: neededSqlite });
    }
  }

  /** Sets the pragmas of every connection. Throws `store_remote` or `store_conflict` if one does not take effect. */
  applyPragmas(busyTimeoutMs: number): void {
    for (const [pragma, value] of settings) {
      this.exec(`PRAGMA ${pragma} = ${value}`);
      if (this.pragma(pragma) !== value) {
        // WAL needs memory shared by all processes, which network file systems do not have.
        throw pragma === "journal_mode"
          ? new StoreError("store_remote", { place: this.location })
          : new StoreError("store_conflict", { rule: pragma });
      }
    }
    if (this.pragma("busy_timeout") !== busyTimeoutMs) {
      throw new StoreError("store_conflict", { rule: "busy_timeout" });
    }
  }

  /** Reads the value of a pragma. */
  pragma(name: string): unknown {
    return Object.values(this.get<Row>(`PRAGMA ${name}`) ?? {})[0];
  }

  /** Reads the number that changes when another connection commits. */
  dataVersion(): unknown {
    return this.#translated(() => {
      if (this.#dataVersion === undefined) {
        this.#dataVersion = this.#db.prepare("PRAGMA data_version");
        // An array costs less than an object.
        this.#dataVersion.setReturnArrays(true);
      }
      return (this.#dataVersion.get() as unknown as readonly unknown[] | undefined)?.[0];
    });
  }

  /** Runs statements that return no rows. */
  exec(sql: string): void {
    this.#translated(() => this.#db.exec(sql));
  }

  /** Returns the first row; `undefined` if there is none. */
  get<R>(sql: string, values: Row = {}): R | undefined {
    return this.#translated(() => this.#statement(sql).get(values)) as R | undefined;
  }

  /** Returns all rows. */
  all<R>(sql: string, values: Row = {}): R[] {
    return this.#translated(() => this.#statement(sql).all(values)) as R[];
  }

  /** Runs a writing statement. Returns the number of changed rows. */
  run(sql: string, values: Row = {}): number {
    const changes = this.#translated(() => Number(this.#statement(sql).run(values).changes));
    this.writes += changes;
    return changes;
  }

  /** Inserts a row. With `key`, upserts on those columns and updates `changing` (default: all others). */
  insert(table: string, row: Row, key: readonly string[] = [], changing?: readonly string[]): void {
    const columns = Object.keys(row);
    const rest = changing ?? columns.filter((column) => !key.includes(column));
    const sets = rest.map((column) => `${column} = excluded.${column}`).join(", ");
    this.run(
      `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map((column) => `:${column}`).join(", ")})` +
        (key.length === 0 ? "" : ` ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${sets}`),
      row,
    );
  }

  /** Updates the row with the values of `row` in the `key` columns. Does nothing if `row` has no other columns. */
  update(table: string, row: Row, key: readonly string[]): void {
    const sets = Object.keys(row).filter((column) => !key.includes(column));
    if (sets.length === 0) return;
    const equals = (column: string) => `${column} = :${column}`;
    this.run(
      `UPDATE ${table} SET ${sets.map(equals).join(", ")} WHERE ${key.map(equals).join(" AND ")}`,
      row,
    );
  }

  /** Runs `work` in a transaction that takes the write lock first. Rolls back if `work` throws. */
  write<T>(work: () => T): T {
    return this.#transaction("BEGIN IMMEDIATE", work);
  }

  /** Runs `work` in a transaction, so that it reads one consistent snapshot. */
  read<T>(work: () => T): T {
    return this.#transaction("BEGIN", work);
  }

  /**
   * Runs `work` in a savepoint of the current transaction. If it throws, rolls back only `work` and calls `failed`. If
   * SQLite has already rolled back the whole transaction (disk full), rethrows.
   */
  withSavepoint(work: () => void, failed: (error: unknown) => void): void {
    this.exec("SAVEPOINT work");
    try {
      work();
    } catch (error) {
      if (!this.#db.isTransaction) throw error;
      this.exec("ROLLBACK TO work");
      failed(error);
    }
    this.exec("RELEASE work");
  }

  close(): void {
    if (this.#db.isOpen) this.#db.close();
  }

  #transaction<T>(begin: string, work: () => T): T {
    this.exec(begin);
    try {
      const result = work();
      this.exec("COMMIT");
      return result;
    } catch (error) {
      // SQLite may have rolled back already (disk full).
      if (this.#db.isTransaction) this.exec("ROLLBACK");
      throw error;
    }
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #translated<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.#moveError(error) ?? toStoreError(error, this.location);
    }
  }

  /** Returns the error about a store that moves or has moved, if that is why a statement failed. */
  #moveError(error: unknown): StoreError | undefined {
    const message = error instanceof Error ? error.message : "";
    const isFenced = message === fencedMessage;
    if (!isFenced && !message.startsWith("no such table")) return undefined;
    try {
      const row = this.#db
        .prepare("SELECT move_state AS state, move_place AS place FROM store WHERE id = 1")
        .get() as unknown as Pick<StoreRecord, "state" | "place"> | undefined;
      return row && moveError(row, this.location, true);
    } catch {
      return undefined;
    }
  }
}

/** Whether `found` is an older version than `needed`. */
export function isOlder(found: string, needed: string): boolean {
  return found.localeCompare(needed, "en", { numeric: true }) < 0;
}
