import { systemClock } from "../../clock.ts";
import { StoreError } from "../../errors.ts";
import type { OwnerLock, Owners } from "../store.ts";
import { all, run, type Sql } from "../tables/sql.ts";
import type { Database } from "./database.ts";

/** Times in milliseconds by which processes judge each other. */
export interface Silence {
  /** Interval between two signs of life. */
  readonly heartbeatMs: number;
  /** Silence after which a process counts as gone: the longest time for which a request of it may be under way. */
  readonly goneMs: number;
  /** Unbroken contact with the database that a process needs before it may judge: answers that were kept come first. */
  readonly contactMs: number;
}

/** The usual {@link Silence}: that of `refresh.md` §4. */
export const usualSilence: Silence = { heartbeatMs: 5_000, goneMs: 80_000, contactMs: 30_000 };

const lockId = /^[0-9a-f-]{1,64}$/;

function checkId(id: string): void {
  if (!lockId.test(id)) throw new TypeError('"id" must be 1 to 64 hexadecimal digits and hyphens');
}

/**
 * Owner locks as rows that name the process, and signs of life that each process gives. A process that gives none for
 * longer than a request may be under way counts as gone; only one in unbroken contact with the database may judge so. The
 * database's clock judges, since those of several machines differ.
 */
export class NodeOwners implements Owners {
  readonly #database: Database;
  /** The machine's clock, whatever time the process believes in: the database judges by its own. */
  readonly #clock = systemClock;
  readonly #node: string;
  readonly #silence: Silence;
  /** Ids that this process holds. */
  readonly #held = new Set<string>();
  /** Ids of attempts that this process released, whose rows may still name it. */
  readonly #released = new Set<string>();
  /** Rows of ids that this process is letting go of. */
  readonly #goingRows = new Map<string, Promise<void>>();
  readonly #ended = new AbortController();
  #beating: Promise<void> | undefined;
  #contactSinceMs: number | undefined;
  #seenMs = 0;

  constructor(database: Database, options: { readonly node: string; readonly silence: Silence }) {
    this.#database = database;
    this.#node = options.node;
    this.#silence = options.silence;
  }

  /** See {@link Owners.acquire}. The row of a new attempt names the process that inserts it, so it needs no other. */
  async acquire(id: string, { isNew = false }: { readonly isNew?: boolean } = {}): Promise<OwnerLock> {
    checkId(id);
    if (this.#held.has(id)) throw new StoreError("store_busy", { place: this.#database.location });
    this.#held.add(id);
    try {
      await this.#start();
      await this.#goingRows.get(id);
      if (!isNew && !(await this.#database.write(() => this.#take(id)))) {
        throw new StoreError("store_busy", { place: this.#database.location });
      }
    } catch (error) {
      this.#held.delete(id);
      throw error;
    }
    return this.#lock(id, isNew);
  }

  /** See {@link Owners.alive}. */
  async alive(ids: readonly string[]): Promise<ReadonlySet<string>> {
    for (const id of ids) checkId(id);
    const others = ids.filter((id) => !this.#held.has(id) && !this.#released.has(id));
    const own = ids.filter((id) => this.#held.has(id));
    if (others.length === 0) return new Set(own);
    await this.#start();
    const mayJudge =
      this.#clock.monotonicMs() - (this.#contactSinceMs ?? Number.POSITIVE_INFINITY) >=
      this.#silence.contactMs;
    // Without enough contact, only a process that has said goodbye is gone.
    const goneMs = mayJudge ? this.#silence.goneMs : Number.MAX_SAFE_INTEGER;
    return new Set([...own, ...(await this.#database.one(() => alive(others, goneMs)))]);
  }

  /** Says goodbye: the database forgets this process. */
  async end(): Promise<void> {
    this.#ended.abort("ended");
    if (this.#beating === undefined) return;
    await this.#beating;
    await Promise.all(this.#goingRows.values());
    const { size } = this.#held;
    // What this process still holds, it leaves like one that dies.
    if (size > 0) return;
    await this.#database
      .write(() => run("DELETE FROM node WHERE id = :node", { node: this.#node }))
      .catch(() => undefined);
  }

  #lock(id: string, isNew: boolean): OwnerLock {
    let isHeld = true;
    const letGo = (): void => {
      if (!isHeld) return;
      isHeld = false;
      this.#held.delete(id);
      if (isNew) this.#released.add(id);
      else this.#letGoOf(id);
    };
    return { release: letGo, releaseAndDelete: letGo };
  }

  /** Deletes the row of an id. This process takes the id again only after it. */
  #letGoOf(id: string): void {
    const values = { id, node: this.#node };
    const gone = this.#database
      .write(() => run("DELETE FROM owner WHERE id = :id AND node = :node", values))
      .catch(() => undefined)
      .then(() => void this.#goingRows.delete(id));
    this.#goingRows.set(id, gone);
  }

  /** Takes the row of an id, also from a process that is gone. Returns whether it did. */
  *#take(id: string): Sql<boolean> {
    const changed = yield* run(
      `INSERT INTO owner (id, node) VALUES (:id, :node) ON CONFLICT (id) DO UPDATE SET node = excluded.node
         WHERE owner.node = excluded.node
           OR NOT EXISTS (SELECT 1 FROM node WHERE node.id = owner.node
                AND node.seen_at > clock_timestamp() - :gone * interval '1 millisecond')`,
      { id, node: this.#node, gone: this.#silence.goneMs },
    );
    return changed > 0;
  }

  /** Gives the first sign of life, and goes on until the end. */
  async #start(): Promise<void> {
    if (this.#beating !== undefined) return;
    await this.#beat();
    this.#beating ??= this.#beatOn();
  }

  async #beatOn(): Promise<void> {
    const { signal } = this.#ended;
    while (!signal.aborted) {
      await this.#clock.sleep(this.#silence.heartbeatMs, signal).catch(() => undefined);
      if (!signal.aborted) await this.#beat().catch(() => undefined);
    }
  }

  async #beat(): Promise<void> {
    const beforeMs = this.#clock.monotonicMs();
    const released = [...this.#released];
    await this.#database.write(() => this.#sign(released));
    for (const id of released) this.#released.delete(id);
    // A gap as long as two signs breaks the contact.
    if (beforeMs - this.#seenMs > 2 * this.#silence.heartbeatMs) this.#contactSinceMs = beforeMs;
    this.#seenMs = this.#clock.monotonicMs();
  }

  *#sign(released: readonly string[]): Sql<void> {
    yield* run(
      `INSERT INTO node (id, seen_at) VALUES (:node, clock_timestamp())
         ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`,
      { node: this.#node },
    );
    if (released.length === 0) return;
    yield* run(
      `UPDATE attempt SET node = NULL WHERE node = :node AND phase IN ('open', 'superseded', 'abandoned')
         AND id IN (SELECT json_array_elements_text(CAST(:ids AS json)))`,
      { node: this.#node, ids: JSON.stringify(released) },
    );
  }
}

/** Lists those of some ids whose process has given a sign of life lately, or is not known to be gone. */
function* alive(ids: readonly string[], goneMs: number): Sql<readonly string[]> {
  const wanted = "SELECT json_array_elements_text(CAST(:ids AS json))";
  const rows = yield* all<{ id: string }>(
    `SELECT held.id FROM (
         SELECT id, node FROM attempt WHERE id IN (${wanted}) UNION ALL SELECT id, node FROM owner WHERE id IN (${wanted})
       ) AS held JOIN node ON node.id = held.node
       WHERE node.seen_at > clock_timestamp() - :gone * interval '1 millisecond'`,
    { ids: JSON.stringify(ids), gone: Math.min(goneMs, 1e12) },
  );
  return rows.map(({ id }) => id);
}
