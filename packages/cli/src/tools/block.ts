// Our lines in a text file of another program stand between two comments. Every format here takes `#` for a comment.

const head = (tool: string, name: string): string => `# >>> tokenwell use ${tool} ${name} >>>`;
const foot = (tool: string, name: string): string => `# <<< tokenwell use ${tool} ${name} <<<`;
const anyBlock = /^# >>> (tokenwell use \S+ \S+) >>>\n[\s\S]*?^# <<< \1 <<<\n?/gm;

/** Marks lines as ours. */
export const blockOf = (tool: string, name: string, text: string): string =>
  `${head(tool, name)}\n${text}\n${foot(tool, name)}\n`;

/**
 * Returns a file's text with our lines in it: in the place of those of an earlier time, or at the end. Returns `null` if
 * only one of the two marks is there, so that it is not known where our lines end.
 */
export function withBlock(text: string, tool: string, name: string, lines: string): string | null {
  const block = blockOf(tool, name, lines);
  const begin = lineStart(text, head(tool, name));
  const end = lineStart(text, foot(tool, name));
  if (begin === -1 && end === -1) {
    const gap = text === "" || text.endsWith("\n\n") ? "" : text.endsWith("\n") ? "\n" : "\n\n";
    return `${text}${gap}${block}`;
  }
  if (begin === -1 || end < begin) return null;
  const after = text.slice(end + foot(tool, name).length).replace(/^\r?\n/, "");
  return `${text.slice(0, begin)}${block}${after}`;
}

/** Returns a file's text without any lines of ours. */
export const withoutBlocks = (text: string): string => text.replace(anyBlock, "");

function lineStart(text: string, line: string): number {
  for (let at = text.indexOf(line); at !== -1; at = text.indexOf(line, at + 1))
    if ((at === 0 || text[at - 1] === "\n") && /^\r?(?:\n|$)/.test(text.slice(at + line.length))) return at;
  return -1;
}
