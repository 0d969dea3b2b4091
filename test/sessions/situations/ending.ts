import { expect } from "vitest";
import type { Browser, Page } from "../support/browser.ts";
import { copyCookie, granted, notStored, refused, sessionCookie } from "../support/facts.ts";
import type { Situation } from "../support/situation.ts";
import type { Stage } from "../support/stage.ts";

const minuteMs = 60_000;
const hours8Ms = 8 * 3_600_000;

const me = (browser: Browser) => browser.fetch("/me");

const pollingTab: Situation = {
  name: "polling_tab_is_never_idle",
  title: "polls and prefetches do not keep a session alive, and no session outlives its absolute end",
  needs: ["limits", "store"],
  async play(open) {
    const limits = { idleSeconds: 900, absoluteSeconds: 8 * 3600 };
    const stage = await open({ options: limits, app: { quietPaths: ["/api/notifications"] } });
    await staysIdle(stage);
    await staysActive(stage);
    await prefetchesDoNotCount(stage);
    await endsAtAbsoluteEnd(stage);
    const endless = await open({ options: { absoluteSeconds: null } });
    const fourth = endless.browser();
    await endless.logIn(fourth);
    granted(await me(fourth));
  },
};

async function staysIdle(stage: Stage): Promise<void> {
  const browser = stage.browser();
  await stage.logIn(browser);
  const cookie = sessionCookie(browser);
  granted(await browser.fetch("/api/notifications"));
  const earlier = stage.store().version();
  for (let poll = 1; poll < 30; poll += 1) {
    await stage.advance(30_000);
    granted(await browser.fetch("/api/notifications"));
  }
  // Polls write nothing: what is left is the sweep, once a minute at most.
  expect(stage.store().version() - earlier).toBeLessThanOrEqual(15);
  await stage.advance(30_000);
  await stage.advance(30_000);
  refused(await browser.fetch("/api/notifications"), "idle");
  copyCookie(cookie, browser);
  refused(await me(browser), "idle");
  expect(stage.store().liveSessions()).toBe(0);
}

async function staysActive(stage: Stage): Promise<void> {
  const browser = stage.browser();
  await stage.logIn(browser);
  for (let visit = 0; visit < 2; visit += 1) {
    await stage.advance(14 * minuteMs);
    granted(await me(browser));
  }
  const earlier = stage.store().version();
  for (let second = 0; second < 60; second += 1) {
    await stage.advance(1000);
    granted(await me(browser));
  }
  // The touch, the sweep, and the extension that may be due.
  expect(stage.store().version() - earlier).toBeLessThanOrEqual(6);
  await stage.logOut(browser);
}

async function prefetchesDoNotCount(stage: Stage): Promise<void> {
  const browser = stage.browser();
  await stage.logIn(browser);
  for (let minute = 0; minute < 14; minute += 1) {
    await stage.advance(minuteMs);
    const answer = await browser.step("/me", { headers: { "sec-purpose": "prefetch" } });
    expect(answer.status).toBe(200);
  }
  await stage.advance(minuteMs + 1000);
  refused(await me(browser), "idle");
}

async function endsAtAbsoluteEnd(stage: Stage): Promise<void> {
  const { provider } = stage;
  const browser = stage.browser();
  const page = await stage.logIn(browser);
  const beganMs = Date.parse(granted(await me(browser)).createdAt ?? "");
  const cookie = sessionCookie(browser);
  if (cookie.expiresMs !== null) expect(cookie.expiresMs).toBeLessThanOrEqual(beganMs + hours8Ms + 1000);
  expect(page.hops.some(({ setCookies }) => setCookies.includes(cookie.line))).toBe(true);
  for (let minute = 1; minute < 480; minute += 1) {
    await stage.advance(minuteMs);
    const answer = await me(browser);
    granted(answer);
    expect(answer.setCookies).toEqual([]);
  }
  await stage.advance(beganMs + hours8Ms + 1000 - stage.nowMs());
  const refreshes = provider.ledger.refreshes().length;
  expect(refreshes).toBeGreaterThan(28);
  // The browser has dropped the cookie. A copy of it is told why.
  refused(await me(browser), null);
  copyCookie({ ...cookie, expiresMs: null }, browser);
  refused(await me(browser), "absolute");
  copyCookie({ ...cookie, expiresMs: null }, browser);
  refused(await browser.fetch("/api/orders"), "absolute");
  expect(provider.ledger.refreshes()).toHaveLength(refreshes);
}

const backchannelLogout: Situation = {
  name: "backchannel_logout_then_login",
  title: "a logout token ends the sessions that exist, and not the login after it",
  needs: ["backchannel", "store"],
  async play(open) {
    const stage = await open();
    const { provider } = stage;
    const [first, second] = [stage.browser(), stage.browser()];
    await stage.logIn(first);
    await stage.logIn(second);
    const old = [sessionCookie(first), sessionCookie(second)];
    const { sid } = granted(await me(first)).claims ?? {};
    expect(granted(await me(second)).claims?.sid).not.toBe(sid);
    const report = async (claims: object) => {
      const token = await stage.logoutToken("alice", { ...claims });
      const answer = await stage.post(stage.driver.routes.backchannelLogout, { logout_token: token });
      expect(answer.status).toBe(200);
      notStored(answer);
    };
    await report({ sid });
    refused(await me(first), "provider_logout");
    granted(await me(second));
    await report({});
    refused(await me(second), "provider_logout");
    await stage.logIn(first);
    granted(await me(first));
    for (const cookie of old) {
      const copied = stage.browser();
      copyCookie(cookie, copied);
      refused(await me(copied), "provider_logout");
    }
    granted(await me(first));
    await stage.until(() => provider.grants().length === 1);
    await stage.until(() => stage.store().refreshTokens() === 1);
  },
};

/** A request that must not log anybody out. */
const harmless: readonly (readonly [
  name: string,
  send: (stage: Stage, browser: Browser) => Promise<unknown>,
])[] = [
  [
    "prefetch of the framework",
    (_stage, browser) =>
      browser.fetch("/auth/logout", { headers: { "next-router-prefetch": "1", rsc: "1" } }),
  ],
  [
    "prefetch of the browser",
    (stage, browser) =>
      browser.step("/auth/logout", { from: stage.at("/"), headers: { "sec-purpose": "prefetch" } }),
  ],
  [
    "image",
    (_stage, browser) =>
      browser.fetch("/auth/logout", {
        from: "https://evil.example/",
        headers: { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" },
      }),
  ],
  ["link", (_stage, browser) => browser.navigate("/auth/logout", { from: "https://evil.example/" })],
  ["HEAD", (_stage, browser) => browser.fetch("/auth/logout", { method: "HEAD" })],
  [
    "form of another site",
    (_stage, browser) => browser.bare("/auth/logout", { origin: "https://evil.example" }, "POST"),
  ],
  ["form of no site", (_stage, browser) => browser.bare("/auth/logout", { origin: "null" }, "POST")],
  [
    "form of a sibling site",
    (_stage, browser) => browser.submit("/auth/logout", {}, { from: "https://other.app.example/" }),
  ],
];

const logoutByPrefetch: Situation = {
  name: "logout_by_prefetch_or_image",
  title: "only a POST from the app's own page logs out, here and at the provider",
  needs: [],
  async play(open) {
    const stage = await open();
    const { provider } = stage;
    const browser = stage.browser();
    await stage.logIn(browser);
    const cookie = sessionCookie(browser);
    const asked = [...browser.visits].filter(([address]) => stage.isProvider(new URL(address)));
    const entries = provider.ledger.list().length;
    for (const [name, send] of harmless) {
      await send(stage, browser);
      expect([name, (await me(browser)).status]).toEqual([name, 200]);
      expect(sessionCookie(browser).value).toBe(cookie.value);
    }
    expect([...browser.visits].filter(([address]) => stage.isProvider(new URL(address)))).toEqual(asked);
    expect(provider.ledger.list()).toHaveLength(entries);

    // The page of a link has a button that posts.
    const confirm = await browser.navigate("/auth/logout", { from: "https://evil.example/" });
    expect([confirm.status, /<form[^>]*method="post"/.test(confirm.body)]).toEqual([200, true]);

    const out = await browser.submit("/auth/logout", {}, { from: stage.at("/"), follow: false });
    assertLoggedOut(stage, browser, out, cookie.line);
    const to = new URL(out.headers.location ?? "");
    expect([to.origin, to.pathname]).toEqual([provider.issuer, "/v2/logout"]);
    expect(Object.fromEntries(to.searchParams)).toMatchObject({
      client_id: "web",
      returnTo: expect.stringContaining(stage.plan.baseUrl),
    });
    expect((await browser.navigate(to, { from: stage.at("/") })).url.origin).toBe(stage.plan.baseUrl);
    copyCookie(cookie, browser);
    refused(await me(browser), "logged_out");
    await stage.until(() => provider.ledger.summary().revocations === 1);
    expect(provider.grants()).toEqual([]);
    stage.assertRevoked();

    await logsOutWithoutProvider(stage);
    await namesUserAtOpenIdProvider(await open({ provider: { personality: "oidc" } }));
  },
};

/** Asserts that an answer logs out: to the provider, with the cookie cleared as it was set. */
function assertLoggedOut(stage: Stage, browser: Browser, out: Page, setLine: string): void {
  expect(out.status).toBe(303);
  notStored(out);
  expect(stage.isProvider(new URL(out.headers.location ?? ""))).toBe(true);
  const attributes = (line: string) =>
    line
      .toLowerCase()
      .split("; ")
      .slice(1)
      .filter((attribute) => !/^(max-age|expires)=/.test(attribute))
      .toSorted();
  const [name = ""] = setLine.split("=");
  const cleared = out.setCookies.find((line) => line.startsWith(`${name}=`)) ?? "";
  expect(attributes(cleared)).toEqual(attributes(setLine));
  expect(browser.cookies()).toEqual([]);
}

/** The local part is done although the provider does not answer, and the rest as soon as it does. */
async function logsOutWithoutProvider(stage: Stage): Promise<void> {
  const { provider } = stage;
  const browser = stage.browser();
  await stage.logIn(browser);
  const cookie = sessionCookie(browser);
  await provider.setReachable(false);
  const out = await browser.submit("/auth/logout", {}, { from: stage.at("/"), follow: false });
  assertLoggedOut(stage, browser, out, cookie.line);
  copyCookie(cookie, browser);
  refused(await me(browser), "logged_out");
  await provider.setReachable(true);
  expect(provider.grants()).toHaveLength(1);
  await stage.untilLater(() => provider.grants().length === 0);
}

async function namesUserAtOpenIdProvider(stage: Stage): Promise<void> {
  const browser = stage.browser();
  await stage.logIn(browser);
  const out = await browser.submit("/auth/logout", {}, { from: stage.at("/"), follow: false });
  const to = new URL(out.headers.location ?? "");
  expect([out.status, to.origin]).toEqual([303, stage.provider.issuer]);
  expect(to.searchParams.get("post_logout_redirect_uri")).toContain(stage.plan.baseUrl);
  const idTokens = stage.provider.record.list().filter(({ kind }) => kind === "id_token");
  expect(idTokens.map(({ value }) => value)).toContain(to.searchParams.get("id_token_hint"));
  const end = await stage.finish(browser, await browser.navigate(to, { from: stage.at("/") }));
  expect([end.url.origin, end.status]).toEqual([stage.plan.baseUrl, 200]);
  // With a path to return to, too: the address of the logout is registered, and has no query.
  await stage.logIn(browser);
  const back = await browser.submit("/auth/logout", { returnTo: "/public?x=1" }, { from: stage.at("/") });
  const returned = await stage.finish(browser, back);
  expect([returned.url.href, returned.status]).toEqual([stage.at("/public?x=1"), 200]);
}

const endedElsewhere: Situation = {
  name: "ended_elsewhere_ends_now",
  title: "a session that is ended elsewhere is over at once, in every process",
  needs: ["lists", "processes"],
  async play(open) {
    const stage = await open({ app: { processes: 2 } });
    const { provider } = stage;
    const [first, second, third] = [stage.browser(), stage.browser(), stage.browser()];
    for (const browser of [first, second, third]) await stage.logIn(browser);
    const cookies = [first, second, third].map(sessionCookie);
    for (const { value } of cookies) expect(value).toMatch(/^[A-Za-z0-9_-]{43}$/);
    // Both processes know all three, so that a copy in memory would show.
    for (const index of [0, 1]) {
      stage.useProcess(index);
      for (const browser of [first, second, third]) granted(await me(browser));
    }
    const endOthers = () => first.fetch("/api/end-others", { method: "POST" });
    stage.useProcess(0);
    expect(granted<{ ended: number }>(await endOthers()).ended).toBe(2);
    stage.useProcess(1);
    refused(await me(second), "ended");
    stage.useProcess(0);
    refused(await me(third), "ended");
    granted(await me(first));
    await stage.until(() => provider.grants().length === 1);

    await stage.logIn(third);
    const again = sessionCookie(third);
    await stage.advance(61_000);
    provider.faults.arm({ fault: "hold" });
    stage.useProcess(1);
    const refreshing = third.fetch("/api/orders");
    await provider.faults.whenHeld();
    stage.useProcess(0);
    granted(await endOthers());
    const copied = stage.browser();
    for (const index of [0, 1]) {
      stage.useProcess(index);
      copyCookie(again, copied);
      refused(await me(copied), "ended");
    }
    provider.faults.release();
    expect([200, 401]).toContain((await refreshing).status);
    await stage.until(() => provider.grants().length === 1);

    stage.useProcess(0);
    await stage.logOut(first);
    const [own] = cookies;
    if (own) copyCookie(own, copied);
    stage.useProcess(1);
    refused(await me(copied), "logged_out");
    await stage.until(() => provider.grants().length === 0);
    expect(provider.ledger.summary().revocations).toBeGreaterThanOrEqual(4);
    stage.assertRevoked();
  },
};

/** Situations about the end of a session. */
export const ending: readonly Situation[] = [pollingTab, backchannelLogout, logoutByPrefetch, endedElsewhere];
