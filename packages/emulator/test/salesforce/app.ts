import { createHash, randomBytes } from "node:crypto";
import type { Emulator } from "../../src/index.ts";
import { type Decision, type Visit, Visitor } from "../../src/visitor.ts";

/** What the token endpoint answered, in JSON. */
export interface TokenAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, string | undefined>>;
}

type HostName = "login" | "test" | "myDomain" | "sandbox" | "site";
type Form = Readonly<Record<string, string | undefined>>;

/** A plain client of the emulated Salesforce, at one of its hosts. */
export class SalesforceApp {
  readonly verifier = randomBytes(32).toString("base64url");
  readonly redirectUri = "http://localhost:9355/callback";
  readonly #emulator: Pick<Emulator, "hosts">;
  readonly #clientId: string;
  /** Where the paths of the host begin. */
  readonly base: string;

  constructor(emulator: Pick<Emulator, "hosts">, host: HostName = "login", clientId = "demo") {
    this.#emulator = emulator;
    this.#clientId = clientId;
    this.base = `${emulator.hosts[host]?.origin}${host === "site" ? "/portal" : ""}`;
  }

  at(host: HostName): SalesforceApp {
    return new SalesforceApp(this.#emulator, host, this.#clientId);
  }

  authorizationUrl(changes: Form = {}): URL {
    const url = new URL(`${this.base}/services/oauth2/authorize`);
    url.search = formOf({
      client_id: this.#clientId,
      response_type: "code",
      redirect_uri: this.redirectUri,
      state: "s1",
      code_challenge: createHash("sha256").update(this.verifier).digest("base64url"),
      ...changes,
    }).toString();
    return url;
  }

  visitor(): Visitor {
    return new Visitor(Object.values(this.#emulator.hosts).map(({ origin }) => origin));
  }

  /** The callback that the browser ends on. */
  async callback(changes: Form = {}, decision: Decision = {}): Promise<URL> {
    return new URL(await this.visitor().authorize(this.authorizationUrl(changes), decision));
  }

  open(changes: Form): Promise<Visit> {
    return this.visitor().open(this.authorizationUrl(changes));
  }

  async code(changes: Form = {}, decision: Decision = {}): Promise<string> {
    return (await this.callback(changes, decision)).searchParams.get("code") ?? "";
  }

  post(path: string, form: Form, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const body = formOf({ client_id: this.#clientId, ...form });
    return fetch(`${this.base}${path}`, { method: "POST", body, headers });
  }

  async token(form: Form): Promise<TokenAnswer> {
    const response = await this.post("/services/oauth2/token", form);
    return { status: response.status, body: JSON.parse(await response.text()) };
  }

  exchange(code: string, more: Form = {}): Promise<TokenAnswer> {
    return this.token({
      grant_type: "authorization_code",
      code,
      redirect_uri: this.redirectUri,
      code_verifier: this.verifier,
      ...more,
    });
  }

  refresh(refreshToken: string | undefined, more: Form = {}): Promise<TokenAnswer> {
    return this.token({ grant_type: "refresh_token", refresh_token: refreshToken, ...more });
  }

  /** The whole login of a person with an empty browser. */
  async connect({
    login = "alice",
    scope,
  }: {
    login?: string;
    scope?: string;
  } = {}): Promise<TokenAnswer["body"]> {
    const { body } = await this.exchange(await this.code({ scope }, { login }));
    return body;
  }

  /** GET with an access token, as text. */
  async get(url: string, accessToken: string | undefined): Promise<{ status: number; text: string }> {
    const response = await fetch(url, { headers: { authorization: `Bearer ${accessToken}` } });
    return { status: response.status, text: await response.text() };
  }

  /** The status of the REST API for an access token. */
  async api(accessToken: string | undefined, host: HostName = "myDomain"): Promise<number> {
    const { origin } = this.#emulator.hosts[host] ?? {};
    return (await this.get(`${origin}/services/data/v68.0/limits`, accessToken)).status;
  }
}

function formOf(form: Form): URLSearchParams {
  const given = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new URLSearchParams(given);
}
