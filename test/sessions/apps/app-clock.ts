import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "@tokenwell/core";

/** The machine's clock, moved on by a test. Sleepers wake when it is moved past their end. */
export class AppClock implements Clock {
  #offsetMs: number;
  readonly #sleepers = new Map<AbortController, number>();

  constructor(offsetMs = 0) {
    this.#offsetMs = offsetMs;
  }

  nowMs(): number {
    return Date.now() + this.#offsetMs;
  }

  monotonicMs(): number {
    return performance.now() + this.#offsetMs;
  }

  advance(ms: number): void {
    this.#offsetMs += ms;
    for (const [sleeper, endMs] of this.#sleepers) if (endMs <= this.monotonicMs()) sleeper.abort();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const moved = new AbortController();
    this.#sleepers.set(moved, this.monotonicMs() + ms);
    const either = signal ? AbortSignal.any([signal, moved.signal]) : moved.signal;
    try {
      await delay(ms, undefined, { signal: either });
    } catch (error) {
      if (!moved.signal.aborted || signal?.aborted) throw error;
    } finally {
      this.#sleepers.delete(moved);
    }
  }
}
