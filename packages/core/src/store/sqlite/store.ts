import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import type { Clock } from "../../clock.ts";
import { StoreError } from "../../errors.ts";
import type { ConnectionRef } from "../../model.ts";
import { Secret } from "../../secret.ts";
import type { KeyCheck } from "../key-check.ts";
import type { GivenKey } from "../paths.ts";
import { fittingKek, readKeks } from "../sealing/key-source.ts";
import {
  checkValueOf,
  type Kek,
  Keyring,
  newWorkspace,
  type WorkspaceRow,
  workspaceColumns,
} from "../sealing/keyring.ts";
import { toInteger } from "../sealing/row.ts";
import { Sealer } from "../sealing/sealer.ts";
import type {
  AccessTokens,
  BrowserLogins,
  Changes,
  Clients,
  Connections,
  Hooks,
  Logins,
  Owners,
  Queue,
  Sessions,
  Stamp,
  Store,
  TokenHolder,
  Upkeeps,
} from "../store.ts";
import { type CurrentRow, currentSql, isCurrent, openCurrent, stampOf } from "../tables/current.ts";
import { moveError, type StoreRecord } from "../tables/moving.ts";
import { WorkspaceKeys, withNewestKeys } from "../tables/newest-keys.ts";
import type { RotationEngine } from "../tables/rotation.ts";
import type { Sql } from "../tables/sql.ts";
import { type Engine, tableStore, type WriteHints } from "../tables/table-store.ts";
import { waitForChange } from "../wait-for-change.ts";
import { Database } from "./database.ts";
import { createEmpty, findsStore, refuseRemote } from "./disk.ts";
import { isBusy, toStoreError } from "./errors.ts";
import { keyFence } from "./fence.ts";
import { GroupCommit } from "./group-commit.ts";
import { Locks } from "./locks.ts";
import { dialectOf, runWork } from "./run.ts";
import { migrate, refuseNewer, schemaVersion } from "./schema/migrate.ts";
import { newest } from "./schema/newest.ts";
import { Witness } from "./witness.ts";

/** Options of {@link openSqlite}: files, workspace and waiting. */
export interface SqliteOptions {
  /** Path of the database file; created if there is none. */
  readonly database: string;
  /** Path of the key file; created together with a new database, and never otherwise. */
  readonly key: string;
  /** Key of the environment, which comes before that of the key file. */
  readonly givenKey?: GivenKey;
  /** Folder of the owner locks: one for all processes that use the database. */
  readonly locks: string;
  /** Folder of the witness that detects a copied or restored store. Default: no detection. */
  readonly state?: string;
  /** Name of the workspace. Default: `"default"`. */
  readonly workspace?: string;
  /**
   * Milliseconds that SQLite itself waits for another process, which blocks the event loop: 50 for a library, 5000 for
   * a command. Afterwards the store retries without blocking, for 15 s in all.
   */
  readonly busyTimeoutMs: number;
  readonly clock: Clock;
  /** Whether to change nothing. The store must exist and have the newest format; each write fails. Default: `false`. */
  readonly readOnly?: boolean;
  /** Maximum number of pages of the database, for tests of a full disk. */
  readonly testOnlyMaxPages?: number;
}

const retryTimeoutMs = 15_000;
const retryIntervalMs = 20;

/**
 * Opens a store in a SQLite file, and creates it if there is none.
 *
 * @throws StoreError `key_…` if the key is missing, damaged, readable by others or the wrong one (the store is
 *   unchanged then, and never gets a new key for existing data), `store_…` if the data cannot be used, `sqlite_too_old`
 */
export async function openSqlite(options: SqliteOptions): Promise<Store> {
  const opened = await openWithKeys(options);
  return new SqliteStore(opened, options);
}

/** Opens the database with its keys. Reads them once more if they do not fit: a rotation may have replaced them. */
async function openWithKeys(options: SqliteOptions, isFirst = true): Promise<Opened> {
  const { database: place, readOnly = false } = options;
  try {
    const exists = findsStore(place, !readOnly);
    // Create the key before the data: a process that finds data may require the key.
    const keks = await readKeks(options, { place, mayCreate: !exists && !readOnly });
    return await untilFree(options.clock, () => {
      try {
        return open(options, keks, exists);
      } catch (error) {
        throw toStoreError(error, place);
      }
    });
  } catch (error) {
    const translated = toStoreError(error, place);
    if (isFirst && translated instanceof StoreError && translated.code === "key_wrong")
      return await openWithKeys(options, false);
    throw translated;
  }
}

interface Opened {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly kek: Kek;
}

function open(options: SqliteOptions, keks: readonly Kek[], exists: boolean): Opened {
  const { database: path, busyTimeoutMs, readOnly = false } = options;
  if (exists) refuseRemote(path);
  else if (!readOnly) createEmpty(path);
  const database = new Database(path, busyTimeoutMs, readOnly);
  try {
    const found = schemaVersion(database);
    refuseNewer(found);
    const place = { path: options.key, place: path };
    const kek = fittingKek(keks, found > 0 ? checkOf(database) : undefined, place);
    if (!readOnly) database.applyPragmas(busyTimeoutMs);
    if (options.testOnlyMaxPages !== undefined)
      database.exec(`PRAGMA max_page_count = ${options.testOnlyMaxPages}`);
    if (readOnly && found !== newest) throw new StoreError("store_corrupt", { place: path });
    migrate(database, kek, (version) => {
      const storeId = crypto.randomUUID();
      const row = {
        id: 1,
        store_id: storeId,
        schema_version: version,
        key_check: checkValueOf(kek, storeId),
      };
      database.insert("store", row);
    });
    refuseElsewhere(database);
    // Another process may have made the store meanwhile, with another key.
    const check = checkOf(database);
    fittingKek([kek], check, place);
    const { storeId } = check;
    const keyring = Keyring.of(kek, storeId, workspaceOf(database, options, kek, storeId));
    if (keyring === undefined) throw new StoreError("store_integrity", { place: path });
    return { database, keyring, kek };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Throws `store_moved` or `store_arriving` if the store is not used here. */
function refuseElsewhere(database: Database): void {
  const row = database.get<Pick<StoreRecord, "state" | "place">>(
    "SELECT move_state AS state, move_place AS place FROM store WHERE id = 1",
  );
  const error = row && moveError(row, database.location, false);
  if (error !== undefined) throw error;
}

function checkOf(database: Database): KeyCheck {
  const row = database.get<KeyCheck>(
    "SELECT store_id AS storeId, key_check AS value FROM store WHERE id = 1",
  );
  if (row === undefined) throw new StoreError("store_corrupt", { place: database.location });
  return row;
}

function workspaceOf(
  database: Database,
  { workspace: name = "default", clock }: SqliteOptions,
  kek: Kek,
  storeId: string,
): WorkspaceRow {
  const nowMs = clock.nowMs();
  const find = () =>
    database.get<WorkspaceRow>(`SELECT ${workspaceColumns} FROM workspace WHERE name = :name`, { name });
  return (
    find() ??
    database.write(() => {
      const present = find();
      if (present !== undefined) return present;
      const made = newWorkspace(kek, storeId, name);
      database.insert("workspace", { ...made, key_since: toInteger(nowMs) });
      return made;
    })
  );
}

/** Runs `work` at once if the store is free; otherwise retries without blocking, for 15 s in all. */
function untilFree<T>(clock: Clock, work: () => T): Promise<T> {
  const startedMs = clock.monotonicMs();
  const again = async (): Promise<T> => {
    for (;;) {
      await clock.sleep(retryIntervalMs);
      try {
        return work();
      } catch (error) {
        if (!isBusy(error) || clock.monotonicMs() - startedMs >= retryTimeoutMs) throw error;
      }
    }
  };
  try {
    return Promise.resolve(work());
  } catch (error) {
    const isOver = !isBusy(error) || clock.monotonicMs() - startedMs >= retryTimeoutMs;
    return isOver ? Promise.reject(error) : again();
  }
}

/** Free bytes that a refresh requires: many times the size of one response, so that several processes find space. */
const minFreeBytes = 1024 * 1024;

/** Runs the work of the tables on a SQLite file. */
export class SqliteEngine implements Engine {
  readonly clock: Clock;
  readonly #database: Database;
  readonly #locks: Locks;
  readonly #group: GroupCommit;

  constructor(database: Database, locks: Locks, clock: Clock) {
    this.clock = clock;
    this.#database = database;
    this.#locks = locks;
    this.#group = new GroupCommit(database, (work) => untilFree(clock, () => database.write(work)));
  }

  one<T>(work: () => Sql<T>): Promise<T> {
    return untilFree(this.clock, () => runWork(this.#database, work()));
  }

  read<T>(work: () => Sql<T>): Promise<T> {
    return untilFree(this.clock, () => this.#database.read(() => runWork(this.#database, work())));
  }

  write<T>(work: () => Sql<T>, { allowGroupCommit = false }: WriteHints = {}): Promise<T> {
    const run = (): T => runWork(this.#database, work());
    return allowGroupCommit ? this.#group.join(run) : untilFree(this.clock, () => this.#database.write(run));
  }

  async rehearse(work: () => Sql<unknown>): Promise<void> {
    try {
      this.#database.write(() => {
        runWork(this.#database, work());
        throw new StoreError("connection_gone");
      });
    } catch {
      // The error above rolls back. Any other failure will also occur in the real change.
    }
  }

  /** Removes the lock files of attempts. */
  forget(attempts: readonly string[]): void {
    for (const attempt of attempts) this.#locks.forget(attempt);
  }

  ensureFreeSpace(): void {
    const { location } = this.#database;
    const { bavail, bsize } = statfsSync(dirname(location));
    if (bavail * bsize < minFreeBytes) throw new StoreError("store_full", { place: location });
  }
}

/** Opens the keys of a store, to replace them. The caller closes it. Throws as {@link openSqlite}. */
export async function openRotation(options: SqliteOptions): Promise<RotationEngine> {
  const { database } = await openWithKeys(options);
  const { clock } = options;
  const engine = new SqliteEngine(database, new Locks(options.locks), clock);
  return {
    clock,
    dialect: dialectOf(database),
    location: options.database,
    isShared: false,
    fence: keyFence,
    one: (work) => engine.one(work),
    read: (work) => engine.read(work),
    write: (work) => engine.write(work),
    // There is one writer at a time, and each looks at the key first.
    settled: async () => undefined,
    // A response that the file does not take stays in memory.
    resealFiles: () => undefined,
    // With secure_delete, replaced values remain in the log alone.
    scrub: async () => {
      await untilFree(clock, () => database.exec("PRAGMA wal_checkpoint(TRUNCATE)"));
    },
    close: async () => database.close(),
  };
}

// Built once: the database caches statements by their text.
const currentOfName = currentSql("name");
const currentOfSession = currentSql("session");
const currentOfOnly = currentSql("only");

class SqliteStore implements Store {
  readonly location: string;
  readonly connections: Connections;
  readonly accessTokens: AccessTokens;
  readonly clients: Clients;
  readonly logins: Logins;
  readonly sessions: Sessions;
  readonly browserLogins: BrowserLogins;
  readonly hooks: Hooks;
  readonly queue: Queue;
  readonly upkeeps: Upkeeps;
  readonly owners: Owners;
  readonly changes: Changes;
  readonly copies: Witness | undefined;
  readonly #clock: Clock;
  readonly #database: Database;
  readonly #keyring: Keyring;
  #dataVersion = -1;
  #writesSeen = 0;
  #version = 0;

  constructor({ database, keyring, kek }: Opened, options: SqliteOptions) {
    this.location = options.database;
    this.#clock = options.clock;
    this.#database = database;
    this.#keyring = keyring;
    const locks = new Locks(options.locks);
    const { workspaceId: id } = keyring;
    const keys = new WorkspaceKeys(
      { keyring, kek },
      {
        location: options.database,
        paths: options,
        readRow: async () =>
          database.get<WorkspaceRow>(`SELECT ${workspaceColumns} FROM workspace WHERE id = :id`, { id }),
      },
    );
    const engine = withNewestKeys(new SqliteEngine(database, locks, options.clock), keys);
    const tables = tableStore(engine, {
      sealer: new Sealer(keyring, options.database),
      workspace: keyring.workspaceId,
      location: options.database,
      dialect: dialectOf(database),
    });
    const { state: folder } = options;
    this.copies =
      folder === undefined ? undefined : new Witness({ database, storeId: keyring.storeId, folder });
    this.connections = tables.connections;
    this.clients = tables.clients;
    this.logins = tables.logins;
    this.sessions = tables.sessions;
    this.browserLogins = tables.browserLogins;
    this.hooks = tables.hooks;
    this.queue = tables.queue;
    this.upkeeps = tables.upkeeps;
    this.accessTokens = this.#accessTokens();
    this.owners = {
      acquire: async (id) => locks.acquire(id),
      alive: async (ids) => new Set(ids.filter((id) => locks.isLocked(id))),
      // A lock ends with its process: there is nothing to wait for.
      silent: async () => new Set(),
    };
    this.changes = this.#changes((ref) => engine.one(() => tables.connectionIndex.stamp(ref)));
  }

  fingerprint(secret: Secret): string {
    return this.#keyring.fingerprint(secret.expose());
  }

  deriveSecret(text: string): Secret {
    return Secret.of(this.#keyring.derivedSecret(text));
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  #accessTokens(): AccessTokens {
    // Each method is one statement and needs no transaction.
    return {
      current: (of, minTtlMs, audience) =>
        untilFree(this.#clock, () => {
          const row = this.#currentRow(of, audience);
          if (row === undefined || !isCurrent(row, minTtlMs, this.#clock.nowMs())) return undefined;
          return openCurrent(row, this.#keyring);
        }),
      stamp: (of, audience) =>
        untilFree(this.#clock, () => {
          const row = this.#currentRow(of, audience);
          return row && stampOf(row);
        }),
    };
  }

  #currentRow(of: TokenHolder, audience = ""): CurrentRow | undefined {
    const database = this.#database;
    const key = { workspace: this.#keyring.workspaceId, audience };
    if (typeof of === "string") return database.get<CurrentRow>(currentOfName, { ...key, name: of });
    if (of !== undefined) return database.get<CurrentRow>(currentOfSession, { ...key, session: of.session });
    const rows = database.all<CurrentRow>(currentOfOnly, key);
    return rows.length === 1 ? rows[0] : undefined;
  }

  #changes(stamp: (ref: ConnectionRef) => Promise<Stamp>): Changes {
    const version = (): number => this.#currentVersion();
    return {
      version,
      ownWrites: () => this.#database.writes,
      stamp,
      wait: (ref, since, options) =>
        waitForChange({ clock: this.#clock, version, stamp: () => stamp(ref) }, since, options),
    };
  }

  /** Returns the version: SQLite counts the commits of other connections, `Database.writes` counts our own. */
  #currentVersion(): number {
    const dataVersion = Number(this.#database.dataVersion());
    if (dataVersion !== this.#dataVersion || this.#database.writes !== this.#writesSeen) {
      this.#dataVersion = dataVersion;
      this.#writesSeen = this.#database.writes;
      this.#version += 1;
    }
    return this.#version;
  }
}
