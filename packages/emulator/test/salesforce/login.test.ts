import { createHmac } from "node:crypto";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { expect, test } from "vitest";
import { Visitor } from "../../src/visitor.ts";
import { start } from "../starting.ts";
import { SalesforceApp } from "./app.ts";

const options = { personality: "salesforce" } as const;

test.each([
  ["login", "login", "myDomain"],
  ["myDomain", "login", "myDomain"],
  ["site", "login", "myDomain"],
  ["test", "test", "sandbox"],
  ["sandbox", "test", "sandbox"],
] as const)("a login at %s gives tokens of its org", async (host, identityHost, apiHost) => {
  const emulator = await start(options);
  const app = new SalesforceApp(emulator, host);
  const callback = await app.callback();
  expect(callback.origin + callback.pathname).toBe(app.redirectUri);
  expect(callback.searchParams.get("state")).toBe("s1");
  expect(callback.search).toMatch(/code=aPrx[^&=]+%3D%3D&/);
  const { body, status } = await app.exchange(callback.searchParams.get("code") ?? "");
  expect(status).toBe(200);
  expect(body).toMatchObject({
    instance_url: emulator.hosts[apiHost]?.origin,
    scope: "api refresh_token id",
    token_type: "Bearer",
  });
  expect(body).not.toHaveProperty("expires_in");
  expect(body).not.toHaveProperty("id_token");
  expect(Object.values(body).every((value) => typeof value === "string")).toBe(true);
  expect(body.access_token).toMatch(/^00D[A-Za-z0-9]{12}!AQ4AQ/);
  expect(body.refresh_token).toMatch(/^5Aep861[A-Za-z0-9._-]+$/);
  expect(body.issued_at).toMatch(/^\d{13}$/);
  expect(body.id).toMatch(/\/id\/00D[A-Za-z0-9]{15}\/005[A-Za-z0-9]{15}$/);
  expect(body.id?.startsWith(`${emulator.hosts[identityHost]?.origin}/id/`)).toBe(true);
  expect(body.sfdc_community_url).toBe(host === "site" ? app.base : undefined);
  expect(callback.searchParams.has("sfdc_community_id")).toBe(host === "site");
  expect(await app.api(body.access_token, apiHost)).toBe(200);
  expect((await app.refresh(body.refresh_token)).status).toBe(200);
});

test("302 redirects on request", async () => {
  const emulator = await start({ ...options, salesforce: { redirect: "302" } });
  const app = new SalesforceApp(emulator);
  const response = await fetch(app.authorizationUrl(), { redirect: "manual" });
  expect([response.status, response.headers.get("location")]).toEqual([
    302,
    expect.stringMatching(/^\/\?ec=302&startURL=%2Fsetup%2Fsecur%2FRemoteAccessAuthorizationPage/),
  ]);
  expect(await app.connect()).toHaveProperty("refresh_token");
});

test("by default a script redirects, with 200, and only this script may run", async () => {
  const app = new SalesforceApp(await start(options));
  const response = await fetch(app.authorizationUrl());
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=UTF-8"]);
  expect(await response.text()).toContain('window.location.replace("/?ec=302&startURL=');
  expect(response.headers.get("content-security-policy")).toMatch(/script-src 'sha256-/);
});

test("the signature is of identity URL and time, with the consumer secret", async () => {
  const secret = "CANARY_client_secret_of_web";
  const app = new SalesforceApp(await start(options), "login", "web");
  const { body } = await app.exchange(await app.code(), { client_secret: secret });
  const signed = createHmac("sha256", secret).update(`${body.id}${body.issued_at}`).digest("base64");
  expect(body.signature).toBe(signed);
});

test("an ID token comes with openid, from the host that was asked, and lives for two minutes", async () => {
  const clients = [
    {
      clientId: "oidc",
      redirectUris: ["http://localhost:9355/callback"],
      salesforce: { scopes: ["api", "openid", "refresh_token"] },
    },
  ];
  const emulator = await start({ ...options, clients });
  const app = new SalesforceApp(emulator, "site", "oidc");
  const { body } = await app.exchange(await app.code({ nonce: "n1" }));
  const discovery = await (await fetch(`${app.base}/.well-known/openid-configuration`)).json();
  expect(discovery).toMatchObject({ issuer: app.base });
  expect(discovery).not.toHaveProperty("code_challenge_methods_supported");
  expect(discovery).not.toHaveProperty("grant_types_supported");
  const keys = createRemoteJWKSet(new URL(`${app.base}/id/keys`));
  const { payload, protectedHeader } = await jwtVerify(body.id_token ?? "", keys, {
    issuer: app.base,
    audience: "oidc",
  });
  expect(payload).toMatchObject({ sub: body.id, nonce: "n1" });
  expect(Number(payload.exp) - Number(payload.iat)).toBe(120);
  expect(protectedHeader).toEqual({ alg: "RS256", kid: "248", typ: "JWT" });
  const refreshed = await app.refresh(body.refresh_token);
  expect(refreshed.body.id_token).toBeTypeOf("string");
});

test("the callback https://login.salesforce.com/ leads to the login page of the emulator", async () => {
  const app = new SalesforceApp(await start(options));
  const url = new URL(
    await new Visitor(app.base).authorize(
      app.authorizationUrl({ redirect_uri: "https://login.salesforce.com/" }),
    ),
  );
  expect(url.origin + url.pathname).toBe("https://login.salesforce.com/");
  for (const host of ["login", "test", "myDomain"] as const) {
    const page = await app.visitor().open(`${app.at(host).base}/${url.search}`);
    expect([page.status, page.text.includes('id="password"')]).toEqual([200, true]);
  }
  const own = await app.callback({ redirect_uri: `${app.base}/` });
  expect(own.pathname).toBe("/");
});

test("loopback callbacks of demo have any port, those of web just theirs", async () => {
  const emulator = await start(options);
  const redirect = { redirect_uri: "http://127.0.0.1:4711/callback" };
  expect((await new SalesforceApp(emulator).callback(redirect)).port).toBe("4711");
  const refused = await new SalesforceApp(emulator, "login", "web").open(redirect);
  expect(refused.text).toContain("redirect_uri_mismatch");
  const otherPath = await new SalesforceApp(emulator).open({ redirect_uri: "http://localhost:4711/other" });
  expect(otherPath.text).toContain("redirect_uri_mismatch");
});

test("login_hint fills the name in, prompt=login asks again, prompt=consent too", async () => {
  const app = new SalesforceApp(await start(options));
  const visitor = app.visitor();
  const login = await visitor.open(app.authorizationUrl({ login_hint: "bob@emulator.example" }));
  expect(login.text).toContain('value="bob@emulator.example"');
  await visitor.authorize(app.authorizationUrl(), { login: "bob" });
  const asked = await visitor.open(app.authorizationUrl());
  expect(asked.text).toContain('id="allow"');
  expect(asked.text).toContain("bob@emulator.example");
  const code = new URL((await visitor.submit(asked.url, { decision: "allow" })).url).searchParams.get("code");
  await app.exchange(code ?? "");
  expect((await visitor.open(app.authorizationUrl())).url.searchParams.has("code")).toBe(true);
  expect((await visitor.open(app.authorizationUrl({ immediate: "true" }))).url.searchParams.has("code")).toBe(
    true,
  );
  expect((await visitor.open(app.authorizationUrl({ prompt: "consent" }))).text).toContain('id="allow"');
  expect((await visitor.open(app.authorizationUrl({ prompt: "login" }))).text).toContain('id="login"');
  await visitor.open(`${app.base}/services/auth/idp/oidc/logout`);
  expect((await visitor.open(app.authorizationUrl())).text).toContain('id="login"');
});

test("the consent page of another browser says that it is over", async () => {
  const app = new SalesforceApp(await start(options));
  const visitor = app.visitor();
  const login = await visitor.open(app.authorizationUrl());
  const consent = await visitor.submit(login.url, { login: "alice", password: "x" });
  expect(consent.text).toContain("<code>refresh_token</code>");
  const other = await app.visitor().open(consent.url);
  expect(other.status).toBe(400);
  const denied = await visitor.submit(consent.url, { decision: "deny" });
  expect(denied.url.searchParams.get("error")).toBe("access_denied");
  expect((await visitor.submit(consent.url, { decision: "allow" })).status).toBe(400);
});

test("a blocked user does not get past the login page", async () => {
  const emulator = await start(options);
  const app = new SalesforceApp(emulator);
  emulator.setBlocked("alice", true);
  const visitor = app.visitor();
  const login = await visitor.open(app.authorizationUrl());
  const refused = await visitor.submit(login.url, { login: "alice", password: "x" });
  expect([refused.status, refused.text.includes("alice is blocked here.")]).toEqual([400, true]);
});

test("long verifiers pass, and a missing method is S256", async () => {
  const app = new SalesforceApp(await start(options));
  const verifier = "v".repeat(171);
  const { createHash } = await import("node:crypto");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const code = await app.code({ code_challenge: challenge });
  expect((await app.exchange(code, { code_verifier: verifier })).status).toBe(200);
});
