import { widthOf } from "@tokenwell/core";
import { charactersOf, isJapanese, isTailOf, phrasesOf } from "./japanese-lines.ts";

// Padding, wrapping and tables for a terminal. Pure: no streams.

const ownCommand =
  /^tokenwell (?:login|renew|token|run|use|request|status|explain|doctor|snippet|logout|set|export|import|upkeep|emulator|demo|help)\b/;

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
 * Addresses and commands are never broken, so that the user can copy them. Japanese breaks between phrases.
 */
export function wrap(line: string, columns: number): string[] {
  if (widthOf(line) <= columns) return [line];
  const lead = /^ *(?:\S{1,12} {2,})?/.exec(line)?.[0] ?? "";
  const hang = " ".repeat(widthOf(lead));
  const lines: string[] = [];
  let current = lead;
  let isEmpty = true;
  for (const { gap, text } of pieces(line.slice(lead.length), columns - hang.length)) {
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

/** Splits a text into unbreakable pieces, each with the spaces before it. A piece of Japanese fits `columns`. */
function pieces(text: string, columns: number): Piece[] {
  // Text after two spaces is a command for the user to type.
  const [words = "", typed] = /^(.*?\S) {2,}(\S.*)$/.exec(text)?.slice(1) ?? [text];
  const found: Piece[] = [];
  for (const { gap, text: word } of ownCommand.test(words) ? [{ gap: "", text: words }] : wordsOf(words)) {
    const [first = "", ...rest] = ownCommand.test(word) || !isJapanese(word) ? [word] : phrasesOf(word);
    const before = found.at(-1)?.text;
    if (before !== undefined && isTailOf(before, first))
      found.push({ gap: found.pop()?.gap ?? "", text: before + gap + first });
    else found.push({ gap, text: first });
    found.push(...rest.map((phrase) => ({ gap: "", text: phrase })));
  }
  if (typed !== undefined) found.push({ gap: "  ", text: typed });
  return found.flatMap((piece) =>
    widthOf(piece.text) > columns && isJapanese(piece.text) && !ownCommand.test(piece.text)
      ? charactersIn(piece)
      : [piece],
  );
}

function charactersIn(piece: Piece): Piece[] {
  return wordsOf(piece.text).flatMap((word, index) =>
    charactersOf(word.text).map((text, place) => ({
      gap: place > 0 ? "" : index === 0 ? piece.gap : word.gap,
      text,
    })),
  );
}

function wordsOf(text: string): Piece[] {
  return [...text.matchAll(/( *)([^ ]+)/g)].map(([, gap = "", word = ""]) => ({ gap, text: word }));
}
