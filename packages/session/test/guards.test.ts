import { Hono } from "hono";
import { expect, expectTypeOf, test } from "vitest";
import type { Session as ApiSession } from "../src/api.ts";
import { requireLogin } from "../src/hono.ts";
import { openSessions } from "../src/index.ts";
import { say } from "../src/text/say.ts";
import { Browser, navigation, ownForm } from "./support/browser.ts";
import { Stage } from "./support/stage.ts";

const app = "https://app.example.com";
const minuteMs = 60_000;
const fetching = { accept: "application/json", origin: app };
const json = { ...fetching, "sec-fetch-mode": "cors", "content-type": "application/json" };

test("D12 a blocked user is out at the next request that asks the provider: 401 with the reason, and a page that says why", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  await stage.logIn(browser);
  stage.issuer.blocked.add("alice");
  stage.clock.advance(2 * minuteMs);
  const { cookieHeader } = browser;
  const answer = await browser.post("/transfer", json);
  expect([answer.status, await answer.json()]).toEqual([
    401,
    { error: "login_required", reason: "grant_refused" },
  ]);
  // This request began with a live session: its answer may come late, so it removes no cookie.
  expect(answer.headers.getSetCookie()).toEqual([]);
  const again = await stage.first.fetch(
    new Request(`${app}/me`, { headers: { cookie: cookieHeader, ...navigation } }),
  );
  expect([again.status, again.headers.getSetCookie().length]).toEqual([401, 1]);
  expect(await again.text()).toContain("your account was blocked");
  const open = await stage.first.fetch(new Request(`${app}/public`, { headers: { cookie: cookieHeader } }));
  expect(await open.json()).toEqual({ user: null });
  expect(stage.issuer.refreshCount).toBe(1);
});

test("D12 a handler that asks for a token of a dead grant is answered as one without a session", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  await stage.logIn(browser);
  stage.issuer.blocked.add("alice");
  stage.clock.advance(61 * minuteMs);
  const answer = await stage.clock.until(browser.get("/token", fetching));
  expect([answer.status, await answer.json()]).toEqual([
    401,
    { error: "login_required", reason: "grant_refused" },
  ]);
});

test("D13 a provider that is down is 503 with Retry-After where a token or a proof is needed, and nobody is logged out", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  await stage.logIn(browser);
  stage.clock.advance(61 * minuteMs);
  for (let at = 0; at < 50; at += 1) stage.issuer.refreshes.push(() => ({ status: 503, body: {} }));
  expect((await stage.clock.until(browser.get("/me"))).status).toBe(200);
  for (const path of ["/token", "/transfer"]) {
    const method = path === "/token" ? "GET" : "POST";
    const answer = await stage.clock.until(browser.send(path, { method, headers: json }), 250);
    expect([path, answer.status, await answer.text()]).toEqual([
      path,
      503,
      '{"error":"temporarily_unavailable"}',
    ]);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(answer.headers.get("location")).toBeNull();
  }
  const page = await stage.clock.until(browser.get("/token"), 250);
  expect([page.status, (await page.text()).includes(say("en", "page.unavailable.title"))]).toEqual([
    503,
    true,
  ]);
  expect((await browser.get("/me")).status).toBe(200);
});

test("A request without a session is a redirect for a user, and 401 for everything else", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  const user = await browser.get("/me?a=1");
  expect([user.status, user.headers.get("location")]).toEqual([
    302,
    `${app}/auth/login?returnTo=%2Fme%3Fa%3D1`,
  ]);
  const form = await browser.post("/change", { ...ownForm, referer: `${app}/settings?tab=2` });
  expect([form.status, form.headers.get("location")]).toEqual([
    303,
    `${app}/auth/login?returnTo=%2Fsettings%3Ftab%3D2`,
  ]);
  const foreign = await browser.post("/change", { ...ownForm, referer: "https://evil.example/settings" });
  expect(foreign.headers.get("location")).toBe(`${app}/auth/login?returnTo=%2F`);
  const program = await browser.get("/me", fetching);
  expect([program.status, program.headers.get("location")]).toEqual([401, null]);
  for (const headers of [{ ...navigation, "sec-purpose": "prefetch" }, { rsc: "1" }]) {
    expect((await browser.get("/me", headers)).status).toBe(401);
    expect((await browser.get("/auth/login", headers)).status).toBe(401);
  }
  expect(browser.cookies.size).toBe(0);
});

/** Goes to the provider for a step-up, and returns the answer to its callback. */
async function stepUp(
  stage: Stage,
  browser: Browser,
  claims: Readonly<Record<string, unknown>>,
  subject = "alice",
): Promise<Response> {
  const asked = await browser.post("/password", { ...ownForm, referer: `${app}/settings` });
  expect(asked.status).toBe(303);
  const start = await browser.get(asked.headers.get("location")?.replace(app, "") ?? "");
  const { searchParams, ...address } = new URL(start.headers.get("location") ?? "");
  expect([searchParams.get("max_age"), searchParams.get("prompt")?.split(" ")[0]]).toEqual(["300", "login"]);
  expect(address).toBeDefined();
  const url = new URL(start.headers.get("location") ?? "");
  return await browser.get(stage.allow(url, subject, { claims }).path);
}

test("A provider that did not ask the user again opens no guard: the page says so, and the session goes on", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  await stage.logIn(browser);
  const cookie = browser.cookie("session");
  stage.clock.advance(120 * minuteMs);
  await stage.clock.until(browser.get("/me"));
  const { nowSeconds } = stage.issuer;
  for (const auth_time of [
    nowSeconds - 7_200,
    undefined,
    nowSeconds * 1_000,
    nowSeconds + 600,
    String(nowSeconds),
    0,
    -1,
  ]) {
    const answer = await stepUp(stage, browser, { auth_time });
    expect([auth_time, answer.status]).toEqual([auth_time, 403]);
    expect(await answer.text()).toContain("did not ask you for one");
    expect(browser.cookie("session")).toBe(cookie);
    expect((await browser.post("/password", json)).status).toBe(401);
  }
  expect((await browser.get("/me")).status).toBe(200);
  const honest = await stepUp(stage, browser, { auth_time: nowSeconds - 5 });
  expect([honest.status, honest.headers.get("location")]).toEqual([302, `${app}/settings`]);
  expect(browser.cookie("session")).not.toBe(cookie);
  expect((await browser.post("/password")).status).toBe(200);
  stage.clock.advance(296_000);
  const late = await browser.post("/password", json);
  expect([late.status, await late.json()]).toEqual([
    401,
    { error: "recent_login_required", max_age: 300, acr_values: null },
  ]);
});

test("Another user who answers a step-up gets no session, and that of the first goes on", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  await stage.logIn(browser);
  const cookie = browser.cookie("session");
  stage.clock.advance(10 * minuteMs);
  const answer = await stepUp(stage, browser, {}, "mallory");
  expect([answer.status, browser.cookie("session")]).toEqual([403, cookie]);
  expect((await browser.json("/public")).user).toBe("alice");
  expect(await stage.sessions.list({ subject: "mallory" })).toEqual([]);
});

test("A step-up that another browser began is not completed by this one", async () => {
  const stage = await Stage.open();
  const [victim, attacker] = [stage.browser(), stage.browser()];
  await stage.logIn(victim);
  await stage.logIn(attacker, "mallory");
  stage.clock.advance(10 * minuteMs);
  const start = await stage.begin(attacker, "?max_age=300&returnTo=/settings");
  const { path } = stage.allow(start, "mallory");
  expect((await victim.get(path)).status).toBe(400);
  expect((await victim.json("/public")).user).toBe("alice");
});

test("The app's data merges, also from requests at the same time, and is refused beyond 4096 bytes", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  await stage.logIn(browser);
  const read = async (): Promise<ApiSession> =>
    await stage.sessions.read(new Request(app, { headers: { cookie: browser.cookieHeader } }));
  const sessions = await Promise.all(Array.from({ length: 10 }, read));
  await Promise.all(sessions.map((session, at) => session.setData({ [`m${at}`]: at })));
  expect(Object.keys((await read()).data)).toHaveLength(10);
  const session = await read();
  await session.setData({ m0: undefined, m1: { deep: ["é"] } });
  expect(session.data).toMatchObject({ m1: { deep: ["é"] }, m2: 2 });
  expect("m0" in session.data).toBe(false);
  await expect(session.setData({ big: "é".repeat(2_048) })).rejects.toMatchObject({
    code: "data_too_large",
    message: expect.stringContaining("4096"),
  });
  expect((await read()).data).toEqual(session.data);
  // A member of this name stays data.
  await session.setData(JSON.parse('{"__proto__":{"isAdmin":true}}'));
  expect(Reflect.get((await read()).data, "isAdmin")).toBeUndefined();
  expect(Reflect.get({}, "isAdmin")).toBeUndefined();
  await browser.post("/auth/logout");
  await expect(session.setData({ late: 1 })).rejects.toMatchObject({
    code: "not_logged_in",
    endReason: "logged_out",
  });
});

test("Without a live session every method that needs one says so, and all that can be read is empty", async () => {
  const stage = await Stage.open();
  const session = await stage.sessions.read(new Request(app));
  expect([session.id, session.user, session.claims, session.idToken, session.endReason]).toEqual(
    Array(5).fill(null),
  );
  expect([session.createdAt, session.extendedAt, session.authenticatedAt, session.data]).toEqual([
    null,
    null,
    null,
    {},
  ]);
  await session.end();
  const failing = [session.token(), session.fetch("/x"), session.extend(), session.setData({ a: 1 })];
  for (const work of failing)
    await expect(work).rejects.toMatchObject({
      name: "SessionError",
      code: "not_logged_in",
      endReason: null,
    });
});

test("An answer of the API that a handler of Hono passes on keeps its body and status, and is private", async () => {
  const stage = await Stage.open();
  const hono = new Hono();
  hono.use(stage.sessions.hono());
  hono.get("/orders", requireLogin(), async () => await fetch(`${stage.issuer.issuer}/keys`));
  const browser = new Browser((request) => hono.fetch(request));
  await stage.logIn(browser);
  const answer = await browser.get("/orders");
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
  expect(await answer.json()).toHaveProperty("keys");
});

test("The app's data has the type that the app gives it", async () => {
  interface Cart {
    readonly [member: string]: unknown;
    readonly items?: readonly string[];
  }
  type Typed = Awaited<ReturnType<typeof openSessions<Cart>>>;
  expectTypeOf<Awaited<ReturnType<Typed["read"]>>["data"]["items"]>().toEqualTypeOf<
    readonly string[] | undefined
  >();
  expectTypeOf<ApiSession["data"]>().toExtend<Readonly<Record<string, unknown>>>();
  // @ts-expect-error an app id is no option
  await expect(openSessions({ appId: "x" })).rejects.toMatchObject({ code: "invalid_option" });
});
