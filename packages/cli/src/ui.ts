/*
 * The rules of the command's output:
 *
 * - Only data goes to stdout; sentences go to stderr.
 * - With --json an error is one line of JSON on stderr.
 * - An error begins with "tokenwell: ", without a capital or a full stop. Below it, indented by two, stand the reason
 *   and the remedy, which ends in one command or one place to click.
 * - "✓" marks what happened, "!" a warning, "✗" what failed, "?" a question; "ok", "!", "x", "?" if the locale is
 *   not UTF-8.
 * - A step is reported after it has happened, never before.
 * - A line fits the terminal, up to 100 columns, and has at most 80 elsewhere; Japanese characters count double. Japanese
 *   breaks between phrases. Addresses, tokens and tables are never broken.
 * - Only commands to type are bold, only on a terminal and without NO_COLOR. No other colour, no spinner, no banner.
 * - Control characters in text from outside are replaced, so that it cannot move the cursor.
 * - Every sentence is a key in text/, in English and Japanese; command names, codes and JSON are not translated.
 */
import type { Writable } from "node:stream";
import { type Language, type MessageParams, printable } from "@tokenwell/core";
import {
  describeError,
  describeErrorInOneLine,
  type ErrorTextOptions,
  errorJson,
  stackFramesOf,
} from "./error-text.ts";
import { OutputError } from "./errors.ts";
import { isUtf8 } from "./language.ts";
import type { WordKey } from "./text/en.ts";
import { helpTopics, words } from "./text/words.ts";
import { table, wrap } from "./text-layout.ts";

/** Columns of a line that is not for a terminal, or for one that does not tell its width. */
const usualColumns = 80;
/** Longer lines are hard to read, however wide the terminal is. */
const mostColumns = 100;
const bold = (text: string): string => `\u001b[1m${text}\u001b[22m`;
/** One of our commands, from the start of a line or two spaces to the end of the line or two spaces. */
const typedCommand = new RegExp(
  `(^| {2})(tokenwell (?:${[...helpTopics, "help"].join("|")})\\b.*?)(?= {2}|$)`,
  "g",
);

const symbols = {
  utf8: { done: "✓", warning: "!", failed: "✗", ask: "?", prompt: "›" },
  ascii: { done: "ok", warning: "!", failed: "x", ask: "?", prompt: ">" },
} as const;

/** The kind of a line, which selects its symbol. */
export type Mark = keyof (typeof symbols)["utf8"];

/** An output stream that may be a terminal. */
export type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** The language and environment that decide how sentences are written. */
export interface UiOptions {
  readonly language: Language;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly nowMs: () => number;
}

/** The owner of the terminal's last line, such as a prompt. It makes room while a line is written above it. */
export interface LastLine {
  writeAbove(text: string): void;
}

/** Writes sentences for the user to stderr. */
export class Ui {
  readonly language: Language;
  /** Whether a fault of ours shows its stack frames. */
  verbose = false;
  /** Whether errors are lines of JSON, because a program reads them. */
  json = false;
  /** The command that the user types to try again. */
  command: string | undefined;
  /** The current owner of the last line. */
  lastLine: LastLine | undefined;
  readonly #stream: Terminal;
  readonly #options: UiOptions;
  readonly #utf8: boolean;
  #hasWritten = false;

  constructor(stream: Terminal, manner: UiOptions) {
    this.language = manner.language;
    this.#stream = stream;
    this.#options = manner;
    this.#utf8 = isUtf8(manner.env, manner.platform);
  }

  get nowMs(): number {
    return this.#options.nowMs();
  }

  /** Whether the output goes to a terminal. */
  get isTerminal(): boolean {
    return this.#stream.isTTY === true;
  }

  /** Columns of a line. */
  get #columns(): number {
    return this.isTerminal ? Math.min(this.#stream.columns || usualColumns, mostColumns) : usualColumns;
  }

  /** Returns a sentence in the user's language, with control characters in its parameters replaced. */
  words(key: WordKey, facts: MessageParams = {}): string {
    const clean = Object.entries(facts).map(([name, fact]) => [
      name,
      typeof fact === "string" ? printable(fact) : fact,
    ]);
    return words(this.language, key, Object.fromEntries(clean));
  }

  /** Writes a line that begins with a symbol. Further lines are indented to its text. */
  mark(mark: Mark, text: string): void {
    const lead = `${this.symbol(mark)} `;
    const hang = " ".repeat(lead.length);
    const fitting = text.split("\n").flatMap((line) => wrap(line, this.#columns - lead.length));
    this.lines(fitting.map((line, index) => (index === 0 ? lead : hang) + line));
  }

  symbol(mark: Mark): string {
    return symbols[this.#utf8 ? "utf8" : "ascii"][mark];
  }

  /** Writes text, each line indented by `indent` columns and wrapped. */
  text(text: string, indent = 0): void {
    this.lines(text.split("\n").map((line) => (line === "" ? "" : " ".repeat(indent) + line)));
  }

  lines(lines: readonly string[]): void {
    this.#writeLines(this.fitted(lines, this.isTerminal));
  }

  /** Writes rows as a table, which is never wrapped: its columns would be lost. */
  table(rows: readonly (readonly string[])[], indent = 0): void {
    const lines = table(rows).map((line) => " ".repeat(indent) + line);
    this.#writeLines(this.styled(lines, this.isTerminal));
  }

  /** Writes a line without wrapping, such as an address to copy. */
  line(line: string): void {
    this.#write(`${this.#toLocaleCharset(line)}\n`);
  }

  blank(): void {
    this.#write("\n");
  }

  /** Writes a blank line between parts, but none before the first. */
  gap(): void {
    if (this.#hasWritten) this.blank();
  }

  /** Wraps lines and, on a terminal, sets commands in bold. */
  fitted(lines: readonly string[], isTerminal: boolean): string[] {
    const columns = isTerminal ? this.#columns : usualColumns;
    const wrapped = lines.flatMap((line) => wrap(this.#toLocaleCharset(line), columns));
    return this.styled(wrapped, isTerminal);
  }

  /** Sets commands in bold on a terminal and wraps nothing: for the lines of a table. */
  styled(lines: readonly string[], isTerminal: boolean): string[] {
    const isBold = isTerminal && !this.#options.env.NO_COLOR;
    return lines
      .map((line) => this.#toLocaleCharset(line))
      .map((line) =>
        isBold ? line.replace(typedCommand, (_, gap: string, command: string) => gap + bold(command)) : line,
      );
  }

  /** Reports an error as `tokenwell: …`, within a dialogue as `✗ …`. */
  error(error: unknown, within: "command" | "dialogue" = "command"): void {
    if (error instanceof OutputError && error.quiet) return;
    const options = this.#errorTextOptions();
    if (this.json) {
      this.line(JSON.stringify(errorJson(error, options)));
      return;
    }
    const line = this.isTerminal ? undefined : describeErrorInOneLine(error, options);
    if (line !== undefined) {
      this.line(`tokenwell: ${line}`);
      return;
    }
    const { sentence, details: more } = describeError(error, options);
    if (within === "dialogue") {
      this.mark("failed", sentence);
    } else {
      const [first = "", ...rest] = wrap(`tokenwell: ${sentence}`, this.#columns);
      this.lines([first, ...rest.map((part) => `  ${part}`)]);
    }
    this.lines(more.map((part) => (part === "" ? "" : `  ${part}`)));
    if (this.verbose) for (const frame of stackFramesOf(error)) this.line(frame);
  }

  /** Reports an entry that the user can correct, as `! …`. */
  warn(error: unknown): void {
    const { sentence, details: more } = describeError(error, this.#errorTextOptions());
    this.mark("warning", [sentence, ...more].join("\n"));
  }

  #errorTextOptions(): ErrorTextOptions {
    const { language, nowMs, command } = this;
    return { language, nowMs, ...(command !== undefined && { command }) };
  }

  #writeLines(lines: readonly string[]): void {
    this.#write(lines.map((line) => `${line}\n`).join(""));
  }

  #write(text: string): void {
    this.#hasWritten = true;
    if (this.lastLine) this.lastLine.writeAbove(text);
    else this.#stream.write(text);
  }

  /** Replaces symbols with ASCII if the locale is not UTF-8. */
  #toLocaleCharset(text: string): string {
    if (this.#utf8) return text;
    const spelling: Readonly<Record<string, string>> = { "…": "...", "→": "->", "←": "<-", "›": ">" };
    return text.replace(/[…→←›]/g, (character) => spelling[character] ?? "");
  }
}
