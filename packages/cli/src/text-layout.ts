// How text fits a terminal: widths, wrapping, tables. Pure; knows nothing of streams.

/** What a terminal shows in two columns (UAX #11, wide and fullwidth). */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const zero = /[\p{Mn}\p{Me}\p{Cf}]/u;
/** What must not begin a line, and what must not end one. */
const noStart = /^[、。,.・:;?!」』)】〕}ーぁぃぅぇぉっゃゅょァィゥェォッャュョ…々]/u;
const noEnd = /[「『(【〔{]$/u;
const ownCommand =
  /^tokenwell (?:login|token|request|status|logout|set|export|import|upkeep|emulator|demo|help)\b/;

/** The columns that a text takes: East Asian characters two, combining marks none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += wide.test(character) ? 2 : zero.test(character) ? 0 : 1;
  return width;
}

/** The text, filled up with spaces to so many columns. */
export function padTo(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - widthOf(text)));
}

/**
 * A text from outside (an account's name, a provider's words) as it may appear within a line: control
 * characters and directional overrides could rewrite the terminal or forge a line of ours.
 */
export function sanitize(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
}

/** Rows as lines, each column as wide as its widest cell, two spaces between. */
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
 * A line, broken to at most so many columns. Later lines hang under the text, after a label (`why   …`) if
 * there is one. Addresses and commands are never broken, so that they can be copied.
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

/** What cannot be broken, each with the spaces before it. */
function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  // What follows two spaces is there to be typed.
  const [words = "", typed] = /^(.*?\S) {2,}(\S.*)$/.exec(text)?.slice(1) ?? [text];
  const whole = ownCommand.test(words) ? [["", "", words] as const] : words.matchAll(/( *)([^ ]+)/g);
  for (const [, gap = "", word = ""] of whole) {
    const parts = ownCommand.test(word) ? [word] : splitWide(word);
    found.push(...parts.map((part, index) => ({ gap: index === 0 ? gap : "", text: part })));
  }
  if (typed !== undefined) found.push({ gap: "  ", text: typed });
  return found;
}

/** Japanese may break between any two characters, but for what must not begin or end a line. */
function splitWide(word: string): string[] {
  const parts: string[] = [];
  for (const character of word) {
    const before = parts.at(-1);
    const isBreak =
      before !== undefined &&
      (wide.test(character) || wide.test(before.slice(-1))) &&
      !noStart.test(character) &&
      !noEnd.test(before);
    if (before === undefined || isBreak) parts.push(character);
    else parts[parts.length - 1] = before + character;
  }
  return parts;
}
