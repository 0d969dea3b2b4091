import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { adoptChild, preload, repository } from "./children.ts";

/** What can be chosen when the provider starts: see packages/emulator/README.md. */
export interface ProviderOptions {
  readonly rotation?: "strict" | "static";
  readonly accessTokenSeconds?: number;
  readonly codeSeconds?: number;
  readonly refreshTokens?: boolean;
  readonly idTokenClaims?: boolean;
  readonly revocation?: boolean;
  readonly port?: number;
  readonly clients?: readonly {
    readonly clientId: string;
    readonly clientSecret?: string;
    readonly name?: string;
    readonly redirectUris: readonly string[];
  }[];
}

/** One presentation, as the provider saw it. */
export interface LedgerEntry {
  readonly kind: "code" | "refresh" | "revocation" | "other";
  readonly outcome: "exchanged" | "rotated" | "same" | "refused" | "revoked" | "unprocessed";
  readonly userAgent?: string;
  readonly fingerprint?: string;
  readonly issued?: string;
  readonly error?: string;
  readonly spent: boolean;
  readonly grantRevoked: boolean;
}

/** The counts over the whole ledger. */
export interface LedgerSummary {
  readonly codes: number;
  readonly refreshes: number;
  readonly refreshed: number;
  readonly refused: number;
  readonly spent: number;
  readonly mostPresentations: number;
  readonly revocations: number;
  readonly grantsRevoked: number;
}

/** What the provider issued or was sent, in full. */
export interface RecordedSecret {
  readonly kind: string;
  readonly value: string;
}

const main = `${repository}packages/emulator/dist/main.js`;

/** `oidc-provider`, which others wrote, in a process of its own, with its ledger, faults and clock. */
export class Provider {
  readonly issuer: string;
  readonly port: number;
  readonly #child: ChildProcess;
  #offsetMs = 0;

  private constructor(child: ChildProcess, { issuer, port }: { issuer: string; port: number }) {
    this.#child = child;
    this.issuer = issuer;
    this.port = port;
  }

  /** Starts one and resolves when it can be used. */
  static async start({ port = 0, ...options }: ProviderOptions = {}): Promise<Provider> {
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
    const response = await fetch(`${this.issuer}/emulator/${resource}`, init);
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${resource}: ${JSON.stringify(answer)}`);
    return answer as T;
  }
}
