/*
 * A worker as a service runs it: one object of the library as it is published. Prints a line for each refresh, and every
 * second one for its memory, with the bytes of its heap and its resident set. With MEASURE_EVERY and --expose-gc, one for its
 * memory after so many refreshes instead, all garbage collected.
 */
import { openTokenwell } from "tokenwell";

// The proof is gone: there is nothing to tell.
process.stdout.on("error", () => process.exit(1));
const tokenwell = await openTokenwell();
const ending = new AbortController();
process.once("SIGTERM", () => ending.abort());
process.stdout.write("ready\n");
const measureEvery = Number(process.env.MEASURE_EVERY ?? 0);
let results = 0;
const measure = (what) => {
  const { external, heapUsed, rss } = process.memoryUsage();
  process.stdout.write(`${what} ${heapUsed + external} ${rss}\n`);
};
const memory = measureEvery === 0 ? setInterval(() => measure("memory"), 1_000) : undefined;
const tell = ({ outcome, problem }) => {
  process.stdout.write(`${outcome} ${problem?.code ?? ""}\n`);
  results += 1;
  if (measureEvery === 0 || results % measureEvery !== 0) return;
  for (const _ of [1, 2]) globalThis.gc();
  measure("kept");
};
try {
  await tokenwell.work({
    signal: ending.signal,
    concurrency: Number(process.env.CONCURRENCY),
    concurrencyPerApp: Number(process.env.CONCURRENCY),
    onResult: tell,
    onStoreError: (problem) => process.stdout.write(`store ${problem.code}\n`),
  });
} finally {
  clearInterval(memory);
  await tokenwell.close();
}
