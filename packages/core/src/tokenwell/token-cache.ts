import type { TokenSet } from "../api/token.ts";
import type { Clock } from "../clock.ts";
import type { StampedToken, Store } from "../store/store.ts";

/** A token that this process has handed out. */
export interface CachedToken {
  readonly connectionId: string;
  readonly tokenSet: TokenSet;
}

/** State of the store at a read: its version, and the writes of this process, of which it knows without a look. */
export interface StoreState {
  /** `null`: unknown, so that the connection's stamp must tell. */
  readonly version: number | null;
  readonly ownWrites: number;
}

/** A cached token with the conditions for handing it out again. */
interface Entry extends CachedToken {
  /** Instant until which it may be handed out without a decision. */
  readonly dueAtMs: number;
  readonly expiresAtMs: number;
  /** Stamp of its connection from the read of the token. */
  readonly stamp: string;
  /** Latest state of the store at which the stamp was current. */
  seen: StoreState;
  /** Wall minus monotonic time when the entry was stored, in milliseconds. */
  readonly offsetMs: number;
  trustedUntilMs: number;
  /** Check of the stamp that is under way, with the state of the store before it. */
  check?: { readonly seen: StoreState; readonly isCurrent: Promise<boolean> } | undefined;
}

/** Milliseconds for which an entry is used without a check of the store's version. */
const trustMs = 1_000;
const jumpMs = 2_000;

/**
 * Cache of the tokens that this process has handed out. A look-up costs two clock readings. Once a second, and after each
 * write of this process, it checks the store's version and, if that has changed or there is none, the connection's stamp.
 * Drops an entry if the clock has jumped: the machine slept, or its time was set.
 */
export class TokenCache {
  readonly #entries = new Map<string, Entry>();
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Returns the token of a name if it lives at least `minTtlMs` and the store has not changed. */
  get(name: string, minTtlMs: number): TokenSet | undefined {
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    const monotonicMs = this.#clock.monotonicMs();
    if (!this.#lives(name, entry, minTtlMs, monotonicMs)) return undefined;
    const { changes } = this.#store;
    if (monotonicMs < entry.trustedUntilMs && changes.ownWrites() === entry.seen.ownWrites)
      return entry.tokenSet;
    const version = changes.version();
    if (version === null || version !== entry.seen.version) return undefined;
    entry.trustedUntilMs = monotonicMs + trustMs;
    return entry.tokenSet;
  }

  /**
   * Returns the token of a name if its connection is unchanged, after the store has changed. `stored`: the connection's
   * name in the store; `undefined` for the only connection.
   */
  async revalidate(
    name: string,
    stored: string | undefined,
    minTtlMs: number,
  ): Promise<CachedToken | undefined> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    if (!this.#lives(name, entry, minTtlMs, this.#clock.monotonicMs())) return undefined;
    if (!(await this.#isCurrent(entry, stored))) {
      this.#entries.delete(name);
      return undefined;
    }
    // The check may have taken its time.
    return this.#lives(name, entry, minTtlMs, this.#clock.monotonicMs()) ? entry : undefined;
  }

  /** Whether the connection of an entry is unchanged. Callers at once share a look, unless this process has written since. */
  #isCurrent(entry: Entry, stored: string | undefined): Promise<boolean> {
    // Look before the stamp is read, so that the next look-up notices a commit in between.
    const seen = this.look();
    if (entry.check?.seen.ownWrites === seen.ownWrites) return entry.check.isCurrent;
    const trustedUntilMs = this.#clock.monotonicMs() + trustMs;
    const check = {
      seen,
      isCurrent: this.#store.accessTokens
        .stamp(stored)
        .then((stamp) => {
          if (stamp !== entry.stamp) return false;
          entry.seen = seen;
          entry.trustedUntilMs = trustedUntilMs;
          return true;
        })
        .finally(() => {
          if (entry.check === check) entry.check = undefined;
        }),
    };
    entry.check = check;
    return check.isCurrent;
  }

  /** Whether a token lives at least `minTtlMs` and is not due. Drops it if the clock has jumped. */
  #lives(name: string, entry: Entry, minTtlMs: number, monotonicMs: number): boolean {
    const nowMs = this.#clock.nowMs();
    if (entry.expiresAtMs - nowMs < minTtlMs || nowMs >= entry.dueAtMs) return false;
    const hasJumped = Math.abs(nowMs - monotonicMs - entry.offsetMs) >= jumpMs;
    if (hasJumped) this.#entries.delete(name);
    return !hasJumped;
  }

  /** Returns the present state of the store. */
  look(): StoreState {
    const { changes } = this.#store;
    return { version: changes.version(), ownWrites: changes.ownWrites() };
  }

  /** Stores a token. `seen` is the state of the store before the token was read. */
  put(name: string, tokenSet: TokenSet, token: StampedToken, seen: StoreState): void {
    const monotonicMs = this.#clock.monotonicMs();
    this.#entries.set(name, {
      connectionId: token.connectionId,
      tokenSet,
      dueAtMs: token.dueAtMs,
      expiresAtMs: token.expiresAtMs,
      stamp: token.stamp,
      seen,
      offsetMs: this.#clock.nowMs() - monotonicMs,
      trustedUntilMs: monotonicMs + trustMs,
    });
  }

  /** Drops the token of a name. */
  delete(name: string): void {
    this.#entries.delete(name);
  }
}
