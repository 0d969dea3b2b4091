import { widthOf } from "@tokenwell/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { padTo, table, wrap } from "../src/text-layout.ts";

const withoutSpaces = (text: string): string => text.replaceAll(" ", "");

test("padTo() pads a text with spaces and never cuts it", () => {
  expect(padTo("更新", 6)).toBe("更新  ");
  expect(padTo("refresh", 3)).toBe("refresh");
});

test("A table has columns as wide as their widest cells and no trailing spaces", () => {
  expect(
    table([
      ["名前", "状態", ""],
      ["acme", "正常", "x"],
      ["acme-eu", "ok", ""],
    ]),
  ).toEqual(["名前     状態", "acme     正常  x", "acme-eu  ok"]);
  expect(table([])).toEqual([]);
});

describe("wrap()", () => {
  test("A long line breaks at spaces, and further lines are indented to its text", () => {
    expect(wrap(`  ${"word ".repeat(20).trim()}`, 40)).toEqual([
      `  ${"word ".repeat(7).trim()}`,
      `  ${"word ".repeat(7).trim()}`,
      `  ${"word ".repeat(6).trim()}`,
    ]);
  });

  test("Further lines are indented to the text after a label", () => {
    expect(wrap("why   one two three four", 16)).toEqual(["why   one two", "      three four"]);
    expect(wrap("  原因  取り消されました", 16)).toEqual(["  原因  取り消さ", "        れました"]);
  });

  test("No line begins with a closing mark or ends with an opening one", () => {
    expect(wrap("ああああ、い", 8)).toEqual(["あああ", "あ、い"]);
    expect(wrap("あああ。」い", 8)).toEqual(["ああ", "あ。」い"]);
    expect(wrap("あああ「いい", 8)).toEqual(["あああ", "「いい"]);
    expect(wrap("ケーキッッとパン", 6)).toEqual(["ケー", "キッッ", "とパン"]);
  });

  test("An address stays whole, however long it is", () => {
    const address = `https://login.example.com/${"a".repeat(100)}?b=c`;
    expect(wrap(`${address} is the address to open`, 80)).toEqual([address, "is the address to open"]);
    expect(wrap(`次のアドレス ${address}`, 80)).toEqual(["次のアドレス", address]);
  });

  test.each([
    `tokenwell login https://${"a".repeat(80)}.example acme`,
    `  tokenwell request acme /${"a".repeat(80)} --method PUT`,
  ])("A command stays whole: %s", (command) => {
    expect(wrap(command, 80)).toEqual([command]);
  });

  test("A command stays whole after a label, after a sentence and before its explanation", () => {
    const command = `tokenwell login ${"n".repeat(63)}`;
    expect(wrap(`  fix   ${command}`, 80)).toEqual([`  fix   ${command}`]);
    expect(wrap(`Then:  ${command}`, 80)).toEqual([`Then:  ${command}`]);
    expect(wrap(`If it was meant so:  ${command}`, 80)).toEqual(["If it was meant so:", command]);
    expect(wrap(`  ${command}  print a token`, 80)).toEqual([`  ${command}`, "  print a token"]);
  });

  test("A sentence that only begins with the name of the command breaks like any sentence", () => {
    expect(wrap("tokenwell kept no token of it", 20)).toEqual(["tokenwell kept no", "token of it"]);
  });
});

test("A line that fits is unchanged, spaces included", () => {
  expect(wrap("a   b  c ", 9)).toEqual(["a   b  c "]);
});

describe("any line", () => {
  const word = fc.oneof(
    fc.stringMatching(/^[a-z]{1,20}$/),
    fc.stringMatching(/^[ぁ-んァ-ヶ一-龠、。「」ー]{1,12}$/),
    fc.constantFrom("https://login.example.com/x?y=z", "--json", "(a)", "API、", "。"),
  );
  const line = fc
    .tuple(fc.constantFrom("", "  ", "why   ", "原因  ", "! "), fc.array(word, { maxLength: 40 }))
    .map(([lead, words]) => lead + words.join(" "));

  test("Any line breaks at 80 columns unless one word alone is longer", () => {
    fc.assert(
      fc.property(line, (text) => {
        for (const part of wrap(text, 80)) expect(widthOf(part)).toBeLessThanOrEqual(80);
      }),
    );
  });

  test("Any longer line is a single piece", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,120}$/), { minLength: 1 }), (words) => {
        const long = wrap(words.join(" "), 80).filter((part) => widthOf(part) > 80);
        for (const part of long) expect(part).not.toContain(" ");
      }),
    );
  });

  test("No line loses a character but spaces, or begins with 、 or 。", () => {
    fc.assert(
      fc.property(line, fc.integer({ min: 24, max: 80 }), (text, columns) => {
        const parts = wrap(text, columns);
        expect(withoutSpaces(parts.join(""))).toBe(withoutSpaces(text));
        const spaced = parts.slice(1).filter((part) => /^ *[、。]/.test(part));
        // Text with a leading space is the caller's choice.
        for (const part of spaced) expect(text).toContain(` ${part.trim().slice(0, 1)}`);
      }),
    );
  });
});
