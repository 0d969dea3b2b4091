/** Headers of a navigation, as a browser of today sends them. */
export const navigation = {
  "sec-fetch-mode": "navigate",
  "sec-fetch-dest": "document",
  "sec-fetch-site": "none",
  accept: "text/html",
} as const;

/** Headers of a form of the app's own page. */
export const ownForm = {
  ...navigation,
  "sec-fetch-site": "same-origin",
  origin: "https://app.example.com",
  "content-type": "application/x-www-form-urlencoded",
} as const;

/** An object in JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** Answers a request. */
export type Fetch = (request: Request) => Promise<Response> | Response;

/** A browser's cookies, and its requests to one app. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** Every answer of the app, for searches. */
  readonly answers: { readonly headers: Headers; readonly text: string }[] = [];
  readonly #fetch: Fetch;
  readonly #origin: string;

  constructor(fetch: Fetch, origin = "https://app.example.com") {
    this.#fetch = fetch;
    this.#origin = origin;
  }

  /** Cookie header of this browser. */
  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** The one cookie whose name has, or has not, the ending of a login's; `undefined` if there is none. */
  cookie(kind: "session" | "login"): string | undefined {
    const isLogin = (name: string): boolean => name.endsWith("-login");
    return [...this.cookies].find(([name]) => isLogin(name) === (kind === "login"))?.[1];
  }

  async get(path: string, headers: Readonly<Record<string, string>> = navigation): Promise<Response> {
    return await this.send(path, { headers });
  }

  /** Gets an object in JSON. */
  async json(path: string, headers: Readonly<Record<string, string>> = navigation): Promise<Json> {
    return (await (await this.get(path, headers)).json()) as Json;
  }

  async post(
    path: string,
    headers: Readonly<Record<string, string>> = ownForm,
    body = "",
  ): Promise<Response> {
    return await this.send(path, { method: "POST", headers, body });
  }

  async send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.cookies.size > 0) headers.set("cookie", this.cookieHeader);
    const response = await this.#fetch(new Request(new URL(path, this.#origin), { ...init, headers }));
    this.keep(response);
    this.answers.push({ headers: response.headers, text: await response.clone().text() });
    return response;
  }

  /** Takes over the cookies of an answer. */
  keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const [name = "", value = ""] = pair.split("=");
      if (/;\s*Max-Age=0\b/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}
