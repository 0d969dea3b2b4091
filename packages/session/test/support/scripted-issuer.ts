import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import type { TestClock } from "./test-clock.ts";

/** Answer to a request that a test scripts; `"silence"`: the request stays open. */
export type Answer =
  | { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> }
  | "silence";

/** Login that the provider answers: what its code yields. */
export interface Grant {
  readonly subject: string;
  readonly nonce: string;
  /** Claims of the ID token in place of the usual ones. `undefined` leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** ID token in place of the usual one. */
  readonly idToken?: string;
  readonly refreshToken?: boolean;
}

/** A request that the token endpoint or the revocation endpoint received. */
export interface Received {
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
}

interface Key {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

const hourSeconds = 3_600;

/** An OpenID provider on this machine whose answers a test scripts. Rotates refresh tokens strictly. */
export class ScriptedIssuer {
  readonly received: Received[] = [];
  /** Answers of the token endpoint to the next refreshes, before the usual ones. */
  readonly refreshes: ((form: Readonly<Record<string, string>>) => Answer | Promise<Answer>)[] = [];
  /** Answers of the token endpoint to the next codes, before the usual ones. */
  readonly exchanges: (() => Answer | Promise<Answer>)[] = [];
  /** Answers of the revocation endpoint, before the usual ones. */
  readonly revocations: (() => Answer | Promise<Answer>)[] = [];
  /** Members of the metadata in place of the usual ones. */
  metadata: Record<string, unknown> = {};
  /** Claims of the ID tokens of refreshes in place of the usual ones. `null`: refreshes bring no ID token. */
  refreshClaims: Readonly<Record<string, unknown>> | null = {};
  /** Answer to an authorization request, for programs that ask without a user. */
  authorizationPage: Answer = { status: 302, body: "" };
  accessTokenSeconds = hourSeconds;
  clientSecret = "CANARY_client_secret";
  /** Subjects whose grants are refused. */
  readonly blocked = new Set<string>();
  /** Number of requests for the keys. */
  keyRequests = 0;
  readonly #clock: TestClock;
  readonly #server: Server;
  readonly #codes = new Map<string, Grant>();
  readonly #live = new Map<string, Grant>();
  readonly #keys: Key[] = [];
  #count = 0;

  private constructor(clock: TestClock, server: Server) {
    this.#clock = clock;
    this.#server = server;
  }

  static async start(clock: TestClock): Promise<ScriptedIssuer> {
    const server = createServer((request, response) => void issuer.#handle(request, response));
    const issuer: ScriptedIssuer = new ScriptedIssuer(clock, server);
    await issuer.rollKey();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return issuer;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Number of refreshes that were received. */
  get refreshCount(): number {
    return this.received.filter(({ form }) => form.grant_type === "refresh_token").length;
  }

  /** Refresh tokens that were revoked, in order. */
  get revoked(): string[] {
    return this.received.filter(({ path }) => path === "/revoke").map(({ form }) => form.token ?? "");
  }

  /** Whether a refresh token works. */
  isAlive(token: string): boolean {
    return this.#live.has(token);
  }

  /** Refresh tokens that work. */
  get alive(): string[] {
    return [...this.#live.keys()];
  }

  /** Makes a code that yields a grant. */
  issueCode(grant: Grant): string {
    const code = `CANARY_code_${++this.#count}`;
    this.#codes.set(code, grant);
    return code;
  }

  /** Signs with a new key from now on. The earlier ones stay published unless `isReplaced`. */
  async rollKey(isReplaced = false): Promise<void> {
    const pair = await generateKeyPair("ES256", { extractable: true });
    if (isReplaced) this.#keys.length = 0;
    this.#keys.unshift({ ...pair, kid: `key-${++this.#count}` });
  }

  /** Signs claims with the current key, or with `key`. */
  async sign(
    claims: Readonly<Record<string, unknown>>,
    header: Readonly<Record<string, unknown>> = {},
    key?: CryptoKey,
  ): Promise<string> {
    const [current] = this.#keys;
    if (current === undefined) throw new TypeError("no key");
    return await new SignJWT(claims as JWTPayload)
      .setProtectedHeader({ alg: "ES256", kid: current.kid, ...header })
      .sign(key ?? current.privateKey);
  }

  /** Key set as it is published. */
  async publicKeys(): Promise<{ keys: object[] }> {
    const keys = this.#keys.map(async ({ kid, publicKey }) => ({ ...(await exportJWK(publicKey)), kid }));
    return { keys: await Promise.all(keys) };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The provider's clock, in seconds. */
  get nowSeconds(): number {
    return Math.floor(this.#clock.nowMs() / 1000);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", this.issuer);
    const answer = await this.#answer(pathname, request);
    if (answer === "silence") return;
    const { body, headers, status } = answer;
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  }

  async #answer(path: string, request: IncomingMessage): Promise<Answer> {
    switch (path) {
      case "/.well-known/openid-configuration":
        return { status: 200, body: this.#document() };
      case "/keys":
        this.keyRequests += 1;
        return { status: 200, body: await this.publicKeys() };
      case "/token":
        return await this.#token(await this.#form(path, request));
      case "/revoke":
        return await this.#revoke(await this.#form(path, request));
      case "/authorize":
        return this.authorizationPage;
      default:
        return { status: 404, body: {} };
    }
  }

  #document(): object {
    const { issuer } = this;
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      revocation_endpoint: `${issuer}/revoke`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      scopes_supported: ["openid", "profile", "email", "offline_access"],
      id_token_signing_alg_values_supported: ["ES256", "RS256"],
      token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
      code_challenge_methods_supported: ["S256"],
      ...this.metadata,
    };
  }

  async #form(path: string, request: IncomingMessage): Promise<Readonly<Record<string, string>>> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const form: Record<string, string> = Object.fromEntries(
      new URLSearchParams(Buffer.concat(chunks).toString()),
    );
    const basic = Buffer.from(request.headers.authorization?.split(" ")[1] ?? "", "base64").toString();
    if (basic !== "") form.client_secret = decodeURIComponent(basic.split(":")[1] ?? "");
    this.received.push({ path, form });
    return form;
  }

  async #token(form: Readonly<Record<string, string>>): Promise<Answer> {
    const isRefresh = form.grant_type === "refresh_token";
    const scripted = (isRefresh ? this.refreshes : this.exchanges).shift();
    const answer = await scripted?.(form);
    if (answer !== undefined && (answer === "silence" || answer.status !== 0)) return answer;
    if (form.client_secret !== this.clientSecret) return { status: 401, body: { error: "invalid_client" } };
    return isRefresh ? await this.#refresh(form.refresh_token ?? "") : await this.#exchange(form.code ?? "");
  }

  async #exchange(code: string): Promise<Answer> {
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    if (grant === undefined) return { status: 400, body: { error: "invalid_grant" } };
    return await this.#tokens(grant, { nonce: grant.nonce, auth_time: this.nowSeconds, ...grant.claims });
  }

  async #refresh(token: string): Promise<Answer> {
    const grant = this.#live.get(token);
    this.#live.delete(token);
    if (grant === undefined || this.blocked.has(grant.subject))
      return { status: 400, body: { error: "invalid_grant" } };
    return await this.#tokens({ ...grant, idToken: "" }, this.refreshClaims);
  }

  async #tokens(grant: Grant, claims: Readonly<Record<string, unknown>> | null): Promise<Answer> {
    const number = ++this.#count;
    const refreshToken = `CANARY_refresh_token_${number}`;
    if (grant.refreshToken !== false) this.#live.set(refreshToken, grant);
    const usual = {
      iss: this.issuer,
      sub: grant.subject,
      aud: "web",
      iat: this.nowSeconds,
      exp: this.nowSeconds + hourSeconds,
      email: `${grant.subject}@example.com`,
    };
    const idToken = grant.idToken || (claims && (await this.sign({ ...usual, ...claims }, { typ: "JWT" })));
    return {
      status: 200,
      body: {
        access_token: `CANARY_access_token_${number}`,
        token_type: "Bearer",
        expires_in: this.accessTokenSeconds,
        scope: "openid profile email offline_access",
        ...(grant.refreshToken !== false && { refresh_token: refreshToken }),
        ...(idToken && { id_token: idToken }),
      },
    };
  }

  async #revoke({ token = "" }: Readonly<Record<string, string>>): Promise<Answer> {
    const answer = await this.revocations.shift()?.();
    if (answer !== undefined) return answer;
    this.#live.delete(token);
    return { status: 200, body: {} };
  }
}
