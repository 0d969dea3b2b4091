import { hasText, widthOf } from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { en } from "../src/text/en.ts";
import { ja } from "../src/text/ja.ts";
import { hasWords, helpTopics, words } from "../src/text/words.ts";

const keys = Object.keys(en) as (keyof typeof en)[];
const sentences = Object.entries({ en, ja }).flatMap(([language, table]) =>
  Object.entries(table).map(([key, sentence]) => [language, key, sentence] as const),
);

function placeholders(template: string): string[] {
  return (template.match(/\{\w+\}/g) ?? []).toSorted();
}

describe("the command's sentences", () => {
  test("Each language has the same sentences in the same order", () => {
    expect(Object.keys(ja)).toEqual(keys);
  });

  test.each(keys)("%s has the same placeholders in each language", (key) => {
    expect(placeholders(ja[key])).toEqual(placeholders(en[key]));
  });

  test("No sentence has trailing white space or control characters", () => {
    expect(sentences.filter(([, , sentence]) => /[ \t]$|[^\P{Cc}\n]/mu.test(sentence))).toEqual([]);
  });

  test("Each explanation has its sentence, and each sentence with a suggestion has one without", () => {
    const needing = keys.flatMap((key) => /^(error\..+?)(?:_did_you_mean|\.more)$/.exec(key)?.[1] ?? []);
    expect(needing.filter((key) => !hasWords(key))).toEqual([]);
  });

  test.each(["en", "ja"] as const)(
    "The help in %s names every command and provider that it explains",
    (language) => {
      const all = words(language, "help.all");
      expect(helpTopics.filter((topic) => !all.includes(topic))).toEqual([]);
    },
  );

  test("No sentence is in the library's table, too", () => {
    expect(keys.filter((key) => hasText(key))).toEqual([]);
  });

  test("Sentences that are printed without wrapping fit 80 columns", () => {
    const printed = sentences.filter(([, key]) => key.startsWith("help."));
    const long = printed.flatMap(([language, key, text]) =>
      text.split("\n").flatMap((line) => (widthOf(line) > 80 ? [`${language} ${key}: ${line}`] : [])),
    );
    expect(long).toEqual([]);
  });
});

test("words() fills the placeholders of a sentence", () => {
  expect(words("en", "step.allowed", { account: "taro" })).toBe("Allowed by taro");
  expect(words("ja", "step.allowed", { account: "taro" })).toBe("taro が許可しました");
});
