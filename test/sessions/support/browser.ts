import { Words } from "../../strangers/children.ts";
import { CookieJar, siteOf } from "./cookie-jar.ts";
import type { Incoming, Network, Outgoing } from "./network.ts";

/** A response, with the address that was requested. */
export interface Answer extends Incoming {
  readonly url: URL;
  readonly method: string;
}

/** The page at the end of a navigation. */
export interface Page extends Answer {
  /** Every response on the way, the page itself the last one. */
  readonly hops: readonly Answer[];
}

/** A response whose body still comes. */
export interface Stream {
  readonly status: number;
  readonly setCookies: readonly string[];
  readonly words: Words;
  /** Resolves with `true` at a proper end, and with `false` if the connection broke. */
  readonly ended: Promise<boolean>;
  /** Hangs up. */
  leave(): void;
}

type Headers = Readonly<Record<string, string>>;

/** Details of a request. */
export interface RequestOptions {
  readonly method?: string;
  /** Page that the request comes from. Default: for a navigation none, for a fetch the app itself. */
  readonly from?: string | null;
  /** Headers besides those of a browser; `""` leaves one out. */
  readonly headers?: Headers;
  readonly body?: string | null;
  /** Path and query as they stand in the request line, if the URL rules would change them. */
  readonly target?: string;
}

const navigationHeaders = {
  accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "sec-fetch-mode": "navigate",
  "sec-fetch-dest": "document",
  "sec-fetch-user": "?1",
  "upgrade-insecure-requests": "1",
};

const fetchHeaders = { accept: "*/*", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" };

const commonHeaders = {
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0",
  "accept-language": "en",
};

const maxHops = 20;

/** One hop of a navigation. */
interface Hop {
  readonly method: string;
  readonly url: URL;
  readonly body: string | null;
  readonly headers: Headers;
  readonly target: string;
}

/** A browser for tests: a cookie jar, redirects, forms, and the headers that browsers send of themselves. */
export class Browser {
  readonly jar: CookieJar;
  /** Number of requests at each address without its query. */
  readonly visits = new Map<string, number>();
  readonly #network: Network;
  /** Address that relative ones are below. */
  readonly #base: URL;

  constructor(network: Network, base: string, nowMs: () => number) {
    this.#network = network;
    this.#base = new URL(base);
    this.jar = new CookieJar(nowMs);
  }

  /** Opens an address in the tab and follows redirects, also those of a page that posts a form by script. */
  async navigate(address: string | URL, options: RequestOptions = {}): Promise<Page> {
    return await this.#follow(address, options, maxHops);
  }

  /** Opens an address in the tab, but does not follow redirects. */
  async step(address: string | URL, options: RequestOptions = {}): Promise<Page> {
    return await this.#follow(address, options, 0);
  }

  /** Submits a form by POST from a page, and follows redirects. */
  async submit(
    address: string | URL,
    form: Headers,
    options: RequestOptions & { readonly follow?: boolean } = {},
  ): Promise<Page> {
    const url = new URL(address, this.#base);
    const posted = {
      from: url.href,
      ...options,
      method: "POST",
      body: new URLSearchParams(form).toString(),
      headers: { "content-type": "application/x-www-form-urlencoded", ...options.headers },
    };
    return await this.#follow(url, posted, options.follow === false ? 0 : maxHops);
  }

  /** Calls an address as a page's script does. Does not follow redirects. */
  async fetch(address: string | URL, options: RequestOptions = {}): Promise<Answer> {
    const url = new URL(address, this.#base);
    const { from = this.#base.href, method = "GET" } = options;
    const hop = { method, url, body: options.body ?? null, headers: {}, target: targetOf(url) };
    return await this.#send(
      hop,
      { ...fetchHeaders, ...this.#initiator(from, hop), ...options.headers },
      from,
    );
  }

  /** Sends exactly these headers besides `Host` and the cookies. Does not follow redirects. */
  async bare(address: string | URL, headers: Headers, method = "GET"): Promise<Answer> {
    const url = new URL(address, this.#base);
    return await this.#send({ method, url, body: null, headers: {}, target: targetOf(url) }, headers, null);
  }

  /** Opens an address whose body comes slowly. */
  async stream(address: string | URL): Promise<Stream> {
    const url = new URL(address, this.#base);
    const from = this.#base.href;
    const hop = { method: "GET", url, body: null, headers: {}, target: targetOf(url) };
    const headers = { ...commonHeaders, ...fetchHeaders, ...this.#initiator(from, hop) };
    const message = await this.#network.stream(this.#outgoing(hop, headers, from));
    const setCookies = message.headers["set-cookie"] ?? [];
    this.jar.keep(url, setCookies);
    const words = new Words();
    const ended = Promise.withResolvers<boolean>();
    message.setEncoding("utf8");
    message.on("data", (chunk: string) => words.add(chunk));
    message.on("error", () => undefined);
    message.once("close", () => {
      words.end();
      this.#network.evidence.add(`stream ${url.pathname}`, words.raw);
      ended.resolve(message.complete);
    });
    return {
      status: message.statusCode ?? 0,
      setCookies,
      words,
      ended: ended.promise,
      leave: () => message.destroy(),
    };
  }

  /** Cookies of the jar that go to an address of the app. */
  cookies(): ReturnType<CookieJar["list"]> {
    return this.jar.list().filter(({ host }) => host === this.#base.hostname);
  }

  async #follow(address: string | URL, options: RequestOptions, hopsLeft: number): Promise<Page> {
    const hops: Answer[] = [];
    const { from = null } = options;
    const first = new URL(address, this.#base);
    let hop: Hop = {
      method: options.method ?? "GET",
      url: first,
      body: options.body ?? null,
      headers: options.headers ?? {},
      target: options.target ?? targetOf(first),
    };
    // The initiator stays the page on which the person pressed, unless a page on the way posts a form.
    let initiator = from;
    let isChainCrossSite = false;
    for (let left = hopsLeft; ; left -= 1) {
      isChainCrossSite ||= initiator !== null && isCrossSite(initiator, hop.url);
      const own: Record<string, string> = { ...navigationHeaders, ...this.#initiator(initiator, hop) };
      if (isChainCrossSite) own["sec-fetch-site"] = "cross-site";
      const answer = await this.#send(hop, { ...own, ...hop.headers }, initiator);
      hops.push(answer);
      const next = left > 0 ? nextHop(answer, hop) : undefined;
      if (next === undefined) return { ...answer, hops };
      if (next.method === "POST") initiator = hop.url.href;
      hop = next;
      if (left === 1) throw new Error(`more than ${maxHops} redirects, the last one to ${hop.url.pathname}`);
    }
  }

  /** Headers that say where a request comes from. @see https://www.w3.org/TR/fetch-metadata/ */
  #initiator(from: string | null, { method, url }: Hop): Record<string, string> {
    if (from === null) return { "sec-fetch-site": "none" };
    const page = new URL(from);
    const isSameOrigin = page.origin === url.origin;
    const other = isCrossSite(from, url) ? "cross-site" : "same-site";
    const origin = method === "GET" || method === "HEAD" ? {} : { origin: page.origin };
    const referer = isSameOrigin ? page.href : `${page.origin}/`;
    return { "sec-fetch-site": isSameOrigin ? "same-origin" : other, referer, ...origin };
  }

  async #send(hop: Hop, headers: Headers, from: string | null): Promise<Answer> {
    const { method, url } = hop;
    const place = `${url.origin}${url.pathname}`;
    this.visits.set(place, (this.visits.get(place) ?? 0) + 1);
    const incoming = await this.#network.send(this.#outgoing(hop, { ...commonHeaders, ...headers }, from));
    const isPart = from !== null && isCrossSite(from, url) && headers["sec-fetch-mode"] !== "navigate";
    this.jar.keep(url, incoming.setCookies, isPart);
    return { ...incoming, url, method };
  }

  #outgoing({ body, method, target, url }: Hop, headers: Headers, from: string | null): Outgoing {
    const isNavigation = headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
    const cookie = this.jar.headerOf({
      url,
      isCrossSite: from !== null && isCrossSite(from, url),
      isSafeNavigation: isNavigation && ["GET", "HEAD"].includes(method),
    });
    const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ""));
    return { method, url, target, body, headers: { ...sent, ...(cookie === "" ? {} : { cookie }) } };
  }
}

function isCrossSite(from: string, url: URL): boolean {
  return siteOf(new URL(from)) !== siteOf(url);
}

function targetOf({ pathname, search }: URL): string {
  return `${pathname}${search}`;
}

/** Where a response leads: a redirect, or a page that posts its form at once. */
function nextHop(answer: Answer, { body, method, url }: Hop): Hop | undefined {
  const { location } = answer.headers;
  if (location !== undefined && answer.status >= 300 && answer.status < 400) {
    const next = new URL(location, url);
    next.hash ||= url.hash;
    const keeps = answer.status === 307 || answer.status === 308;
    return {
      method: keeps ? method : "GET",
      url: next,
      body: keeps ? body : null,
      headers: {},
      target: targetOf(next),
    };
  }
  if (!answer.body.includes("document.forms[0].submit()")) return undefined;
  const action = new URL(decoded(/<form[^>]*action="([^"]*)"/.exec(answer.body)?.[1] ?? ""), url);
  return {
    method: "POST",
    url: action,
    body: new URLSearchParams(fieldsOf(answer.body)).toString(),
    headers: { "content-type": "application/x-www-form-urlencoded" },
    target: targetOf(action),
  };
}

/** Returns the hidden fields of a page's form. */
export function fieldsOf(page: string): Record<string, string> {
  const inputs = [...page.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => input);
  return Object.fromEntries(
    inputs.map((input) => {
      const attribute = (name: string) => decoded(new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? "");
      return [attribute("name"), attribute("value")];
    }),
  );
}

function decoded(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
