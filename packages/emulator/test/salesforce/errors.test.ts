import { expect, test } from "vitest";
import type { EmulatedClient, SalesforceApp as Switches } from "../../src/index.ts";
import { start } from "../starting.ts";
import { SalesforceApp } from "./app.ts";

const options = { personality: "salesforce", rotation: "static" } as const;
type Form = Readonly<Record<string, string | undefined>>;

test.each<[Form, string]>([
  [{ client_id: "nobody" }, "error=invalid_client_id&error_description=client%20identifier%20invalid"],
  [
    { redirect_uri: "http://localhost:9355/callback/" },
    "error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match%20configuration",
  ],
  [{ redirect_uri: undefined }, "error=redirect_uri_missing&error_description=redirect_uri%20not%20provided"],
  [
    { code_challenge: undefined },
    "error=invalid_request&error_description=missing%20required%20code%20challenge",
  ],
])("authorize with %j: a bare body, no redirect, no type", async (changes, body) => {
  const app = new SalesforceApp(await start(options));
  const response = await fetch(app.authorizationUrl(changes), { redirect: "manual" });
  expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
    400,
    null,
    body,
  ]);
});

test("an app that is not installed ends at the org's error page, never at the callback", async () => {
  const emulator = await start(options);
  const app = new SalesforceApp(emulator);
  const { refresh_token: token } = await app.connect({ login: "bob" });
  emulator.setApp("demo", { installed: false });
  const end = await app.callback();
  expect(end.href).toBe(
    `${emulator.hosts.myDomain?.origin}/setup/secur/RemoteAccessErrorPage.apexp?error=invalid_client&error_description=app+must+be+installed+into+org`,
  );
  const { text } = await app.visitor().open(end);
  expect(text).toContain(
    "OAUTH_APPROVAL_ERROR_GENERIC : An unexpected error has occured during authentication. Please try again.",
  );
  expect((await app.callback({}, { login: "bob" })).searchParams.has("code")).toBe(true);
  expect((await app.refresh(token)).status).toBe(200);
});

test.each<[Switches, Form, string, string]>([
  [{ blocked: true }, {}, "OAUTH_APP_BLOCKED", "this app is blocked by admin"],
  [
    { permittedUsers: "admin_approved" },
    {},
    "OAUTH_APP_ACCESS_DENIED",
    "user is not admin approved to access this app",
  ],
  [{ ipAllowed: false }, {}, "invalid_grant", "IP restricted or invalid login hours"],
  [{}, { scope: "api wave_api" }, "invalid_scope", "the requested scope is invalid, unknown, or malformed"],
  [{}, { response_type: "token" }, "unsupported_response_type", "response type not supported"],
  [{}, { immediate: "true" }, "immediate_unsuccessful", "user must log in"],
])("authorize under %j with %j: to the callback", async (switches, changes, error, description) => {
  const emulator = await start(options);
  emulator.setApp("demo", { ...switches });
  const { searchParams } = await new SalesforceApp(emulator).callback(changes);
  expect(Object.fromEntries(searchParams)).toEqual({ error, error_description: description, state: "s1" });
});

test("Deny sends the app access_denied", async () => {
  const app = new SalesforceApp(await start(options));
  const { searchParams } = await app.callback({}, { decision: "deny" });
  expect(Object.fromEntries(searchParams)).toEqual({
    error: "access_denied",
    error_description: "end-user denied authorization",
    state: "s1",
  });
});

test("users whom the administrator approved are not asked", async () => {
  const emulator = await start(options);
  emulator.setApp("demo", { permittedUsers: "admin_approved", approvedUsers: ["alice"] });
  const app = new SalesforceApp(emulator);
  const visitor = app.visitor();
  const login = await visitor.open(app.authorizationUrl());
  const next = await visitor.submit(login.url, { login: "alice", password: "x" });
  expect(next.url.searchParams.get("code")).toMatch(/^aPrx/);
  const { body } = await app.exchange(next.url.searchParams.get("code") ?? "");
  emulator.setApp("demo", { approvedUsers: [] });
  expect(await app.refresh(body.refresh_token)).toEqual({
    status: 400,
    body: {
      error: "invalid_app_access",
      error_description: "user is not admin approved to access this app",
    },
  });
});

const secret = "CANARY_client_secret_of_web";

test.each<[string, Form, string, string]>([
  ["demo", { grant_type: "password" }, "unsupported_grant_type", "grant type not supported"],
  ["demo", { grant_type: undefined }, "unsupported_grant_type", "grant type not supported"],
  ["demo", { client_id: "nobody" }, "invalid_client_id", "client identifier invalid"],
  ["demo", { client_secret: "stale" }, "invalid_client", "invalid client credentials"],
  ["web", {}, "invalid_client", "invalid client credentials"],
  ["web", { client_secret: `${secret}\n` }, "invalid_client", "invalid client credentials"],
  ["demo", { code: "aPrxunknown==" }, "invalid_grant", "expired authorization code"],
  ["demo", { code: undefined }, "invalid_request", "missing required parameter: code"],
  ["demo", { code_verifier: "wrong" }, "invalid_grant", "invalid code verifier"],
  ["demo", { code_verifier: undefined }, "invalid_grant", "invalid code verifier"],
  [
    "demo",
    { redirect_uri: "http://localhost:9355/other" },
    "redirect_uri_mismatch",
    "redirect_uri must match configuration",
  ],
])("a code exchange of %s with %j: 400", async (clientId, changes, error, description) => {
  const app = new SalesforceApp(await start(options), "login", clientId);
  const answer = await app.exchange(await app.code(), changes);
  expect(answer).toEqual({ status: 400, body: { error, error_description: description } });
});

test.each<[Form, string, string]>([
  [{ refresh_token: "5Aep861unknown" }, "invalid_grant", "expired access/refresh token"],
  [{ refresh_token: undefined }, "invalid_request", "missing required parameter: refresh_token"],
  [{ client_id: "web", client_secret: secret }, "invalid_grant", "expired access/refresh token"],
])("a refresh with %j: 400", async (changes, error, description) => {
  const app = new SalesforceApp(await start(options));
  const { refresh_token: token } = await app.connect();
  const answer = await app.refresh(token, changes);
  expect(answer).toEqual({ status: 400, body: { error, error_description: description } });
});

test.each<[Switches, string]>([
  [{ ipAllowed: false }, "ip restricted"],
  [{ blocked: true }, "expired access/refresh token"],
])("a refresh under %j", async (switches, description) => {
  const emulator = await start(options);
  const app = new SalesforceApp(emulator);
  const { refresh_token: token } = await app.connect();
  emulator.setApp("demo", { ...switches });
  expect((await app.refresh(token)).body.error_description).toBe(description);
});

test("a code works once, at its host, for its app, and its second use revokes nothing", async () => {
  const emulator = await start(options);
  const app = new SalesforceApp(emulator);
  const code = await app.code();
  const expired = { error: "invalid_grant", error_description: "expired authorization code" };
  expect((await app.at("myDomain").exchange(code)).body).toEqual(expired);
  expect((await app.exchange(encodeURIComponent(code))).body).toEqual(expired);
  const { body } = await app.exchange(code);
  expect((await app.exchange(code)).body).toEqual(expired);
  expect((await app.refresh(body.refresh_token)).status).toBe(200);
  expect(emulator.ledger.list()).toMatchObject([
    { kind: "code", outcome: "refused", detail: "code of another host" },
    { kind: "code", outcome: "refused", detail: "unknown code" },
    { kind: "code", outcome: "exchanged", spent: false },
    { kind: "code", outcome: "refused", detail: "spent code", spent: true },
    { kind: "refresh", outcome: "same" },
  ]);
});

test("secrets are asked for per flow, in the body or in the header", async () => {
  const emulator = await start(options);
  const app = new SalesforceApp(emulator, "login", "web");
  const basic = { authorization: `Basic ${Buffer.from(`web:${secret}`).toString("base64")}` };
  const form = {
    grant_type: "authorization_code",
    code: await app.code(),
    redirect_uri: app.redirectUri,
    code_verifier: app.verifier,
  };
  const response = await app.post("/services/oauth2/token", form, basic);
  const { refresh_token: token } = JSON.parse(await response.text());
  expect((await app.refresh(token)).body.error).toBe("invalid_client");
  emulator.setApp("web", { requireSecretForRefreshTokenFlow: false });
  expect((await app.refresh(token)).status).toBe(200);
  expect((await app.exchange(await app.code())).body.error).toBe("invalid_client");
});

test("PKCE is required unless the app says otherwise, and then a verifier alone is refused", async () => {
  const emulator = await start(options);
  emulator.setApp("demo", { requirePkce: false });
  const app = new SalesforceApp(emulator);
  const plain = { code_challenge: undefined };
  expect((await app.exchange(await app.code(plain))).body.error).toBe("invalid_request");
  expect((await app.exchange(await app.code(plain), { code_verifier: undefined })).status).toBe(200);
});

test("answers come as JSON, as a form or as XML, errors too, and multipart forms are read", async () => {
  const app = new SalesforceApp(await start(options));
  const { refresh_token: token } = await app.connect();
  const form = { grant_type: "refresh_token", refresh_token: token };
  const asForm = await app.post("/services/oauth2/token", { ...form, format: "urlencoded" });
  expect(asForm.headers.get("content-type")).toBe("application/x-www-form-urlencoded;charset=UTF-8");
  expect(new URLSearchParams(await asForm.text()).get("token_type")).toBe("Bearer");
  const asXml = await app.post("/services/oauth2/token", form, { accept: "application/xml" });
  expect(await asXml.text()).toMatch(/<OAuth><access_token>00D[^<]+<\/access_token>.*<\/OAuth>$/);
  const failed = await app.post("/services/oauth2/token", { format: "urlencoded" });
  expect(await failed.text()).toBe("error=unsupported_grant_type&error_description=grant+type+not+supported");
  const multipart = new FormData();
  for (const [name, value] of Object.entries({ ...form, client_id: "demo" }))
    multipart.set(name, value ?? "");
  const read = await fetch(`${app.base}/services/oauth2/token`, { method: "POST", body: multipart });
  expect([read.status, read.headers.get("content-type")]).toEqual([200, "application/json;charset=UTF-8"]);
  expect(read.headers.get("cache-control")).toContain("no-store");
});

test("clients of the options have their own callbacks, secrets and switches", async () => {
  const client: EmulatedClient = {
    clientId: "mine",
    clientSecret: "CANARY_mine",
    redirectUris: ["https://mine.example/cb"],
    rotation: "strict",
    salesforce: { scopes: ["api"], requirePkce: false },
  };
  const emulator = await start({ ...options, clients: [client] });
  const app = new SalesforceApp(emulator, "login", "mine");
  const redirect = { redirect_uri: "https://mine.example/cb" };
  const code = await app.code({ ...redirect, code_challenge: undefined });
  const more = { ...redirect, client_secret: "CANARY_mine", code_verifier: undefined };
  expect((await app.exchange(code, more)).body).toMatchObject({ scope: "api" });
});
