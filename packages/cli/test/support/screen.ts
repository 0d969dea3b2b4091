// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const terminalOutput = /\u001b\[([0-9;?]*)([A-Za-z])|[\s\S]/g;

/** Returns the lines that a terminal shows after the output, without blank lines at the end. */
export function screenOf(raw: string): string {
  const lines: string[][] = [[]];
  let row = 0;
  let column = 0;
  for (const [text, numbers, kind] of raw.matchAll(terminalOutput)) {
    const count = Number(numbers || 1);
    if (kind === "A") row = Math.max(0, row - count);
    else if (kind === "G") column = count - 1;
    else if (kind === "K" || kind === "J") {
      lines[row]?.splice(column);
      if (kind === "J") lines.splice(row + 1);
    } else if (text === "\n") {
      row += 1;
      column = 0;
    } else if (text === "\r") column = 0;
    else if (kind === undefined) {
      const line = lines[row] ?? [];
      line[column] = text;
      lines[row] = line;
      column += 1;
    }
    lines[row] ??= [];
  }
  return lines
    .map((line) =>
      Array.from(line, (character) => character ?? " ")
        .join("")
        .trimEnd(),
    )
    .join("\n")
    .trimEnd();
}

/** Returns the output without escape sequences. */
export function withoutEscapes(raw: string): string {
  return raw
    .replace(terminalOutput, (text, _numbers, kind) => (kind === undefined ? text : ""))
    .replaceAll("\r", "");
}
