import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import type { InstantMs } from "./model.ts";

/** Time as a seam: nothing else in this library reads a clock or sets a timer. */
export interface Clock {
  /** UTC wall time. May step. */
  nowMs(): InstantMs;
  /** Never steps. Whether it runs on while the machine sleeps depends on the system. */
  monotonicMs(): number;
  /** Resolves after `ms`; rejects with an `AbortError` when `signal` aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}),
};
