import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Installed, installOnce } from "./cache.ts";

const run = promisify(execFile);

const onlyWhatIsNeeded = ["recommends", "suggests", "conflicts", "breaks", "replaces", "enhances"].map(
  (kind) => `--no-${kind}`,
);

/**
 * Unpacks packages of Debian with what they depend on into a folder, and changes nothing of the system. `wanted` selects
 * the packages by name.
 */
export function unpackOnce(name: string, packages: readonly string[], wanted: RegExp): Promise<Installed> {
  return installOnce(name, async (folder) => {
    const asked = ["depends", "--recurse", ...onlyWhatIsNeeded, ...packages];
    const { stdout } = await run("apt-cache", asked, { maxBuffer: 1 << 24 });
    const names = new Set(stdout.split("\n").filter((line) => wanted.test(line)));
    await run("apt-get", ["download", ...names], { cwd: folder });
    for (const file of readdirSync(folder).filter((one) => one.endsWith(".deb")))
      await run("dpkg-deb", ["--extract", join(folder, file), folder]);
  });
}

/** Software of the system, or the reason why it is not there. */
export type OnSystem = { readonly reason: string | undefined };

/**
 * Installs packages of Debian on the system, unless their programs are there: mail servers and programs have their paths
 * built in. Only root may.
 */
export async function installOnSystem(
  packages: readonly string[],
  programs: readonly string[],
): Promise<OnSystem> {
  const missing = programs.filter((program) => !existsSync(program));
  if (missing.length === 0) return { reason: undefined };
  if (process.getuid?.() !== 0) return { reason: `only root can install ${missing.join(" ")}` };
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = ["install", "--yes", "--no-install-recommends", ...packages];
  try {
    await run("apt-get", ["update"], { env, maxBuffer: 1 << 24 });
    await run("apt-get", install, { env, maxBuffer: 1 << 24 });
    return { reason: undefined };
  } catch (cause) {
    return { reason: `${packages.join(" ")} cannot be installed: ${String(cause).split("\n", 1)[0]}` };
  }
}
