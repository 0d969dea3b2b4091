import type { Clock } from "../../src/clock.ts";

/** A clock that stands still until it is moved. Whoever sleeps on it moves it, so that nothing ever waits. */
export class ManualClock implements Clock {
  wallMs: number;
  monoMs = 0;

  constructor(wallMs = Date.UTC(2026, 10, 25, 12)) {
    this.wallMs = wallMs;
  }

  nowMs(): number {
    return this.wallMs;
  }

  monotonicMs(): number {
    return this.monoMs;
  }

  /** Moves both clocks on. */
  advance(ms: number): void {
    this.wallMs += ms;
    this.monoMs += ms;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    this.advance(ms);
  }
}
