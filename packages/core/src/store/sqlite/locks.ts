import { closeSync, lstatSync, mkdirSync, openSync, unlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreError } from "../../errors.ts";
import type { OwnerLock } from "../store.ts";
import { isBusy, toStoreError } from "./errors.ts";

/** Milliseconds that taking a lock waits for processes that only check it, or for another taker to fail. */
const busyTimeoutMs = 50;

/** Paths of the locks that this process holds, by any handle. */
const own = new Set<string>();

/**
 * Owner locks: one zero-byte SQLite file each, locked by an open exclusive transaction. The system keeps the lock while
 * its process is stopped and frees it when the process dies. Unlike a process id, it cannot be reused.
 *
 * POSIX drops a process's locks on a file when that process closes any descriptor of it. SQLite handles this by keeping
 * its own descriptors open, so this class lets only SQLite open an existing lock file.
 */
export class Locks {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = resolve(folder);
  }

  /** Takes a lock. Throws `store_busy` if it is taken. */
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

  /** Whether a living process holds a lock. Changes nothing; several processes may check at once. */
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
      // The owner released the lock between the two checks.
      if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return false;
      throw error;
    }
  }

  /** Removes the lock file of a dead process. No process uses the id again. */
  forget(id: string): void {
    // Must not throw: it runs after a commit.
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

/** Opens and locks the file of an id. It is created once and stays while the id is in use, so all lock one file. */
function take(path: string, folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  createEmpty(path);
  const db = new DatabaseSync(path, { timeout: busyTimeoutMs });
  try {
    // No transaction writes, and a journal file would only outlive a killed owner.
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
    // The file is gone, or open elsewhere on Windows. An unlocked file has no effect.
  }
}

const lockId = /^[0-9a-f-]{1,64}$/;

/** Whether an id can name a lock: hexadecimal digits and hyphens, since it becomes a file name. */
function isLockId(id: string): boolean {
  return lockId.test(id);
}

/** Throws if an id cannot name a lock. */
function checkLockId(id: string): void {
  if (!isLockId(id)) throw new TypeError('"id" must be 1 to 64 hexadecimal digits and hyphens');
}
