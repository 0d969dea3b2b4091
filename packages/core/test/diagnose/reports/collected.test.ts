import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { causeRules } from "../../../src/diagnose/causes/index.ts";
import { explain, type Hints } from "../../../src/diagnose/index.ts";

interface Collected extends Hints {
  readonly id: string;
  readonly text: string;
  readonly tokenStillGood: boolean | null;
  /** Causes of which one must come first. */
  readonly expected?: readonly string[] | undefined;
}

const contents = (name: string) => readFileSync(join(import.meta.dirname, name), "utf8");
const parsed = (name: string): readonly Collected[] =>
  contents(name)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

/** Causes for the reports of the building half, by id. */
const ofBuilding: Readonly<Record<string, readonly string[]>> = existsSync(
  join(import.meta.dirname, "expected-building.json"),
)
  ? JSON.parse(contents("expected-building.json"))
  : {};

const collected = readdirSync(import.meta.dirname)
  .filter((name) => /^collected-.*\.jsonl$/.test(name))
  .flatMap(parsed);
const building = parsed("building.jsonl").map((report) => ({ ...report, expected: ofBuilding[report.id] }));
const reports = [...collected, ...building].filter(({ expected }) => expected !== undefined);

const explained = ({ text, provider, stage, grant, status, context }: Collected) =>
  explain(text, {
    ...(provider !== undefined && { provider }),
    ...(stage !== undefined && { stage }),
    ...(grant !== undefined && { grant }),
    ...(status !== undefined && { status }),
    ...(context !== undefined && { context }),
  });

describe("the reports that rules were written with", () => {
  const all = reports.map((report) => ({ ...report, explanation: explained(report) }));

  test("begin with a cause that fits", () => {
    const wrong = all
      .map((report) => ({ ...report, first: report.explanation.causes[0]?.cause ?? "" }))
      .filter(({ expected = [], first }) => !expected.includes(first))
      .map(({ id, expected, first }) => ({ id, expected, first }));
    expect(wrong).toEqual([]);
  });

  test("are told nothing of their refresh token that is false", () => {
    const wrong = all
      .filter(
        ({ tokenStillGood, explanation }) =>
          explanation.tokenStillGood === !tokenStillGood && tokenStillGood !== null,
      )
      .map(({ id }) => id);
    expect(wrong).toEqual([]);
  });

  test("expect causes that exist, each report under an id of its own", () => {
    const known = new Set<string>(causeRules.map(({ id }) => id));
    const strange = reports.flatMap(({ expected = [] }) => expected).filter((cause) => !known.has(cause));
    expect(strange.filter((cause) => !cause.startsWith("own."))).toEqual([]);
    expect(new Set(reports.map(({ id }) => id)).size).toBe(reports.length);
  });
});
