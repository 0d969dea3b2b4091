import { performance } from "node:perf_hooks";
import type { InstantMs } from "./model.ts";

/** A source of time. Nothing else in this library reads a clock or sets a timer, so a test can replace time. */
export interface Clock {
  /** Returns the UTC wall time. It may jump. */
  nowMs(): InstantMs;
  /** Returns milliseconds since some start. Never jumps; whether it counts during a sleep depends on the system. */
  monotonicMs(): number;
  /** Resolves after `ms` milliseconds; rejects with the reason of `signal` if it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep,
};

/** Like `setTimeout` of `node:timers/promises`, which builds an error with a stack at each abort: four times the time. */
function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", end);
      resolve();
    }, ms);
    if (signal?.aborted) end();
    else signal?.addEventListener("abort", end, { once: true });
  });
}
