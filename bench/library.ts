// What does `tokenwell.token()` cost inside a process? Each figure is a ratio to the least that Node needs for the same
// work (`by-hand.ts`), measured in turn with it: a `Map` look-up, one `PRAGMA data_version`, one row and its decryption.
import { type Clock, openTokenwell, type Tokenwell } from "tokenwell";
import { dataVersion, readRow } from "./by-hand.ts";
import { connectedHome, median } from "./connected.ts";

const rounds = 31;
const { home, close } = await connectedHome();
try {
  const [{ stored: path } = { stored: "" }] = await withTokenwell((tokenwell) => tokenwell.status("acme"));
  const map = new Map([["acme", {}]]);
  // Both clocks a second on at each reading: memory may not be trusted without a look at the store's version.
  const aged = clock({ wallMs: 1_001, monotonicMs: 1_001 });
  // The wall clock jumps against the other: memory is dropped, the row is read and its token decrypted.
  const jumping = clock({ wallMs: 3_000, monotonicMs: 0 });
  await compare("token() from memory", {
    calls: 1e5,
    goal: 4,
    floor: () => map.get("acme"),
    name: "Map look-up",
  });
  await compare("token() with a freshness check", {
    ...{ calls: 1e4, goal: 1.5, over: aged },
    ...{ floor: dataVersion(path), name: "PRAGMA data_version" },
  });
  await compare("cold read with decryption", {
    ...{ calls: 1e3, goal: 1.5, over: jumping },
    ...{ floor: readRow(path), name: "one row, one decryption" },
  });
} finally {
  await close();
}

interface Comparison {
  readonly calls: number;
  readonly goal: number;
  readonly over?: Clock;
  readonly floor: () => unknown;
  readonly name: string;
}

async function withTokenwell<T>(work: (tokenwell: Tokenwell) => Promise<T>, over?: Clock): Promise<T> {
  const tokenwell = await openTokenwell({ home, ...(over && { clock: over }) });
  try {
    return await work(tokenwell);
  } finally {
    await tokenwell.close();
  }
}

/** Measures a call and its floor in turn, and prints the medians with the median of their ratios. */
async function compare(label: string, { calls, goal, over, floor, name }: Comparison): Promise<void> {
  await withTokenwell(async (tokenwell) => {
    const [ours, least]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      least.push(await time(calls, floor));
      ours.push(await time(calls, () => tokenwell.token("acme")));
    }
    const ratio = median(ours.map((us, round) => us / (least[round] ?? Number.NaN)));
    console.log(
      `${label.padEnd(32)}${median(ours).toFixed(2)} µs   ${ratio.toFixed(2)} × ${name}, ${median(least).toFixed(2)} µs; goal ${goal}`,
    );
  }, over);
}

/** Microseconds for one call. */
async function time(calls: number, call: () => unknown): Promise<number> {
  const begunMs = performance.now();
  for (let index = 0; index < calls; index += 1) await call();
  return ((performance.now() - begunMs) / calls) * 1000;
}

/** A clock that moves so far at each reading, and sleeps not at all. */
function clock(step: { readonly wallMs: number; readonly monotonicMs: number }): Clock {
  let wallMs = Date.now();
  let monotonicMs = 0;
  return {
    nowMs: () => {
      wallMs += step.wallMs;
      return wallMs;
    },
    monotonicMs: () => {
      monotonicMs += step.monotonicMs;
      return monotonicMs;
    },
    sleep: async () => undefined,
  };
}
