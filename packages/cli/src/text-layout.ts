import { widthOf } from "@tokenwell/core";

// Padding, wrapping and tables for a terminal. Pure: no streams.

/** Characters that must not begin a line, and those that must not end one. */
const noStart = /^[、。,.・:;?!」』)】〕}ーぁぃぅぇぉっゃゅょァィゥェォッャュョ…々]/u;
const noEnd = /[「『(【〔{]$/u;
const ownCommand =
  /^tokenwell (?:login|token|request|status|logout|set|export|import|upkeep|emulator|demo|help)\b/;

/** Pads a text with spaces to a number of columns. */
export function padTo(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - widthOf(text)));
}

/** Formats rows as lines. Each column is as wide as its widest cell, with two spaces between columns. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, widthOf(cell));
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : padTo(cell, widths[index] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

/**
 * Wraps a line at a number of columns. Later lines are indented to the text after a label (`why   …`) if there is one.
 * Addresses and commands are never broken, so that the user can copy them.
 */
export function wrap(line: string, columns: number): string[] {
  if (widthOf(line) <= columns) return [line];
  const lead = /^ *(?:\S{1,12} {2,})?/.exec(line)?.[0] ?? "";
  const hang = " ".repeat(widthOf(lead));
  const lines: string[] = [];
  let current = lead;
  let isEmpty = true;
  for (const { gap, text } of pieces(line.slice(lead.length))) {
    if (!isEmpty && widthOf(current + gap + text) > columns) {
      lines.push(current.trimEnd());
      current = hang + text;
    } else {
      current += (isEmpty ? "" : gap) + text;
    }
    isEmpty = false;
  }
  return [...lines, current];
}

interface Piece {
  readonly gap: string;
  readonly text: string;
}

/** Splits a text into unbreakable pieces, each with the spaces before it. */
function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  // Text after two spaces is a command for the user to type.
  const [words = "", typed] = /^(.*?\S) {2,}(\S.*)$/.exec(text)?.slice(1) ?? [text];
  const whole = ownCommand.test(words) ? [["", "", words] as const] : words.matchAll(/( *)([^ ]+)/g);
  for (const [, gap = "", word = ""] of whole) {
    const parts = ownCommand.test(word) ? [word] : splitWide(word);
    found.push(...parts.map((part, index) => ({ gap: index === 0 ? gap : "", text: part })));
  }
  if (typed !== undefined) found.push({ gap: "  ", text: typed });
  return found;
}

/** Splits between any two Japanese characters, except at those that must not begin or end a line. */
function splitWide(word: string): string[] {
  const parts: string[] = [];
  for (const character of word) {
    const before = parts.at(-1);
    const isBreak =
      before !== undefined &&
      (isWide(character) || isWide(before.slice(-1))) &&
      !noStart.test(character) &&
      !noEnd.test(before);
    if (before === undefined || isBreak) parts.push(character);
    else parts[parts.length - 1] = before + character;
  }
  return parts;
}

const isWide = (character: string): boolean => widthOf(character) === 2;
