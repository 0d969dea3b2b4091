import { type LoginResult, type PendingLogin, ProviderError, type ProviderId } from "@tokenwell/core";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { variant } from "../text/words.ts";

/** How a login is waited for. */
export interface DialogueOptions {
  readonly host: string;
  readonly provider: ProviderId;
  readonly opensBrowser: boolean;
  /** Begins the same login once more. */
  readonly restart: () => Promise<PendingLogin>;
  /** After so long without an answer a person is told once that errors can be pasted, too. Default: 45 s. */
  readonly hintAfterMs?: number;
}

const hintAfterMs = 45_000;

/**
 * Waits for the end of a login: the browser comes back, or a person pastes what it shows, at one prompt; whichever
 * ends first ends the other. A code that is no longer good begins a new login at the same prompt. Without a
 * terminal it waits for the browser alone.
 */
export async function waitForLogin(
  context: Context,
  first: PendingLogin,
  options: DialogueOptions,
): Promise<LoginResult> {
  for (let pending = first; ; pending = await options.restart()) {
    try {
      return await waitForAttempt(context, pending, options);
    } catch (error) {
      const isOld = error instanceof ProviderError && error.code === "code_expired";
      if (!isOld || !context.canAsk || context.signals.isStopping) throw error;
      reportExpiredCode(context, error);
    }
  }
}

/** Names no command: the prompt that follows is where to go on. */
function reportExpiredCode({ ui }: Context, error: ProviderError): void {
  const { command } = ui;
  ui.command = undefined;
  ui.gap();
  ui.error(error, "dialogue");
  ui.command = command;
}

async function waitForAttempt(
  context: Context,
  pending: PendingLogin,
  options: DialogueOptions,
): Promise<LoginResult> {
  const { ui, signals: interruption } = context;
  interruption.undo = () => pending.cancel();
  const minutes = Math.round(pending.waitSeconds / 60);
  const hint = (): void => {
    // Where nothing can be pasted, or something is being answered, it would be out of place.
    if (context.lineReader.isPrompting) ui.text(ui.words("browser.still_waiting"), 2);
  };
  const timers = [setTimeout(hint, options.hintAfterMs ?? hintAfterMs)];
  try {
    if (!context.canAsk) return await withoutTerminal(context, pending, options);
    const late = Promise.withResolvers<never>();
    const timedOut = new ProviderError("login_timed_out", { minutes, provider: options.host });
    timers.push(setTimeout(() => late.reject(timedOut), pending.waitSeconds * 1000));
    const browser = pending.canListen ? pending.listen() : late.promise;
    browser.catch(() => undefined);
    if (pending.canListen) await pending.listening();
    return await new LoginPrompt(context, pending, options).run(Promise.race([browser, late.promise]));
  } catch (error) {
    await pending.cancel();
    throw error;
  } finally {
    for (const timer of timers) clearTimeout(timer);
    context.lineReader.dismiss();
    interruption.undo = undefined;
  }
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
  // Where it fails the address stands above.
  if (opensBrowser)
    await Promise.race([openBrowser(pending.url).catch(() => false), done.catch(() => false)]);
  return await done;
}

/** The one prompt for Enter, pasted addresses and the texts of error pages. */
class LoginPrompt {
  readonly #context: Context;
  readonly #pending: PendingLogin;
  readonly #options: DialogueOptions;
  #hasOpened = false;

  constructor(context: Context, pending: PendingLogin, options: DialogueOptions) {
    this.#context = context;
    this.#pending = pending;
    this.#options = options;
    this.#hasOpened = !options.opensBrowser;
  }

  async run(browser: Promise<LoginResult>): Promise<LoginResult> {
    browser.catch(() => undefined);
    const { ui, lineReader: keyboard } = this.#context;
    this.#introduce();
    for (;;) {
      const entry = keyboard.ask(`  ${ui.symbol("prompt")} `);
      const first = await Promise.race([browser, entry]);
      if (typeof first === "object") return first;
      // Taken off the screen: a step has been told, and the end is near.
      if (first === undefined) return await browser;
      const result = await this.#submit(first, browser);
      if (result) return result;
    }
  }

  #introduce(): void {
    const { ui } = this.#context;
    const { canListen, waitSeconds, redirectUri, url } = this.#pending;
    const minutes = Math.round(waitSeconds / 60);
    const facts = { host: this.#options.host, minutes, example: `${redirectUri}?code=…` };
    const opens = this.#options.opensBrowser ? "browser.open" : "browser.yourself";
    const key = variant(canListen ? opens : `${opens}_and_paste`, this.#options.provider);
    ui.gap();
    ui.mark("ask", ui.words(key, facts));
    // Whole, on a line of its own: it is to be copied.
    if (canListen || !this.#options.opensBrowser) ui.line(`  ${url}`);
  }

  async #submit(entry: string, browser: Promise<LoginResult>): Promise<LoginResult | undefined> {
    const { ui } = this.#context;
    if (entry.trim() === "") {
      await this.#openBrowser();
      return undefined;
    }
    try {
      return await Promise.race([this.#pending.answer(entry), browser]);
    } catch (error) {
      if (this.#pending.isOver || isTimeOut(error)) throw error;
      if (error instanceof ProviderError) ui.error(error, "dialogue");
      else ui.care(error);
      this.#hasOpened = !this.#options.opensBrowser;
      return undefined;
    }
  }

  /** Enter opens the browser, and again after an error. */
  async #openBrowser(): Promise<void> {
    if (this.#hasOpened) return;
    this.#hasOpened = true;
    const { ui, openBrowser } = this.#context;
    const { url, waitSeconds, canListen } = this.#pending;
    if (!(await openBrowser(url).catch(() => false))) {
      ui.text(ui.words("browser.not_opened"), 2);
      ui.line(`  ${url}`);
    } else if (canListen) {
      const key = variant("browser.waiting", this.#options.provider);
      ui.text(ui.words(key, { minutes: Math.round(waitSeconds / 60) }), 2);
    }
  }
}

const isTimeOut = (error: unknown): boolean =>
  error instanceof ProviderError && error.code === "login_timed_out";
