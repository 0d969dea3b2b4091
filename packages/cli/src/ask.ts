import { InputError, widthOf } from "@tokenwell/core";
import type { LineReader } from "./line-reader.ts";
import { padTo } from "./text-layout.ts";
import type { Ui } from "./ui.ts";

/** The terminal that a question is asked at. */
export interface Asker {
  readonly ui: Ui;
  readonly lineReader: LineReader;
}

/** The options of one question. */
export interface AskOptions {
  /** Whether the entry is not echoed. */
  readonly hidden?: boolean;
  /** Whether a paste of several lines is one answer. Default: only its first line. */
  readonly isWhole?: boolean;
  /** Columns that the label is padded to, so that the answers of a dialogue line up. */
  readonly column?: number;
}

/**
 * Asks a question and returns the trimmed first line of the entry. The entry is on the line below if the question has
 * a hint, otherwise beside it.
 *
 * @throws {InputError} `login_stopped` when the prompt was dismissed, because an empty answer would continue the login.
 */
export async function ask(asker: Asker, question: string, options: AskOptions = {}): Promise<string> {
  const { ui, lineReader } = asker;
  const hasHint = / {2}\S/.test(question);
  const prompt = `${ui.symbol("prompt")} `;
  if (hasHint) ui.mark("ask", question);
  const column = options.column ?? widthOf(question) + 1;
  const beside = `${ui.symbol("ask")} ${padTo(question, column)}${prompt}`;
  const entry = await lineReader.ask(hasHint ? `  ${prompt}` : beside, { hidden: options.hidden === true });
  if (entry === undefined) throw new InputError("login_stopped");
  if (options.isWhole) return entry.trim();
  // Only the first line of a paste: the line below a client id may be its secret.
  return entry.trim().split("\n")[0]?.trim() ?? "";
}

/** Asks a yes-or-no question; `fallback` is the answer to Enter. */
export async function confirm(asker: Asker, question: string, fallback: "yes" | "no"): Promise<boolean> {
  const answer = await ask(asker, question.replaceAll(/ {2,}/g, " "));
  return fallback === "yes" ? !/^n/i.test(answer) : /^y/i.test(answer);
}
