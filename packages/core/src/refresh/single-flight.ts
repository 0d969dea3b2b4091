/** Shares one run among concurrent callers with the same key, and serialises the work of one lane. */
export class SingleFlight {
  readonly #inFlight = new Map<string, Promise<unknown>>();
  readonly #queues = new Map<string, Promise<unknown>>();

  /** Runs `work`, or returns the pending promise of the same key. `key` must determine the type. */
  dedupe<T>(key: string, work: () => Promise<T>): Promise<T> {
    const pending = this.#inFlight.get(key) as Promise<T> | undefined;
    if (pending) return pending;
    const flight = work().finally(() => this.#inFlight.delete(key));
    this.#inFlight.set(key, flight);
    return flight;
  }

  /** Runs `work` after all earlier work of the lane has ended, even if that failed. */
  enqueue<T>(lane: string, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(lane) ?? Promise.resolve();
    const turn = before.then(work, work);
    const settled = turn
      .catch(() => undefined)
      .finally(() => {
        if (this.#queues.get(lane) === settled) this.#queues.delete(lane);
      });
    this.#queues.set(lane, settled);
    return turn;
  }
}
