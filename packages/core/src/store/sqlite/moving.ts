import type { Clock } from "../../clock.ts";
import { StoreError } from "../../errors.ts";
import type { GivenKey } from "../paths.ts";
import { readKeks } from "../sealing/key-source.ts";
import type { Kek } from "../sealing/keyring.ts";
import type { Row } from "../sealing/row.ts";
import {
  type Fence,
  isAsBefore,
  isEmpty,
  type MovingSide,
  recordOf,
  type Seed,
  type StoreRecord,
} from "../tables/moving.ts";
import { all, inserting, run, type Sql, type Statement } from "../tables/sql.ts";
import type { Engine } from "../tables/table-store.ts";
import { Database } from "./database.ts";
import { createEmpty, findsStore, refuseRemote } from "./disk.ts";
import { toStoreError } from "./errors.ts";
import { fenceStatements, fenceTriggers } from "./fence.ts";
import { Locks } from "./locks.ts";
import { create, migrate, refuseNewer, schemaVersion } from "./schema/migrate.ts";
import { SqliteEngine } from "./store.ts";
import { Witness } from "./witness.ts";

/** Options of {@link openSide}: files and key of a store. */
export interface SideOptions {
  /** Path of the database file. */
  readonly database: string;
  readonly key: string;
  readonly givenKey?: GivenKey;
  readonly locks: string;
  readonly state: string;
  readonly clock: Clock;
}

/** Milliseconds that a transaction waits for another process, which blocks only this one. */
const busyTimeoutMs = 5_000;

/** Opens a SQLite file as one side of a move. Does not create it: that is done when a store arrives. */
export function openSide(options: SideOptions): MovingSide {
  return new FileSide(options);
}

class FileSide implements MovingSide {
  readonly kind = "file";
  readonly lock = "";
  readonly location: string;
  readonly clock: Clock;
  readonly #options: SideOptions;
  readonly #locks: Locks;
  #opened: { readonly database: Database; readonly engine: Engine } | undefined;

  constructor(options: SideOptions) {
    this.location = options.database;
    this.clock = options.clock;
    this.#options = options;
    this.#locks = new Locks(options.locks);
  }

  async record(): Promise<StoreRecord | undefined> {
    if (this.#opened === undefined && !this.#exists()) return undefined;
    const { database } = await this.#open();
    if (schemaVersion(database) === 0) return undefined;
    return await this.one(recordOf);
  }

  async hasData(): Promise<boolean> {
    return (await this.one(tableNames)).some((name) => name !== "store");
  }

  async prepare(seed: Seed, mayReplace: (found: StoreRecord, isEmpty: boolean) => boolean): Promise<void> {
    if (this.#opened === undefined && !this.#exists()) createEmpty(this.location);
    const { database } = await this.#open();
    await this.#rebuilding(() =>
      this.write(function* () {
        const tables = yield* tableNames();
        const found = tables.includes("store") ? yield* recordOf() : undefined;
        if (found !== undefined && !mayReplace(found, yield* isEmpty(tables)))
          throw new StoreError("store_not_empty", { place: database.location });
        for (const table of tables) yield* run(`DROP TABLE ${table}`);
        const { storeId, keyCheck, moveId, place } = seed;
        create(database, (version) =>
          database.insert("store", {
            ...{ id: 1, store_id: storeId, schema_version: version, key_check: keyCheck },
          }),
        );
        yield* run(
          "UPDATE store SET move_id = :moveId, move_state = 'arriving', move_place = :place WHERE id = 1",
          { moveId, place },
        );
      }),
    );
  }

  *fencing(fence: Fence | null): Sql<void> {
    for (const { name } of yield* all<{ name: string }>(fenceTriggers)) yield* run(`DROP TRIGGER ${name}`);
    for (const sql of fenceStatements(fence)) yield* run(sql);
  }

  inserting(table: string, row: Row): Statement {
    return inserting(table, row);
  }

  *columns(table: string): Sql<readonly string[]> {
    const rows = yield* all<{ name: string }>("SELECT name FROM pragma_table_info(:table)", { table });
    return rows.map(({ name }) => name);
  }

  /** Does nothing: SQLite counts on from the largest number that it finds. */
  async countOn(): Promise<void> {}

  async erase(expected: StoreRecord): Promise<void> {
    const { database } = await this.#open();
    const isArriving = expected.state === "arriving";
    await this.#rebuilding(() =>
      this.write(function* () {
        if (!isAsBefore(yield* recordOf(), expected)) return;
        for (const table of yield* tableNames())
          if (isArriving || table !== "store") yield* run(`DROP TABLE ${table}`);
      }),
    );
    // With secure_delete, erased values remain in the log alone.
    database.exec("VACUUM");
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  async alive(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(ids.filter((id) => this.#locks.isLocked(id)));
  }

  async refuseCopy(): Promise<void> {
    const evidence = (await this.#witness()).findEvidence();
    if (evidence !== null)
      throw new StoreError(evidence === "copied" ? "moving_copied" : "moving_restored", {
        place: this.location,
      });
  }

  async noteLeft(): Promise<void> {
    (await this.#witness()).noteLeft();
  }

  async noteArrived(): Promise<void> {
    (await this.#witness()).confirmOnlyCopy();
  }

  async one<T>(work: () => Sql<T>): Promise<T> {
    return await (await this.#open()).engine.one(work);
  }

  async read<T>(work: () => Sql<T>): Promise<T> {
    return await (await this.#open()).engine.read(work);
  }

  async write<T>(work: () => Sql<T>): Promise<T> {
    return await (await this.#open()).engine.write(work);
  }

  async close(): Promise<void> {
    this.#opened?.database.close();
  }

  #exists(): boolean {
    try {
      return findsStore(this.location);
    } catch (error) {
      throw toStoreError(error, this.location);
    }
  }

  async #keks(): Promise<readonly Kek[]> {
    return await readKeks(this.#options, { place: this.location, mayCreate: false });
  }

  async #witness(): Promise<Witness> {
    const { database } = await this.#open();
    const record = await this.record();
    return new Witness({ database, storeId: record?.storeId ?? "", folder: this.#options.state });
  }

  /** Runs a transaction that rebuilds tables. The pragma has no effect in a transaction. */
  async #rebuilding(work: () => Promise<void>): Promise<void> {
    const { database } = await this.#open();
    database.exec("PRAGMA foreign_keys = 0");
    try {
      await work();
    } finally {
      database.exec("PRAGMA foreign_keys = 1");
    }
  }

  async #open(): Promise<{ readonly database: Database; readonly engine: Engine }> {
    if (this.#opened !== undefined) return this.#opened;
    refuseRemote(this.location);
    const database = new Database(this.location, busyTimeoutMs);
    try {
      const found = schemaVersion(database);
      refuseNewer(found);
      database.applyPragmas(busyTimeoutMs);
      const [kek] = found > 0 ? await this.#keks() : [];
      if (kek !== undefined) migrate(database, kek, () => undefined);
    } catch (error) {
      database.close();
      throw error;
    }
    this.#opened = { database, engine: new SqliteEngine(database, this.#locks, this.clock) };
    return this.#opened;
  }
}

function* tableNames(): Sql<readonly string[]> {
  const rows = yield* all<{ name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite@_%' ESCAPE '@'",
  );
  return rows.map(({ name }) => name);
}
