/** Description of a metric, as OpenTelemetry's API takes it and `docs/guides/monitoring.md` lists it. */
export interface MetricDescription {
  readonly name: string;
  readonly kind: "counter" | "up-down counter" | "gauge" | "histogram";
  /** Unit by UCUM. @see https://ucum.org/ucum */
  readonly unit: string;
  readonly description: string;
  readonly attributes: readonly string[];
}

/** Names of attributes. Each has few values, and none names a connection, an account or a host. */
export const attributes = {
  provider: "tokenwell.provider",
  outcome: "tokenwell.refresh.outcome",
  reason: "tokenwell.login.end_reason",
  source: "tokenwell.token.source",
  /** @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/ */
  errorType: "error.type",
} as const;

/**
 * The metrics. Names and units follow OpenTelemetry's conventions: a namespace, a plural for what is counted, seconds.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/general/metrics/
 * @see https://opentelemetry.io/docs/specs/semconv/general/naming/
 */
export const metrics = {
  refreshes: {
    name: "tokenwell.refreshes",
    kind: "counter",
    unit: "{refresh}",
    description: "Refreshes that this process began, by outcome",
    attributes: [attributes.provider, attributes.outcome],
  },
  refreshDuration: {
    name: "tokenwell.refresh.duration",
    kind: "histogram",
    unit: "s",
    description: "Duration of a refresh with its two transactions",
    attributes: [attributes.provider, attributes.outcome],
  },
  activeRefreshes: {
    name: "tokenwell.active_refreshes",
    kind: "up-down counter",
    unit: "{refresh}",
    description: "Refreshes under way in this process",
    attributes: [attributes.provider],
  },
  oldestRefresh: {
    name: "tokenwell.refresh.oldest_age",
    kind: "gauge",
    unit: "s",
    description: "Age of the oldest refresh under way in this process, 0 if there is none",
    attributes: [],
  },
  loginsEnded: {
    name: "tokenwell.logins.ended",
    kind: "counter",
    unit: "{login}",
    description: "Logins that ended although nothing of ours ended them, by reason",
    attributes: [attributes.provider, attributes.reason],
  },
  tokenRequests: {
    name: "tokenwell.token.requests",
    kind: "counter",
    unit: "{request}",
    description: "Calls for an access token, by its source, or by the error's code if there is none",
    attributes: [attributes.source, attributes.errorType],
  },
  openBreakers: {
    name: "tokenwell.breakers.open",
    kind: "gauge",
    unit: "{app}",
    description:
      "OAuth clients that the provider refuses, and for which nothing is sent, as this process last saw them",
    attributes: [attributes.provider],
  },
  queueDepth: {
    name: "tokenwell.queue.depth",
    kind: "gauge",
    unit: "{connection}",
    description: "Connections that are due for a refresh and wait for a worker; of the whole store",
    attributes: [],
  },
  queueLag: {
    name: "tokenwell.queue.lag",
    kind: "gauge",
    unit: "s",
    description:
      "Time for which the longest-waiting connection has been due, 0 if none is; of the whole store",
    attributes: [],
  },
} as const satisfies Readonly<Record<string, MetricDescription>>;

/**
 * Bounds of the duration's buckets in seconds: those of HTTP's conventions, and up to the limit of a request.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpclientrequestduration
 */
export const durationBounds = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60,
];
