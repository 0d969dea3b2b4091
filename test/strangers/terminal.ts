import { type IPty, spawn } from "@lydell/node-pty";
import { adopt, Words } from "./children.ts";

/** A command on a terminal of 80 columns, and the person at it. */
export class Terminal {
  /** What came, without escape sequences and with plain line ends; repainted lines stand there more than once. */
  readonly words = new Words(plain);
  readonly ended: Promise<{ readonly code: number }>;
  readonly #pty: IPty;

  constructor(
    [file, ...args]: readonly [string, ...string[]],
    { env, cwd }: { readonly env: Readonly<Record<string, string>>; readonly cwd: string },
  ) {
    // So many rows that nothing scrolls away.
    this.#pty = spawn(file, args, {
      cols: 80,
      rows: 200,
      cwd,
      env: { TERM: "xterm-256color", ...env },
    });
    const release = adopt(() => this.kill("SIGKILL"));
    this.#pty.onData((text) => this.words.add(text));
    this.ended = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode }) => {
        release();
        this.words.end();
        resolve({ code: exitCode });
      });
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  get text(): string {
    return this.words.text;
  }

  /** What a person sees now. */
  get screen(): string {
    return screenOf(this.words.raw);
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  enter(text = ""): void {
    this.type(`${text}\r`);
  }

  /** Resolves as soon as the pattern is in what came after the first `from` characters of {@link text}. */
  async says(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    return await this.words.matching(pattern, from);
  }

  kill(signal: NodeJS.Signals): void {
    try {
      this.#pty.kill(signal);
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const sequence = /\u001b\[([0-9;?]*)([A-Za-z])/g;

function plain(text: string): string {
  return text.replace(sequence, "").replaceAll("\r\n", "\n");
}

/** Plays what came as far as the command uses a terminal: line ends, moves of the cursor, clearing. */
function screenOf(raw: string): string {
  const lines: string[][] = [[]];
  // Rows that only the terminal's width ended: to whoever copies them they are one line with the next.
  const wrapped = new Set<number>();
  let row = 0;
  let column = 0;
  const line = (): string[] => {
    while (lines.length <= row) lines.push([]);
    return lines[row] ?? [];
  };
  const moves: Readonly<Record<string, (count: number, text: string) => void>> = {
    A: (count) => {
      row = Math.max(0, row - count);
    },
    B: (count) => {
      row += count;
    },
    C: (count) => {
      column += count;
    },
    D: (count) => {
      column = Math.max(0, column - count);
    },
    G: (count) => {
      column = count - 1;
    },
    J: () => {
      line().length = Math.min(line().length, column);
      lines.length = row + 1;
      for (const below of wrapped) if (below >= row) wrapped.delete(below);
    },
    K: () => {
      line().length = Math.min(line().length, column);
    },
  };
  const put = (text: string): void => {
    for (const character of text) {
      if (character === "\r") column = 0;
      else if (character === "\n") row += 1;
      else if (character === "\b") column = Math.max(0, column - 1);
      else {
        if (column >= 80) {
          wrapped.add(row);
          column = 0;
          row += 1;
        }
        const cells = line();
        while (cells.length < column) cells.push(" ");
        cells[column] = character;
        // What takes two columns leaves the second one empty.
        if (isWide(character)) cells[column + 1] = "";
        column += isWide(character) ? 2 : 1;
      }
    }
    line();
  };
  let last = 0;
  for (const match of raw.matchAll(sequence)) {
    put(raw.slice(last, match.index));
    last = match.index + match[0].length;
    const [, parameter = "", name = ""] = match;
    moves[name]?.(Number(parameter.split(";")[0] || (name === "J" || name === "K" ? 0 : 1)), parameter);
  }
  put(raw.slice(last));
  return lines
    .map((cells, index) => (wrapped.has(index) ? cells.join("") : `${cells.join("").trimEnd()}\n`))
    .join("")
    .trimEnd();
}

function isWide(character: string): boolean {
  return /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
    character,
  );
}
