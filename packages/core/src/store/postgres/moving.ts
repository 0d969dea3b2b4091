import type { Clock } from "../../clock.ts";
import { StoreError } from "../../errors.ts";
import type { Row } from "../sealing/row.ts";
import {
  type Fence,
  isAsBefore,
  isEmpty,
  type MovedTable,
  type MovingSide,
  movedTables,
  recordOf,
  type Seed,
  type StoreRecord,
} from "../tables/moving.ts";
import { all, get, inserting, run, type Sql, type Statement } from "../tables/sql.ts";
import type { Engine, WriteHints } from "../tables/table-store.ts";
import type { Database } from "./database.ts";
import { NodeOwners, type Silence, usualSilence } from "./owners.ts";
import { withPrimary } from "./primary.ts";
import { migrate, readStore, refuseNewer } from "./schema.ts";
import { PostgresEngine } from "./store.ts";
import { dialect } from "./translate.ts";

/** Options of {@link openSide}. */
export interface SideOptions {
  /** Address of the database. */
  readonly url: string;
  readonly clock: Clock;
  /** Times by which processes judge each other. Default: {@link usualSilence}. */
  readonly silence?: Silence;
}

/** Opens a PostgreSQL database as one side of a move. Does not create the tables: that is done when a store arrives. */
export async function openSide({ url, clock, silence = usualSilence }: SideOptions): Promise<MovingSide> {
  return await withPrimary({ url, clock }, ({ database, node, schema }) => {
    const owners = new NodeOwners(database, { node, silence });
    return new PostgresSide(database, { engine: new PostgresEngine(database, clock), owners, schema });
  });
}

/** Tables of the processes that use a store, which stay with it. */
const processTables = ["owner", "node"];
/** Tables from those that refer to others to those that are referred to. */
const dropOrder = [...movedTables.map(({ table }) => table).toReversed(), ...processTables];
/** Column that counts the rows of a table: by it they are ordered. */
const counterOf = ({ table, key }: MovedTable): string | undefined =>
  key[0] === "rowid" ? "rowid" : table === "event" ? "id" : undefined;
const counters = new Map(
  movedTables.flatMap((table) => {
    const column = counterOf(table);
    return column === undefined ? [] : [[table.table, column] as const];
  }),
);

class PostgresSide implements MovingSide {
  readonly kind = "postgres";
  readonly lock = dialect.forUpdate("store");
  readonly location: string;
  readonly clock: Clock;
  readonly #database: Database;
  readonly #engine: Engine;
  readonly #owners: NodeOwners;
  readonly #schema: string;

  constructor(
    database: Database,
    {
      engine,
      owners,
      schema,
    }: { readonly engine: Engine; readonly owners: NodeOwners; readonly schema: string },
  ) {
    this.location = database.location;
    this.clock = engine.clock;
    this.#database = database;
    this.#engine = engine;
    this.#owners = owners;
    this.#schema = schema;
  }

  async record(): Promise<StoreRecord | undefined> {
    const row = await this.one(() => readStore(this.#schema));
    if (row === undefined) return undefined;
    refuseNewer(row);
    return await this.one(recordOf);
  }

  async hasData(): Promise<boolean> {
    return (await this.one(() => this.#tables())).includes("workspace");
  }

  async prepare(seed: Seed, mayReplace: (found: StoreRecord, isEmpty: boolean) => boolean): Promise<void> {
    const { location: place } = this;
    await this.#alone(
      function* (this: PostgresSide): Sql<void> {
        const tables = yield* this.#tables();
        const found = tables.includes("store") ? yield* recordOf(this.lock) : undefined;
        if (found !== undefined && !mayReplace(found, yield* isEmpty(tables)))
          throw new StoreError("store_not_empty", { place });
        yield* this.#drop([...dropOrder, "store"]);
        const { storeId, keyCheck, moveId } = seed;
        yield* migrate(this.#schema, () => ({ store_id: storeId, key_check: keyCheck }));
        yield* run(
          "UPDATE store SET move_id = :moveId, move_state = 'arriving', move_place = :place WHERE id = 1",
          { moveId, place: seed.place },
        );
      }.bind(this),
    );
  }

  /** @see https://www.postgresql.org/docs/current/sql-createtrigger.html — waits for the transactions that write the tables */
  *fencing(fence: Fence | null): Sql<void> {
    yield* run(`SET LOCAL search_path = ${this.#schema}`);
    const triggers = yield* all<{ name: string; table: string }>(
      `SELECT tgname AS "name", relname AS "table" FROM pg_catalog.pg_trigger
         JOIN pg_catalog.pg_class ON pg_class.oid = tgrelid JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
         WHERE nspname = :schema AND tgname LIKE 'fence@_%' ESCAPE '@'`,
      { schema: this.#schema },
    );
    for (const { name, table } of triggers) yield* run(`DROP TRIGGER ${name} ON ${table}`);
    if (fence === null) return;
    yield* run(fenceFunction);
    for (const sql of fences[fence]) yield* run(`${sql} EXECUTE FUNCTION store_fence()`);
  }

  inserting(table: string, row: Row): Statement {
    // Attempts of other processes are not this one's: without a process they count as left.
    const statement = inserting(table, table === "attempt" ? { ...row, node: null } : row);
    if (!counters.has(table)) return statement;
    return { ...statement, sql: statement.sql.replace(") VALUES (", ") OVERRIDING SYSTEM VALUE VALUES (") };
  }

  *columns(table: string): Sql<readonly string[]> {
    const rows = yield* all<{ name: string }>(
      `SELECT attname AS "name" FROM pg_catalog.pg_attribute
         JOIN pg_catalog.pg_class ON pg_class.oid = attrelid JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
         WHERE nspname = :schema AND relname = :table AND attnum > 0 AND NOT attisdropped`,
      { schema: this.#schema, table },
    );
    return rows.map(({ name }) => name);
  }

  async countOn(): Promise<void> {
    const schema = this.#schema;
    await this.write(
      function* () {
        for (const [table, column] of counters)
          yield* get(
            `SELECT setval(pg_get_serial_sequence('${schema}.${table}', '${column}'),
               coalesce((SELECT max(${column}) FROM ${table}), 0) + 1, false)`,
          );
      },
      { mayRepeat: true },
    );
  }

  async erase(expected: StoreRecord): Promise<void> {
    await this.#alone(
      function* (this: PostgresSide): Sql<void> {
        const tables = yield* this.#tables();
        if (!tables.includes("store") || !isAsBefore(yield* recordOf(this.lock), expected)) return;
        // The server frees the files of a table when it is dropped; its log and its backups keep what they have.
        yield* this.#drop(expected.state === "arriving" ? [...dropOrder, "store"] : dropOrder);
      }.bind(this),
    );
  }

  alive(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#owners.alive(ids);
  }

  /** Does nothing: a server knows nothing of the copies of its data. */
  async refuseCopy(): Promise<void> {}

  async noteLeft(): Promise<void> {}

  async noteArrived(): Promise<void> {}

  one<T>(work: () => Sql<T>): Promise<T> {
    return this.#engine.one(work);
  }

  read<T>(work: () => Sql<T>): Promise<T> {
    return this.#engine.read(work);
  }

  write<T>(work: () => Sql<T>, hints?: WriteHints): Promise<T> {
    return this.#engine.write(work, hints);
  }

  async close(): Promise<void> {
    await this.#owners.end();
    await this.#database.close();
  }

  /** Runs a transaction that changes tables, alone among its kind. */
  async #alone(work: () => Sql<void>): Promise<void> {
    await this.write(work, { mayRepeat: true, spansConnections: true });
  }

  *#tables(): Sql<readonly string[]> {
    const rows = yield* all<{ name: string }>(
      `SELECT tablename AS "name" FROM pg_catalog.pg_tables WHERE schemaname = :schema`,
      { schema: this.#schema },
    );
    return rows.map(({ name }) => name);
  }

  *#drop(tables: readonly string[]): Sql<void> {
    const names = tables.map((table) => `${this.#schema}.${table}`).join(", ");
    yield* run(`DROP TABLE IF EXISTS ${names}`);
    for (const name of ["generation_grows", "store_fence"])
      yield* run(`DROP FUNCTION IF EXISTS ${this.#schema}.${name}()`);
  }
}

/** SQLSTATE of a change that a fence refuses. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const fenceFunction = `CREATE OR REPLACE FUNCTION store_fence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'store_fenced' USING ERRCODE = 'TW001'; END $$`;

/** Statements of each fence, without their end. Those that change no row meet no fence. */
const fences: Readonly<Record<Fence, readonly string[]>> = {
  leaving: [
    // A closing attempt is put over its row, which begins as an insertion.
    "CREATE TRIGGER fence_attempt BEFORE INSERT ON attempt FOR EACH ROW WHEN (NEW.phase = 'open')",
    // The answer of a login that was sent already is stored.
    `CREATE TRIGGER fence_login BEFORE INSERT ON login FOR EACH ROW
       WHEN (NEW.phase = 'open' AND NEW.state_hash <> '')`,
    `CREATE TRIGGER fence_claim BEFORE UPDATE OF state_hash ON login FOR EACH ROW
       WHEN (NEW.state_hash <> OLD.state_hash)`,
    "CREATE TRIGGER fence_browser_login BEFORE INSERT ON browser_login FOR EACH ROW",
  ],
  frozen: movedTables.map(
    ({ table }) => `CREATE TRIGGER fence_${table} BEFORE INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW`,
  ),
};
