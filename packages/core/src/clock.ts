import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import type { InstantMs } from "./model.ts";

/** A source of time. Nothing else in this library reads a clock or sets a timer, so a test can replace time. */
export interface Clock {
  /** Returns the UTC wall time. It may jump. */
  nowMs(): InstantMs;
  /** Returns milliseconds since some start. Never jumps; whether it counts during a sleep depends on the system. */
  monotonicMs(): number;
  /** Resolves after `ms` milliseconds; rejects with an `AbortError` if `signal` aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}),
};
