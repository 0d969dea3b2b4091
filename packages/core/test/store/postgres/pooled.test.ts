import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Tokenwell } from "../../../src/api/tokenwell.ts";
import { freshDatabase, type TestDatabase } from "../../support/postgres/database.ts";
import { missingPgBouncer, PgBouncer } from "../../support/postgres/pgbouncer.ts";
import { Home } from "../../tokenwell/home.ts";

// The whole contract behind PgBouncer is a part of `npm run postgres`: long/pooled-contract.test.ts.

const reason = missingPgBouncer();
/** Connections of PgBouncer to the server, fewer than those of one process to PgBouncer. */
const poolSize = 2;

describe.skipIf(reason)(`processes behind PgBouncer ${reason ?? ""}`, () => {
  let database: TestDatabase;
  let bouncer: PgBouncer;
  let home: Home;

  beforeEach(async () => {
    database = await freshDatabase();
    bouncer = await PgBouncer.start(database.url, { poolSize });
    home = await Home.make({ rotation: "strict" });
  });
  afterEach(async () => {
    await home.remove();
    await bouncer.dispose();
    await database[Symbol.asyncDispose]();
  });

  const open = (url: string): Promise<Tokenwell> => home.open({ store: `${url}?connections=6` });

  test("send a token that has ended once, and leave nothing in the sessions that they share", async () => {
    const pooled = bouncer.url(database.url);
    const processes = [await open(pooled), await open(pooled), await open(pooled)];
    const [first] = processes as [Tokenwell, ...Tokenwell[]];
    await home.connect(first, { name: "acme" });
    home.clock.advance(3 * 3_600_000);
    const before = home.emulator.ledger.refreshes().length;
    const callers = processes.flatMap((each) => Array.from({ length: 20 }, () => each.token("acme")));
    const tokens = new Set((await Promise.all(callers)).map(({ accessToken }) => accessToken));
    expect([tokens.size, home.emulator.ledger.refreshes().length - before]).toEqual([1, 1]);
    for (const left of await leftInSessions(pooled)) expect(left).toEqual(nothing);
  });

  test("go on beside one that speaks to the server itself", async () => {
    const [pooled, direct] = [await open(bouncer.url(database.url)), await open(database.url)];
    await home.connect(pooled, { name: "acme" });
    home.clock.advance(3 * 3_600_000);
    const before = home.emulator.ledger.refreshes().length;
    const callers = [pooled, direct].flatMap((each) => Array.from({ length: 20 }, () => each.token("acme")));
    await Promise.all(callers);
    expect(home.emulator.ledger.refreshes().length - before).toBe(1);
    for (const left of await leftInSessions(bouncer.url(database.url))) expect(left).toEqual(nothing);
  });
});

const nothing = { statements: 0, locks: 0, node: "", timeouts: "0 0 0" };

/** Settings and locks that a session of the pool holds beyond its transactions. */
async function leftInSessions(url: string): Promise<readonly object[]> {
  const clients = Array.from({ length: poolSize }, () => new Client({ connectionString: url }));
  await Promise.all(clients.map((client) => client.connect()));
  try {
    // Open transactions hold their sessions, so each client meets another one.
    for (const client of clients) await client.query("BEGIN");
    const found = clients.map(async (client) => {
      const { rows } = await client.query(
        `SELECT pg_backend_pid() AS pid, (SELECT count(*)::int FROM pg_prepared_statements) AS statements,
           (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS locks,
           coalesce(current_setting('tokenwell.node', true), '') AS node,
           concat_ws(' ', current_setting('statement_timeout'), current_setting('lock_timeout'),
             current_setting('idle_in_transaction_session_timeout')) AS timeouts`,
      );
      return rows[0];
    });
    const all = await Promise.all(found);
    expect(new Set(all.map(({ pid }) => pid)).size).toBe(poolSize);
    return all.map(({ pid: _, ...left }) => left);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}
