import { expect, test } from "vitest";
import type { Browser } from "./support/browser.ts";
import { navigation } from "./support/browser.ts";
import { Stage } from "./support/stage.ts";
import { turn, whenever } from "./support/test-clock.ts";

const app = "https://app.example.com";
const minuteMs = 60_000;
const hourMs = 3_600_000;
const fetching = { accept: "application/json" };

const isSignedIn = async (browser: Browser): Promise<boolean> =>
  (await browser.json("/public")).user !== null;

test("D1 no token, code or secret is in any answer, header, cookie or page of a whole life of a session", async () => {
  const stage = await Stage.open({ audience: "https://api.example.com" });
  const browser = stage.browser();
  await stage.logIn(browser, "alice", { query: "?returnTo=/me" });
  await browser.get("/me");
  await browser.get("/token");
  stage.clock.advance(20 * minuteMs);
  await browser.get("/me");
  await browser.post("/transfer");
  await browser.post("/password");
  const refused = await stage.begin(browser);
  await browser.get(`/auth/callback?error=access_denied&state=${refused.searchParams.get("state")}`);
  await browser.post("/auth/logout");
  await browser.get("/auth/signed-out");
  stage.issuer.exchanges.push(() => ({
    status: 400,
    body: { error: "invalid_grant", access_token: "CANARY" },
  }));
  await stage.logIn(browser);
  const seen = browser.answers
    .map(({ headers, text }) => `${JSON.stringify([...headers])}\n${text}`)
    .join("\n");
  expect(browser.answers.length).toBeGreaterThan(9);
  // The provider's record has them: the search would find one.
  expect(JSON.stringify(stage.issuer.received)).toContain("CANARY_refresh_token");
  expect(seen).not.toContain("CANARY");
  expect(seen).not.toContain("eyJ");
});

test("D2 the cookies are Secure, HttpOnly, for this host alone, and Lax, and hold 43 characters that mean nothing", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  await stage.logIn(browser);
  const set = browser.answers.flatMap(({ headers }) => headers.getSetCookie());
  expect(set).toHaveLength(3);
  const id = "__Host-tw-[0-9a-f]{8}";
  expect(set[0]).toMatch(
    new RegExp(`^${id}-login=[\\w-]{43}; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=3600$`),
  );
  expect(set[1]).toMatch(
    new RegExp(`^${id}=[\\w-]{43}; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=604800$`),
  );
  expect(set[2]).toMatch(new RegExp(`^${id}-login=; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=0$`));
});

test("D2 with form_post the login cookie alone is SameSite=None, and on http of this machine no cookie is Secure", async () => {
  const stage = await Stage.open({ responseMode: "form_post" });
  const browser = stage.browser();
  const { parameters } = stage.allow(await stage.begin(browser));
  const form = { "content-type": "application/x-www-form-urlencoded", origin: stage.issuer.issuer };
  const answer = await browser.post("/auth/callback", form, String(parameters));
  expect(answer.status).toBe(303);
  const [login] = browser.answers[0]?.headers.getSetCookie() ?? [];
  expect(login).toContain("; Secure; SameSite=None;");
  expect(answer.headers.getSetCookie()[0]).toContain("; Secure; SameSite=Lax;");
  const local = await Stage.open({ baseUrl: "http://localhost:3000" });
  const other = local.browser();
  await local.logIn(other);
  const set = other.answers.flatMap(({ headers }) => headers.getSetCookie());
  expect(set).toHaveLength(3);
  for (const line of set) expect(line).toMatch(/^tw-[^;]*; Path=\/; HttpOnly; SameSite=Lax/);
});

test("D2 an ordinary request sets no cookie, an extension included", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  await stage.logIn(browser);
  const before = browser.answers.length;
  for (let at = 0; at < 3; at += 1) {
    stage.clock.advance(16 * minuteMs);
    await browser.get("/me");
    await browser.post("/transfer");
  }
  expect(stage.issuer.refreshCount).toBeGreaterThanOrEqual(3);
  expect(browser.answers.slice(before).flatMap(({ headers }) => headers.getSetCookie())).toEqual([]);
});

test("D3 the store holds no cookie, no login secret and no token that could be used: a copy cannot log in", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  const start = await stage.begin(browser);
  const secrets = [browser.cookie("login") ?? "", start.searchParams.get("state") ?? ""];
  await browser.get(stage.allow(start).path);
  secrets.push(browser.cookie("session") ?? "", "CANARY_", "eyJhbGci");
  const stored = stage.rows.bytes();
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(6);
    expect(stored.includes(secret)).toBe(false);
    const raw = Buffer.from(secret, "base64url");
    if (secret.length === 43) expect(stored.includes(raw)).toBe(false);
  }
  // Every value of the copy, in every usual spelling, is refused as a cookie.
  const rows = stage.rows.all("SELECT * FROM session");
  expect(rows).toHaveLength(1);
  const [name = ""] = [...browser.cookies.keys()].filter((one) => !one.endsWith("-login"));
  const thief = stage.browser();
  for (const value of Object.values(rows[0] ?? {}).filter((one) => one instanceof Uint8Array)) {
    thief.cookies.set(name, Buffer.from(value).toString("base64url").slice(0, 43));
    expect(await isSignedIn(thief)).toBe(false);
  }
});

test("D3 a session row that another program changed is refused: 503, never another user's page", async () => {
  for (const change of [
    "subject = 'bob'",
    "expires_at = expires_at + 86400000000",
    "touched_at = touched_at + 60000",
    "browser_hash = zeroblob(32)",
    'data = \'{"role":"admin"}\'',
    "issuer = 'https://evil.example'",
    "authenticated_at = authenticated_at + 1000",
  ]) {
    const stage = await Stage.open();
    const browser = stage.browser();
    await stage.logIn(browser);
    stage.rows.run(`UPDATE session SET ${change}`);
    const answer = await browser.get("/me", fetching);
    expect([change, answer.status, answer.headers.getSetCookie()]).toEqual([change, 503, []]);
    expect(await answer.text()).toBe('{"error":"temporarily_unavailable"}');
  }
});

test("D3 an ended session that another program opens again is refused", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  await stage.logIn(browser);
  const { cookieHeader } = browser;
  stage.rows.run("CREATE TABLE kept AS SELECT id_token FROM session");
  await browser.post("/auth/logout");
  await whenever(() => stage.issuer.revoked.length === 1);
  const live = "ended_at = NULL, end_reason = NULL, revoke_at = NULL, id_token = (SELECT id_token FROM kept)";
  stage.rows.run(`UPDATE session SET ${live}`);
  const request = new Request(`${app}/me`, { headers: { cookie: cookieHeader, ...fetching } });
  expect((await stage.first.fetch(request)).status).toBe(503);
});

test("D3 a row that another program changed stops no sweep: other sessions end and are revoked all the same", async () => {
  const stage = await Stage.open({ idleSeconds: 600 });
  for (const user of ["alice", "bob", "carol"]) await stage.logIn(stage.browser(), user);
  stage.rows.run("UPDATE session SET subject = 'eve' WHERE subject = 'alice'");
  stage.clock.advance(20 * minuteMs);
  await stage.clock.until(stage.sessions.sweep());
  await whenever(() => stage.issuer.revoked.length === 2);
  expect(stage.first.problems.map(({ name }) => name)).toContain("StoreError");
  expect(stage.issuer.alive).toHaveLength(1);
});

test("D6 a session is over when it was idle too long, and at its absolute end, whatever the browser still has", async () => {
  const stage = await Stage.open({ idleSeconds: 900, absoluteSeconds: 8 * 3_600 });
  const [idle, active] = [stage.browser(), stage.browser()];
  await stage.logIn(idle);
  await stage.logIn(active, "bob");
  stage.clock.advance(14 * minuteMs);
  for (const browser of [idle, active]) expect(await isSignedIn(browser)).toBe(true);
  stage.clock.advance(15 * minuteMs + 1);
  expect(await idle.json("/me", fetching)).toEqual({ error: "login_required", reason: "idle" });
  await stage.logIn(active, "bob");
  const until = stage.clock.nowMs() + 8 * hourMs;
  while (stage.clock.nowMs() + 10 * minuteMs < until) {
    stage.clock.advance(10 * minuteMs);
    expect(await isSignedIn(active)).toBe(true);
  }
  stage.clock.advance(10 * minuteMs);
  expect(await active.json("/me", fetching)).toEqual({ error: "login_required", reason: "absolute" });
});

test("D6 no clock and no request brings an ended session back", async () => {
  const stage = await Stage.open({ idleSeconds: 900 });
  const browser = stage.browser();
  await stage.logIn(browser);
  const [[name, value] = ["", ""]] = browser.cookies;
  stage.clock.advance(15 * minuteMs);
  await browser.get("/me", fetching);
  stage.clock.advance(-15 * minuteMs);
  browser.cookies.set(name, value);
  expect((await browser.get("/me", fetching)).status).toBe(401);
});

test("D6 prefetches and requests that the app excludes are no activity", async () => {
  const stage = await Stage.open({ idleSeconds: 900, isActivity: ({ path }) => path !== "/public" });
  const [polling, prefetching] = [stage.browser(), stage.browser()];
  await stage.logIn(polling);
  await stage.logIn(prefetching, "bob");
  for (let at = 0; at < 16; at += 1) {
    stage.clock.advance(minuteMs);
    await turn();
    await polling.get("/public");
    await prefetching.get("/me", { ...navigation, "sec-purpose": "prefetch" });
  }
  expect(await isSignedIn(polling)).toBe(false);
  expect(await isSignedIn(prefetching)).toBe(false);
});

test("D7 after a logout the old cookie is dead at once in every process, and the refresh token is revoked", async () => {
  const stage = await Stage.open();
  const other = await stage.process();
  const browser = stage.browser();
  await stage.logIn(browser);
  const request = (): Request => new Request(`${app}/me`, { headers: { cookie: cookieHeader, ...fetching } });
  const { cookieHeader } = browser;
  expect((await other.fetch(request())).status).toBe(200);
  const answer = await browser.post("/auth/logout");
  expect(answer.headers.get("clear-site-data")).toBe('"cache"');
  expect(browser.cookies.size).toBe(0);
  for (const { fetch } of stage.processes)
    expect(await (await fetch(request())).json()).toEqual({ error: "login_required", reason: "logged_out" });
  await whenever(() => stage.issuer.revoked.length === 1);
  expect(stage.issuer.alive).toEqual([]);
});

test("D7 a late answer to a request of an ended session removes no cookie of the session that came after it", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  await stage.logIn(browser);
  const old = new Request(`${app}/me`, { headers: { cookie: browser.cookieHeader, ...fetching } });
  await stage.logIn(browser);
  const late = await stage.first.fetch(old);
  expect([late.status, late.headers.getSetCookie()]).toEqual([401, []]);
});

test("D7 the answer of a logout that the provider cannot take clears the session all the same", async () => {
  const stage = await Stage.open();
  stage.issuer.metadata = { end_session_endpoint: `${stage.issuer.issuer}/logout` };
  const other = await stage.process({ baseUrl: "https://other.example.com" });
  const browser = stage.browser(other);
  const origin = { "content-type": "application/x-www-form-urlencoded", origin: "https://other.example.com" };
  await stage.logIn(browser);
  stage.issuer.revocations.push(() => ({ status: 503, body: {} }));
  const answer = await browser.post("/auth/logout", { ...navigation, ...origin });
  const location = new URL(answer.headers.get("location") ?? "");
  expect(location.href).toContain(`${stage.issuer.issuer}/logout?client_id=web`);
  expect(location.searchParams.get("post_logout_redirect_uri")).toBe(
    "https://other.example.com/auth/signed-out",
  );
  expect(browser.cookies.size).toBe(0);
});

test("D8 the sessions of a user can be listed and ended, one or all or all others, and nobody else's end", async () => {
  const stage = await Stage.open();
  const other = await stage.process();
  const browsers = [stage.browser(), stage.browser(), stage.browser(other), stage.browser()];
  const [one, two, three, bob] = browsers as [Browser, Browser, Browser, Browser];
  for (const browser of [one, two, three]) await stage.logIn(browser);
  await stage.logIn(bob, "bob");
  const listed = await stage.sessions.list({ subject: "alice" });
  const [first = { id: "" }, second = { id: "" }] = listed;
  expect(listed).toHaveLength(3);
  for (const { id } of listed) for (const browser of browsers) expect(browser.cookieHeader).not.toContain(id);
  expect(await other.sessions.end(second.id)).toBe(true);
  expect(await other.sessions.end(second.id)).toBe(false);
  expect(await other.sessions.end("nothing")).toBe(false);
  expect(await two.json("/me", fetching)).toEqual({ error: "login_required", reason: "ended" });
  expect(await other.sessions.endAll({ subject: "alice" }, { except: first.id })).toBe(1);
  expect(await Promise.all([one, two, three, bob].map(isSignedIn))).toEqual([true, false, false, true]);
  expect(await stage.sessions.endAll({ subject: "alice" })).toBe(1);
  expect(await Promise.all([one, bob].map(isSignedIn))).toEqual([false, true]);
  await whenever(() => stage.issuer.alive.length === 1);
});

test("D8 an app does not list or end the sessions of another app on the same store", async () => {
  const stage = await Stage.open();
  const other = await stage.process({ baseUrl: "https://other.example.com" });
  const browser = stage.browser();
  await stage.logIn(browser);
  const [session = { id: "" }] = await stage.sessions.list({ subject: "alice" });
  expect(await other.sessions.list({ subject: "alice" })).toEqual([]);
  expect(await other.sessions.end(session.id)).toBe(false);
  expect(await other.sessions.endAll({ subject: "alice" })).toBe(0);
  // Its cookie under the name of the other app's cookie is nothing there.
  const thief = stage.browser(other);
  await thief.get("/auth/login");
  const [login = ""] = thief.cookies.keys();
  thief.cookies.set(login.replace(/-login$/, ""), browser.cookie("session") ?? "");
  expect(await isSignedIn(thief)).toBe(false);
  expect(await isSignedIn(browser)).toBe(true);
});

test("D14 a user is issuer and subject: neither the same subject elsewhere nor the same address is the same user", async () => {
  const stage = await Stage.open();
  const second = await Stage.open();
  const elsewhere = await stage.process({ issuer: second.issuer.issuer });
  const [alice, twin, same] = [stage.browser(), stage.browser(elsewhere), stage.browser()];
  await stage.logIn(alice);
  const start = await stage.begin(twin);
  const grant = { subject: "alice", nonce: start.searchParams.get("nonce") ?? "" };
  const parameters = new URLSearchParams({
    code: second.issuer.issueCode(grant),
    state: start.searchParams.get("state") ?? "",
  });
  expect((await twin.get(`/auth/callback?${parameters}`)).status).toBe(302);
  await stage.logIn(same, "bob", { claims: { email: "alice@example.com" } });
  expect(await stage.sessions.endAll({ subject: "alice" })).toBe(1);
  expect([await isSignedIn(alice), await isSignedIn(twin), await isSignedIn(same)]).toEqual([
    false,
    true,
    true,
  ]);
});
