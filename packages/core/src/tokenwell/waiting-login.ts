import { setMaxListeners } from "node:events";
import { InputError, ProviderError, type TokenwellError } from "../errors.ts";
import { type AuthorizationRequest, redeemCode } from "../flows/authorization-code.ts";
import { type CallbackExpectation, readCallback } from "../flows/callback.ts";
import type { Client, Login } from "../model.ts";
import { oidc } from "../providers/oidc.ts";
import type { ServerMetadata } from "../providers/provider.ts";
import type { Hold } from "../store/store.ts";
import { isLoopback } from "../wire/address.ts";
import { listen } from "../wire/listener.ts";
import type { LoginOptions, LoginResult, PendingLogin } from "./api.ts";
import { type Connecting, isClientAccepted } from "./connecting.ts";
import type { LoginParts } from "./login.ts";

interface Begun {
  readonly login: Login;
  readonly client: Client;
  readonly server: ServerMetadata;
  readonly request: AuthorizationRequest;
  readonly options: LoginOptions;
  readonly hold: Hold;
}

/** A login between the opened browser and its end. */
export class WaitingLogin implements PendingLogin {
  readonly url: string;
  readonly redirectUri: string;
  readonly canListen: boolean;
  readonly waitSeconds = oidc.codeLifeSeconds;
  readonly #parts: LoginParts;
  readonly #connecting: Connecting;
  readonly #begun: Begun;
  readonly #over = new AbortController();
  readonly #outcome = Promise.withResolvers<LoginResult>();
  #listening = false;
  #redeeming = false;

  constructor(parts: LoginParts, connecting: Connecting, begun: Begun) {
    this.#parts = parts;
    this.#connecting = connecting;
    this.#begun = begun;
    this.url = begun.request.url;
    this.redirectUri = begun.login.redirectUri;
    this.canListen = canListen(this.redirectUri);
    this.#outcome.promise.catch(() => undefined);
    setMaxListeners(0, this.#over.signal);
  }

  listen(): Promise<LoginResult> {
    if (!this.#listening) {
      this.#listening = true;
      this.#listen().catch((error: unknown) => this.#fail(error));
    }
    return this.#outcome.promise;
  }

  get isOver(): boolean {
    return this.#over.signal.aborted;
  }

  async answer(pasted: string): Promise<LoginResult> {
    const code = await this.#readCode(pasted);
    // The browser may come back while a person pastes: a code is redeemed once.
    if (this.#redeeming) return await this.#outcome.promise;
    this.#redeeming = true;
    try {
      const result = await this.#redeem(code);
      this.#outcome.resolve(result);
      this.#over.abort();
      this.#begun.hold.end();
      return result;
    } catch (error) {
      await this.#fail(error);
      throw error;
    }
  }

  async cancel(): Promise<void> {
    if (!this.#redeeming) await this.#fail(new InputError("login_stopped"));
  }

  async #readCode(pasted: string): Promise<string> {
    const { server, request, login } = this.#begun;
    const expected: CallbackExpectation = {
      state: request.state,
      issuer: server.issuer,
      issRequired: server.issParameter,
      redirectUri: login.redirectUri,
      authorizationUrl: request.url,
    };
    const read = readCallback(pasted, expected);
    if (read.kind === "code") return read.code;
    const facts = { provider: this.#label(), ...read.facts };
    if (read.kind === "unusable") throw new InputError(read.code, facts);
    const refusal = new ProviderError(read.code, facts);
    // With our state it is the provider's last word. The text of a page may be one of several that a person tries.
    if (read.proof === "state") await this.#fail(refusal);
    throw refusal;
  }

  #label(): string {
    return oidc.label(this.#begun.server.issuer);
  }

  async #redeem(code: string): Promise<LoginResult> {
    const { store, egress, clock } = this.#parts;
    const { server, client, login, options } = this.#begun;
    const { answer, authMethod } = await redeemCode({
      server,
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
    const accepted: Client = { ...client, authMethod, acceptedAtMs: clock.nowMs() };
    if (isClientAccepted(answer)) await store.putClient(accepted);
    return await this.#connecting.connect(answered, accepted, {
      ...options,
      isDefaultName: options.name === undefined,
    });
  }

  async #listen(): Promise<void> {
    const { clock } = this.#parts;
    const { login, request, options, server } = this.#begun;
    const languageFallback = options.language ?? "en";
    const listener = await listen({
      redirectUri: login.redirectUri,
      state: request.state,
      languageFallback,
      clock,
    });
    const minutes = Math.round(this.waitSeconds / 60);
    const timer = clock.sleep(this.waitSeconds * 1000, this.#over.signal).then(
      () => this.#fail(new ProviderError("login_timed_out", { minutes, provider: this.#label() })),
      () => undefined,
    );
    try {
      const hit = await listener.next(this.#over.signal);
      const reply = await this.answer(hit.url).then(
        (result) =>
          ({ kind: result.name === null ? "handed" : "done", facts: { name: result.name ?? "" } }) as const,
        async (error: unknown) => {
          // The callback is answered once: what came is all that will come.
          await this.#fail(error);
          return { kind: "failed", facts: { provider: oidc.label(server.issuer) } } as const;
        },
      );
      await hit.reply(reply);
    } catch (error) {
      if (!this.#over.signal.aborted) throw error;
    } finally {
      await listener.close();
      if (this.#over.signal.aborted) await timer;
    }
  }

  /** Ends the login: nothing of it is left but the app, if the provider has accepted it. */
  async #fail(error: unknown): Promise<void> {
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    const { store } = this.#parts;
    const { login, client, hold } = this.#begun;
    try {
      await store.removeLogin(login.id);
      const row = (await store.clients()).find((one) => one.id === client.id);
      if (row?.acceptedAtMs === null) await store.removeClient(client.id);
    } finally {
      hold.end();
      this.#outcome.reject(error as TokenwellError);
    }
  }
}

/** A redirect comes back to this machine by itself only over plain http, on loopback, at a port of one's own. */
function canListen(redirectUri: string): boolean {
  const url = new URL(redirectUri);
  return url.protocol === "http:" && isLoopback(url) && url.port !== "";
}
