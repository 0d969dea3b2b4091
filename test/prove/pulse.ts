import { monitorEventLoopDelay } from "node:perf_hooks";
import type { CrashCell, ProofProvider } from "./crash-cell.ts";
import { shortDeadlines } from "./deadlines.ts";
import type { Engine } from "./stores.ts";

/**
 * At one fortieth of the protocol's times a machine that stands still for a second is a network that holds a request back
 * for forty: longer than what a request may take to be delivered, which no client can make safe. This process, which is
 * provider and wire, notices when it stood still for so long, and each process of a cell notices when it took longer than
 * it has for its first byte. Such a run says nothing, whatever came of it, and is made again.
 */
export const longestMs = shortDeadlines.deliveryMs * 0.8;
const triesAtMost = 5;

let repeated = 0;

/** How many runs were made again. */
export const repeatedRuns = (): number => repeated;

/** Does a run in which nothing stood still; the last of five counts in any case. `onStall` reports a stall elsewhere. */
export async function undisturbed<T>(run: (onStall: () => void) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    let isDisturbed = false;
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    const onStall = (): void => {
      isDisturbed = true;
    };
    const [outcome] = await Promise.allSettled([run(onStall)]);
    delay.disable();
    isDisturbed ||= delay.max / 1e6 > longestMs;
    if (isDisturbed && tries < triesAtMost) {
      repeated += 1;
      continue;
    }
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  }
}

/** Works with a fresh cell, and again with another one while something stood still. */
export function inUndisturbedCell<T>(
  provider: ProofProvider,
  work: (cell: CrashCell) => Promise<T>,
  options: { readonly clientId?: string; readonly engine?: Engine } = {},
): Promise<T> {
  return undisturbed((onStall) => provider.inCell(work, { onStall, ...options }));
}
