import { context, metrics, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  type MetricData,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";

/** OpenTelemetry's SDK as a program registers it, with what it has exported. */
export class Watched {
  readonly #spans = new InMemorySpanExporter();
  readonly #metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  readonly #meters = new MeterProvider({
    // Only a test collects.
    readers: [new PeriodicExportingMetricReader({ exporter: this.#metrics, exportIntervalMillis: 2 ** 30 })],
  });
  readonly #tracers = new TracerProvider({
    spanProcessors: [
      new SimpleSpanProcessor({ exporter: this.#spans }),
      {
        onStart: () => this.onSpan(),
        onEnd: () => this.onSpan(),
        forceFlush: async () => undefined,
        shutdown: async () => undefined,
      },
    ],
  });

  /** Called at the start and at the end of each span, as a processor of spans is. */
  onSpan: () => void = () => undefined;

  constructor() {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    trace.setGlobalTracerProvider(this.#tracers);
    metrics.setGlobalMeterProvider(this.#meters);
  }

  /** The spans that have ended, in the order of their starts. */
  get spans(): readonly ReadableSpan[] {
    const startOf = ({ startTime: [seconds, nanos] }: ReadableSpan): number => seconds * 1e3 + nanos / 1e6;
    return this.#spans.getFinishedSpans().toSorted((one, other) => startOf(one) - startOf(other));
  }

  /** Collects the metrics, by name. */
  async collect(): Promise<ReadonlyMap<string, MetricData>> {
    this.#metrics.reset();
    await this.#meters.forceFlush();
    const all = this.#metrics.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
    return new Map(all.flatMap((scope) => scope.metrics).map((metric) => [metric.descriptor.name, metric]));
  }

  /** Collects one metric: its values, by those of its attributes in order. A histogram's value is its count. */
  async values(name: string): Promise<Readonly<Record<string, number>>> {
    const points = (await this.collect()).get(name)?.dataPoints ?? [];
    const entries = points.map(({ attributes, value }): [string, number] => [
      Object.values(attributes).join(" "),
      typeof value === "number" ? value : value.count,
    ]);
    return Object.fromEntries(entries);
  }

  async unregister(): Promise<void> {
    context.disable();
    trace.disable();
    metrics.disable();
    await this.#meters.shutdown();
    await this.#tracers.shutdown();
  }
}
