import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { causeRules } from "../packages/core/src/diagnose/causes/index.ts";
import { likenessOf } from "../packages/core/src/diagnose/learnt/likeness.ts";
import { digestOfReports, reports } from "./learn-weights/reports.ts";
import { learn, type Row } from "./learn-weights/svm.ts";

const weights = readFileSync(
  join(import.meta.dirname, "..", "packages", "core", "src", "diagnose", "learnt", "weights.ts"),
  "utf8",
);

const all = reports();

const row = (...places: readonly number[]): Row => ({
  places: Int32Array.from(places),
  values: Float64Array.from(places, () => 1),
  count: 1,
});

const scoreOf = (learnt: Float64Array, { places }: Row): number =>
  places.reduce((sum, place) => sum + (learnt[place] ?? 0), 0);

describe("The weights of explain", () => {
  test("are learnt from the reports as they are now (else: npm run learn)", () => {
    expect(weights).toContain(`from the reports ${digestOfReports()};`);
  });

  test("know every cause that a report names", () => {
    const known = new Set<string>(causeRules.map(({ id }) => id));
    const strange = all.flatMap(({ causes }) => causes.filter((cause) => !known.has(cause)));
    expect([...new Set(strange)].filter((cause) => !cause.startsWith("own."))).toEqual([]);
  });

  test("find the cause of nine in ten of the reports that they were learnt from", () => {
    const some = all.filter((_, index) => index % 29 === 0);
    const right = some.filter(({ read, causes }) => {
      const { facts, symptoms } = read();
      const [best] = [...likenessOf(facts, symptoms)].sort(([, a], [, b]) => b - a);
      return causes.includes(best?.[0] ?? "");
    });
    expect(right.length / some.length).toBeGreaterThan(0.9);
  });
});

describe("A support vector machine", () => {
  test("separates rows that a line can separate", () => {
    const rowsOf = fc.array(fc.boolean(), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(rowsOf, (sides) => {
        // Place 0 is the constant, 1 or 2 is the side, 3 and more is noise.
        const rows = sides.map((side, index) => row(0, side ? 1 : 2, 3 + (index % 5)));
        const learnt = learn(rows, (index) => sides[index] === true, 8);
        rows.forEach((each, index) => {
          if (new Set(sides).size === 2) expect(scoreOf(learnt, each) > 0).toBe(sides[index]);
        });
      }),
    );
  });

  test("learns the same weights from the same rows", () => {
    const rows = Array.from({ length: 60 }, (_, index) => row(0, 1 + (index % 7), 8 + (index % 11)));
    const learnt = () => learn(rows, (index) => index % 7 < 3, 19);
    expect(learnt()).toEqual(learnt());
  });
});
