import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type {
  EmulatorHost,
  EmulatorOptions,
  LedgerEntry,
  LedgerSummary,
  RecordedSecret,
} from "@tokenwell/emulator";
import { adoptChild, preload, repository } from "./children.ts";

const main = `${repository}packages/emulator/dist/main.js`;

/** What an emulator prints when it can be used. */
interface Ready {
  readonly issuer: string;
  readonly port: number;
  readonly caFile: string | null;
  readonly hosts: Readonly<Record<string, EmulatorHost>>;
}

/** A provider in a process of its own, with its ledger, faults and clock. `oidc` is `oidc-provider`, which others wrote. */
export class Provider {
  readonly issuer: string;
  readonly port: number;
  /** With `tls`: where the certificate of its authority is. */
  readonly caFile: string | null;
  readonly hosts: Ready["hosts"];
  readonly #child: ChildProcess;
  #offsetMs = 0;

  private constructor(child: ChildProcess, { caFile, hosts, issuer, port }: Ready) {
    this.#child = child;
    this.issuer = issuer;
    this.port = port;
    this.caFile = caFile;
    this.hosts = hosts;
  }

  /** Starts one and resolves when it can be used. */
  static async start({ port = 0, ...options }: EmulatorOptions = {}): Promise<Provider> {
    const args = [
      "--require",
      preload,
      main,
      "--port",
      String(port),
      "--json-options",
      JSON.stringify(options),
    ];
    // It stops when its standard input ends, thus with this process at the latest.
    const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "ignore"], env: {} });
    adoptChild(child);
    const lines = createInterface({ input: child.stdout });
    const gone = once(child, "exit").then(() => {
      throw new Error("the provider did not start");
    });
    const [line]: unknown[] = await Promise.race([once(lines, "line"), gone]);
    gone.catch(() => undefined);
    return new Provider(child, JSON.parse(String(line)));
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

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, "exit");
    this.#child.stdin?.end();
    await exit;
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
