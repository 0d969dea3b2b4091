import { spawn } from "node:child_process";
import { Socket } from "node:net";
import { createInterface } from "node:readline";
import type {
  EmulatorHost,
  EmulatorOptions,
  LedgerEntry,
  LedgerSummary,
  RecordedSecret,
} from "@tokenwell/emulator";
import { adoptChild, compiled, preload } from "./children.ts";

const program = new URL("provider-process.mjs", import.meta.url).pathname;

/** What an emulator prints when it can be used. */
interface Ready {
  readonly issuer: string;
  readonly port: number;
  readonly caFile: string | null;
  readonly hosts: Readonly<Record<string, EmulatorHost>>;
}

/** A process that runs one provider after another. */
class ProviderProcess {
  readonly #child = spawn(process.execPath, ["--require", preload, program], {
    stdio: ["pipe", "pipe", "ignore"],
    env: compiled,
  });
  readonly #lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();

  constructor() {
    adoptChild(this.#child);
  }

  async start(options: EmulatorOptions): Promise<Ready> {
    return await this.#ask(options);
  }

  async stop(): Promise<void> {
    await this.#ask("stop");
  }

  async #ask<T>(words: unknown): Promise<T> {
    const pipes = [this.#child.stdin, this.#child.stdout].filter((pipe) => pipe instanceof Socket);
    const handles = [this.#child, ...pipes];
    for (const handle of handles) handle.ref();
    this.#child.stdin.write(`${JSON.stringify(words)}\n`);
    const { value, done } = await this.#lines.next();
    // While nothing is asked, it must not keep this process running.
    for (const handle of handles) handle.unref();
    if (done) throw new Error("the process of the provider has ended");
    const answer = JSON.parse(value);
    if (answer.refused !== undefined) throw new Error(answer.refused);
    return answer;
  }
}

/** Processes without a provider: starting one takes a hundred times as long as starting a provider in it. */
const idle: ProviderProcess[] = [];

/** A provider in another process, with its ledger, faults and clock. `oidc` is `oidc-provider`, which others wrote. */
export class Provider {
  readonly issuer: string;
  readonly port: number;
  /** With `tls`: where the certificate of its authority is. */
  readonly caFile: string | null;
  readonly hosts: Ready["hosts"];
  readonly #process: ProviderProcess;
  #isStopped = false;
  #offsetMs = 0;

  private constructor(process: ProviderProcess, { caFile, hosts, issuer, port }: Ready) {
    this.#process = process;
    this.issuer = issuer;
    this.port = port;
    this.caFile = caFile;
    this.hosts = hosts;
  }

  /** Starts one and resolves when it can be used. */
  static async start(options: EmulatorOptions = {}): Promise<Provider> {
    const process = idle.pop() ?? new ProviderProcess();
    return new Provider(process, await process.start(options));
  }

  get host(): string {
    return new URL(this.issuer).host;
  }

  /** How far its clock is ahead of the machine's. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  async advance(advanceMs: number): Promise<void> {
    await this.#ask("POST", "clock", { advanceMs });
    this.#offsetMs += advanceMs;
  }

  async arm(fault: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#ask("POST", "faults", fault);
  }

  async clearFaults(): Promise<void> {
    await this.#ask("DELETE", "faults");
  }

  /** Resolves as soon as an answer is held back. */
  async held(): Promise<void> {
    await this.#ask("GET", "held");
  }

  async release(): Promise<void> {
    await this.#ask("POST", "release");
  }

  async summary(): Promise<LedgerSummary> {
    return (await this.#ask<{ summary: LedgerSummary }>("GET", "ledger")).summary;
  }

  async entries(): Promise<readonly LedgerEntry[]> {
    return (await this.#ask<{ entries: readonly LedgerEntry[] }>("GET", "ledger")).entries;
  }

  async record(): Promise<readonly RecordedSecret[]> {
    return (await this.#ask<{ secrets: readonly RecordedSecret[] }>("GET", "record")).secrets;
  }

  async setBlocked(user: string, blocked: boolean): Promise<void> {
    await this.#ask("POST", `users/${user}`, { blocked });
  }

  /** Changes an app as its owner or an administrator would. */
  async setApp(clientId: string, switches: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#ask("POST", `apps/${clientId}`, switches);
  }

  /** Expires every access token now. Refresh tokens live on. */
  async expireAccessTokens(): Promise<void> {
    await this.#ask("POST", "expire");
  }

  /** An administrator ends everything that a user has allowed. */
  async revokeGrants(user: string): Promise<void> {
    await this.#ask("POST", `users/${user}`, { revoked: true });
  }

  /** Whether its API accepts this access token. */
  async accepts(accessToken: string): Promise<boolean> {
    const headers = { authorization: `Bearer ${accessToken}` };
    const response = await fetch(`${this.issuer}/api/hello`, { headers });
    await response.text();
    return response.status === 200;
  }

  /** Breaks its connections, closes its ports, and forgets everything. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    await this.#process.stop();
    idle.push(this.#process);
  }

  async #ask<T>(method: string, resource: string, body?: unknown): Promise<T> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const scheme = this.caFile === null ? "http" : "https";
    const response = await fetch(`${scheme}://localhost:${this.port}/emulator/${resource}`, init);
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${resource}: ${JSON.stringify(answer)}`);
    return answer as T;
  }
}
