import { lstatSync, realpathSync } from "node:fs";
import { dirname } from "node:path";
import type { Finding } from "../../api/doctor.ts";
import type { GivenKey, Paths } from "../../store/paths.ts";
import { readGivenKey, readKey } from "../../store/sealing/key-file.ts";
import { folderMode, type StoreInspection, syncedBy } from "../../store/sqlite/inspect.ts";

/** Bytes of free space below which a warning comes, long before a refresh is refused for lack of it. */
const littleSpaceBytes = 16 * 1024 * 1024;

/** Mounts from another machine, or through a program: SQLite's locks do not hold there. */
const sharedMount =
  /^(?:nfs\d?|cifs|smb3?|smbfs|afs|ceph|coda|9p|virtiofs|drvfs|vboxsf|prl_fs|lustre|glusterfs|fuse\.(?:sshfs|rclone|s3fs|gcsfuse|davfs|glusterfs|curlftpfs|gvfsd-fuse|vmhgfs-fuse|osxfs|grpcfuse))$/;

/** Checks the key file, its folder and what copies it. */
export function checkKey({ key, givenKey }: Paths, { exists }: StoreInspection): readonly Finding[] {
  if (givenKey !== undefined) return checkGivenKey(givenKey);
  const read = readKey(key);
  // The first login makes the key together with the data.
  if (read.refused === "key_missing" && !exists)
    return [{ check: "key", level: "ok", code: "nothing_stored", facts: {} }];
  if (read.refused !== undefined)
    return [{ check: "key", level: "failed", code: read.refused, facts: { ...read.facts, path: key } }];
  if (read.kind !== "keys") return [{ check: "key", level: "ok", code: `key_in_${read.kind}`, facts: {} }];
  for (const bytes of read.keys) bytes.fill(0);
  const found = [...openFolder("key", dirname(key)), ...syncedKey(key)];
  return found.length > 0
    ? found
    : [{ check: "key", level: "ok", code: "key_private", facts: { path: key } }];
}

function checkGivenKey(given: GivenKey): readonly Finding[] {
  const read = readGivenKey(given);
  const { refused, facts } = read.refused === undefined ? { refused: undefined, facts: {} } : read;
  if (refused !== undefined) return [{ check: "key", level: "failed", code: refused, facts }];
  return [{ check: "key", level: "ok", code: "key_in_env", facts: {} }];
}

function syncedKey(path: string): readonly Finding[] {
  const folder = syncedBy(path);
  return folder === null
    ? []
    : [{ check: "key", level: "warning", code: "key_synced", facts: { path, folder: dirname(path) } }];
}

function openFolder(check: "key" | "files", folder: string): readonly Finding[] {
  const mode = folderMode(folder);
  if (mode === null || (mode & 0o022) === 0) return [];
  return [{ check, level: "warning", code: "folder_open", facts: { path: folder, mode: octal(mode) } }];
}

const octal = (mode: number): string => mode.toString(8).padStart(4, "0");

/** Checks where the data lies and its permissions. */
export function checkFiles({ database }: Paths, store: StoreInspection): readonly Finding[] {
  if (!store.exists) return [];
  const { type = "" } = store.fileSystem;
  const folder = dirname(database);
  const found: Finding[] = [...openFolder("files", folder)];
  const add = (level: Finding["level"], code: Finding["code"], facts: Finding["facts"] = {}): void => {
    found.push({ check: "files", level, code, facts: { path: database, folder, ...facts } });
  };
  if (store.mode !== null && (store.mode & 0o077) !== 0)
    add("warning", "data_readable", { mode: octal(store.mode) });
  if (sharedMount.test(type)) add("failed", "data_shared_mount", { type });
  if (store.syncedBy !== null) add("failed", "data_synced", { by: store.syncedBy });
  if (/^(?:tmpfs|ramfs)$/.test(type) && !isTemporary(folder)) add("warning", "data_in_memory", { type });
  if (found.length > 0) return found;
  return [{ check: "files", level: "ok", code: "local_disk", facts: { path: database, type } }];
}

/** Whether a folder was chosen for data that may go, as tests do. */
function isTemporary(folder: string): boolean {
  return ["/tmp", "/var/tmp", "/dev/shm", process.env.TMPDIR ?? ""]
    .filter((root) => root !== "" && lstatSync(root, { throwIfNoEntry: false }) !== undefined)
    .some((root) => `${folder}/`.startsWith(`${realpathSync(root)}/`));
}

/** Checks that each commit can be made durable. */
export function checkDurability({ database }: Paths, store: StoreInspection): readonly Finding[] {
  if (!store.exists) return [];
  const folder = dirname(database);
  const facts = { path: database, folder, free: sizeOf(store.freeBytes) };
  const found: Finding[] = [];
  if (store.fileSystem.isReadOnly === true || !store.isWritable)
    found.push({ check: "durability", level: "failed", code: "read_only", facts });
  if (store.freeBytes < littleSpaceBytes)
    found.push({ check: "durability", level: "warning", code: "space_low", facts });
  if (store.isSound === false) found.push({ check: "durability", level: "failed", code: "damaged", facts });
  return found.length > 0 ? found : [{ check: "durability", level: "ok", code: "durable", facts }];
}

/** Returns a number of bytes as people read it: `12.3 GiB`. */
function sizeOf(bytes: number): string {
  const units = ["KiB", "MiB", "GiB", "TiB"];
  const step = Math.min(units.length, Math.max(1, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  return `${(bytes / 1024 ** step).toFixed(1)} ${units[step - 1]}`;
}

/** Checks the format of the data and SQLite. */
export function checkVersions(
  store: StoreInspection,
  ours: { readonly tokenwell: string; readonly node: string },
): readonly Finding[] {
  const facts = {
    ...ours,
    sqlite: store.sqlite,
    format: store.format ?? store.knownFormat,
    known: store.knownFormat,
  };
  const found: Finding[] = [];
  if (store.sqlite !== "" && isOlder(store.sqlite, store.neededSqlite)) {
    const needed = { found: store.sqlite, needed: store.neededSqlite };
    found.push({ check: "versions", level: "failed", code: "sqlite_too_old", facts: needed });
  }
  if (store.format !== null && store.format > store.knownFormat) {
    const formats = { found: store.format, known: store.knownFormat };
    found.push({ check: "versions", level: "failed", code: "store_newer", facts: formats });
  }
  if (found.length > 0) return found;
  const isOld = store.format !== null && store.format < store.knownFormat;
  return [{ check: "versions", level: "ok", code: isOld ? "data_older" : "versions_fit", facts }];
}

const isOlder = (found: string, needed: string): boolean =>
  found.localeCompare(needed, "en", { numeric: true }) < 0;
