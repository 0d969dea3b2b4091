import type { Clock } from "../../clock.ts";
import type { ConnectionRef } from "../../model.ts";
import type { Changes, Stamp, WaitOptions } from "../store.ts";
import type { ConnectionIndex } from "../tables/connection-index.ts";
import type { Database } from "./database.ts";

/** Milliseconds between two looks for what is waited for. */
const lookMs = 50;

/**
 * Detection of changes by polling: one statement for all connections that this process waits for, however many wait. A
 * notification would need a session of the server, which a pooler does not give, and a lock of all commits.
 */
export class PolledChanges implements Changes {
  readonly #database: Database;
  readonly #index: ConnectionIndex;
  readonly #clock: Clock;
  /** Ids of the connections that are waited for, once for each wait. */
  readonly #waited: string[] = [];
  /** Next look, which all waits share: the stamps by id; `undefined` if the database could not be asked. */
  #next: Promise<ReadonlyMap<string, Stamp> | undefined> | undefined;

  constructor(database: Database, index: ConnectionIndex, clock: Clock) {
    this.#database = database;
    this.#index = index;
    this.#clock = clock;
  }

  /** Returns `null`: only a query tells whether anything was committed. */
  version(): null {
    return null;
  }

  ownWrites(): number {
    return this.#database.writes;
  }

  stamp(ref: ConnectionRef): Promise<Stamp> {
    return this.#database.one(() => this.#index.stamp(ref));
  }

  /** See {@link Changes.wait}. */
  async wait(ref: ConnectionRef, since: Stamp, { timeoutMs, signal }: WaitOptions): Promise<boolean> {
    signal?.throwIfAborted();
    const startedMs = this.#clock.monotonicMs();
    if ((await this.stamp(ref)) !== since) return true;
    // A stamp begins with the id of its connection.
    const id = "id" in ref ? ref.id : (since.split(" ", 1)[0] ?? "");
    this.#waited.push(id);
    try {
      while (this.#clock.monotonicMs() - startedMs < timeoutMs) {
        this.#next ??= this.#look(signal);
        const stamps = await this.#next;
        signal?.throwIfAborted();
        if (stamps !== undefined && (stamps.get(id) ?? "") !== since) return true;
      }
      return false;
    } finally {
      this.#waited.splice(this.#waited.indexOf(id), 1);
    }
  }

  async #look(signal?: AbortSignal): Promise<ReadonlyMap<string, Stamp> | undefined> {
    await this.#clock.sleep(lookMs, signal).catch(() => undefined);
    this.#next = undefined;
    const ids = [...new Set(this.#waited)];
    // A database that cannot be reached now is asked again; each wait has its own limit.
    return await this.#database.one(() => this.#index.stamps(ids)).catch(() => undefined);
  }
}
