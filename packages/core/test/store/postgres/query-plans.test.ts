import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { openPostgres, openRotation } from "../../../src/store/postgres/store.ts";
import { readKeks } from "../../../src/store/sealing/key-source.ts";
import { Rotation } from "../../../src/store/tables/rotation.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import { freshDatabase, type TestDatabase } from "../../support/postgres/database.ts";
import { sampleAttempt, sampleEvent, sampleLogin, startMs, withConnection } from "../../support/samples.ts";
import { commands, requests, type Stored } from "../commands.ts";

/** Rows that each big table has beside those that are asked for: enough for an index to be worth it. */
const copies = 2_000;

const hash = "decode(md5(n::text) || md5(n::text), 'hex')";

/** The tables that grow with connections and sessions, and the columns in which a copied row differs from its model. */
const bigTables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  connection: { id: "id || n", name: "name || n", subject: "subject || n" },
  access_token: { connection: "connection || n" },
  schedule: { connection: "connection || n" },
  attempt: { id: "id || n", connection: "connection || n" },
  event: { connection: "connection || n", kind: "'refreshed'" },
  login: { id: "id || n", state_hash: "state_hash || n" },
  session: {
    ...{ id: "id || n", cookie_hash: hash, browser_hash: hash },
    ...{ subject: "subject || n", provider_session: "provider_session || n" },
  },
  browser_login: { id: "id || n", state_hash: hash, browser_hash: hash },
};

/** Statements about all connections of a workspace, or the first two of them. */
const aboutAll: readonly RegExp[] = [
  /^SELECT name FROM \w+\.connection WHERE workspace = \$1 AND name IS NOT/,
  /AND connection\.name IS NOT NULL LIMIT 2$/,
];

/** Indices that have few entries, so that all may be read. */
const small = new Set(["attempt_unsettled", "login_unfinished", "one_open_attempt", "hook_due"]);

interface Plan {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly Plans?: readonly Plan[];
}

let database: TestDatabase;
let admin: Client;
const folder = mkdtempSync(join(tmpdir(), "tokenwell-pg-"));

beforeAll(async () => {
  database = await freshDatabase();
  admin = new Client({ connectionString: database.url });
  await admin.connect();
  const stored = await open("many");
  await stored.store.connections.update(stored.connection.id, ({ connection }) => ({
    change: {
      attempts: [sampleAttempt(connection, { phase: "committed" })],
      event: sampleEvent("refreshed"),
    },
    result: null,
  }));
  await stored.store.logins.put(sampleLogin(stored.client));
  for (const request of Object.values(requests).slice(0, 2)) await request(stored);
  await stored.store.close();
  await admin.query("SET search_path TO tokenwell");
  for (const [table, changes] of Object.entries(bigTables)) await copy(table, changes);
  await admin.query("ANALYZE");
  // All rows are of one client and one workspace, so that the planner would read all. Only what has no index still does.
  await admin.query("SET enable_seqscan TO off");
});

afterAll(async () => {
  await admin.end();
  await database[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a workspace of its own in the store with the big tables. */
async function open(workspace: string): Promise<Stored> {
  const clock = new ManualClock(startMs);
  const store = await openPostgres({ url: database.url, key: join(folder, "key"), workspace, clock });
  return { store, ...(await withConnection(store)) };
}

async function copy(table: string, changes: Readonly<Record<string, string>>): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
       WHERE table_schema = 'tokenwell' AND table_name = $1 AND is_identity = 'NO'`,
    [table],
  );
  const columns = rows.map(({ name }) => name);
  const values = columns.map((name) => changes[name] ?? name);
  const { rowCount } = await admin.query(
    `INSERT INTO ${table} (${columns}) SELECT ${values} FROM (SELECT * FROM ${table} LIMIT 1), generate_series(1, ${copies}) AS n`,
  );
  expect(`${rowCount} of ${table}`).toBe(`${copies} of ${table}`);
}

/** Runs a command, and returns the statements that it sent. */
async function recorded(name: string, run: (stored: Stored) => Promise<unknown>): Promise<readonly string[]> {
  const stored = await open(name);
  onTestFinished(() => stored.store.close());
  return await sentBy(() => run(stored));
}

/** Does something, and returns the statements that it sent. */
async function sentBy(run: () => Promise<unknown>): Promise<readonly string[]> {
  const query = vi.spyOn(Client.prototype, "query");
  onTestFinished(() => query.mockRestore());
  await run();
  const sent = query.mock.calls.map(([given]) => (given as { readonly text?: string }).text);
  query.mockRestore();
  const texts = sent.filter((text) => text !== undefined);
  return [...new Set(texts)].filter((text) => !text.startsWith("SET "));
}

/** Explains a statement for any parameters, and returns the steps that look at all rows of a big table. */
async function wideSteps(text: string): Promise<readonly string[]> {
  const { rows } = await admin.query(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`);
  const [{ Plan: plan }] = rows[0]["QUERY PLAN"] as readonly [{ readonly Plan: Plan }];
  return wideIn(plan).map((step) => `${step}: ${text}`);
}

function wideIn(plan: Plan): readonly string[] {
  const { "Index Name": index = "", "Node Type": kind, "Relation Name": relation = "" } = plan;
  const isAll = kind === "Seq Scan" || (kind.startsWith("Index") && plan["Index Cond"] === undefined);
  const isWide = isAll && relation in bigTables && !small.has(index);
  return [...(isWide ? [`${kind} of ${relation}`] : []), ...(plan.Plans ?? []).flatMap(wideIn)];
}

describe("PostgreSQL finds by an index whatever is asked of it, however many connections and sessions there are:", () => {
  it.each(Object.entries({ ...commands, ...requests }))("%s", async (name, run) => {
    const statements = await recorded(name, run);
    expect(statements.length).toBeGreaterThan(0);
    const narrow = statements.filter((text) => !aboutAll.some((pattern) => pattern.test(text)));
    const wide: string[] = [];
    for (const text of narrow) wide.push(...(await wideSteps(text)));
    expect(wide).toEqual([]);
  });

  it("and a rotation finds the next rows from where the ones before ended", async () => {
    const options = { url: database.url, key: join(folder, "key"), clock: new ManualClock(startMs) };
    const rotation = new Rotation(await openRotation(options));
    onTestFinished(() => rotation.close());
    const [kek] = await readKeks({ key: options.key }, { place: options.url, mayCreate: false });
    if (kek === undefined) throw new TypeError("the store has a key");
    const statements = await sentBy(() => rotation.count(kek));
    const next = statements.filter((text) => text.includes(") > ("));
    expect(next.map((text) => /FROM tokenwell\.(\w+)/.exec(text)?.[1])).toEqual(
      expect.arrayContaining(["connection", "access_token", "login", "session", "browser_login"]),
    );
    const wide: string[] = [];
    for (const text of next) wide.push(...(await wideSteps(text)));
    expect(wide).toEqual([]);
  });

  it("and a statement that looks through a table would be found", async () => {
    expect(await wideSteps("SELECT id FROM connection WHERE scope = $1")).toHaveLength(1);
    expect(await wideSteps("SELECT id FROM attempt WHERE fingerprint = $1")).toHaveLength(1);
    expect(await wideSteps("SELECT id FROM attempt WHERE connection = $1")).toEqual([]);
  });
});
