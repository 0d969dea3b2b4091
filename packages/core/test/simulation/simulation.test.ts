import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSqlite } from "../../src/store/sqlite/store.ts";
import { forked, histories, much, plans, some } from "./plans.ts";
import { type Plan, simulate } from "./simulate.ts";
import { rulesOff } from "./spoiled.ts";

/** Histories of each kind: few here, many for `npm run prove`. */
const count = process.env.TOKENWELL_ALL_PAIRS
  ? { plain: 60, steps: 300, sqlite: 40 }
  : { plain: 6, steps: 3, sqlite: 2 };

/*
 * Whole histories of the real refresher: three processes and their callers on one store, for hours of trouble, decided
 * by a seed. The judge is the provider's record of every presentation, joined with what the store holds.
 */
describe.each(plans)("%s", (_name, plan) => {
  test("no family is ended that one of us could still have used, and all comes right", async () => {
    const { outcomes, violations } = await histories(plan, count.plain);
    expect(violations).toEqual([]);
    expect(outcomes.reduce((sum, { presentations }) => sum + presentations, 0)).toBeGreaterThan(30);
  });

  test("a wall clock that is set an hour on or back changes nothing of that", async () => {
    const stepped = { ...plan, faults: { ...plan.faults, steps: 2 } };
    expect((await histories(stepped, count.steps)).violations).toEqual([]);
  });
});

/* Seeds that found something. */
test.each([
  ["strict, much trouble", 6965, "a token whose answers were all lost was sent seven times in an hour"],
  ["grace, refusals without a reason", 1100, "a request that arrived late counted from its start"],
])("%s, seed %i: %s", async (name, seed) => {
  const plan = plans.find(([what]) => what === name)?.[1];
  expect(plan && (await simulate(seed, plan)).violations).toEqual([]);
});

/** Seeds that show it, which are tried first. */
const showing: Readonly<Record<string, number>> = {
  "a late answer is never discarded": 48,
  "drain is time": 38,
};

/* A check that cannot fail proves nothing. */
test.each(Object.entries(rulesOff))("without the rule '%s' it is not so", async (rule, off) => {
  const plans: Plan[] = [
    { mode: "strict", faults: much, ...off },
    { ...forked, graceSeconds: 180, faults: much, ...off },
  ];
  expect(await firstViolation(plans, showing[rule] ?? 1, 60)).toMatch(/./);
});

/** Tries a seed, and then one after the other, with each plan until one shows a violation. */
async function firstViolation(
  plans: readonly Plan[],
  first: number,
  count: number,
): Promise<string | undefined> {
  const seeds = [first, ...Array.from({ length: count }, (_, index) => index + 1)];
  for (const seed of seeds)
    for (const plan of plans) {
      const [violation] = (await simulate(seed, plan)).violations;
      if (violation !== undefined) return violation;
    }
  return undefined;
}

describe("on SQLite", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "tokenwell-simulation-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(["strict", "static", "grace"] as const)("%s: the same holds", async (mode) => {
    for (let seed = 1; seed <= count.sqlite; seed += 1) {
      const place = join(folder, `${mode}-${seed}`);
      const open: Plan["open"] = (clock) =>
        openSqlite({
          database: join(place, "data", "tokenwell.db"),
          locks: join(place, "data", "locks"),
          key: join(place, "key"),
          clock,
          busyTimeoutMs: 50,
        });
      expect((await simulate(seed, { mode, faults: some, open })).violations).toEqual([]);
    }
  });
});
