import { setTimeout as pause } from "node:timers/promises";
import { judge, type Verdict } from "./oracle.ts";
import type { Cell, Stage } from "./stage.ts";

/** From the question on; a refresh of a fresh process takes less. */
const wholeMs = 150;
/** From the moment at which the request is all written: the provider decides, answers, and we store. */
const criticalMs = 15;

/**
 * So many kills, each at some instant of a refresh, every other one of its dangerous part. What lost its login, as it may
 * where tokens rotate without overlap, gets a new one. `random` is in [0, 1).
 */
export async function randomKills(
  stage: Stage,
  count: number,
  random: () => number,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  let cell: Cell | null = null;
  try {
    for (let kill = 0; kill < count; kill += 1) {
      cell ??= await stage.cell();
      const before = cell.presentations().length;
      await killSomewhere(cell, kill % 2 === 0, random);
      const verdict = await judge(cell);
      verdicts.push({ ...verdict, presentations: verdict.presentations - before });
      // The oracle looks at a family as a whole: after a few kills a new one.
      if (verdict.end === "lost" || verdict.violations.length > 0 || kill % 10 === 9) {
        await cell.dispose();
        cell = null;
      }
    }
  } finally {
    await cell?.dispose();
  }
  return verdicts;
}

async function killSomewhere(cell: Cell, isCritical: boolean, random: () => number): Promise<void> {
  const process = await cell.start();
  const held = isCritical ? cell.relay.hold("request") : undefined;
  void process.ask({ force: true });
  (await held)?.go();
  await pause(random() * (isCritical ? criticalMs : wholeMs));
  await process.kill();
}
