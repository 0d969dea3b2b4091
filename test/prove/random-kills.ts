import { setTimeout as pause } from "node:timers/promises";
import type { CrashCell, ProofProvider } from "./crash-cell.ts";
import { scaled } from "./deadlines.ts";
import { judge, type Verdict } from "./oracle.ts";
import { inUndisturbedCell } from "./pulse.ts";
import type { Engine } from "./stores.ts";

/** From the question on; a refresh of a fresh process takes less. */
const wholeMs = scaled(150);
/** From the moment at which the request is all written: the provider decides, answers, and we store. */
const criticalMs = scaled(15);
/** The same where many connections are refreshed at once, whose answers are stored together. */
const criticalInCrowdMs = scaled(60);
const killsOfFamily = 10;
/** Other connections of a crowd. */
export const othersOfCrowd = 15;

/**
 * So many kills, each at some instant of a refresh, every other one of its dangerous part. What lost its login, as it may
 * where tokens rotate without overlap, gets a new one. `random` is in [0, 1). In a crowd many other connections are refreshed
 * at the same time by the same process.
 */
export async function randomKills(
  provider: ProofProvider,
  count: number,
  random: () => number,
  { engine, isCrowd = false }: { readonly engine?: Engine; readonly isCrowd?: boolean } = {},
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  while (verdicts.length < count) {
    const { length: first } = verdicts;
    const most = Math.min(isCrowd ? 1 : killsOfFamily, count - first);
    const work = (cell: CrashCell): Promise<readonly Verdict[]> =>
      ofOneFamily(cell, { first, most, isCrowd }, random);
    verdicts.push(...(await inUndisturbedCell(provider, work, { ...(engine && { engine }) })));
  }
  return verdicts;
}

interface Round {
  /** Number of the first kill. */
  readonly first: number;
  readonly most: number;
  readonly isCrowd: boolean;
}

/** Kills in one family, until it is lost: the oracle looks at a family as a whole. */
async function ofOneFamily(
  cell: CrashCell,
  { first, isCrowd, most }: Round,
  random: () => number,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  if (isCrowd) await cell.gather(othersOfCrowd);
  for (let kill = first; kill < first + most; kill += 1) {
    const before = cell.presentations().length;
    await killSomewhere(cell, { isCritical: kill % 2 === 0, isCrowd }, random);
    const verdict = await judge(cell);
    verdicts.push({ ...verdict, presentations: verdict.presentations - before });
    if (verdict.end === "lost" || verdict.violations.length > 0) break;
  }
  return verdicts;
}

async function killSomewhere(
  cell: CrashCell,
  { isCritical, isCrowd }: { readonly isCritical: boolean; readonly isCrowd: boolean },
  random: () => number,
): Promise<void> {
  const process = await cell.start();
  const held = isCritical ? cell.relay.hold("request") : undefined;
  const asked = process.ask({ force: true, crowd: isCrowd });
  // On a busy machine the refresh may give up before its request is written: then there is nothing to wait for.
  (await Promise.race([held, asked.then(() => undefined)]))?.go();
  const dangerousMs = isCrowd ? criticalInCrowdMs : criticalMs;
  await pause(random() * (isCritical ? dangerousMs : wholeMs));
  await process.kill();
}
