import { expect } from "vitest";
import type { Answer, Browser, Page } from "../support/browser.ts";
import { granted, notStored, refused, sessionCookie } from "../support/facts.ts";
import type { Situation } from "../support/situation.ts";
import type { Stage } from "../support/stage.ts";

/** Asserts that a response begins no login. */
function beginsNothing(stage: Stage, answer: Answer): void {
  expect(answer.headers.location).toBeUndefined();
  expect(answer.setCookies).toEqual([]);
  expect([401, 204]).toContain(answer.status);
  notStored(answer);
  expect(stage.store().pendingLogins()).toBe(0);
}

/** Sends a request. Next.js sends one of its own client back to itself once, with a hash of its headers in the query. */
async function past(send: (address: string) => Promise<Answer>, address: string): Promise<Answer> {
  const answer = await send(address);
  const { location = "" } = answer.headers;
  return answer.status === 307 && /^[^?]*\?_rsc\b/.test(location) ? await send(location) : answer;
}

/** Asserts that a page which is fetched in advance, redirects included, leads to no login: a page may only redirect. */
async function endsInApp(stage: Stage, send: (address: string) => Promise<Answer>, path: string) {
  let answer = await past(send, path);
  for (let hop = 0; hop < 3 && answer.headers.location !== undefined; hop += 1) {
    const { location } = answer.headers;
    expect(new URL(location, answer.url).origin).toBe(stage.plan.baseUrl);
    expect(answer.setCookies).toEqual([]);
    answer = await past(send, location);
  }
  expect([answer.headers.location, answer.setCookies]).toEqual([undefined, []]);
  expect(stage.store().pendingLogins()).toBe(0);
}

const prefetches: readonly (readonly [count: number, headers: Readonly<Record<string, string>>])[] = [
  [100, { "next-router-prefetch": "1", rsc: "1" }],
  [20, { "sec-purpose": "prefetch" }],
  [20, { "sec-purpose": "prefetch;prerender" }],
  [20, { purpose: "prefetch" }],
];

const prefetchPilesUp: Situation = {
  name: "prefetch_piles_up_transactions",
  title: "prefetches begin no login, and abandoned logins do not pile up in the browser",
  needs: ["store"],
  async play(open) {
    const stage = await open({ app: { maxHeaderBytes: 8192 } });
    const browser = stage.browser();
    for (const [count, headers] of prefetches) {
      const send = (address: string) => browser.step(address, { headers });
      for (let index = 0; index < count; index += 1) beginsNothing(stage, await past(send, "/me"));
      for (let index = 0; index < 20; index += 1) beginsNothing(stage, await past(send, stage.loginAt()));
      await endsInApp(stage, send, "/settings");
    }
    expect(browser.cookies()).toEqual([]);
    let newest: Page | undefined;
    const pending: number[] = [];
    const oldest = await browser.navigate(stage.loginAt("/oldest"));
    for (let index = 0; index < 200; index += 1) {
      newest = await browser.step(stage.loginAt("/newest"));
      expect(newest.status).toBe(302);
      pending.push(stage.store().pendingLogins());
    }
    const header = browser.cookies().map(({ name, value }) => `${name}=${value}; `);
    expect(header.join("").length).toBeLessThan(4096);
    // Bounded: a hundred more change nothing.
    expect(pending[199]).toBe(pending[99]);
    expect(pending[199]).toBeLessThan(32);
    const page = await browser.navigate(newest?.headers.location ?? "", { from: stage.at("/") });
    const end = await stage.finish(browser, page);
    expect(end.url.href).toBe(stage.at("/newest"));
    const me = await browser.navigate("/me");
    expect(me.status).toBe(200);
    sessionCookie(browser);
    // The oldest gave way first. The person is signed in by now, so its end is a page and no second login.
    const given = await browser.navigate(await stage.approve(browser, oldest));
    expect(given.status).toBeLessThan(500);
    expect(stage.provider.ledger.summary().codes).toBe(1);
    await stage.logOut(browser);
    expect(browser.cookies()).toEqual([]);
  },
};

const twoTabs: Situation = {
  name: "two_tabs_log_in",
  title: "two tabs that log in at the same time both succeed, in either order, and leave one session",
  needs: ["lists"],
  async play(open) {
    for (const order of [
      ["/a", "/b"],
      ["/b", "/a"],
    ]) {
      const stage = await open();
      const { provider } = stage;
      const browser = stage.browser();
      const tabs = new Map<string, Page>();
      for (const path of ["/a", "/b"]) tabs.set(path, await stage.startLogin(browser, path));
      const cookies: string[] = [];
      for (const path of order) {
        const callback = await stage.approve(browser, tabs.get(path) ?? expect.unreachable("a tab"));
        const page = await browser.navigate(callback, { from: provider.issuer });
        expect(page.url.href).toBe(stage.at(path));
        expect(page.hops.every(({ status }) => status < 400)).toBe(true);
        cookies.push(granted(await browser.fetch("/me")).id ?? "");
      }
      const codes = provider.ledger.list().filter(({ kind }) => kind === "code");
      expect(codes.map(({ outcome }) => outcome)).toEqual(["exchanged", "exchanged"]);
      expect(new Set(codes.map(({ fingerprint }) => fingerprint)).size).toBe(2);
      const live = granted<{ id: string }[]>(await browser.fetch("/api/sessions"));
      expect(live.map(({ id }) => id)).toEqual([cookies[1]]);
      await stage.until(() => provider.grants().length === 1);
      const [grant] = provider.grants();
      expect(grant?.id).toBe(codes[1]?.grantId);
      stage.assertRevoked();
    }
    // An ID token with the nonce of another login is good for nothing.
    const stage = await open({ client: { idTokenClaims: { nonce: "of another login" } } });
    const browser = stage.browser();
    const page = await stage.logIn(browser);
    expect([page.url.pathname, page.status < 500]).toEqual(["/auth/callback", true]);
    refused(await browser.fetch("/me"));
  },
};

/** Asserts that a page says that the login is over, and offers another one. */
function saysOver(stage: Stage, page: Page): void {
  expect([page.status, page.hops.length]).toEqual([400, 1]);
  expect(page.setCookies.filter((line) => !/max-age=0|expires=thu, 01 jan 1970/i.test(line))).toEqual([]);
  expect(page.body).toContain(stage.driver.routes.login);
  expect(page.body).not.toMatch(/checks\.state|TypeError|stack|undefined|state mismatch/i);
  notStored(page);
}

const backButton: Situation = {
  name: "back_button_replays_callback",
  title: "a callback that is loaded again redeems no second code, and shows no internal error",
  needs: [],
  async play(open) {
    const stage = await open();
    const { provider } = stage;
    const browser = stage.browser();
    const callback = await stage.approve(browser, await stage.startLogin(browser, "/me"));
    const first = await browser.navigate(callback, { from: provider.issuer });
    expect([first.url.href, first.status]).toEqual([stage.at("/me"), 200]);
    const cookie = sessionCookie(browser);
    const { id } = granted(await browser.fetch("/me"));
    const again = await browser.navigate(callback);
    expect([stage.at("/me"), stage.at("/")]).toContain(again.url.href);
    expect(again.status).toBe(200);
    expect(sessionCookie(browser).value).toBe(cookie.value);
    expect(granted(await browser.fetch("/me")).id).toBe(id);
    // Long after, too.
    await stage.advance(600_000);
    const later = await browser.navigate(callback);
    expect([later.status, granted(await browser.fetch("/me")).id]).toEqual([200, id]);
    const empty = stage.browser();
    saysOver(stage, await empty.navigate(callback));
    expect(empty.cookies()).toEqual([]);
    await stage.logOut(browser);
    saysOver(stage, await browser.navigate(callback));
    refused(await browser.fetch("/me"));
    expect(provider.ledger.summary().codes).toBe(1);
    expect(stage.authorizations(browser)).toBe(1);
  },
};

const foreignCallback: Situation = {
  name: "login_csrf_foreign_callback",
  title: "a callback of another browser signs nobody in, and uses nothing up",
  needs: [],
  async play(open) {
    const stage = await open();
    const { provider } = stage;
    const attacker = stage.browser();
    const foreign = await stage.approve(attacker, await stage.startLogin(attacker, "/me"), "mallory");
    const link = { from: "https://evil.example/" };
    const empty = stage.browser();
    saysOver(stage, await empty.navigate(foreign, link));
    expect(empty.cookies()).toEqual([]);

    const signedIn = stage.browser();
    await stage.logIn(signedIn, { user: "alice" });
    const cookie = sessionCookie(signedIn);
    const before = granted(await signedIn.fetch("/me"));
    saysOver(stage, await signedIn.navigate(foreign, link));
    expect(sessionCookie(signedIn).value).toBe(cookie.value);
    expect(granted(await signedIn.fetch("/me"))).toEqual(before);

    const pending = stage.browser();
    const own = await stage.approve(pending, await stage.startLogin(pending, "/me"), "bob");
    saysOver(stage, await pending.navigate(foreign, link));
    refused(await pending.fetch("/me"));
    expect(provider.ledger.summary().codes).toBe(1);
    const landed = await pending.navigate(own, { from: provider.issuer });
    expect([landed.url.href, landed.status]).toEqual([stage.at("/me"), 200]);
    expect(granted(await pending.fetch("/me")).user?.name).toBe("bob");

    // The browser is checked before anything is used up.
    const mine = await attacker.navigate(foreign, { from: provider.issuer });
    expect(mine.status).toBe(200);
    expect(granted(await attacker.fetch("/me")).user?.name).toBe("mallory");
  },
};

const description = "<script>alert(1)</script>";

const providerSaysNo: Situation = {
  name: "provider_says_no_without_loop",
  title: "a provider that says no ends on a page with one way on, and never in a loop",
  needs: [],
  async play(open) {
    const stage = await open({ app: { guardsEverything: true }, client: { skipConfirmation: true } });
    const { provider } = stage;
    for (const error of ["access_denied", "login_required", "server_error"]) {
      for (const path of ["/", "/deep/page?x=1&y=%2F"]) {
        const browser = stage.browser();
        stage.set({ loginError: error, denyLogin: description });
        const asked = await browser.navigate(path);
        const end = await stage.finish(browser, asked);
        expect(end.url.pathname).toBe(stage.driver.routes.callback);
        expect(end.status).toBeGreaterThanOrEqual(400);
        expect(stage.authorizations(browser)).toBe(1);
        // What the provider says is shown as text.
        expect(end.body).not.toContain("<script>alert");
        expect(end.body).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
        for (const hop of end.hops.filter(({ url }) => !stage.isProvider(url))) notStored(hop);
        expect(browser.cookies()).toEqual([]);
        expect(stage.store().liveSessions()).toBe(0);
        refused(await browser.fetch("/me"));
        // The one way on leads to the same place.
        stage.set({ loginError: null, denyLogin: null });
        const link = /href="([^"]*)"/.exec(end.body.replace(/<head.*<\/head>/s, ""))?.[1] ?? "";
        const retried = await browser.navigate(link.replaceAll("&amp;", "&"), { from: end.url.href });
        const landed = await stage.finish(browser, retried);
        expect([landed.url.href, landed.status]).toEqual([stage.at(path), 200]);
        await stage.logOut(browser);
      }
    }
    const stranger = stage.browser();
    const query = "error=access_denied&error_description=call+555&state=unknown77";
    const page = await stranger.navigate(`/auth/callback?${query}`);
    expect([page.status, page.hops.length]).toEqual([400, 1]);
    for (const word of ["call", "555", "access_denied", "unknown77"]) expect(page.body).not.toContain(word);
    expect(stranger.cookies()).toEqual([]);
    notStored(page);
    expect(provider.ledger.summary().refused).toBe(0);
  },
};

const hostile: readonly string[] = [
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\r\n/evil.example",
  " //evil.example",
  "https://evil.example",
  "https:evil.example",
  "javascript:alert(1)",
  ".evil.example",
  "@evil.example",
  ":8443/",
  "https://app.example@evil.example/",
];

const harmless: readonly string[] = ["/me?next=https://ok.example&x=//y", "/a%2Fb?q=%5C#part", "/ünï"];

/** Logs in and returns the last address to which the app redirected, by the URL rules. */
async function destination(stage: Stage, browser: Browser, login: string): Promise<URL> {
  const page = await stage.finish(browser, await browser.navigate(login));
  const redirects = page.hops.filter(({ headers, url }) => headers.location && !stage.isProvider(url));
  const last = redirects.at(-1) ?? expect.unreachable("a redirect of the app");
  for (const hop of page.hops) if (!stage.isProvider(hop.url)) expect(hop.status).toBeLessThan(500);
  for (const value of Object.values(last.headers).flat()) expect(value).not.toMatch(/[\r\n]/);
  return new URL(last.headers.location ?? "", last.url);
}

const returnToLeaves: Situation = {
  name: "return_to_leaves_the_site",
  title: "no value of returnTo leads off the site, and harmless ones arrive as they were",
  needs: [],
  async play(open) {
    const stage = await open();
    const browser = stage.browser();
    const origin = new URL(stage.plan.baseUrl).origin;
    for (const value of hostile)
      expect([value, (await destination(stage, browser, stage.loginAt(value))).href]).toEqual([
        value,
        `${origin}/`,
      ]);
    const twice = `${stage.loginAt("/a")}&returnTo=//evil.example`;
    expect((await destination(stage, browser, twice)).origin).toBe(origin);
    for (const value of harmless)
      expect((await destination(stage, browser, stage.loginAt(value))).href).toBe(
        new URL(value, `${origin}/`).href,
      );
    // The path of the request becomes returnTo by itself.
    const stranger = stage.browser();
    const asked = await stranger.step("/", { target: "//evil.example/%2e%2e" });
    expect([301, 302, 303, 307, 308]).toContain(asked.status);
    const login = new URL(asked.headers.location ?? "", asked.url);
    const landed = await stage.finish(stranger, await stranger.navigate(login));
    for (const { url } of landed.hops) expect(url.origin === origin || stage.isProvider(url)).toBe(true);
    expect([landed.url.origin, landed.status]).toEqual([origin, 200]);
    for (const value of [...hostile, ...harmless]) {
      const person = stage.browser();
      await stage.logIn(person);
      const out = `${stage.driver.routes.logout}?returnTo=${encodeURIComponent(value)}`;
      const end = await person.submit(out, { returnTo: value }, { from: stage.at("/") });
      const own = end.hops.filter(({ url }) => url.origin === origin);
      for (const { status } of own) expect(status).toBeLessThan(500);
      const places = own.map(({ url }) => url.href);
      if (harmless.includes(value)) expect(places).toContain(new URL(value, `${origin}/`).href);
      else expect([value, end.url.origin]).toEqual([value, origin]);
      expect(end.hops.every(({ url }) => url.origin === origin || stage.isProvider(url))).toBe(true);
    }
  },
};

/** The requests of the table, and whether each is a navigation of the person. */
const requests: readonly {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly becomes: "redirect" | "json" | "page";
}[] = [
  {
    name: "navigation",
    headers: { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document", accept: "text/html" },
    becomes: "redirect",
  },
  {
    name: "fetch",
    headers: { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty", accept: "*/*" },
    becomes: "json",
  },
  { name: "XMLHttpRequest", headers: { "x-requested-with": "XMLHttpRequest" }, becomes: "json" },
  { name: "JSON", headers: { accept: "application/json" }, becomes: "json" },
  { name: "anything", headers: { accept: "*/*" }, becomes: "json" },
  { name: "RSC", headers: { rsc: "1" }, becomes: "json" },
  { name: "image", headers: { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" }, becomes: "json" },
  {
    name: "iframe",
    headers: { "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe", accept: "text/html" },
    becomes: "page",
  },
  { name: "old browser", headers: { accept: "text/html,*/*;q=0.8" }, becomes: "redirect" },
];

const fetchGets401: Situation = {
  name: "fetch_gets_401_not_a_redirect",
  title: "a navigation is led to the login, and every other request is answered with 401",
  needs: ["store"],
  async play(open) {
    const stage = await open();
    for (const { becomes, headers, name } of requests) {
      const browser = stage.browser();
      const answer = await past((address) => browser.bare(address, headers), "/me");
      if (becomes === "redirect") {
        expect([name, answer.status]).toEqual([name, 302]);
        const to = new URL(answer.headers.location ?? "", answer.url);
        expect([to.origin, to.pathname]).toEqual([stage.plan.baseUrl, stage.driver.routes.login]);
        expect(to.searchParams.get(stage.driver.routes.returnTo)).toBe("/me");
        continue;
      }
      expect([name, answer.status, answer.headers.location]).toEqual([name, 401, undefined]);
      expect(answer.setCookies).toEqual([]);
      notStored(answer);
      expect(answer.body.length).toBeLessThan(16_384);
      if (becomes === "json") refused(answer, null);
      expect(stage.store().pendingLogins()).toBe(0);
    }
  },
};

const formPost: Situation = {
  name: "form_post_callback",
  title: "a callback by cross-site POST completes the login if the app was told, and is refused if not",
  needs: ["form_post"],
  async play(open) {
    const told = await open({ options: { responseMode: "form_post" } });
    const browser = told.browser();
    const started = await told.startLogin(browser, "/me");
    const [transaction] = browser.cookies();
    expect(transaction).toMatchObject({ sameSite: "none", secure: true, httpOnly: true });
    expect(browser.cookies()).toHaveLength(1);
    const page = await told.finish(browser, started);
    const callback = page.hops.find(({ url }) => url.href === told.callback);
    expect(callback).toMatchObject({ method: "POST", status: 303 });
    expect([page.url.href, page.status]).toEqual([told.at("/me"), 200]);
    expect(sessionCookie(browser).sameSite).toBe("lax");

    // The same form once more: as a callback that is loaded again.
    const other = told.browser();
    const form = await told.approveForm(other, await told.startLogin(other, "/me"));
    const from = told.provider.issuer;
    const first = await other.submit(told.callback, form, { from });
    expect(first.status).toBe(200);
    const { codes } = told.provider.ledger.summary();
    const second = await other.submit(told.callback, form, { from });
    expect(second.status).toBeLessThan(500);
    expect(second.hops.every(({ url }) => !told.isProvider(url))).toBe(true);
    granted(await other.fetch("/me"));
    expect(told.provider.ledger.summary().codes).toBe(codes);

    const json = await other.fetch(told.callback, {
      method: "POST",
      from,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(form),
    });
    expect([400, 415]).toContain(json.status);
    expect(await refusedEarly(told)).toBe(413);

    const untold = await open();
    const person = untold.browser();
    const provider = await untold.startLogin(person, "/me");
    const posted = await untold.approve(person, provider);
    const fields = Object.fromEntries(posted.searchParams);
    const answer = await person.submit(untold.callback, fields, { from: untold.provider.issuer });
    expect([answer.status, answer.headers.allow, answer.hops.length]).toEqual([405, "GET", 1]);
    expect(untold.authorizations(person)).toBe(1);

    const http = open({ baseUrl: "http://localhost:9355", options: { responseMode: "form_post" } });
    // Next.js loads the sessions with the first route that uses them, and logs the sentence.
    const said = await http.then(async (stage) => {
      expect((await stage.browser().fetch("/public")).status).toBe(500);
      return stage.app.output();
    }, String);
    expect(said).toMatch(/form_post.*https/);
  },
};

/** Begins to post a megabyte to the callback, and returns the status that comes before it is all sent. */
async function refusedEarly(stage: Stage): Promise<number> {
  const url = new URL(stage.callback);
  return await stage.network.partial({
    method: "POST",
    url,
    target: url.pathname,
    headers: { "content-type": "application/x-www-form-urlencoded", "content-length": "1000000" },
    body: `state=${"x".repeat(1000)}`,
  });
}

/** Situations about the beginning of a session. */
export const beginning: readonly Situation[] = [
  prefetchPilesUp,
  twoTabs,
  backButton,
  foreignCallback,
  providerSaysNo,
  returnToLeaves,
  fetchGets401,
  formPost,
];
