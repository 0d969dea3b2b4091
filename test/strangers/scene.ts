import { type Decision, type Visit, Visitor } from "@tokenwell/emulator";
import { freePort } from "../../packages/core/test/support/free-port.ts";
import { type Calling, Machine } from "./machine.ts";
import type { Provider } from "./provider.ts";
import type { Ended, Running } from "./running.ts";

/** The address that the command prints, once the whole line is there. */
export const printedAddress = /^\s*(https?:\/\/\S+\/authorize\?\S+)\r?\n/m;

/** A login that waits at its callback. */
export interface Begun {
  readonly running: Running;
  /** What a person opens. */
  readonly url: string;
}

/** A machine and a provider that keep the same time, and a person who goes from one to the other. */
export class Scene {
  readonly provider: Provider;
  readonly machine = new Machine();
  /** Where this machine's callback listens. */
  readonly port: number;

  private constructor(provider: Provider, port: number) {
    this.provider = provider;
    this.port = port;
    this.machine.offsetMs = provider.offsetMs;
  }

  static async open(provider: Provider): Promise<Scene> {
    return new Scene(provider, await freePort());
  }

  /** The arguments of a login of the public app, with nothing left to ask. */
  get loginArgs(): string[] {
    const { port, provider } = this;
    return [
      "login",
      provider.issuer,
      "--client-id",
      "demo",
      "--public",
      "--port",
      String(port),
      "--no-browser",
    ];
  }

  /** Moves the clocks of both sides. */
  async advance(ms: number): Promise<void> {
    await this.provider.advance(ms);
    this.machine.offsetMs += ms;
  }

  /** A person whose browser follows the provider from host to host. */
  visitor(): Visitor {
    return new Visitor(Object.values(this.provider.hosts).map(({ origin }) => origin));
  }

  /** Starts a login without a terminal and gives the address that it prints. */
  async begin(args: readonly string[] = [], calling: Calling = {}): Promise<Begun> {
    return await this.start([...this.loginArgs, ...args], calling);
  }

  /** Starts any login without a terminal and gives the address that it prints. */
  async start(args: readonly string[], calling: Calling = {}): Promise<Begun> {
    const running = this.machine.start(args, calling);
    const printed = running.err.matching(printedAddress);
    const [, url = ""] = await printed;
    return { running, url };
  }

  /** A whole login at the provider's own name, through its pages, by redirect. */
  async loginAt(
    target: readonly string[],
    decision: Decision = {},
  ): Promise<{ readonly ended: Ended; readonly tab: Visit }> {
    const port = target.includes("--callback") ? [] : ["--port", String(this.port)];
    const { running, url } = await this.start(["login", ...target, ...port, "--no-browser"]);
    const tab = await this.visitor().goThrough(url, decision);
    return { ended: await running.ended, tab };
  }

  /** A whole login, through the provider's pages, by redirect. */
  async login(
    args: readonly string[] = [],
    decision: Decision = {},
  ): Promise<{ readonly ended: Ended; readonly tab: Visit }> {
    const { running, url } = await this.begin(args);
    const tab = await this.visitor().goThrough(url, decision);
    return { ended: await running.ended, tab };
  }

  /** A machine that is connected, or no test. */
  async connect(args: readonly string[] = []): Promise<void> {
    const { ended } = await this.login(args);
    if (ended.code !== 0) throw new Error(`the login failed with ${ended.code}:\n${ended.stderr}`);
  }

  /** The token that the command prints. */
  async token(args: readonly string[] = []): Promise<string> {
    const { code, stderr, stdout } = await this.machine.run(["token", ...args]);
    if (code !== 0) throw new Error(`token failed with ${code}:\n${stderr}`);
    return stdout.trimEnd();
  }

  async dispose(): Promise<void> {
    await this.machine.dispose();
  }
}
