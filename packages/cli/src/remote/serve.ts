import {
  type KnownApp,
  type LoginOptions,
  type PendingLogin,
  providerOf,
  type RegistrationOptions,
  Secret,
  type Tokenwell,
} from "@tokenwell/core";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { readInput } from "../input.ts";
import { writeOut } from "../output.ts";
import { programVersion } from "../version.ts";
import { Arrivals } from "./arrivals.ts";
import { linesOf } from "./lines.ts";
import { errorMessage, isMembers, type Members, membersOf, protocol, readMessage } from "./messages.ts";

/** One call of the other side. */
export interface Call {
  readonly parameters: Members;
  /** Reports a step before the result. */
  readonly step: (step: Members) => Promise<void>;
  /** Asks the user of the other side. */
  readonly ask: (question: Members) => Promise<string | null>;
}

type Handler = (tokenwell: Tokenwell, call: Call) => Promise<unknown>;

/**
 * Carries out the calls of a `tokenwell` on another machine, line by line, until that one ends. Opens no port and asks
 * nothing; the store, the exchange and every token are here.
 */
export class Server {
  readonly #context: Context;
  readonly #arrivals = new Arrivals();
  readonly #questions = new Map<number, (answer: string | null) => void>();
  readonly #running = new Set<Promise<void>>();
  /** Client secrets of the apps that were registered in this process. */
  readonly #registered = new Map<string, Secret | null>();
  #tokenwell: Promise<Tokenwell> | undefined;
  #pending: PendingLogin | undefined;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Serves until stdin ends. Finishes then what it has begun: a code that was sent is exchanged and stored. */
  async run(): Promise<void> {
    const { stdin } = this.#context.io;
    await this.#send({ tokenwell: programVersion(), protocol });
    for await (const line of linesOf(stdin)) {
      const message = readMessage(line);
      if (typeof message?.id !== "number") throw new UsageError("remote_by_hand");
      if ("answer" in message) this.#answer(message.id, message.answer);
      else this.#start(message.id, message);
    }
    for (const answer of this.#questions.values()) answer(null);
    await this.#pending?.cancel();
    await Promise.allSettled(this.#running);
  }

  async #send(message: Members): Promise<void> {
    await writeOut(this.#context.io.stdout, `${JSON.stringify(message)}\n`);
  }

  #start(id: number, { call, with: parameters }: Members): void {
    const running = this.#carryOut(id, String(call), membersOf(parameters));
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running)).catch(() => undefined);
  }

  async #carryOut(id: number, name: string, parameters: Members): Promise<void> {
    const handler = Object.hasOwn(this.#handlers, name) ? this.#handlers[name] : undefined;
    try {
      if (handler === undefined) throw new UsageError("remote_by_hand");
      this.#tokenwell ??= this.#context.open();
      const value = await handler(await this.#tokenwell, {
        parameters,
        step: (step) => this.#send({ id, step }),
        ask: (question) => this.#ask(id, question),
      });
      await this.#send({ id, value: value ?? null });
    } catch (error) {
      // If the other side is gone, it is lost.
      await this.#send({ id, error: errorMessage(error) }).catch(() => undefined);
    }
  }

  async #ask(id: number, ask: Members): Promise<string | null> {
    const answer = new Promise<string | null>((resolve) => this.#questions.set(id, resolve));
    await this.#send({ id, ask });
    return await answer;
  }

  #answer(id: number, answer: unknown): void {
    this.#questions.get(id)?.(typeof answer === "string" ? answer : null);
    this.#questions.delete(id);
  }

  readonly #handlers: Readonly<Record<string, Handler>> = {
    names: (tokenwell) => tokenwell.names(),
    status: async (tokenwell, { parameters: { name } }) =>
      (await tokenwell.status(String(name))).map((one) => ({
        name: one.name,
        provider: one.provider,
        issuer: one.issuer,
        clientId: one.app.clientId,
        apiBase: one.apiBase,
      })),
    apps: async (tokenwell) =>
      (await tokenwell.apps()).map(({ clientSecret, ...app }) => ({
        ...app,
        hasSecret: clientSecret !== null,
      })),
    protectedResource: (tokenwell, { parameters: { address } }) =>
      tokenwell.protectedResource(String(address)),
    register: async (tokenwell, { parameters: { issuer, options } }) => {
      // The library checks each option, as it does for every caller.
      const given = membersOf(options) as unknown as RegistrationOptions;
      const { clientId, clientSecret } = await tokenwell.register(String(issuer), given);
      this.#registered.set(clientId, clientSecret);
      return { clientId, hasSecret: clientSecret !== null };
    },
    login: async (tokenwell, call) => await this.#login(tokenwell, call),
    answer: async (_, call) => await this.#complete(call),
    isOver: async () => this.#pending?.isOver ?? true,
    cancel: async () => await this.#pending?.cancel(),
    expect: (tokenwell, { parameters }) => this.#arrivals.expect(tokenwell, parameters.manifest),
    accept: (_, { parameters }) => this.#arrivals.accept(parameters.parcel),
    verify: () => this.#arrivals.verify(),
    refuse: (tokenwell, { parameters }) => tokenwell.transfers.refuse(parameters.manifest),
  };

  /** The call that the steps and questions of the login go to. */
  #completing: Call | undefined;

  async #login(tokenwell: Tokenwell, { parameters }: Call): Promise<Members> {
    const { address, options: given, secret } = parameters;
    const { asksForName, ...options } = membersOf(given);
    const issuer = String(address);
    await this.#pending?.cancel();
    const apps = await tokenwell.apps();
    const clientId = String(options.clientId);
    const known = apps.find(isApp(issuer, clientId))?.clientSecret;
    const clientSecret = await this.#secretOf(secret, known ?? this.#registered.get(clientId) ?? null);
    this.#pending = await tokenwell.login(issuer, {
      // The library checks each option, as it does for every caller.
      ...(options as unknown as LoginOptions),
      clientSecret,
      handOver: false,
      onProgress: (step) => void this.#completing?.step({ ...step }),
      ...(asksForName === true && {
        chooseName: async (taken) => (await this.#completing?.ask({ ...taken })) ?? null,
      }),
    });
    const { url, redirectUri, canListen, waitSeconds } = this.#pending;
    const provider = providerOf(String(options.provider));
    return {
      url,
      redirectUri,
      canListen,
      waitSeconds,
      provider: provider.id,
      label: provider.displayName(new URL(url).origin),
    };
  }

  async #secretOf(given: unknown, known: Secret | null): Promise<Secret | null> {
    if (!isMembers(given)) return null;
    if (given.known === true) return known;
    if (typeof given.value === "string") return Secret.of(given.value);
    const file = await readInput(String(given.file), this.#context.io.stdin);
    return Secret.of(file.toString("utf8").trim());
  }

  async #complete(call: Call): Promise<unknown> {
    this.#completing = call;
    const { handOver: _, ...result } = (await this.#pending?.answer(String(call.parameters.text))) ?? {};
    return result;
  }
}

const isApp =
  (issuer: string, clientId: string) =>
  (app: KnownApp): boolean =>
    app.issuer === issuer && app.clientId === clientId;
