// How much does `tokenwell token` cost over starting Node at all? Goal: 1.25 × `node -e 0` or less, from the packed
// tarball, the token cached. Then: 1,000 calls, 8 at a time, without one error.
import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { connectedHome, median } from "./connected.ts";

const run = promisify(execFile);
const packages = join(import.meta.dirname, "..", "packages");
const runs = 30;
const calls = 1_000;
const atOnce = 8;

const place = await mkdtemp(join(tmpdir(), "tokenwell-packed-"));
const { home, close } = await connectedHome();
try {
  const command = await install();
  const env = { PATH: process.env.PATH ?? "", HOME: place, TOKENWELL_HOME: home, LANG: "C.UTF-8" };
  const time = (...words: string[]): number => {
    const begunMs = performance.now();
    const { status } = spawnSync(process.execPath, words, { env, stdio: ["ignore", "pipe", "pipe"] });
    if (status !== 0) throw new TypeError(`${words.join(" ")} ends with ${status}`);
    return performance.now() - begunMs;
  };
  for (let warm = 0; warm < 3; warm += 1) time("-e", "0") + time(command, "token");
  const floor: number[] = [];
  const token: number[] = [];
  for (let index = 0; index < runs; index += 1) {
    floor.push(time("-e", "0"));
    token.push(time(command, "token"));
  }
  const ratio = median(token) / median(floor);
  console.log(`node -e 0          ${median(floor).toFixed(1)} ms   (median of ${runs}, interleaved)`);
  console.log(
    `tokenwell token    ${median(token).toFixed(1)} ms   ${ratio.toFixed(2)} × the floor; goal 1.25`,
  );
  console.log(`${calls} calls, ${atOnce} at a time: ${await load(command, env)} errors`);
} finally {
  await close();
  await rm(place, { recursive: true });
}

async function install(): Promise<string> {
  const tarballs = await Promise.all(
    ["core", "emulator", "cli"].map(async (name) => {
      const words = ["pack", "--json", "--pack-destination", place];
      const { stdout } = await run("npm", words, { cwd: join(packages, name) });
      return `./${(JSON.parse(stdout) as [{ filename: string }])[0].filename}`;
    }),
  );
  await writeFile(join(place, "package.json"), "{}");
  await run("npm", ["install", "--no-fund", "--no-audit", ...tarballs], { cwd: place });
  return join(place, "node_modules", "tokenwell", "bin", "tokenwell.cjs");
}

/** Runs the calls and counts those that did not print the one token. */
async function load(command: string, env: NodeJS.ProcessEnv): Promise<number> {
  const { stdout: expected } = await run(process.execPath, [command, "token"], { env });
  let left = calls;
  let errors = 0;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const got = await run(process.execPath, [command, "token"], { env }).catch(() => null);
      if (got?.stdout !== expected || got.stderr !== "") errors += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return errors;
}
