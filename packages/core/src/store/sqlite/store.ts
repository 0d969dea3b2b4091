import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import type { Clock } from "../../clock.ts";
import { StoreError } from "../../errors.ts";
import type { ConnectionRef } from "../../model.ts";
import { Secret } from "../../secret.ts";
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
import { toInteger } from "../sealing/row.ts";
import { Sealer } from "../sealing/sealer.ts";
import type {
  AccessTokens,
  BrowserLogins,
  Changes,
  Clients,
  ConnectionState,
  Connections,
  Hooks,
  Logins,
  Owners,
  SessionSweep,
  Sessions,
  Stamp,
  Store,
  TokenHolder,
  Transition,
  UpdateHints,
  Upkeeps,
} from "../store.ts";
import { waitForChange } from "../wait-for-change.ts";
import { BrowserLoginTable } from "./browser-login-table.ts";
import { ClientTable, type TableServices } from "./client-table.ts";
import { ConnectionTable } from "./connection-table.ts";
import { type CurrentRow, currentSql, isCurrent, openCurrent, stampOf } from "./current.ts";
import { Database } from "./database.ts";
import { createEmpty, findsStore, refuseRemote } from "./disk.ts";
import { isBusy, toStoreError } from "./errors.ts";
import { GroupCommit } from "./group-commit.ts";
import { HookTable } from "./hook-table.ts";
import { Locks } from "./locks.ts";
import { LoginTable } from "./login-table.ts";
import { migrate, refuseNewer, schemaVersion } from "./schema/migrate.ts";
import { newest } from "./schema/newest.ts";
import { SessionTable } from "./session-table.ts";
import { Witness } from "./witness.ts";

/** Options of {@link openSqlite}: files, workspace and waiting. */
export interface SqliteOptions {
  /** Path of the database file; created if there is none. */
  readonly database: string;
  /** Path of the key file; created together with a new database, and never otherwise. */
  readonly key: string;
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
  const { database: path, busyTimeoutMs, readOnly = false } = options;
  const exists = findsStore(path, !readOnly);
  // Create the key before the data: a process that finds data may require the key.
  const kek = kekFrom(exists || readOnly ? readKey(options.key) : createKey(options.key), path);
  if (exists) refuseRemote(path);
  else if (!readOnly) createEmpty(path);
  const database = new Database(path, busyTimeoutMs, readOnly);
  try {
    const found = schemaVersion(database);
    refuseNewer(found);
    if (found > 0) storeIdFor(database, kek, options.key);
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
  if (!matchesCheckValue(kek, row.store_id, row.key_check))
    throw new StoreError("key_wrong", { path: keyPath, place: database.location });
  return row.store_id;
}

function workspaceOf(database: Database, name = "default", kek: Kek, storeId: string): WorkspaceRow {
  const find = () =>
    database.get<WorkspaceRow>("SELECT id, name, key_id, key FROM workspace WHERE name = :name", { name });
  return (
    find() ??
    database.write(() => {
      const present = find();
      if (present !== undefined) return present;
      const made = newWorkspace(kek, storeId, name);
      database.insert("workspace", { ...made });
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
  readonly upkeeps: Upkeeps;
  readonly owners: Owners;
  readonly changes: Changes;
  readonly copies: Witness | undefined;
  readonly #clock: Clock;
  readonly #database: Database;
  readonly #keyring: Keyring;
  readonly #table: ConnectionTable;
  readonly #locks: Locks;
  readonly #group: GroupCommit;
  #dataVersion = -1;
  #writesSeen = 0;
  #version = 0;

  constructor({ database, keyring }: Opened, options: SqliteOptions) {
    this.location = options.database;
    this.#clock = options.clock;
    this.#database = database;
    this.#keyring = keyring;
    const services = {
      database,
      sealer: new Sealer(keyring, options.database),
      workspace: keyring.workspaceId,
    };
    const clients = new ClientTable(services);
    const logins = new LoginTable(services, clients);
    const sessions = new SessionTable(services);
    const browserLogins = new BrowserLoginTable(services, logins);
    this.#table = new ConnectionTable(services, clients, { logins, sessions });
    this.#locks = new Locks(options.locks);
    this.#group = new GroupCommit(database, (work) => this.#write(work));
    const { state: folder } = options;
    this.copies =
      folder === undefined ? undefined : new Witness({ database, storeId: keyring.storeId, folder });
    this.connections = this.#connections(services);
    this.accessTokens = this.#accessTokens();
    this.clients = this.#clients(clients);
    this.logins = this.#logins(logins);
    this.sessions = this.#sessions(sessions, browserLogins);
    this.browserLogins = this.#browserLogins(browserLogins);
    this.hooks = this.#hooks(new HookTable(services, this.#table));
    this.upkeeps = this.#upkeeps();
    this.owners = this.#owners();
    this.changes = this.#changes();
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

  #connections({ database }: TableServices): Connections {
    const table = this.#table;
    return {
      read: (ref) => this.#read(() => table.read(ref)),
      readNamed: (names) => this.#read(() => table.readNamed(names)),
      names: (filter) => this.#read(() => table.names(filter)),
      ids: (clientId) => this.#read(() => table.ids(clientId)),
      // One statement needs no transaction, and a status of all counts for each account.
      countLogins: (account) => untilFree(this.#clock, () => table.countLogins(account)),
      namesOfAccount: (account) => this.#read(() => table.namesOfAccount(account)),
      hasArrived: (move) => this.#read(() => table.hasArrived(move)),
      recordedLogins: (account) => this.#read(() => table.recordedLogins(account)),
      update: (id, decide, hints) => this.#update(id, decide, hints),
      warmUp: async (id, decide) => {
        try {
          database.write(() => {
            const state = table.read({ id });
            const change = state && decide(state).change;
            if (state && change) table.apply(state, change, this.#clock.nowMs());
            throw new StoreError("connection_gone");
          });
        } catch {
          // The error above rolls back. Any other failure will also occur in the real change.
        }
      },
      ensureFreeSpace: () => {
        const { bavail, bsize } = statfsSync(dirname(this.location));
        if (bavail * bsize < minFreeBytes) throw new StoreError("store_full", { place: this.location });
      },
      create: (loginId, name, decide) =>
        this.#forgetting(() => {
          const existing = name === null ? undefined : table.read({ name });
          return table.create(loginId, decide(existing), this.#clock.nowMs());
        }),
      replace: (newId, id, decide) =>
        this.#forgetting(() => {
          const [verified, existing] = [table.read({ id: newId }), table.read({ id })];
          if (!verified || !existing) throw new StoreError("connection_gone");
          return table.replace(newId, decide(verified, existing), this.#clock.nowMs());
        }),
      remove: (id, event) => this.#forgetting(() => table.remove(id, event)),
    };
  }

  async #update<T>(
    id: string,
    decide: (state: ConnectionState) => Transition<T>,
    { allowGroupCommit = false }: UpdateHints = {},
  ): Promise<T> {
    let forgotten: readonly string[] = [];
    const work = (): T => {
      const state = this.#table.read({ id });
      if (state === undefined) throw new StoreError("connection_gone");
      const { change, result } = decide(state);
      if (change !== null) forgotten = this.#table.apply(state, change, this.#clock.nowMs());
      return result;
    };
    const result = await (allowGroupCommit ? this.#group.join(work) : this.#write(work));
    for (const attempt of forgotten) this.#locks.forget(attempt);
    return result;
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

  #clients(table: ClientTable): Clients {
    return {
      list: () => this.#read(() => table.list()),
      read: (id, version) => this.#read(() => table.read(id, version)),
      put: (client) => this.#write(() => table.put(client)),
      move: (client, decide) => this.#write(() => this.#table.move(client, decide)),
      remove: (id) => this.#write(() => table.remove(id)),
    };
  }

  #logins(table: LoginTable): Logins {
    return {
      put: (login) => this.#write(() => table.put(login)),
      byState: (stateHash) => this.#read(() => table.byState(stateHash)),
      claim: (stateHash) => this.#write(() => table.claim(stateHash)),
      unfinished: () => this.#read(() => table.unfinished()),
      remove: async (id) => {
        await this.#write(() => table.remove(id));
      },
    };
  }

  #sessions(table: SessionTable, browserLogins: BrowserLoginTable): Sessions {
    const one = <T>(statement: () => T): Promise<T> => untilFree(this.#clock, statement);
    return {
      byCookie: (cookieHash, known) => one(() => table.byCookie(cookieHash, known)),
      read: (id) => one(() => table.read(id)),
      update: (id, decide) => this.#write(() => table.update(id, decide)),
      touch: (times) => this.#write(() => table.touch(times)),
      ofAccount: (account) => one(() => table.ofAccount(account)),
      ofProviderSession: (app, issuer, id) => one(() => table.ofProviderSession(app, issuer, id)),
      ofBrowser: (app, browserHash) => one(() => table.ofBrowser(app, browserHash)),
      overdue: (sweep) => this.#read(() => table.overdue(sweep)),
      toRevoke: (app, nowMs, limit) => one(() => table.toRevoke(app, nowMs, limit)),
      wasUsed: (tokenHash) => one(() => table.wasUsed(tokenHash)),
      useOnce: (tokenHash, untilMs) => this.#write(() => table.useOnce(tokenHash, untilMs)),
      removeOld: (sweep) => this.#removeOld(table, browserLogins, sweep),
    };
  }

  async #removeOld(
    sessions: SessionTable,
    browserLogins: BrowserLoginTable,
    sweep: SessionSweep,
  ): Promise<number> {
    let removed = 0;
    await this.#forgetting(() => {
      const ids = sessions.old(sweep);
      const attempts = ids.flatMap((id) => this.#table.removeOfSession(id));
      for (const id of ids) sessions.remove(id);
      sessions.removeUsed(sweep);
      removed = ids.length + browserLogins.removeOld(sweep, sweep.limit - ids.length);
      return attempts;
    });
    return removed;
  }

  #browserLogins(table: BrowserLoginTable): BrowserLogins {
    return {
      put: (browserLogin, login, limits) => this.#write(() => table.put(browserLogin, login, limits)),
      byState: (stateHash) => untilFree(this.#clock, () => table.byState(stateHash)),
      countOpen: (app, browserHash) => untilFree(this.#clock, () => table.countOpen(app, browserHash)),
      advance: (id, from, change) => this.#write(() => table.advance(id, from, change)),
    };
  }

  #hooks(table: HookTable): Hooks {
    return {
      of: (connectionId) => untilFree(this.#clock, () => table.of(connectionId)),
      due: () => untilFree(this.#clock, () => table.due()),
      update: (connectionId, decide) => this.#write(() => table.update(connectionId, decide)),
    };
  }

  #upkeeps(): Upkeeps {
    const database = this.#database;
    return {
      last: () =>
        untilFree(
          this.#clock,
          () =>
            database.get<{ at: number | null }>("SELECT upkeep_at AS at FROM store WHERE id = 1")?.at ?? null,
        ),
      record: async (atMs) => {
        await this.#write(() =>
          database.run("UPDATE store SET upkeep_at = :at WHERE id = 1", { at: toInteger(atMs) }),
        );
      },
    };
  }

  #owners(): Owners {
    return {
      acquire: async (id) => this.#locks.acquire(id),
      alive: async (ids) => new Set(ids.filter((id) => this.#locks.isLocked(id))),
    };
  }

  #changes(): Changes {
    const stamp = (ref: ConnectionRef): Promise<Stamp> =>
      untilFree(this.#clock, () => this.#table.stamp(ref));
    return {
      version: () => this.#currentVersion(),
      ownWrites: () => this.#database.writes,
      stamp,
      wait: (ref, since, options) =>
        waitForChange(
          { clock: this.#clock, version: () => this.#currentVersion(), stamp: () => stamp(ref) },
          since,
          options,
        ),
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

  /** Runs a transaction that returns forgotten attempts, and removes their lock files. */
  async #forgetting(work: () => readonly string[]): Promise<void> {
    for (const attempt of await this.#write(work)) this.#locks.forget(attempt);
  }

  #read<T>(work: () => T): Promise<T> {
    return untilFree(this.#clock, () => this.#database.read(work));
  }

  #write<T>(work: () => T): Promise<T> {
    return untilFree(this.#clock, () => this.#database.write(work));
  }
}
