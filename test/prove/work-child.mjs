/*
 * A worker as a service runs it: one object of the library as it is published. Prints a line for each refresh, and every
 * second one for its memory, with the bytes of its heap and its resident set.
 */
import { openTokenwell } from "tokenwell";

// The proof is gone: there is nothing to tell.
process.stdout.on("error", () => process.exit(1));
const tokenwell = await openTokenwell();
const ending = new AbortController();
process.once("SIGTERM", () => ending.abort());
process.stdout.write("ready\n");
const memory = setInterval(() => {
  const { heapUsed, rss } = process.memoryUsage();
  process.stdout.write(`memory ${heapUsed} ${rss}\n`);
}, 1_000);
try {
  await tokenwell.work({
    signal: ending.signal,
    concurrency: Number(process.env.CONCURRENCY),
    concurrencyPerApp: Number(process.env.CONCURRENCY),
    onResult: ({ outcome, problem }) => process.stdout.write(`${outcome} ${problem?.code ?? ""}\n`),
    onStoreError: (problem) => process.stdout.write(`store ${problem.code}\n`),
  });
} finally {
  clearInterval(memory);
  await tokenwell.close();
}
