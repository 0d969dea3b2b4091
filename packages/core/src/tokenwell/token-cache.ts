import type { TokenSet } from "../api/token.ts";
import type { Clock } from "../clock.ts";
import type { StampedToken, Store } from "../store/store.ts";

/** A token that this process has handed out. */
export interface CachedToken {
  readonly connectionId: string;
  readonly tokenSet: TokenSet;
}

/** A cached token with what decides whether it may be handed out again. */
interface Entry extends CachedToken {
  /** Instant until which it may be handed out without a decision. */
  readonly dueAtMs: number;
  readonly expiresAtMs: number;
  /** Stamp of its connection when it was read. */
  readonly stamp: string;
  /** Version of the store up to which the stamp is known to hold. */
  version: number;
  /** Wall minus monotonic clock when it was remembered. */
  readonly offsetMs: number;
  trustedUntilMs: number;
}

/** Milliseconds that a process trusts its own memory before it checks whether the store has changed. */
const trustMs = 1_000;
const jumpMs = 2_000;

/**
 * Remembers the tokens that this process has handed out. A look-up costs two clock readings. Once a second it asks the store
 * whether anything has changed, and if so, whether this connection has. Forgets when the clock jumps: the machine slept, or
 * its time was set.
 */
export class TokenCache {
  readonly #entries = new Map<string, Entry>();
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Returns the token of a name if it lives `minTtlMs` and the store has not changed. */
  get(name: string, minTtlMs: number): TokenSet | undefined {
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    const nowMs = this.#clock.nowMs();
    const monotonicMs = this.#clock.monotonicMs();
    if (entry.expiresAtMs - nowMs < minTtlMs || nowMs >= entry.dueAtMs) return undefined;
    const hasJumped = Math.abs(nowMs - monotonicMs - entry.offsetMs) >= jumpMs;
    if (monotonicMs < entry.trustedUntilMs && !hasJumped) return entry.tokenSet;
    if (hasJumped) this.#entries.delete(name);
    if (hasJumped || this.#store.changes.version() !== entry.version) return undefined;
    entry.trustedUntilMs = monotonicMs + trustMs;
    return entry.tokenSet;
  }

  /**
   * Returns the token of a name if its connection is as it was, though the store has changed. `stored`: the name to look up
   * in the store; `undefined` for the only connection.
   */
  async revalidate(
    name: string,
    stored: string | undefined,
    minTtlMs: number,
  ): Promise<CachedToken | undefined> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    // Before the stamp: what is committed after it must be noticed the next time.
    const version = this.#store.changes.version();
    if ((await this.#store.accessTokens.stamp(stored)) !== entry.stamp) {
      this.#entries.delete(name);
      return undefined;
    }
    entry.version = version;
    return this.get(name, minTtlMs) && entry;
  }

  /** Remembers a token. `version` is the store's, from before the token was read. */
  put(
    name: string,
    tokenSet: TokenSet,
    { connectionId, stamp, dueAtMs, version }: StampedToken & { readonly version: number },
  ): void {
    const monotonicMs = this.#clock.monotonicMs();
    this.#entries.set(name, {
      ...{ connectionId, stamp, dueAtMs, version },
      tokenSet,
      expiresAtMs: tokenSet.expiresAt.getTime(),
      offsetMs: this.#clock.nowMs() - monotonicMs,
      trustedUntilMs: monotonicMs + trustMs,
    });
  }

  /** Forgets one token. */
  delete(name: string): void {
    this.#entries.delete(name);
  }
}
