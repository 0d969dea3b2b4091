import { dirname } from "node:path";
import type { Finding } from "../../api/doctor.ts";
import type { GivenKey, Paths } from "../../store/paths.ts";
import { readGivenKey, readKey } from "../../store/sealing/key-file.ts";
import { folderMode, syncedBy } from "../../store/sqlite/inspect.ts";

/** Checks the key file, its folder and what copies it. `exists`: whether there is data that needs the key. */
export function checkKey({ key, givenKey }: Paths, exists: boolean): readonly Finding[] {
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

/** Finds a folder in which others may change files. */
export function openFolder(check: "key" | "files", folder: string): readonly Finding[] {
  const mode = folderMode(folder);
  if (mode === null || (mode & 0o022) === 0) return [];
  return [{ check, level: "warning", code: "folder_open", facts: { path: folder, mode: octal(mode) } }];
}

/** Returns permission bits as `chmod` takes them: `0640`. */
export const octal = (mode: number): string => mode.toString(8).padStart(4, "0");
