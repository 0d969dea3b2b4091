import { StoreError } from "../errors.ts";
import type { Store } from "../store/store.ts";

/** Whether an error says that another copy of the store may be in use. */
export const isCopied = (error: unknown): error is StoreError =>
  error instanceof StoreError && (error.code === "store_copied" || error.code === "store_restored");

/** Asks the caller once about a copied or restored store, if the caller has given a way to ask. */
export class CopiedStorePrompt {
  readonly #store: Store;
  readonly #confirmOnlyCopy: ((error: Error) => Promise<boolean>) | undefined;
  #answer: Promise<boolean> | undefined;

  constructor(store: Store, confirmOnlyCopy: ((error: Error) => Promise<boolean>) | undefined) {
    this.#store = store;
    this.#confirmOnlyCopy = confirmOnlyCopy;
  }

  /** Runs `work`, and runs it again if it fails for want of the answer and the answer is yes. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isCopied(error) || !this.#confirmOnlyCopy) throw error;
      // A no counts for the life of this object.
      this.#answer ??= this.#confirmOnlyCopy(error);
      if (!(await this.#answer)) throw error;
      this.#answer = undefined;
      this.#store.copies?.confirmOnlyCopy();
      return await work();
    }
  }
}
