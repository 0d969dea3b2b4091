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
  return await newOptions(clock, (folder) =>
    onTestFinished(() => rmSync(folder, { recursive: true, force: true })),
  );
}

async function newOptions(
  clock: Clock,
  remove: (folder: string) => void,
): Promise<PostgresOptions & { readonly schema: string }> {
  database ??= freshDatabase();
  const { url } = await database;
  const schema = `test_${randomBytes(6).toString("hex")}`;
  const folder = mkdtempSync(join(tmpdir(), "tokenwell-pg-"));
  remove(folder);
  return { url: `${url}?schema=${schema}`, key: join(folder, "key"), clock, schema };
}

/** Stores that no test uses any more, empty: to empty one costs the server less than to make its tables. */
const spare: Awaited<ReturnType<typeof freshOptions>>[] = [];
const folders: string[] = [];

/** Opens an empty store: one whose test is finished, or a new one. The caller calls {@link removeSpare} in the end. */
export async function openEmpty(clock: Clock): Promise<Store> {
  const options = spare.pop() ?? (await newOptions(clock, (folder) => folders.push(folder)));
  // After the store is closed, which the test asks for later.
  onTestFinished(async () => {
    await empty(options.schema);
    spare.push(options);
  });
  return await open({ ...options, clock });
}

/** Removes the keys of all these stores, so that the next test file makes its own. */
export function removeSpare(): void {
  spare.length = 0;
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Removes every row but those that stand for an empty store. */
async function empty(schema: string): Promise<void> {
  database ??= freshDatabase();
  const { adminUrl } = await database;
  const tables = `SELECT tablename FROM pg_tables
    WHERE schemaname = '${schema}' AND tablename NOT IN ('store', 'workspace')`;
  await statement(
    adminUrl,
    `SET session_replication_role = replica;
     DO $$ DECLARE name text; BEGIN
       FOR name IN ${tables} LOOP EXECUTE format('DELETE FROM ${schema}.%I', name); END LOOP;
     END $$;
     DELETE FROM ${schema}.workspace WHERE name <> 'default';
     UPDATE ${schema}.store
       SET upkeep_at = NULL, move_id = NULL, move_state = NULL, move_place = NULL, move_cursor = NULL`,
  );
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
