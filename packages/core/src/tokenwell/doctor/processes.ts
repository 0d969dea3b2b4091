import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Finding } from "../../api/doctor.ts";

/** A process that has the database open. */
export interface StoreUser {
  readonly pid: number;
  /** Whether it is stopped, as Ctrl-Z stops it. */
  readonly isStopped: boolean;
  /** Version of the tokenwell that it runs, and its folder; `null` if that is not known. */
  readonly tokenwell: { readonly version: string; readonly folder: string } | null;
}

/** Lists the other processes that have the database open. Only Linux tells, and only of the same user's processes. */
export function usersOf(database: string, folder = "/proc"): readonly StoreUser[] {
  if (!existsSync(database)) return [];
  const path = realpathSync(database);
  return list(folder)
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) =>
      list(join(folder, name, "fd")).some((fd) => isLinkTo(join(folder, name, "fd", fd), path)),
    )
    .map((name) => ({
      pid: Number(name),
      isStopped: /^T$/.test(
        read(join(folder, name, "stat"))
          .replace(/^.*\) /s, "")
          .slice(0, 1),
      ),
      tokenwell: versionOf(join(folder, name)),
    }));
}

/** Checks the processes that use the data. */
export function checkProcesses(users: readonly StoreUser[], ours: string): readonly Finding[] {
  return users.flatMap(({ pid, isStopped, tokenwell }): readonly Finding[] => [
    ...(isStopped
      ? [{ check: "processes", level: "warning", code: "process_stopped", facts: { pid } } as const]
      : []),
    ...(tokenwell !== null && ours !== "" && tokenwell.version !== ours
      ? [
          {
            check: "versions",
            level: "warning",
            code: "other_version",
            facts: { pid, ours, ...tokenwell },
          } as const,
        ]
      : []),
  ]);
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isLinkTo(link: string, path: string): boolean {
  try {
    return readlinkSync(link) === path;
  } catch {
    return false;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Finds the tokenwell that a process runs, by the folder of its script. */
function versionOf(folder: string): StoreUser["tokenwell"] {
  const words = read(join(folder, "cmdline")).split("\0");
  const script = words.find((word) => /tokenwell[^/]*$/.test(word) && word.startsWith("/"));
  if (script === undefined || !existsSync(script)) return null;
  for (let place = dirname(realpathSync(script)); place !== dirname(place); place = dirname(place)) {
    const { name, version } = manifestOf(join(place, "package.json"));
    if (name === "tokenwell" && typeof version === "string") return { version, folder: place };
  }
  return null;
}

function manifestOf(path: string): { readonly name?: unknown; readonly version?: unknown } {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof manifest === "object" && manifest !== null ? manifest : {};
  } catch {
    return {};
  }
}
