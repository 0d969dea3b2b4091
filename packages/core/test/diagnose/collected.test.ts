import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { explain } from "../../src/diagnose/index.ts";

/** A report that was collected while rules were written, with the causes that may stand first. */
interface Collected {
  readonly id: string;
  readonly provider: string;
  readonly stage: string;
  readonly grant?: string;
  readonly status?: number;
  readonly text: string;
  readonly context: string;
  readonly tokenStillGood: boolean | null;
  readonly expected: readonly string[];
}

const folder = new URL("reports/", import.meta.url);
const files = readdirSync(folder).filter((name) => /^collected-[\w-]+\.jsonl$/.test(name));
const reportsOf = (file: string): readonly Collected[] =>
  readFileSync(new URL(file, folder), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Collected);

/** The reports whose first cause is none of the expected ones, or whose token is judged otherwise. */
function missed(reports: readonly Collected[]): readonly string[] {
  return reports.flatMap((report) => {
    const { causes, tokenStillGood } = explain(report.text, report);
    const first = causes[0]?.cause ?? "";
    const known = [report.tokenStillGood, tokenStillGood].every((good) => good !== null);
    const isWrong = known && report.tokenStillGood !== tokenStillGood;
    return report.expected.includes(first) && !isWrong ? [] : [`${report.id}: ${first}, ${tokenStillGood}`];
  });
}

describe("a collected report", () => {
  test.each(files)("of %s begins with its cause", (file) => {
    expect(missed(reportsOf(file))).toEqual([]);
  });

  test("has an id of its own", () => {
    const ids = files.flatMap(reportsOf).map(({ id }) => id);
    expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([]);
  });
});
