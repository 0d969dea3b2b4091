import { StoreError } from "../errors.ts";
import type { Store } from "../store/store.ts";

/** Whether an error says that another copy of the store may be in use. */
export const isCopied = (error: unknown): error is StoreError =>
  error instanceof StoreError && (error.code === "store_copied" || error.code === "store_restored");

/** Prompt about a copied or restored store, by the caller's `confirmOnlyCopy` if there is one. */
export class CopiedStorePrompt {
  readonly #store: Store;
  readonly #confirmOnlyCopy: ((error: Error) => Promise<boolean>) | undefined;
  #answer: Promise<boolean> | undefined;

  constructor(store: Store, confirmOnlyCopy: ((error: Error) => Promise<boolean>) | undefined) {
    this.#store = store;
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
      this.#store.copies?.confirmOnlyCopy();
      return await work();
    }
  }
}
