import { chmodSync, chownSync, existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { judge, type Verdict } from "./oracle.ts";
import type { Cell, Stage } from "./stage.ts";

/** A store that cannot be written, found before the token is spent. */
export interface DiskTrouble {
  readonly what: string;
  /** Why it cannot be had on this machine. */
  readonly missing: string | null;
  readonly does: (cell: Cell) => Promise<void>;
}

const nobody = 65_534;
const isRoot = process.getuid?.() === 0;

export const diskTroubles: readonly DiskTrouble[] = [
  {
    what: "no file may grow (ulimit -f)",
    missing: process.platform === "win32" ? "no ulimit" : null,
    // So small that a transaction fits in no file any more; what is only read stays readable.
    does: (cell) => refused(cell, { fileBlocks: 1 }),
  },
  {
    what: "folder and files that may only be read",
    // Another user may not even read this program where the repository lies in a folder of root's own.
    missing: process.platform === "win32" ? "no modes" : isRoot ? "root may write everything" : null,
    does: async (cell) => {
      const restore = readOnly(dirname(cell.where.database));
      await refused(cell, {});
      restore();
    },
  },
];

/** Asks once, and nothing may reach the provider: an answer that could not be stored would be lost. */
async function refused(
  cell: Cell,
  limits: { readonly fileBlocks?: number; readonly uid?: number },
): Promise<void> {
  const process = await cell.start({}, limits);
  const got = await process.ask({ force: true, waitMs: 1_000 });
  await process.kill();
  if (!JSON.stringify(got)?.includes('"store_')) throw new Error(`no trouble: ${JSON.stringify(got)}`);
  const { length } = cell.presentations();
  if (length > 0) throw new Error("a token was spent whose answer could not have been stored");
}

/** Takes the right to write from everything in a folder, and the folder; gives back what undoes it. */
function readOnly(folder: string): () => void {
  const all = [
    dirname(folder),
    folder,
    ...readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))),
  ];
  const key = join(dirname(folder), "config");
  const readable = [...all, key, join(key, "key")];
  const set = (uid: number, mode: number): void => {
    for (const path of readable) {
      if (isRoot) chownSync(path, uid, uid);
      chmodSync(path, path === folder || existsSync(join(path, ".")) ? mode | 0o500 : mode);
    }
  };
  set(nobody, 0o400);
  return () => set(0, 0o600);
}

/** One trouble on a fresh family; afterwards it is over, and nothing is lost. */
export async function runDisk(stage: Stage, trouble: DiskTrouble): Promise<Verdict> {
  const cell = await stage.cell();
  try {
    await trouble.does(cell);
    return await judge(cell, "kept");
  } finally {
    await cell.dispose();
  }
}
