import type { LookupFunction } from "node:net";
import type * as Undici from "undici";
import type { Exchange } from "../api/open.ts";
import type { Clock } from "../clock.ts";
import { type Dial, openDial } from "./connector.ts";
import { wireFailure } from "./failure.ts";
import { openPooledConnection, type PooledConnection } from "./pooled-connection.ts";
import type { Environment } from "./proxy.ts";
import { type RawHttpResponse, RequestHandler } from "./request-handler.ts";
import { readTarget } from "./target.ts";
import { describeExchange, type ExchangeOutcome } from "./trace.ts";

/** One request. It is sent at most once: no redirect is followed and nothing is retried. */
export interface WireRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";
  /** https, or http on loopback. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** A new connection for this request alone: an idle one may be closed under us, and then nobody knows what arrived. */
  readonly fresh?: boolean;
  /** For the whole exchange, in milliseconds; 60,000 when left out. */
  readonly deadlineMs?: number;
  /** Until the connection stands, in milliseconds; 10,000 when left out, and never more than `deadlineMs`. */
  readonly connectMs?: number;
  /** The longest body that is read, in bytes; 1,048,576 when left out. */
  readonly maxBytes?: number;
  /**
   * Called when the connection stands, right before the first byte is written, in the same tick. What it throws
   * keeps the request off the wire; `send` rejects with it (wrapped, if it is no {@link WireError}).
   */
  readonly beforeWrite?: () => void;
  /** Stops the exchange. */
  readonly signal?: AbortSignal;
}

/** What the other side answered, whatever its status. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** `false`: the answer ended inside its body (cut off, deadline, stopped); `body` is what came. */
  readonly complete: boolean;
  readonly durationMs: number;
}

/** The options of {@link Egress.fetch}: those that `oauth4webapi` passes to its `customFetch`. */
export interface FetchInit {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams | Uint8Array | ArrayBuffer | null | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The one HTTP client. */
export interface Egress {
  /**
   * Sends one request and reads the whole answer. Any status is an answer, 3xx too.
   *
   * @throws WireError `unreachable` (nothing was sent), `no_answer` (it may have arrived), `answer_too_large`
   * @throws InputError `invalid_address`, `insecure_address`, or `invalid_option` for a proxy variable; nothing was sent
   */
  send(request: WireRequest): Promise<WireResponse>;
  /** {@link Egress.send} in the shape of `fetch`, for `oauth4webapi`. An answer that is cut off is an error here. */
  readonly fetch: (url: string, options: FetchInit) => Promise<Response>;
  /** Loads what the first request needs, so that a request whose time is short does not wait for it. */
  prepare(): Promise<void>;
  /** Closes every connection; what is under way ends as `stopped`. */
  close(): Promise<void>;
}

/** What {@link openEgress} takes. */
export interface EgressOptions {
  readonly clock: Clock;
  /** For `HTTPS_PROXY`, `NO_PROXY` and their kin: `process.env`. */
  readonly env: Environment;
  /** Told of each exchange when it is over. What it gets holds no secret. */
  readonly trace?: (exchange: Exchange) => void;
  /** Certificates in PEM that are trusted besides Node's, the system's and those of `NODE_EXTRA_CA_CERTS`. */
  readonly extraCa?: readonly string[];
  /** How names are looked up; the system's way when left out. */
  readonly lookup?: LookupFunction;
}

const defaultDeadlineMs = 60_000;
const defaultConnectMs = 10_000;
const defaultMaxBytes = 1_048_576;
const userAgent = "tokenwell";

/**
 * Opens the one HTTP client: HTTP/1.1, TLS verified, through the environment's proxy, with deadlines. It loads its
 * parts when the first request is sent. Close it at the end.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.11 why no redirect is followed
 */
export function openEgress(options: EgressOptions): Egress {
  const egress = new PooledEgress(options);
  return {
    send: (request) => egress.send(request),
    fetch: (url, init) => egress.fetch(url, init),
    prepare: () => egress.prepare(),
    close: () => egress.close(),
  };
}

class PooledEgress implements Egress {
  readonly #options: EgressOptions;
  readonly #dial: Dial;
  readonly #connections = new Set<PooledConnection>();
  readonly #idle = new Map<string, PooledConnection[]>();
  readonly #closed = new AbortController();

  constructor(options: EgressOptions) {
    this.#options = options;
    this.#dial = openDial(options);
  }

  async send(request: WireRequest): Promise<WireResponse> {
    const { clock } = this.#options;
    const startedMs = clock.monotonicMs();
    const target = readTarget(request.url);
    try {
      const raw = await this.#exchange(target, request);
      const answer = { ...raw, durationMs: clock.monotonicMs() - startedMs };
      this.#trace(target, request, { answer });
      return answer;
    } catch (error) {
      this.#trace(target, request, { error, durationMs: clock.monotonicMs() - startedMs });
      throw error;
    }
  }

  async fetch(url: string, options: FetchInit): Promise<Response> {
    const body = options.body ?? undefined;
    const answer = await this.send({
      method: options.method as WireRequest["method"],
      url,
      headers: { ...options.headers, "user-agent": userAgent },
      ...(body === undefined ? {} : { body: bytesOf(body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const host = new URL(url).host;
    if (!answer.complete) throw wireFailure(true, host, "truncated");
    // `Response` takes no other status, and HTTP knows none.
    if (answer.status > 599) throw wireFailure(true, host, "not_http");
    const bodiless = [204, 205, 304].includes(answer.status);
    return new Response(bodiless ? null : new Uint8Array(answer.body), {
      status: answer.status,
      headers: answer.headers,
    });
  }

  async prepare(): Promise<void> {
    const undici = await import("undici");
    // Made once before: the first one takes a millisecond, which would stand between an answer and its commit.
    fillHeaders(new undici.Headers(), { headers: { "content-type": "application/json" } });
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#idle.clear();
    await Promise.all([...this.#connections].map((connection) => this.#dropConnection(connection)));
  }

  async #exchange(target: URL, request: WireRequest): Promise<Omit<WireResponse, "durationMs">> {
    const stops = [this.#closed.signal, ...(request.signal === undefined ? [] : [request.signal])];
    if (stops.some((signal) => signal.aborted)) throw wireFailure(false, target.host, "stopped");
    const undici = await import("undici");
    const connection = this.#takeConnection(undici, target, request.fresh ?? false);
    const handler = new RequestHandler({
      host: target.host,
      connection,
      maxBytes: request.maxBytes ?? defaultMaxBytes,
      beforeWrite: request.beforeWrite,
    });
    const over = new AbortController();
    const stop = (): void => handler.stop("stopped");
    for (const signal of stops) signal.addEventListener("abort", stop, { signal: over.signal });
    if (stops.some((signal) => signal.aborted)) stop();
    this.#enforceDeadlines(handler, request, over.signal).catch(() => {});
    let reusable = false;
    try {
      connection.client.dispatch(dispatchOptions(target, request), handler);
      const answer = await handler.answer;
      reusable = answer.complete && request.fresh !== true;
      // Those of undici, which is loaded: the first use of Node's own takes 24 ms, between answer and commit.
      return { ...answer, headers: fillHeaders(new undici.Headers(), answer) };
    } finally {
      over.abort();
      if (reusable && !this.#closed.signal.aborted) this.#keepConnection(connection);
      // Later: to take a connection down must not stand between an answer and its commit.
      else setImmediate(() => void this.#dropConnection(connection));
    }
  }

  async #enforceDeadlines(handler: RequestHandler, request: WireRequest, over: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const deadlineMs = request.deadlineMs ?? defaultDeadlineMs;
    const connectMs = Math.min(request.connectMs ?? defaultConnectMs, deadlineMs);
    await clock.sleep(connectMs, over);
    if (handler.started) await clock.sleep(deadlineMs - connectMs, over);
    handler.stop("timeout");
  }

  #takeConnection(undici: typeof Undici, target: URL, fresh: boolean): PooledConnection {
    // The one used last is the least likely to have been closed meanwhile.
    const idle = fresh ? undefined : this.#idle.get(target.origin)?.pop();
    const connection = idle ?? openPooledConnection(undici.Client, target, this.#dial);
    this.#connections.add(connection);
    connection.arm();
    return connection;
  }

  #keepConnection(connection: PooledConnection): void {
    const connections = [...(this.#idle.get(connection.origin) ?? []), connection];
    const open = connections.filter((each) => each.socket?.destroyed === false);
    for (const dead of connections) if (!open.includes(dead)) void this.#dropConnection(dead);
    this.#idle.set(connection.origin, open);
  }

  #dropConnection(connection: PooledConnection): Promise<void> {
    this.#connections.delete(connection);
    return connection.destroy();
  }

  #trace(target: URL, request: WireRequest, outcome: ExchangeOutcome): void {
    try {
      this.#options.trace?.(describeExchange(target, request, outcome));
    } catch {
      // The answer may be the only copy of a token: no trace is worth losing it.
    }
  }
}

function dispatchOptions(target: URL, request: WireRequest) {
  const headers: Record<string, string> = { "user-agent": userAgent, "accept-encoding": "identity" };
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
  return {
    origin: target.origin,
    path: `${target.pathname}${target.search}`,
    method: request.method,
    headers,
    // Never a stream: only a body in memory leaves in one write with the headers.
    body: request.body ?? null,
    ...(request.fresh === true ? { reset: true } : {}),
  };
}

function fillHeaders(headers: Headers, raw: Pick<RawHttpResponse, "headers">): Headers {
  for (const [name, value] of Object.entries(raw.headers)) {
    for (const each of [value ?? []].flat()) {
      try {
        headers.append(name, each);
      } catch {
        // Not a header of HTTP (a value beyond Latin-1): the answer itself still counts.
      }
    }
  }
  return headers;
}

function bytesOf(body: string | URLSearchParams | Uint8Array | ArrayBuffer): string | Uint8Array {
  if (body instanceof URLSearchParams) return body.toString();
  return body instanceof ArrayBuffer ? new Uint8Array(body) : body;
}
