import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { OutcomeError } from "../errors.ts";

/** The result of {@link replaceFile}. */
export interface Replaced {
  readonly written: boolean;
  /** The path of the copy of what was there; `null` if nothing was there or nothing was written. */
  readonly copy: string | null;
}

/** Number of times that others may write the file meanwhile. */
const mostTries = 20;

/**
 * Changes a file of another program, which may be edited at the same moment. What is there moves aside in one step and is
 * the copy; the new file takes its place only if the place is empty. So an edit that `change` has not seen is in the copy,
 * and is changed once more. Between the two steps, which follow one another at once, there is no file.
 *
 * @param change returns the new text for the old one, which is `""` if there is no file
 * @param mode access rights of a new file
 * @throws {OutcomeError} `use_not_written`, `use_not_yours`
 */
export function replaceFile(
  file: string,
  change: (text: string) => string,
  { mode, nowMs }: { readonly mode: number; readonly nowMs: number },
): Replaced {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // The target of a link is changed, and the link stays.
    const path = existsSync(file) ? realpathSync(file) : file;
    const swap = new Swap(path, mode, nowMs);
    for (let tries = 0; tries < mostTries; tries += 1) {
      const done = swap.try(change);
      if (done !== undefined) return done;
    }
    throw new OutcomeError("use_not_written", { path: file, reason: "EBUSY" });
  } catch (error) {
    if (error instanceof OutcomeError) throw error;
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new OutcomeError("use_not_written", { path: file, reason: code });
  }
}

/** Makes the copy of a file that another program will write. Returns its path; `null` if there is no file. */
export function copyOf(file: string, nowMs: number): string | null {
  if (!existsSync(file)) return null;
  const copy = reserveCopy(file, stampOf(nowMs));
  copyFileSync(file, copy);
  chmodSync(copy, 0o600);
  return copy;
}

const stampOf = (nowMs: number): string => new Date(nowMs).toISOString().replace(/\.\d+|[-:]/g, "");

/** Makes an empty file of a name that no copy has. */
function reserveCopy(file: string, stamp: string): string {
  for (let number = 1; ; number += 1) {
    const path = `${file}.tokenwell-${stamp}${number === 1 ? "" : `-${number}`}`;
    try {
      closeSync(openSync(path, "wx", 0o600));
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

class Swap {
  readonly #path: string;
  readonly #mode: number;
  readonly #stamp: string;
  /** The copy of what the user had. */
  #copy: string | null = null;
  /** The text of an edit that came between. */
  #edit: string | undefined;

  constructor(path: string, mode: number, nowMs: number) {
    this.#path = path;
    this.#mode = mode;
    this.#stamp = stampOf(nowMs);
  }

  /** Returns `undefined` if another program wrote the file meanwhile. */
  try(change: (text: string) => string): Replaced | undefined {
    const before = this.#read();
    const after = change(this.#edit ?? before ?? "");
    if (after === before) return { written: this.#edit !== undefined, copy: this.#copy };
    const draft = this.#writeDraft(after);
    try {
      if (before === undefined) return this.#place(draft) ? { written: true, copy: this.#copy } : undefined;
      return this.#replace(draft, before);
    } finally {
      rmSync(draft, { force: true });
    }
  }

  #read(): string | undefined {
    if (!existsSync(this.#path)) return undefined;
    const own = process.getuid?.();
    if (own !== undefined && statSync(this.#path).uid !== own)
      throw new OutcomeError("use_not_yours", { path: this.#path });
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(this.#path));
  }

  #writeDraft(text: string): string {
    const draft = join(dirname(this.#path), `.tokenwell-${randomBytes(6).toString("hex")}`);
    const mode = existsSync(this.#path) ? statSync(this.#path).mode & 0o777 : this.#mode;
    const descriptor = openSync(draft, "wx", 0o600);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    chmodSync(draft, mode);
    return draft;
  }

  #replace(draft: string, before: string): Replaced | undefined {
    const aside = reserveCopy(this.#path, this.#stamp);
    renameSync(this.#path, aside);
    const isPlaced = this.#placeOrPutBack(draft, aside);
    chmodSync(aside, 0o600);
    const moved = readFileSync(aside, "utf8");
    const isOurs = this.#edit !== undefined && moved === before;
    if (isOurs) rmSync(aside);
    else this.#copy = aside;
    if (!isPlaced) return undefined;
    if (moved === before) return { written: true, copy: this.#copy };
    this.#edit = moved;
    return undefined;
  }

  #placeOrPutBack(draft: string, aside: string): boolean {
    try {
      return this.#place(draft);
    } catch (error) {
      if (!existsSync(this.#path)) copyFileSync(aside, this.#path, constants.COPYFILE_EXCL);
      throw error;
    }
  }

  /** Gives the draft the path, unless something is there: then returns `false`. */
  #place(draft: string): boolean {
    try {
      linkSync(draft, this.#path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    }
    // Not every file system has links.
    try {
      copyFileSync(draft, this.#path, constants.COPYFILE_EXCL);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    }
  }
}
