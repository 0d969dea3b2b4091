import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "../../clock.ts";
import { InputError } from "../../errors.ts";
import { defaultCallbackPort } from "../../loopback.ts";
import type { Language, MessageParams } from "../../text/say.ts";
import { languageOf, type Page, type PageKind, pageHeaders, renderPage } from "./page.ts";

/** What {@link listen} takes. */
export interface ListenOptions {
  /** The callback as the provider knows it: `http://localhost:9355/callback`; port 0 lets the system choose one. */
  readonly redirectUri: string;
  /** The `state` of this login. A hit without it, or with another, is not for us. */
  readonly state: string;
  /** The language of the tab where the browser names none that we speak. */
  readonly languageFallback: Language;
  readonly clock: Clock;
  /** How long a tab waits for {@link Hit.reply}, in milliseconds; 10,000 when left out. Then it is told to look at the terminal. */
  readonly replyWithinMs?: number;
}

/** The loopback callback, listening. */
export interface Listener {
  readonly port: number;
  /** The callback with the port that it listens on. */
  readonly redirectUri: string;
  /** The first valid hit; it may have come already. Rejects when `signal` aborts first, or when the listener is closed. */
  next(signal?: AbortSignal): Promise<Hit>;
  /** Stops listening and closes every socket. A tab that still waits is told to look at the terminal. */
  close(): Promise<void>;
}

/** The browser came back with an answer for this login. */
export interface Hit {
  /** The full address that it was sent to, with code or error, as a person would paste it. */
  readonly url: string;
  /** What the tab speaks: for {@link Page.detail}. */
  readonly language: Language;
  /** Tells the tab how it went. Only the first reply counts; too late, it does nothing. */
  reply(page: Page & { readonly kind: "done" | "handed" | "failed" | "slow" }): Promise<void>;
}

const REPLY_WITHIN_MS = 10_000;
const REQUEST_TIMEOUT_MS = 10_000;
const PORT_TRIES = 10;
const HOSTS = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Listens on both loopback addresses for the redirect of one login. Whatever is not a GET of the exact path with the
 * right `state` and a `code` or an `error` is turned away and changes nothing: browsers send preflights and favicon
 * requests first, and any page can make a browser call this port. An error without `state` is turned away too; the
 * person may paste it.
 *
 * @throws InputError `port_taken` also if only one of the addresses is free: whoever holds the other would get our
 *   code; `port_forbidden`; `invalid_option` when the redirect URI is not one to listen on
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-7.3
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-8.3
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const listener = new LoopbackListener(options);
  await listener.open();
  return listener;
}

class LoopbackListener implements Listener {
  readonly #options: ListenOptions;
  readonly #callback: URL;
  readonly #stateDigest: Buffer;
  readonly #closed = new AbortController();
  readonly #hit = Promise.withResolvers<Hit>();
  #servers: Server[] = [];
  #answered: PendingReply | null = null;
  #port = 0;

  constructor(options: ListenOptions) {
    this.#options = options;
    this.#callback = readCallback(options.redirectUri);
    this.#stateDigest = digest(options.state);
    this.#hit.promise.catch(() => {});
  }

  get port(): number {
    return this.#port;
  }

  get redirectUri(): string {
    return `http://${this.#callback.hostname}:${this.#port}${this.#callback.pathname}${this.#callback.search}`;
  }

  async open(): Promise<void> {
    const wanted = this.#callback.port === "" ? 80 : Number(this.#callback.port);
    const handle = (request: IncomingMessage, response: ServerResponse): void =>
      this.#handle(request, response);
    this.#servers = await bindBoth(wanted, handle);
    this.#port = portOf(this.#servers[0]);
  }

  async next(signal?: AbortSignal): Promise<Hit> {
    if (signal === undefined) return this.#hit.promise;
    signal.throwIfAborted();
    const aborted = Promise.withResolvers<never>();
    const stop = (): void => aborted.reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    try {
      return await Promise.race([this.#hit.promise, aborted.promise]);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  async close(): Promise<void> {
    await this.#answered?.send({ kind: "slow" });
    this.#closed.abort();
    this.#hit.reject(new InputError("login_stopped"));
    await closeAll(this.#servers);
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const refusal = this.#refuse(request);
    if (refusal !== null) {
      const headers = {
        "cache-control": "no-store",
        connection: "close",
        ...(refusal === 405 ? { allow: "GET" } : {}),
      };
      response.writeHead(refusal, headers).end();
      return;
    }
    const { languageFallback, clock, replyWithinMs } = this.#options;
    const language = languageOf(request.headers["accept-language"], languageFallback);
    const query = new URLSearchParams(request.url?.split("?").slice(1).join("?") ?? "");
    const reply = new PendingReply(response, language);
    const kind = this.#judge(query);
    if (kind !== null) {
      reply.send({ kind }).catch(() => {});
      return;
    }
    this.#answered = reply;
    // The clock's sleep ends with the listener; the tab is then told by `close`.
    clock
      .sleep(replyWithinMs ?? REPLY_WITHIN_MS, this.#closed.signal)
      .then(() => reply.send({ kind: "slow" }))
      .catch(() => {});
    const url = `http://${this.#callback.hostname}:${this.#port}${request.url ?? ""}`;
    this.#hit.resolve({ url, language, reply: (page) => reply.send(page) });
  }

  /** The status for what is not a visit of the callback at all; `null` when it is one. */
  #refuse(request: IncomingMessage): number | null {
    const hosts = request.headersDistinct.host ?? [];
    // DNS rebinding: a page of another name that resolves to loopback must get nothing.
    if (hosts.length !== 1 || !this.#isOwnHost(hosts[0] ?? "")) return 403;
    // Private Network Access asks first; without permission headers in the answer it is a no.
    if (request.method === "OPTIONS") return 204;
    if (request.url?.split("?")[0] !== this.#callback.pathname) return 404;
    return request.method === "GET" ? null : 405;
  }

  #isOwnHost(host: string): boolean {
    const name = host.toLowerCase();
    return HOSTS.some((own) => name === `${own}:${this.#port}` || (this.#port === 80 && name === own));
  }

  /** What to tell a visitor that is not the one we wait for; `null` when it is. */
  #judge(query: URLSearchParams): PageKind | null {
    const names = [...query.keys()];
    const state = query.get("state");
    // https://www.rfc-editor.org/rfc/rfc6749#section-3.1: no parameter more than once.
    if (state === null || new Set(names).size !== names.length) return "stray";
    if (!timingSafeEqual(digest(state), this.#stateDigest)) return "stray";
    if (!query.has("code") && !query.has("error")) return "stray";
    return this.#answered === null ? null : "gone";
  }
}

/** The one answer that a response gets. */
class PendingReply {
  readonly #response: ServerResponse;
  readonly #language: Language;
  #sending: Promise<void> | null = null;

  constructor(response: ServerResponse, language: Language) {
    this.#response = response;
    this.#language = language;
  }

  /** Resolves when the page is with the system, or the browser gone. */
  send(page: {
    readonly kind: PageKind;
    readonly facts?: MessageParams;
    readonly detail?: string;
  }): Promise<void> {
    this.#sending ??= this.#send(page);
    return this.#sending;
  }

  #send(page: Page): Promise<void> {
    const { status, html } = renderPage(this.#language, page);
    return new Promise((resolve) => {
      if (this.#response.destroyed || this.#response.closed) {
        resolve();
        return;
      }
      this.#response.once("close", resolve);
      this.#response.writeHead(status, {
        ...pageHeaders(this.#language),
        "content-length": Buffer.byteLength(html),
      });
      this.#response.end(html, () => resolve());
    });
  }
}

function readCallback(redirectUri: string): URL {
  const url = URL.parse(redirectUri);
  if (url === null || url.protocol !== "http:" || !HOSTS.includes(url.hostname)) {
    throw new InputError("invalid_option", {
      option: "redirect_uri",
      given: redirectUri,
      takes: "http://localhost:PORT/PATH",
    });
  }
  return url;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** One server on each loopback address that this machine has, both on the same port. */
async function bindBoth(wanted: number, handle: Handler): Promise<Server[]> {
  for (let tries = 1; ; tries += 1) {
    const servers: Server[] = [];
    try {
      for (const address of ["127.0.0.1", "::1"]) {
        const server = await bind(address, servers[0] === undefined ? wanted : portOf(servers[0]), handle);
        if (server !== null) servers.push(server);
      }
      if (servers.length === 0) throw new InputError("port_forbidden", { port: wanted });
      return servers;
    } catch (error) {
      await closeAll(servers);
      // The port that the system chose for one address may be taken on the other.
      if (wanted !== 0 || tries >= PORT_TRIES || !isCode(error, "EADDRINUSE")) throw portError(error, wanted);
    }
  }
}

/** Resolves with `null` where the machine lacks the address. */
function bind(address: string, port: number, handle: Handler): Promise<Server | null> {
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS },
    handle,
  );
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      if (isCode(error, "EADDRNOTAVAIL") || isCode(error, "EAFNOSUPPORT")) resolve(null);
      else reject(error);
    });
    // Exclusive: in a cluster worker the socket would else be shared with siblings.
    server.listen({ host: address, port, exclusive: true, ipv6Only: address === "::1" }, () =>
      resolve(server),
    );
  });
}

function portError(error: unknown, port: number): unknown {
  if (isCode(error, "EADDRINUSE")) {
    return new InputError("port_taken", { port, other: port < 65_535 ? port + 1 : defaultCallbackPort });
  }
  return isCode(error, "EACCES") ? new InputError("port_forbidden", { port }) : error;
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    ),
  );
}

function portOf(server: Server | undefined): number {
  return (server?.address() as AddressInfo | null | undefined)?.port ?? 0;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** Digests have one length, so that comparing them tells nothing about where two states differ. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
