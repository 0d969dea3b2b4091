import { PassThrough } from "node:stream";
import { widthOf } from "@tokenwell/core";
import { expect, test } from "vitest";
import { Ui } from "../src/ui.ts";

const words = "one ".repeat(60).trim();

function written(terminal: { readonly isTTY?: boolean; readonly columns?: number }): readonly string[] {
  const stream = Object.assign(new PassThrough(), terminal);
  let text = "";
  stream.on("data", (chunk) => {
    text += String(chunk);
  });
  const ui = new Ui(stream, {
    language: "en",
    env: { LANG: "C.UTF-8" },
    platform: "linux",
    nowMs: () => 0,
  });
  ui.text(words);
  ui.mark("done", words);
  return text.trimEnd().split("\n");
}

test.each([
  ["as wide as the terminal", { isTTY: true, columns: 60 }, 59],
  ["no wider than 100 columns, which are easy to read", { isTTY: true, columns: 200 }, 99],
  ["80 columns on a terminal that does not tell its width", { isTTY: true, columns: 0 }, 79],
  ["80 columns elsewhere, so that a log does not depend on a window", { columns: 200 }, 79],
])("A line is %s", (_, terminal, longest) => {
  const lines = written(terminal);
  expect(Math.max(...lines.map(widthOf))).toBe(longest);
  expect(lines.join(" ").replace("✓ ", "").replaceAll(/ +/g, " ")).toBe(`${words} ${words}`);
});
