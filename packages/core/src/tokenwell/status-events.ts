import type { ConnectionStatus } from "../api/connection.ts";
import type { TokenwellEvents } from "../api/events.ts";
import { warningsOf } from "../connections/warnings.ts";
import { TokenwellError } from "../errors.ts";
import type { InstantMs } from "../model.ts";

type Name = keyof TokenwellEvents;
type Listeners = { readonly [E in Name]: Set<(event: TokenwellEvents[E]) => void> };

/** Milliseconds between two checks of a working connection. */
const lookAgainMs = 60_000;

/**
 * Emits events about connections that this process uses. Checks a connection when another call reads it, without a
 * timer. Emits each event once.
 */
export class StatusEvents {
  readonly #listeners: Listeners = { broken: new Set(), recovered: new Set(), expiring: new Set() };
  /** The status with which each broken connection was first seen. */
  readonly #broken = new Map<string, ConnectionStatus>();
  readonly #warned = new Set<string>();
  readonly #lookedMs = new Map<string, InstantMs>();

  /** See {@link Tokenwell.on}. */
  on<E extends Name>(event: E, listener: (event: TokenwellEvents[E]) => void): () => void {
    // Wrap the listener: one that is added twice counts as two.
    const own: typeof listener = (payload) => listener(payload);
    this.#listeners[event].add(own);
    return () => {
      this.#listeners[event].delete(own);
    };
  }

  /** Whether there is a listener and the connection is due for a check. */
  isDue(connectionId: string, nowMs: InstantMs): boolean {
    if (Object.values(this.#listeners).every((listeners) => listeners.size === 0)) return false;
    return this.#broken.has(connectionId) || nowMs - (this.#lookedMs.get(connectionId) ?? 0) >= lookAgainMs;
  }

  /** Emits the events of a connection's new status. */
  observe(connectionId: string, status: ConnectionStatus, nowMs: InstantMs): void {
    this.#lookedMs.set(connectionId, nowMs);
    const { name, problem } = status;
    const before = this.#broken.get(connectionId);
    if (problem !== null && isBroken(status)) {
      if (before !== undefined) return;
      this.#broken.set(connectionId, status);
      this.#emit("broken", { name, status: status.status, problem });
      return;
    }
    if (before !== undefined && !hasMended(before, status)) return;
    this.#broken.delete(connectionId);
    if (before !== undefined && status.status === "ok") this.#emit("recovered", { name });
    if (status.status === "ok") this.#warn(connectionId, status, nowMs);
  }

  #warn(connectionId: string, status: ConnectionStatus, nowMs: InstantMs): void {
    for (const { at, why, source, key } of warningsOf(status, nowMs)) {
      const warning = `${connectionId} ${key}`;
      if (this.#warned.has(warning)) continue;
      this.#warned.add(warning);
      this.#emit("expiring", { name: status.name, at, why, source });
    }
  }

  #emit<E extends Name>(name: E, event: TokenwellEvents[E]): void {
    for (const listener of [...this.#listeners[name]]) {
      try {
        listener(event);
      } catch (error) {
        // A failing listener must not fail the call for a token.
        process.emitWarning(error instanceof Error ? error : String(error), "TokenwellListenerWarning");
      }
    }
  }
}

/** Whether a broken connection works again. That requests to the provider are no longer held back is no proof. */
function hasMended(before: ConnectionStatus, { status, refresh }: ConnectionStatus): boolean {
  return before.status !== "ok" || status !== "ok" || refresh.count > before.refresh.count;
}

/** Whether a connection needs the user's action. One that was ended on purpose is not broken. */
function isBroken({ status, problem }: ConnectionStatus): boolean {
  if (status === "needs_login" || status === "suspended" || status === "quarantined") return true;
  return problem instanceof TokenwellError && problem.code === "client_refused";
}
