// Measures what memory a worker keeps over 100,000 refreshes, one after the other as fast as it can: the heap with all buffers
// after each 10,000, when all garbage is collected. Goal: flat, that is no growth beyond the noise of the measurements.
// `node bench/worker-memory.ts 20000` for fewer refreshes; `--postgres` starts a server and keeps the connections there.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startEmulator } from "@tokenwell/emulator";
import { PostgresServer } from "../packages/core/test/support/postgres/server.ts";
import { connectMany, dueAfterMs } from "../test/prove/many-connections.ts";
import { WorkingProcess } from "../test/prove/working-process.ts";

const words = process.argv.slice(2);
const refreshes = Number(words.find((word) => /^\d+$/.test(word)) ?? 100_000);
const measureEvery = Math.ceil(refreshes / 10);
/** More than a worker refreshes until the first one is due again. */
const count = Math.min(10_000, refreshes);
/** Seconds of life of an access token: due again after half of it. */
const lifeSeconds = 60;
const mebibyte = 2 ** 20;

const begunMs = performance.now();
const home = await mkdtemp(join(tmpdir(), "tokenwell-bench-"));
const server = words.includes("--postgres") ? await PostgresServer.start() : undefined;
const store = server?.url(await server.createDatabase());
const emulator = await startEmulator({
  ...{ personality: "salesforce", rotation: "static" },
  // Each refresh finds that the access token before has ended, and gets another one.
  salesforce: { sessionSeconds: lifeSeconds / 4 },
});
const dueMs = dueAfterMs(lifeSeconds * 1000, 0);
await connectMany({ home, store, emulator, count, lifeSeconds, ages: [dueMs, dueMs] });
const worker = new WorkingProcess({ home, store, concurrency: 16, measureEvery });
try {
  const workedMs = performance.now();
  let told = 0;
  while (worker.refreshed + worker.failures.length < refreshes) {
    await delay(200);
    for (const [heap, resident] of worker.kept.slice(told)) {
      told += 1;
      console.log(
        `${String(told * measureEvery).padStart(7)} refreshes   kept ${mebibytes(heap)}   resident ${mebibytes(resident)}`,
      );
    }
  }
  const seconds = (performance.now() - workedMs) / 1000;
  const code = await worker.stop();
  console.log(
    `${Math.round(worker.refreshed / seconds)} refreshes a second, ${worker.failures.length} failures`,
  );
  judge(worker.kept.map(([heap]) => heap));
  if (code !== 0 || worker.failures.length > 0) process.exitCode = 1;
} finally {
  worker.end();
  await emulator.close();
  await server?.[Symbol.asyncDispose]();
  await rm(home, { recursive: true });
}
console.log(`${Math.round((performance.now() - begunMs) / 1000)} s`);

/** Judges the line through what was kept, but for the first measurement: until then caches fill and code is compiled. */
function judge([, ...kept]: readonly number[]): void {
  const mean = average(kept);
  const middle = (kept.length - 1) / 2;
  const spread = kept.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  const slope = kept.reduce((sum, bytes, at) => sum + (at - middle) * (bytes - mean), 0) / spread;
  const squares = kept.reduce((sum, bytes, at) => sum + (bytes - mean - slope * (at - middle)) ** 2, 0);
  const error = Math.sqrt(squares / Math.max(1, kept.length - 2) / spread);
  const grown = slope * 10;
  const noise = 2 * error * 10;
  const isFlat = grown <= noise || grown <= 0.05 * mean;
  console.log(
    `growth in ${measureEvery * 10} refreshes ${mebibytes(grown)} of ${mebibytes(mean)}, two standard errors ${mebibytes(noise)}: ` +
      (isFlat ? "flat" : "NOT FLAT"),
  );
  if (!isFlat) process.exitCode = 1;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function mebibytes(bytes: number): string {
  return `${(bytes / mebibyte).toFixed(2)} MiB`;
}
