import type { Dispatcher } from "undici";
import { TokenwellError, WireError } from "../errors.ts";
import { decodeBody } from "./content-encoding.ts";
import { type Reason, reasonOf, wireFailure } from "./failure.ts";
import type { PooledConnection } from "./pooled-connection.ts";

/** A response as undici delivers it, its body decoded. */
export interface RawHttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
  readonly complete: boolean;
}

type ResponseHead = Pick<RawHttpResponse, "status" | "headers">;
type PendingAnswer = PromiseWithResolvers<RawHttpResponse>;

/** Options of {@link RequestHandler}. */
export interface RequestHandlerOptions {
  readonly host: string;
  readonly connection: PooledConnection;
  readonly maxBytes: number;
  readonly beforeWrite: (() => void) | undefined;
}

/**
 * Follows one request: knows at each moment whether bytes of it were sent and how much of the response has arrived.
 *
 * undici (8.13) calls `onRequestStart` in `writeH1` in the tick that writes, and writes headers and an in-memory body
 * between `cork` and `uncork`. An error thrown there keeps the request off the wire.
 */
export class RequestHandler implements Dispatcher.DispatchHandler {
  readonly answer: Promise<RawHttpResponse>;
  readonly #options: RequestHandlerOptions;
  readonly #chunks: Uint8Array[] = [];
  #bytesBefore: number | null = null;
  #bytes = 0;
  #head: ResponseHead | null = null;
  /** The pending result; `null` once settled. */
  #open: PendingAnswer | null;

  constructor(options: RequestHandlerOptions) {
    this.#options = options;
    this.#open = Promise.withResolvers();
    this.answer = this.#open.promise;
  }

  /** Whether undici has begun to write the request. */
  get started(): boolean {
    return this.#bytesBefore !== null;
  }

  /** Ends the request now: with the part of the response that arrived, or an error that says if bytes were sent. */
  stop(reason: Reason, error?: unknown): void {
    const open = this.#close();
    if (open === null) return;
    if (this.#head !== null) {
      this.#answer(open, this.#head, false);
    } else if (!this.#sent && error instanceof TokenwellError) {
      open.reject(error);
    } else {
      open.reject(wireFailure(this.#sent, this.#options.host, reason, error));
    }
  }

  onRequestStart(): void {
    const { beforeWrite, connection, host } = this.#options;
    if (this.#open === null) throw wireFailure(false, host, "stopped");
    try {
      beforeWrite?.();
    } catch (error) {
      throw error instanceof WireError
        ? error
        : new WireError("unreachable", false, { host, reason: "stopped" }, error);
    }
    this.#bytesBefore = connection.socket?.bytesWritten ?? 0;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: RawHttpResponse["headers"],
  ): void {
    // Skip interim responses, such as 103 Early Hints.
    if (status >= 200) this.#head = { status, headers };
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    const { maxBytes, host } = this.#options;
    this.#bytes += chunk.byteLength;
    if (this.#bytes <= maxBytes) this.#chunks.push(chunk);
    else this.#close()?.reject(tooLarge(host, maxBytes));
  }

  onResponseEnd(): void {
    if (this.#head === null) return;
    const open = this.#close();
    if (open !== null) this.#answer(open, this.#head, true);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.stop(reasonOf(error), error);
  }

  /** Resolves with the decoded body. The headers that describe the encoded one are dropped. */
  #answer(open: PendingAnswer, head: ResponseHead, complete: boolean): void {
    const { maxBytes, host } = this.#options;
    const body = Buffer.concat(this.#chunks);
    const { "content-encoding": coding = [], "content-length": _length, ...headers } = head.headers;
    try {
      const decoded = decodeBody(body, [coding].flat().join(), maxBytes);
      if (decoded === null) open.resolve({ ...head, body, complete });
      else open.resolve({ ...head, headers, body: decoded.body, complete: complete && decoded.complete });
    } catch {
      open.reject(tooLarge(host, maxBytes));
    }
  }

  #close(): PendingAnswer | null {
    const open = this.#open;
    this.#open = null;
    return open;
  }

  /** Whether bytes may have been sent. Unknown counts as sent: a repeated request must be safe. */
  get #sent(): boolean {
    if (this.#bytesBefore === null) return false;
    return this.#options.connection.socket?.bytesWritten !== this.#bytesBefore;
  }
}

function tooLarge(host: string, maxBytes: number): WireError {
  return new WireError("answer_too_large", true, { host, kilobytes: Math.floor(maxBytes / 1024) });
}
