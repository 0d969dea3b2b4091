/** Shares the work of callers that want the same thing, and keeps work of one lane in a row. */
export class SingleFlight {
  readonly #inFlight = new Map<string, Promise<unknown>>();
  readonly #queues = new Map<string, Promise<unknown>>();

  /** Callers with the same key get the same promise while it is pending. `key` must determine the type. */
  dedupe<T>(key: string, work: () => Promise<T>): Promise<T> {
    const pending = this.#inFlight.get(key) as Promise<T> | undefined;
    if (pending) return pending;
    const flight = work().finally(() => {
      // Only its own: a later flight of the same key may have begun by now.
      if (this.#inFlight.get(key) === flight) this.#inFlight.delete(key);
    });
    this.#inFlight.set(key, flight);
    return flight;
  }

  /** Runs after everything that entered the lane before, whether that succeeded or not. */
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
