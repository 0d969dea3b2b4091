import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import type { Clock } from "../../clock.ts";
import { StoreError } from "../../errors.ts";
import type { Client, Connection, Login } from "../../model.ts";
import type { Secret } from "../../secret.ts";
import { createKey, type KeyRead, readKey } from "../sealing/key-file.ts";
import {
  checkValueOf,
  type Kek,
  Keyring,
  kekOf,
  matchesCheckValue,
  newWorkspace,
  type WorkspaceRow,
} from "../sealing/keyring.ts";
import { Sealer } from "../sealing/sealer.ts";
import type {
  ChangeOptions,
  ConnectionEvent,
  ConnectionState,
  NewConnection,
  OwnerLock,
  Store,
  StoreEvent,
  Transition,
} from "../store.ts";
import { type CurrentRow, type CurrentToken, currentSql, isCurrent, openCurrent } from "./current.ts";
import { Database } from "./database.ts";
import { createEmpty, findsStore, refuseRemote } from "./disk.ts";
import { isBusy, toStoreError } from "./errors.ts";
import { GroupCommit } from "./group-commit.ts";
import { Locks } from "./locks.ts";
import { migrate, refuseNewer, schemaVersion } from "./schema/migrate.ts";
import { Tables } from "./tables.ts";
import { Witness } from "./witness.ts";

/** Where a store in a SQLite file is, and how it waits. */
export interface SqliteOptions {
  /** Path of the database file; made when there is none. */
  readonly database: string;
  /** Path of the key file; made together with a new database, and never otherwise. */
  readonly key: string;
  /** Folder of the owner locks; one for all who use the database. */
  readonly locks: string;
  /** Folder of the witness that tells a copied or restored store. Without it nobody looks. */
  readonly state?: string;
  /** Default `"default"`. */
  readonly workspace?: string;
  /**
   * How long SQLite itself waits for another process, in milliseconds; it blocks the event loop meanwhile.
   * 50 for a library; 5000 for a command. After it, tries go on without blocking, for 5 s in all.
   */
  readonly busyTimeoutMs: number;
  readonly clock: Clock;
  /** For tests of a full disk: the database grows to this many pages at most. */
  readonly testOnlyMaxPages?: number;
}

const patienceMs = 5000;
const retryMs = 20;

/**
 * Opens a store in a SQLite file, and makes it when there is none.
 *
 * @throws StoreError `key_…` when the key is missing, damaged, open to others or another one (nothing is
 * changed then, and no key is ever made for data that exists), `store_…` when the data cannot be used,
 * `sqlite_too_old`.
 */
export async function openSqlite(options: SqliteOptions): Promise<Store> {
  const opened = await untilFree(options.clock, () => {
    try {
      return open(options);
    } catch (error) {
      throw toStoreError(error, options.database);
    }
  });
  return new SqliteStore(opened, options);
}

interface Opened {
  readonly database: Database;
  readonly keyring: Keyring;
}

function open(options: SqliteOptions): Opened {
  const { database: path, busyTimeoutMs } = options;
  const exists = findsStore(path);
  // The key comes before the data: whoever sees data may insist on the key.
  const kek = kekFrom(exists ? readKey(options.key) : createKey(options.key), path);
  if (exists) refuseRemote(path);
  else createEmpty(path);
  const database = new Database(path, busyTimeoutMs);
  try {
    const found = schemaVersion(database);
    refuseNewer(found);
    if (found > 0) storeIdFor(database, kek, options.key);
    database.applyPragmas(busyTimeoutMs);
    if (options.testOnlyMaxPages !== undefined) {
      database.exec(`PRAGMA max_page_count = ${options.testOnlyMaxPages}`);
    }
    migrate(database, (version) => {
      const storeId = crypto.randomUUID();
      database.insert("store", {
        id: 1,
        store_id: storeId,
        schema_version: version,
        key_check: checkValueOf(kek, storeId),
      });
    });
    const storeId = storeIdFor(database, kek, options.key);
    const keyring = Keyring.of(kek, storeId, workspaceOf(database, options.workspace, kek, storeId));
    if (keyring === undefined) throw new StoreError("store_integrity", { place: path });
    return { database, keyring };
  } catch (error) {
    database.close();
    throw error;
  }
}

function kekFrom(read: KeyRead, place: string): Kek {
  if (read.refused !== undefined) throw new StoreError(read.refused, { ...read.facts, place });
  return kekOf(read.bytes);
}

function storeIdFor(database: Database, kek: Kek, keyPath: string): string {
  const row = database.get<{ store_id: string; key_check: Uint8Array }>(
    "SELECT store_id, key_check FROM store WHERE id = 1",
  );
  if (row === undefined) throw new StoreError("store_corrupt", { place: database.location });
  if (!matchesCheckValue(kek, row.store_id, row.key_check)) {
    throw new StoreError("key_wrong", { path: keyPath, place: database.location });
  }
  return row.store_id;
}

function workspaceOf(database: Database, name = "default", kek: Kek, storeId: string): WorkspaceRow {
  const find = () =>
    database.get<WorkspaceRow>("SELECT id, key_id, key FROM workspace WHERE name = :name", { name });
  return (
    find() ??
    database.write(() => {
      const present = find();
      if (present !== undefined) return present;
      const made = newWorkspace(kek, storeId);
      database.insert("workspace", { ...made, name });
      return made;
    })
  );
}

/** Works at once when the store is free; else tries again, without blocking, for 5 s in all. */
function untilFree<T>(clock: Clock, work: () => T): Promise<T> {
  const startedMs = clock.monotonicMs();
  const again = async (): Promise<T> => {
    for (;;) {
      await clock.sleep(retryMs);
      try {
        return work();
      } catch (error) {
        if (!isBusy(error) || clock.monotonicMs() - startedMs >= patienceMs) throw error;
      }
    }
  };
  try {
    return Promise.resolve(work());
  } catch (error) {
    const isOver = !isBusy(error) || clock.monotonicMs() - startedMs >= patienceMs;
    return isOver ? Promise.reject(error) : again();
  }
}

/** Many times what one answer takes, so that a few processes at once find room, too. */
const minFreeBytes = 1024 * 1024;

// Put together once: the statement is found by its text.
const currentOfName = currentSql(true);
const currentOfOnly = currentSql(false);

class SqliteStore implements Store {
  readonly storeId: string;
  readonly location: string;
  readonly witness: Witness | undefined;
  readonly #clock: Clock;
  readonly #database: Database;
  readonly #keyring: Keyring;
  readonly #sealing: Sealer;
  readonly #tables: Tables;
  readonly #locks: Locks;
  readonly #group: GroupCommit;
  #dataVersion = -1;
  #writesSeen = 0;
  #version = 0;

  constructor({ database, keyring }: Opened, options: SqliteOptions) {
    this.storeId = keyring.storeId;
    this.location = options.database;
    this.#clock = options.clock;
    this.#database = database;
    this.#keyring = keyring;
    this.#sealing = new Sealer(keyring, options.database);
    this.#tables = new Tables(database, this.#sealing, keyring.workspaceId);
    this.#locks = new Locks(options.locks);
    this.#group = new GroupCommit(database, (work) => this.#write(work));
    const { state: folder } = options;
    if (folder !== undefined) this.witness = new Witness({ database, storeId: this.storeId, folder });
  }

  clients(): Promise<readonly Client[]> {
    return this.#read(() => this.#tables.clients());
  }

  putClient(client: Client): Promise<void> {
    return this.#write(() => this.#tables.putClient(client));
  }

  moveClient(client: Client, decide: (state: ConnectionState) => StoreEvent): Promise<void> {
    return this.#write(() => this.#tables.moveClient(client, decide));
  }

  removeClient(clientId: string): Promise<void> {
    return this.#write(() => this.#tables.removeClient(clientId));
  }

  connections(): Promise<readonly Connection[]> {
    return this.#read(() => this.#tables.connections());
  }

  family(key: { readonly id: string } | { readonly name: string }): Promise<ConnectionState | undefined> {
    return this.#read(() => this.#tables.family(key));
  }

  current(name: string | undefined, minTtlMs: number): Promise<CurrentToken | undefined> {
    // Not within a transaction: it is one statement.
    return untilFree(this.#clock, () => {
      const row = this.#currentRow(name);
      if (row === undefined || !isCurrent(row, minTtlMs, this.#clock.nowMs())) return undefined;
      return openCurrent(row, (context, sealed) => this.#keyring.open(context, sealed));
    });
  }

  #currentRow(name: string | undefined): CurrentRow | undefined {
    const workspace = this.#keyring.workspaceId;
    if (name !== undefined) return this.#database.get<CurrentRow>(currentOfName, { workspace, name });
    const rows = this.#database.all<CurrentRow>(currentOfOnly, { workspace });
    return rows.length === 1 ? rows[0] : undefined;
  }

  async change<T>(
    connectionId: string,
    decide: (state: ConnectionState) => Transition<T>,
    { allowGroupCommit = false }: ChangeOptions = {},
  ): Promise<T> {
    let forgotten: readonly string[] = [];
    const work = (): T => {
      const before = this.#tables.family({ id: connectionId });
      if (before === undefined) throw new StoreError("connection_gone");
      const { change, result } = decide(before);
      if (change !== null) forgotten = this.#tables.apply(before, change, this.#clock.nowMs());
      return result;
    };
    const result = await (allowGroupCommit ? this.#group.join(work) : this.#write(work));
    this.#forgetLocks(forgotten);
    return result;
  }

  async warmUp(connectionId: string, decide: (state: ConnectionState) => Transition<unknown>): Promise<void> {
    try {
      this.#database.write(() => {
        const before = this.#tables.family({ id: connectionId });
        const change = before && decide(before).change;
        if (before && change) this.#tables.apply(before, change, this.#clock.nowMs());
        throw new StoreError("connection_gone");
      });
    } catch {
      // Taken back, as meant. Whatever else it fails on, the real change will tell.
    }
  }

  async connect(
    loginId: string,
    name: string | null,
    decide: (existing: ConnectionState | undefined) => NewConnection,
  ): Promise<void> {
    const forgotten = await this.#write(() => {
      const existing = name === null ? undefined : this.#tables.family({ name });
      return this.#tables.connect(loginId, decide(existing), this.#clock.nowMs());
    });
    this.#forgetLocks(forgotten);
  }

  async replace(
    newId: string,
    connectionId: string,
    decide: (proven: ConnectionState, existing: ConnectionState) => NewConnection,
  ): Promise<void> {
    const forgotten = await this.#write(() => {
      const proven = this.#tables.family({ id: newId });
      const existing = this.#tables.family({ id: connectionId });
      if (!proven || !existing) throw new StoreError("connection_gone");
      return this.#tables.replace(newId, decide(proven, existing), this.#clock.nowMs());
    });
    this.#forgetLocks(forgotten);
  }

  async removeConnection(connectionId: string, event: StoreEvent): Promise<void> {
    const attempts = await this.#write(() => this.#tables.removeConnection(connectionId, event));
    this.#forgetLocks(attempts ?? []);
  }

  history(kind: string): Promise<readonly ConnectionEvent[]> {
    return this.#read(() => this.#tables.history(kind));
  }

  events(connectionId: string): Promise<readonly StoreEvent[]> {
    return this.#read(() => this.#tables.events(connectionId));
  }

  hasUnfinished(): Promise<boolean> {
    return untilFree(this.#clock, () => this.#tables.hasUnfinished());
  }

  putLogin(login: Login): Promise<void> {
    return this.#write(() => this.#tables.putLogin(login));
  }

  logins(): Promise<readonly Login[]> {
    return this.#read(() => this.#tables.logins());
  }

  async removeLogin(loginId: string): Promise<void> {
    await this.#write(() => this.#tables.removeLogin(loginId));
  }

  fingerprint(secret: Secret): string {
    return this.#sealing.fingerprint(secret);
  }

  ensureFreeSpace(): void {
    const { bavail, bsize } = statfsSync(dirname(this.location));
    if (bavail * bsize < minFreeBytes) throw new StoreError("store_full", { place: this.location });
  }

  version(): number {
    // SQLite counts the commits of all other connections, we our own.
    const dataVersion = Number(this.#database.pragma("data_version"));
    if (dataVersion !== this.#dataVersion || this.#database.writes !== this.#writesSeen) {
      this.#dataVersion = dataVersion;
      this.#writesSeen = this.#database.writes;
      this.#version += 1;
    }
    return this.#version;
  }

  acquireLock(id: string): OwnerLock {
    return this.#locks.acquire(id);
  }

  isLocked(id: string): boolean {
    return this.#locks.isLocked(id);
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  #read<T>(work: () => T): Promise<T> {
    return untilFree(this.#clock, () => this.#database.read(work));
  }

  #write<T>(work: () => T): Promise<T> {
    return untilFree(this.#clock, () => this.#database.write(work));
  }

  #forgetLocks(ids: readonly string[]): void {
    for (const id of ids) this.#locks.forget(id);
  }
}
