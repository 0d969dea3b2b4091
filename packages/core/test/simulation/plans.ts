import type { Faults } from "./machine.ts";
import { type Outcome, type Plan, simulate } from "./simulate.ts";

/** Trouble as it comes, and more of it than anybody has. */
export const some: Partial<Faults> = {
  kill: 0.01,
  pause: 0.01,
  lostRequest: 0.05,
  lostAnswer: 0.02,
  late: 0.1,
  cutOff: 0.05,
  nonsense: 0.02,
  busy: 0.03,
  storeBusy: 0.02,
};
export const much: Partial<Faults> = {
  ...some,
  kill: 0.05,
  pause: 0.1,
  late: 0.4,
  cutOff: 0.2,
  storeBusy: 0,
};
export const forked: Plan = { mode: "grace", siblings: "live", faults: {} };
const breach: Plan = { mode: "grace", siblings: "breach", graceSeconds: 180, faults: {} };

/** What is simulated. */
export const plans: readonly [string, Plan][] = [
  ["strict", { mode: "strict", faults: some }],
  ["static", { mode: "static", faults: some }],
  ["sliding", { mode: "sliding", faults: some }],
  ["grace, the same successor again", { mode: "grace", faults: some }],
  ["grace, one more successor each time", { ...forked, faults: some }],
  ["grace, siblings are a breach", { ...breach, faults: some }],
  ["grace, siblings are a breach, much trouble", { ...breach, faults: much }],
  ["grace, a long overlap", { ...forked, graceSeconds: 180, faults: much }],
  ["strict, much trouble", { mode: "strict", faults: much }],
  ["strict, refusals without a reason", { mode: "strict", isMute: true, faults: { ...some, mute: 0.1 } }],
  ["static, refusals without a reason", { mode: "static", isMute: true, faults: { ...some, mute: 0.3 } }],
  ["grace, refusals without a reason", { ...forked, isMute: true, faults: { ...much, mute: 0.1 } }],
];

/** The outcomes of so many seeds, and each violation with the first seed that shows it. */
export async function histories(
  plan: Plan,
  count: number,
  firstSeed = 1,
): Promise<{ outcomes: Outcome[]; violations: string[] }> {
  const outcomes: Outcome[] = [];
  const violations: string[] = [];
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const outcome = await simulate(seed, plan);
    outcomes.push(outcome);
    violations.push(...outcome.violations.map((violation) => `seed ${seed}: ${violation}`));
  }
  return { outcomes, violations };
}
