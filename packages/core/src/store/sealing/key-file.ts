import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { ErrorCode } from "../../errors.ts";
import type { GivenKey } from "../paths.ts";
import { formatKeyText, type KeyText, parseGivenKey, parseKeyText } from "./key-text.ts";

// Imports no sentences: the command's fast path reads the key through this file.

/** Reason for refusing a key. */
export interface KeyRefusal {
  readonly refused: ErrorCode;
  readonly facts: Readonly<Record<string, string>>;
}

/** Result of reading a key file. */
export type KeyRead = KeyText | KeyRefusal;

const limitBytes = 512;
const isWindows = process.platform === "win32";

/** Reads a key file. Refuses a link, another user's file, and one that others may read or that cannot be read. */
export const readKey = (path: string): KeyRead => readFile(path, "own");

/**
 * Reads the key that the environment gives. Its file may be a link and belong to root, as those of a mounted secret do;
 * root decides about its mode then.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod
 * @see https://systemd.io/CREDENTIALS/
 */
export function readGivenKey(given: GivenKey): KeyRead {
  if ("file" in given) return readFile(given.file, "given");
  return parseGivenKey(given.text()) ?? { refused: "key_invalid", facts: { path: "TOKENWELL_KEY" } };
}

type Origin = "own" | "given";

function readFile(path: string, origin: Origin): KeyRead {
  const noFollow = origin === "own" ? (constants.O_NOFOLLOW ?? 0) : 0;
  let file: number;
  try {
    // O_NONBLOCK: a pipe at the key's path must not hang us. Windows has neither flag.
    file = openSync(path, constants.O_RDONLY | noFollow | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return { refused: "key_missing", facts: { path } };
    if (code === "ELOOP" || code === "EMLINK") return { refused: "key_link", facts: { path } };
    return refusal("key_unreadable", path, error);
  }
  try {
    return checked(file, path, origin);
  } catch (error) {
    return refusal("key_unreadable", path, error);
  } finally {
    closeSync(file);
  }
}

/** Refuses a key because the file system failed. Rethrows other errors, and that the disk is full. */
function refusal(refused: ErrorCode, path: string, error: unknown): KeyRefusal {
  const { code: reason, syscall } = error as NodeJS.ErrnoException;
  if (reason === undefined || syscall === undefined || reason === "ENOSPC" || reason === "EDQUOT")
    throw error;
  return { refused, facts: { path, reason } };
}

function checked(file: number, path: string, origin: Origin): KeyRead {
  const { mode, uid, size } = fstatSync(file);
  if ((mode & constants.S_IFMT) !== constants.S_IFREG || size > limitBytes) {
    return { refused: "key_invalid", facts: { path } };
  }
  const isOfRoot = origin === "given" && uid === 0;
  if (!isWindows && !isOfRoot && uid !== process.geteuid?.())
    return { refused: "key_foreign", facts: { path } };
  if (!isWindows && (mode & (isOfRoot ? 0o022 : 0o077)) !== 0) {
    return { refused: "key_readable", facts: { path, mode: (mode & 0o777).toString(8).padStart(4, "0") } };
  }
  const bytes = Buffer.alloc(limitBytes);
  const content = bytes.toString("latin1", 0, readSync(file, bytes, 0, limitBytes, 0));
  bytes.fill(0);
  const text = origin === "own" ? parseKeyText(content) : parseGivenKey(content);
  return text ?? { refused: "key_invalid", facts: { path } };
}

/**
 * Creates a key file with a random key, or reads the existing one. Concurrent processes all get the same key. Call it
 * only if there is no data yet.
 */
export function createKey(path: string): KeyRead {
  const present = readKey(path);
  if (present.refused !== "key_missing") return present;
  const bytes = randomBytes(32);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const draft = writeDraft(path, { kind: "keys", keys: [bytes] });
    try {
      // Unlike a rename, a link does not replace a key that another process has created meanwhile.
      linkSync(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      unlinkSync(draft);
    }
    syncFolder(dirname(path));
  } catch (error) {
    return refusal("key_unwritable", path, error);
  } finally {
    bytes.fill(0);
  }
  return readKey(path);
}

/**
 * Replaces the content of a key file, or creates the file: at any moment, it has the old or the new content. Overwrites
 * the old content with zeros once the new one is durable. Returns the reason if it fails; the old content remains then.
 */
export function replaceKey(path: string, text: KeyText): KeyRefusal | undefined {
  const old = openIfPresent(path);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const draft = writeDraft(path, text);
    try {
      renameSync(draft, path);
    } catch (error) {
      unlinkSync(draft);
      throw error;
    }
    syncFolder(dirname(path));
  } catch (error) {
    if (old !== undefined) closeSync(old);
    return refusal("key_unwritable", path, error);
  }
  if (old !== undefined) wipe(old);
  return undefined;
}

function openIfPresent(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch {
    return undefined;
  }
}

/** Overwrites a file that has no name any more. A failure only leaves the bytes to the file system, as a deletion does. */
function wipe(file: number): void {
  try {
    const { mode, size, nlink } = fstatSync(file);
    const isOurs = (mode & constants.S_IFMT) === constants.S_IFREG && nlink === 0 && size <= limitBytes;
    if (isOurs && size > 0) writeSync(file, Buffer.alloc(size), 0, size, 0);
    fsyncSync(file);
  } catch {
    // It is unlinked in any case.
  } finally {
    closeSync(file);
  }
}

/** Writes a durable file beside the key file, open to its owner only. Returns its path. */
function writeDraft(path: string, text: KeyText): string {
  const draft = `${path}.${randomBytes(8).toString("hex")}.tmp`;
  const file = openSync(draft, "wx", 0o600);
  try {
    if (!isWindows) fchmodSync(file, 0o600);
    writeSync(file, formatKeyText(text));
    fsyncSync(file);
    return draft;
  } catch (error) {
    unlinkSync(draft);
    throw error;
  } finally {
    closeSync(file);
  }
}

/** Makes the names in a folder durable. Does nothing on Windows, which cannot open folders and needs no such step. */
export function syncFolder(path: string): void {
  if (isWindows) return;
  const folder = openSync(path, constants.O_RDONLY);
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
