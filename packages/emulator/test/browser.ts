import { createHash, randomBytes } from "node:crypto";

/** One answer that a browser ended on, redirects within the emulator followed. */
export interface Visit {
  /** Where it ended: a page of the emulator, or the redirect URI, which is not requested. */
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}

/** As much of a browser as a login needs: cookies, redirects, forms. */
export class Browser {
  readonly #issuer: string;
  readonly #language: string;
  readonly #cookies: { readonly name: string; readonly value: string; readonly path: string }[] = [];

  constructor(issuer: string, language = "en") {
    this.#issuer = issuer;
    this.#language = language;
  }

  open(url: string | URL): Promise<Visit> {
    return this.#request(new URL(url), "GET", undefined);
  }

  submit(url: URL, form: Readonly<Record<string, string>>): Promise<Visit> {
    return this.#request(url, "POST", new URLSearchParams(form));
  }

  /** Logs in where asked, decides where asked, and gives the address that the app is sent. */
  async authorize(url: string | URL, { login = "alice", decision = "allow" } = {}): Promise<URL> {
    let visit = await this.open(url);
    if (visit.text.includes('id="login"')) {
      visit = await this.submit(visit.url, { login, password: "any" });
    }
    if (visit.text.includes('id="allow"')) {
      visit = await this.submit(visit.url, { decision });
    }
    return visit.url;
  }

  async #request(url: URL, method: string, body: URLSearchParams | undefined): Promise<Visit> {
    const response = await fetch(url, {
      method,
      ...(body ? { body } : {}),
      redirect: "manual",
      headers: { cookie: this.#cookiesFor(url), "accept-language": this.#language, accept: "text/html" },
    });
    this.#keep(response.headers.getSetCookie());
    const text = await response.text();
    const location = response.headers.get("location");
    if (location === null) {
      return { url, status: response.status, text };
    }
    const next = new URL(location, url);
    return next.origin === this.#issuer
      ? this.#request(next, "GET", undefined)
      : { url: next, status: response.status, text };
  }

  #cookiesFor(url: URL): string {
    const sent = this.#cookies.filter(({ path }) => url.pathname.startsWith(path));
    return sent.map(({ name, value }) => `${name}=${value}`).join("; ");
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = "", ...attributes] = line.split("; ");
      const [name = "", value = ""] = pair.split(/=(.*)/s);
      const path = attributes.find((attribute) => attribute.startsWith("path="))?.slice(5) ?? "/";
      const old = this.#cookies.findIndex((cookie) => cookie.name === name && cookie.path === path);
      if (old >= 0) {
        this.#cookies.splice(old, 1);
      }
      if (value !== "") {
        this.#cookies.push({ name, value, path });
      }
    }
  }
}

/** What the token endpoint answered. */
export interface TokenAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, string | undefined>>;
}

/** A plain client of the emulator, with nothing of Tokenwell in it. */
export class App {
  readonly verifier = randomBytes(32).toString("base64url");
  readonly #issuer: string;
  readonly #clientId: string;
  readonly redirectUri: string;

  constructor(issuer: string, clientId = "demo", redirectUri = "http://localhost:9355/callback") {
    this.#issuer = issuer;
    this.#clientId = clientId;
    this.redirectUri = redirectUri;
  }

  authorizationUrl(extra: Readonly<Record<string, string>> = {}): URL {
    const url = new URL("/authorize", this.#issuer);
    const challenge = createHash("sha256").update(this.verifier).digest("base64url");
    url.search = new URLSearchParams({
      client_id: this.#clientId,
      response_type: "code",
      redirect_uri: this.redirectUri,
      scope: "openid profile email offline_access api",
      prompt: "consent",
      state: "s1",
      code_challenge: challenge,
      code_challenge_method: "S256",
      ...extra,
    }).toString();
    return url;
  }

  token(
    form: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<TokenAnswer> {
    return this.#post("/token", form, headers);
  }

  exchange(code: string, headers: Readonly<Record<string, string>> = {}): Promise<TokenAnswer> {
    const form = { grant_type: "authorization_code", code, redirect_uri: this.redirectUri };
    return this.token({ ...form, code_verifier: this.verifier }, headers);
  }

  refresh(refreshToken: string | undefined): Promise<TokenAnswer> {
    return this.token({ grant_type: "refresh_token", refresh_token: refreshToken ?? "" });
  }

  revoke(token: string | undefined): Promise<TokenAnswer> {
    return this.#post("/revoke", { token: token ?? "" }, {});
  }

  /** The whole login, as a person with an empty browser does it. */
  async connect(login = "alice"): Promise<TokenAnswer["body"]> {
    const callback = await new Browser(this.#issuer).authorize(this.authorizationUrl(), { login });
    const { body } = await this.exchange(callback.searchParams.get("code") ?? "");
    return body;
  }

  async hello(accessToken: string | undefined): Promise<number> {
    const headers = { authorization: `Bearer ${accessToken}` };
    const response = await fetch(new URL("/api/hello", this.#issuer), { headers });
    await response.text();
    return response.status;
  }

  async #post(
    path: string,
    form: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>>,
  ): Promise<TokenAnswer> {
    const body = new URLSearchParams({ client_id: this.#clientId, ...form });
    const response = await fetch(new URL(path, this.#issuer), { method: "POST", body, headers });
    const text = await response.text();
    return { status: response.status, body: text === "" ? {} : JSON.parse(text) };
  }
}
