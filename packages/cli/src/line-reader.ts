import { createInterface, type Interface } from "node:readline";
import { type Readable, Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { LastLine, Terminal } from "./ui.ts";

/** A terminal's keyboard, as far as this file needs to know it. */
export type TerminalInput = Readable & { readonly isTTY?: boolean };

/** What a keyboard works with. */
export interface LineReaderOptions {
  readonly input: TerminalInput;
  readonly output: Terminal;
  /** Ctrl-C, and Ctrl-D on an empty line. */
  readonly stop: () => void;
}

/** Who waits for an entry. */
interface PendingEntry {
  readonly take: (line: string) => void;
  readonly dismiss: () => void;
}

/** Milliseconds within which further lines belong to the same paste. */
const pasteWindowMs = 50;
const clearLine = "\r\u001b[K";
const clearBelow = "\r\u001b[J";

/**
 * Reads what a person types or pastes, a prompt at a time, with line editing and, for secrets, without echo.
 * Between prompts keys go nowhere, but Ctrl-C always counts. `close()` gives the terminal back as it was.
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
   * Prompts for one entry, which is a line, or all lines of one paste. `undefined` when it was dismissed.
   * A hidden entry is not echoed.
   */
  async ask(prompt: string, options: { readonly hidden?: boolean } = {}): Promise<string | undefined> {
    this.dismiss();
    const reader = this.#open();
    // What was typed while nothing was asked is no answer to this.
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

  /** Takes the prompt off the screen; who waits for its entry gets `undefined`. */
  dismiss(): void {
    if (this.#prompt === undefined) return;
    this.#erase();
    this.#prompt = undefined;
    this.#isMuted = true;
    this.#waiting?.dismiss();
    this.#waiting = undefined;
  }

  /** Writes above the prompt, which comes back with what was typed so far. */
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
    // The editor remembers how many rows up its line began; that line is gone.
    Reflect.set(this.#reader, "prevRows", 0);
    this.#reader.prompt(true);
  }

  /** Gives the terminal back. */
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
      // A pasted code or secret must not come back with the arrow key.
      historySize: 0,
      // An Escape key alone would otherwise hold back what follows for half a second.
      escapeCodeTimeout: 50,
    });
    reader.on("line", (line) => this.#waiting?.take(line));
    reader.on("SIGINT", () => this.#options.stop());
    // Ctrl-D; when we close it ourselves it is no longer ours.
    reader.on("close", () => {
      if (this.#reader === reader) this.#options.stop();
    });
    this.#reader = reader;
    return reader;
  }

  /** All lines that arrive close together. Of a paste without a last line break the rest still waits for Enter. */
  async #entry(reader: Interface): Promise<string | undefined> {
    const lines: string[] = [];
    let isDismissed = false;
    let wake: () => void = () => undefined;
    // Set before anything is waited for: the lines of a paste come all at once.
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
    // The editor asks how wide the terminal is, to know where a long paste wraps.
    Object.defineProperty(echo, "columns", { get: () => output.columns });
    return echo;
  }
}
