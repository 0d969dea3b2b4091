import type { AppDriver, Feature } from "./app.ts";
import { openStage, type Stage, type StagePlan } from "./stage.ts";

/** A situation that people reported of session libraries, with what is right in it. */
export interface Situation {
  readonly name: string;
  /** What is right, as a sentence: the title of the test. */
  readonly title: string;
  readonly needs: readonly Feature[];
  play(scenes: Scenes): Promise<void>;
}

/** Opens the stages of one situation. */
export type Scenes = (plan?: StagePlan) => Promise<Stage>;

/** Plays a situation with a driver, and closes every stage that it opened. A driver without a needed feature cannot play it. */
export async function play(situation: Situation, driver: AppDriver): Promise<void> {
  const opened: Stage[] = [];
  try {
    await situation.play(async (plan = {}) => {
      const stage = await openStage(driver, plan);
      opened.push(stage);
      return stage;
    });
    for (const stage of opened) stage.assertNothingLeaked();
  } finally {
    await Promise.all(opened.map((stage) => stage.close()));
  }
}

/** Returns the features that a driver lacks for a situation. */
export function lacking({ needs }: Situation, { features }: AppDriver): readonly Feature[] {
  return needs.filter((feature) => !features.has(feature));
}
