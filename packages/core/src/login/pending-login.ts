import { setMaxListeners } from "node:events";
import type { LoginOptions, LoginResult, PendingLogin } from "../api.ts";
import { InputError, ProviderError, TokenwellError, WireError } from "../errors.ts";
import type { Client, Login, RequestedAccess } from "../model.ts";
import { type AuthorizationRequest, exchangeCode } from "../oauth/authorization-code.ts";
import { type CallbackExpectation, readCallback } from "../oauth/callback.ts";
import type { Provider, ServerMetadata } from "../providers/provider.ts";
import { explanationOf } from "../providers/refusal.ts";
import { sayFor } from "../providers/sentences.ts";
import type { OwnerLock } from "../store/store.ts";
import type { Language } from "../text/say.ts";
import { type Hit, listen } from "../wire/loopback-server/listener.ts";
import { isLoopback } from "../wire/target.ts";
import type { LoginServices } from "./begin.ts";
import { isClientAccepted, type LoginCompletion } from "./complete-login.ts";

interface StartedLogin {
  readonly login: Login;
  readonly client: Client;
  readonly server: ServerMetadata;
  readonly provider: Provider;
  readonly request: AuthorizationRequest;
  readonly options: LoginOptions;
  readonly hold: OwnerLock;
}

/** A login between the opened browser and its end. */
export class DefaultPendingLogin implements PendingLogin {
  readonly url: string;
  readonly redirectUri: string;
  readonly canListen: boolean;
  readonly waitSeconds: number;
  readonly #parts: LoginServices;
  readonly #connecting: LoginCompletion;
  readonly #started: StartedLogin;
  readonly #ended = new AbortController();
  readonly #outcome = Promise.withResolvers<LoginResult>();
  readonly #opened = Promise.withResolvers<void>();
  #listening = false;
  #redeeming = false;
  #isAnswered = false;

  constructor(services: LoginServices, connecting: LoginCompletion, started: StartedLogin) {
    this.#parts = services;
    this.#connecting = connecting;
    this.#started = started;
    this.url = started.request.url;
    this.waitSeconds = started.provider.authorizationCodeLifetimeSeconds;
    this.redirectUri = started.login.redirectUri;
    this.canListen = canListen(this.redirectUri);
    this.#outcome.promise.catch(() => undefined);
    this.#opened.promise.catch(() => undefined);
    setMaxListeners(0, this.#ended.signal);
  }

  listen(): Promise<LoginResult> {
    if (!this.#listening) {
      this.#listening = true;
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
    const read = this.#read(pasted);
    if (!read.error) {
      // The browser may come back while a person pastes: a code is redeemed once.
      return this.#redeeming ? await this.#outcome.promise : await this.#finish(read.code);
    }
    if (read.isLast) await this.#fail(read.error);
    throw read.error;
  }

  async cancel(): Promise<void> {
    if (!this.#redeeming) await this.#fail(new InputError("login_stopped"));
  }

  #read(pasted: string): { code: string; error?: never } | { error: TokenwellError; isLast: boolean } {
    const { server, request, login } = this.#started;
    const expected: CallbackExpectation = {
      state: request.state,
      issuer: server.issuer,
      issRequired: server.issParameter,
      redirectUri: login.redirectUri,
      authorizationUrl: request.url,
    };
    const read = readCallback(pasted, expected);
    if (read.kind === "code") return { code: read.code };
    const { provider } = this.#started;
    const facts = { provider: this.#label(), kind: provider.id, ...read.facts };
    if (read.kind === "unusable") return { error: new InputError(read.code, facts), isLast: false };
    // With our state it is the provider's last word. The text of a page may be one of several that a person tries.
    const explained = explanationOf(provider, { ...read, status: null });
    return {
      error: new ProviderError(read.code, { ...facts, ...explained }),
      isLast: read.proof === "state",
    };
  }

  /** Redeems the code. The tab is told first: who waits for the outcome may end the process. */
  async #finish(
    code: string,
    { reply: tell, language }: Pick<Hit, "reply" | "language"> = noTab,
  ): Promise<LoginResult> {
    this.#redeeming = true;
    try {
      const result = await this.#redeem(code);
      await tell(doneTab(result));
      this.#ended.abort();
      this.#started.hold.releaseAndDelete();
      this.#outcome.resolve(result);
      return result;
    } catch (error) {
      await tell(this.#failedTab(error, language));
      await this.#fail(error);
      throw error;
    }
  }

  #failedTab(error: unknown, language: Language): Tab {
    const detail = error instanceof TokenwellError ? this.#toldInTab(error, language) : undefined;
    return { kind: "failed", facts: { provider: this.#label() }, ...(detail !== undefined && { detail }) };
  }

  /** One sentence; the rest is for the terminal, which says what to do, too. */
  #toldInTab({ code, facts }: TokenwellError, language: Language): string | undefined {
    if (!tabErrorCodes.has(code)) return undefined;
    const key = code === "no_refresh_token" ? "tab.no_refresh_token" : (`error.${code}` as const);
    const sentence = sayFor(this.#started.provider.id, language, key, facts).split("\n")[0];
    return sentence?.replace(/[.。]?$/, language === "ja" ? "。" : ".");
  }

  #label(): string {
    return this.#started.provider.displayName(this.#started.server.issuer);
  }

  async #redeem(code: string): Promise<LoginResult> {
    const { store, egress, clock } = this.#parts;
    const { server, provider, client, login, options } = this.#started;
    const { answer, authMethod } = await exchangeCode({
      server,
      provider,
      client: {
        ...client,
        authMethod: client.authMethod === "none" || client.acceptedAtMs !== null ? client.authMethod : null,
      },
      code,
      verifier: login.verifier,
      redirectUri: login.redirectUri,
      clock,
      fetch: (url, init) => egress.fetch(url, init),
    });
    const answered: Login = { ...login, phase: "answered", rawAnswer: answer };
    await store.putLogin(answered);
    this.#isAnswered = true;
    const accepted: Client = {
      ...client,
      authMethod,
      requested: askedOf(options),
      acceptedAtMs: clock.nowMs(),
    };
    if (isClientAccepted(answer)) await store.putClient(accepted);
    return await this.#connecting.complete(answered, accepted, {
      ...options,
      isDefaultName: options.name === undefined,
    });
  }

  async #listen(): Promise<void> {
    const { clock } = this.#parts;
    const { login, request, options } = this.#started;
    const languageFallback = options.language ?? "en";
    const listener = await listen({
      redirectUri: login.redirectUri,
      state: request.state,
      languageFallback,
      clock,
    });
    this.#opened.resolve();
    const minutes = Math.round(this.waitSeconds / 60);
    const timer = clock.sleep(this.waitSeconds * 1000, this.#ended.signal).then(
      () => this.#fail(new ProviderError("login_timed_out", { minutes, provider: this.#label() })),
      () => undefined,
    );
    try {
      await this.#take(await listener.next(this.#ended.signal));
    } catch (error) {
      if (!this.#ended.signal.aborted) throw error;
    } finally {
      await listener.close();
      if (this.#ended.signal.aborted) await timer;
    }
  }

  /** The callback is answered once: what came is all that will come. */
  async #take(hit: Hit): Promise<void> {
    const read = this.#read(hit.url);
    if (read.error) {
      await hit.reply(this.#failedTab(read.error, hit.language));
      await this.#fail(read.error);
    } else if (this.#redeeming) {
      const failed = (error: unknown): Tab => this.#failedTab(error, hit.language);
      await hit.reply(await this.#outcome.promise.then(doneTab, failed));
    } else {
      await this.#finish(read.code, hit).catch(() => undefined);
    }
  }

  /** Ends the login: nothing of it is left but the app, if the provider has accepted it. */
  async #fail(error: unknown): Promise<void> {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort();
    const { store } = this.#parts;
    const { login, client, hold: lock } = this.#started;
    try {
      // An answer that could not be judged because the provider's keys were out of reach is judged by the next command.
      if (error instanceof WireError && this.#isAnswered) return;
      await store.removeLogin(login.id);
      const row = (await store.clients()).find((one) => one.id === client.id);
      if (row?.acceptedAtMs === null) await store.removeClient(client.id);
    } finally {
      lock.releaseAndDelete();
      this.#outcome.reject(error as TokenwellError);
    }
  }
}

function askedOf({ scope, audience, apiBase }: LoginOptions): RequestedAccess {
  return {
    ...(scope !== undefined && { scope }),
    ...(audience !== undefined && { audience }),
    ...(apiBase !== undefined && { apiBase }),
  };
}

/** What a tab says in so many words. */
const tabErrorCodes: ReadonlySet<string> = new Set([
  "no_refresh_token",
  "consent_denied",
  "wrong_secret",
  "code_expired",
]);

/** A login by paste: there is no tab to tell. */
const noTab: Pick<Hit, "reply" | "language"> = { reply: async () => undefined, language: "en" };

type Tab = Parameters<Hit["reply"]>[0];

const doneTab = ({ name }: LoginResult): Tab =>
  name === null ? { kind: "handed" } : { kind: "done", facts: { name } };

/** A redirect comes back to this machine by itself only over plain http, on loopback, at a port of one's own. */
function canListen(redirectUri: string): boolean {
  const url = new URL(redirectUri);
  return url.protocol === "http:" && isLoopback(url) && url.port !== "";
}
