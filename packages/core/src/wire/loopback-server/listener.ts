import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "../../clock.ts";
import { InputError } from "../../errors.ts";
import { defaultCallbackPort } from "../../loopback.ts";
import type { Language, MessageParams } from "../../text/say.ts";
import { languageOf, type Page, type PageKind, pageHeaders, renderPage } from "./page.ts";

/** Options of {@link listen}. */
export interface ListenOptions {
  /** The registered redirect URI, such as `http://localhost:9355/callback`; with port 0 the system chooses a port. */
  readonly redirectUri: string;
  /** The `state` of this login. Requests without it are turned away. */
  readonly state: string;
  /** The language of the page if the browser asks for neither `en` nor `ja`. */
  readonly languageFallback: Language;
  readonly clock: Clock;
  /** Milliseconds until the tab shows "look at your terminal" if {@link Hit.reply} is not called. Default: 10,000. */
  readonly replyWithinMs?: number;
}

/** A server that waits for one redirect on loopback. */
export interface Listener {
  readonly port: number;
  /** The redirect URI with the port in use. */
  readonly redirectUri: string;
  /** Resolves with the first valid redirect, even if it arrived before. Rejects if `signal` aborts, and on close. */
  next(signal?: AbortSignal): Promise<Hit>;
  /** Closes the port and every socket. A tab that still waits shows "look at your terminal". */
  close(): Promise<void>;
}

/** A valid redirect for this login. */
export interface Hit {
  /** The full address with code or error, as in the browser's address bar. */
  readonly url: string;
  /** The language of the tab, for {@link Page.detail}. */
  readonly language: Language;
  /** Shows the result in the tab. Only the first call has an effect, and only before the time limit. */
  reply(page: Page & { readonly kind: "done" | "handed" | "failed" | "slow" }): Promise<void>;
}

const defaultReplyWithinMs = 10_000;
const requestTimeoutMs = 10_000;
const maxPortTries = 10;
const loopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Listens on both loopback addresses for the redirect of one login. Turns away everything but a GET of the exact path
 * with the right `state` and a `code` or an `error`: browsers send preflights and favicon requests first, and any page
 * can make a browser call this port. An error without `state` is turned away, too; the user may paste it.
 *
 * @throws InputError `port_taken`, also if one of the addresses is free, because another program on the other one would
 *   get the code; `port_forbidden`; `invalid_option` if the redirect URI is not on loopback
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
    // The sleep ends when the listener closes; `close` then answers the tab.
    clock
      .sleep(replyWithinMs ?? defaultReplyWithinMs, this.#closed.signal)
      .then(() => reply.send({ kind: "slow" }))
      .catch(() => {});
    const url = `http://${this.#callback.hostname}:${this.#port}${request.url ?? ""}`;
    this.#hit.resolve({ url, language, reply: (page) => reply.send(page) });
  }

  /** Returns the status for a request that is not for the callback; `null` if it is. */
  #refuse(request: IncomingMessage): number | null {
    const hosts = request.headersDistinct.host ?? [];
    // DNS rebinding: a page whose host name resolves to loopback must get nothing.
    if (hosts.length !== 1 || !this.#isOwnHost(hosts[0] ?? "")) return 403;
    // A preflight of Private Network Access: a response without permission headers refuses.
    if (request.method === "OPTIONS") return 204;
    if (request.url?.split("?")[0] !== this.#callback.pathname) return 404;
    return request.method === "GET" ? null : 405;
  }

  #isOwnHost(host: string): boolean {
    const name = host.toLowerCase();
    return loopbackHosts.some(
      (own) => name === `${own}:${this.#port}` || (this.#port === 80 && name === own),
    );
  }

  /** Returns the page for a redirect that is not the expected one; `null` if it is. */
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

/** A response that is sent once. */
class PendingReply {
  readonly #response: ServerResponse;
  readonly #language: Language;
  #sending: Promise<void> | null = null;

  constructor(response: ServerResponse, language: Language) {
    this.#response = response;
    this.#language = language;
  }

  /** Resolves when the page is handed to the system, or the browser has closed the connection. */
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
  if (url === null || url.protocol !== "http:" || !loopbackHosts.includes(url.hostname)) {
    throw new InputError("invalid_option", {
      option: "redirect_uri",
      given: redirectUri,
      takes: "http://localhost:PORT/PATH",
    });
  }
  return url;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Opens one server on each loopback address of this machine, all on the same port. */
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
      // Port 0: the port chosen for one address may be taken on the other.
      if (wanted !== 0 || tries >= maxPortTries || !isCode(error, "EADDRINUSE"))
        throw portError(error, wanted);
    }
  }
}

/** Resolves with `null` if this machine lacks the address. */
function bind(address: string, port: number, handle: Handler): Promise<Server | null> {
  // An `import` of node:http reads each of its exports; one of them loads Node's whole fetch, which takes 50 ms.
  const { createServer } = process.getBuiltinModule("node:http");
  const server = createServer({ requestTimeout: requestTimeoutMs, headersTimeout: requestTimeoutMs }, handle);
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      if (isCode(error, "EADDRNOTAVAIL") || isCode(error, "EAFNOSUPPORT")) resolve(null);
      else reject(error);
    });
    // Without `exclusive`, a cluster worker would share the socket with its siblings.
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

/** Hashes to a fixed length, so that comparing digests shows nothing of where two states differ. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
