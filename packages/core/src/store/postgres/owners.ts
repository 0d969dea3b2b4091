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

/** Silence after which nothing of a process can be under way anywhere, so that its rows are removed. */
const forgottenAfter = "interval '7 days'";

/** Some decades: an interval that the server can still subtract from its time. */
const forEverMs = 1e12;

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
  /** Whether this process only looks, and gives no sign of life: nothing follows from what it judges. */
  readonly #onlyLooks: boolean;
  /** Ids that this process holds. */
  readonly #held = new Set<string>();
  /** Ids of attempts that this process released, whose rows may still name it. */
  readonly #released = new Set<string>();
  /** Ids whose rows are being removed. */
  readonly #leaving = new Map<string, Promise<unknown>>();
  readonly #ended = new AbortController();
  #beating: Promise<void> | undefined;
  /** Milliseconds of unbroken contact at the last sign of life, of this process or of those that it follows. */
  #contactMs = 0;
  /** Monotonic time of the answer to the last sign of life. */
  #seenMs = Number.NEGATIVE_INFINITY;
  /** Connections that the database had lost at the last sign. */
  #sweptLosses = 0;

  constructor(
    database: Database,
    options: { readonly node: string; readonly silence: Silence; readonly onlyLooks?: boolean },
  ) {
    this.#database = database;
    this.#node = options.node;
    this.#silence = options.silence;
    this.#onlyLooks = options.onlyLooks ?? false;
  }

  /** See {@link Owners.acquire}. The row of a new attempt names the process that inserts it, so it needs no other. */
  async acquire(id: string, { isNew = false }: { readonly isNew?: boolean } = {}): Promise<OwnerLock> {
    checkId(id);
    if (this.#held.has(id)) throw new StoreError("store_busy", { place: this.#database.location });
    this.#held.add(id);
    try {
      await this.#start();
      // An earlier row of this process must not be removed after the new one is there.
      await this.#leaving.get(id);
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
    if (!this.#onlyLooks) await this.#start();
    return new Set([...own, ...(await this.#seenWithin(this.#goneMs(), others))]);
  }

  /** See {@link Owners.silent}. */
  async silent(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const alive = [...(await this.alive(ids))].filter((id) => !this.#held.has(id));
    const seen = alive.length === 0 ? [] : await this.#seenWithin(this.#longestGapMs, alive);
    return new Set(alive.filter((id) => !seen.includes(id)));
  }

  /** Lists those of some ids whose process has given a sign of life within so many milliseconds. */
  #seenWithin(goneMs: number, ids: readonly string[]): Promise<readonly string[]> {
    return this.#database.one(() => alive(ids, { goneMs, self: this.#node }));
  }

  /** Returns the silence after which another process counts as gone. Without enough contact, only one is that said goodbye. */
  #goneMs(): number {
    return this.#mayJudge() ? this.#silence.goneMs : forEverMs;
  }

  /** Whether contact has lasted long enough, and lasts still: a process that was stopped has lost it. */
  #mayJudge(): boolean {
    if (this.#onlyLooks) return true;
    const sinceSeenMs = this.#clock.monotonicMs() - this.#seenMs;
    return sinceSeenMs <= this.#longestGapMs && this.#contactMs + sinceSeenMs >= this.#silence.contactMs;
  }

  /** Two signs that are further apart than this break the contact. */
  get #longestGapMs(): number {
    return 2 * this.#silence.heartbeatMs;
  }

  /** Says goodbye: the database forgets this process. */
  async end(): Promise<void> {
    this.#ended.abort("ended");
    if (this.#beating === undefined) return;
    await this.#beating;
    await Promise.all(this.#leaving.values());
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
      else this.#leave(id);
    };
    return { release: letGo, releaseAndDelete: letGo };
  }

  /** Removes the row of an id. If the database cannot be reached, a later sign of life does. */
  #leave(id: string): void {
    const leaving = this.#database
      .write(() => run("DELETE FROM owner WHERE id = :id AND node = :node", { id, node: this.#node }))
      .catch(() => undefined)
      .finally(() => this.#leaving.delete(id));
    this.#leaving.set(id, leaving);
  }

  /**
   * Takes the row of an id, also from a process that is gone. Returns whether it did. Locks the row first, so that the second
   * statement sees the sign of life of a process that has just taken it.
   */
  *#take(id: string): Sql<boolean> {
    const key = { id, node: this.#node };
    const [row] = yield* all<{ node: string }>(
      "INSERT INTO owner (id, node) VALUES (:id, :node) ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING node",
      key,
    );
    if (row?.node === this.#node) return true;
    const changed = yield* run(
      `UPDATE owner SET node = :node WHERE id = :id
         AND NOT EXISTS (SELECT 1 FROM node WHERE node.id = owner.node
               AND node.seen_at > clock_timestamp() - :gone * interval '1 millisecond')`,
      { ...key, gone: this.#goneMs() },
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
    for (let beats = 1; !signal.aborted; beats += 1) {
      await this.#clock.sleep(this.#silence.heartbeatMs, signal).catch(() => undefined);
      if (signal.aborted) return;
      await this.#beat().catch(() => undefined);
      // Once for each process that lives longer than a command.
      if (beats === 1) await this.#forgetDead().catch(() => undefined);
    }
  }

  async #beat(): Promise<void> {
    const released = [...this.#released];
    const { losses } = this.#database;
    this.#contactMs = await this.#database.write(() => this.#sign(released, losses > this.#sweptLosses), {
      isSignOfLife: true,
    });
    this.#seenMs = this.#clock.monotonicMs();
    this.#sweptLosses = losses;
    for (const id of released) this.#released.delete(id);
  }

  /** Removes the rows of processes that were killed long ago, and of the locks that they held. */
  async #forgetDead(): Promise<void> {
    await this.#database.write(
      function* () {
        // Another process may remove them just now.
        const dead = `SELECT id FROM node WHERE seen_at < clock_timestamp() - ${forgottenAfter} FOR UPDATE SKIP LOCKED`;
        yield* run(`DELETE FROM node WHERE id IN (${dead})`);
        yield* run("DELETE FROM owner WHERE NOT EXISTS (SELECT 1 FROM node WHERE node.id = owner.node)");
      },
      { isSignOfLife: true, mayRepeat: true },
    );
  }

  /**
   * Gives the sign of life, and takes this process off the attempts that it has released. After a lost connection also off
   * those that it does not know: a server that takes over may lack the end of an attempt. Returns the milliseconds of contact.
   */
  *#sign(known: readonly string[], mayHaveLost: boolean): Sql<number> {
    const [contact] = yield* all<{ ms: number }>(signing, { node: this.#node, gap: this.#longestGapMs });
    const released = mayHaveLost ? yield* this.#unheld() : known;
    if (mayHaveLost) yield* this.#removeUnheld();
    if (released.length > 0)
      yield* run(
        `UPDATE attempt SET node = NULL WHERE node = :node AND phase IN ('open', 'superseded', 'abandoned')
           AND id IN (SELECT json_array_elements_text(CAST(:ids AS json)))`,
        { node: this.#node, ids: JSON.stringify(released) },
      );
    return Number(contact?.ms ?? 0);
  }

  /** Lists the unsettled attempts of this process that it does not hold. It holds each from before its row exists. */
  *#unheld(): Sql<readonly string[]> {
    const rows = yield* all<{ id: string }>(
      "SELECT id FROM attempt WHERE node = :node AND phase IN ('open', 'superseded', 'abandoned')",
      { node: this.#node },
    );
    return rows.map(({ id }) => id).filter((id) => !this.#held.has(id));
  }

  /** Removes the rows of locks that this process does not hold. */
  *#removeUnheld(): Sql<void> {
    const rows = yield* all<{ id: string }>("SELECT id FROM owner WHERE node = :node", { node: this.#node });
    const ids = rows.map(({ id }) => id).filter((id) => !this.#held.has(id));
    if (ids.length === 0) return;
    yield* run(
      "DELETE FROM owner WHERE node = :node AND id IN (SELECT json_array_elements_text(CAST(:ids AS json)))",
      { node: this.#node, ids: JSON.stringify(ids) },
    );
  }
}

/**
 * Statement that gives a sign of life. Contact that has not been broken goes on. Otherwise a process follows any other whose
 * last sign is not older than a gap, even if that one has died since: the database was within reach all the time, so a
 * process that keeps an answer could have stored it. This lets processes judge that live shortly, one after the other.
 */
const signing = `INSERT INTO node AS own (id, seen_at, contact_since)
    SELECT :node, clock_timestamp(), coalesce(min(contact_since), clock_timestamp()) FROM node
      WHERE seen_at > clock_timestamp() - :gap * interval '1 millisecond'
  ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, contact_since = excluded.contact_since
  RETURNING CAST(extract(epoch FROM own.seen_at - own.contact_since) * 1000 AS double precision) AS ms`;

/**
 * Lists those of some ids whose process has given a sign of life lately, or is not known to be gone. `self` asks, and holds
 * none of them.
 */
function* alive(
  ids: readonly string[],
  { goneMs, self }: { readonly goneMs: number; readonly self: string },
): Sql<readonly string[]> {
  const wanted = "SELECT json_array_elements_text(CAST(:ids AS json))";
  const rows = yield* all<{ id: string }>(
    `SELECT held.id FROM (
         SELECT id, node FROM attempt WHERE id IN (${wanted}) UNION ALL SELECT id, node FROM owner WHERE id IN (${wanted})
       ) AS held JOIN node ON node.id = held.node
       WHERE node.id <> :self AND node.seen_at > clock_timestamp() - :gone * interval '1 millisecond'`,
    { ids: JSON.stringify(ids), gone: goneMs, self },
  );
  return rows.map(({ id }) => id);
}
