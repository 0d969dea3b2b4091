import { monitorEventLoopDelay } from "node:perf_hooks";
import { shortDeadlines } from "./deadlines.ts";

/**
 * At one fortieth of the protocol's times a machine that stands still for a second is a network that holds a request back
 * for forty: longer than what a request may take to be delivered, which no client can make safe. This process is provider
 * and wire, so it notices. Such a run says nothing, whatever came of it, and is made again.
 */
const longestMs = shortDeadlines.deliveryMs * 0.8;
const triesAtMost = 5;

let repeated = 0;

/** How many runs were made again. */
export const repeatedRuns = (): number => repeated;

/** Does a run in which this machine never stood still; where there is none in five, the last one counts. */
export async function undisturbed<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    const [outcome] = await Promise.allSettled([run()]);
    delay.disable();
    if (delay.max / 1e6 > longestMs && tries < triesAtMost) {
      repeated += 1;
      continue;
    }
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  }
}
