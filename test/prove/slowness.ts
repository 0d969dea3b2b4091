import { spawn } from "node:child_process";
import { once } from "node:events";

/** A little work, as much as a process does until it has refreshed a token. */
const work = "for (let done = 0; done < 1e8; done += 1);";
/** How long four new processes take together on two idle cores, in milliseconds, with room to spare. */
const ordinaryMs = 400;
const atMost = 4;

/** Measures how many times slower than two idle cores this machine is at present, from 1 to 4. */
async function measureSlowness(): Promise<number> {
  const tookMs: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const begunMs = performance.now();
    const processes = [1, 2, 3, 4].map(() => spawn(process.execPath, ["--eval", work], { stdio: "ignore" }));
    await Promise.all(processes.map((one) => once(one, "exit")));
    tookMs.push(performance.now() - begunMs);
  }
  const median = tookMs.sort((one, other) => one - other)[1] ?? 0;
  return Math.min(atMost, Math.max(1, median / ordinaryMs));
}

/** A measurement of this machine, made once for each process that proves. */
export const slowness = await measureSlowness();
