import type { Context, Span, Tracer } from "@opentelemetry/api";
import type { ObservedRequest, Period, RefreshReport } from "../observer.ts";
import { attributes } from "./metrics.ts";

/** OpenTelemetry's API. */
export type Api = typeof import("@opentelemetry/api");

/** Names of the spans of one refresh, the first of which contains the others. */
export const spanNames = {
  refresh: "tokenwell.refresh",
  recording: "tokenwell.refresh.record_attempt",
  storing: "tokenwell.refresh.store_response",
} as const;

/** Outcomes after which the span has no error. */
const fineOutcomes: ReadonlySet<string> = new Set(["refreshed", "kept"]);

/** The span of one refresh. */
export class RefreshSpan {
  /** The context in which the refresh runs. */
  readonly inside: Context;
  readonly #api: Api;
  readonly #tracer: Tracer;
  readonly #span: Span;
  /** Wall time when the monotonic clock was 0. */
  readonly #originMs: number;

  constructor(api: Api, tracer: Tracer, begun: { readonly originMs: number; readonly startMs: number }) {
    this.#api = api;
    this.#tracer = tracer;
    this.#originMs = begun.originMs;
    const parent = api.context.active();
    this.#span = tracer.startSpan(spanNames.refresh, { startTime: begun.originMs + begun.startMs }, parent);
    this.inside = api.trace.setSpan(parent, this.#span);
  }

  /**
   * Ends the span, and writes those within it, with the times that were measured. They are not written earlier: what spans
   * cost, and what a program does with them, must not stand between a response and its commit.
   */
  end(provider: string, report: RefreshReport | null, endMs: number): void {
    this.#span.setAttribute(attributes.provider, provider);
    if (report) {
      const { errorCode, outcome, recording, requests, storing } = report;
      if (recording) this.#part(spanNames.recording, recording);
      for (const request of requests) this.#request(request);
      if (storing) this.#part(spanNames.storing, storing);
      this.#span.setAttribute(attributes.outcome, outcome);
      if (!fineOutcomes.has(outcome)) markFailed(this.#span, this.#api, errorCode ?? outcome);
    }
    this.#span.end(this.#originMs + endMs);
  }

  #part(name: string, { startMs, endMs }: Period): void {
    const startTime = this.#originMs + startMs;
    this.#tracer.startSpan(name, { startTime }, this.inside).end(this.#originMs + endMs);
  }

  /** @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span */
  #request({ endMs, failure, httpStatus, startMs, url: address }: ObservedRequest): void {
    const url = new URL(address);
    const options = {
      kind: this.#api.SpanKind.CLIENT,
      startTime: this.#originMs + startMs,
      attributes: {
        "http.request.method": "POST",
        "server.address": url.hostname,
        "server.port": Number(url.port) || (url.protocol === "https:" ? 443 : 80),
        // Without what may be secret in an address: user information and query.
        "url.full": `${url.origin}${url.pathname}`,
        ...(httpStatus !== null && { "http.response.status_code": httpStatus }),
      },
    };
    const span = this.#tracer.startSpan("POST", options, this.inside);
    const refused = httpStatus !== null && httpStatus >= 400 ? String(httpStatus) : null;
    const error = failure ?? refused;
    if (error !== null) markFailed(span, this.#api, error);
    span.end(this.#originMs + endMs);
  }
}

function markFailed(span: Span, { SpanStatusCode }: Api, type: string): void {
  span.setAttribute(attributes.errorType, type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}
