import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { StoreError } from "../../errors.ts";
import type { KeyCheck } from "../key-check.ts";
import { all, get, type Sql } from "../tables/sql.ts";
import { type Address, readAddress } from "./address.ts";
import { Database } from "./database.ts";
import { loadDriver } from "./driver.ts";
import { usualSilence } from "./owners.ts";
import { newest, readStore } from "./schema.ts";

// A look at a database that changes nothing in it.

/** Facts of a database that may have a store. */
export interface DatabaseInspection {
  /** Address for sentences, and the name of the host. */
  readonly place: string;
  readonly host: string;
  readonly isEncrypted: boolean;
  /** Version of the server, such as `18.1`. */
  readonly server: string;
  /** The user that the server sees. */
  readonly user: string;
  readonly schema: string;
  /** Milliseconds that this machine's clock is ahead of the server's; negative if it is behind. */
  readonly aheadMs: number;
  /** Settings of the server that commits depend on, that are off. */
  readonly off: readonly ("fsync" | "full_page_writes")[];
  /** Whether a commit waits for a replica. */
  readonly isReplicated: boolean;
  /** Format of the data; `null` if there is no store. */
  readonly format: number | null;
  readonly knownFormat: number;
  readonly keyCheck: KeyCheck | null;
  /** Whether the user may make the schema, or change the tables of an earlier one. */
  readonly mayMigrate: boolean;
  /** Tables that the user cannot read and write. */
  readonly denied: readonly string[];
  /** Number of processes that gave a sign of life lately. */
  readonly processes: number;
}

/**
 * Inspects the database of an address.
 *
 * @throws StoreError `store_address`, `store_driver`, or the reason why the database cannot be used at all
 */
export async function inspectDatabase(url: string, clock: Clock): Promise<DatabaseInspection> {
  const address = readAddress(url);
  const driver = await loadDriver();
  const database = new Database({ driver, address, clock, node: randomUUID() });
  try {
    const sentMs = clock.nowMs();
    const server = await database.one(() => readServer(address));
    const aheadMs = (sentMs + clock.nowMs()) / 2 - server.now_ms;
    if (server.is_replica) throw new StoreError("store_replica", { place: address.place });
    const store = await database.one(() => readStored(address, server));
    return {
      ...{ place: address.place, host: address.host, isEncrypted: address.tls !== false, aheadMs },
      ...{ server: server.version, user: server.user_name },
      off: (["fsync", "full_page_writes"] as const).filter((name) => server[name] === "off"),
      isReplicated: server.standbys !== "",
      ...{ schema: address.schema, knownFormat: newest, ...store },
    };
  } finally {
    await database.close();
  }
}

interface ServerRow {
  readonly version: string;
  readonly user_name: string;
  readonly now_ms: number;
  readonly is_replica: boolean;
  readonly fsync: string;
  readonly full_page_writes: string;
  readonly standbys: string;
  readonly may_create: boolean;
}

function* readServer({ place }: Address): Sql<ServerRow> {
  const row = yield* get<ServerRow>(
    `SELECT split_part(current_setting('server_version'), ' ', 1) AS version, CAST(current_user AS text) AS user_name,
       CAST(extract(epoch FROM clock_timestamp()) * 1000 AS float8) AS now_ms, pg_is_in_recovery() AS is_replica,
       current_setting('fsync') AS fsync, current_setting('full_page_writes') AS full_page_writes,
       current_setting('synchronous_standby_names') AS standbys,
       has_database_privilege(current_database(), 'CREATE') AS may_create`,
  );
  if (row === undefined) throw new StoreError("store_unreachable", { place });
  return row;
}

type Stored = Pick<DatabaseInspection, "format" | "keyCheck" | "mayMigrate" | "denied" | "processes">;

const nothing: Stored = { format: null, keyCheck: null, mayMigrate: true, denied: [], processes: 0 };

function* readStored({ schema }: Address, { may_create }: ServerRow): Sql<Stored> {
  const found = yield* get<{ readonly may_use: boolean; readonly may_create: boolean }>(
    `SELECT has_schema_privilege(oid, 'USAGE') AS may_use, has_schema_privilege(oid, 'CREATE') AS may_create
       FROM pg_catalog.pg_namespace WHERE nspname = :schema`,
    { schema },
  );
  if (found === undefined) return { ...nothing, mayMigrate: may_create };
  const tables = yield* all<{ readonly name: string; readonly may_use: boolean; readonly is_own: boolean }>(
    `SELECT CAST(relname AS text) AS name, pg_has_role(relowner, 'USAGE') AS is_own,
         has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
           AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE') AS may_use
       FROM pg_catalog.pg_class
       WHERE relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = :schema) AND relkind IN ('r', 'p')
       ORDER BY relname`,
    { schema },
  );
  if (!tables.some(({ name }) => name === "store")) return { ...nothing, mayMigrate: found.may_create };
  const denied = tables.filter(({ may_use }) => !may_use || !found.may_use).map(({ name }) => name);
  const mayMigrate = found.may_create && tables.every(({ is_own }) => is_own);
  if (denied.length > 0) return { ...nothing, denied, mayMigrate };
  const row = yield* readStore(schema);
  if (row === undefined) return { ...nothing, mayMigrate };
  return {
    ...{ format: row.schema_version, keyCheck: { storeId: row.store_id, value: row.key_check } },
    ...{ mayMigrate, denied, processes: yield* countProcesses() },
  };
}

function* countProcesses(): Sql<number> {
  const row = yield* get<{ readonly count: number }>(
    "SELECT count(*) AS count FROM node WHERE seen_at > clock_timestamp() - :gone * interval '1 millisecond'",
    { gone: usualSilence.goneMs },
  );
  return row?.count ?? 0;
}
