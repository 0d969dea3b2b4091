import { createHash, randomBytes } from "node:crypto";
import { Visitor } from "../src/visitor.ts";

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
    const callback = new URL(await new Visitor(this.#issuer).authorize(this.authorizationUrl(), { login }));
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
