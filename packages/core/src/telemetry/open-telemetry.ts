import type { MeterProvider } from "@opentelemetry/api";
import type { Clock } from "../clock.ts";
import type { StatusReason } from "../model.ts";
import {
  type Observer,
  type QueueReading,
  type RefreshObservation,
  silentObserver,
  type TokenSource,
} from "../observer.ts";
import { attributes } from "./metrics.ts";
import { type Flight, ProcessTelemetry } from "./process-telemetry.ts";
import { type Api, RefreshSpan } from "./spans.ts";

/** Codes of the error of a module that is not installed. */
const missingCodes: ReadonlySet<unknown> = new Set(["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"]);

/** What this process counts, by the provider that was registered for it. */
const telemetries = new WeakMap<MeterProvider, ProcessTelemetry>();

/**
 * Returns an observer that reports to OpenTelemetry's API; a silent one if `@opentelemetry/api` is not installed. As long
 * as no SDK is registered the API does nothing.
 *
 * @see https://opentelemetry.io/docs/specs/otel/library-guidelines/
 */
export async function openTelemetry(clock: Clock): Promise<Observer> {
  const api = await loadApi();
  if (api === null) return silentObserver;
  const provider = api.metrics.getMeterProvider();
  const telemetry = telemetries.get(provider) ?? new ProcessTelemetry(api);
  telemetries.set(provider, telemetry);
  return new OpenTelemetryObserver(telemetry, clock);
}

async function loadApi(): Promise<Api | null> {
  try {
    return await import("@opentelemetry/api");
  } catch (error) {
    // Telemetry that is broken must not stop what it tells of.
    if (!missingCodes.has((error as NodeJS.ErrnoException).code))
      process.emitWarning(String(error), "TokenwellTelemetryWarning");
    return null;
  }
}

/** Reports what happens by one clock. */
class OpenTelemetryObserver implements Observer {
  readonly #telemetry: ProcessTelemetry;
  readonly #clock: Clock;

  constructor(telemetry: ProcessTelemetry, clock: Clock) {
    this.#telemetry = telemetry;
    this.#clock = clock;
  }

  beginRefresh(provider: string): RefreshObservation {
    const { api, flights, instruments, tracer } = this.#telemetry;
    const { activeRefreshes, refreshDuration, refreshes } = instruments;
    this.#telemetry.use(provider);
    const of = { [attributes.provider]: provider };
    const startMs = this.#clock.monotonicMs();
    const span = new RefreshSpan(api, tracer, { originMs: this.#clock.nowMs() - startMs, startMs });
    const flight: Flight = { startMs, clock: this.#clock };
    flights.add(flight);
    activeRefreshes.add(1, of);
    return {
      run: (refresh) => api.context.with(span.inside, refresh),
      end: (report) => {
        const endMs = this.#clock.monotonicMs();
        flights.delete(flight);
        activeRefreshes.add(-1, of);
        if (report) {
          const by = { ...of, [attributes.outcome]: report.outcome };
          refreshes.add(1, by);
          refreshDuration.record((endMs - startMs) / 1000, by);
        }
        span.end(provider, report, endMs);
      },
    };
  }

  loginEnded(provider: string, reason: StatusReason): void {
    const { instruments } = this.#telemetry;
    instruments.loginsEnded.add(1, { [attributes.provider]: provider, [attributes.reason]: reason });
  }

  clientSeen(client: Parameters<Observer["clientSeen"]>[0]): void {
    this.#telemetry.clientSeen(client, this.#clock);
  }

  tokenHandedOut(source: TokenSource): void {
    this.#telemetry.handedOut[source] += 1;
  }

  tokenRefused(code: string): void {
    this.#telemetry.refused(code);
  }

  watchQueue(read: () => Promise<QueueReading>): () => void {
    return this.#telemetry.instruments.observeQueue(read);
  }
}
