import { accessSync, constants, lstatSync, readFileSync, realpathSync, statfsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { neededSqlite } from "./database.ts";
import { isSynced } from "./disk.ts";
import { newest } from "./schema/newest.ts";

// A look at the files of a store that changes nothing. It must not run in a process that has the store open: closing the
// file would drop the locks that SQLite holds on it.

/** Facts of the file system below a path. Absent members are unknown: only Linux tells them. */
export interface FileSystem {
  /** Its type, such as `ext4`, `nfs4` or `fuse.sshfs`. */
  readonly type?: string;
  readonly isReadOnly?: boolean;
}

/** Facts of the files of a store. */
export interface StoreInspection {
  readonly exists: boolean;
  readonly fileSystem: FileSystem;
  /** The folder of a program that copies files to other machines, if the store lies in one; `null` otherwise. */
  readonly syncedBy: string | null;
  readonly freeBytes: number;
  /** Permission bits of the database file; `null` on Windows, or if there is none. */
  readonly mode: number | null;
  readonly isWritable: boolean;
  /** The format of the data; `null` if there is none, or it cannot be read. */
  readonly format: number | null;
  readonly knownFormat: number;
  readonly sqlite: string;
  readonly neededSqlite: string;
  /** Whether SQLite finds the file undamaged; `null` if it was not checked, because it is large or cannot be read. */
  readonly isSound: boolean | null;
}

/** Largest file that is checked for damage, in bytes: the check reads all of it. */
const mostCheckedBytes = 256 * 1024 * 1024;
const isWindows = process.platform === "win32";

/** Inspects the files of a store. `mounts`: the text of `/proc/self/mountinfo`, for tests. */
export function inspectStore(path: string, mounts = readMounts()): StoreInspection {
  const file = lstatSync(path, { throwIfNoEntry: false });
  const folder = inspectFolder(dirname(path), mounts);
  const isPlain = file?.isFile() === true;
  return {
    ...folder,
    exists: file !== undefined,
    syncedBy: syncedBy(resolve(path)),
    mode: isPlain && !isWindows ? file.mode & 0o777 : null,
    isWritable: folder.isWritable && (!isPlain || isWritable(path)),
    knownFormat: newest,
    neededSqlite,
    ...(isPlain ? readDatabase(path, file.size) : { format: null, sqlite: sqliteVersion(), isSound: null }),
  };
}

/** Inspects a folder, or the one in which it would be made. `mounts`: the text of `/proc/self/mountinfo`, for tests. */
export function inspectFolder(
  path: string,
  mounts = readMounts(),
): Pick<StoreInspection, "fileSystem" | "freeBytes" | "isWritable"> {
  const folder = existingFolder(resolve(path));
  const { bavail, bsize } = statfsSync(folder);
  return {
    fileSystem: fileSystemOf(realpathSync(folder), mounts),
    freeBytes: bavail * bsize,
    isWritable: isWritable(folder),
  };
}

/** Returns the permission bits of a folder; `null` if there is none, and on Windows. */
export function folderMode(path: string): number | null {
  const folder = lstatSync(path, { throwIfNoEntry: false });
  return folder === undefined || isWindows ? null : folder.mode & 0o777;
}

/** Returns the folder that a program copies to other machines and in which a path lies; `null` if there is none. */
export function syncedBy(path: string): string | null {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const marks = [".stfolder", ".dropbox", ".dropbox.cache", ".sync"];
    if (marks.some((mark) => lstatSync(join(folder, mark), { throwIfNoEntry: false }) !== undefined))
      return folder;
  }
  return isSynced(path) ? dirname(path) : null;
}

function readDatabase(path: string, bytes: number): Pick<StoreInspection, "format" | "sqlite" | "isSound"> {
  try {
    const db = new DatabaseSync(path, { readOnly: true, timeout: 1000 });
    try {
      const row = db.prepare("SELECT schema_version AS version FROM store WHERE id = 1").get();
      const result =
        bytes > mostCheckedBytes ? null : Object.values(db.prepare("PRAGMA quick_check(1)").get() ?? {})[0];
      return {
        format: row === undefined ? null : Number(row.version),
        sqlite: sqliteVersion(),
        isSound: result === null ? null : result === "ok",
      };
    } finally {
      db.close();
    }
  } catch {
    return { format: null, sqlite: sqliteVersion(), isSound: null };
  }
}

function sqliteVersion(): string {
  return process.versions.sqlite ?? "";
}

function existingFolder(path: string): string {
  return lstatSync(path, { throwIfNoEntry: false }) === undefined && dirname(path) !== path
    ? existingFolder(dirname(path))
    : path;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function readMounts(): string {
  try {
    return readFileSync("/proc/self/mountinfo", "utf8");
  } catch {
    return "";
  }
}

/** Returns the file system of a path: that of the innermost mount around it. @see man 5 proc_pid_mountinfo */
export function fileSystemOf(path: string, mounts: string): FileSystem {
  const around = mounts.split("\n").flatMap((line) => {
    const [before = "", after = ""] = line.split(" - ");
    const [, , , , point = "", options = ""] = before.split(" ");
    const place = point.replace(/\\(\d{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    const isAround = place === "/" || path === place || path.startsWith(`${place}/`);
    const type = after.split(" ")[0] ?? "";
    return place !== "" && isAround ? [{ place, type, isReadOnly: options.split(",").includes("ro") }] : [];
  });
  const innermost = around.toSorted((a, b) => a.place.length - b.place.length).at(-1);
  return innermost === undefined ? {} : { type: innermost.type, isReadOnly: innermost.isReadOnly };
}
