import { createHash } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { InstantMs, Session } from "../model.ts";
import type { Store } from "../store/store.ts";

/** Most sessions that this process remembers. */
const maxRemembered = 10_000;
/** Milliseconds for which activity is collected before it is stored in one transaction. */
const flushMs = 1_000;
/** Most sessions whose activity one transaction stores: it blocks this process. */
const maxTouched = 100;

interface Entry {
  readonly session: Session;
  /** `null`: unknown, so that the session must be read. */
  readonly version: number | null;
}

/**
 * Sessions by the value of their cookie. Remembers them, and asks the store whether anything was committed before it
 * uses one: an end in another process is effective at once. Collects their activity.
 */
export class LiveSessions {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #app: string;
  readonly #entries = new Map<string, Entry>();
  readonly #activity = new Map<string, InstantMs>();
  /** Activity that the last flush stored: a request that read its session before may still ask for it. */
  #stored: ReadonlyMap<string, InstantMs> = new Map();
  #flush: Promise<void> | undefined;
  /** Latest look at the store, which holds for one turn of the event loop. */
  #look: { readonly version: number | null; readonly ownWrites: number } | undefined;

  constructor(store: Store, clock: Clock, app: string) {
    this.#store = store;
    this.#clock = clock;
    this.#app = app;
  }

  /** Returns the remembered session of a cookie if nothing was committed since it was read; `null` if it must be read. */
  remembered(cookie: string): Session | null {
    const entry = this.#entries.get(cookie);
    const isKnown = entry !== undefined && entry.version !== null;
    return isKnown && entry.version === this.#version() ? entry.session : null;
  }

  /**
   * Returns the version of the store. Asks it once in a turn of the event loop, and after each write of this process: a
   * request that another process's commit must stop cannot have come in the turn of an earlier request.
   */
  #version(): number | null {
    const { changes } = this.#store;
    const ownWrites = changes.ownWrites();
    if (this.#look?.ownWrites !== ownWrites) {
      if (this.#look === undefined)
        setImmediate(() => {
          this.#look = undefined;
        });
      this.#look = { version: changes.version(), ownWrites };
    }
    return this.#look.version;
  }

  /** Reads the session of a cookie, live or ended; `undefined` if there is none. */
  async read(cookie: string): Promise<Session | undefined> {
    // Look before the row is read, so that the next look-up notices a commit in between.
    const version = this.#store.changes.version();
    const before = this.#entries.get(cookie)?.session;
    const session = await this.#store.sessions.byCookie(before?.cookieHash ?? this.hashOf(cookie), before);
    this.#entries.delete(cookie);
    // An unknown cookie is not remembered: a caller could fill the memory with them.
    if (session !== undefined) this.#entries.set(cookie, { session, version });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > maxRemembered && oldest !== undefined) this.#entries.delete(oldest);
    return session;
  }

  /** Hashes the value of a cookie of this app. */
  hashOf(cookie: string): string {
    return createHash("sha256").update(`${this.#app} ${cookie}`).digest("hex");
  }

  /** Returns the instant of the last activity of a session, stored or collected. */
  activeAtMs({ id, touchedAtMs }: Session): InstantMs {
    return Math.max(touchedAtMs, this.#activity.get(id) ?? 0, this.#stored.get(id) ?? 0);
  }

  /** Records activity, at most once in `intervalMs` for each session. It is stored within a second. */
  touch(session: Session, nowMs: InstantMs, intervalMs: number): void {
    if (nowMs - this.activeAtMs(session) < intervalMs) return;
    this.#activity.set(session.id, nowMs);
    this.#flush ??= this.#clock
      .sleep(flushMs)
      .then(() => this.flush())
      .catch(() => undefined)
      .finally(() => {
        this.#flush = undefined;
      });
  }

  /** Stores the collected activity. */
  async flush(): Promise<void> {
    if (this.#activity.size === 0) return;
    const all = [...this.#activity];
    this.#stored = new Map(all);
    for (let start = 0; start < all.length; start += maxTouched) {
      const times = new Map(all.slice(start, start + maxTouched));
      await this.#store.sessions.touch(times);
      for (const [id, atMs] of times) if (this.#activity.get(id) === atMs) this.#activity.delete(id);
    }
  }
}
