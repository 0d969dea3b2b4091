import type { Dispatcher } from "undici";
import { type Reason, reasonOf, wireFailure } from "./failure.ts";
import type { PooledConnection } from "./pooled-connection.ts";

/** The head of a response whose body is still arriving. */
export interface RawHttpStream {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: ReadableStream<Uint8Array>;
}

/** Bytes of a body that wait for their reader before the server must wait. */
const maxWaitingBytes = 65_536;

/** Follows one request whose response is read as it arrives. The server waits while the reader does. */
export class StreamHandler implements Dispatcher.DispatchHandler {
  readonly #host: string;
  readonly #connection: PooledConnection;
  readonly #head = Promise.withResolvers<RawHttpStream>();
  readonly #end = Promise.withResolvers<boolean>();
  #bytesBefore: number | null = null;
  #hasHead = false;
  #body: ReadableStreamDefaultController<Uint8Array> | null = null;
  #isOver = false;

  constructor(host: string, connection: PooledConnection) {
    this.#host = host;
    this.#connection = connection;
  }

  /** Status and headers, once they are here. */
  get head(): Promise<RawHttpStream> {
    return this.#head.promise;
  }

  /** Resolves when nothing more will arrive: `true` if the response is whole. */
  get end(): Promise<boolean> {
    return this.#end.promise;
  }

  /** Whether undici has begun to write the request. */
  get started(): boolean {
    return this.#bytesBefore !== null;
  }

  /** Ends the exchange: rejects the head, or breaks the body off. */
  stop(reason: Reason, error?: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const failure = wireFailure(this.#hasHead || this.#sent, this.#host, reason, error);
    if (this.#hasHead) this.#body?.error(failure);
    else this.#head.reject(failure);
    this.#end.resolve(false);
  }

  onRequestStart(): void {
    if (this.#isOver) throw wireFailure(false, this.#host, "stopped");
    this.#bytesBefore = this.#connection.socket?.bytesWritten ?? 0;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: RawHttpStream["headers"],
  ): void {
    // Skip interim responses, such as 103 Early Hints.
    if (status < 200 || this.#isOver) return;
    const body = new ReadableStream<Uint8Array>(
      {
        start: (stream) => {
          this.#body = stream;
        },
        pull: () => controller.resume(),
        cancel: () => {
          this.#body = null;
          this.stop("stopped");
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: maxWaitingBytes }),
    );
    this.#hasHead = true;
    this.#head.resolve({ status, headers, body });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#isOver || this.#body === null) return;
    this.#body.enqueue(chunk);
    if ((this.#body.desiredSize ?? 0) <= 0) controller.pause();
  }

  onResponseEnd(): void {
    if (this.#isOver || !this.#hasHead) return;
    this.#isOver = true;
    this.#body?.close();
    this.#end.resolve(true);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.stop(this.#hasHead ? "truncated" : reasonOf(error), error);
  }

  /** Whether bytes may have been sent. Unknown counts as sent. */
  get #sent(): boolean {
    return this.#bytesBefore !== null && this.#connection.socket?.bytesWritten !== this.#bytesBefore;
  }
}
