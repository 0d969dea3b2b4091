import { expect } from "vitest";
import type { Answer, Browser, Page } from "../support/browser.ts";
import { copyCookie, granted, notStored, refused, sessionCookie, wordsOf } from "../support/facts.ts";
import type { Situation } from "../support/situation.ts";
import type { Stage } from "../support/stage.ts";

interface Orders {
  readonly token: string;
}

const orders = (browser: Browser) => browser.fetch("/api/orders");

/** Asserts that a call got a token, or was told to come back: never that it must log in. */
function grantedOrLater(answer: Answer): void {
  expect([200, 503]).toContain(answer.status);
  expect(answer.setCookies).toEqual([]);
  if (answer.status === 503) {
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    notStored(answer);
  }
}

const parallelExpiry: Situation = {
  name: "parallel_expiry_one_refresh",
  title: "fifty requests that meet an expired token cause one refresh, and all get its token",
  needs: [],
  async play(open) {
    const stage = await open();
    const { network, provider } = stage;
    const browser = stage.browser();
    await stage.logIn(browser);
    const cookie = sessionCookie(browser);
    const before = granted<Orders>(await orders(browser)).token;
    await stage.advance(61_000);
    // The refresh is answered once all fifty are there.
    provider.faults.arm({ fault: "hold" });
    const burst = Array.from({ length: 50 }, () => orders(browser));
    await provider.faults.whenHeld();
    await network.whenUnderWay(50);
    await stage.advance(800);
    provider.faults.release();
    const answers = await Promise.all(burst);
    const tokens = new Set(answers.map((answer) => granted<Orders>(answer).token));
    expect(tokens.size).toBe(1);
    expect(tokens).not.toContain(before);
    expect(provider.ledger.summary().refreshes).toBe(1);
    await stage.advance(61_000);
    const last = await orders(browser);
    expect(tokens).not.toContain(granted<Orders>(last).token);
    const refreshes = provider.ledger.refreshes();
    expect(refreshes).toHaveLength(2);
    expect(refreshes[1]?.fingerprint).toBe(refreshes[0]?.issued);
    stage.assertRotatedWell();
    for (const answer of [...answers, last]) expect(answer.setCookies).toEqual([]);
    expect(sessionCookie(browser).value).toBe(cookie.value);
    expect(provider.grants()).toHaveLength(1);
  },
};

const slowRefresh: Situation = {
  name: "slow_refresh_two_processes",
  title: "a refresh that takes 15 seconds is the only one, whichever process is asked meanwhile",
  needs: ["processes"],
  async play(open) {
    const stage = await open({ app: { processes: 2 } });
    const { network, provider } = stage;
    const browser = stage.browser();
    await stage.logIn(browser);
    const cookie = sessionCookie(browser);
    await stage.advance(61_000);
    provider.faults.arm({ fault: "hold" });
    const first = orders(browser);
    await provider.faults.whenHeld();
    const waiting: Promise<Answer>[] = [];
    for (const ms of [3000, 9000]) {
      await stage.advance(ms);
      stage.useProcess(1);
      waiting.push(orders(browser));
      await network.whenUnderWay(waiting.length + 1);
    }
    await stage.advance(3000);
    provider.faults.release();
    for (const answer of await Promise.all([first, ...waiting])) grantedOrLater(answer);
    await stage.advance(1000);
    const tokens: string[] = [];
    for (const index of [0, 1]) {
      stage.useProcess(index);
      const answer = await orders(browser);
      expect(answer.setCookies).toEqual([]);
      tokens.push(granted<Orders>(answer).token);
    }
    expect(new Set(tokens).size).toBe(1);
    expect(provider.ledger.summary()).toMatchObject({ refreshes: 1, refreshed: 1, unprocessed: 0 });
    expect(sessionCookie(browser).value).toBe(cookie.value);
  },
};

const serverComponent: Situation = {
  name: "server_component_cannot_write_cookies",
  title: "a server component gets a fresh token, and no cookie has to be written for it",
  needs: ["components"],
  async play(open) {
    const stage = await open();
    const { provider } = stage;
    const browser = stage.browser();
    await stage.logIn(browser);
    const cookie = sessionCookie(browser);
    for (const round of [1, 2]) {
      await stage.advance(61_000);
      const page = await browser.navigate("/orders");
      expect([page.status, page.hops.length]).toEqual([200, 1]);
      // Both components of the page show what the API answered to their token.
      expect(wordsOf(page).match(/Orders of auth0\|[0-9a-f]+/g)).toHaveLength(2);
      expect(page.setCookies).toEqual([]);
      expect(provider.ledger.summary().refreshes).toBe(round);
    }
    const [first, second] = provider.ledger.refreshes();
    expect(second?.fingerprint).toBe(first?.issued);
    stage.assertRotatedWell();
    expect(sessionCookie(browser).value).toBe(cookie.value);
    expect(stage.app.output()).not.toMatch(/cookie/i);
  },
};

/** The ways in which the token endpoint is unwell, each for 15 seconds. */
const ailments: readonly {
  readonly name: string;
  /** Most attempts for one session. */
  readonly attempts: number;
  /** Whether requests of the app wait until time has passed. */
  readonly isSilent?: boolean;
  readonly begin: (stage: Stage) => void | Promise<void>;
  readonly end: (stage: Stage) => void | Promise<void>;
}[] = [
  {
    name: "503",
    attempts: 8,
    begin: ({ provider }) => provider.faults.arm({ fault: "status", status: 503, times: 100_000 }),
    end: ({ provider }) => provider.faults.clear(),
  },
  {
    name: "429 with Retry-After",
    attempts: 4,
    begin: ({ provider }) =>
      provider.faults.arm({ fault: "status", status: 429, retryAfter: "5", times: 100_000 }),
    end: ({ provider }) => provider.faults.clear(),
  },
  {
    name: "no connection",
    attempts: 0,
    begin: ({ provider }) => provider.setReachable(false),
    end: ({ provider }) => provider.setReachable(true),
  },
  {
    name: "no answer",
    // The second one after nothing of the first can arrive any more.
    attempts: 2,
    isSilent: true,
    begin: ({ provider }) => provider.faults.arm({ fault: "hang", times: 100_000 }),
    end: ({ provider }) => provider.faults.clear(),
  },
  {
    name: "a web page",
    attempts: 8,
    begin: ({ provider }) => provider.faults.arm({ fault: "html", times: 100_000 }),
    end: ({ provider }) => provider.faults.clear(),
  },
];

const users = Array.from({ length: 20 }, (_, index) => `user${index}`);

const providerDown: Situation = {
  name: "provider_down_keeps_sessions",
  title: "a provider that is down for a minute logs nobody out, and is asked few times",
  needs: [],
  async play(open) {
    const stage = await open();
    const { provider } = stage;
    const browsers = users.map(() => stage.browser());
    const claims: unknown[] = [];
    for (const [index, browser] of browsers.entries()) {
      await stage.logIn(browser, { user: users[index] ?? "" });
      claims.push(granted(await browser.fetch("/me")).claims);
    }
    const cookies = browsers.map((browser) => sessionCookie(browser).value);
    for (const { attempts, begin, end, isSilent = false } of ailments) {
      // All access tokens are expired, the extension is due, and no pause of the ailment before is left.
      await stage.advance(3_700_000);
      const earlier = provider.ledger.list().length;
      await begin(stage);
      await clickThrough(stage, { browsers, claims, isSilent });
      await end(stage);
      // The app learns of requests that are over, and then of the end of their drain period.
      await stage.advance(100_000);
      await stage.settle();
      const asked = provider.ledger.list().slice(earlier);
      const bySession = Object.groupBy(asked, ({ fingerprint }) => fingerprint ?? "");
      for (const entries of Object.values(bySession)) expect(entries?.length).toBeLessThanOrEqual(attempts);
    }
    await stage.advance(3_700_000);
    const earlier = provider.ledger.refreshes().length;
    for (const [index, browser] of browsers.entries()) {
      const me = await browser.fetch("/me");
      expect(granted(me).user?.name).toBe(users[index]);
      granted(await orders(browser));
    }
    expect(
      provider.ledger
        .refreshes()
        .slice(earlier)
        .map(({ outcome }) => outcome),
    ).toEqual(users.map(() => "rotated"));
    stage.assertRotatedWell();
    expect(browsers.map((browser) => sessionCookie(browser).value)).toEqual(cookies);
    expect(provider.grants()).toHaveLength(users.length);
  },
};

interface Clicks {
  readonly browsers: readonly Browser[];
  readonly claims: readonly unknown[];
  readonly isSilent: boolean;
}

/** Lets each user click every third second for 15 seconds, and asserts that no answer logs a user out. */
async function clickThrough(stage: Stage, { browsers, claims, isSilent }: Clicks): Promise<void> {
  const pages: Promise<Answer>[][] = [];
  const calls: Promise<Answer>[] = [];
  for (let second = 0; second < 15; second += 3) {
    const before = stage.network.sent;
    const [me, own] = [browsers.map((browser) => browser.fetch("/me")), browsers.map(orders)];
    pages.push(me);
    calls.push(...own);
    await stage.network.whenSent(before + 2 * browsers.length);
    if (!isSilent) await Promise.all([...me, ...own]);
    if (isSilent) await stage.settle();
    await stage.advance(3000);
  }
  if (isSilent) await stage.pass([...pages.flat(), ...calls]);
  for (const round of pages) {
    const told = (await Promise.all(round)).map((answer) => granted(answer).claims);
    expect(told).toEqual(claims);
  }
  for (const answer of await Promise.all(calls)) {
    grantedOrLater(answer);
    expect(answer.status).toBe(503);
  }
}

const deadGrant: Situation = {
  name: "dead_grant_ends_the_session_once",
  title: "a refused grant ends the session once, with a reason, and is never presented again",
  needs: [],
  async play(open) {
    const blocked = await open();
    const login = await afterDeath(blocked, () => blocked.provider.setBlocked("alice", true));
    // The provider says itself that it has blocked the user.
    expect([login.url.pathname, login.status < 500]).toEqual([blocked.driver.routes.callback, true]);
    const revoked = await open();
    const again = await afterDeath(revoked, () => revoked.provider.revokeGrants("alice"));
    // The user is still signed in at the provider.
    expect([again.url.href, again.status]).toEqual([revoked.at("/me"), 200]);
  },
};

/** Lets the grant of a session die. Returns the page at the end of the way on. */
async function afterDeath(stage: Stage, die: () => unknown): Promise<Page> {
  const { provider } = stage;
  const browser = stage.browser();
  await stage.logIn(browser);
  const cookie = sessionCookie(browser);
  const copied = stage.browser();
  await die();
  await stage.advance(901_000);
  const page = await browser.navigate("/me");
  expect(browser.jar.list().map(({ name }) => name)).not.toContain(cookie.name);
  // The person reads why, and is one press away from the provider.
  expect(page.hops.every(({ status }) => status < 500)).toBe(true);
  expect(wordsOf(page)).toMatch(/no longer|ended|over/i);
  for (let call = 0; call < 20; call += 1) {
    copyCookie(cookie, copied);
    refused(await orders(copied), "grant_refused");
  }
  copyCookie(cookie, copied);
  const anonymous = granted(await copied.fetch("/public"));
  // The reason stays on the server.
  expect([anonymous.user, anonymous.endReason]).toEqual([null, "grant_refused"]);
  expect(provider.ledger.summary()).toMatchObject({ refreshes: 1, refused: 1, mostPresentations: 1 });
  const next = /href="([^"]*\/auth\/login[^"]*)"/.exec(page.body)?.[1] ?? "";
  const login = await browser.navigate(next.replaceAll("&amp;", "&"), { from: page.url.href });
  expect(login.hops[1]?.url.origin).toBe(provider.issuer);
  expect(stage.authorizations(browser)).toBe(2);
  return await stage.finish(browser, login);
}

const lateAnswer: Situation = {
  name: "late_answer_after_logout",
  title: "an answer that arrives after the logout brings no session back, and its token is revoked",
  needs: ["data"],
  async play(open) {
    const stage = await open();
    const { provider } = stage;
    const browser = stage.browser();
    await stage.logIn(browser);
    const cookie = sessionCookie(browser);
    const copied = stage.browser();
    copyCookie(cookie, copied);
    await stage.advance(61_000);
    provider.faults.arm({ fault: "hold" });
    const slow = browser.fetch("/slow");
    await provider.faults.whenHeld();
    await stage.advance(500);
    const out = await browser.submit("/auth/logout", {}, { from: stage.at("/"), follow: false });
    expect(out.status).toBe(303);
    await stage.advance(1000);
    provider.faults.release();
    const late = await slow;
    expect(late.setCookies).toEqual([]);
    expect([200, 401]).toContain(late.status);
    refused(await browser.fetch("/me"), null);
    refused(await copied.fetch("/me"), "logged_out");
    expect(stage.store().liveSessions()).toBe(0);
    await stage.until(() => provider.grants().length === 0);
    expect(provider.ledger.refreshes()).toHaveLength(1);
    await stage.until(() => stage.store().refreshTokens() === 0);
    stage.assertRevoked();
  },
};

const headersSent: Situation = {
  name: "headers_already_sent",
  title: "a stream gets fresh tokens after its head has left, and is told when the grant has died",
  needs: ["streams"],
  async play(open) {
    const stage = await open({ accessTokenSeconds: 110 });
    const { provider } = stage;
    const browser = stage.browser();
    await stage.logIn(browser);
    const cookie = sessionCookie(browser);
    await stage.advance(111_000);
    const stream = await browser.stream("/stream");
    expect(await stream.ended).toBe(true);
    expect(stream.words.text).toMatch(/^begun\ntoken [0-9a-f]{12}\n$/);
    const events = await browser.stream("/events");
    await events.words.matching(/data: begun\n\n/);
    for (let minute = 1; minute <= 10; minute += 1) {
      await stage.advance(60_000);
      await events.words.matching(new RegExp(`(data: token [0-9a-f]{12}\\n\\n){${minute}}`));
    }
    expect(await events.ended).toBe(true);
    expect(new Set(events.words.text.match(/token [0-9a-f]{12}/g)).size).toBeGreaterThanOrEqual(5);
    const file = await browser.fetch("/file");
    expect([file.status, file.body.length > 100]).toEqual([200, true]);
    granted(await orders(browser));
    stage.assertRotatedWell();
    expect([...stream.setCookies, ...events.setCookies, ...file.setCookies]).toEqual([]);
    expect(sessionCookie(browser).value).toBe(cookie.value);

    const dying = await browser.stream("/events");
    await dying.words.matching(/data: begun\n\n/);
    await stage.advance(60_000);
    await dying.words.matching(/data: token/);
    provider.setBlocked("alice", true);
    await stage.advance(60_000);
    if (!/error/.test(dying.words.text)) await dying.words.matching(/(data: token.*\n\n){2}|data: error/);
    await stage.advance(60_000);
    await dying.words.matching(/data: error not_logged_in grant_refused\n/);
    expect(await dying.ended).toBe(true);
    const after = await orders(browser);
    refused(after, "grant_refused");
    expect(browser.cookies()).toEqual([]);
    expect(stage.app.output()).not.toContain("ERR_HTTP_HEADERS_SENT");
  },
};

/** Situations about refreshes. */
export const refreshing: readonly Situation[] = [
  parallelExpiry,
  slowRefresh,
  serverComponent,
  providerDown,
  deadGrant,
  lateAnswer,
  headersSent,
];
