/** Shares the work of callers that want the same thing, and keeps work of one lane in a row. */
export class SingleFlight {
  readonly #flights = new Map<string, Promise<unknown>>();
  readonly #lanes = new Map<string, Promise<unknown>>();

  /** Callers with the same key get the same promise while it is pending. `key` must determine the type. */
  share<T>(key: string, work: () => Promise<T>): Promise<T> {
    const pending = this.#flights.get(key) as Promise<T> | undefined;
    if (pending) return pending;
    const flight = work().finally(() => {
      // Only its own: a later flight of the same key may have begun by now.
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    });
    this.#flights.set(key, flight);
    return flight;
  }

  /** Runs after everything that entered the lane before, whether that succeeded or not. */
  serialise<T>(lane: string, work: () => Promise<T>): Promise<T> {
    const before = this.#lanes.get(lane) ?? Promise.resolve();
    const turn = before.then(work, work);
    const settled = turn
      .catch(() => undefined)
      .finally(() => {
        if (this.#lanes.get(lane) === settled) this.#lanes.delete(lane);
      });
    this.#lanes.set(lane, settled);
    return turn;
  }
}
