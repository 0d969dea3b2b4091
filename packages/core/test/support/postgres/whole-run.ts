import { testStoreVariable } from "../test-store.ts";
import { withoutDisk } from "./cluster.ts";
import { PostgresServer } from "./server.ts";

/** Puts the stores of all tests of a run into one server, which Vitest calls before them. */
export async function setup(): Promise<() => Promise<void>> {
  const server = await PostgresServer.start({ settings: { ...withoutDisk, max_connections: 800 } });
  process.env[testStoreVariable] = server.url(await server.createDatabase());
  return async () => await server.dispose();
}
