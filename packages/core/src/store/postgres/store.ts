import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { StoreError } from "../../errors.ts";
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
import type { AccessTokens, Store, TokenHolder } from "../store.ts";
import {
  type Choice,
  type CurrentRow,
  currentSql,
  isCurrent,
  openCurrent,
  stampSql,
} from "../tables/current.ts";
import { moveError } from "../tables/moving.ts";
import { WorkspaceKeys, withNewestKeys } from "../tables/newest-keys.ts";
import type { RotationEngine } from "../tables/rotation.ts";
import { all, get, insert, type Sql } from "../tables/sql.ts";
import { type Engine, tableStore, type WriteHints } from "../tables/table-store.ts";
import { readAddress } from "./address.ts";
import { PolledChanges } from "./changes.ts";
import { Database } from "./database.ts";
import { loadDriver } from "./driver.ts";
import { Group, readTogether, writeTogether } from "./group.ts";
import { NodeOwners, type Silence, usualSilence } from "./owners.ts";
import { withPrimary } from "./primary.ts";
import { migrate, newest, readStore, refuseNewer, type StoreRow } from "./schema.ts";
import { FileSpool } from "./spool.ts";
import { dialect } from "./translate.ts";

/** Options of {@link openPostgres}. */
export interface PostgresOptions {
  /** Address of the database: `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** Path of the key file; created together with a new store, and never otherwise. */
  readonly key: string;
  /** Key of the environment, which comes before that of the key file. */
  readonly givenKey?: GivenKey;
  /** Name of the workspace. Default: `"default"`. */
  readonly workspace?: string;
  readonly clock: Clock;
  /** Folder of the responses that the database does not take. Default: none are kept. */
  readonly spool?: string;
  /** Times by which processes judge each other. Default: {@link usualSilence}. */
  readonly silence?: Silence;
  /** Whether nothing may be written: no schema, no key, no sign of life. There must be a store of the newest schema then. */
  readonly readOnly?: boolean;
}

/**
 * Opens a store in a PostgreSQL database, and creates it if there is none.
 *
 * @throws StoreError `key_…` as for SQLite, `store_…` if the database cannot be used: it cannot be reached, is a read
 *   replica, refuses the user; `store_driver` if the package `pg` is not installed
 */
export async function openPostgres(options: PostgresOptions): Promise<Store> {
  return await withPrimary(options, async ({ database, node, schema }) => {
    const opened = await openKeys(database, schema, options);
    return new PostgresStore({ database, ...opened, node }, options);
  });
}

/** Returns the location of a store, for sentences. Throws `store_address`. */
export const placeOf = (url: string): string => readAddress(url).place;

/** Reads what a key is checked against, without a key. Returns `undefined` if there is no store. */
export async function readKeyCheck(options: PostgresOptions): Promise<KeyCheck | undefined> {
  const address = readAddress(options.url);
  const { clock } = options;
  const database = new Database({ driver: await loadDriver(), address, clock, node: randomUUID() });
  try {
    const row = await database.one(() => readStore(address.schema));
    return row && checkOf(row);
  } finally {
    await database.close();
  }
}

/** Milliseconds between two looks at the transactions that have to end. */
const settlePauseMs = 50;

/** Opens the keys of a store, to replace them. The caller closes it. Throws as {@link openPostgres}. */
export async function openRotation(options: PostgresOptions): Promise<RotationEngine> {
  const { clock } = options;
  const database = await withPrimary(options, async ({ database, schema }) => {
    await openKeys(database, schema, options);
    return database;
  });
  const engine = new PostgresEngine(database, clock);
  return {
    ...{ clock, dialect, location: database.location, isShared: true },
    // Every version that knows the first schema looks at the key before it writes.
    fence: [],
    one: (work) => engine.one(work),
    read: (work) => engine.read(work),
    // Each of them may be repeated: what is sealed anew is not sealed once more.
    write: (work) => engine.write(work, { mayRepeat: true }),
    settled: async () => {
      const running = async () =>
        (await database.one(() => all<{ id: string }>(runningSql))).map(({ id }) => id);
      for (let left = await running(); left.length > 0; ) {
        await clock.sleep(settlePauseMs);
        const now = new Set(await running());
        left = left.filter((id) => now.has(id));
      }
    },
    resealFiles: (keyring) => {
      if (options.spool !== undefined) new FileSpool(options.spool, keyring).reseal();
    },
    // VACUUM removes them, sooner or later, as the server decides.
    scrub: async () => undefined,
    close: () => database.close(),
  };
}

/**
 * Statement that lists the transactions of other connections to this database. Any user may read it. They also count before
 * they have written anything, as those do that CREATE INDEX CONCURRENTLY waits for.
 *
 * @see https://www.postgresql.org/docs/current/view-pg-locks.html
 */
const runningSql = `SELECT pg_locks.virtualxid AS id FROM pg_locks
  JOIN pg_stat_activity ON pg_stat_activity.pid = pg_locks.pid
  WHERE pg_locks.locktype = 'virtualxid' AND pg_locks.granted AND pg_locks.pid <> pg_backend_pid()
    AND pg_stat_activity.datname = current_database()`;

async function openKeys(
  database: Database,
  schema: string,
  { key, givenKey, clock, workspace = "default", readOnly = false }: PostgresOptions,
): Promise<{ readonly keyring: Keyring; readonly kek: Kek }> {
  const place = database.location;
  const before = await database.one(() => readStore(schema));
  if (before !== undefined) refuseNewer(before);
  // Create the key before the data: a process that finds data may require the key.
  const keks = await readKeks({ key, givenKey }, { place, mayCreate: before === undefined && !readOnly });
  const kek = fittingKek(keks, before && checkOf(before), { path: key, place });
  const isOld = before === undefined || before.schema_version < newest;
  if (isOld && readOnly) throw new StoreError("store_corrupt", { place });
  const row = isOld
    ? await database.write(() => migrate(schema, () => seed(kek)), { isExclusive: true })
    : before;
  const elsewhere = moveError({ state: row.move_state ?? null, place: row.move_place ?? null }, place, false);
  if (elsewhere !== undefined) throw elsewhere;
  // Another process may have made the store meanwhile, with another key.
  fittingKek([kek], checkOf(row), { path: key, place });
  const found = await database.one(() => findWorkspace(workspace));
  if (found === undefined && readOnly) throw new StoreError("store_corrupt", { place });
  const stored =
    found ??
    (await database.write(
      () => putWorkspace(newWorkspace(kek, row.store_id, workspace), { row, nowMs: clock.nowMs(), place }),
      { isExclusive: true },
    ));
  const keyring = Keyring.of(kek, row.store_id, stored);
  if (keyring === undefined) throw new StoreError("store_integrity", { place });
  return { keyring, kek };
}

const checkOf = (row: StoreRow): KeyCheck => ({ storeId: row.store_id, value: row.key_check });

function seed(kek: Kek): Pick<StoreRow, "store_id" | "key_check"> {
  const storeId = randomUUID();
  return { store_id: storeId, key_check: checkValueOf(kek, storeId) };
}

const findWorkspace = (name = "default"): Sql<WorkspaceRow | undefined> =>
  get<WorkspaceRow>(`SELECT ${workspaceColumns} FROM workspace WHERE name = :name`, { name });

/**
 * Stores a workspace unless another process has stored one of its name. Returns the one that is stored. Throws `store_busy`
 * if the key-encryption key has been replaced meanwhile: a rotation locks the store's row, too.
 */
function* putWorkspace(
  made: WorkspaceRow,
  { row, nowMs, place }: { readonly row: StoreRow; readonly nowMs: number; readonly place: string },
): Sql<WorkspaceRow> {
  const sql = `SELECT key_check FROM store WHERE id = 1${dialect.forShare("store")}`;
  const now = yield* get<Pick<StoreRow, "key_check">>(sql);
  const isSame = now !== undefined && Buffer.compare(now.key_check, row.key_check) === 0;
  if (!isSame) throw new StoreError("store_busy", { place });
  const found = yield* findWorkspace(made.name);
  if (found === undefined) yield* insert("workspace", { ...made, key_since: toInteger(nowMs) });
  return found ?? made;
}

/** Runs the work of the tables on PostgreSQL. */
export class PostgresEngine implements Engine {
  readonly clock: Clock;
  readonly #database: Database;
  readonly #reads: Group;
  readonly #writes: Group;
  readonly #responses: Group;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.clock = clock;
    this.#reads = new Group((work) => database.read(work), readTogether);
    this.#writes = new Group((work) => database.write(work, { mayRepeat: true }), writeTogether);
    this.#responses = new Group(
      (work) => database.write(work, { mayRepeat: true, isResponse: true }),
      writeTogether,
    );
  }

  one<T>(work: () => Sql<T>): Promise<T> {
    return this.#database.one(work);
  }

  read<T>(work: () => Sql<T>, connection?: string): Promise<T> {
    return connection === undefined ? this.#database.read(work) : this.#reads.join(connection, work);
  }

  write<T>(
    work: () => Sql<T>,
    {
      allowGroupCommit = false,
      connection,
      isResponse = false,
      mayRepeat = false,
      spansConnections = false,
    }: WriteHints = {},
  ): Promise<T> {
    if (allowGroupCommit && connection !== undefined)
      return (isResponse ? this.#responses : this.#writes).join(connection, work);
    return this.#database.write(work, { isResponse, mayRepeat, isExclusive: spansConnections });
  }

  async rehearse(work: () => Sql<unknown>): Promise<void> {
    await this.#database.rehearse(work).catch(() => undefined);
  }

  /** Does nothing: rows go with their attempts. */
  forget(): void {}

  /** Does nothing: only the server knows its disk. Transaction 1 shows that it can be written. */
  ensureFreeSpace(): void {}
}

interface Opened {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly kek: Kek;
  readonly node: string;
}

const current = { name: currentSql("name"), session: currentSql("session"), only: currentSql("only") };
const stamps = { name: stampSql("name"), session: stampSql("session"), only: stampSql("only") };

class PostgresStore implements Store {
  readonly location: string;
  readonly connections: Store["connections"];
  readonly accessTokens: AccessTokens;
  readonly clients: Store["clients"];
  readonly logins: Store["logins"];
  readonly sessions: Store["sessions"];
  readonly browserLogins: Store["browserLogins"];
  readonly hooks: Store["hooks"];
  readonly upkeeps: Store["upkeeps"];
  readonly queue: Store["queue"];
  readonly owners: NodeOwners;
  readonly changes: PolledChanges;
  readonly spool: FileSpool | undefined;
  readonly #database: Database;
  readonly #keyring: Keyring;

  constructor({ database, keyring, kek, node }: Opened, options: PostgresOptions) {
    const { clock, readOnly = false, silence = usualSilence } = options;
    this.location = database.location;
    this.#database = database;
    this.#keyring = keyring;
    const keys = new WorkspaceKeys(
      { keyring, kek },
      {
        location: database.location,
        paths: options,
        readRow: () => database.one(() => findWorkspace(options.workspace)),
      },
    );
    const tables = tableStore(withNewestKeys(new PostgresEngine(database, clock), keys), {
      sealer: new Sealer(keyring, database.location),
      workspace: keyring.workspaceId,
      location: database.location,
      dialect,
    });
    this.connections = tables.connections;
    this.clients = tables.clients;
    this.logins = tables.logins;
    this.sessions = tables.sessions;
    this.browserLogins = tables.browserLogins;
    this.hooks = tables.hooks;
    this.upkeeps = tables.upkeeps;
    this.queue = tables.queue;
    this.spool = options.spool === undefined ? undefined : new FileSpool(options.spool, keyring);
    this.owners = new NodeOwners(database, { node, silence, onlyLooks: readOnly });
    this.changes = new PolledChanges(database, tables.connectionIndex, clock);
    this.accessTokens = {
      current: async (of, minTtlMs, audience) => {
        const row = await this.#row<CurrentRow>(current, of, audience);
        if (row === undefined || !isCurrent(row, minTtlMs, clock.nowMs())) return undefined;
        return openCurrent(row, keyring);
      },
      stamp: async (of, audience) =>
        (await this.#row<{ readonly stamp: string }>(stamps, of, audience))?.stamp,
    };
  }

  fingerprint(secret: Secret): string {
    return this.#keyring.fingerprint(secret.expose());
  }

  deriveSecret(text: string): Secret {
    return Secret.of(this.#keyring.derivedSecret(text));
  }

  async close(): Promise<void> {
    await this.owners.end();
    await this.#database.close();
  }

  async #row<R>(
    sql: Readonly<Record<Choice, string>>,
    of: TokenHolder,
    audience = "",
  ): Promise<R | undefined> {
    const values = { workspace: this.#keyring.workspaceId, audience };
    const read = () => {
      if (typeof of === "string") return all<R>(sql.name, { ...values, name: of });
      return of === undefined ? all<R>(sql.only, values) : all<R>(sql.session, { ...values, ...of });
    };
    const rows = await this.#database.one(read);
    return rows.length === 1 ? rows[0] : undefined;
  }
}
