import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";

/** Callers that insert one row after the other by one address, and remember what was acknowledged. */
export class Writers {
  /** Ids whose commit was acknowledged. */
  readonly acknowledged: number[] = [];
  /** Ids whose statement failed: their commit may have happened. */
  readonly unsure: number[] = [];
  /** The longest time without any acknowledgement, in milliseconds. */
  longestGapMs = 0;
  readonly #url: string;
  #lastMs = performance.now();
  #nextId = 1;
  #isStopped = false;
  readonly #ends: readonly Promise<void>[];

  constructor(url: string, count: number) {
    this.#url = url;
    this.#ends = Array.from({ length: count }, () => this.#write());
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#ends);
  }

  async #write(): Promise<void> {
    while (!this.#isStopped) {
      const client = new Client({
        connectionString: this.#url,
        connectionTimeoutMillis: 2_000,
        query_timeout: 5_000,
      });
      client.on("error", () => undefined);
      await this.#writeOn(client).catch(() => pause(100));
      await client.end().catch(() => undefined);
    }
  }

  /** Rejects when the connection fails. */
  async #writeOn(client: Client): Promise<void> {
    await client.connect();
    while (!this.#isStopped) {
      const id = this.#nextId;
      this.#nextId += 1;
      try {
        await client.query("INSERT INTO written VALUES ($1)", [id]);
      } catch (error) {
        this.unsure.push(id);
        throw error;
      }
      this.#acknowledge(id);
    }
  }

  #acknowledge(id: number): void {
    this.acknowledged.push(id);
    const nowMs = performance.now();
    this.longestGapMs = Math.max(this.longestGapMs, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
  }
}
