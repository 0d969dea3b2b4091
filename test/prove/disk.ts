import { spawnSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CrashCell, ProofProvider } from "./crash-cell.ts";
import type { CrashProcessOptions } from "./crash-process.ts";
import { judge, type Verdict } from "./oracle.ts";
import { inUndisturbedCell } from "./pulse.ts";
import { pathsOf } from "./stores.ts";

/** A store that cannot be written, found before the token is spent. */
export interface DiskTrouble {
  readonly what: string;
  /** Why it cannot be had on this machine. */
  readonly missing: string | null;
  readonly does: (cell: CrashCell) => Promise<void>;
}

const isRoot = process.getuid?.() === 0;
const canTrace = spawnSync("strace", ["-qq", "-o", "/dev/null", "true"]).status === 0;

export const diskTroubles: readonly DiskTrouble[] = [
  {
    what: "no file may grow (ulimit -f)",
    missing: process.platform === "win32" ? "no ulimit" : null,
    // So small that a transaction fits in no file any more; what is only read stays readable.
    does: (cell) => refused(cell, { fileBlocks: 1 }),
  },
  {
    what: "folder and files that may only be read",
    missing: process.platform === "win32" ? "no modes" : isRoot ? "root may write everything" : null,
    does: async (cell) => {
      const restore = readOnly(dirname(pathsOf(cell.home).database));
      await refused(cell);
      restore();
    },
  },
  {
    what: "waits for the disk before the request, and before the token is handed out",
    missing: canTrace ? null : "no strace, or it may not trace",
    does: async (cell) => {
      const trace = join(cell.home, "trace");
      const process = await cell.start({}, { trace });
      await process.ask();
      await process.kill();
      const seen = sequenceOf(readFileSync(trace, "utf8"));
      if (!/d+rd+g/.test(seen)) throw new Error(`not durable in time: ${seen}`);
    },
  },
];

/** What a process did, in its order: `d` the disk has it, `r` a request leaves, `g` its caller gets the token. */
function sequenceOf(trace: string): string {
  return trace
    .split("\n")
    .map((line) => {
      if (/ f(?:data)?sync\(\d+\) += 0/.test(line)) return "d";
      if (/ writev?\(\d+, .*POST \//.test(line)) return "r";
      return /"\{\\"got\\":\[\{\\"token\\"/.test(line) ? "g" : "";
    })
    .join("");
}

/** Asks once, and nothing may reach the provider: an answer that could not be stored would be lost. */
async function refused(cell: CrashCell, limits: CrashProcessOptions = {}): Promise<void> {
  const process = await cell.start({}, limits);
  const got = await process.ask({ force: true, waitMs: 1_000 });
  await process.kill();
  if (!JSON.stringify(got)?.includes('"store_')) throw new Error(`no trouble: ${JSON.stringify(got)}`);
  const { length } = cell.presentations();
  if (length > 0) throw new Error("a token was spent whose answer could not have been stored");
}

/** Takes the right to write from a folder and all in it; gives back what undoes it. */
function readOnly(folder: string): () => void {
  const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));
  const before = [folder, ...files].map((path) => ({ path, mode: statSync(path).mode }));
  for (const { mode, path } of before) chmodSync(path, mode & ~0o222);
  return () => {
    for (const { mode, path } of before) chmodSync(path, mode);
  };
}

/** One trouble on a fresh family; afterwards it is over, and nothing is lost. */
export function runDisk(provider: ProofProvider, trouble: DiskTrouble): Promise<Verdict> {
  const run = async (cell: CrashCell): Promise<Verdict> => {
    await trouble.does(cell);
    return await judge(cell, "kept");
  };
  return inUndisturbedCell(provider, run);
}
