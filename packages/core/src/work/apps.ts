import type { InstantMs } from "../model.ts";

/** Limits of {@link Apps}. */
export interface AppLimits {
  /** Maximum number of refreshes at a time. */
  readonly concurrency: number;
  /** Maximum number of those of one client. */
  readonly perApp: number;
}

/** Room for more refreshes: so many of any client, but of these. */
export interface Room {
  readonly limit: number;
  readonly exceptClients: readonly string[];
}

/** What a worker knows of a client that it works for. */
interface App {
  running: number;
  /** End of the client's breaker; 0 if it is closed. */
  refusedUntilMs: InstantMs;
  /** Whether a refresh finds out if the provider accepts the client again. */
  isProbed: boolean;
}

/** Counts the refreshes of one worker by client, and remembers which clients a provider refuses. */
export class Apps {
  readonly #limits: AppLimits;
  readonly #apps = new Map<string, App>();
  #running = 0;

  constructor(limits: AppLimits) {
    this.#limits = limits;
  }

  /** Number of refreshes that run. */
  get running(): number {
    return this.#running;
  }

  /**
   * Returns the room for more refreshes; `null` if there is none. A client counts as full until a quarter of its room is
   * free, and so does the worker, so that it leases several connections by one statement. All that is leased has room,
   * even if it is of one client.
   */
  room(nowMs: InstantMs): Room | null {
    const { concurrency, perApp } = this.#limits;
    const free = concurrency - this.#running;
    if (free < Math.ceil(concurrency / 4)) return null;
    const exceptClients: string[] = [];
    let limit = Math.min(free, perApp);
    for (const [clientId, app] of this.#apps) {
      if (app.running === 0 && app.refusedUntilMs <= nowMs) this.#apps.delete(clientId);
      if (this.hasRoom(clientId)) limit = Math.min(limit, perApp - app.running);
      else exceptClients.push(clientId);
    }
    return { limit, exceptClients };
  }

  /** Whether a client has room for more refreshes: a quarter of its own. */
  hasRoom(clientId: string): boolean {
    const { perApp } = this.#limits;
    return perApp - (this.#apps.get(clientId)?.running ?? 0) >= Math.ceil(perApp / 4);
  }

  begin(clientId: string): void {
    this.#app(clientId).running += 1;
    this.#running += 1;
  }

  end(clientId: string): void {
    this.#app(clientId).running -= 1;
    this.#running -= 1;
  }

  /** Records the breaker of a client as the store has it; `null` if it is closed. */
  observe(clientId: string, breakerUntilMs: InstantMs | null): void {
    this.#app(clientId).refusedUntilMs = breakerUntilMs ?? 0;
  }

  /** Returns the end of the breaker of a client, which has passed if nothing is refused. */
  refusedUntilMs(clientId: string): InstantMs {
    return this.#apps.get(clientId)?.refusedUntilMs ?? 0;
  }

  /**
   * Takes the one place for a refresh that finds out whether a provider accepts a client again. Returns the function that
   * frees it; `null` if it is taken.
   */
  probe(clientId: string): (() => void) | null {
    const app = this.#app(clientId);
    if (app.isProbed) return null;
    app.isProbed = true;
    return () => {
      app.isProbed = false;
    };
  }

  #app(clientId: string): App {
    const known = this.#apps.get(clientId);
    if (known !== undefined) return known;
    const app: App = { running: 0, refusedUntilMs: 0, isProbed: false };
    this.#apps.set(clientId, app);
    return app;
  }
}
