import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The folder of installed software. It is outside the repository and stays for later runs. */
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "tokenwell-strangers");

/** A folder with installed software, or the reason why there is none. */
export type Installed = { readonly folder: string } | { readonly folder: undefined; readonly reason: string };

/** Installs software into a folder of the cache, unless an earlier run did so. An install that fails leaves nothing. */
export async function installOnce(
  name: string,
  install: (folder: string) => Promise<void>,
): Promise<Installed> {
  const folder = join(cache, name);
  if (existsSync(join(folder, "complete"))) return { folder };
  mkdirSync(cache, { recursive: true });
  const own = mkdtempSync(`${folder}-`);
  try {
    await install(own);
    writeFileSync(join(own, "complete"), "");
    renameSync(own, folder);
    return { folder };
  } catch (cause) {
    rmSync(own, { recursive: true, force: true });
    return { folder: undefined, reason: `${name} cannot be installed: ${String(cause).split("\n", 1)[0]}` };
  }
}
