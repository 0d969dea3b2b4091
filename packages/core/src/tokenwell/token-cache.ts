import type { Clock } from "../clock.ts";
import type { TokenSet } from "../model.ts";
import type { Store } from "../store/store.ts";

/** What is remembered of a token, besides the token. */
interface Entry {
  readonly tokenSet: TokenSet;
  /** Until then it may be handed out without a look at the store's rows. */
  readonly dueAtMs: number;
  readonly expiresAtMs: number;
  readonly version: number;
  /** Wall minus monotonic clock when it was remembered. */
  readonly offsetMs: number;
  trustedUntilMs: number;
}

/** A process trusts its own memory for so long before it looks whether another one has changed the store. */
const trustMs = 1_000;
const jumpMs = 2_000;

/**
 * The tokens that this process has handed out. A look-up costs two clock readings; once a second it asks the store
 * whether anything has changed. Forgets when the clock jumps: the machine slept, or its time was set.
 */
export class TokenCache {
  readonly #entries = new Map<string, Entry>();
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** The token of a name, if it lives `minTtlMs` and nothing has changed. */
  get(name: string, minTtlMs: number): TokenSet | undefined {
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    const nowMs = this.#clock.nowMs();
    const monotonicMs = this.#clock.monotonicMs();
    if (entry.expiresAtMs - nowMs < minTtlMs || nowMs >= entry.dueAtMs) return undefined;
    if (monotonicMs < entry.trustedUntilMs && Math.abs(nowMs - monotonicMs - entry.offsetMs) < jumpMs)
      return entry.tokenSet;
    return this.#recheck(name, entry, nowMs - monotonicMs, monotonicMs);
  }

  #recheck(name: string, entry: Entry, offsetMs: number, monotonicMs: number): TokenSet | undefined {
    if (Math.abs(offsetMs - entry.offsetMs) >= jumpMs || this.#store.version() !== entry.version) {
      this.#entries.delete(name);
      return undefined;
    }
    entry.trustedUntilMs = monotonicMs + trustMs;
    return entry.tokenSet;
  }

  /** Remembers a token. `version` is the store's, from before the token was read. */
  put(name: string, tokenSet: TokenSet, version: number, dueAtMs: number): void {
    const monotonicMs = this.#clock.monotonicMs();
    this.#entries.set(name, {
      tokenSet,
      dueAtMs,
      expiresAtMs: tokenSet.expiresAt.getTime(),
      version,
      offsetMs: this.#clock.nowMs() - monotonicMs,
      trustedUntilMs: monotonicMs + trustMs,
    });
  }

  /** Forgets one token. */
  delete(name: string): void {
    this.#entries.delete(name);
  }
}
