import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { type Emulator, type PersonalityName, Visitor } from "../src/index.ts";
import { en } from "../src/text/en.ts";
import { start } from "./starting.ts";

type Form = Readonly<Record<string, string>>;

const personalities = ["oidc", "salesforce", "auth0"] as const;
const page = "http://127.0.0.1:4321";

/** A tool with an id and a callback of its own, which knows a provider by its metadata. */
class Tool {
  readonly #metadata: Form;
  readonly #hosts: readonly string[];
  readonly #verifier = randomBytes(32).toString("base64url");
  readonly clientId: string;
  readonly redirectUri: string;

  private constructor(metadata: Form, { hosts }: Emulator, { clientId, redirectUri }: Form) {
    this.#metadata = metadata;
    this.#hosts = Object.values(hosts).map(({ origin }) => origin);
    this.clientId = clientId ?? "a tool/of its own";
    this.redirectUri = redirectUri ?? `${page}/some/path?x=1`;
  }

  static async at(emulator: Emulator, own: Form = {}): Promise<Tool> {
    const metadata = await fetch(`${emulator.issuer}/.well-known/openid-configuration`);
    return new Tool(JSON.parse(await metadata.text()), emulator, own);
  }

  /** The address at which the browser arrives. */
  async logIn(): Promise<URL> {
    const url = new URL(this.#metadata.authorization_endpoint ?? "");
    url.search = new URLSearchParams({
      client_id: this.clientId,
      response_type: "code",
      redirect_uri: this.redirectUri,
      scope: "openid offline_access",
      prompt: "consent",
      code_challenge: createHash("sha256").update(this.#verifier).digest("base64url"),
      code_challenge_method: "S256",
    }).toString();
    const visitor = new Visitor(this.#hosts);
    const { text, url: first } = await visitor.open(url);
    return text.includes('id="login"') ? new URL(await visitor.authorize(url)) : first;
  }

  async exchange(callback: URL, more: Form = {}): Promise<Form> {
    return this.#token({
      grant_type: "authorization_code",
      code: callback.searchParams.get("code") ?? "",
      redirect_uri: this.redirectUri,
      code_verifier: this.#verifier,
      ...more,
    });
  }

  async refresh({ refresh_token: token = "" }: Form): Promise<Form> {
    return this.#token({ grant_type: "refresh_token", refresh_token: token });
  }

  async #token(form: Form): Promise<Form> {
    const body = new URLSearchParams({ client_id: this.clientId, ...form });
    const response = await fetch(this.#metadata.token_endpoint ?? "", { method: "POST", body });
    return JSON.parse(await response.text());
  }
}

function open(personality: PersonalityName, anyApp: boolean): Promise<Emulator> {
  return start({ personality, anyApp });
}

test.each(personalities)(
  "%s: with anyApp a tool logs in with an id and a callback of its own",
  async (name) => {
    const emulator = await open(name, true);
    const tool = await Tool.at(emulator);
    const callback = await tool.logIn();
    expect(callback.href).toContain(`${tool.redirectUri}&`);
    const first = await tool.exchange(callback);
    expect(first).toMatchObject({ access_token: expect.any(String), id_token: expect.any(String) });
    const second = await tool.refresh(first);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await tool.refresh(first)).toMatchObject({ error: "invalid_grant" });
    expect(emulator.ledger.summary()).toMatchObject({ refreshed: 1, spent: 1, grantsRevoked: 1 });
  },
);

test.each(personalities)(
  "%s: an app of anyApp is listed and can be switched like any other",
  async (name) => {
    const emulator = await open(name, true);
    const tool = await Tool.at(emulator);
    const first = await tool.exchange(await tool.logIn());
    emulator.setApp(tool.clientId, name === "auth0" ? { rotating: false } : { rotation: "static" });
    // Auth0 replaces a token that was issued while the app rotated once more.
    const second = { ...first, ...(await tool.refresh(first)) };
    expect({ ...second, ...(await tool.refresh(second)) }.refresh_token).toBe(second.refresh_token);
    const text = await (
      await fetch(`${emulator.issuer}/emulator`, { headers: { "accept-language": "en" } })
    ).text();
    expect(text).toContain(en["control.apps.others"]);
    expect(text).toContain(`<h3><code>${tool.clientId}</code></h3>`);
  },
);

test.each(personalities)(
  "%s: anyApp opens no callback of another machine, and takes no secret",
  async (name) => {
    const emulator = await open(name, true);
    const redirectUri = "https://evil.example/callback";
    for (const own of [{ redirectUri }, { clientId: "demo", redirectUri }]) {
      const stranger = await Tool.at(emulator, own);
      expect((await stranger.logIn()).origin).toBe(emulator.issuer);
    }
    const tool = await Tool.at(emulator);
    const answer = await tool.exchange(await tool.logIn(), { client_secret: "made up" });
    expect(answer).toMatchObject({ error: expect.stringMatching(/^(invalid_client|access_denied)$/) });
  },
);

test.each(personalities)("%s: without anyApp an unknown id is refused and not listed", async (name) => {
  const emulator = await open(name, false);
  const tool = await Tool.at(emulator);
  expect((await tool.logIn()).origin).toBe(emulator.issuer);
  expect(() => emulator.setApp(tool.clientId, {})).toThrow(`There is no app "${tool.clientId}".`);
  const text = await (await fetch(`${emulator.issuer}/emulator`)).text();
  expect(text).not.toContain(tool.clientId);
});

test.each([
  ["auth0", true, page],
  ["auth0", false, null],
  ["oidc", true, page],
  ["oidc", false, null],
] as const)(
  "%s: anyApp %j lets a page of this machine read the token answer: %j",
  async (personality, anyApp, origin) => {
    const { issuer } = await open(personality, anyApp);
    const path = personality === "auth0" ? "/oauth/token" : "/token";
    const body = new URLSearchParams({ grant_type: "refresh_token", client_id: "demo", refresh_token: "x" });
    const headers = { origin: page };
    const answer = await fetch(`${issuer}${path}`, { method: "POST", body, headers });
    expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
  },
);

test("at Auth0 a page of this machine reads the metadata before its app is known, and is returned to", async () => {
  const { issuer } = await open("auth0", true);
  const { headers } = await fetch(`${issuer}/.well-known/openid-configuration`, {
    headers: { origin: page },
  });
  expect(headers.get("access-control-allow-origin")).toBe(page);
  const left = (returnTo: string) => {
    const query = new URLSearchParams({ client_id: "spa", returnTo });
    return fetch(`${issuer}/v2/logout?${query}`, { redirect: "manual" });
  };
  expect((await left(`${page}/bye`)).headers.get("location")).toBe(`${page}/bye`);
  expect((await left("https://evil.example/")).status).toBe(400);
});

test("anyApp is refused when it is not true or false", async () => {
  const wrong: object = { anyApp: "yes" };
  await expect(start(wrong)).rejects.toThrow('"anyApp" must be true or false.');
});
