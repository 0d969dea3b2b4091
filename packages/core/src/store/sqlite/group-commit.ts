import type { Database } from "./database.ts";

interface Member {
  /** Runs in the group's transaction. */
  readonly work: () => void;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Combines the transactions of one turn of the event loop into one commit, so that they wait for the disk once. Each
 * succeeds or rolls back on its own.
 */
export class GroupCommit {
  readonly #database: Database;
  readonly #write: (work: () => void) => Promise<void>;
  #waiting: Member[] = [];

  /** `write` must run its work in one transaction as soon as the store is free. */
  constructor(database: Database, write: (work: () => void) => Promise<void>) {
    this.#database = database;
    this.#write = write;
  }

  /** Adds a transaction to the group. Resolves with its result once it is durable. */
  join<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      let result: T;
      const member: Member = {
        work: () => {
          result = work();
        },
        done: () => resolve(result),
        failed: reject,
      };
      if (this.#waiting.push(member) === 1) setImmediate(() => void this.#commit());
    });
  }

  async #commit(): Promise<void> {
    const group = this.#waiting;
    this.#waiting = [];
    let failed = new Map<Member, unknown>();
    try {
      await this.#write(() => {
        // A retry after `store_busy` runs this again from the start.
        failed = new Map();
        for (const member of group)
          this.#database.withSavepoint(member.work, (error) => failed.set(member, error));
      });
    } catch (error) {
      for (const member of group) failed.set(member, error);
    }
    for (const member of group) {
      if (failed.has(member)) member.failed(failed.get(member));
      else member.done();
    }
  }
}
