import { createInterface, type Interface } from "node:readline";
import { type Readable, Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { LastLine, Terminal } from "./ui.ts";

/** An input stream that may be a terminal. */
export type TerminalInput = Readable & { readonly isTTY?: boolean };

/** The streams of a line reader, and its way to stop the command. */
export interface LineReaderOptions {
  readonly input: TerminalInput;
  readonly output: Terminal;
  /** Called on Ctrl-C, and on Ctrl-D at an empty line. */
  readonly stop: () => void;
}

/** The caller that waits for an entry. */
interface PendingEntry {
  readonly take: (line: string) => void;
  readonly dismiss: () => void;
}

/** Milliseconds within which further lines belong to the same paste. */
const pasteWindowMs = 50;
const clearLine = "\r\u001b[K";
const clearBelow = "\r\u001b[J";

/**
 * Reads typed or pasted entries, one prompt at a time, with line editing and, for secrets, without echo. Between
 * prompts it ignores all keys but Ctrl-C. `close()` restores the terminal.
 */
export class LineReader implements LastLine {
  readonly #options: LineReaderOptions;
  #reader: Interface | undefined;
  #isMuted = true;
  #prompt: string | undefined;
  #waiting: PendingEntry | undefined;

  constructor(parts: LineReaderOptions) {
    this.#options = parts;
  }

  /** Whether a prompt is on the last line. */
  get isPrompting(): boolean {
    return this.#prompt !== undefined;
  }

  /**
   * Prompts for one entry: a line, or all lines of one paste. Resolves with `undefined` if the prompt was dismissed.
   * A hidden entry is not echoed.
   */
  async ask(prompt: string, options: { readonly hidden?: boolean } = {}): Promise<string | undefined> {
    this.dismiss();
    const reader = this.#open();
    // Discard what was typed before the question.
    reader.write(null, { ctrl: true, name: "u" });
    this.#prompt = prompt;
    this.#isMuted = options.hidden === true;
    if (this.#isMuted) this.#options.output.write(prompt);
    reader.setPrompt(prompt);
    reader.prompt();
    const entry = await this.#entry(reader);
    if (entry === undefined) return undefined;
    if (this.#isMuted) this.#options.output.write("\n");
    this.#isMuted = true;
    this.#prompt = undefined;
    return entry;
  }

  /** Removes the prompt from the screen; the waiting caller gets `undefined`. */
  dismiss(): void {
    if (this.#prompt === undefined) return;
    this.#erase();
    this.#prompt = undefined;
    this.#isMuted = true;
    this.#waiting?.dismiss();
    this.#waiting = undefined;
  }

  /** Writes above the prompt, then shows the prompt and the typed text again. */
  writeAbove(text: string): void {
    if (this.#prompt === undefined) {
      this.#options.output.write(text);
      return;
    }
    this.#erase();
    this.#options.output.write(text);
    if (this.#isMuted || !this.#reader) {
      this.#options.output.write(this.#prompt);
      return;
    }
    // Reset the row count of the line editor: the line that it counted from is erased.
    Reflect.set(this.#reader, "prevRows", 0);
    this.#reader.prompt(true);
  }

  /** Restores the terminal. */
  close(): void {
    this.dismiss();
    const reader = this.#reader;
    this.#reader = undefined;
    reader?.close();
    this.#options.input.pause();
  }

  #open(): Interface {
    if (this.#reader) return this.#reader;
    const { input, output } = this.#options;
    const reader = createInterface({
      input,
      output: this.#echo(output),
      terminal: true,
      // The arrow keys must not bring back a pasted code or secret.
      historySize: 0,
      // By default a lone Escape key delays the next keys by half a second.
      escapeCodeTimeout: 50,
    });
    reader.on("line", (line) => this.#waiting?.take(line));
    reader.on("SIGINT", () => this.#options.stop());
    // Ctrl-D. `close()` has unset the reader before it closes it.
    reader.on("close", () => {
      if (this.#reader === reader) this.#options.stop();
    });
    this.#reader = reader;
    return reader;
  }

  /**
   * Collects lines that arrive close together. The last line of a paste without a line break still waits
   * for Enter.
   */
  async #entry(reader: Interface): Promise<string | undefined> {
    const lines: string[] = [];
    let isDismissed = false;
    let wake: () => void = () => undefined;
    // Set before the first await, because the lines of a paste arrive all at once.
    this.#waiting = {
      take: (line) => {
        lines.push(line);
        wake();
      },
      dismiss: () => {
        isDismissed = true;
        wake();
      },
    };
    for (;;) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (!isDismissed) await delay(pasteWindowMs);
      if (isDismissed) return undefined;
      if (reader.line !== "") continue;
      this.#waiting = undefined;
      return lines.join("\n");
    }
  }

  #erase(): void {
    const rows = this.#isMuted ? 0 : (this.#reader?.getCursorPos().rows ?? 0);
    this.#options.output.write(rows > 0 ? `\u001b[${rows}A${clearBelow}` : clearLine);
  }

  #echo(output: Terminal): Writable {
    const echo = new Writable({
      decodeStrings: false,
      write: (chunk: string, _encoding, done) => {
        if (!this.#isMuted) output.write(chunk);
        done();
      },
    });
    // The line editor needs the terminal's width to know where a long paste wraps.
    Object.defineProperty(echo, "columns", { get: () => output.columns });
    return echo;
  }
}
