import { describe, expect, it } from "vitest";
import { en } from "../src/text/en.ts";
import { ja } from "../src/text/ja.ts";
import { fill, hasText, say } from "../src/text/say.ts";
import { widthOf } from "../src/text/width.ts";

function placeholders(template: string): ReadonlySet<string> {
  return new Set(template.match(/\{\w+\}/g) ?? []);
}

const tables = Object.entries({ en, ja }).flatMap(([language, table]) =>
  Object.entries(table).map(([key, sentence]) => [language, key, sentence] as const),
);

describe("the sentences", () => {
  it("are the same ones in each language, in the same order", () => {
    expect(Object.keys(ja)).toEqual(Object.keys(en));
  });

  it.each(Object.keys(en) as (keyof typeof en)[])("%s has the same placeholders in each language", (key) => {
    expect(placeholders(ja[key])).toEqual(placeholders(en[key]));
  });

  it.each(tables)("in %s: %s has no white space at a line's end and no control characters", (...row) => {
    expect(row[2]).not.toMatch(/[ \t]+$|^\n|\n$|[^\P{Cc}\n]/mu);
  });

  it.each(tables.filter(([, key]) => /^(?:why|fix|next)\./.test(key)))(
    "in %s: %s is one paragraph, or lines that fit a terminal below their label",
    (...row) => {
      const lines = row[2].split("\n");
      // A fact may make a line longer; the command then breaks it.
      const long = lines.filter((line) => !line.includes("{") && widthOf(line) > 72);
      expect(lines.length === 1 ? [] : long).toEqual([]);
    },
  );

  it("have an error for each explanation of one", () => {
    const orphans = Object.keys(en).filter(
      (key) => key.endsWith(".more") && !hasText(key.slice(0, -".more".length)),
    );
    expect(orphans).toEqual([]);
  });
});

describe("a sentence", () => {
  it("is filled with facts, and keeps a placeholder that no fact fills", () => {
    expect(say("en", "error.paste_repeated", { parameter: "code" })).toContain('"code" twice');
    expect(say("ja", "error.paste_repeated", { parameter: "code" })).toContain("「code」");
    expect(fill("{a} {b}", { a: 1 })).toBe("1 {b}");
  });

  it("is not filled from a fact's own text", () => {
    expect(fill("{a}", { a: "{b}", b: "no" })).toBe("{b}");
  });
});
