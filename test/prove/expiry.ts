import { spawn } from "node:child_process";
import { once } from "node:events";
import { defaultDeadlines } from "../../packages/core/src/refresh/schedule.ts";
import type { CrashCell, ProofProvider } from "./crash-cell.ts";
import type { CrashProcess } from "./crash-process.ts";
import type { Engine } from "./stores.ts";

/** Callers that all want a token at the moment at which it expires. */
export interface ExpiryCrowd {
  /** As in the list of fault points of the protocol. */
  readonly point: string;
  readonly what: string;
  readonly callersPerProcess: number;
  /** Shared out among the processes in turn. */
  readonly audiences: readonly string[];
}

export const expiryCrowds: readonly ExpiryCrowd[] = [
  {
    point: "F31",
    what: "4 processes with 250 callers each: one request",
    callersPerProcess: 250,
    audiences: [""],
  },
  {
    point: "F32",
    what: "4 processes, two audiences: two requests, one after the other",
    callersPerProcess: 1,
    audiences: ["", "b"],
  },
];

/** How many endless loops compete for two cores. */
export const busyLoops = 2;

/** A program that is busy for as long as the process lives that started it. */
const endless = "const { ppid } = process; while (process.ppid === ppid);";

/** So many expiries are met by the same processes; then new ones, which still have everything to load, take their place. */
const expiriesPerStart = 5;

/** Lets all callers ask at once; throws unless each audience costs one request, and all its callers get one token. */
export async function expectOneRequestEach(
  cell: CrashCell,
  processes: readonly CrashProcess[],
  { audiences, callersPerProcess: callers }: ExpiryCrowd,
): Promise<void> {
  const { length: before } = cell.presentations();
  const asks = processes.map((process, index) =>
    process.askAll({ callers, audience: audiences[index % audiences.length] ?? "" }),
  );
  const all = (await Promise.all(asks)).flat();
  const answers = new Set(all.map((got) => JSON.stringify(got)));
  const requests = cell.presentations().slice(before);
  const areTokens = all.every((got) => got !== undefined && "token" in got);
  const { length: wanted } = audiences;
  if (
    areTokens &&
    answers.size === wanted &&
    requests.length === wanted &&
    !requests.some(({ spent }) => spent)
  )
    return;
  const cases = [...answers].map((answer) => answer.slice(0, 60)).join(", ");
  throw new Error(`${requests.length} requests, expected ${wanted}; the callers got ${cases}`);
}

/** Meets so many expiries of one login with the protocol's own times; returns what was wrong. */
export function expiries(
  provider: ProofProvider,
  crowd: ExpiryCrowd,
  { count, engine }: { readonly count: number; readonly engine: Engine },
): Promise<readonly string[]> {
  const run = async (cell: CrashCell): Promise<readonly string[]> => {
    const violations: string[] = [];
    let processes: readonly CrashProcess[] = [];
    for (let expiry = 0; expiry < count; expiry += 1) {
      if (expiry % expiriesPerStart === 0) {
        await Promise.all(processes.map((process) => process.kill()));
        const starting = [1, 2, 3, 4].map(() => cell.start({ deadlines: defaultDeadlines }));
        processes = await Promise.all(starting);
      }
      await cell.expire();
      await expectOneRequestEach(cell, processes, crowd).catch((error: unknown) => {
        violations.push(`expiry ${expiry + 1}: ${error}`);
      });
    }
    return violations;
  };
  return provider.inCell(run, { engine });
}

/** Works while so many other processes want a whole core each. */
export async function besideLoops<T>(count: number, work: () => Promise<T>): Promise<T> {
  const loops = Array.from({ length: count }, () =>
    spawn(process.execPath, ["--eval", endless], { stdio: "ignore" }),
  );
  try {
    return await work();
  } finally {
    for (const loop of loops) {
      const gone = once(loop, "exit");
      loop.kill("SIGKILL");
      await gone;
    }
  }
}
