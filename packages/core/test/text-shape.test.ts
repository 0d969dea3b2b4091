import { expect, test } from "vitest";
import { printable } from "../src/text/sanitize.ts";
import { widthOf } from "../src/text/width.ts";

test.each([
  ["", 0],
  ["acme", 4],
  ["更新", 4],
  ["、。「」", 8],
  ["\uff21\uff22", 4],
  ["한국", 4],
  ["𠮷", 2],
  ["😀", 2],
  ["✓ … › →", 7],
  ["e\u0301", 1],
  ["a\u200bb", 2],
])("widthOf(%j) is %i", (text, columns) => {
  expect(widthOf(text)).toBe(columns);
});

test("printable() leaves nothing that moves the cursor or ends the line", () => {
  expect(printable("a\r\n\u001b[2Jb\u2028c\u202ed\u0000")).toBe("a [2Jb c d ");
  expect(printable("太郎 é  😀 ")).toBe("太郎 é  😀 ");
});
