import type { Tracer } from "@opentelemetry/api";
import type { Clock } from "../clock.ts";
import type { InstantMs } from "../model.ts";
import type { Observer, TokenSource } from "../observer.ts";
import { Instruments, type Readings } from "./instruments.ts";
import { attributes } from "./metrics.ts";
import type { Api } from "./spans.ts";

/** Name of the instrumentation scope of all metrics and spans. */
const scopeName = "@tokenwell/core";

/** A client as it was last seen, by a clock. */
interface SeenBreaker {
  readonly provider: string;
  readonly untilMs: InstantMs;
  readonly clock: Clock;
}

/** A refresh under way, by a clock. */
export interface Flight {
  readonly startMs: number;
  readonly clock: Clock;
}

/** What a process counts between two collections of metrics: of all its `Tokenwell` objects, since they share series. */
export class ProcessTelemetry {
  readonly api: Api;
  readonly tracer: Tracer;
  readonly instruments: Instruments;
  /** Refreshes under way in the order of their beginning. */
  readonly flights = new Set<Flight>();
  /** Only counted here, so that a token from memory costs next to nothing. */
  readonly handedOut: Record<TokenSource, number> = { memory: 0, store: 0, refresh: 0 };
  readonly #refused = new Map<string, number>();
  readonly #breakers = new Map<string, SeenBreaker>();
  readonly #providers = new Set<string>();

  constructor(api: Api) {
    this.api = api;
    this.tracer = api.trace.getTracer(scopeName);
    this.instruments = new Instruments(api.metrics.getMeter(scopeName));
    this.instruments.observe(() => this.#read());
  }

  refused(code: string): void {
    this.#refused.set(code, (this.#refused.get(code) ?? 0) + 1);
  }

  /**
   * Begins the series of a provider on which alerts are set, at 0: for many systems a counter that begins with 1 has not
   * risen.
   */
  use(provider: string): void {
    if (this.#providers.has(provider)) return;
    this.#providers.add(provider);
    const of = { [attributes.provider]: provider, [attributes.reason]: "rotation_lost" };
    this.instruments.loginsEnded.add(0, of);
  }

  clientSeen(client: Parameters<Observer["clientSeen"]>[0], clock: Clock): void {
    const { breakerUntilMs: untilMs, id, provider } = client;
    if (untilMs === null) this.#breakers.delete(id);
    else this.#breakers.set(id, { provider, untilMs, clock });
  }

  #read(): Readings {
    const [oldest] = this.flights;
    const openBreakers = new Map([...this.#providers].map((provider) => [provider, 0]));
    for (const [id, { clock, provider, untilMs }] of this.#breakers)
      if (untilMs <= clock.nowMs()) this.#breakers.delete(id);
      else openBreakers.set(provider, (openBreakers.get(provider) ?? 0) + 1);
    return {
      handedOut: this.handedOut,
      refused: this.#refused,
      oldestRefreshMs: oldest ? oldest.clock.monotonicMs() - oldest.startMs : 0,
      openBreakers,
    };
  }
}
