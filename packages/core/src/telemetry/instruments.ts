import type { BatchObservableCallback, Counter, Histogram, Meter, MetricOptions } from "@opentelemetry/api";
import type { QueueReading, TokenSource } from "../observer.ts";
import { attributes, durationBounds, type MetricDescription, metrics } from "./metrics.ts";

/** What a process has to tell whenever its metrics are collected. */
export interface Readings {
  /** Number of access tokens that were handed out, by source. */
  readonly handedOut: Readonly<Record<TokenSource, number>>;
  /** Number of calls without an access token, by code of the error. */
  readonly refused: ReadonlyMap<string, number>;
  readonly oldestRefreshMs: number;
  /** Number of open breakers by provider. */
  readonly openBreakers: ReadonlyMap<string, number>;
}

/** The instruments of one meter. */
export class Instruments {
  readonly refreshes: Counter;
  readonly refreshDuration: Histogram;
  readonly activeRefreshes: Counter;
  readonly loginsEnded: Counter;
  readonly #meter: Meter;

  constructor(meter: Meter) {
    this.#meter = meter;
    this.refreshes = meter.createCounter(...described(metrics.refreshes));
    this.activeRefreshes = meter.createUpDownCounter(...described(metrics.activeRefreshes));
    this.loginsEnded = meter.createCounter(...described(metrics.loginsEnded));
    const advice = { explicitBucketBoundaries: durationBounds };
    const [name, options] = described(metrics.refreshDuration);
    this.refreshDuration = meter.createHistogram(name, { ...options, advice });
  }

  /** Asks for the readings at each collection. */
  observe(read: () => Readings): void {
    const meter = this.#meter;
    const tokenRequests = meter.createObservableCounter(...described(metrics.tokenRequests));
    const oldestRefresh = meter.createObservableGauge(...described(metrics.oldestRefresh));
    const openBreakers = meter.createObservableGauge(...described(metrics.openBreakers));
    const collect: BatchObservableCallback = (result) => {
      const { handedOut, openBreakers: open, oldestRefreshMs, refused } = read();
      for (const [source, count] of Object.entries(handedOut))
        result.observe(tokenRequests, count, { [attributes.source]: source });
      for (const [code, count] of refused)
        result.observe(tokenRequests, count, { [attributes.errorType]: code });
      result.observe(oldestRefresh, oldestRefreshMs / 1000);
      for (const [provider, count] of open)
        result.observe(openBreakers, count, { [attributes.provider]: provider });
    };
    meter.addBatchObservableCallback(collect, [tokenRequests, oldestRefresh, openBreakers]);
  }

  /** Asks for the state of a queue at each collection, until the returned function is called. */
  observeQueue(read: () => Promise<QueueReading>): () => void {
    const meter = this.#meter;
    const depth = meter.createObservableGauge(...described(metrics.queueDepth));
    const lag = meter.createObservableGauge(...described(metrics.queueLag));
    const collect: BatchObservableCallback = async (result) => {
      const reading = await read().catch(() => null);
      // An SDK repeats the last figures. A made-up one would say that nothing waits.
      if (reading === null) return;
      result.observe(depth, reading.depth);
      result.observe(lag, reading.lagMs / 1000);
    };
    meter.addBatchObservableCallback(collect, [depth, lag]);
    return () => meter.removeBatchObservableCallback(collect, [depth, lag]);
  }
}

const described = ({ name, unit, description }: MetricDescription): [string, MetricOptions] => [
  name,
  { unit, description },
];
