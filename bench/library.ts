// What does `tokenwell.token()` cost inside a process? Goals: 1 µs from memory, 8 µs with a look whether another
// process has changed the store, 50 µs for a cold read with decryption. The floor is a `Map` look-up.
import { type Clock, openTokenwell } from "tokenwell";
import { connectedHome, median } from "./connected.ts";

const rounds = 21;
const { home, close } = await connectedHome();
try {
  const map = new Map([["acme", {}]]);
  const floor = await time(1e6, () => map.get("acme"));
  // Both clocks a second on at each reading: memory may not be trusted without a look at the store's version.
  const aged = clock({ wallMs: 1_001, monotonicMs: 1_001 });
  // The wall clock jumps against the other: memory is dropped, the row is read and its token decrypted.
  const jumping = clock({ wallMs: 3_000, monotonicMs: 0 });
  console.log(`Map look-up                      ${floor.toFixed(3)} µs   the floor`);
  console.log(`token() from memory              ${(await tokenTime(1e5)).toFixed(2)} µs   goal 1`);
  console.log(`token() with a freshness check   ${(await tokenTime(2e4, aged)).toFixed(2)} µs   goal 8`);
  console.log(`cold read with decryption        ${(await tokenTime(2e3, jumping)).toFixed(1)} µs   goal 50`);
} finally {
  await close();
}

async function tokenTime(calls: number, over?: Clock): Promise<number> {
  const tokenwell = await openTokenwell({ home, ...(over && { clock: over }) });
  try {
    return await time(calls, () => tokenwell.token("acme"));
  } finally {
    await tokenwell.close();
  }
}

/** Microseconds for one call: the median of the rounds. */
async function time(calls: number, call: () => unknown): Promise<number> {
  const figures: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begunMs = performance.now();
    for (let index = 0; index < calls; index += 1) await call();
    figures.push(((performance.now() - begunMs) / calls) * 1000);
  }
  return median(figures);
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
