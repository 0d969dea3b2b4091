import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import { openPostgres } from "../../../src/store/postgres/store.ts";
import type { Store } from "../../../src/store/store.ts";
import { statement } from "../../support/postgres/server.ts";
import { freshOptions } from "./open-store.ts";

const silence = { heartbeatMs: 20, goneMs: 1_000, contactMs: 60 };

interface Opened {
  readonly store: Store;
  sql(text: string): Promise<Record<string, unknown>[]>;
}

async function openStore(): Promise<Opened> {
  const { schema, ...options } = await freshOptions(systemClock);
  const store = await openPostgres({ ...options, silence });
  onTestFinished(() => store.close());
  const url = options.url.replace(/\?.*/, "");
  return { store, sql: (text) => statement(url, text.replaceAll("@", `${schema}.`)) };
}

test("A process judges another one that is silent, also right after its own start.", async () => {
  const { sql, store } = await openStore();
  await sql(
    "INSERT INTO @node VALUES ('dead', now() - interval '1 hour'), ('living', now() + interval '1 hour')",
  );
  await sql("INSERT INTO @owner VALUES ('aa', 'dead'), ('bb', 'living')");
  await until(async () => [...(await store.owners.alive(["aa", "bb"]))].join() === "bb");
});

test("The rows of processes that were killed long ago are removed, with those of their locks.", async () => {
  const { sql, store } = await openStore();
  await sql(
    `INSERT INTO @node VALUES ('dead', now() - interval '8 days'), ('killed', now() - interval '6 days')`,
  );
  await sql("INSERT INTO @owner VALUES ('aa', 'dead'), ('bb', 'killed'), ('cc', 'said goodbye')");
  const held = await store.owners.acquire("dd");
  await until(
    async () => (await sql("SELECT id FROM @owner ORDER BY id")).map(({ id }) => id).join() === "bb,dd",
  );
  expect((await sql("SELECT id FROM @node")).map(({ id }) => id)).toEqual(
    expect.arrayContaining(["killed", expect.stringMatching(/^[0-9a-f-]{36}$/)]),
  );
  held.release();
});

test("A lock that its process does not hold is removed after its connections were lost.", async () => {
  const { sql, store } = await openStore();
  const held = await store.owners.acquire("aa");
  await sql("INSERT INTO @owner SELECT 'bb', id FROM @node");
  await sql(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tokenwell' AND datname = current_database()",
  );
  await until(async () => (await sql("SELECT id FROM @owner")).map(({ id }) => id).join() === "aa");
  held.release();
});

test("Signs of life do not count as writes, after which each token of memory would be checked.", async () => {
  const { sql, store } = await openStore();
  await store.owners.alive(["aa"]);
  const writes = store.changes.ownWrites();
  const seen = async () => (await sql("SELECT seen_at::text FROM @node"))[0]?.seen_at;
  const first = await seen();
  await until(async () => (await seen()) !== first);
  expect(store.changes.ownWrites()).toBe(writes);
});

/** Resolves when it is so. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(10);
}
