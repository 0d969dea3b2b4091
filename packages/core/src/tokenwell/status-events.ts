import type { ConnectionStatus } from "../api/connection.ts";
import type { TokenwellEvents } from "../api/events.ts";
import { TokenwellError } from "../errors.ts";
import type { InstantMs } from "../model.ts";

type Name = keyof TokenwellEvents;
type Listeners = { readonly [E in Name]: Set<(event: TokenwellEvents[E]) => void> };

const dayMs = 24 * 3_600_000;
/** So long before a login ends for good its end is told, once each. */
const warningsMs = [14 * dayMs, 3 * dayMs] as const;
/** A connection that this process draws from all the time is looked at so often. */
const lookAgainMs = 60_000;

/**
 * Tells a program how its connections fare, as this process meets them: it looks when it reads the store anyway, and has
 * no timer of its own. Each thing is told once.
 */
export class StatusEvents {
  readonly #listeners: Listeners = { broken: new Set(), recovered: new Set(), expiring: new Set() };
  readonly #broken = new Set<string>();
  readonly #warned = new Set<string>();
  readonly #lookedMs = new Map<string, InstantMs>();

  /** See {@link Tokenwell.on}. */
  on<E extends Name>(event: E, listener: (event: TokenwellEvents[E]) => void): () => void {
    // A listener that was given twice is two listeners.
    const own = (told: TokenwellEvents[E]): void => listener(told);
    this.#listeners[event].add(own);
    return () => {
      this.#listeners[event].delete(own);
    };
  }

  /** Whether anybody listens, and it is time to look again. */
  isDue(connectionId: string, nowMs: InstantMs): boolean {
    if (Object.values(this.#listeners).every((listeners) => listeners.size === 0)) return false;
    return this.#broken.has(connectionId) || nowMs - (this.#lookedMs.get(connectionId) ?? 0) >= lookAgainMs;
  }

  /** Tells what is new in how a connection stands. */
  observe(connectionId: string, status: ConnectionStatus, nowMs: InstantMs): void {
    this.#lookedMs.set(connectionId, nowMs);
    const { name, problem } = status;
    const wasBroken = this.#broken.has(connectionId);
    if (problem !== null && isBroken(status)) {
      this.#broken.add(connectionId);
      if (!wasBroken) this.#emit("broken", { name, status: status.status, problem });
      return;
    }
    this.#broken.delete(connectionId);
    if (wasBroken && status.status === "ok") this.#emit("recovered", { name });
    if (status.status === "ok") this.#warn(connectionId, status, nowMs);
  }

  #warn(connectionId: string, { name, lives }: ConnectionStatus, nowMs: InstantMs): void {
    const { until, untilSource, idleUntil, keepAliveAt } = lives;
    const leftMs = until === null ? Number.POSITIVE_INFINITY : until.getTime() - nowMs;
    // Of both only the nearer one: three days before the end nobody needs to hear of fourteen.
    const warningMs = warningsMs.findLast((each) => leftMs <= each);
    if (until !== null && warningMs !== undefined && this.#isFirst(connectionId, until, warningMs))
      this.#emit("expiring", { name, at: until, why: "max_life", source: untilSource });
    const isNeglected = keepAliveAt !== null && keepAliveAt.getTime() <= nowMs;
    if (idleUntil !== null && isNeglected && this.#isFirst(connectionId, idleUntil, 0))
      this.#emit("expiring", { name, at: idleUntil, why: "idle_life", source: "setting" });
  }

  #isFirst(connectionId: string, end: Date, warningMs: number): boolean {
    const warning = `${connectionId} ${end.getTime()} ${warningMs}`;
    if (this.#warned.has(warning)) return false;
    this.#warned.add(warning);
    return true;
  }

  #emit<E extends Name>(name: E, event: TokenwellEvents[E]): void {
    for (const listener of [...this.#listeners[name]]) {
      try {
        listener(event);
      } catch (error) {
        // A caller who wants a token is not failed by it.
        process.emitWarning(error instanceof Error ? error : String(error), "TokenwellListenerWarning");
      }
    }
  }
}

/** Whether somebody must do something; what was ended on purpose is not broken. */
function isBroken({ status, problem }: ConnectionStatus): boolean {
  if (status === "needs_login" || status === "suspended" || status === "quarantined") return true;
  return problem instanceof TokenwellError && problem.code === "client_refused";
}
