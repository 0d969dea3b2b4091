import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testStoreVariable } from "../test-store.ts";
import { withoutDisk } from "./cluster.ts";
import { PostgresServer } from "./server.ts";

/**
 * Puts the stores of all tests of a run into one server, which Vitest calls before them. Its password is in a file, as timers
 * and hooks need it.
 */
export async function setup(): Promise<() => Promise<void>> {
  const server = await PostgresServer.start({ settings: { ...withoutDisk, max_connections: 800 } });
  const url = new URL(server.url(await server.createDatabase()));
  const folder = mkdtempSync(join(tmpdir(), "tokenwell-pgpass-"));
  process.env.PGPASSFILE = join(folder, "pgpass");
  const { hostname, password, port, username } = url;
  writeFileSync(process.env.PGPASSFILE, `${hostname}:${port}:*:${username}:${password}\n`, { mode: 0o600 });
  url.password = "";
  process.env[testStoreVariable] = url.href;
  return async () => {
    rmSync(folder, { recursive: true });
    await server.dispose();
  };
}
