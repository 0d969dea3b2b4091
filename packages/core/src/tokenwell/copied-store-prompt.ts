import type { Clock } from "../clock.ts";
import { StoreError } from "../errors.ts";
import type { InstantMs } from "../model.ts";
import type { Store } from "../store/store.ts";

/** Whether an error says that another copy of the store may be in use. */
export const isCopied = (error: unknown): error is StoreError =>
  error instanceof StoreError && (error.code === "store_copied" || error.code === "store_restored");

/**
 * Records that no other copy of the store is in use. Each connection remembers the instant: if its next refresh is
 * refused, the other copy was used after all.
 */
export async function adoptStore(store: Store, nowMs: InstantMs): Promise<void> {
  if (store.copies === undefined || store.copies.findEvidence() === null) return;
  const names = await store.connections.names();
  for (const { connection } of await store.connections.readNamed(names))
    await store.connections.update(connection.id, ({ connection: { details } }) => ({
      change: { connection: { details: { ...details, adoptedAtMs: nowMs } } },
      result: undefined,
    }));
  store.copies.confirmOnlyCopy();
}

/** Prompt about a copied or restored store, by the caller's `confirmOnlyCopy` if there is one. */
export class CopiedStorePrompt {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #confirmOnlyCopy: ((error: Error) => Promise<boolean>) | undefined;
  #answer: Promise<boolean> | undefined;

  constructor(store: Store, clock: Clock, confirmOnlyCopy: ((error: Error) => Promise<boolean>) | undefined) {
    this.#store = store;
    this.#clock = clock;
    this.#confirmOnlyCopy = confirmOnlyCopy;
  }

  /** Runs `work`. If it fails because the store may be a copy, asks the caller and runs it again after a yes. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isCopied(error) || !this.#confirmOnlyCopy) throw error;
      // Concurrent calls share one answer. A no applies as long as this object exists.
      this.#answer ??= this.#confirmOnlyCopy(error);
      if (!(await this.#answer)) throw error;
      this.#answer = undefined;
      await adoptStore(this.#store, this.#clock.nowMs());
      return await work();
    }
  }
}
