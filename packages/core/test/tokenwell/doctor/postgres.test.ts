import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { Finding } from "../../../src/api/doctor.ts";
import { type Clock, systemClock } from "../../../src/clock.ts";
import { Secret } from "../../../src/secret.ts";
import { openPostgres } from "../../../src/store/postgres/store.ts";
import { type ExamineOptions, examineInstallation } from "../../../src/tokenwell/doctor/examine.ts";
import { freePort } from "../../support/free-port.ts";
import { freshDatabase, type TestDatabase } from "../../support/postgres/database.ts";
import { statement } from "../../support/postgres/server.ts";
import { sampleAttempt, sampleClient, sampleConnection } from "../../support/samples.ts";

// Each fault of a PostgreSQL database, in one that has it. The tests' server does not wait for its disk.

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

interface Installation {
  readonly home: string;
  readonly url: string;
  readonly schema: string;
}

function installation(): Installation {
  const home = mkdtempSync(join(tmpdir(), "tokenwell-doctor-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const schema = `test_${randomBytes(6).toString("hex")}`;
  return { home, schema, url: `${database.url}?schema=${schema}` };
}

const openAt = ({ home, url }: Installation) =>
  openPostgres({
    ...{ url, clock: systemClock, key: join(home, "config", "key"), spool: join(home, "data", "spool") },
  });

async function installed(): Promise<Installation> {
  const one = installation();
  await (await openAt(one)).close();
  return one;
}

async function examine({ home, url }: Installation, more: ExamineOptions = {}): Promise<readonly Finding[]> {
  return await examineInstallation({ home, store: url, env: {}, ...more });
}

/** Codes of the findings, without those of each server of the tests. */
const codes = (findings: readonly Finding[]): readonly string[] =>
  findings.filter(({ check }) => check !== "durability" && check !== "network").map(({ code }) => code);

const faults = (findings: readonly Finding[]): readonly string[] =>
  codes(findings.filter(({ level }) => level !== "ok"));

const admin = (sql: string) => statement(database.adminUrl, sql);

test("An empty database is reached, and stays empty.", async () => {
  const one = installation();
  expect(codes(await examine(one))).toEqual([
    ...["nothing_stored", "database_empty", "spool_empty", "versions_fit", "clock_right", "none_stuck"],
  ]);
  expect(await admin(`SELECT 1 FROM pg_namespace WHERE nspname = '${one.schema}'`)).toEqual([]);
});

test("A sound store is not changed.", async () => {
  const one = await installed();
  const rows = () =>
    admin(
      `SELECT (SELECT count(*) FROM ${one.schema}.node) AS nodes, store.*, store.xmin FROM ${one.schema}.store`,
    );
  const before = await rows();
  const found = await examine(one, { version: "1.0.0" });
  expect(faults(found)).toEqual([]);
  expect(codes(found)).toContain("database_local");
  expect(await rows()).toEqual(before);
  await admin(`INSERT INTO ${one.schema}.node VALUES ('a', now()), ('b', now() - interval '90 s')`);
  expect(await examine(one)).toContainEqual(
    expect.objectContaining({ code: "processes_seen", facts: { count: 1 } }),
  );
  expect(JSON.stringify(found)).not.toContain(new URL(one.url).password);
});

test("A server that does not wait for its disk forgets.", async () => {
  expect(await examine(await installed())).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({
        code: "server_forgets",
        facts: expect.objectContaining({ setting: "fsync" }),
      }),
    ]),
  );
});

test("A database that cannot be used is named with the reason.", async () => {
  const one = await installed();
  const at = (change: (url: URL) => void) => {
    const url = new URL(one.url);
    change(url);
    return examine({ ...one, url: url.href }, { clock: impatient() });
  };
  const port = String(await freePort());
  const wrong = await Promise.all([
    at((url) => url.searchParams.set("sslmode", "require")),
    at((url) => Object.assign(url, { port })),
    at((url) => Object.assign(url, { password: "wrong" })),
    at((url) => Object.assign(url, { pathname: "/nowhere" })),
    at((url) => url.searchParams.set("sslmode", "verify-full")),
  ]);
  expect(wrong.map(faults)).toEqual([
    ...[["store_address"], ["store_unreachable"], ["store_denied"], ["store_missing"], ["store_tls"]],
  ]);
});

/** Returns a clock of which each look takes 20 s, so that nothing is tried again. */
function impatient(): Clock {
  let looks = 0;
  return { ...systemClock, monotonicMs: () => 20_000 * looks++ };
}

test("A user without rights is told which are missing.", async () => {
  const one = await installed();
  const user = `user_${randomBytes(4).toString("hex")}`;
  await admin(`CREATE ROLE ${user} LOGIN PASSWORD 'own'; GRANT USAGE ON SCHEMA ${one.schema} TO ${user}`);
  onTestFinished(async () => void (await admin(`DROP OWNED BY ${user}; DROP ROLE ${user}`)));
  const url = Object.assign(new URL(one.url), { username: user, password: "own" });
  const denied = await examine({ ...one, url: url.href });
  expect(faults(denied)).toEqual(["rights_missing"]);
  await admin(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${one.schema} TO ${user}`);
  expect(faults(await examine({ ...one, url: url.href }))).toEqual([]);
  await admin(`UPDATE ${one.schema}.store SET schema_version = 0`);
  expect(faults(await examine({ ...one, url: url.href }))).toEqual(["schema_old"]);
  await admin(`UPDATE ${one.schema}.store SET schema_version = 99`);
  expect(faults(await examine(one))).toEqual(["store_newer"]);
  url.searchParams.set("schema", "other");
  expect(faults(await examine({ ...one, url: url.href }))).toEqual(["schema_missing"]);
});

test("The key of another store is found to be wrong.", async () => {
  const [one, other] = [await installed(), await installed()];
  expect(faults(await examine({ ...one, home: other.home }))).toEqual(["key_wrong"]);
  expect(faults(await examine({ ...one, home: installation().home }))).toEqual(["key_missing"]);
});

test("Responses that wait on this machine are counted, and a folder that takes none is named.", async () => {
  const one = await installed();
  const store = await openAt(one);
  const attempt = sampleAttempt(sampleConnection(sampleClient()));
  store.spool?.keep({ attempt, httpStatus: 200, rawAnswer: Secret.of("{}") });
  await store.close();
  const found = await examine(one);
  expect(found).toContainEqual(expect.objectContaining({ code: "answers_waiting" }));
  const spool = join(one.home, "data", "spool");
  chmodSync(spool, 0o500);
  // The system lets its administrator write everywhere.
  if (process.getuid?.() !== 0) expect(faults(await examine(one))).toContain("spool_unwritable");
  chmodSync(spool, 0o700);
});

test("A clock that differs from the server's is named.", async () => {
  const one = await installed();
  const ahead = { ...systemClock, nowMs: () => Date.now() + 60_000 };
  expect(faults(await examine(one, { clock: ahead }))).toEqual(["clock_ahead"]);
  const behind = { ...systemClock, nowMs: () => Date.now() - 60_000 };
  expect(faults(await examine(one, { clock: behind }))).toEqual(["clock_behind"]);
});
