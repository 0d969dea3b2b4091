/** Turns at connections. An urgent one comes first; the others come in the order in which they asked. */
export class Turns {
  #free: number;
  readonly #urgent: (() => void)[] = [];
  readonly #others: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  /** Whether the next one must wait. */
  get areTaken(): boolean {
    return this.#free === 0;
  }

  /** Resolves when it is the caller's turn, which it gives back. */
  async take(isUrgent: boolean): Promise<void> {
    const queue = isUrgent ? this.#urgent : this.#others;
    if (this.#free === 0) return await new Promise((resolve) => queue.push(resolve));
    this.#free -= 1;
  }

  giveBack(): void {
    const next = this.#urgent.shift() ?? this.#others.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
