import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startEmulator } from "@tokenwell/emulator";
import { all, get, type Sql } from "../../packages/core/src/store/tables/sql.ts";
import { rotateKeysUnderKills } from "./key-rotations.ts";
import { connectMany } from "./many-connections.ts";
import { openTables } from "./open-tables.ts";
import { agesOf, judge, type WorkPlan, type WorkProof } from "./work-verdict.ts";
import { WorkingProcess } from "./working-process.ts";

/**
 * Workers share a store of connections with short access tokens, and one is killed again and again. The emulator's ledger
 * says whether each access token was renewed before its end, by one presentation of each refresh token.
 */
export async function proveWork(plan: WorkPlan): Promise<WorkProof> {
  const home = mkdtempSync(join(tmpdir(), "tokenwell-prove-"));
  const emulator = await startEmulator({
    personality: "salesforce",
    rotation: plan.rotation,
    // Salesforce answers with the same access token while it lives: each refresh finds that it has ended.
    salesforce: { sessionSeconds: 5 },
  });
  const workers: WorkingProcess[] = [];
  try {
    const { connections: count, lifeSeconds, startAfterSeconds = 0, store } = plan;
    const filledMs = Date.now();
    const startMs = filledMs + startAfterSeconds * 1000;
    const ages = agesOf(plan);
    const ends = await connectMany({ home, store, emulator, count, lifeSeconds, startMs, ages });
    const filledInMs = Date.now() - filledMs;
    const before = await record(plan, home);
    await delay(Math.max(0, startMs - Date.now()));
    const begunMs = Date.now();
    for (let index = 0; index < plan.workers; index += 1) workers.push(new WorkingProcess({ ...plan, home }));
    const ending = new AbortController();
    const rotating = plan.rotatesKeys ? rotateKeysUnderKills({ home, store }, ending.signal) : null;
    const killsMs = await killByTurns(plan, workers, begunMs);
    const endMs = Date.now();
    ending.abort();
    const keyRotations = await rotating;
    const codes = await Promise.all(workers.map((worker) => worker.stop()));
    const after = await record(plan, home);
    return judge(plan, {
      ...{ begunMs, endMs, killsMs, workers, codes, ends, filledInMs, keyRotations },
      entries: emulator.ledger.refreshes().filter(({ atMs }) => atMs >= begunMs),
      committed: after.generations - before.generations,
      unsettled: after.unsettled,
      statuses: after.statuses,
    });
  } finally {
    for (const worker of workers) worker.end();
    await emulator.close();
    rmSync(home, { recursive: true });
  }
}

/** Kills one worker after the other until the plan's time is over. Returns the instants of the kills. */
async function killByTurns(
  { killEverySeconds, seconds }: WorkPlan,
  workers: readonly WorkingProcess[],
  begunMs: number,
): Promise<readonly number[]> {
  const killsMs: number[] = [];
  const endMs = begunMs + seconds * 1000;
  while (Date.now() < endMs) {
    const pauseMs = killEverySeconds === 0 ? endMs - Date.now() : killEverySeconds * 1000;
    await delay(Math.max(0, Math.min(pauseMs, endMs - Date.now())));
    if (Date.now() >= endMs) break;
    killsMs.push(Date.now());
    await workers[(killsMs.length - 1) % workers.length]?.kill();
  }
  return killsMs;
}

interface Recorded {
  /** Sum of the generations: each refresh that is stored adds one. */
  readonly generations: number;
  /** Attempts of which no outcome is stored. */
  readonly unsettled: number;
  /** Number of connections by their status. */
  readonly statuses: Readonly<Record<string, number>>;
}

/** Reads from the tables what is stored of refreshes. */
async function record({ store }: WorkPlan, home: string): Promise<Recorded> {
  const tables = await openTables(home, store);
  try {
    return await tables.write(recorded);
  } finally {
    await tables.close();
  }
}

function* recorded(): Sql<Recorded> {
  const sum = yield* get<{ sum: number }>("SELECT sum(generation) AS sum FROM connection");
  const open = yield* get<{ count: number }>(
    "SELECT count(*) AS count FROM attempt WHERE phase NOT IN ('committed', 'rejected', 'not_sent')",
  );
  const rows = yield* all<{ status: string; count: number }>(
    "SELECT status || coalesce(' ' || status_reason, '') AS status, count(*) AS count FROM connection GROUP BY 1",
  );
  return {
    generations: Number(sum?.sum),
    unsettled: Number(open?.count),
    statuses: Object.fromEntries(rows.map(({ count, status }) => [status, Number(count)])),
  };
}
