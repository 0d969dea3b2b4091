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

async function openStore(contactMs = silence.contactMs): Promise<Opened> {
  const { schema, ...options } = await freshOptions(systemClock);
  const store = await openPostgres({ ...options, silence: { ...silence, contactMs } });
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

/** Contact that no process of these tests has by itself. */
const longMs = 600_000;

test("A process that has just started judges as one does that was in contact until now, even if that one was killed.", async () => {
  const { sql, store } = await openStore(longMs);
  await sql(
    `INSERT INTO @node VALUES ('dead', now() - interval '1 hour', now() - interval '9 hours'),
       ('killed', now() + interval '1 minute', now() - interval '1 hour')`,
  );
  await sql("INSERT INTO @owner VALUES ('aa', 'dead'), ('bb', 'killed')");
  expect([...(await store.owners.alive(["aa", "bb"]))]).toEqual(["bb"]);
  expect([...(await store.owners.silent(["aa", "bb"]))]).toEqual([]);
  // Contact goes on where it was.
  const [own] = await sql(
    "SELECT contact_since < now() - interval '59 minutes' AS long FROM @node WHERE length(id) = 36",
  );
  expect(own).toEqual({ long: true });
});

test("A process that follows no other must be in contact itself before it judges, and says which are silent.", async () => {
  const { sql, store } = await openStore(longMs);
  await sql(
    `INSERT INTO @node VALUES ('dead', now() - interval '1 hour', now() - interval '9 hours'),
       ('earlier version', now(), NULL), ('living', now() + interval '1 hour', NULL)`,
  );
  await sql("INSERT INTO @owner VALUES ('aa', 'dead'), ('bb', 'living')");
  expect([...(await store.owners.alive(["aa", "bb"]))]).toEqual(["aa", "bb"]);
  expect([...(await store.owners.silent(["aa", "bb"]))]).toEqual(["aa"]);
});

test("A table of processes of the first schema gets the contact, and its processes go on beside.", async () => {
  const { schema, ...options } = await freshOptions(systemClock);
  const before = await openPostgres({ ...options, silence });
  onTestFinished(() => before.close());
  const url = options.url.replace(/\?.*/, "");
  await statement(
    url,
    `ALTER TABLE ${schema}.node DROP COLUMN contact_since; UPDATE ${schema}.store SET schema_version = 1`,
  );
  const store = await openPostgres({ ...options, silence });
  onTestFinished(() => store.close());
  const held = await store.owners.acquire("aa");
  expect(await statement(url, `SELECT contact_since IS NULL AS empty FROM ${schema}.node`)).toEqual([
    { empty: false },
  ]);
  expect(await before.connections.names()).toEqual([]);
  held.release();
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
