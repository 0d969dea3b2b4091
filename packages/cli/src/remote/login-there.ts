import { setMaxListeners } from "node:events";
import {
  InputError,
  type LoginResult,
  type PendingLogin,
  ProviderError,
  type RemoteLogin,
  receiveRedirect,
} from "@tokenwell/core";

/** A login of another machine, as that machine describes it. */
export interface BegunThere extends RemoteLogin {
  readonly canListen: boolean;
  readonly waitSeconds: number;
}

/** The calls that end a login there. */
export interface LoginCalls {
  /** Completes the login with the address on which the browser ended. */
  readonly answer: (text: string) => Promise<LoginResult>;
  /** Whether it has ended there. */
  readonly isOver: () => Promise<boolean>;
  readonly cancel: () => Promise<void>;
}

/**
 * A login whose browser, callback and paste are here. Verifier, exchange and store are on the other machine: of the login
 * only its address comes here, and only the callback's address, with its code, goes there.
 */
export class LoginThere implements PendingLogin {
  readonly url: string;
  readonly redirectUri: string;
  readonly canListen: boolean;
  readonly waitSeconds: number;
  readonly #begun: BegunThere;
  readonly #calls: LoginCalls;
  readonly #ended = new AbortController();
  readonly #outcome = Promise.withResolvers<LoginResult>();
  readonly #opened = Promise.withResolvers<void>();
  #isListening = false;
  #isAnswering = false;

  constructor(begun: BegunThere, calls: LoginCalls) {
    this.url = begun.url;
    this.redirectUri = begun.redirectUri;
    this.canListen = begun.canListen;
    this.waitSeconds = begun.waitSeconds;
    this.#begun = begun;
    this.#calls = calls;
    this.#outcome.promise.catch(() => undefined);
    this.#opened.promise.catch(() => undefined);
    setMaxListeners(0, this.#ended.signal);
  }

  get isOver(): boolean {
    return this.#ended.signal.aborted;
  }

  listen(): Promise<LoginResult> {
    if (!this.#isListening) {
      this.#isListening = true;
      this.#listen().catch((error: Error) => {
        this.#opened.reject(error);
        this.#end(error);
      });
    }
    return this.#outcome.promise;
  }

  async listening(): Promise<void> {
    await this.#opened.promise;
  }

  async answer(pasted: string): Promise<LoginResult> {
    try {
      const result = await this.#complete(pasted);
      this.#succeed(result);
      return result;
    } catch (error) {
      if (await this.#calls.isOver().catch(() => true)) this.#end(error as Error);
      throw error;
    }
  }

  async cancel(): Promise<void> {
    if (this.isOver) return;
    // A code that is being exchanged there is not stopped.
    await this.#calls.cancel().catch(() => undefined);
    if (!this.#isAnswering) this.#end(new InputError("login_stopped"));
  }

  async #listen(): Promise<void> {
    const receiver = await receiveRedirect(this.#begun);
    this.#opened.resolve();
    const timer = setTimeout(() => this.#timeOut(), this.waitSeconds * 1000);
    try {
      const redirect = await receiver.next(this.#ended.signal);
      clearTimeout(timer);
      const result = await this.#complete(redirect.address).catch((error: Error) => error);
      // The tab first: the caller may exit as soon as it has the outcome.
      await redirect.show(result);
      // The browser has told all that it knows: no paste could add to it.
      if (result instanceof Error) await this.#stop(result);
      else this.#succeed(result);
    } catch (error) {
      if (!this.isOver) throw error;
    } finally {
      clearTimeout(timer);
      await receiver.close();
    }
  }

  async #complete(text: string): Promise<LoginResult> {
    this.#isAnswering = true;
    try {
      return await this.#calls.answer(text);
    } finally {
      this.#isAnswering = false;
    }
  }

  #succeed(result: LoginResult): void {
    this.#ended.abort();
    this.#outcome.resolve(result);
  }

  #timeOut(): void {
    if (this.#isAnswering) return;
    const minutes = Math.round(this.waitSeconds / 60);
    const { label: provider } = this.#begun.provider;
    void this.#stop(new ProviderError("login_timed_out", { minutes, provider }));
  }

  async #stop(error: Error): Promise<void> {
    if (this.isOver) return;
    this.#end(error);
    await this.#calls.cancel().catch(() => undefined);
  }

  #end(error: Error): void {
    this.#ended.abort();
    this.#outcome.reject(error);
  }
}
