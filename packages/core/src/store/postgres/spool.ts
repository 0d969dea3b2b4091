import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Attempt } from "../../model.ts";
import { Secret } from "../../secret.ts";
import { toFileError } from "../file-errors.ts";
import { unboundContext } from "../sealing/context.ts";
import { isSealedUnder } from "../sealing/envelope.ts";
import { syncFolder } from "../sealing/key-file.ts";
import type { Keyring } from "../sealing/keyring.ts";
import type { Spool, SpooledAnswer } from "../store.ts";

/** Text in a spool file, sealed. */
interface Content {
  readonly attempt: Omit<Attempt, "rawAnswer">;
  readonly httpStatus: number | null;
  readonly body: string;
}

const suffix = ".answer";
/** End of the name of a file that takes the place of another one once it is whole. */
const unfinished = ".new";

/**
 * Responses that the database did not take, each in a sealed file of this machine. The name of a file is that of the
 * store and the attempt, so that the files of several stores may lie in one folder.
 */
export class FileSpool implements Spool {
  readonly #folder: string;
  readonly #keyring: Keyring;

  constructor(folder: string, keyring: Keyring) {
    this.#folder = folder;
    this.#keyring = keyring;
  }

  /** See {@link Spool.keep}. Blocks until the disk has the file: it may be the only copy of a refresh token. */
  keep({ attempt: { rawAnswer: _, ...attempt }, httpStatus, rawAnswer }: SpooledAnswer): void {
    const content: Content = { attempt, httpStatus, body: rawAnswer.expose() };
    const sealed = this.#keyring.seal(contextOf(attempt.id), JSON.stringify(content));
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const path = this.#path(attempt.id);
    try {
      write(path, sealed);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    syncFolder(this.#folder);
  }

  /** See {@link Spool.drop}. */
  drop(attemptId: string): void {
    ifThere(() => unlinkSync(this.#path(attemptId)));
  }

  /** See {@link Spool.kept}. Leaves out what this store's keys do not open. */
  kept(): readonly SpooledAnswer[] {
    try {
      return this.#attemptIds().flatMap((id) => this.#read(id));
    } catch {
      // A folder that cannot be read is a finding of `doctor`, and must not end refreshes.
      return [];
    }
  }

  /**
   * Seals the files anew that are under an earlier key of the workspace, before that key is removed. Throws `store_unwritable`
   * or `store_full` if it cannot read or write one of them: its answer may be the only copy of a refresh token.
   */
  reseal(): void {
    try {
      for (const id of this.#attemptIds()) this.#reseal(id);
    } catch (error) {
      throw toFileError(error, this.#folder);
    }
  }

  #reseal(attemptId: string): void {
    const path = this.#path(attemptId);
    const sealed = ifThere(() => readFileSync(path));
    if (sealed === undefined || isSealedUnder(sealed, this.#keyring.keyId)) return;
    const resealed = this.#keyring.reseal(contextOf(attemptId), sealed);
    if (resealed === undefined) return;
    // A killed process may have left an unfinished file.
    rmSync(path + unfinished, { force: true });
    write(path + unfinished, resealed);
    renameSync(path + unfinished, path);
    syncFolder(this.#folder);
  }

  #attemptIds(): readonly string[] {
    const prefix = `${this.#keyring.storeId}.`;
    const names = ifThere(() => readdirSync(this.#folder)) ?? [];
    return names
      .filter((name) => name.startsWith(prefix) && name.endsWith(suffix))
      .map((name) => name.slice(prefix.length, -suffix.length));
  }

  #read(attemptId: string): readonly SpooledAnswer[] {
    try {
      const text = this.#keyring.open(contextOf(attemptId), readFileSync(this.#path(attemptId)));
      if (text === undefined) return [];
      const { attempt, body, httpStatus } = JSON.parse(text) as Content;
      return [{ attempt: { ...attempt, rawAnswer: null }, httpStatus, rawAnswer: Secret.of(body) }];
    } catch {
      // Another process has dropped it meanwhile, or is still writing it.
      return [];
    }
  }

  #path(attemptId: string): string {
    return join(this.#folder, `${this.#keyring.storeId}.${attemptId}${suffix}`);
  }
}

const contextOf = (attemptId: string) => unboundContext("spool.answer", attemptId);

function write(path: string, bytes: Uint8Array): void {
  const file = openSync(path, "wx", 0o600);
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } catch (error) {
    unlinkSync(path);
    throw error;
  } finally {
    closeSync(file);
  }
}

/** Does work on a file or folder. Returns undefined if it is not there. */
function ifThere<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
