import {
  hasText,
  InputError,
  type Language,
  LoginNeededError,
  type MessageParams,
  printable,
  RetryLaterError,
  sayFor,
  type TextKey,
  TokenwellError,
  WireError,
} from "@tokenwell/core";
import { formatAgo, formatTimeOrDay } from "./dates.ts";
import { OutcomeError, ProgramError, UsageError } from "./errors.ts";
import { hasWords, words } from "./text/words.ts";

/** The sentences for an error: what happened, then the lines that explain why and what to do. */
export interface ErrorText {
  readonly sentence: string;
  readonly details: readonly string[];
}

/** The language, and the time now: a sentence shows `14:02` for today and the date for other days. */
export interface ErrorTextOptions {
  readonly language: Language;
  readonly nowMs: number;
  /** The command that the user types to try again. */
  readonly command?: string;
}

/** Describes any error. Of an unexpected one it shows only the kind, because the message may quote a secret. */
export function describeError(error: unknown, options: ErrorTextOptions): ErrorText {
  const { language } = options;
  if (error instanceof TokenwellError) return describeTokenwellError(error, options);
  if (error instanceof UsageError) {
    const facts = sanitizeParams(error.facts);
    const more = `error.${error.code.replace(/_did_you_mean$/, "")}.more`;
    return splitFirstLine(
      words(language, `error.${error.code}`, facts),
      hasWords(more) ? words(language, more, facts) : undefined,
    );
  }
  return splitFirstLine(
    words(language, "error.unexpected", { what: kindOf(error) }),
    words(language, "error.unexpected.more"),
  );
}

/** Returns an error as a program reads it, in English: the last line of stderr with `--json`. */
export function errorJson(error: unknown, options: ErrorTextOptions): object {
  const { sentence, details } = describeError(error, { ...options, language: "en" });
  const hasCode = error instanceof TokenwellError || error instanceof UsageError;
  return {
    error: {
      code: hasCode ? error.code : "unexpected",
      message: sentence,
      advice: details.map((line) => line.trim()).filter((line) => line !== ""),
      exitCode: exitCodeOf(error),
      ...(error instanceof RetryLaterError && { retryAfterSeconds: error.retryAfterSeconds }),
    },
  };
}

/** Describes an error of the library in the terms of its provider. */
function describeTokenwellError(error: TokenwellError, options: ErrorTextOptions): ErrorText {
  const { language } = options;
  const facts = paramsOf(error, options);
  const provider = error.facts.kind === undefined ? undefined : String(error.facts.kind);
  const text = (key: TextKey): string => sayFor(provider, language, key, facts);
  const { sentence, details: more } = splitFirstLine(text(`error.${error.code}`), undefined);
  const key = detailsKeyOf(error, facts);
  const lines = key === undefined ? [] : text(key).split("\n");
  // The last line is the remedy; other causes stand above it.
  if (facts.also !== undefined) lines.splice(-1, 0, text("needs_login.also"));
  if (facts.others !== undefined) lines.splice(-1, 0, text("needs_login.others"));
  if (facts.grant !== undefined) lines.push(String(facts.grant));
  if (facts.next !== undefined) lines.push(text("needs_login.next"));
  if (facts.otherwise !== undefined) lines.push("", text("refusal.otherwise"));
  if (isOfThisMachine(error)) lines.push(words(language, "hint.doctor"));
  const all = lines.flatMap((line) => line.split("\n"));
  // Drop hint lines that repeat the command if the command is unknown.
  const known = all.filter((line) => !line.includes("{command}")).map((line) => line.trimEnd());
  // T6: a blank line separates this failure from the reasons below it.
  return { sentence, details: [...more, ...(error.code === "no_refresh_token" ? [""] : []), ...known] };
}

/** Reasons for a failed request that usually lie on this machine or in its network, and last. */
const reasonsHere: ReadonlySet<unknown> = new Set([
  ...["dns", "lookup", "tls", "handshake", "proxy", "proxy_unreachable", "unroutable", "clock"],
]);

/** Tests whether an examination of this machine may show why a request failed. */
function isOfThisMachine({ code, facts }: TokenwellError): boolean {
  if (code === "bad_token_answer") return /^(?:exp|iat|nbf)$/.test(String(facts.detail));
  return code === "refresh_not_sent" && reasonsHere.has(facts.reason);
}

/** Returns the key of the explanation: the provider's own if it is known, otherwise the general one. */
function detailsKeyOf({ code }: TokenwellError, { why, fix }: MessageParams): TextKey | undefined {
  if (why !== undefined && fix !== undefined && code !== "no_refresh_token")
    return code === "client_refused" || code === "suspended"
      ? "refusal.explained_later"
      : "refusal.explained";
  const key = `error.${code}.more`;
  return hasText(key) ? key : undefined;
}

/**
 * Describes a connection that must log in on one line, for mail from cron and for CI logs. Returns
 * `undefined` for other errors.
 */
export function describeErrorInOneLine(error: unknown, options: ErrorTextOptions): string | undefined {
  if (!(error instanceof LoginNeededError) || error.code !== "needs_login") return undefined;
  const facts = sanitizeParams(error.facts);
  const said = String(facts.said ?? "").split(/[:\s]/)[0] ?? "";
  return words(options.language, "error.needs_login_line", { ...facts, said });
}

/** Returns the exit code: 1 failed · 2 bad input · 3 must log in · 4 retry later. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof OutcomeError) return 1;
  if (error instanceof ProgramError) return error.exitCode;
  if (error instanceof UsageError) return 2;
  if (!(error instanceof TokenwellError)) return 1;
  if (error.code === "login_stopped") return stoppedExitCode;
  if (error.code === "nothing_connected") return 3;
  // No token is lost: the command works again after the user has named the copy in use.
  if (error.code === "store_restored" || error.code === "store_copied") return 4;
  if (error instanceof InputError || error.code === "wrong_secret") return 2;
  if (error instanceof LoginNeededError) return 3;
  // Only the network failed: the same command may succeed later.
  const isPassing = error instanceof WireError && error.code !== "answer_too_large";
  return error instanceof RetryLaterError || isPassing ? 4 : 1;
}

/** The exit code that a shell reports for a command that Ctrl-C ended. */
export const stoppedExitCode = 130;

/**
 * Returns the stack frames of a fault of ours, without the message and causes of the error, which may quote a secret. An
 * error that is thrown on purpose says all in its sentence.
 */
export function stackFramesOf(error: unknown): string[] {
  const isOnPurpose = error instanceof TokenwellError || error instanceof UsageError;
  if (isOnPurpose && error.code !== "store_conflict") return [];
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return stack.split("\n").filter((line) => /^\s+at /.test(line));
}

/** Returns the parameters of an error, with keys and instants turned into words. */
function paramsOf(error: TokenwellError, { language, nowMs, command }: ErrorTextOptions): MessageParams {
  const facts: Record<string, string | number> = {
    ...(command !== undefined && { command: withoutScope(command, error.facts) }),
    ...sanitizeParams(error.facts),
  };
  const { kind } = facts;
  Object.assign(facts, instantsOf(facts, { language, nowMs }));
  if (error.code === "needs_login")
    facts.why ??= hasText(`evidence.${facts.reason}`) ? `evidence.${facts.reason}` : "";
  else if (hasText(`reason.${facts.reason}`)) facts.reason = `reason.${facts.reason}`;
  for (const name of ["reason", "how", "why", "fix", "what", "next", "otherwise", "grant", "evidence"]) {
    const fact = String(facts[name]);
    if (hasText(fact) && !isError(fact))
      facts[name] = sayFor(kind === undefined ? undefined : String(kind), language, fact, facts);
  }
  if (facts.evidence !== undefined && facts.why !== undefined)
    facts.why = joined(language, String(facts.why), String(facts.evidence));
  if (facts.also !== undefined) facts.also = alsoIn(facts, language);
  const takes = String(facts.takes);
  if (hasWords(takes)) facts.takes = words(language, takes);
  return facts;
}

/** Leaves `--scope` out of the command to type again if the advice is to leave it out. */
function withoutScope(command: string, { fix }: MessageParams): string {
  const isScopeWrong = fix === "fix.ask_offline" || fix === "fix.salesforce.not_asked";
  return isScopeWrong ? command.replace(/ --scope (?:"[^"]*"|'[^']*'|\S+)/, "") : command;
}

/** Joins two sentences. Japanese has no space between them. */
export const joined = (language: Language, first: string, second: string): string =>
  first + (language === "ja" ? "" : " ") + second;

/** Returns the sentence of a second cause, whose parameters have a prefix. */
function alsoIn(facts: MessageParams, language: Language): string {
  const kind = String(facts.kind);
  const own = Object.entries(facts).flatMap(([name, fact]) =>
    name.startsWith("also.") ? [[name.slice("also.".length), fact] as const] : [],
  );
  const said = own.map(([name, fact]) => {
    const key = String(fact);
    return [name, name === "how" && hasText(key) ? sayFor(kind, language, key) : fact] as const;
  });
  const key = String(facts.also);
  return hasText(key) ? sayFor(kind, language, key, { ...facts, ...Object.fromEntries(said) }) : key;
}

/** Returns each instant of the parameters as words: `sinceMs` as `since`, and `otherMs` as `ago`. */
export function instantsOf(
  facts: MessageParams,
  { language, nowMs }: Pick<ErrorTextOptions, "language" | "nowMs">,
): MessageParams {
  const instants = Object.entries(facts).flatMap(([name, fact]) => {
    if (!name.endsWith("Ms") || typeof fact !== "number") return [];
    if (/(?:^|\.)otherMs$/.test(name))
      return [[name.replace("otherMs", "ago"), formatAgo(fact, nowMs, language)] as const];
    return [[name.slice(0, -2), formatTimeOrDay(fact, nowMs)] as const];
  });
  return Object.fromEntries(instants);
}

const isError = (key: string): boolean => key.startsWith("error.");

/** Replaces control characters in all parameters but `options`, which is our own text of several lines. */
function sanitizeParams(facts: MessageParams): MessageParams {
  const entries = Object.entries(facts).map(([name, fact]) => [
    name,
    typeof fact === "string" && name !== "options" ? printable(fact) : fact,
  ]);
  return Object.fromEntries(entries);
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = "code" in error && typeof error.code === "string" ? ` ${printable(error.code)}` : "";
  return printable(error.name) + code;
}

function splitFirstLine(sentence: string, more: string | undefined): ErrorText {
  const [first = "", ...rest] = sentence.split("\n");
  const lines = [...rest, ...(more === undefined ? [] : more.split("\n"))];
  // An empty parameter at the end leaves trailing spaces.
  return { sentence: first, details: lines.map((line) => line.trimEnd()) };
}
