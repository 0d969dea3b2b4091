/** The page at the end of a visit. */
export interface Visit {
  /** The address of the page, or the redirect URI, which is not requested. */
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}

/** The user's input on the emulator's pages. */
export interface Decision {
  /** The name of the user. Default: `alice`. */
  readonly login?: string;
  /** Default: `allow`. */
  readonly decision?: "allow" | "deny";
}

/** A minimal browser for tests: cookies, redirects (also by script), and forms. */
export class Visitor {
  readonly #origins: ReadonlySet<string>;
  readonly #language: string;
  readonly #cookies: Cookie[] = [];

  /** `addresses`: one address of each host to which redirects are followed. `language`: the accepted language. */
  constructor(addresses: string | URL | readonly (string | URL)[], language = "en") {
    const list = Array.isArray(addresses) ? addresses : [addresses];
    this.#origins = new Set(list.map((address) => new URL(address).origin));
    this.#language = language;
  }

  /** Logs in and decides. Resolves with the redirect URI of the app, which is not requested. */
  async authorize(
    url: string | URL,
    { login = "alice", decision = "allow" }: Decision = {},
  ): Promise<string> {
    let visit = await this.open(url);
    if (visit.text.includes('id="login"')) visit = await this.submit(visit.url, { login, password: "any" });
    if (visit.text.includes('id="allow"')) visit = await this.submit(visit.url, { decision });
    return visit.url.href;
  }

  /** Opens an address at the provider or the callback. */
  open(url: string | URL): Promise<Visit> {
    return this.#request(new URL(url), "GET");
  }

  /** Visits the provider's pages, then the callback. */
  async goThrough(url: string, decision: Decision = {}): Promise<Visit> {
    return await this.open(await this.authorize(url, decision));
  }

  /** Submits a form of one of the pages. */
  submit(url: URL, form: Readonly<Record<string, string>>): Promise<Visit> {
    return this.#request(url, "POST", new URLSearchParams(form));
  }

  async #request(url: URL, method: string, body?: URLSearchParams): Promise<Visit> {
    const response = await fetch(url, {
      method,
      ...(body === undefined ? {} : { body }),
      redirect: "manual",
      headers: { cookie: this.#cookiesFor(url), "accept-language": this.#language, accept: "text/html" },
    });
    if (this.#origins.has(url.origin)) this.#keep(url.origin, response.headers.getSetCookie());
    const text = await response.text();
    const location = response.headers.get("location") ?? scriptedRedirect(text);
    if (location === undefined) return { url, status: response.status, text };
    const next = new URL(location, url);
    if (this.#origins.has(next.origin)) return this.#request(next, "GET");
    return { url: next, status: response.status, text };
  }

  #cookiesFor(url: URL): string {
    const sent = this.#cookies.filter(
      ({ origin, path }) => url.origin === origin && url.pathname.startsWith(path),
    );
    return sent.map(({ name, value }) => `${name}=${value}`).join("; ");
  }

  #keep(origin: string, lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = "", ...attributes] = line.split("; ");
      const [name = "", value = ""] = pair.split(/=(.*)/s);
      const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? "/";
      const isIt = (cookie: Cookie) =>
        cookie.origin === origin && cookie.name === name && cookie.path === path;
      const old = this.#cookies.findIndex(isIt);
      if (old >= 0) this.#cookies.splice(old, 1);
      if (value !== "") this.#cookies.push({ origin, name, value, path });
    }
  }
}

/** Finds the target of `window.location.replace("…")` in a page. */
function scriptedRedirect(text: string): string | undefined {
  const literal = /window\.location\.replace\(("(?:[^"\\]|\\.)*")\)/.exec(text)?.[1];
  return literal === undefined ? undefined : String(JSON.parse(literal));
}

interface Cookie {
  readonly origin: string;
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/**
 * Visits an authorization address without a browser: logs in, presses Allow or Deny, and resolves with the redirect
 * URI, which is not requested.
 */
export async function visit(url: string, decision: Decision = {}): Promise<string> {
  return await new Visitor(url).authorize(url, decision);
}
