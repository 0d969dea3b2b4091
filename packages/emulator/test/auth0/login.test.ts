import { createLocalJWKSet, jwtVerify } from "jose";
import { afterEach, expect, test, vi } from "vitest";
import { Visitor } from "../../src/visitor.ts";
import { start } from "../starting.ts";
import { claimsIn, TenantApp } from "./tenant-app.ts";

afterEach(() => vi.useRealTimers());

const web = { client_secret: "CANARY_client_secret_of_web" };

async function tenant(options: object = {}) {
  const emulator = await start({ personality: "auth0", ...options });
  const origin = (host: string) => emulator.hosts[host]?.origin ?? "";
  return { emulator, tenant: origin("tenant"), custom: origin("custom") };
}

function parameters(address: string): Record<string, string> {
  return Object.fromEntries(new URL(address).searchParams);
}

test("each domain has its own issuer with a slash, and they share two keys", async () => {
  const { tenant: first, custom } = await tenant();
  expect(first).not.toBe(custom);
  for (const origin of [first, custom]) {
    const app = new TenantApp(origin);
    const { body } = await app.get("/.well-known/openid-configuration");
    expect(body).toMatchObject({
      issuer: `${origin}/`,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/oauth/token`,
      revocation_endpoint: `${origin}/oauth/revoke`,
      code_challenge_methods_supported: ["S256", "plain"],
    });
    expect(body).not.toHaveProperty("introspection_endpoint");
    expect((await app.get("/.well-known/oauth-authorization-server")).body).toEqual(body);
    const { body: keys } = await app.get("/.well-known/jwks.json");
    const members = ["kty", "use", "n", "e", "kid", "x5t", "x5c", "alg"];
    expect((keys.keys as object[]).map((key) => Object.keys(key))).toEqual([members, members]);
  }
});

test.each(["tenant", "custom"] as const)("a login through %s: its tokens carry that issuer", async (host) => {
  const { [host]: origin, emulator } = await tenant();
  const app = new TenantApp(origin);
  const body = await app.connect({ nonce: "n1" });
  expect(body).toMatchObject({
    token_type: "Bearer",
    expires_in: 86_400,
    refresh_token: expect.stringMatching(/^v1\.M/),
  });
  expect(body).not.toHaveProperty("scope");
  const { body: jwks } = await app.get("/.well-known/jwks.json");
  const keys = createLocalJWKSet(jwks as never);
  const issuer = `${origin}/`;
  const id = await jwtVerify(String(body.id_token), keys, { issuer, audience: "demo" });
  const subject = expect.stringMatching(/^auth0\|[0-9a-f]{24}$/);
  expect(id.payload).toMatchObject({ sub: subject, nonce: "n1", sid: expect.any(String), name: "alice" });
  expect(id.payload).toMatchObject({ email: "alice@emulator.example", email_verified: true });
  expect(Number(id.payload.exp) - Number(id.payload.iat)).toBe(36_000);
  expect(id.payload).not.toHaveProperty("auth_time");
  const access = await jwtVerify(String(body.access_token), keys, { issuer });
  expect(access.payload).toMatchObject({
    sub: id.payload.sub,
    aud: ["https://api.emulator.example", `${issuer}userinfo`],
    azp: "demo",
    scope: "openid profile email offline_access read:hello",
  });
  expect((await app.get("/userinfo", body.access_token)).body).toMatchObject({ sub: id.payload.sub });
  const [, , ...rest] = emulator.record.list();
  expect(rest.map(({ value }) => value)).toContain(body.id_token);
});

test("a refresh token works only at the domain that it was issued through, and stays unharmed elsewhere", async () => {
  const { tenant: first, custom } = await tenant();
  const { refresh_token: token } = await new TenantApp(custom).connect();
  expect(await new TenantApp(first).refresh(token)).toMatchObject({
    status: 403,
    body: { error: "invalid_grant" },
  });
  const { body } = await new TenantApp(custom).refresh(token);
  expect(claimsIn(body.id_token).iss).toBe(`${custom}/`);
  expect(claimsIn(body.id_token)).not.toHaveProperty("sid");
  expect(claimsIn(body.access_token)).toMatchObject({ gty: "refresh_token" });
});

test("an unknown app or callback ends on Auth0's page and never at the callback", async () => {
  const { tenant: origin } = await tenant();
  const other = "https://app.example/other";
  const mismatch = await new Visitor(origin).open(
    new TenantApp(origin).authorizationUrl({ redirect_uri: other }),
  );
  expect(mismatch.status).toBe(403);
  expect(mismatch.text).toContain("<h1>Oops!, something went wrong</h1>");
  expect(mismatch.text).toContain(
    "Callback URL mismatch. The provided redirect_uri is not in the list of allowed callback URLs.",
  );
  expect(mismatch.text).toContain(
    `unauthorized_client: Callback URL mismatch. ${other} is not in the list of allowed callback URLs`,
  );
  const unknown = await new Visitor(origin).open(new TenantApp(origin, "nobody").authorizationUrl());
  expect([unknown.status, unknown.url.origin]).toEqual([403, origin]);
  expect(unknown.text).toContain("invalid_request: Unknown client: nobody");
});

test("callbacks are compared exactly, the port of loopback ones too, but for demo", async () => {
  const { tenant: origin } = await tenant();
  const open = (clientId: string, redirectUri: string) =>
    new Visitor(origin).open(new TenantApp(origin, clientId, { redirectUri }).authorizationUrl());
  expect((await open("web", "http://localhost:9355/callback")).status).toBe(200);
  expect((await open("web", "http://localhost:9356/callback")).status).toBe(403);
  expect((await open("web", "http://localhost:9355/callback/")).status).toBe(403);
  expect((await open("demo", "http://localhost:1/callback")).status).toBe(200);
  expect((await open("demo", "http://127.0.0.1:1/callback")).status).toBe(403);
  expect((await open("demo", "https://app.emulator.example/callback")).status).toBe(200);
});

test.each([
  [{ response_type: "" }, "invalid_request", "Missing required parameter: response_type"],
  [{ response_type: "token" }, "unsupported_response_type", "Unsupported response type: token"],
  [
    { response_mode: "web_message" },
    "invalid_request",
    "The emulator knows the response modes query, fragment, form_post",
  ],
  [{ code_challenge: "" }, "invalid_request", "Missing required parameter: code_challenge"],
  [{ code_challenge_method: "plain" }, "invalid_request", "Parameter code_challenge_method must be S256"],
  [{ audience: "https://typo.example" }, "access_denied", "Service not found: https://typo.example"],
  [{ max_age: "-1" }, "invalid_request", "Invalid parameter: max_age"],
  [{ prompt: "none" }, "login_required", "Login required"],
])("an authorization request with %j is answered at the callback", async (extra, error, description) => {
  const { tenant: origin } = await tenant();
  const { url } = await new Visitor(origin).open(new TenantApp(origin).authorizationUrl(extra));
  expect(url.origin + url.pathname).toBe("http://localhost:9355/callback");
  expect(parameters(url.href)).toEqual({ error, error_description: description, state: "s1" });
});

test("an app without the grant cannot begin", async () => {
  const redirectUris = ["https://app.example/callback"];
  const clients = [{ clientId: "m2m", redirectUris, auth0: { grantTypes: ["refresh_token"] } }];
  const { tenant: origin } = await tenant({ clients });
  const app = new TenantApp(origin, "m2m", { redirectUri: redirectUris[0] ?? "" });
  const { url } = await new Visitor(origin).open(app.authorizationUrl());
  expect(parameters(url.href)).toMatchObject({
    error: "unauthorized_client",
    error_description: "Grant type 'authorization_code' not allowed for the client.",
  });
});

test("a first-party app asks nothing more after the login; with prompt=consent it does", async () => {
  const { tenant: origin } = await tenant();
  const app = new TenantApp(origin);
  const browser = new Visitor(origin);
  const login = await browser.open(app.authorizationUrl({ login_hint: "bob" }));
  expect(login.url.pathname).toBe("/u/login");
  expect(login.text).toContain('value="bob"');
  expect((await browser.submit(login.url, { login: "bob" })).url.searchParams.has("code")).toBe(true);
  const consent = await browser.open(app.authorizationUrl({ prompt: "consent" }));
  expect(consent.url.pathname).toBe("/u/consent");
  expect(consent.text).toContain("<code>offline_access</code>");
  const { url } = await browser.submit(consent.url, { decision: "deny" });
  expect(parameters(url.href)).toEqual({ error: "access_denied", state: "s1" });
});

test("consent is asked for once where the API does not let it be skipped, or the app is another party's", async () => {
  const auth0 = { apis: [{ identifier: "https://strict.example", skipConsent: false }] };
  const callback = "https://app.example/callback";
  const clients = [{ clientId: "partner", redirectUris: [callback], auth0: { firstParty: false } }];
  const { tenant: origin } = await tenant({ auth0, clients });
  const cases = [
    new TenantApp(origin).authorizationUrl({ audience: "https://strict.example" }),
    new TenantApp(origin, "partner", { redirectUri: callback }).authorizationUrl(),
  ];
  for (const url of cases) {
    const browser = new Visitor(origin);
    const login = await browser.open(url);
    const consent = await browser.submit(login.url, { login: "alice" });
    expect(consent.url.pathname).toBe("/u/consent");
    const silent = new URL(url);
    silent.searchParams.set("prompt", "none");
    expect(parameters((await browser.open(silent)).url.href)).toMatchObject({ error: "consent_required" });
    expect((await browser.submit(consent.url, { decision: "allow" })).url.searchParams.has("code")).toBe(
      true,
    );
    const { url: again } = await new Visitor(origin).open(url);
    expect(again.pathname).toBe("/u/login");
    expect((await browser.open(url)).url.pathname).not.toBe("/u/consent");
  }
});

test("a loopback callback is confirmed when no other page was shown, and prompt=none fails", async () => {
  const { tenant: origin, emulator } = await tenant();
  const browser = new Visitor(origin);
  const app = new TenantApp(origin);
  await browser.authorize(app.authorizationUrl());
  const confirm = await browser.open(app.authorizationUrl());
  expect(confirm.url.pathname).toBe("/u/confirm");
  expect(confirm.text).toContain("http://localhost:9355/callback");
  expect((await browser.submit(confirm.url, { decision: "allow" })).url.searchParams.has("code")).toBe(true);
  const cancelled = await browser.submit((await browser.open(app.authorizationUrl())).url, {
    decision: "deny",
  });
  expect(parameters(cancelled.url.href)).toEqual({ error: "access_denied", state: "s1" });
  const silent = await browser.open(app.authorizationUrl({ prompt: "none" }));
  expect(parameters(silent.url.href)).toMatchObject({ error: "interaction_required" });
  const https = { redirect_uri: "https://app.emulator.example/callback", prompt: "none" };
  expect((await browser.open(app.authorizationUrl(https))).url.searchParams.has("code")).toBe(true);
  const change = { method: "POST", body: JSON.stringify({ skipConfirmation: true }) };
  expect((await fetch(`${emulator.issuer}/emulator/apps/demo`, change)).status).toBe(200);
  expect((await browser.open(app.authorizationUrl({ prompt: "none" }))).url.searchParams.has("code")).toBe(
    true,
  );
});

test("max_age and prompt=login ask again, and the ID token says when the user logged in", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const { tenant: origin } = await tenant();
  const app = new TenantApp(origin);
  const browser = new Visitor(origin);
  await browser.authorize(app.authorizationUrl());
  const loggedIn = Math.floor(Date.now() / 1000);
  vi.setSystemTime(Date.now() + 60_000);
  const idToken = async (extra: Record<string, string>) => {
    const callback = await browser.authorize(app.authorizationUrl(extra));
    return claimsIn((await app.exchange(parameters(callback).code ?? "")).body.id_token);
  };
  expect(await idToken({ max_age: "61" })).toMatchObject({ auth_time: loggedIn });
  expect((await browser.open(app.authorizationUrl({ max_age: "60" }))).url.pathname).toBe("/u/login");
  expect((await browser.open(app.authorizationUrl({ max_age: "0" }))).url.pathname).toBe("/u/login");
  expect(await idToken({ prompt: "login" })).toMatchObject({ auth_time: loggedIn + 60 });
  vi.setSystemTime(Date.now() + 3 * 24 * 3_600_000);
  expect((await browser.open(app.authorizationUrl())).url.pathname).toBe("/u/login");
});

test("a login ends after an hour, and belongs to its browser", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const { tenant: origin } = await tenant();
  const browser = new Visitor(origin);
  const login = await browser.open(new TenantApp(origin).authorizationUrl());
  const other = await new Visitor(origin).open(login.url);
  expect(other.status).toBe(400);
  expect(other.text).toContain("invalid_request: You may have pressed the back button");
  const empty = await browser.submit(login.url, { login: " " });
  expect([empty.status, empty.text.includes('role="alert"')]).toEqual([400, true]);
  vi.setSystemTime(Date.now() + 3_600_000);
  expect((await browser.submit(login.url, { login: "alice" })).status).toBe(400);
});

test("a blocked user comes back with access_denied", async () => {
  const { tenant: origin, emulator } = await tenant();
  emulator.setBlocked("alice", true);
  const callback = await new Visitor(origin).authorize(new TenantApp(origin).authorizationUrl());
  expect(parameters(callback)).toEqual({
    error: "access_denied",
    error_description: "user is blocked",
    state: "s1",
  });
});

test("a confidential app may leave PKCE out, and what it sends is verified", async () => {
  const { tenant: origin } = await tenant();
  const app = new TenantApp(origin, "web", web);
  const without = await app.code({ code_challenge: "", code_challenge_method: "" });
  expect((await app.exchange(without, { code_verifier: "" })).status).toBe(200);
  const wrong = await app.exchange(await app.code(), { code_verifier: "x".repeat(43) });
  expect(wrong.body).toEqual({ error: "invalid_grant", error_description: "Failed to verify code verifier" });
});

test("a login in Japanese", async () => {
  const { tenant: origin } = await tenant();
  const browser = new Visitor(origin, "ja");
  const app = new TenantApp(origin);
  await browser.authorize(app.authorizationUrl());
  const confirm = await browser.open(app.authorizationUrl());
  expect(confirm.text).toContain("Tokenwell demo を起動しましたか?");
  const oops = await browser.open(app.authorizationUrl({ redirect_uri: "https://x.example/" }));
  expect(oops.text).toContain("エラーが発生しました");
  expect(oops.text).toContain('lang="en"><code>unauthorized_client:');
});
