import { afterEach, expect, test, vi } from "vitest";
import { type Emulator, fingerprintOf } from "../../src/index.ts";
import { Visitor } from "../../src/visitor.ts";
import { start } from "../starting.ts";
import { claimsIn, TenantApp } from "./tenant-app.ts";

afterEach(() => vi.useRealTimers());

const web = { client_secret: "CANARY_client_secret_of_web" };
const invalidToken = { error: "invalid_grant", error_description: "Unknown or invalid refresh token." };

async function tenant(options: object = {}) {
  const emulator = await start({ personality: "auth0", ...options });
  return { emulator, origin: emulator.issuer, app: new TenantApp(emulator.issuer) };
}

async function set(emulator: Emulator, path: string, body?: object): Promise<Record<string, unknown>> {
  const init = body === undefined ? { method: "DELETE" } : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(`${emulator.issuer}/emulator/${path}`, init);
  expect(response.status).toBe(200);
  return JSON.parse(await response.text());
}

test("form and JSON bodies do the same, at both endpoints", async () => {
  const { app } = await tenant();
  const json = { json: true };
  const first = await app.exchange(await app.code(), {}, json);
  expect(first.headers.get("content-type")).toBe("application/json");
  const second = await app.refresh(first.body.refresh_token, {}, json);
  expect(second.body).toMatchObject({
    scope: "openid profile email offline_access read:hello",
    refresh_token: expect.stringMatching(/^v1\.M/),
    expires_in: 86_400,
  });
  expect(await app.revoke(second.body.refresh_token, json)).toMatchObject({
    status: 200,
    body: { text: "" },
  });
  expect(await app.refresh(second.body.refresh_token)).toMatchObject({ status: 403, body: invalidToken });
  const broken = await fetch(`${app.origin}/oauth/token`, {
    method: "POST",
    body: "{",
    headers: { "content-type": "application/json" },
  });
  expect(broken.status).toBe(400);
});

test("each app authenticates in its one way", async () => {
  const callback = "https://app.example/callback";
  const clients = [
    {
      clientId: "basic",
      clientSecret: "CANARY_s",
      redirectUris: [callback],
      auth0: { authMethod: "client_secret_basic" },
    },
  ];
  const { origin } = await tenant({ clients });
  const grant = { grant_type: "refresh_token", refresh_token: "v1.Mnothing" };
  const basicOf = (secret: string) => ({
    headers: { authorization: `Basic ${Buffer.from(`basic:${secret}`).toString("base64")}` },
  });
  const authenticated = { status: 403, body: invalidToken };
  const refused = { status: 401, body: { error: "access_denied", error_description: "Unauthorized" } };
  const post = new TenantApp(origin, "web", web);
  const basic = new TenantApp(origin, "basic");
  expect(await post.token(grant)).toMatchObject(authenticated);
  expect(await post.token(grant, { json: true })).toMatchObject(authenticated);
  expect(await basic.token(grant, basicOf("CANARY_s"))).toMatchObject(authenticated);
  for (const answer of [
    await new TenantApp(origin, "web", { client_secret: "wrong" }).token(grant),
    await new TenantApp(origin, "web").token(grant),
    await basic.token(grant, basicOf("wrong")),
    await new TenantApp(origin, "basic", { client_secret: "CANARY_s" }).token(grant),
    await new TenantApp(origin, "basic", { client_secret: "CANARY_s" }).token(grant, basicOf("CANARY_s")),
    await new TenantApp(origin, "web").token(grant, basicOf("CANARY_s")),
    await new TenantApp(origin, "demo", { client_secret: "x" }).token(grant),
    await new TenantApp(origin, "nobody").token(grant),
    await new TenantApp(origin, "web").revoke("v1.Mnothing"),
  ]) {
    expect(answer).toMatchObject(refused);
  }
});

test("errors have Auth0's status, code and words", async () => {
  const { app, origin, emulator } = await tenant();
  const other = new TenantApp(origin, "web", web);
  const code = await app.code();
  const codeGrant = "Invalid authorization code";
  const cases: readonly [ReturnType<TenantApp["token"]>, number, string, string][] = [
    [app.token({}), 400, "invalid_request", "Missing required parameter: grant_type"],
    [app.token({ grant_type: "magic" }), 400, "unsupported_grant_type", "Grant type not supported"],
    [
      app.token({ grant_type: "password" }),
      403,
      "unauthorized_client",
      "Grant type 'password' not allowed for the client.",
    ],
    [app.exchange(""), 400, "invalid_request", "Missing required parameter: code"],
    [app.exchange("unknown"), 403, "invalid_grant", codeGrant],
    [app.exchange(code, { redirect_uri: "http://localhost:1/callback" }), 403, "invalid_grant", codeGrant],
    [other.exchange(code), 403, "invalid_grant", codeGrant],
    [app.exchange(code, { code_verifier: "" }), 403, "invalid_grant", "Failed to verify code verifier"],
    [app.refresh(""), 400, "invalid_request", "Missing required parameter: refresh_token"],
    [app.refresh("v1.Mnothing"), 403, "invalid_grant", "Unknown or invalid refresh token."],
    [app.revoke(""), 400, "invalid_request", "Missing required parameter: token"],
  ];
  for (const [answer, status, error, error_description] of cases) {
    expect(await answer).toMatchObject({ status, body: { error, error_description } });
  }
  expect((await app.exchange(code)).status).toBe(200);
  expect((await app.exchange(code)).body).toEqual({ error: "invalid_grant", error_description: codeGrant });
  expect(emulator.ledger.list().at(-1)).toMatchObject({ spent: true, detail: "unknown or used" });
});

test("a code lives ten minutes, or as long as was chosen", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  for (const [options, seconds] of [
    [{}, 600],
    [{ auth0: { codeSeconds: 60 } }, 60],
  ] as const) {
    const { app, emulator } = await tenant(options);
    const [early, late] = [await app.code(), await app.code()];
    vi.setSystemTime(Date.now() + seconds * 1000 - 1);
    expect((await app.exchange(early)).status).toBe(200);
    vi.setSystemTime(Date.now() + 1);
    expect((await app.exchange(late)).status).toBe(403);
    expect(emulator.ledger.list().at(-1)).toMatchObject({ outcome: "refused", detail: "expired" });
  }
});

test("offline_access is dropped from scope and answer when the API does not allow it", async () => {
  const auth0 = { apis: [{ identifier: "https://online.example", allowOfflineAccess: false }] };
  const { app, emulator } = await tenant({ auth0 });
  const body = await app.connect({ audience: "https://online.example" });
  expect(body).not.toHaveProperty("refresh_token");
  expect(body.scope).toBe("openid profile email read:hello");
  await set(emulator, "apis", { identifier: "https://online.example", allowOfflineAccess: true });
  expect(await app.connect({ audience: "https://online.example" })).toHaveProperty("refresh_token");
});

test("without the grant there is no refresh token, the scope stays, and an old token cannot be used", async () => {
  const { app, emulator } = await tenant();
  const { refresh_token: old } = await app.connect();
  await set(emulator, "apps/demo", { grantTypes: ["authorization_code"] });
  const body = await app.connect();
  expect(body).not.toHaveProperty("refresh_token");
  expect(claimsIn(body.access_token).scope).toContain("offline_access");
  expect(await app.refresh(old)).toMatchObject({
    status: 403,
    body: {
      error: "unauthorized_client",
      error_description: "Grant type 'refresh_token' not allowed for the client.",
    },
  });
  await set(emulator, "apps/demo", { grantTypes: ["authorization_code", "refresh_token"] });
  expect((await app.refresh(old)).status).toBe(200);
});

test("without an audience the token is opaque, good for userinfo alone, and a refresh token comes all the same", async () => {
  const { app } = await tenant();
  const body = await app.connect({ audience: "" });
  expect(body.access_token).toMatch(/^eyJhbGciOiJkaXIi[\w-]+\.\.[\w-]+\.CANARY_at_[\w-]+\.[\w-]+$/);
  expect(body).toMatchObject({
    refresh_token: expect.any(String),
    scope: "openid profile email offline_access",
  });
  expect((await app.get("/userinfo", body.access_token)).body).toMatchObject({ nickname: "alice" });
  expect((await app.get("/api/hello", body.access_token)).status).toBe(401);
  const refreshed = await app.refresh(body.refresh_token);
  expect((await app.get("/userinfo", refreshed.body.access_token)).status).toBe(200);
  expect(await app.get("/userinfo", "nothing")).toMatchObject({
    status: 401,
    body: { error: "invalid_token", error_description: "The access token is invalid or has expired" },
  });
  expect(await app.get("/userinfo")).toMatchObject({ status: 401, body: { text: "Unauthorized" } });
});

test("rotating: a reused token ends its family, its access tokens live on", async () => {
  const { app, emulator } = await tenant();
  const first = await app.connect();
  const other = await app.connect();
  const second = await app.refresh(first.refresh_token);
  expect(await app.refresh(first.refresh_token)).toMatchObject({ status: 403, body: invalidToken });
  expect((await app.refresh(second.body.refresh_token)).body).toEqual(invalidToken);
  expect((await app.get("/api/hello", second.body.access_token)).status).toBe(200);
  expect((await app.refresh(other.refresh_token)).status).toBe(200);
  const [spent, newest] = [first.refresh_token, second.body.refresh_token].map((it) =>
    fingerprintOf(String(it)),
  );
  const grantId = emulator.ledger.list()[0]?.grantId;
  expect(emulator.ledger.refreshes()).toMatchObject([
    {
      fingerprint: spent,
      outcome: "rotated",
      spent: false,
      issued: newest,
      clientId: "demo",
      via: "none",
      grantId,
    },
    { fingerprint: spent, outcome: "refused", spent: true, detail: "reused", grantRevoked: true, grantId },
    {
      fingerprint: newest,
      outcome: "refused",
      spent: false,
      detail: "revoked",
      grantRevoked: false,
      grantId,
    },
    { outcome: "rotated" },
  ]);
  expect(emulator.ledger.summary()).toMatchObject({
    codes: 2,
    refreshes: 4,
    refused: 2,
    spent: 1,
    grantsRevoked: 1,
  });
  expect(JSON.stringify(emulator.ledger.list())).not.toContain("CANARY");
});

test("of 8 uses at the same moment one is answered, or all of them within the overlap", async () => {
  const { app, emulator } = await tenant();
  const refreshAtOnce = async () => {
    const { refresh_token: token } = await app.connect();
    const answers = await Promise.all(Array.from({ length: 8 }, () => app.refresh(token)));
    return answers.filter(({ status }) => status === 200).map(({ body }) => body.refresh_token);
  };
  expect(await refreshAtOnce()).toHaveLength(1);
  await set(emulator, "apps/demo", { overlapSeconds: 30 });
  expect(new Set(await refreshAtOnce()).size).toBe(8);
  expect(emulator.ledger.summary()).toMatchObject({
    refreshes: 16,
    refreshed: 9,
    spent: 14,
    grantsRevoked: 1,
  });
});

test("not rotating: no refresh token in the answer, and the old one stays good", async () => {
  const { app, emulator } = await tenant({ rotation: "static" });
  const { refresh_token: token } = await app.connect();
  for (const answer of [await app.refresh(token), await app.refresh(token)]) {
    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty("refresh_token");
  }
  expect(emulator.ledger.refreshes()).toMatchObject([{ outcome: "same" }, { outcome: "same" }]);
});

test("a refresh can narrow the scope and not widen it", async () => {
  const { app } = await tenant({ rotation: "static" });
  const { refresh_token: token } = await app.connect({ scope: "openid offline_access read:hello" });
  expect((await app.refresh(token, { scope: "read:hello profile" })).body).toMatchObject({
    scope: "read:hello",
  });
  expect((await app.refresh(token)).body.scope).toBe("openid offline_access read:hello");
});

test("lives end, and the ledger tells what the client does not learn", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const { app, emulator } = await tenant();
  await set(emulator, "apps/demo", { absoluteSeconds: 7200, idleSeconds: 3600 });
  const [idle, used] = [await app.connect(), await app.connect()];
  vi.setSystemTime(Date.now() + 3_599_000);
  const renewed = await app.refresh(used.refresh_token);
  vi.setSystemTime(Date.now() + 3_600_000);
  expect((await app.refresh(idle.refresh_token)).body).toEqual(invalidToken);
  expect((await app.refresh(renewed.body.refresh_token)).body).toEqual(invalidToken);
  await set(emulator, "apps/demo", { idleSeconds: null });
  const last = await app.connect();
  vi.setSystemTime(Date.now() + 7_200_000);
  expect((await app.refresh(last.refresh_token)).body).toEqual(invalidToken);
  const details = emulator.ledger.refreshes().map(({ detail }) => detail);
  expect(details).toEqual([undefined, "idle life over", "idle life over", "absolute life over"]);
});

test("a blocked, deleted or twice asked user, and the token that lives on or does not", async () => {
  const { app, emulator } = await tenant();
  const { refresh_token: token } = await app.connect();
  emulator.setBlocked("alice", true);
  expect(await app.refresh(token)).toMatchObject({
    status: 403,
    body: { error: "access_denied", error_description: "user is blocked" },
  });
  emulator.setBlocked("alice", false);
  await set(emulator, "apps/demo", { mfaOnRefresh: true });
  expect(await app.refresh(token)).toMatchObject({
    status: 403,
    body: {
      error: "mfa_required",
      error_description: "Multifactor authentication required",
      mfa_token: expect.any(String),
      mfa_requirements: { challenge: [{ type: "otp" }] },
    },
  });
  await set(emulator, "apps/demo", { mfaOnRefresh: false });
  const { body } = await app.refresh(token);
  await set(emulator, "users/alice");
  expect(await app.refresh(body.refresh_token)).toMatchObject({
    status: 403,
    body: {
      error: "invalid_grant",
      error_description: "The refresh_token was generated for a user who doesn't exist anymore.",
    },
  });
  const again = await app.connect();
  expect(claimsIn(again.id_token).sub).not.toBe(claimsIn(body.id_token).sub);
  expect(await set(emulator, "users/alice", { revoked: true })).toMatchObject({ revokedGrants: 1 });
  expect((await app.refresh(again.refresh_token)).body).toEqual(invalidToken);
});

test("429 by the limit of the tenant or of the app, and what every answer says about the limit", async () => {
  const { app, emulator } = await tenant();
  const { refresh_token: token } = await app.connect();
  await set(emulator, "apps/demo", { rateLimited: "tenant" });
  const byTenant = await app.refresh(token);
  expect(byTenant).toMatchObject({ status: 429, body: { error: "too_many_requests" } });
  expect(byTenant.headers.get("x-ratelimit-remaining")).toBe("0");
  const reset = Number(byTenant.headers.get("x-ratelimit-reset")) - Date.now() / 1000;
  expect(reset).toBeLessThanOrEqual(1);
  await set(emulator, "apps/demo", { rateLimited: "app" });
  const byApp = await app.refresh(token);
  expect([byApp.status, byApp.headers.get("retry-after")]).toEqual([429, "1"]);
  await set(emulator, "apps/demo", { rateLimited: false });
  const passed = await app.refresh(token);
  expect([passed.status, passed.headers.get("x-ratelimit-limit")]).toEqual([200, "100"]);
});

test("revoking ends the family whatever token of it is sent; others, and unknown ones, it leaves alone", async () => {
  const { app, origin, emulator } = await tenant();
  const first = await app.connect();
  const second = await app.refresh(first.refresh_token);
  expect((await app.revoke("v1.Mnothing")).status).toBe(200);
  expect((await app.revoke(second.body.access_token)).status).toBe(200);
  expect((await new TenantApp(origin, "web", web).revoke(second.body.refresh_token)).status).toBe(400);
  const third = await app.refresh(second.body.refresh_token);
  expect((await app.revoke(third.body.refresh_token)).status).toBe(200);
  expect((await app.refresh(third.body.refresh_token)).body).toEqual(invalidToken);
  expect((await app.get("/api/hello", third.body.access_token)).status).toBe(200);
  expect(emulator.ledger.list().filter(({ kind }) => kind === "revocation")).toMatchObject([
    { outcome: "revoked", grantRevoked: false },
    { outcome: "revoked", grantRevoked: false },
    { outcome: "refused", grantRevoked: false, detail: "another client" },
    { outcome: "revoked", grantRevoked: true },
  ]);
});

test("faults strike token requests", async () => {
  const { app, emulator } = await tenant();
  const { refresh_token: token } = await app.connect();
  emulator.faults.arm({ fault: "status", status: 503, retryAfter: "2" });
  expect((await app.refresh(token)).status).toBe(503);
  emulator.faults.arm({ fault: "drop-before" });
  await expect(app.refresh(token)).rejects.toThrow();
  emulator.faults.arm({ fault: "drop-after" });
  await expect(app.refresh(token)).rejects.toThrow();
  expect((await app.refresh(token)).body).toEqual(invalidToken);
  expect(emulator.ledger.list().slice(1)).toMatchObject([
    { outcome: "unprocessed", fault: "status" },
    { outcome: "unprocessed", fault: "drop-before" },
    { outcome: "rotated", fault: "drop-after" },
    { outcome: "refused", spent: true, grantRevoked: true },
  ]);
});

test("every secret is in the record", async () => {
  const { origin, emulator } = await tenant();
  const app = new TenantApp(origin, "web", web);
  const code = await app.code();
  const first = await app.exchange(code);
  const second = await app.refresh(first.body.refresh_token);
  const known = new Set(emulator.record.list().map(({ value }) => value));
  const { body } = second;
  for (const secret of [
    code,
    app.verifier,
    web.client_secret,
    ...[first.body, body].flatMap((it) => [it.access_token, it.refresh_token, it.id_token]),
  ]) {
    expect(known).toContain(secret);
  }
});

test("a breach takes the consent with it", async () => {
  const redirectUri = "https://app.example/callback";
  const clients = [{ clientId: "partner", redirectUris: [redirectUri], auth0: { firstParty: false } }];
  const { origin } = await tenant({ clients });
  const app = new TenantApp(origin, "partner", { redirectUri });
  const { refresh_token: token } = await app.connect();
  const pathAfterLogin = async () => {
    const browser = new Visitor(origin);
    const login = await browser.open(app.authorizationUrl());
    return (await browser.submit(login.url, { login: "alice" })).url.pathname;
  };
  expect(await pathAfterLogin()).toBe("/callback");
  await app.refresh(token);
  await app.refresh(token);
  expect(await pathAfterLogin()).toBe("/u/consent");
});

test.each([
  [{ auth0: { codeSeconds: 0 } }, '"codeSeconds" of "auth0" must be a whole number of seconds, at least 1.'],
  [{ auth0: { apis: [{}] } }, 'An API must have an "identifier".'],
  [{ auth0: { apis: {} } }, '"apis" of "auth0" must be a list.'],
  [
    { clients: [{ clientId: "x", redirectUris: [], auth0: { spa: true } }] },
    '"spa" is not a setting of the app "x".',
  ],
])("the options %j are refused with a sentence", async (options, sentence) => {
  await expect(tenant(options)).rejects.toThrow(sentence);
});

test("the control interface shows apps and APIs, and no secret", async () => {
  const { origin } = await tenant();
  const read = async (path: string) => await (await fetch(`${origin}/emulator/${path}`)).text();
  expect(JSON.parse(await read("apps"))).toMatchObject({
    apps: [
      { clientId: "demo", kind: "native", rotating: true },
      { clientId: "web", kind: "regular_web" },
    ],
  });
  expect(await read("apps")).not.toContain("CANARY");
  expect(JSON.parse(await read("apis"))).toMatchObject({
    apis: [{ identifier: "https://api.emulator.example" }],
  });
});
