import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
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
