import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { type Browser, navigation } from "./support/browser.ts";
import { Stage } from "./support/stage.ts";
import { whenever } from "./support/test-clock.ts";

const app = "https://app.example.com";

/** The subject that a browser is signed in as; `null` if it is not. */
const userOf = async (browser: Browser): Promise<unknown> => (await browser.json("/public")).user;

const locationOf = ({ headers, status }: Response): string => `${status} ${headers.get("location")}`;

test("D4 a login gives a new id, and the session whose cookie was planted before answers as nobody", async () => {
  const stage = await Stage.open();
  const attacker = stage.browser();
  const victim = stage.browser();
  await stage.logIn(attacker, "mallory");
  const planted = attacker.cookie("session") ?? "";
  for (const [name, value] of attacker.cookies) victim.cookies.set(name, value);
  await stage.logIn(victim, "alice");
  expect(victim.cookie("session")).not.toBe(planted);
  expect(await userOf(victim)).toBe("alice");
  expect(await userOf(attacker)).toBeNull();
});

test("D4 the app's data of a planted session is not that of the next user, and stays for the same user", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  const dataOf = async (): Promise<unknown> => (await browser.json("/me")).data;
  await stage.logIn(browser, "mallory");
  const request = new Request(app, { headers: { cookie: browser.cookieHeader } });
  await (await stage.sessions.read(request)).setData({ cart: "mallory's" });
  await stage.logIn(browser, "mallory");
  expect(await dataOf()).toEqual({ cart: "mallory's" });
  await stage.logIn(browser, "alice");
  expect(await dataOf()).toEqual({});
});

test("D4 a login by form_post, with which no session cookie comes, ends the browser's session before it", async () => {
  const stage = await Stage.open({ responseMode: "form_post" });
  const browser = stage.browser();
  const logIn = async (): Promise<string | undefined> => {
    const { parameters } = stage.allow(await stage.begin(browser));
    // A form of another site: only the cookie that is SameSite=None comes.
    const login = [...browser.cookies].filter(([name]) => name.endsWith("-login"));
    const response = await stage.first.fetch(
      new Request(`${app}/auth/callback`, {
        method: "POST",
        headers: { cookie: login.map((pair) => pair.join("=")).join(), origin: stage.issuer.issuer },
        body: parameters,
      }),
    );
    browser.keep(response);
    expect(response.status).toBe(303);
    return browser.cookie("session");
  };
  const first = await logIn();
  const second = await logIn();
  expect(second).not.toBe(first);
  expect(await stage.sessions.list({ subject: "alice" })).toHaveLength(1);
});

test("D5 an id that the app never gave is not adopted, whatever else is done with it", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  await stage.begin(browser);
  const [login = ""] = browser.cookies.keys();
  const made = "A".repeat(43);
  browser.cookies.set(login.replace(/-login$/, ""), made);
  expect(await userOf(browser)).toBeNull();
  await stage.logIn(browser, "alice");
  expect(browser.cookie("session")).not.toBe(made);
  const other = stage.browser();
  other.cookies.set(login.replace(/-login$/, ""), made);
  expect(await userOf(other)).toBeNull();
});

for (const order of ["first", "second"] as const)
  test(`D10 two tabs that log in both succeed, and one session stays, if the ${order} comes back before the other`, async () => {
    const stage = await Stage.open();
    const browser = stage.browser();
    const a = stage.allow(await stage.begin(browser, "?returnTo=/a"));
    const b = stage.allow(await stage.begin(browser, "?returnTo=/b"));
    const tabs = order === "first" ? ([a, "/a", b, "/b"] as const) : ([b, "/b", a, "/a"] as const);
    expect(locationOf(await browser.get(tabs[0].path))).toBe(`302 ${app}${tabs[1]}`);
    expect(locationOf(await browser.get(tabs[2].path))).toBe(`302 ${app}${tabs[3]}`);
    expect(await userOf(browser)).toBe("alice");
    expect(await stage.sessions.list({ subject: "alice" })).toHaveLength(1);
    await whenever(() => stage.issuer.alive.length === 1);
  });

test("D10 of two logins of a browser that end at the same instant, one session stays and its cookie counts", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  const a = stage.allow(await stage.begin(browser));
  const b = stage.allow(await stage.begin(browser));
  // Both answers of the provider come when both callbacks wait for them.
  const both = Promise.withResolvers<{ readonly status: 0; readonly body: null }>();
  let waiting = 0;
  for (let at = 0; at < 2; at += 1)
    stage.issuer.exchanges.push(() => {
      waiting += 1;
      if (waiting === 2) both.resolve({ status: 0, body: null });
      return both.promise;
    });
  const answers = await Promise.all([a, b].map(({ path }) => browser.get(path)));
  expect(answers.map(({ status }) => status)).toEqual([302, 302]);
  const live = await stage.sessions.list({ subject: "alice" });
  expect(live).toHaveLength(1);
  expect(await userOf(browser)).toBe("alice");
});

test("D10 a callback of another browser's login is refused before its code is sent, and the login stays open", async () => {
  const stage = await Stage.open();
  const attacker = stage.browser();
  const { path } = stage.allow(await stage.begin(attacker), "mallory");
  const anonymous = stage.browser();
  const signedIn = stage.browser();
  await stage.logIn(signedIn, "alice");
  const pending = stage.browser();
  const own = stage.allow(await stage.begin(pending), "victor");
  const before = stage.issuer.received.length;
  for (const victim of [anonymous, signedIn, pending]) {
    const answer = await victim.get(path);
    expect(answer.status).toBe(400);
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
  expect(stage.issuer.received).toHaveLength(before);
  expect(await userOf(signedIn)).toBe("alice");
  expect((await pending.get(own.path)).status).toBe(302);
  expect((await attacker.get(path)).status).toBe(302);
  expect(await userOf(attacker)).toBe("mallory");
});

test("D15 the value of the login cookie, the state and the code are no session", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  const address = await stage.begin(browser);
  const { parameters } = stage.allow(address);
  const secret = browser.cookie("login") ?? "";
  const state = address.searchParams.get("state") ?? "";
  expect([secret.length, state.length]).toEqual([43, 43]);
  const [login = ""] = browser.cookies.keys();
  const values = [secret, state, address.searchParams.get("nonce") ?? "", parameters.get("code") ?? ""];
  for (const value of values) {
    const thief = stage.browser();
    thief.cookies.set(login.replace(/-login$/, ""), value);
    expect(await userOf(thief)).toBeNull();
  }
  await browser.get(`/auth/callback?${parameters}`);
  const session = browser.cookie("session") ?? "";
  expect(values).not.toContain(session);
  for (const value of values) {
    const thief = stage.browser();
    thief.cookies.set(login.replace(/-login$/, ""), value);
    expect(await userOf(thief)).toBeNull();
  }
});

test("A11 every login has its own verifier of 43 characters or more, and the code is sent with that of its login", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  const starts = [await stage.begin(browser), await stage.begin(browser), await stage.begin(browser)];
  const codes = starts.map((start) => stage.allow(start));
  for (const { path } of codes.toReversed()) await browser.get(path);
  const verifiers = stage.issuer.received.flatMap(({ form }) => form.code_verifier ?? []);
  const challenges = verifiers.map((text) => createHash("sha256").update(text).digest("base64url"));
  expect(new Set(verifiers).size).toBe(3);
  for (const verifier of verifiers) expect(verifier).toMatch(/^[\w.~-]{43,128}$/);
  expect(starts.map(({ searchParams }) => searchParams.get("code_challenge_method"))).toEqual(
    Array(3).fill("S256"),
  );
  expect(challenges.toReversed()).toEqual(
    starts.map(({ searchParams }) => searchParams.get("code_challenge")),
  );
});

test("A12 a callback that is loaded again exchanges nothing: signed in it leads on, otherwise it says that it is over", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  const { path } = stage.allow(await stage.begin(browser, "?returnTo=/me"));
  await browser.get(path);
  const cookie = browser.cookie("session");
  const sent = stage.issuer.received.length;
  expect(locationOf(await browser.get(path))).toBe(`302 ${app}/me`);
  expect(browser.cookie("session")).toBe(cookie);
  expect((await stage.browser().get(path)).status).toBe(400);
  await browser.post("/auth/logout");
  expect((await browser.get(path)).status).toBe(400);
  expect(browser.cookie("session")).toBeUndefined();
  expect(stage.issuer.received.filter((one) => one.path === "/token")).toHaveLength(sent);
});

test("A12 the same callback in two processes at once exchanges once, and both answers set the same cookie", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  const { path } = stage.allow(await stage.begin(browser));
  const other = await stage.process();
  const cookie = browser.cookieHeader;
  const load = (fetch: (request: Request) => Promise<Response> | Response): Promise<Response> =>
    Promise.resolve(fetch(new Request(`${app}${path}`, { headers: { cookie } })));
  const answers = await stage.clock.until(
    Promise.all([load(stage.first.fetch), load(other.fetch), load(other.fetch)]),
  );
  const cookies = answers.map(({ headers }) => headers.getSetCookie()[0]);
  expect(new Set(cookies).size).toBe(1);
  expect(cookies[0]).toContain("__Host-tw-");
  expect(stage.issuer.received.filter(({ form }) => form.code !== undefined)).toHaveLength(1);
});

test("A12 a login that began in one process ends in another one that started later", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  const { path } = stage.allow(await stage.begin(browser));
  await stage.clock.until(stage.sessions.close());
  const restarted = await stage.process();
  const answer = await restarted.fetch(
    new Request(`${app}${path}`, { headers: { cookie: browser.cookieHeader } }),
  );
  expect(answer.status).toBe(302);
});

test("A12 the state of another app on the same store fits no login of this one", async () => {
  const stage = await Stage.open();
  const other = await stage.process({ baseUrl: "https://other.example.com" });
  const browser = stage.browser();
  const stranger = stage.browser(other);
  const { path } = stage.allow(await stage.begin(browser));
  await stranger.get("/auth/login");
  const secret = browser.cookie("login") ?? "";
  for (const name of stranger.cookies.keys()) stranger.cookies.set(name, secret);
  expect((await stranger.get(path)).status).toBe(400);
  expect(stage.issuer.received).toHaveLength(0);
});

for (const isPromised of [true, false])
  test(`A9 a callback with another issuer is refused, and one without ${isPromised ? "too, if" : "is not, unless"} the metadata promises one`, async () => {
    const stage = await Stage.open();
    stage.issuer.metadata = { authorization_response_iss_parameter_supported: isPromised };
    // A process that has not read the metadata yet.
    const fresh = await stage.process({ baseUrl: "https://second.example.com" });
    for (const [iss, isAccepted] of [
      ["https://evil.example", false],
      [`${stage.issuer.issuer}/`, false],
      ["", !isPromised],
      [null, !isPromised],
      [stage.issuer.issuer, true],
    ] as const) {
      const browser = stage.browser(fresh);
      const { parameters } = stage.allow(await stage.begin(browser));
      if (iss !== null) parameters.set("iss", iss);
      const before = stage.issuer.received.length;
      const { status } = await browser.get(`/auth/callback?${parameters}`);
      const sent = stage.issuer.received.length - before;
      expect([iss, status, sent]).toEqual([iss, isAccepted ? 302 : 400, isAccepted ? 1 : 0]);
    }
  });

test("A9 a wrong iss stays wrong beside a nested address, a repeated parameter or another spelling", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  const evil = "iss=https%3A%2F%2Fevil.example";
  for (const shape of [
    (code: string, state: string) =>
      `code=${code}&state=${state}&${evil}&iss=${encodeURIComponent(stage.issuer.issuer)}`,
    (code: string, state: string) =>
      `${evil}&state=${state}&x=${encodeURIComponent(`${app}/auth/callback?code=${code}&state=${state}`)}`,
    (code: string, state: string) =>
      `${evil}&state=${state}&code=${code}&x=%3Fcode%3D${code}%26state%3D${state}`,
    (code: string, state: string) => `state=${state}&${evil}&code=${code}%26state%3D${state}`,
    (code: string, state: string) => `state=${state}&${evil}&code=${code}#code=${code}&state=${state}`,
  ]) {
    const { parameters } = stage.allow(await stage.begin(browser));
    const query = shape(parameters.get("code") ?? "", parameters.get("state") ?? "");
    expect((await browser.get(`/auth/callback?${query}`)).status).toBe(400);
  }
  expect(stage.issuer.received).toHaveLength(0);
});

test("A link to the login cannot replace the kind of authentication that the app demands of every login", async () => {
  const stage = await Stage.open({ acrValues: ["strong"] });
  const browser = stage.browser();
  const address = await stage.begin(browser, "?acr_values=weak&max_age=60");
  expect(address.searchParams.get("acr_values")).toBe("strong");
  const { path } = stage.allow(address, "alice", { claims: { acr: "weak" } });
  expect((await browser.get(path)).status).toBe(403);
  expect(await userOf(browser)).toBeNull();
  const right = await stage.logIn(browser, "alice", { claims: { acr: "strong" } });
  expect(right.status).toBe(302);
});

test("A link to the login that asks for no kind of authentication at all lets the user in as always", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  expect((await stage.logIn(browser, "alice", { query: "?acr_values=&max_age=" })).status).toBe(302);
  expect((await stage.logIn(browser, "alice", { query: "?acr_values=&max_age=" })).status).toBe(302);
});

test("A visitor of another name of the site is sent to the app's own once, and to the provider then, whatever a proxy says", async () => {
  const stage = await Stage.open();
  for (const header of ["host", "x-forwarded-host"]) {
    const browser = stage.browser();
    const other = { ...navigation, [header]: "www.app.example.com" };
    const first = await browser.get("/auth/login?returnTo=/me", other);
    const location = new URL(first.headers.get("location") ?? "");
    expect([location.origin, location.searchParams.get("returnTo")]).toEqual([app, "/me"]);
    expect(browser.cookies.size).toBe(0);
    // A proxy that names the app so at every request must not send the visitor to and fro.
    const second = await browser.get(`${location.pathname}${location.search}`, other);
    expect(new URL(second.headers.get("location") ?? "").origin).toBe(stage.issuer.issuer);
  }
  const foreign = { ...navigation, "x-forwarded-host": "evil.example" };
  const answer = await stage.browser().get("/auth/login", foreign);
  const address = new URL(answer.headers.get("location") ?? "");
  expect([address.origin, address.searchParams.get("redirect_uri")]).toEqual([
    stage.issuer.issuer,
    `${app}/auth/callback`,
  ]);
});

test("A link to the login sets no parameter of the protocol", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  const address = await stage.begin(
    browser,
    "?redirect_uri=https://evil.example&state=x&nonce=x&client_id=x&scope=x&response_type=token&response_mode=fragment&code_challenge=x&login_hint=alice",
  );
  const { searchParams } = address;
  expect(searchParams.getAll("redirect_uri")).toEqual([`${app}/auth/callback`]);
  expect([searchParams.get("client_id"), searchParams.get("response_type")]).toEqual(["web", "code"]);
  expect([
    searchParams.get("state"),
    searchParams.get("nonce"),
    searchParams.get("code_challenge"),
  ]).not.toContain("x");
  expect(searchParams.has("response_mode")).toBe(false);
  expect(searchParams.get("login_hint")).toBe("alice");
});

test("A browser keeps eight open logins at most: the oldest gives way, and the newest completes", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  const starts = [];
  for (let at = 0; at < 12; at += 1) starts.push(stage.allow(await stage.begin(browser)));
  for (const table of ["browser_login", "login"]) expect(stage.rows.count(table)).toBe(8);
  expect((await browser.get(starts[0]?.path ?? "")).status).toBe(400);
  expect((await browser.get(starts[11]?.path ?? "")).status).toBe(302);
});
