import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { text } from "node:stream/consumers";
import { Evidence } from "../../strangers/leaks.ts";

/** A request as it leaves the browser. */
export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  /** Path and query as they stand in the request line. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** A response with its whole body. */
export interface Incoming {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly setCookies: readonly string[];
  readonly body: string;
}

/** Handles a request in place of the server, or passes it on: a proxy or a cache in front of it. */
export type Front = (outgoing: Outgoing, pass: (changed: Outgoing) => Promise<Incoming>) => Promise<Incoming>;

interface Route {
  readonly port: number;
  readonly front: Front;
}

/** Bytes of headers that a browser takes. */
const maxHeaderBytes = 262_144;

const noFront: Front = (outgoing, pass) => pass(outgoing);

/**
 * Leads the origins of browsers to servers of this machine: `https://app.example` ends at a server that speaks http, as
 * behind a proxy that ends TLS. Every response of an app is kept as evidence.
 */
export class Network {
  /** Every response of the apps, for the search for secrets, without the lines that set cookies. */
  readonly evidence = new Evidence();
  /** Every line that set a cookie. */
  readonly cookieLines = new Set<string>();
  readonly #routes = new Map<string, Route>();
  readonly #authorities: string[] = [];
  #count = 0;
  #underWay = 0;
  #sent = 0;
  #watchers: (() => void)[] = [];

  /** Leads an origin to a port of this machine, through a front if one is given. */
  route(origin: string, port: number, front: Front = noFront): void {
    this.#routes.set(origin, { port, front });
  }

  /** Trusts a certificate authority. */
  trust(caFile: string): void {
    this.#authorities.push(readFileSync(caFile, "utf8"));
  }

  /** Whether an origin belongs to an app. */
  isApp(url: URL): boolean {
    return this.#routes.has(url.origin);
  }

  /** Sends a request and resolves with the whole response. */
  async send(outgoing: Outgoing): Promise<Incoming> {
    const route = this.#routes.get(outgoing.url.origin);
    if (route === undefined) return await this.#whole(await this.#open(outgoing, null));
    return await route.front(outgoing, async (changed) => {
      const incoming = await this.#whole(await this.#open(changed, route.port));
      this.#keep(changed, incoming);
      return incoming;
    });
  }

  /** Number of requests that have left. */
  get sent(): number {
    return this.#sent;
  }

  /** Resolves as soon as so many requests have left. */
  async whenSent(count: number): Promise<void> {
    while (this.#sent < count) await new Promise<void>((resolve) => this.#watchers.push(resolve));
  }

  /** Sends the head of a request and a part of its body, and resolves with the status of the response. */
  async partial({ body, headers, method, target, url }: Outgoing): Promise<number> {
    const port = this.#routes.get(url.origin)?.port;
    const sent = requestHttp({
      host: "127.0.0.1",
      port,
      method,
      path: target,
      headers: { host: url.host, ...headers },
    });
    sent.write(body ?? "");
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    sent.on("error", () => undefined);
    sent.destroy();
    return response.statusCode ?? 0;
  }

  /** Resolves as soon as so many requests have left and have no answer yet. */
  async whenUnderWay(count: number): Promise<void> {
    while (this.#underWay < count) await new Promise<void>((resolve) => this.#watchers.push(resolve));
  }

  /** Sends a request and resolves with the response as soon as its head is there. */
  async stream(outgoing: Outgoing): Promise<IncomingMessage> {
    const port = this.#routes.get(outgoing.url.origin)?.port ?? null;
    return await this.#open(outgoing, port);
  }

  /** Keeps what a response showed, by the address without its query. */
  #keep({ method, url }: Outgoing, { body, headers, setCookies, status }: Incoming): void {
    this.#count += 1;
    const name = `${this.#count} ${method} ${url.pathname} ${status}`;
    const { location, "set-cookie": _lines, ...others } = headers;
    for (const line of setCookies) this.cookieLines.add(line);
    // A redirect to the provider's logout names the user by the ID token. Nothing else may carry one.
    const shown = location?.replace(/(?<=[?&]id_token_hint=)[^&]+/, "");
    this.evidence.add(name, [JSON.stringify(others), shown ?? "", body].join("\n"));
  }

  #open({ body, headers, method, target, url }: Outgoing, port: number | null): Promise<IncomingMessage> {
    const isTls = port === null && url.protocol === "https:";
    const hostname = port === null ? url.hostname : "127.0.0.1";
    if (port === null && hostname !== "localhost")
      return Promise.reject(new Error(`${url.origin} is not on this machine`));
    return new Promise((resolve, reject) => {
      const sent = (isTls ? requestHttps : requestHttp)({
        host: hostname,
        port: port ?? url.port,
        method,
        path: target,
        maxHeaderSize: maxHeaderBytes,
        headers: { host: url.host, ...headers, ...(body === null ? {} : { "content-length": length(body) }) },
        ...(isTls ? { ca: this.#authorities } : {}),
      });
      sent.on("response", resolve);
      sent.on("error", reject);
      sent.once("finish", () => {
        this.#sent += 1;
        this.#moved(1);
      });
      sent.once("close", () => this.#moved(-1));
      sent.end(body ?? undefined);
    });
  }

  #moved(change: number): void {
    this.#underWay += change;
    for (const watcher of this.#watchers.splice(0)) watcher();
  }

  async #whole(message: IncomingMessage): Promise<Incoming> {
    const { headers, statusCode = 0 } = message;
    const body = await text(message);
    return { status: statusCode, headers, setCookies: headers["set-cookie"] ?? [], body };
  }
}

function length(body: string): string {
  return String(Buffer.byteLength(body));
}
