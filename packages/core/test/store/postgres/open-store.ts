import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Clock } from "../../../src/clock.ts";
import { openPostgres, type PostgresOptions } from "../../../src/store/postgres/store.ts";
import type { Store } from "../../../src/store/store.ts";
import { freshDatabase } from "../../support/postgres/database.ts";
import { statement } from "../../support/postgres/server.ts";
import { readsHistoryBy } from "../../support/store-contents.ts";

let database: ReturnType<typeof freshDatabase> | undefined;

/** Options of a new store: a schema of its own in the database of this test file, and a folder with its key. */
export async function freshOptions(clock: Clock): Promise<PostgresOptions & { readonly schema: string }> {
  database ??= freshDatabase();
  const { url } = await database;
  const schema = `test_${randomBytes(6).toString("hex")}`;
  const folder = mkdtempSync(join(tmpdir(), "tokenwell-pg-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { url: `${url}?schema=${schema}`, key: join(folder, "key"), clock, schema };
}

/** Opens an empty store. */
export async function openFresh(clock: Clock): Promise<Store> {
  const options = await freshOptions(clock);
  return await open(options);
}

/** Opens a store whose history tests can read. */
export async function open(options: Awaited<ReturnType<typeof freshOptions>>): Promise<Store> {
  const store = await openPostgres(options);
  readsHistoryBy(store, (connectionId) =>
    statement(
      options.url.replace(/\?.*/, ""),
      `SELECT kind, at, detail FROM ${options.schema}.event WHERE connection = $1 ORDER BY id`,
      [connectionId],
    ),
  );
  return store;
}
