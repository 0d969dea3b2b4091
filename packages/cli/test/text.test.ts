import { displayWidth, hasText } from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { en } from "../src/text/en.ts";
import { ja } from "../src/text/ja.ts";
import { hasWords, words } from "../src/text/words.ts";

const keys = Object.keys(en) as (keyof typeof en)[];
const sentences = Object.entries({ en, ja }).flatMap(([language, table]) =>
  Object.entries(table).map(([key, sentence]) => [language, key, sentence] as const),
);

function placeholders(template: string): string[] {
  return (template.match(/\{\w+\}/g) ?? []).toSorted();
}

describe("the command's sentences", () => {
  test("are the same ones in each language, in the same order", () => {
    expect(Object.keys(ja)).toEqual(keys);
  });

  test.each(keys)("%s has the same placeholders in each language", (key) => {
    expect(placeholders(ja[key])).toEqual(placeholders(en[key]));
  });

  test("have no white space at a line's end and no control characters", () => {
    expect(sentences.filter(([, , sentence]) => /[ \t]$|[^\P{Cc}\n]/mu.test(sentence))).toEqual([]);
  });

  test("have a sentence for each explanation, and a plain one for each that guesses what was meant", () => {
    const needing = keys.flatMap((key) => /^(error\..+?)(?:_did_you_mean|\.more)$/.exec(key)?.[1] ?? []);
    expect(needing.filter((key) => !hasWords(key))).toEqual([]);
  });

  test("do not stand in the table of the library, too", () => {
    expect(keys.filter((key) => hasText(key))).toEqual([]);
  });

  test("fit 80 columns line by line where they are printed as they stand", () => {
    const printed = sentences.filter(([, key]) => key.startsWith("help."));
    const long = printed.flatMap(([language, key, text]) =>
      text.split("\n").flatMap((line) => (displayWidth(line) > 80 ? [`${language} ${key}: ${line}`] : [])),
    );
    expect(long).toEqual([]);
  });
});

test("a sentence is filled with facts", () => {
  expect(words("en", "step.allowed", { account: "taro" })).toBe("Allowed by taro");
  expect(words("ja", "step.allowed", { account: "taro" })).toBe("taro が許可しました");
});
