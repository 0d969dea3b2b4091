import { closeSync, lstatSync, mkdirSync, openSync, unlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreError } from "../../errors.ts";
import type { OwnerLock } from "../store.ts";
import { isBusy, toStoreError } from "./errors.ts";

/** How long taking a lock waits for those who only look, or for another taker to fail. */
const busyTimeoutMs = 50;

/** What this process holds, by any handle. */
const own = new Set<string>();

/**
 * Owner locks: one zero-byte SQLite file each, held by an open exclusive transaction. The system keeps such a
 * lock while its process is stopped and frees it when the process dies; no process id can mislead.
 *
 * POSIX drops a process's locks on a file when that process closes any descriptor of it. SQLite knows that and
 * keeps its own descriptors open; so here only SQLite opens a lock file that exists.
 */
export class Locks {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = resolve(folder);
  }

  /** Takes a lock; throws `store_busy` when another holds it. */
  acquire(id: string): OwnerLock {
    const path = this.#path(id);
    if (own.has(path)) throw new StoreError("store_busy", { place: path });
    const db = this.#translated(path, () => take(path, this.#folder));
    own.add(path);
    const letGo = (): boolean => {
      if (!db.isOpen) return false;
      own.delete(path);
      db.close();
      return true;
    };
    return {
      release: () => {
        letGo();
      },
      releaseAndDelete: () => {
        if (letGo()) remove(path);
      },
    };
  }

  /** Whether a living process holds a lock. Changes nothing; any number may look at once, as they share. */
  isLocked(id: string): boolean {
    const path = this.#path(id);
    if (own.has(path)) return true;
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return false;
    try {
      return this.#translated(path, () => {
        const db = new DatabaseSync(path, { readOnly: true });
        try {
          db.prepare("SELECT 1 FROM sqlite_schema").get();
          return false;
        } finally {
          db.close();
        }
      });
    } catch (error) {
      if (isBusy(error)) return true;
      // Released between the two looks.
      if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return false;
      throw error;
    }
  }

  /** Removes what a dead process left of a lock that nobody will ask for again. */
  forget(id: string): void {
    // Called after a commit: it must not fail.
    if (!isLockId(id)) return;
    const path = this.#path(id);
    if (!own.has(path)) remove(path);
  }

  #path(id: string): string {
    checkLockId(id);
    return join(this.#folder, id);
  }

  #translated<T>(place: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw toStoreError(error, place);
    }
  }
}

/** The file is made once and has one identity as long as anybody may ask for its id: two takers lock the same. */
function take(path: string, folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  createEmpty(path);
  const db = new DatabaseSync(path, { timeout: busyTimeoutMs });
  try {
    // Nothing is ever written; a journal file would only outlive a killed owner.
    db.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function createEmpty(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Gone already, or open elsewhere on Windows: an empty file that nobody holds means nothing.
  }
}

const lockId = /^[0-9a-f-]{1,64}$/;

/** Whether an id may be held: hexadecimal digits and hyphens, since it becomes the name of a file. */
function isLockId(id: string): boolean {
  return lockId.test(id);
}

/** Refuses an id that may not be held. */
function checkLockId(id: string): void {
  if (!isLockId(id)) throw new TypeError('"id" must be 1 to 64 hexadecimal digits and hyphens');
}
