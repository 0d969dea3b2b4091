/** A page that a visitor ended on. */
export interface Visit {
  /** Of the page, or the redirect URI, which is not requested. */
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}

/** What a person does on the emulator's pages. */
export interface Decision {
  /** Who logs in. Default: `alice`. */
  readonly login?: string;
  /** Default: `allow`. */
  readonly decision?: "allow" | "deny";
}

/** As much of a browser as a login needs: cookies, redirects, forms. For tests that need no real one. */
export class Visitor {
  readonly #origin: string;
  readonly #language: string;
  readonly #cookies: { readonly name: string; readonly value: string; readonly path: string }[] = [];

  /** `address`: any at the emulator. `language`: what it accepts. */
  constructor(address: string, language = "en") {
    this.#origin = new URL(address).origin;
    this.#language = language;
  }

  /** Logs in and decides, and gives the address that the app is sent, which is not requested. */
  async authorize(
    url: string | URL,
    { login = "alice", decision = "allow" }: Decision = {},
  ): Promise<string> {
    let visit = await this.open(url);
    if (visit.text.includes('id="login"')) visit = await this.submit(visit.url, { login, password: "any" });
    if (visit.text.includes('id="allow"')) visit = await this.submit(visit.url, { decision });
    return visit.url.href;
  }

  /** Opens an address, within the provider or at the callback. */
  open(url: string | URL): Promise<Visit> {
    return this.#request(new URL(url), "GET");
  }

  /** The whole way: the provider's pages, then the tab at the callback. */
  async goThrough(url: string, decision: Decision = {}): Promise<Visit> {
    return await this.open(await this.authorize(url, decision));
  }

  /** Sends a form of one of the pages. */
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
    if (url.origin === this.#origin) this.#keep(response.headers.getSetCookie());
    const text = await response.text();
    const location = response.headers.get("location");
    if (location === null) return { url, status: response.status, text };
    const next = new URL(location, url);
    if (next.origin === this.#origin) return this.#request(next, "GET");
    return { url: next, status: response.status, text };
  }

  #cookiesFor(url: URL): string {
    const sent = this.#cookies.filter(
      ({ path }) => url.origin === this.#origin && url.pathname.startsWith(path),
    );
    return sent.map(({ name, value }) => `${name}=${value}`).join("; ");
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = "", ...attributes] = line.split("; ");
      const [name = "", value = ""] = pair.split(/=(.*)/s);
      const path = attributes.find((attribute) => attribute.startsWith("path="))?.slice(5) ?? "/";
      const old = this.#cookies.findIndex((cookie) => cookie.name === name && cookie.path === path);
      if (old >= 0) this.#cookies.splice(old, 1);
      if (value !== "") this.#cookies.push({ name, value, path });
    }
  }
}

/**
 * Does what a person does in a browser, by plain requests: opens the authorization address, logs in, presses Allow (or
 * Deny), and returns the address that the browser ends on, which it does not open.
 */
export async function visit(url: string, decision: Decision = {}): Promise<string> {
  return await new Visitor(url).authorize(url, decision);
}
