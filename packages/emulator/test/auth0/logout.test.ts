import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { expect, test } from "vitest";
import { listening, opened } from "./opened.ts";
import { parameters, type Scene } from "./scene.ts";
import { claimsIn, TenantApp } from "./tenant-app.ts";

const after = "https://app.emulator.example/bye?x=1";

/** Someone who is logged in, and what the app knows of it. */
async function loggedIn(options: object = {}) {
  const scene = await opened(options);
  const { app, browser, control, origin } = scene;
  await control("apps/demo", { logoutUrls: [after, "https://app.emulator.example/"] });
  const callback = await browser.authorize(app.authorizationUrl());
  const { body } = await app.exchange(parameters(callback).code ?? "");
  const logout = (path: string, asked: Readonly<Record<string, string>>) =>
    browser.open(`${origin}${path}?${new URLSearchParams(asked)}`);
  const isIn = async () => (await browser.open(app.authorizationUrl())).url.pathname !== "/u/login";
  return { ...scene, body, idToken: String(body.id_token), logout, isIn };
}

test("the ID token of the login ends its session at once and leads to a registered address", async () => {
  const { app, body, idToken, isIn, logout } = await loggedIn();
  const asked = { id_token_hint: idToken, post_logout_redirect_uri: after, state: "s2" };
  const out = await logout("/oidc/logout", asked);
  expect(out.url.href).toBe(`${after}&state=s2`);
  expect(await isIn()).toBe(false);
  expect((await app.refresh(body.refresh_token)).status).toBe(200);
  expect((await logout("/oidc/logout", asked)).url.href).toBe(`${after}&state=s2`);
});

test("an expired ID token ends the session all the same", async () => {
  const { emulator, idToken, isIn, logout } = await loggedIn();
  emulator.clock.advance(24 * 3_600_000);
  expect((await logout("/oidc/logout", { id_token_hint: idToken })).text).toContain("You are logged out");
  expect(await isIn()).toBe(false);
});

test("logout_hint is the session id; with the app's id alone the first of its addresses is next", async () => {
  const { idToken, isIn, logout } = await loggedIn();
  const { sid } = claimsIn(idToken);
  const out = await logout("/oidc/logout", { logout_hint: String(sid), client_id: "demo" });
  expect(out.url.href).toBe(after);
  expect(await isIn()).toBe(false);
});

test.each([
  ["no hint", async () => ({})],
  ["a wrong logout_hint", async () => ({ logout_hint: "another" })],
  [
    "the ID token of an earlier session",
    async ({ app }: Pick<Scene, "app">) => ({ id_token_hint: String((await app.connect()).id_token) }),
  ],
  [
    "the ID token of a refresh of somebody else",
    async ({ app }: Pick<Scene, "app">) => {
      const { refresh_token: token } = await app.connect({}, "bob");
      return { id_token_hint: String((await app.refresh(token)).body.id_token) };
    },
  ],
])("with %s the person is asked first", async (_name, hint) => {
  const { isIn, logout, ...scene } = await loggedIn();
  const { browser } = scene;
  const asked = { ...(await hint(scene)), client_id: "demo", post_logout_redirect_uri: after };
  const page = await logout("/oidc/logout", asked);
  expect(page.text).toContain("You are logged in as alice@emulator.example.");
  expect(page.text).toContain(`name="post_logout_redirect_uri" value="${after}"`);
  expect((await logout("/oidc/logout", { ...asked, decision: "allow" })).text).toContain('id="allow"');
  const kept = await browser.submit(page.url, { decision: "deny" });
  expect(kept.text).toContain("You are still logged in");
  expect(await isIn()).toBe(true);
  expect((await browser.submit(page.url, { decision: "allow" })).url.href).toBe(after);
  expect(await isIn()).toBe(false);
});

test("the ID token of a refresh has no sid, so its user has to do", async () => {
  const { app, body, isIn, logout } = await loggedIn();
  const { id_token: refreshed } = (await app.refresh(body.refresh_token)).body;
  await logout("/oidc/logout", { id_token_hint: String(refreshed) });
  expect(await isIn()).toBe(false);
});

test("POST says the same in a form, and a page of another site cannot log anybody out", async () => {
  const { browser, idToken, isIn, origin } = await loggedIn();
  const without = { method: "POST", body: new URLSearchParams({ id_token_hint: idToken }) };
  expect((await fetch(`${origin}/oidc/logout`, without)).status).toBe(200);
  expect(await isIn()).toBe(true);
  const form = { id_token_hint: idToken, post_logout_redirect_uri: after };
  expect((await browser.submit(new URL(`${origin}/oidc/logout`), form)).url.href).toBe(after);
});

test("what contradicts itself, or is not registered, ends on a page, and nobody is logged out", async () => {
  const { idToken, custom, isIn, logout } = await loggedIn();
  const other = new TenantApp(custom);
  const { id_token: foreign } = await other.connect();
  const cases: readonly [Readonly<Record<string, string>>, string][] = [
    [{ id_token_hint: idToken, client_id: "web" }, "client_id does not match the aud claim"],
    [{ id_token_hint: idToken, logout_hint: "x" }, "logout_hint does not match the sid claim"],
    [{ id_token_hint: `${idToken}x` }, "Invalid id_token_hint"],
    [{ id_token_hint: String(foreign) }, "Invalid id_token_hint"],
    [{ client_id: "nobody" }, "Unknown client: nobody"],
  ];
  for (const [asked, words] of cases) {
    const { status, text } = await logout("/oidc/logout", asked);
    expect([status, text.includes(words)]).toEqual([400, true]);
  }
  for (const address of [`${after}&y=2`, "https://app.emulator.example/bye"]) {
    const asked = { id_token_hint: idToken, post_logout_redirect_uri: address };
    expect((await logout("/oidc/logout", asked)).text).toContain("is not defined as a valid URL in");
  }
  expect(await isIn()).toBe(true);
});

test("/v2/logout: the app's addresses with its id, the tenant's without", async () => {
  const mine = "https://tenant.example/";
  const { isIn, logout } = await loggedIn({ auth0: { logoutUrls: [mine] } });
  expect((await logout("/v2/logout", { client_id: "demo", returnTo: after })).url.href).toBe(after);
  expect(await isIn()).toBe(false);
  expect((await logout("/v2/logout", { client_id: "demo" })).url.href).toBe(after);
  expect((await logout("/v2/logout", { returnTo: mine })).url.href).toBe(mine);
  // Query and fragment are not compared.
  for (const more of ["?a=1", "#part"])
    expect((await logout("/v2/logout", { returnTo: `${mine}${more}` })).url.href).toBe(`${mine}${more}`);
  for (const asked of [
    { client_id: "demo", returnTo: mine },
    { returnTo: after },
    { returnTo: "https://evil.example/" },
  ]) {
    const { status, text } = await logout("/v2/logout", asked);
    expect([status, text.includes("Allowed Logout URLs")]).toEqual([400, true]);
  }
  expect((await logout("/v2/logout", {})).text).toBe("OK");
});

test("an app without a list of its own may go to the roots of its callbacks", async () => {
  const { browser, origin } = await opened();
  for (const [returnTo, status] of [
    ["https://app.emulator.example", 200],
    ["https://app.emulator.example/", 200],
    ["https://app.emulator.example/callback", 400],
    ["https://elsewhere.example/", 400],
  ] as const) {
    const out = await browser.open(`${origin}/v2/logout?client_id=web&returnTo=${returnTo}`);
    expect(out.url.origin === origin ? out.status : 200).toBe(status);
  }
  expect((await browser.open(`${origin}/v2/logout?client_id=web`)).text).toBe("OK");
});

test("every app of a session that wants to know learns that it has ended", async () => {
  const { app, browser, control, idToken, logout, origin } = await loggedIn();
  const program = await listening();
  await control("apps/demo", { backchannelLogoutUri: program.url });
  await control("apps/web", { backchannelLogoutUri: program.url });
  const { sid, sub } = claimsIn(idToken);
  await logout("/oidc/logout", { id_token_hint: idToken });
  const [form] = await program.has(1);
  const token = form?.get("logout_token") ?? "";
  const { body: keys } = await app.get("/.well-known/jwks.json");
  const check = { issuer: `${origin}/`, audience: "demo", typ: "logout+jwt" };
  const { payload } = await jwtVerify(token, createLocalJWKSet(keys as never), check);
  expect(payload).toMatchObject({
    sid,
    sub,
    events: { "http://schemas.openid.net/event/backchannel-logout": {} },
    jti: expect.any(String),
  });
  expect(payload).not.toHaveProperty("nonce");
  expect(decodeProtectedHeader(token)).toMatchObject({ alg: "RS256" });
  expect(program.arrived).toHaveLength(1);

  await browser.authorize(app.authorizationUrl());
  await browser.authorize(new TenantApp(origin, "web").authorizationUrl());
  expect(await control("sessions/alice")).toEqual({ name: "alice", ended: 1 });
  const all = (await program.has(3)).slice(1).map((it) => decodeJwt(it.get("logout_token") ?? ""));
  expect(all.map(({ aud }) => aud).sort()).toEqual(["demo", "web"]);
  expect(all[0]?.sid).toBe(all[1]?.sid);
  expect(all[0]?.sid).not.toBe(sid);
});

test("a session that is over by itself, and the deletion of its user, are told as well", async () => {
  const { app, browser, control, emulator, isIn } = await loggedIn();
  const program = await listening();
  await control("apps/demo", { backchannelLogoutUri: program.url });
  emulator.clock.advance(3 * 24 * 3_600_000);
  expect(await isIn()).toBe(false);
  await program.has(1);
  await browser.authorize(app.authorizationUrl());
  await control("users/alice");
  expect(await program.has(2)).toHaveLength(2);
});

test("an app that is gone harms nobody, and one elsewhere cannot be named", async () => {
  const { control, idToken, isIn, logout } = await loggedIn();
  await control("apps/demo", { backchannelLogoutUri: "http://127.0.0.1:1/gone" });
  await logout("/oidc/logout", { id_token_hint: idToken });
  expect(await isIn()).toBe(false);
  for (const backchannelLogoutUri of [
    "https://example.com/",
    "file:///etc/passwd",
    "http://localhost.evil/",
  ]) {
    expect(await control("apps/demo", { backchannelLogoutUri })).toMatchObject({ code: "invalid_option" });
  }
});
