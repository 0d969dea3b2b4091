import { test } from "vitest";
import type { AppDriver } from "./app.ts";
import { lacking, play, type Situation } from "./situation.ts";

/** Makes a test of each situation that a driver can play. */
export function testSituations(driver: AppDriver, situations: readonly Situation[]): void {
  for (const situation of situations.filter((one) => lacking(one, driver).length === 0))
    test(`${driver.name}, ${situation.name}: ${situation.title}`, () => play(situation, driver));
}
