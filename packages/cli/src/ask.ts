import { InputError, type ProviderId, providerOf } from "@tokenwell/core";
import type { Context } from "./context.ts";
import type { WordKey } from "./text/en.ts";
import { variant } from "./text/words.ts";
import { padTo, widthOf } from "./text-layout.ts";

/** How one question is asked. */
interface AskOptions {
  readonly hidden?: boolean;
  /** Labels are filled up to so many columns, so that the answers of a dialogue stand below each other. */
  readonly column?: number;
}

/**
 * A question and its answer: on the line below where the question has a hint, else beside it, as T1 and T2 have it.
 * Throws `login_stopped` when the prompt was taken off the screen: an empty answer would go on with the login.
 */
export async function ask(context: Context, question: string, asking: AskOptions = {}): Promise<string> {
  const { ui, lineReader: keyboard } = context;
  const hasHint = / {2}\S/.test(question);
  const prompt = `${ui.symbol("prompt")} `;
  if (hasHint) ui.mark("ask", question);
  const beside = `${ui.symbol("ask")} ${padTo(question, asking.column ?? widthOf(question) + 1)}${prompt}`;
  const entry = await keyboard.ask(hasHint ? `  ${prompt}` : beside, { hidden: asking.hidden === true });
  if (entry === undefined) throw new InputError("login_stopped");
  // Of a paste of several lines the first: what stands below an id may be its secret.
  return entry.trim().split("\n")[0]?.trim() ?? "";
}

/** A yes-or-no question. */
export async function confirm(context: Context, question: string, usual: "yes" | "no"): Promise<boolean> {
  const answer = await ask(context, question.replaceAll(/ {2,}/g, " "));
  return usual === "yes" ? !/^n/i.test(answer) : /^y/i.test(answer);
}

/** The questions about an app and its host, in the words of one provider. */
export class Questions {
  readonly #context: Context;
  readonly #provider: ProviderId;

  constructor(context: Context, provider: ProviderId) {
    this.#context = context;
    this.#provider = provider;
  }

  /** The address of an org or tenant. Enter takes the provider's usual one, where it has one. */
  async host(): Promise<string> {
    const { ui } = this.#context;
    const { defaultHost, hostFrom } = providerOf(this.#provider);
    for (;;) {
      const entry = await ask(this.#context, this.#words("ask.host"), { column: this.#column });
      if (entry === "" && defaultHost === null) continue;
      if (entry === "") return defaultHost ?? "";
      try {
        const address = hostFrom(entry);
        if (!isSame(entry, address)) ui.text(ui.words("ask.host_used", { address }), 4);
        return address;
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        ui.care(error);
      }
    }
  }

  async clientId(): Promise<string> {
    for (;;) {
      const entry = await ask(this.#context, this.#words("ask.client_id"), { column: this.#column });
      if (entry !== "") return entry;
    }
  }

  /** Empty where the app has none. */
  async clientSecret(): Promise<string> {
    return await ask(this.#context, this.#words("ask.client_secret"), { hidden: true });
  }

  /** Empty where no API was meant. */
  async audience(): Promise<string> {
    return await ask(this.#context, this.#words("ask.audience"));
  }

  #words(key: WordKey): string {
    return this.#context.ui.words(variant(key, this.#provider));
  }

  /** Where the hint of a question with one begins. */
  get #column(): number {
    const [label = ""] = /^.*? {2,}(?=\S)/.exec(this.#words("ask.client_secret")) ?? [];
    return widthOf(label);
  }
}

function isSame(typed: string, address: string): boolean {
  const bare = (text: string): string =>
    text
      .replace(/^https:\/\//i, "")
      .replace(/[/.]+$/, "")
      .toLowerCase();
  return bare(typed) === bare(address);
}
