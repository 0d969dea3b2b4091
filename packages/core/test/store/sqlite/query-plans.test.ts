import { randomUUID } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { readKeks } from "../../../src/store/sealing/key-source.ts";
import { openRotation, openSqlite } from "../../../src/store/sqlite/store.ts";
import { Rotation } from "../../../src/store/tables/rotation.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import { startMs, withConnection } from "../../support/samples.ts";
import { commands, keepSession, requests, type Stored } from "../commands.ts";
import { freshPlaces } from "./folder.ts";

/**
 * Statements about all clients of a workspace, which alone may search by nothing but the workspace. The list of clients
 * is short: one for each app.
 */
const aboutAll: readonly RegExp[] = [/^SELECT \* FROM client AS one WHERE workspace = :workspace/];

const isAboutAll = (sql: string): boolean => aboutAll.some((pattern) => pattern.test(sql));

/** Steps of a plan that look at more rows than those that the statement is about. */
function wideSteps(db: DatabaseSync, sql: string): readonly string[] {
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { readonly detail: string }[];
  // The indices of unsettled attempts and unfinished logins have few entries. An app may have a million sessions.
  const wide =
    /^SCAN (?!wanted\b|due\b|CONSTANT ROW|attempt USING INDEX attempt_unsettled)|^SEARCH (?!login USING INDEX login_unfinished ).*\(workspace=\?\)|^SEARCH session .*\(app=\?\)/;
  // An app may have a hundred thousand connections, an account or an old version of the app has few.
  const ofClient = /^SEARCH connection .*\(client=\?(?! AND (?:subject|client_version)=\?)/;
  const isNarrow = sql.includes("subject = :subject") || sql.startsWith("DELETE FROM client AS one");
  const isWide = (detail: string) => wide.test(detail) || (isNarrow && ofClient.test(detail));
  return plan.flatMap(({ detail }) => (isWide(detail) ? [`${detail}: ${sql}`] : []));
}

/** Steps of a limited statement that sort: they read all that they sort, whatever the limit is. */
function sortedSteps(db: DatabaseSync, sql: string): readonly string[] {
  if (!sql.includes(" LIMIT ")) return [];
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { readonly detail: string }[];
  return plan.flatMap(({ detail }) => (/TEMP B-TREE/.test(detail) ? [`${detail}: ${sql}`] : []));
}

const allRecorded = new Set<string>();

/** Runs a command at a store that has just been opened, and returns the statements that it prepared. */
async function recorded(run: (stored: Stored) => Promise<unknown>) {
  const paths = freshPlaces();
  const options = { ...paths, busyTimeoutMs: 50, clock: new ManualClock(startMs) };
  const before = await openSqlite(options);
  const { client, connection } = await withConnection(before);
  await before.close();
  const store = await openSqlite(options);
  onTestFinished(() => store.close());
  const prepare = vi.spyOn(DatabaseSync.prototype, "prepare");
  onTestFinished(() => prepare.mockRestore());
  await run({ store, client, connection });
  const statements = new Set(prepare.mock.calls.map(([sql]) => sql.trim().replace(/\s+/g, " ")));
  prepare.mockRestore();
  for (const sql of statements) allRecorded.add(sql);
  const db = new DatabaseSync(paths.database);
  onTestFinished(() => db.close());
  return { db, statements };
}

describe("a command finds by an index whatever it asks of the database, however many connections there are:", () => {
  it.each(Object.entries(commands))("%s", async (_, run) => {
    const { db, statements } = await recorded(run);
    expect(statements.size).toBeGreaterThan(0);
    const wide = [...statements].flatMap((sql) => (isAboutAll(sql) ? [] : wideSteps(db, sql)));
    expect(wide).toEqual([]);
  });
});

describe("a web app finds by an index whatever it asks of the database, however many sessions there are:", () => {
  it.each(Object.entries(requests))("%s", async (_, run) => {
    const { db, statements } = await recorded(run);
    expect(statements.size).toBeGreaterThan(0);
    const narrow = [...statements].filter((sql) => !isAboutAll(sql));
    expect(narrow.flatMap((sql) => wideSteps(db, sql))).toEqual([]);
    expect(narrow.flatMap((sql) => sortedSteps(db, sql))).toEqual([]);
  });

  it("a session is written without the indexed columns that have not changed", async () => {
    const { statements } = await recorded(keepSession);
    const updates = [...statements].filter((sql) => sql.startsWith("UPDATE session SET"));
    expect(updates).toEqual([
      "UPDATE session SET touched_at = :touched_at, mac = :mac WHERE id = :id",
      "UPDATE session SET extended_at = :extended_at, data = :data, id_token = :id_token, mac = :mac WHERE id = :id",
    ]);
  });
});

/** Inserts copies of the only row of a table, with other values in some columns. */
function copyRow(db: DatabaseSync, table: string, changes: Readonly<Record<string, string>>): void {
  const columns = (db.prepare(`PRAGMA table_info(${table})`).all() as { readonly name: string }[]).map(
    ({ name }) => name,
  );
  const values = columns.map((name) => changes[name] ?? name);
  db.exec(`WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 60)
    INSERT INTO ${table} (${columns}) SELECT ${values} FROM numbers, (SELECT * FROM ${table} LIMIT 1)`);
}

/** Opens the keys of a store of 61 connections, each with an access token. */
async function rotationOfMany() {
  const paths = freshPlaces();
  const options = { ...paths, busyTimeoutMs: 50, clock: new ManualClock(startMs) };
  const store = await openSqlite(options);
  await withConnection(store);
  await store.close();
  const db = new DatabaseSync(paths.database);
  onTestFinished(() => db.close());
  copyRow(db, "connection", { id: "id || n", name: "name || n", subject: "subject || n" });
  copyRow(db, "access_token", { connection: "connection || n" });
  const rotation = new Rotation(await openRotation(options));
  onTestFinished(() => rotation.close());
  const [kek] = await readKeks(paths, { place: paths.database, mayCreate: false });
  if (kek === undefined) throw new TypeError("the store has a key");
  return { db, kek, rotation };
}

it("A rotation of the keys looks at each row, even if another program has removed a connection alone.", async () => {
  const { db, kek, rotation } = await rotationOfMany();
  const before = await rotation.count(kek);
  const second = "SELECT connection FROM access_token ORDER BY connection LIMIT 1 OFFSET 1";
  db.exec(`PRAGMA foreign_keys = OFF; DELETE FROM connection WHERE id = (${second})`);
  const after = await rotation.count(kek);
  // A copied row counts once: it is damaged.
  expect(before.damaged - after.damaged).toBe(2);
  expect(after).toMatchObject({ newest: before.newest, earlier: 0 });
});

it("A rotation of the keys finds the next rows from where the ones before ended, however many there are.", async () => {
  const { db, kek, rotation } = await rotationOfMany();
  const prepare = vi.spyOn(DatabaseSync.prototype, "prepare");
  onTestFinished(() => prepare.mockRestore());
  await rotation.count(kek);
  const next = prepare.mock.calls.flatMap(([sql]) => (sql.includes(") > (") ? [sql] : []));
  prepare.mockRestore();
  expect(next.map((sql) => /FROM \(\s+SELECT \* FROM (\w+)/.exec(sql)?.[1])).toEqual([
    "connection",
    "access_token",
  ]);
  expect(next.flatMap((sql) => sortedSteps(db, sql))).toEqual([]);
  // Only the batch itself is looked through.
  const wide = next.flatMap((sql) => wideSteps(db, sql));
  expect(wide.map((step) => step.split(":")[0])).toEqual(["SCAN connection", "SCAN access_token"]);
});

describe("the table of commands", () => {
  it("runs every statement about all that is excused", () => {
    for (const pattern of aboutAll) expect([...allRecorded].some((sql) => pattern.test(sql))).toBe(true);
    expect(allRecorded.size).toBeGreaterThan(40);
  });

  it("would find a statement that looks through a table", async () => {
    const { db } = await recorded(({ store }) => store.connections.names());
    expect(wideSteps(db, "SELECT id FROM login WHERE workspace = 'w' ORDER BY created_at")).toHaveLength(1);
    expect(wideSteps(db, `SELECT id FROM connection WHERE scope = '${randomUUID()}'`)).toHaveLength(1);
    expect(wideSteps(db, "SELECT id FROM connection WHERE workspace = 'w' AND scope = 'api'")).toHaveLength(
      1,
    );
  });

  it("would find a statement that looks through the sessions of an app, or sorts them before it takes some", async () => {
    const { db } = await recorded(({ store }) => store.connections.names());
    const live = "SELECT id FROM session WHERE app = :app AND ended_at IS NULL";
    expect(wideSteps(db, `${live} AND issuer = :issuer`)).toHaveLength(1);
    expect(sortedSteps(db, `${live} AND touched_at <= :until ORDER BY id LIMIT 9`)).toHaveLength(1);
    expect(sortedSteps(db, `${live} AND touched_at <= :until ORDER BY touched_at LIMIT 9`)).toEqual([]);
  });

  it("would find a statement that looks for an account among all connections of its client", async () => {
    const { db } = await recorded(({ store }) => store.connections.names());
    const sql =
      "SELECT name FROM connection WHERE client = :client AND subject = :subject AND name IS NOT NULL";
    expect(wideSteps(db, `${sql} ORDER BY name`)).toHaveLength(1);
    expect(wideSteps(db, `${sql} ORDER BY +name`)).toEqual([]);
  });
});
