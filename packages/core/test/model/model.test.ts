import { describe, expect, test } from "vitest";
import { explore } from "./check.ts";
import { large, variants } from "./variants.ts";

/*
 * Every interleaving of a few processes, their requests and a few faults, decided by the real `decide`, `judge`,
 * `settle` and `connectedOf`. A process knows what it can know: the rows, whether an attempt's time is over, and
 * whether the lock of its owner is held.
 */
describe("a login survives", () => {
  test.each(variants.filter(([what]) => !large.has(what)))("%s", (_what, variant) => {
    const { states, violations } = explore(variant);
    expect([...violations]).toEqual([]);
    expect(states).toBeGreaterThan(50);
  });
});

test("each variant that only the whole proof explores is one of them", () => {
  expect(variants.filter(([what]) => large.has(what))).toHaveLength(large.size);
});

/* A check that cannot fail proves nothing. */
describe("a rule that is switched off is missed", () => {
  const ended = "a family that was in use is ended by a spent token";
  const thrownAway = "a live token is thrown away";
  test.each([
    ["attempt before request", { mode: "strict", off: "attempt_row" }, ended],
    ["the generation decides who may write", { mode: "strict", off: "generation", logins: 1 }, ended],
    ["a late answer is never discarded", { mode: "grace", off: "late_answer" }, thrownAway],
    ["drain is time", { mode: "strict", off: "time" }, ended],
    ["drain is silence", { mode: "strict", off: "silence" }, ended],
    ["rotation is judged before validity", { mode: "strict", off: "rotation_first", spoiled: 1 }, thrownAway],
    [
      "three refusals without a reason end the login",
      { mode: "strict", off: "no_reason", mute: true },
      "stuck",
    ],
  ] as const)("%s", (_rule, variant, violation) => {
    expect([...explore(variant).violations.keys()]).toContain(violation);
  });
});
