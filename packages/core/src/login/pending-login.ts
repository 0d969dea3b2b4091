import { setMaxListeners } from "node:events";
import type { LoginOptions, LoginResult, PendingLogin } from "../api/login.ts";
import { InputError, TokenwellError } from "../errors.ts";
import type { Client, Login } from "../model.ts";
import type { AuthorizationRequest } from "../oauth/authorization-request.ts";
import { providerOf } from "../providers/index.ts";
import type { Provider } from "../providers/provider.ts";
import type { OwnerLock } from "../store/store.ts";
import type { Language } from "../text/say.ts";
import { type Hit, listen } from "../wire/loopback-server/listener.ts";
import { isLoopback } from "../wire/target.ts";
import { type CallbackReading, readLoginCallback } from "./callback.ts";
import { completeLogin, timedOut } from "./complete-login.ts";
import type { LoginServices } from "./services.ts";
import { doneTab, failedTab, type Tab } from "./tab.ts";

/** A login that has begun. */
interface StartedLogin {
  readonly login: Login;
  readonly client: Client;
  readonly request: AuthorizationRequest;
  readonly options: LoginOptions;
  readonly lock: OwnerLock;
}

/** A login from the opened browser to its end. The loopback listener or a pasted address completes it. */
export class DefaultPendingLogin implements PendingLogin {
  readonly url: string;
  readonly redirectUri: string;
  readonly canListen: boolean;
  readonly waitSeconds: number;
  readonly #services: LoginServices;
  readonly #started: StartedLogin;
  readonly #provider: Provider;
  readonly #ended = new AbortController();
  readonly #outcome = Promise.withResolvers<LoginResult>();
  readonly #opened = Promise.withResolvers<void>();
  #state: "waiting" | "redeeming" | "done" | "failed" = "waiting";
  #isListening = false;

  constructor(services: LoginServices, started: StartedLogin) {
    this.#services = services;
    this.#started = started;
    this.#provider = providerOf(started.client.provider);
    this.url = started.request.url;
    this.waitSeconds = this.#provider.authorizationCodeLifetimeSeconds;
    this.redirectUri = started.login.redirectUri;
    this.canListen = canListen(this.redirectUri);
    this.#outcome.promise.catch(() => undefined);
    this.#opened.promise.catch(() => undefined);
    setMaxListeners(0, this.#ended.signal);
  }

  listen(): Promise<LoginResult> {
    if (!this.#isListening) {
      this.#isListening = true;
      this.#listen().catch(async (error: unknown) => {
        await this.#fail(error);
        this.#opened.reject(error);
      });
    }
    return this.#outcome.promise;
  }

  async listening(): Promise<void> {
    await this.#opened.promise;
  }

  get isOver(): boolean {
    return this.#ended.signal.aborted;
  }

  async answer(pasted: string): Promise<LoginResult> {
    const reading = this.#read(pasted);
    if (reading.kind === "code") {
      // The browser's callback may arrive before or after the paste. Exchange the code once.
      if (this.#state !== "waiting") return await this.#outcome.promise;
      return await this.#complete(pasted);
    }
    if (reading.isFinal) await this.#fail(reading.error);
    throw reading.error;
  }

  async cancel(): Promise<void> {
    if (this.#state === "waiting") await this.#fail(new InputError("login_stopped"));
  }

  /** Reads a text without the store, in the same tick as the change of `#state`: a cancel cannot come between them. */
  #read(text: string): CallbackReading {
    const { login, client, request } = this.#started;
    return readLoginCallback(text, login, client, request.state);
  }

  /** Completes the login. Answers the browser tab before resolving, because the caller may exit as soon as the promise settles. */
  async #complete(
    text: string,
    { reply, language }: Pick<Hit, "reply" | "language"> = noTab,
  ): Promise<LoginResult> {
    const { client, request, options, lock } = this.#started;
    const { state } = request;
    this.#state = "redeeming";
    try {
      const completed = await completeLogin(this.#services, { state, text, client, lock }, options);
      await reply(doneTab(completed));
      this.#state = "done";
      this.#ended.abort();
      this.#outcome.resolve(completed);
      return completed;
    } catch (error) {
      await reply(this.#failedTab(error, language));
      await this.#fail(error);
      throw error;
    }
  }

  #failedTab(error: unknown, language: Language): Tab {
    const provider = {
      id: this.#provider.id,
      label: this.#provider.displayName(this.#started.client.issuer),
    };
    return failedTab(error, language, provider);
  }

  async #listen(): Promise<void> {
    const { clock } = this.#services;
    const { login, client, request, options } = this.#started;
    const listener = await listen({
      redirectUri: login.redirectUri,
      state: request.state,
      languageFallback: options.language ?? "en",
      clock,
    }).catch(async (error: unknown) => {
      throw (await this.#isOtherLoginWaiting()) ? asTakenByLogin(error) : error;
    });
    this.#opened.resolve();
    const timer = clock.sleep(this.waitSeconds * 1000, this.#ended.signal).then(
      // A login whose code is being exchanged, or whose name is being asked for, goes on.
      async () => {
        if (this.#state === "waiting") await this.#fail(timedOut(login, client));
      },
      () => undefined,
    );
    try {
      await this.#take(await listener.next(this.#ended.signal));
    } catch (error) {
      if (!this.isOver) throw error;
    } finally {
      await listener.close();
      if (this.isOver) await timer;
    }
  }

  /** Whether a living process waits for another login at the same redirect URI. */
  async #isOtherLoginWaiting(): Promise<boolean> {
    const { owners, logins } = this.#services.store;
    const { id, redirectUri } = this.#started.login;
    const others = (await logins.unfinished()).filter(
      (one) => one.id !== id && one.redirectUri === redirectUri,
    );
    return (await owners.alive(others.map((one) => one.id))).size > 0;
  }

  /** Handles the browser's callback, which arrives once. */
  async #take(hit: Hit): Promise<void> {
    const reading = this.#read(hit.url);
    if (reading.kind === "error") {
      await hit.reply(this.#failedTab(reading.error, hit.language));
      await this.#fail(reading.error);
    } else if (this.#state !== "waiting") {
      const failed = (error: unknown): Tab => this.#failedTab(error, hit.language);
      await hit.reply(await this.#outcome.promise.then(doneTab, failed));
    } else await this.#complete(hit.url, hit).catch(() => undefined);
  }

  /** Ends the login and removes it, and its client unless the provider has accepted it or another process completes it. */
  async #fail(error: unknown): Promise<void> {
    if (this.isOver) return;
    const isClaimedHere = this.#state === "redeeming";
    this.#state = "failed";
    this.#ended.abort();
    const { store } = this.#services;
    const { login, client, lock } = this.#started;
    try {
      if (error instanceof TokenwellError && error.code === "login_gone") return;
      if (!isClaimedHere && !(await store.logins.claim(login.stateHash))) return;
      const left = (await store.logins.unfinished()).find(({ id }) => id === login.id);
      // Keep a login that the next process can finish: a response to judge, or a connection to verify.
      if (left?.phase === "unverified" || left?.phase === "answered") return;
      await store.logins.remove(login.id);
      const stored = (await store.clients.list()).find(({ id }) => id === client.id);
      if (stored?.acceptedAtMs === null) await store.clients.remove(client.id);
    } finally {
      lock.releaseAndDelete();
      this.#outcome.reject(error as TokenwellError);
    }
  }
}

function asTakenByLogin(error: unknown): unknown {
  const isTaken = error instanceof InputError && error.code === "port_taken";
  return isTaken ? new InputError("port_taken_by_login", error.facts) : error;
}

/** Reply for a login by paste, which has no browser tab. */
const noTab: Pick<Hit, "reply" | "language"> = { reply: async () => undefined, language: "en" };

/** Whether the listener can receive the redirect: plain http, on loopback, with an explicit port. */
function canListen(redirectUri: string): boolean {
  const url = new URL(redirectUri);
  return url.protocol === "http:" && isLoopback(url) && url.port !== "";
}
