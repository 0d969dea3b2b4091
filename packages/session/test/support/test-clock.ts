import { performance } from "node:perf_hooks";
import type { Clock } from "@tokenwell/core";
import { testStoreVariable } from "../../../core/test/support/test-store.ts";

interface Sleeper {
  readonly untilMs: number;
  readonly wake: () => void;
}

/** A clock that stands until the test moves it. A sleep ends when the clock has passed its end. */
export class TestClock implements Clock {
  #wallMs = Date.UTC(2026, 10, 27, 12);
  #monotonicMs = 0;
  readonly #sleepers = new Set<Sleeper>();

  nowMs(): number {
    return Math.floor(this.#wallMs);
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const sleeper = { untilMs: this.#monotonicMs + ms, wake: resolve };
    this.#sleepers.add(sleeper);
    const abort = (): void => reject(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    try {
      await promise;
    } finally {
      this.#sleepers.delete(sleeper);
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Moves the clock on, and wakes the sleeps that are over. */
  advance(ms: number): void {
    this.#wallMs += ms;
    this.#monotonicMs += ms;
    for (const { untilMs, wake } of this.#sleepers) if (untilMs <= this.#monotonicMs) wake();
  }

  /**
   * Lets the clock run until the work is done, and returns its result: as fast as the machine's, so that a busy machine
   * changes nothing; or by `stepMs` again and again, for work that waits long and must fail.
   */
  async until<T>(work: Promise<T>, stepMs?: number): Promise<T> {
    let isDone = false;
    const done = work.finally(() => {
      isDone = true;
    });
    done.catch(() => undefined);
    for (let before = performance.now(); !isDone; ) {
      await (stepMs === undefined ? turn() : answered());
      const now = performance.now();
      if (!isDone) this.advance(stepMs ?? now - before);
      before = now;
    }
    return await done;
  }
}

/** Lets everything run that waits for nothing but the event loop. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Lets the store answer: SQLite does at once, a server in its own time. */
const answered = (): Promise<void> =>
  process.env[testStoreVariable] === undefined ? turn() : new Promise((resolve) => setTimeout(resolve, 10));

/** Lets the event loop turn until a condition holds. The test's time limit ends one that never does. */
export async function whenever(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await turn();
}
