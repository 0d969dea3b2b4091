/*
 * What the command says, by these rules:
 *
 * - Data goes to stdout and nothing else does; words go to stderr.
 * - An error begins with "tokenwell: ", no capital, no full stop; below it, indented by two, why and what to do,
 *   ending in one command or one place to click.
 * - What happened has "✓", what needs care "!", what failed "✗", what is asked "?"; where the locale is not UTF-8
 *   "ok", "!", "x", "?".
 * - A step is told when it has happened, never before.
 * - At most 80 columns, Japanese counted double; addresses and tokens are never broken.
 * - Bold is only what can be typed, only on a terminal and without NO_COLOR. No other colour, no spinner, no banner.
 * - Whatever comes from outside is cleaned before it is shown: it may not move the cursor.
 * - Every sentence is a key in text/, in English and Japanese; command names, codes and JSON are not translated.
 */
import type { Writable } from "node:stream";
import { type Language, type MessageParams, replaceControls } from "@tokenwell/core";
import { describeError, describeErrorInOneLine, type ErrorTextOptions, stackFramesOf } from "./error-text.ts";
import { OutputError } from "./errors.ts";
import { isUtf8 } from "./language.ts";
import type { WordKey } from "./text/en.ts";
import { words } from "./text/words.ts";
import { wrap } from "./text-layout.ts";

const columns = 80;
const bold = (text: string): string => `\u001b[1m${text}\u001b[22m`;
/** A command of ours, at the beginning of a line or after two spaces, to the end of the line or two spaces. */
const typedCommand =
  /(^| {2})(tokenwell (?:login|token|request|status|logout|set|export|import|upkeep|emulator|demo|help)\b.*?)(?= {2}|$)/g;

const symbols = {
  utf8: { done: "✓", care: "!", failed: "✗", ask: "?", prompt: "›" },
  ascii: { done: "ok", care: "!", failed: "x", ask: "?", prompt: ">" },
} as const;

/** What a line is about. */
export type Mark = keyof (typeof symbols)["utf8"];

/** A stream of words, as far as this file needs to know it. */
export type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** What says how to speak. */
export interface UiOptions {
  readonly language: Language;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly nowMs: () => number;
}

/** Something that has the terminal's last line, such as a prompt: it steps aside while a line is written. */
export interface LastLine {
  writeAbove(text: string): void;
}

/** Says things to a person, on stderr. */
export class Ui {
  readonly language: Language;
  /** Shows where an unforeseen error came from. */
  verbose = false;
  /** The command that a person would type to try again. */
  command: string | undefined;
  /** Who has the last line now. */
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

  /** Whether a person reads this. */
  get isTerminal(): boolean {
    return this.#stream.isTTY === true;
  }

  /** A sentence in the language of this person, with what comes from outside cleaned. */
  words(key: WordKey, facts: MessageParams = {}): string {
    const clean = Object.entries(facts).map(([name, fact]) => [
      name,
      typeof fact === "string" ? replaceControls(fact) : fact,
    ]);
    return words(this.language, key, Object.fromEntries(clean));
  }

  /** A line that begins with a symbol; further lines stand under its text. */
  mark(mark: Mark, text: string): void {
    const lead = `${this.symbol(mark)} `;
    const hang = " ".repeat(lead.length);
    const fitting = text.split("\n").flatMap((line) => wrap(line, columns - lead.length));
    this.lines(fitting.map((line, index) => (index === 0 ? lead : hang) + line));
  }

  symbol(mark: Mark): string {
    return symbols[this.#utf8 ? "utf8" : "ascii"][mark];
  }

  /** Text, broken to 80 columns, each line indented by so many. */
  text(text: string, indent = 0): void {
    this.lines(text.split("\n").map((line) => (line === "" ? "" : " ".repeat(indent) + line)));
  }

  lines(lines: readonly string[]): void {
    this.#write(
      this.fitted(lines, this.isTerminal)
        .map((line) => `${line}\n`)
        .join(""),
    );
  }

  /** A line as it is: an address, which must stay whole. */
  line(line: string): void {
    this.#write(`${this.#toLocaleCharset(line)}\n`);
  }

  blank(): void {
    this.#write("\n");
  }

  /** A blank line between parts: none before the first. */
  gap(): void {
    if (this.#hasWritten) this.blank();
  }

  /** Lines as they fit, with what can be typed in bold where a person reads it. */
  fitted(lines: readonly string[], isTerminal: boolean): string[] {
    const isBold = isTerminal && !this.#options.env.NO_COLOR;
    return lines
      .flatMap((line) => wrap(this.#toLocaleCharset(line), columns))
      .map((line) =>
        isBold ? line.replace(typedCommand, (_, gap: string, command: string) => gap + bold(command)) : line,
      );
  }

  /** What went wrong, as `tokenwell: …`; within a dialogue as `✗ …`. */
  error(error: unknown, within: "command" | "dialogue" = "command"): void {
    if (error instanceof OutputError && error.quiet) return;
    const options = this.#errorTextOptions();
    const line = this.isTerminal ? undefined : describeErrorInOneLine(error, options);
    if (line !== undefined) {
      this.line(`tokenwell: ${line}`);
      return;
    }
    const { sentence, details: more } = describeError(error, options);
    if (within === "dialogue") {
      this.mark("failed", sentence);
    } else {
      const [first = "", ...rest] = wrap(`tokenwell: ${sentence}`, columns);
      this.lines([first, ...rest.map((part) => `  ${part}`)]);
    }
    this.lines(more.map((part) => (part === "" ? "" : `  ${part}`)));
    if (this.verbose) this.lines(stackFramesOf(error));
  }

  /** What was of no use and can be tried again, as `! …`. */
  care(error: unknown): void {
    const { sentence, details: more } = describeError(error, this.#errorTextOptions());
    this.mark("care", [sentence, ...more].join("\n"));
  }

  #errorTextOptions(): ErrorTextOptions {
    const { language, nowMs, command } = this;
    return { language, nowMs, ...(command !== undefined && { command }) };
  }

  #write(text: string): void {
    this.#hasWritten = true;
    if (this.lastLine) this.lastLine.writeAbove(text);
    else this.#stream.write(text);
  }

  /** In ASCII where the locale says so. */
  #toLocaleCharset(text: string): string {
    if (this.#utf8) return text;
    const spelling: Readonly<Record<string, string>> = { "…": "...", "→": "->", "←": "<-", "›": ">" };
    return text.replace(/[…→←›]/g, (character) => spelling[character] ?? "");
  }
}
