import { StoreError } from "../errors.ts";
import type { Store } from "../store/store.ts";

/** Whether an error says that another copy of the store may be in use. */
export const isCopied = (error: unknown): error is StoreError =>
  error instanceof StoreError && (error.code === "store_copied" || error.code === "store_restored");

/** Puts the one question about a copied or restored store, where there is somebody to ask. */
export class CopiedStorePrompt {
  readonly #store: Store;
  readonly #isOtherGone: ((error: Error) => Promise<boolean>) | undefined;
  #answer: Promise<boolean> | undefined;

  constructor(store: Store, isOtherGone: ((error: Error) => Promise<boolean>) | undefined) {
    this.#store = store;
    this.#isOtherGone = isOtherGone;
  }

  /** Does the work, and does it again if it needs the answer and the answer is yes. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isCopied(error) || !this.#isOtherGone) throw error;
      // A no is not asked for again.
      this.#answer ??= this.#isOtherGone(error);
      if (!(await this.#answer)) throw error;
      this.#answer = undefined;
      this.#store.witness?.confirmOnlyCopy();
      return await work();
    }
  }
}
