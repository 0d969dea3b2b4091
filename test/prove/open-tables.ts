import { randomUUID } from "node:crypto";
import { systemClock } from "../../packages/core/src/clock.ts";
import { resolvePaths } from "../../packages/core/src/store/paths.ts";
import { readAddress } from "../../packages/core/src/store/postgres/address.ts";
import { Database as PostgresDatabase } from "../../packages/core/src/store/postgres/database.ts";
import { loadDriver } from "../../packages/core/src/store/postgres/driver.ts";
import { readKey } from "../../packages/core/src/store/sealing/key-file.ts";
import { Keyring, kekOf, type WorkspaceRow } from "../../packages/core/src/store/sealing/keyring.ts";
import { Sealer } from "../../packages/core/src/store/sealing/sealer.ts";
import { Database as SqliteDatabase } from "../../packages/core/src/store/sqlite/database.ts";
import { runWork } from "../../packages/core/src/store/sqlite/run.ts";
import { get, type Sql } from "../../packages/core/src/store/tables/sql.ts";

/** The tables of a store, below its interfaces: for transactions larger than those of one login, and for counting. */
export interface OpenTables {
  readonly sealer: Sealer;
  readonly keyring: Keyring;
  /** Runs work in one transaction. */
  write<T>(work: () => Sql<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens the tables of a store that exists: that of a home folder, or with its key the PostgreSQL database at an address. */
export async function openTables(home: string, url: string | undefined): Promise<OpenTables> {
  const paths = resolvePaths({ TOKENWELL_HOME: home }, process.platform, home);
  const runner = url === undefined ? sqliteRunner(paths.database) : await postgresRunner(url);
  const keyring = await runner.write(() => keyringOf(paths.key));
  return { keyring, sealer: new Sealer(keyring, runner.location), ...runner };
}

type Runner = Pick<OpenTables, "write" | "close"> & { readonly location: string };

function sqliteRunner(path: string): Runner {
  const database = new SqliteDatabase(path, 5_000);
  return {
    location: path,
    write: async (work) => database.write(() => runWork(database, work())),
    close: async () => database.close(),
  };
}

async function postgresRunner(url: string): Promise<Runner> {
  const [driver, address] = [await loadDriver(), readAddress(url)];
  const database = new PostgresDatabase({ driver, address, clock: systemClock, node: randomUUID() });
  return {
    location: database.location,
    write: (work) => database.write(work),
    close: () => database.close(),
  };
}

function* keyringOf(path: string): Sql<Keyring> {
  const read = readKey(path);
  const store = yield* get<{ store_id: string }>("SELECT store_id FROM store");
  const workspace = yield* get<WorkspaceRow>("SELECT id, name, key_id, key FROM workspace");
  const keyring =
    read.refused === undefined &&
    read.kind === "keys" &&
    store &&
    workspace &&
    Keyring.of(kekOf(read.keys[0] ?? new Uint8Array(0)), store.store_id, workspace);
  if (!keyring) throw new TypeError("the key opens the store that it was made for");
  return keyring;
}
