import { chmodSync, closeSync, lstatSync, mkdirSync, openSync, statfsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { StoreError } from "../../errors.ts";
import { syncFolder } from "../sealing/key-file.ts";

// This file never opens an existing database file: closing it would drop the locks that SQLite holds on it for another
// handle of this process.

const isWindows = process.platform === "win32";

/** Types of network file systems, as statfs(2) returns them on Linux: NFS, CIFS, SMB, SMB2, AFS, Ceph, Coda. */
const remoteTypes = new Set([0x6969, 0xff534d42, 0x517b, 0xfe534d42, 0x5346414f, 0x00c36400, 0x73757245]);

/** Folders that a program copies to other machines while we write. */
const synced =
  /[\\/](Dropbox(?: \([^\\/]+\))?|OneDrive(?: - [^\\/]+)?|Google ?Drive|My Drive|Mobile Documents|iCloud ?Drive|CloudStorage|Nextcloud|ownCloud|pCloud ?Drive|Syncthing)[\\/]/;

/**
 * Whether there is a store at a path. Throws if the file must not be used. Closes it to others, unless nothing may be
 * changed.
 */
export function findsStore(path: string, mayChange = true): boolean {
  const file = lstatSync(path, { throwIfNoEntry: false });
  const hasLog = (lstatSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
  // A log without its database: SQLite would apply it to a new one.
  if (file === undefined && hasLog) throw new StoreError("store_corrupt", { place: path });
  if (file === undefined) return false;
  if (file.isSymbolicLink()) throw new StoreError("store_link", { place: path });
  if (!isWindows && file.uid !== process.geteuid?.()) throw new StoreError("store_foreign", { place: path });
  if (mayChange && file.isFile() && !isWindows && (file.mode & 0o077) !== 0) chmodSync(path, 0o600);
  return file.size > 0 || hasLog;
}

/** Creates an empty file and its folders, open to their owner only. Leaves an existing file as it is. */
export function createEmpty(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  refuseRemote(path);
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  syncFolder(dirname(path));
}

/** Throws `store_remote` if the file system does not support SQLite's locks, or a program synchronises the folder. */
export function refuseRemote(path: string): void {
  const isRemote = process.platform === "linux" && remoteTypes.has(statfsSync(dirname(path)).type);
  if (isRemote || isSynced(resolve(path))) throw new StoreError("store_remote", { place: path });
}

/** Whether a path lies in a folder that a program copies to other machines. */
export function isSynced(path: string): boolean {
  return synced.test(path);
}
