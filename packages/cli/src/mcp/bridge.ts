import { setTimeout as sleep } from "node:timers/promises";
import { readEvents } from "./events.ts";
import { cancelledBy, errorLine, type Message, readMessages, repeatedHeaders } from "./messages.ts";

/** A request to the server. */
export interface ServerRequest {
  readonly method: "POST" | "GET" | "DELETE";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal: AbortSignal;
}

/** A failure as its client reads it: a code for programs and the sentences for people. */
export interface Fault {
  readonly code: string;
  readonly message: string;
}

/** The surroundings of a bridge. */
export interface BridgeOptions {
  /** Messages of the client, one a line. */
  readonly input: AsyncIterable<Uint8Array>;
  /** Gives the client one message with its newline, and resolves when the client may get the next one. */
  readonly write: (line: Uint8Array) => Promise<void>;
  /** Sends a request with a fresh token to the server, and once more after a 401. Returns once the headers are here. */
  readonly fetch: (request: ServerRequest) => Promise<Response>;
  readonly describe: (error: unknown) => Fault;
  /** Describes a response that is no answer. `text` is the start of its body. */
  readonly describeResponse: (response: Response, text: string) => Fault;
  readonly describeBroken: () => Fault;
  /** Reports what no message of the protocol can say. */
  readonly warn: (fault: Fault) => void;
}

/** A request that has no answer yet. */
interface OpenRequest {
  readonly controller: AbortController;
  isCancelled: boolean;
}

/** Milliseconds before a broken stream is opened again if the server does not say; doubled with each vain try. */
const firstPauseMs = 100;
const mostPauseMs = 60_000;
/** Vain tries to resume the answer of a request: for some 100 seconds. */
const mostResumptions = 10;
/** Bytes of messages under way at which the bridge stops reading further ones. */
const mostBytesUnderWay = 64 * 1024 * 1024;
/** Milliseconds that answers are waited for after the client has closed its end, and that the farewell may take. */
const farewellMs = 10_000;
const deleteMs = 2_000;
/** Characters of a refusal that are read. */
const mostRefusal = 65_536;
const newline = 0x0a;

/**
 * Joins a client on stdio with a server behind streamable HTTP. Messages pass unchanged; the bridge reads them only to
 * know what is answered, and keeps what HTTP has beside them: session, revision, event ids.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#streamable-http read on 2026-11-28
 */
export class Bridge {
  readonly #options: BridgeOptions;
  readonly #stop = new AbortController();
  readonly #open = new Map<string, OpenRequest>();
  readonly #work = new Set<Promise<void>>();
  /** The client's opening messages, with which a session that the server forgot begins anew. */
  #opening: { initialize?: Uint8Array; initialized?: Uint8Array; id?: string } = {};
  #session: string | null = null;
  #revision: string | null = null;
  #reopening: Promise<boolean> = Promise.resolve(false);
  #isListening = false;
  /** Later messages wait for it: the answer to `initialize`, and the acceptance of `initialized`. */
  #gate: Promise<void> = Promise.resolve();
  #bytesUnderWay = 0;

  constructor(options: BridgeOptions) {
    this.#options = options;
  }

  /** Passes messages until the client closes its end and its requests are answered, then ends the session. */
  async run(): Promise<void> {
    for await (const line of readLines(this.#options.input)) {
      while (this.#bytesUnderWay > mostBytesUnderWay) await Promise.race(this.#work);
      await this.#take(line);
    }
    // A cancelled request may never be answered.
    for (const { controller, isCancelled } of this.#open.values()) if (isCancelled) controller.abort();
    const limit = new AbortController();
    const answered = Promise.all(this.#work).then(() => undefined);
    await Promise.race([
      answered,
      sleep(farewellMs, undefined, { signal: limit.signal }).catch(() => undefined),
    ]);
    limit.abort();
    await this.close();
  }

  /** Breaks off what is under way and ends the session. */
  async close(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    if (this.#session === null) return;
    const signal = AbortSignal.timeout(deleteMs);
    const request = { method: "DELETE", headers: this.#headers({}), signal } as const;
    const response = await this.#options.fetch(request).catch(() => null);
    await response?.body?.cancel();
  }

  async #take(line: Uint8Array): Promise<void> {
    const messages = readMessages(new TextDecoder().decode(line));
    if (messages === null) {
      await this.#answer("null", { code: "unreadable", message: "Parse error" });
      return;
    }
    if (messages.every((one) => this.#cancels(one))) return;
    for (const { kind, id } of messages)
      if (kind === "request") this.#open.set(id, { controller: new AbortController(), isCancelled: false });
    const [{ method, id } = { method: "", id: "" }] = messages;
    if (method === "initialize") this.#opening = { initialize: line, id };
    if (method === "notifications/initialized") this.#opening.initialized = line;
    this.#bytesUnderWay += line.byteLength;
    const work: Promise<void> = this.#gate
      .then(() => this.#post(line, messages))
      .finally(() => {
        this.#bytesUnderWay -= line.byteLength;
        this.#work.delete(work);
      });
    this.#work.add(work);
    if (method === "initialize" || method === "notifications/initialized") this.#gate = work;
  }

  /** Notes a cancellation. Returns whether that is all: from 2026-07-28 on, the end of its stream cancels a request. */
  #cancels(message: Message): boolean {
    const id = cancelledBy(message);
    const request = id === null ? undefined : this.#open.get(id);
    if (request === undefined) return false;
    request.isCancelled = true;
    if (this.#session !== null || this.#revision !== null) return false;
    request.controller.abort();
    return true;
  }

  /** Sends a message and passes on what the server answers. Never rejects. */
  async #post(line: Uint8Array, messages: readonly Message[]): Promise<void> {
    const requests = messages.filter(({ kind }) => kind === "request").map(({ id }) => id);
    try {
      const { signal } = this.#open.get(requests[0] ?? "")?.controller ?? new AbortController();
      const response = await this.#send(line, messages, signal);
      await this.#read(response, messages, requests);
      const fault = this.#options.describeBroken();
      for (const id of requests) await this.#answer(id, fault);
    } catch (error) {
      const fault = error instanceof RefusedError ? error.fault : this.#options.describe(error);
      for (const id of requests) await this.#answer(id, fault);
      if (requests.length === 0 && !this.#stop.signal.aborted) this.#options.warn(fault);
    }
  }

  /** Posts a message. If the server has forgotten the session, begins a new one and posts once more. */
  async #send(line: Uint8Array, messages: readonly Message[], signal: AbortSignal): Promise<Response> {
    const [first] = messages;
    const isOpening = first?.method === "initialize";
    if (isOpening) [this.#session, this.#revision] = [null, null];
    const post = (): Promise<Response> =>
      this.#options.fetch({
        method: "POST",
        headers: this.#headers({
          "content-type": "application/json",
          accept: "application/json, text/event-stream",
          ...(first && repeatedHeaders(first)),
        }),
        body: line,
        signal: AbortSignal.any([this.#stop.signal, signal]),
      });
    const used = this.#session;
    const response = await post();
    if (isOpening && response.ok) this.#session = response.headers.get("mcp-session-id");
    if (response.status !== 404 || used === null || isOpening) return response;
    await response.body?.cancel();
    if (this.#session === used) {
      this.#reopening = this.#reopen().catch(() => false);
      this.#gate = this.#reopening.then(() => undefined);
    }
    return (await this.#reopening) ? await post() : response;
  }

  /** Begins a new session with the client's own opening messages, whose answers it does not get again. */
  async #reopen(): Promise<boolean> {
    const { initialize, initialized, id = "" } = this.#opening;
    if (initialize === undefined || initialized === undefined) return false;
    for (const line of [initialize, initialized]) {
      const messages = readMessages(new TextDecoder().decode(line)) ?? [];
      const response = await this.#send(line, messages, this.#stop.signal);
      if (!response.ok) return false;
      for await (const text of readBodies(response)) {
        const answer = readMessages(text)?.find((one) => one.kind === "response" && one.id === id);
        if (answer) this.#learnRevision(answer);
        if (answer) break;
      }
    }
    void this.#listen();
    return true;
  }

  #learnRevision({ result }: Message): void {
    if (typeof result.protocolVersion === "string") this.#revision = result.protocolVersion;
  }

  #headers(more: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    return {
      ...(this.#session !== null && { "mcp-session-id": this.#session }),
      ...(this.#revision !== null && { "mcp-protocol-version": this.#revision }),
      ...more,
    };
  }

  /** Passes on a response until the requests are answered, resuming its stream where it breaks. */
  async #read(response: Response, messages: readonly Message[], requests: readonly string[]): Promise<void> {
    if (!response.ok) return await this.#refuse(response, requests);
    if (messages.some(({ method }) => method === "notifications/initialized")) void this.#listen();
    if (requests.length === 0) return await response.body?.cancel();
    const type = mediaType(response);
    if (type === "application/json") return await this.#deliver(await response.text());
    if (type !== "text/event-stream") return await this.#refuse(response, requests);
    const isDone = (): boolean =>
      requests.every((id) => this.#open.get(id)?.isCancelled ?? true) || this.#stop.signal.aborted;
    await this.#follow(response, isDone, mostResumptions);
    for (const id of requests) if (this.#open.get(id)?.isCancelled) this.#open.delete(id);
  }

  /** Listens for messages that answer no request, as long as the server offers it. */
  async #listen(): Promise<void> {
    if (this.#isListening || this.#revision === null) return;
    this.#isListening = true;
    try {
      const response = await this.#get("");
      // 405: the server sends nothing of its own accord.
      if (response.ok && mediaType(response) === "text/event-stream")
        await this.#follow(response, () => this.#stop.signal.aborted, Number.POSITIVE_INFINITY);
      else await response.body?.cancel();
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#options.warn(this.#options.describe(error));
    } finally {
      this.#isListening = false;
    }
  }

  /** Passes on the events of a stream. Until it is done, opens the stream again at its last event when it ends. */
  async #follow(first: Response, isDone: () => boolean, mostTries: number): Promise<void> {
    const isAnswer = Number.isFinite(mostTries);
    let response: Response | null = first;
    let last = "";
    let askedMs: number | null = null;
    for (let tries = 0; ; tries += 1) {
      try {
        if (response === null) response = await this.#get(last);
        if (!response.ok) await response.body?.cancel();
        // A server that does not know the event has nothing to add to an answer, but may have other messages.
        if (!response.ok && response.status < 500 && (isAnswer || last === "")) return;
        if (!response.ok && response.status < 500) last = "";
        for await (const { type, data, id, retryMs } of readEvents(response.body ?? [])) {
          tries = 0;
          last = id;
          askedMs = retryMs ?? askedMs;
          if (type === "message" && data !== "") await this.#deliver(data);
          // Some servers leave a resumed stream open.
          if (isAnswer && response !== first && isDone()) return;
        }
      } catch {
        // Broken off, or not opened: try again.
      }
      response = null;
      if (isDone() || tries >= mostTries || (isAnswer && last === "")) return;
      const waitMs = askedMs ?? Math.min(mostPauseMs, firstPauseMs * 2 ** Math.min(tries, 16));
      await sleep(waitMs, undefined, { signal: this.#stop.signal, ref: isAnswer }).catch(() => undefined);
      if (isDone()) return;
    }
  }

  #get(lastEventId: string): Promise<Response> {
    const headers = this.#headers({
      accept: "text/event-stream",
      ...(lastEventId !== "" && { "last-event-id": lastEventId }),
    });
    return this.#options.fetch({ method: "GET", headers, signal: this.#stop.signal });
  }

  /** Gives the client a message of the server, on one line: outside its strings JSON may be broken anywhere. */
  async #deliver(text: string): Promise<void> {
    const messages = readMessages(text);
    if (messages === null) return;
    for (const message of messages) {
      if (message.kind !== "response") continue;
      this.#open.delete(message.id);
      if (message.id === this.#opening.id && this.#revision === null) this.#learnRevision(message);
    }
    await this.#write(text.replace(/[\r\n]+/g, " ").trim());
  }

  /** Writes a message. A client that is gone ends the bridge. */
  async #write(message: string): Promise<void> {
    await this.#options.write(Buffer.from(`${message}\n`)).catch(() => this.close());
  }

  /** Answers requests that the server refuses: with its own words if they are an answer, otherwise with ours. */
  async #refuse(response: Response, requests: readonly string[]): Promise<void> {
    const text = await startOf(response);
    const ids = readMessages(text)?.map(({ kind, id }) => (kind === "response" ? id : "")) ?? [];
    if (requests.length > 0 && requests.every((id) => ids.includes(id))) return await this.#deliver(text);
    throw new RefusedError(this.#options.describeResponse(response, text));
  }

  /** Answers a request with a fault, unless it is answered or cancelled. */
  async #answer(id: string, { message, code }: Fault): Promise<void> {
    const request = this.#open.get(id);
    this.#open.delete(id);
    const isWanted = id === "null" || (request !== undefined && !request.isCancelled);
    if (isWanted && !this.#stop.signal.aborted) await this.#write(errorLine(id, message, code));
  }
}

/** A response that answers no request. */
class RefusedError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.code);
    this.fault = fault;
  }
}

const mediaType = ({ headers }: Response): string =>
  (headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";

async function startOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > mostRefusal) break;
  }
  return text;
}

async function* readBodies(response: Response): AsyncGenerator<string> {
  if (mediaType(response) !== "text/event-stream") yield await response.text();
  else for await (const { data } of readEvents(response.body ?? [])) yield data;
}

/** Splits a stream of bytes into lines without their ends. Empty lines are left out. */
async function* readLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of input) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      const line = Buffer.concat([...parts.splice(0), chunk.subarray(start, end)]);
      if (line.some((byte) => byte > 0x20)) yield line;
      start = end + 1;
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
  }
  const rest = Buffer.concat(parts);
  if (rest.some((byte) => byte > 0x20)) yield rest;
}
