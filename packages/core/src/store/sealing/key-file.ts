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
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { ErrorCode } from "../../errors.ts";

// Imports no sentences: the command's fast path reads the key through this file.

/** Result of reading a key file: its 32 bytes, or the reason for refusing it. */
export type KeyRead =
  | { readonly bytes: Uint8Array; readonly refused?: never }
  | { readonly refused: ErrorCode; readonly facts: Readonly<Record<string, string>> };

const keyFile = /^tokenwell-key-1 ([A-Za-z0-9_-]{43})\n?$/;
const limitBytes = 256;
const isWindows = process.platform === "win32";

/** Reads a key file. Refuses a link, another user's file, and one that others may read or that cannot be read. */
export function readKey(path: string): KeyRead {
  let file: number;
  try {
    // O_NONBLOCK: a pipe at the key's path must not hang us. Windows has neither flag.
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return { refused: "key_missing", facts: { path } };
    if (code === "ELOOP" || code === "EMLINK") return { refused: "key_link", facts: { path } };
    return refusal("key_unreadable", path, error);
  }
  try {
    return checked(file, path);
  } catch (error) {
    return refusal("key_unreadable", path, error);
  } finally {
    closeSync(file);
  }
}

/** Refuses a key because the file system failed. Rethrows other errors, and that the disk is full. */
function refusal(refused: ErrorCode, path: string, error: unknown): KeyRead {
  const { code: reason, syscall } = error as NodeJS.ErrnoException;
  if (reason === undefined || syscall === undefined || reason === "ENOSPC" || reason === "EDQUOT")
    throw error;
  return { refused, facts: { path, reason } };
}

function checked(file: number, path: string): KeyRead {
  const { mode, uid, size } = fstatSync(file);
  if ((mode & constants.S_IFMT) !== constants.S_IFREG || size > limitBytes) {
    return { refused: "key_invalid", facts: { path } };
  }
  if (!isWindows && uid !== process.geteuid?.()) return { refused: "key_foreign", facts: { path } };
  if (!isWindows && (mode & 0o077) !== 0) {
    return { refused: "key_readable", facts: { path, mode: (mode & 0o777).toString(8).padStart(4, "0") } };
  }
  const bytes = Buffer.alloc(limitBytes);
  const text = bytes.toString("latin1", 0, readSync(file, bytes, 0, limitBytes, 0));
  bytes.fill(0);
  const key = Buffer.from(keyFile.exec(text)?.[1] ?? "", "base64url");
  return key.length === 32 ? { bytes: key } : { refused: "key_invalid", facts: { path } };
}

/**
 * Creates a key file with a random key, or reads the existing one. Concurrent processes all get the same key. Call it
 * only if there is no data yet.
 */
export function createKey(path: string): KeyRead {
  const present = readKey(path);
  if (present.refused !== "key_missing") return present;
  try {
    writeKey(path);
  } catch (error) {
    return refusal("key_unwritable", path, error);
  }
  return readKey(path);
}

function writeKey(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(8).toString("hex")}.tmp`;
  writeDraft(draft);
  try {
    // Unlike a rename, a link does not replace a key that another process has created meanwhile.
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
  syncFolder(dirname(path));
}

function writeDraft(path: string): void {
  const file = openSync(path, "wx", 0o600);
  const bytes = randomBytes(32);
  try {
    if (!isWindows) fchmodSync(file, 0o600);
    writeSync(file, `tokenwell-key-1 ${bytes.toString("base64url")}\n`);
    fsyncSync(file);
  } catch (error) {
    unlinkSync(path);
    throw error;
  } finally {
    bytes.fill(0);
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
