import { setTimeout as pause } from "node:timers/promises";
import { fingerprintOf } from "@tokenwell/emulator";
import type { CrashCell, ProofProvider } from "./crash-cell.ts";
import type { CrashProcess } from "./crash-process.ts";
import { endings, judge, type Verdict } from "./oracle.ts";
import { inUndisturbedCell } from "./pulse.ts";
import type { Fate } from "./relay.ts";
import type { Engine } from "./stores.ts";

/** How long the line is bad, in milliseconds. */
const troubleMs = 3_000;

/** One exchange on a bad line. */
function fateOf(random: () => number): Fate {
  const kind = Math.floor(random() * 9);
  if (kind === 0) return { refused: true };
  if (kind === 1) return { requestCutAt: random() };
  if (kind === 2) return { answerCutAt: random() };
  if (kind === 3) return { answerLost: true };
  if (kind === 4) return { delayMs: random() * 300 };
  if (kind === 5) return { pieces: 2 + Math.floor(random() * 40) };
  return {};
}

/** Three processes on a line that cuts, delays, trickles and swallows; then a good line, on which all must come right. */
export function chaos(provider: ProofProvider, random: () => number, engine?: Engine): Promise<Verdict> {
  const run = async (cell: CrashCell): Promise<Verdict> => {
    cell.relay.fate = () => fateOf(random);
    const untilMs = Date.now() + troubleMs;
    const processes = await Promise.all([1, 2, 3].map(() => cell.start()));
    await Promise.all(processes.map((process) => askUntil(process, untilMs)));
    cell.relay.fate = () => ({});
    const verdict = await judge(cell);
    return { ...verdict, violations: [...verdict.violations, ...thrownAway(cell)] };
  };
  return inUndisturbedCell(provider, run, { ...(engine && { engine }) });
}

async function askUntil(process: CrashProcess, untilMs: number): Promise<void> {
  while (Date.now() < untilMs) {
    const got = await process.ask({ force: true, waitMs: 1_000 });
    if (got === undefined) return;
    await pause(20);
  }
}

/** A family that was ended although a process that lives had been given the token that worked. */
function thrownAway(cell: CrashCell): readonly string[] {
  const all = cell.presentations();
  const tokens = new Map(cell.issued().map((value) => [fingerprintOf(value), value]));
  return endings(cell)
    .flatMap(({ fingerprint }) =>
      all.filter((one) => one.fingerprint === fingerprint && one.issued !== undefined),
    )
    .map(({ issued = "" }) => tokens.get(issued) ?? "")
    .filter((value) => cell.relay.delivered.some((answer) => answer.includes(`"${value}"`)))
    .map((value) => `${fingerprintOf(value)} worked, was received, and was thrown away`);
}
