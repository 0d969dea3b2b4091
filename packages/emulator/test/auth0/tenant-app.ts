import { createHash, randomBytes } from "node:crypto";
import { Visitor } from "../../src/visitor.ts";

/** What was answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** How a request is sent. */
export interface Sending {
  readonly json?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

const defaultScope = "openid profile email offline_access read:hello";

/** A plain app of an Auth0 tenant, with nothing of Tokenwell in it. */
export class TenantApp {
  readonly verifier = randomBytes(32).toString("base64url");
  readonly redirectUri: string;
  readonly origin: string;
  readonly #always: Readonly<Record<string, string>>;

  /** `always`: what every token request carries besides the client id. */
  constructor(
    origin: string,
    clientId = "demo",
    { redirectUri = "http://localhost:9355/callback", ...always }: Readonly<Record<string, string>> = {},
  ) {
    this.origin = origin;
    this.redirectUri = redirectUri;
    this.#always = { client_id: clientId, ...always };
  }

  /** An empty value leaves a parameter out. */
  authorizationUrl(extra: Readonly<Record<string, string>> = {}): URL {
    const parameters: Readonly<Record<string, string>> = {
      client_id: this.#always.client_id ?? "",
      response_type: "code",
      redirect_uri: this.redirectUri,
      scope: defaultScope,
      audience: "https://api.emulator.example",
      state: "s1",
      code_challenge: createHash("sha256").update(this.verifier).digest("base64url"),
      code_challenge_method: "S256",
      ...extra,
    };
    const url = new URL("/authorize", this.origin);
    url.search = new URLSearchParams(
      Object.entries(parameters).filter(([, value]) => value !== ""),
    ).toString();
    return url;
  }

  async code(extra: Readonly<Record<string, string>> = {}, login = "alice"): Promise<string> {
    const callback = await new Visitor(this.origin).authorize(this.authorizationUrl(extra), { login });
    return new URL(callback).searchParams.get("code") ?? callback;
  }

  token(parameters: Readonly<Record<string, string>>, sending: Sending = {}): Promise<Answer> {
    return this.#post("/oauth/token", parameters, sending);
  }

  exchange(
    code: string,
    extra: Readonly<Record<string, string>> = {},
    sending: Sending = {},
  ): Promise<Answer> {
    const { redirectUri: redirect_uri, verifier: code_verifier } = this;
    return this.token(
      { grant_type: "authorization_code", code, redirect_uri, code_verifier, ...extra },
      sending,
    );
  }

  refresh(
    token: unknown,
    extra: Readonly<Record<string, string>> = {},
    sending: Sending = {},
  ): Promise<Answer> {
    return this.token({ grant_type: "refresh_token", refresh_token: String(token), ...extra }, sending);
  }

  revoke(token: unknown, sending: Sending = {}): Promise<Answer> {
    return this.#post("/oauth/revoke", { token: String(token) }, sending);
  }

  /** The whole login, as a person with an empty browser does it. */
  async connect(extra: Readonly<Record<string, string>> = {}, login = "alice"): Promise<Answer["body"]> {
    return (await this.exchange(await this.code(extra, login))).body;
  }

  async get(path: string, token?: unknown): Promise<Answer> {
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return answerOf(await fetch(new URL(path, this.origin), { headers }));
  }

  async #post(path: string, parameters: Readonly<Record<string, string>>, sending: Sending): Promise<Answer> {
    const { json = false, headers = {} } = sending;
    const all = Object.entries({ ...this.#always, ...parameters }).filter(([, value]) => value !== "");
    const sent = json
      ? {
          body: JSON.stringify(Object.fromEntries(all)),
          headers: { "content-type": "application/json", ...headers },
        }
      : { body: new URLSearchParams(all), headers };
    return answerOf(await fetch(new URL(path, this.origin), { method: "POST", ...sent }));
  }
}

/** The claims of a JWT, unchecked. */
export function claimsIn(token: unknown): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(String(token).split(".")[1] ?? "", "base64url").toString());
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const { headers, status } = response;
  const isJson = headers.get("content-type")?.startsWith("application/json") ?? false;
  return { status, headers, body: isJson ? JSON.parse(text) : { text } };
}
