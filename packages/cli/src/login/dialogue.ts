import {
  InputError,
  type LoginResult,
  type PendingLogin,
  ProviderError,
  type ProviderId,
} from "@tokenwell/core";
import type { Context } from "../context.ts";
import { describeError } from "../error-text.ts";
import { UsageError } from "../errors.ts";
import { withLikeliestCause } from "../likeliest-cause.ts";
import { variant } from "../text/words.ts";

/** The options of a login dialogue. */
export interface DialogueOptions {
  readonly host: string;
  readonly provider: ProviderId;
  readonly opensBrowser: boolean;
  /** Begins the same login once more. */
  readonly restart: () => Promise<PendingLogin>;
}

/** Milliseconds after which a hint says once that error pages can be pasted, too. */
const hintAfterMs = 45_000;

/** One try of a login. */
interface AttemptOptions extends DialogueOptions {
  /** Whether this machine receives the callback; otherwise only a paste ends the login. */
  readonly listens: boolean;
  /** Whether an earlier try was shown, whose address must not be used any more. */
  readonly isAgain: boolean;
}

/**
 * Waits for the end of a login at one prompt: either the browser comes back, or the user pastes what it shows. A code
 * that is no longer valid starts a new login at the same prompt, and so does a callback whose port is taken, which then
 * goes on by paste. Without a terminal only the browser can end it.
 */
export async function waitForLogin(
  context: Context,
  first: PendingLogin,
  options: DialogueOptions,
): Promise<LoginResult> {
  let isPortTaken = false;
  let isAgain = false;
  for (let pending = first; ; pending = await options.restart()) {
    try {
      const listens = pending.canListen && !isPortTaken;
      return await waitForAttempt(context, pending, { ...options, listens, isAgain });
    } catch (error) {
      if (!context.canAsk || context.signals.isStopping) throw error;
      if (isTaken(error)) {
        isPortTaken = true;
        reportTakenPort(context, error);
      } else if (error instanceof ProviderError && error.code === "code_expired") {
        isAgain = true;
        await reportWithoutCommand(context, error);
      } else throw error;
    }
  }
}

const isTaken = (error: unknown): boolean =>
  error instanceof InputError && (error.code === "port_taken" || error.code === "port_taken_by_login");

function reportTakenPort({ ui }: Context, error: unknown): void {
  const { language, nowMs } = ui;
  const { sentence } = describeError(error, { language, nowMs });
  ui.gap();
  ui.mark("warning", `${sentence}\n${ui.words("browser.goes_on_by_paste")}`);
}

/** Reports the error without a command to type, because the login goes on at the next prompt. */
export async function reportWithoutCommand({ ui }: Context, error: unknown): Promise<void> {
  const { command } = ui;
  const shown = await withLikeliestCause(error, ui.language);
  ui.command = undefined;
  ui.gap();
  ui.error(shown, "dialogue");
  ui.command = command;
}

async function waitForAttempt(
  context: Context,
  pending: PendingLogin,
  options: AttemptOptions,
): Promise<LoginResult> {
  const { ui, lineReader, signals } = context;
  const { listens } = options;
  signals.undo = () => pending.cancel();
  const hint = setTimeout(() => {
    // Only if the user can paste now: another question may be open.
    if (lineReader.isPrompting) ui.text(ui.words("browser.still_waiting"), 2);
  }, hintAfterMs);
  const limit = listens ? noLimit : pasteLimit(pending, options.host);
  try {
    if (!context.canAsk) return await withoutTerminal(context, pending, options);
    const outcome = listens ? pending.listen() : limit.expired;
    outcome.catch(() => undefined);
    if (listens) await pending.listening();
    return await new LoginPrompt(context, pending, options).run(outcome);
  } catch (error) {
    await pending.cancel();
    throw error;
  } finally {
    clearTimeout(hint);
    limit.clear();
    lineReader.dismiss();
    signals.undo = undefined;
  }
}

/** The end of the time of a login. */
interface TimeLimit {
  readonly expired: Promise<never>;
  readonly clear: () => void;
}

/** `listen()` has a time limit of its own. */
const noLimit: TimeLimit = { expired: Promise.withResolvers<never>().promise, clear: () => undefined };

/** The time limit of a login that does not listen. */
function pasteLimit({ waitSeconds }: PendingLogin, provider: string): TimeLimit {
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const minutes = Math.round(waitSeconds / 60);
  const error = new ProviderError("login_timed_out", { minutes, provider });
  const timer = setTimeout(() => reject(error), waitSeconds * 1000);
  return { expired, clear: () => clearTimeout(timer) };
}

async function withoutTerminal(
  { ui, openBrowser }: Context,
  pending: PendingLogin,
  { opensBrowser }: DialogueOptions,
): Promise<LoginResult> {
  if (!pending.canListen) throw new UsageError("paste_needs_terminal", { redirectUri: pending.redirectUri });
  const done = pending.listen();
  done.catch(() => undefined);
  await pending.listening();
  ui.text(ui.words(opensBrowser ? "browser.address" : "browser.address_only"));
  ui.line(`  ${pending.url}`);
  // If this fails, the user still has the address above.
  if (opensBrowser)
    await Promise.race([openBrowser(pending.url).catch(() => false), done.catch(() => false)]);
  return await done;
}

/** The prompt that takes Enter, pasted addresses and the texts of error pages. */
class LoginPrompt {
  readonly #context: Context;
  readonly #pending: PendingLogin;
  readonly #options: AttemptOptions;
  #hasOpened = false;

  constructor(context: Context, pending: PendingLogin, options: AttemptOptions) {
    this.#context = context;
    this.#pending = pending;
    this.#options = options;
    this.#hasOpened = !options.opensBrowser;
  }

  /** Prompts until an entry or `outcome` ends the login. */
  async run(outcome: Promise<LoginResult>): Promise<LoginResult> {
    const { ui, lineReader: keyboard } = this.#context;
    this.#introduce();
    for (;;) {
      const entry = keyboard.ask(`  ${ui.symbol("prompt")} `);
      const first = await Promise.race([outcome, entry]);
      if (typeof first === "object") return first;
      // Dismissed because a step was reported: the outcome follows.
      if (first === undefined) return await outcome;
      const result = await this.#submit(first);
      if (result) return result;
    }
  }

  #introduce(): void {
    const { ui } = this.#context;
    const { waitSeconds, redirectUri, url } = this.#pending;
    const { listens } = this.#options;
    const minutes = Math.round(waitSeconds / 60);
    const facts = { host: this.#options.host, minutes, example: `${redirectUri}?code=…` };
    const opens = this.#options.opensBrowser ? "browser.open" : "browser.yourself";
    const key = variant(listens ? opens : `${opens}_and_paste`, this.#options.provider);
    ui.gap();
    ui.mark("ask", ui.words(key, facts));
    // Unbroken on its own line, because the user copies it.
    if (this.#showsAddress) ui.line(`  ${url}`);
  }

  get #showsAddress(): boolean {
    const { isAgain, listens, opensBrowser } = this.#options;
    return listens || isAgain || !opensBrowser;
  }

  async #submit(entry: string): Promise<LoginResult | undefined> {
    const { ui } = this.#context;
    if (entry.trim() === "") {
      await this.#openBrowser();
      return undefined;
    }
    try {
      return await this.#pending.answer(entry);
    } catch (error) {
      if (this.#pending.isOver || isTimeOut(error)) throw error;
      if (error instanceof ProviderError) ui.error(await withLikeliestCause(error, ui.language), "dialogue");
      else ui.warn(error);
      this.#hasOpened = !this.#options.opensBrowser;
      return undefined;
    }
  }

  /** Opens the browser on the first Enter, and once more after an error. */
  async #openBrowser(): Promise<void> {
    if (this.#hasOpened) return;
    this.#hasOpened = true;
    const { ui, openBrowser } = this.#context;
    const { url, waitSeconds } = this.#pending;
    if (!(await openBrowser(url).catch(() => false))) {
      ui.text(ui.words(this.#showsAddress ? "browser.not_opened_above" : "browser.not_opened"), 2);
      if (!this.#showsAddress) ui.line(`  ${url}`);
    } else if (this.#options.listens) {
      const key = variant("browser.waiting", this.#options.provider);
      ui.text(ui.words(key, { minutes: Math.round(waitSeconds / 60) }), 2);
    }
  }
}

const isTimeOut = (error: unknown): boolean =>
  error instanceof ProviderError && error.code === "login_timed_out";
