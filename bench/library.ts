// What does `tokenwell.token()` cost inside a process? Each figure is a ratio to the least that Node needs for the same
// work (`by-hand.ts`), measured in turn with it: a `Map` look-up, one `PRAGMA data_version`, one row and its decryption. On
// PostgreSQL the least is one SELECT by an index, prepared, of the same driver. `--sqlite` or `--postgres` for one engine.
import { type Clock, openTokenwell, type Tokenwell } from "tokenwell";
import { createDatabase, PostgresServer } from "../packages/core/test/support/postgres/server.ts";
import { dataVersion, postgresReads, readRow } from "./by-hand.ts";
import { connectedHome, median } from "./connected.ts";

const rounds = 31;
const map = new Map([["acme", {}]]);
/** Milliseconds by which the clocks move before each call: memory may not be trusted without a look at the store. */
const aged: Step = { wallMs: 1_001, monotonicMs: 1_001 };
/** The wall clock jumps against the other: memory is dropped, the row is read and its token decrypted. */
const jumping: Step = { wallMs: 3_000, monotonicMs: 0 };

if (!process.argv.includes("--postgres")) await sqlite();
if (!process.argv.includes("--sqlite")) await postgres();

async function sqlite(): Promise<void> {
  const { home, close } = await connectedHome();
  try {
    const clock = steppedClock();
    const tokenwell = await openTokenwell({ home, clock });
    const [{ stored: path } = { stored: "" }] = await tokenwell.status("acme");
    const on = { tokenwell, clock };
    await compare("SQLite: token() from memory", {
      ...{ ...on, calls: 1e5, goal: 4 },
      ...{ floor: () => map.get("acme"), name: "Map look-up" },
    });
    await compare("SQLite: with a freshness check", {
      ...{ ...on, calls: 1e4, goal: 1.5, step: aged },
      ...{ floor: dataVersion(path), name: "PRAGMA data_version" },
    });
    await compare("SQLite: cold read with decryption", {
      ...{ ...on, calls: 1e3, goal: 1.5, step: jumping },
      ...{ floor: readRow(path), name: "one row, one decryption" },
    });
    await tokenwell.close();
  } finally {
    await close();
  }
}

async function postgres(): Promise<void> {
  await using server = await PostgresServer.start();
  const store = server.url(await createDatabase(server.adminUrl()));
  const { home, close } = await connectedHome(store);
  const reads = await postgresReads(store);
  try {
    const clock = steppedClock();
    const tokenwell = await openTokenwell({ home, store, clock });
    const on = { tokenwell, clock, calls: 500 };
    await compare("PostgreSQL: with a freshness check", {
      ...{ ...on, goal: 1.5, step: aged },
      ...{ floor: reads.select, name: "one bare SELECT" },
    });
    await compare("PostgreSQL: cold read with decryption", {
      ...{ ...on, goal: 1.5, step: jumping },
      ...{ floor: reads.readRow, name: "one row, one decryption" },
    });
    await tokenwell.close();
  } finally {
    await reads.close();
    await close();
  }
}

interface Step {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

interface Comparison {
  readonly tokenwell: Tokenwell;
  readonly clock: SteppedClock;
  readonly calls: number;
  readonly goal: number;
  readonly step?: Step;
  readonly floor: () => unknown;
  readonly name: string;
}

/** Measures a call and its floor in turn, and prints the medians with the median of their ratios. */
async function compare(label: string, comparison: Comparison): Promise<void> {
  const { calls, clock, floor, goal, name, step, tokenwell } = comparison;
  const call = () => {
    if (step) clock.move(step);
    return tokenwell.token("acme");
  };
  const [ours, least, processor]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    const floorTook = await time(calls, floor);
    const callTook = await time(calls, call);
    least.push(floorTook.us);
    ours.push(callTook.us);
    processor.push(callTook.cpuUs / floorTook.cpuUs);
  }
  const ratio = median(ours.map((us, round) => us / (least[round] ?? Number.NaN)));
  console.log(
    `${label.padEnd(40)}${median(ours).toFixed(2)} µs   ${ratio.toFixed(2)} × ${name}, ${median(least).toFixed(2)} µs; by processor time ${median(processor).toFixed(2)} ×; goal ${goal}`,
  );
}

/** Microseconds for one call, and of processor time of this process. */
async function time(calls: number, call: () => unknown): Promise<{ us: number; cpuUs: number }> {
  const begunMs = performance.now();
  const before = process.cpuUsage();
  for (let index = 0; index < calls; index += 1) await call();
  const { user, system } = process.cpuUsage(before);
  return { us: ((performance.now() - begunMs) / calls) * 1000, cpuUs: (user + system) / calls };
}

/** A clock that moves by hand, and sleeps not at all. */
interface SteppedClock extends Clock {
  move(step: Step): void;
}

function steppedClock(): SteppedClock {
  const now = { wallMs: Date.now(), monotonicMs: 0 };
  return {
    nowMs: () => now.wallMs,
    monotonicMs: () => now.monotonicMs,
    sleep: async () => undefined,
    move: ({ wallMs, monotonicMs }) => {
      now.wallMs += wallMs;
      now.monotonicMs += monotonicMs;
    },
  };
}
