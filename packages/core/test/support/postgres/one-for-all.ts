import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import type { PostgresServer } from "./server.ts";
import { Watcher } from "./watcher.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Socket that tells the superuser's address of the run's server. */
    readonly postgresSocket: string;
  }
}

/**
 * One server for all test files of a run, which Vitest calls before them. The first file that asks starts it, so that a run
 * without PostgreSQL pays nothing.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<PostgresServer> | undefined;
  const folder = mkdtempSync(join(tmpdir(), "tokenwell-postgres-"));
  const watcher = new Watcher(folder);
  const socket = join(folder, "socket");
  const listener = createServer((client) => {
    client.on("error", () => undefined);
    server ??= start();
    server.then(
      (started) => client.end(JSON.stringify({ adminUrl: started.adminUrl() })),
      (error) => client.end(JSON.stringify({ error: String(error) })),
    );
  });
  await once(listener.listen(socket), "listening");
  project.provide("postgresSocket", socket);
  return async () => {
    listener.close();
    await server?.then((started) => started.dispose());
    await watcher.end();
  };
}

async function start(): Promise<PostgresServer> {
  const [{ PostgresServer }, { withoutDisk }] = await Promise.all([
    import("./server.ts"),
    import("./cluster.ts"),
  ]);
  return await PostgresServer.start({ settings: withoutDisk });
}
