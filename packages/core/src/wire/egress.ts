import type { LookupFunction } from "node:net";
import type { Exchange } from "../api/open.ts";
import type { Clock } from "../clock.ts";
import { type Dial, openDial } from "./connector.ts";
import { wireFailure } from "./failure.ts";
import { openPooledConnection, type PooledConnection } from "./pooled-connection.ts";
import type { Environment } from "./proxy.ts";
import { type RawHttpResponse, RequestHandler } from "./request-handler.ts";
import { StreamHandler } from "./stream-handler.ts";
import { readTarget } from "./target.ts";
import { describeExchange, type ExchangeOutcome } from "./trace.ts";
import { loadUndici, type Undici } from "./undici.ts";

/** One request. It is sent at most once: no redirect is followed, nothing is retried. */
export interface WireRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";
  /** An https URL, or an http URL on loopback. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /**
   * Whether to open a connection for this request alone. The server may close an idle one at any moment, and then it is
   * unknown whether the request arrived. Default: `false`.
   */
  readonly fresh?: boolean;
  /** Milliseconds for the whole exchange. Default: 60,000. */
  readonly deadlineMs?: number;
  /** Milliseconds until the connection is open, at most `deadlineMs`. Default: 10,000. */
  readonly connectMs?: number;
  /** Maximum length of the response body in bytes, also decoded. Default: 1,048,576. */
  readonly maxBytes?: number;
  /**
   * Called when the connection is open, in the tick that writes the first byte. If it throws, nothing is sent and
   * `send` rejects with the error, wrapped in a {@link WireError} if it is none.
   */
  readonly beforeWrite?: () => void;
  /** Aborts the exchange. */
  readonly signal?: AbortSignal;
}

/** A response, whatever its status. */
export interface WireResponse {
  readonly status: number;
  /** Without `Content-Encoding` and `Content-Length` if they describe the encoded body. */
  readonly headers: Headers;
  /** The decoded body: `gzip`, `deflate` and `br` are removed, asked for or not. */
  readonly body: Uint8Array;
  /**
   * `false` if the response ended inside its body (connection lost, deadline, abort) or a coding in it is corrupt;
   * `body` is the part received and decoded.
   */
  readonly complete: boolean;
  readonly durationMs: number;
}

/** A response whose body is read as it arrives. Its codings are not removed; the request asks for none. */
export interface WireStream {
  readonly status: number;
  readonly headers: Headers;
  /** Fails with a {@link WireError} if the response ends early. Cancel it to end the exchange. */
  readonly body: ReadableStream<Uint8Array>;
}

/** Options of {@link Egress.fetch}, as `oauth4webapi` passes them to its `customFetch`. */
export interface FetchInit {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams | Uint8Array | ArrayBuffer | null | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The one HTTP client. */
export interface Egress {
  /**
   * Sends one request and reads the whole response. Any status is a response, also 3xx.
   *
   * @throws WireError `unreachable` (nothing was sent), `no_answer` (the request may have arrived), `answer_too_large`
   * @throws InputError `invalid_address`, `insecure_address`, or `invalid_option` for a proxy variable; nothing was
   *   sent
   */
  send(request: WireRequest): Promise<WireResponse>;
  /**
   * Sends one request and returns as soon as status and headers are here. Only connecting has a time limit: a server
   * may send events for days.
   *
   * @throws as {@link Egress.send}
   */
  stream(
    request: Pick<WireRequest, "method" | "url" | "headers" | "body" | "connectMs" | "signal">,
  ): Promise<WireStream>;
  /**
   * As {@link Egress.send} in the form of the web's `fetch`, for `oauth4webapi`, which calls it without `this`. Throws
   * if the response is incomplete.
   */
  readonly fetch: (url: string, options: FetchInit) => Promise<Response>;
  /** Loads the modules of the first request, so that a request with a short deadline does not wait for them. */
  prepare(): Promise<void>;
  /** Closes every connection. Requests under way end with the reason `stopped`. */
  close(): Promise<void>;
}

/** Options of {@link openEgress}. */
export interface EgressOptions {
  readonly clock: Clock;
  /** The environment for the proxy variables, usually `process.env`. */
  readonly env: Environment;
  /** Called after each exchange with what may be shown of it. */
  readonly trace?: (exchange: Exchange) => void;
  /** Trusted certificates (PEM) besides those of Node, the system and `NODE_EXTRA_CA_CERTS`. */
  readonly extraCa?: readonly string[];
  /** The name lookup. Default: the system's. */
  readonly lookup?: LookupFunction;
}

const defaultDeadlineMs = 60_000;
const defaultConnectMs = 10_000;
const defaultMaxBytes = 1_048_576;
const userAgent = "tokenwell";

/**
 * Opens the one HTTP client: HTTP/1.1, verified TLS, the environment's proxy, deadlines. Loads `undici` at the first
 * request. The caller closes it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.11 why no redirect is followed
 */
export function openEgress(options: EgressOptions): Egress {
  return new PooledEgress(options);
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

  async stream(request: Parameters<Egress["stream"]>[0]): Promise<WireStream> {
    const { clock } = this.#options;
    const startedMs = clock.monotonicMs();
    const target = readTarget(request.url);
    try {
      const { status, headers, body } = await this.#openStream(target, request);
      const head = { status, headers, body: new Uint8Array(), complete: true };
      this.#trace(target, request, { answer: { ...head, durationMs: clock.monotonicMs() - startedMs } });
      return { status, headers, body };
    } catch (error) {
      this.#trace(target, request, { error, durationMs: clock.monotonicMs() - startedMs });
      throw error;
    }
  }

  async #openStream(target: URL, request: Parameters<Egress["stream"]>[0]): Promise<WireStream> {
    const { clock } = this.#options;
    const stops = [this.#closed.signal, ...(request.signal === undefined ? [] : [request.signal])];
    if (stops.some((signal) => signal.aborted)) throw wireFailure(false, target.host, "stopped");
    const undici = loadUndici();
    const connection = this.#takeConnection(undici, target, false);
    const handler = new StreamHandler(target.host, connection);
    const over = new AbortController();
    for (const signal of stops)
      signal.addEventListener("abort", () => handler.stop("stopped"), { signal: over.signal });
    clock.sleep(request.connectMs ?? defaultConnectMs, over.signal).then(
      () => handler.started || handler.stop("timeout"),
      () => undefined,
    );
    void handler.end.then((complete) => {
      over.abort("done");
      if (complete && !this.#closed.signal.aborted) this.#keepConnection(connection);
      else void this.#dropConnection(connection);
    });
    connection.client.dispatch(dispatchOptions(target, request), handler);
    const { status, headers, body } = await handler.head;
    return { status, body, headers: fillHeaders(new undici.Headers(), { headers }) };
  }

  readonly fetch = async (url: string, options: FetchInit): Promise<Response> => {
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
    // `Response` throws for a higher status; HTTP has none.
    if (answer.status > 599) throw wireFailure(true, host, "not_http");
    const bodiless = [204, 205, 304].includes(answer.status);
    return new Response(bodiless ? null : new Uint8Array(answer.body), {
      status: answer.status,
      headers: answer.headers,
    });
  };

  async prepare(): Promise<void> {
    const undici = loadUndici();
    // For a compressed response. undici loads it as well today.
    process.getBuiltinModule("node:zlib");
    // The first `Headers` takes a millisecond, which must not pass between a response and its commit.
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
    const undici = loadUndici();
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
      // The `Headers` of undici: the first use of Node's own takes 24 ms, between a response and its commit.
      return { ...answer, headers: fillHeaders(new undici.Headers(), answer) };
    } finally {
      // A reason of our own: the default one is an error with a stack.
      over.abort("done");
      if (reusable && !this.#closed.signal.aborted) this.#keepConnection(connection);
      // Not now: closing a connection must not delay the commit of a response.
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

  #takeConnection(undici: Undici, target: URL, fresh: boolean): PooledConnection {
    // The server is least likely to have closed the connection that was used last.
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
      // A failing trace must not lose the response: it may hold the only copy of a token.
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
    // Not a stream: only a body in memory is written together with the headers.
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
        // An invalid header (a value beyond Latin-1) does not invalidate the response.
      }
    }
  }
  return headers;
}

function bytesOf(body: string | URLSearchParams | Uint8Array | ArrayBuffer): string | Uint8Array {
  if (body instanceof URLSearchParams) return body.toString();
  return body instanceof ArrayBuffer ? new Uint8Array(body) : body;
}
