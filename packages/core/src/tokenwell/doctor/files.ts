import { lstatSync, realpathSync } from "node:fs";
import { dirname } from "node:path";
import type { Finding } from "../../api/doctor.ts";
import type { Clock } from "../../clock.ts";
import type { Paths } from "../../store/paths.ts";
import { inspectStore, type StoreInspection } from "../../store/sqlite/inspect.ts";
import { openSqlite } from "../../store/sqlite/store.ts";
import { type Content, checkContent, nothingRead } from "./content.ts";
import { checkKey, octal, openFolder } from "./key.ts";
import { checkProcesses, usersOf } from "./processes.ts";

/** Milliseconds that a look at the data waits for another process. */
const busyTimeoutMs = 1_000;

/** Bytes of free space below which a warning comes, long before a refresh is refused for lack of it. */
const littleSpaceBytes = 16 * 1024 * 1024;

/** Mounts from another machine, or through a program: SQLite's locks do not hold there. */
const sharedMount =
  /^(?:nfs\d?|cifs|smb3?|smbfs|afs|ceph|coda|9p|virtiofs|drvfs|vboxsf|prl_fs|lustre|glusterfs|fuse\.(?:sshfs|rclone|s3fs|gcsfuse|davfs|glusterfs|curlftpfs|gvfsd-fuse|vmhgfs-fuse|osxfs|grpcfuse))$/;

/** Versions of the programs that run. */
export interface Ours {
  readonly tokenwell: string;
  readonly node: string;
}

/** Examines a store in files of this machine. */
export async function examineFiles(
  paths: Paths,
  { ours, clock }: { readonly ours: Ours; readonly clock: Clock },
): Promise<Content> {
  const inspected = inspectStore(paths.database);
  const { exists, format, knownFormat } = inspected;
  const users = usersOf(paths.database);
  const key = checkKey(paths, exists);
  const files = [
    ...[...key, ...checkFiles(paths, inspected), ...checkDurability(paths, inspected)],
    ...[...checkVersions(inspected, ours), ...checkProcesses(users, ours.tokenwell)],
  ];
  const isReadable = key.every(({ level }) => level !== "failed") && format === knownFormat;
  const open = () => openSqlite({ ...paths, clock, busyTimeoutMs, readOnly: true });
  const content = exists && isReadable ? await checkContent(open, { check: "files", clock }) : nothingRead;
  return {
    ...content,
    findings: [...files, ...content.findings],
    isRead: !exists || content.isRead,
  };
}

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
  if (isInMemory(store.fileSystem, folder)) add("warning", "data_in_memory", { type });
  if (found.length > 0) return found;
  return [{ check: "files", level: "ok", code: "local_disk", facts: { path: database, type } }];
}

/** Whether what a folder keeps is lost when the machine stops, and the folder was not chosen for that. */
export const isInMemory = ({ type = "" }: StoreInspection["fileSystem"], folder: string): boolean =>
  /^(?:tmpfs|ramfs)$/.test(type) && !isTemporary(folder);

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
  store: Pick<StoreInspection, "format" | "knownFormat" | "sqlite" | "neededSqlite">,
  ours: Ours,
): readonly Finding[] {
  const found: Finding[] = [];
  if (store.sqlite !== "" && isOlder(store.sqlite, store.neededSqlite)) {
    const needed = { found: store.sqlite, needed: store.neededSqlite };
    found.push({ check: "versions", level: "failed", code: "sqlite_too_old", facts: needed });
  }
  const format = checkFormat(store, { ...ours, engine: `SQLite ${store.sqlite}` });
  return format.level === "ok" && found.length > 0 ? found : [...found, format];
}

/** Checks the format of the data. `versions`: those beside it. */
export function checkFormat(
  { format, knownFormat }: { readonly format: number | null; readonly knownFormat: number },
  versions: Ours & { readonly engine: string },
): Finding {
  const facts = { ...versions, format: format ?? knownFormat, known: knownFormat };
  if (format !== null && format > knownFormat)
    return {
      check: "versions",
      level: "failed",
      code: "store_newer",
      facts: { found: format, known: knownFormat },
    };
  const isOld = format !== null && format < knownFormat;
  return { check: "versions", level: "ok", code: isOld ? "data_older" : "versions_fit", facts };
}

const isOlder = (found: string, needed: string): boolean =>
  found.localeCompare(needed, "en", { numeric: true }) < 0;
