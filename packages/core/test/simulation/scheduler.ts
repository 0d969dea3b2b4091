/** Numbers from a seed: the same seed, the same history. */
export function seeded(seed: number): () => number {
  let state = seed * 2_654_435_769 + 1;
  return () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Event {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** Decides what happens next. Time passes only from one event to the next. */
export class Scheduler {
  readonly random: () => number;
  nowMs = 0;
  readonly #events: Event[] = [];
  readonly #turns: number;

  /** `turns`: so many turns of the event loop does what happens at once take at most. */
  constructor(seed: number, turns: number) {
    this.random = seeded(seed);
    this.#turns = turns;
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + Math.floor(this.random() * (most - least + 1));
  }

  /** Whether something that happens so often happens now. */
  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** What is due at the same instant comes in any order. */
  in(ms: number, run: () => void): void {
    this.#events.push({ atMs: this.nowMs + Math.max(0, ms), order: this.random(), run });
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.in(ms, resolve));
  }

  /** Runs until nothing is left to happen before `untilMs`. */
  async run(untilMs: number): Promise<void> {
    for (;;) {
      // Everything that an event made possible at once happens before the next one.
      for (let turn = 0; turn < this.#turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      const next = this.#events.reduce<Event | undefined>(
        (first, event) => (first === undefined || isBefore(event, first) ? event : first),
        undefined,
      );
      if (next === undefined || next.atMs > untilMs) break;
      this.#events.splice(this.#events.indexOf(next), 1);
      this.nowMs = next.atMs;
      next.run();
    }
    this.nowMs = untilMs;
  }
}

const isBefore = (one: Event, other: Event): boolean =>
  one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
