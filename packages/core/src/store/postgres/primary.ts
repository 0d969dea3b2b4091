import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { StoreError } from "../../errors.ts";
import { get } from "../tables/sql.ts";
import { readAddress } from "./address.ts";
import { Database } from "./database.ts";
import { loadDriver } from "./driver.ts";

/** A database that takes writes, and this process among those that use it. */
export interface Primary {
  readonly database: Database;
  /** The PostgreSQL schema with the tables. */
  readonly schema: string;
  /** Id of this process. */
  readonly node: string;
}

/**
 * Opens the database of an address and makes something of it, which closes the database later. Closes it if that fails.
 *
 * @throws StoreError `store_replica` if the server only follows another one
 */
export async function withPrimary<T>(
  { url, clock }: { readonly url: string; readonly clock: Clock },
  make: (primary: Primary) => Promise<T> | T,
): Promise<T> {
  const address = readAddress(url);
  const node = randomUUID();
  const database = new Database({ driver: await loadDriver(), address, clock, node });
  try {
    await refuseReplica(database);
    database.hasPrimary = true;
    return await make({ database, schema: address.schema, node });
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function refuseReplica(database: Database): Promise<void> {
  const row = await database.one(() =>
    get<{ is_replica: boolean }>("SELECT pg_is_in_recovery() AS is_replica"),
  );
  if (row?.is_replica) throw new StoreError("store_replica", { place: database.location });
}
