// Measures leasing out of a million connections, 100 at a time. The peer is the same SQL by hand, with the same durability,
// on the same rows. Goal: 0.8 of it. `node bench/queue.ts 100000` for fewer rows; with PostgreSQL, too, unless `--sqlite`.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { systemClock } from "../packages/core/src/clock.ts";
import { openPostgres } from "../packages/core/src/store/postgres/store.ts";
import { openSqlite } from "../packages/core/src/store/sqlite/store.ts";
import type { Store } from "../packages/core/src/store/store.ts";
import { createDatabase, PostgresServer } from "../packages/core/test/support/postgres/server.ts";
import { median } from "./connected.ts";

const words = process.argv.slice(2);
const rows = Number(words.find((word) => /^\d+$/.test(word)) ?? 1_000_000);
const batch = 100;
const batchesPerRound = 50;
const rounds = 10;
const nowMs = Date.now();

/** Leases one batch and returns the number of its rows. `untilMs` is in the future, so that each row is leased once. */
type Lease = (untilMs: number) => Promise<number>;

const ours =
  ({ queue }: Store): Lease =>
  async (untilMs) =>
    (await queue.lease({ nowMs, untilMs, limit: batch, exceptClients: [] })).length;

await sqlite();
if (!words.includes("--sqlite")) await postgres();

async function sqlite(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "tokenwell-bench-"));
  const paths = { database: join(folder, "db"), key: join(folder, "key"), locks: join(folder, "locks") };
  const store = await openSqlite({ ...paths, busyTimeoutMs: 5_000, clock: systemClock });
  const database = new DatabaseSync(paths.database);
  // The schedule alone is asked; a million connections beside it would only take time to make.
  database.exec(
    "PRAGMA foreign_keys = 0; PRAGMA synchronous = 2; PRAGMA fullfsync = 1; PRAGMA secure_delete = 1",
  );
  database.exec(`WITH RECURSIVE row (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM row WHERE n < ${rows})
    INSERT INTO schedule (connection, due_at, failures, turn_workspace, turn_client, turn_at)
    SELECT lower(hex(randomblob(16))), ${nowMs} - n, 0, (SELECT id FROM workspace), 'client', ${nowMs} - n FROM row`);
  const statement = database.prepare(`WITH due AS MATERIALIZED (
      SELECT connection AS id FROM schedule WHERE turn_workspace = (SELECT id FROM workspace) AND turn_at <= ?
        ORDER BY turn_at LIMIT ${batch})
    UPDATE schedule SET turn_at = ? FROM due WHERE schedule.connection = due.id
      RETURNING connection, turn_client, due_at`);
  const byHand: Lease = async (untilMs) => {
    database.exec("BEGIN IMMEDIATE");
    const { length } = statement.all(nowMs, untilMs);
    database.exec("COMMIT");
    return length;
  };
  await compare("SQLite", ours(store), byHand);
  database.close();
  await store.close();
  await rm(folder, { recursive: true });
}

async function postgres(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "tokenwell-bench-"));
  await using server = await PostgresServer.start();
  const name = await createDatabase(server.adminUrl());
  const url = server.url(name);
  const store = await openPostgres({ url, key: join(folder, "key"), clock: systemClock });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const schema = (await client.query("SELECT schemaname FROM pg_tables WHERE tablename = 'schedule'"))
    .rows[0];
  await client.query(`SET search_path TO ${schema.schemaname}`);
  await client.query("ALTER TABLE schedule DROP CONSTRAINT schedule_connection_fkey");
  await client.query(`INSERT INTO schedule (connection, due_at, failures, turn_workspace, turn_client, turn_at)
    SELECT md5(n::text), ${nowMs} - n, 0, (SELECT id FROM workspace), 'client', ${nowMs} - n
    FROM generate_series(1, ${rows}) AS n`);
  await client.query("ANALYZE schedule");
  const workspace = (await client.query("SELECT id FROM workspace")).rows[0]?.id;
  const text = `WITH due AS MATERIALIZED (
      SELECT connection AS id FROM schedule WHERE turn_workspace = $1 AND turn_at <= $2
        ORDER BY turn_at LIMIT $3 FOR UPDATE SKIP LOCKED)
    UPDATE schedule SET turn_at = $4 FROM due WHERE schedule.connection = due.id
      RETURNING connection, turn_client, due_at`;
  const byHand: Lease = async (untilMs) => {
    const { rows: leased } = await client.query({
      name: "lease",
      text,
      values: [workspace, nowMs, batch, untilMs],
    });
    return leased.length;
  };
  await compare("PostgreSQL", ours(store), byHand);
  await client.end();
  await store.close();
  await rm(folder, { recursive: true });
}

async function compare(engine: string, lease: Lease, byHand: Lease): Promise<void> {
  const [one, other]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    // In turn: each leaves to the other what the engine does later, such as a checkpoint.
    const turns: (() => Promise<unknown>)[] = [
      async () => one.push(await rate(lease)),
      async () => other.push(await rate(byHand)),
    ];
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
  }
  const ratio = median(one.map((each, round) => each / (other[round] ?? Number.NaN)));
  console.log(
    `${engine.padEnd(10)} ${median(one).toFixed(0)}/s of ${rows} rows   ${ratio.toFixed(2)} of ${median(other).toFixed(0)}/s by hand; goal 0.8`,
  );
}

/** Leased connections a second. */
async function rate(lease: Lease): Promise<number> {
  const begunMs = performance.now();
  for (let index = 0; index < batchesPerRound; index += 1) {
    const leased = await lease(nowMs + 86_400_000 + index);
    if (leased !== batch) throw new TypeError(`${leased} were leased`);
  }
  return (batch * batchesPerRound) / ((performance.now() - begunMs) / 1000);
}
