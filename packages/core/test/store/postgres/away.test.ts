import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import type { Store } from "../../../src/store/store.ts";
import { freshDatabase } from "../../support/postgres/database.ts";
import { statement } from "../../support/postgres/server.ts";
import { freshOptions, open } from "./open-store.ts";

/** Opens a store in a database of its own; `set` changes the database, for new connections. */
async function openStore(): Promise<{ store: Store; set: (change: string) => Promise<void> }> {
  const database = await freshDatabase();
  const name = new URL(database.url).pathname.slice(1);
  const options = await freshOptions(systemClock);
  const store = await open({ ...options, url: `${database.url}?schema=${options.schema}` });
  onTestFinished(async () => {
    await store.close();
    await database[Symbol.asyncDispose]();
  });
  const set = async (change: string): Promise<void> => {
    // By another database: the change is for sessions of this one.
    await statement(database.adminUrl.replace(/[^/]+$/, "postgres"), `ALTER DATABASE ${name} ${change}`);
    await statement(
      database.adminUrl,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tokenwell' AND datname = current_database()",
    );
  };
  return { store, set };
}

test("Work waits while the server has no connection left.", async () => {
  const { store, set } = await openStore();
  await set("CONNECTION LIMIT 0");
  const names = store.connections.names();
  await Promise.race([names, pause(300)]);
  await set("CONNECTION LIMIT -1");
  expect(await names).toEqual([]);
});

test("Work waits while the server takes no writes, as in a failover.", async () => {
  const { store, set } = await openStore();
  await set("SET default_transaction_read_only = on");
  const failed = vi.fn();
  const written = store.upkeeps.record(1);
  written.catch(failed);
  await Promise.race([written, pause(300)]);
  expect(failed).not.toHaveBeenCalled();
  expect(await store.upkeeps.last()).toBeNull();
  await set("SET default_transaction_read_only = off");
  await written;
  expect(await store.upkeeps.last()).toBe(1);
});
