import { setTimeout as sleep } from "node:timers/promises";
import type { Stage } from "../../support/stage.ts";
import { tlsProxy } from "../fronts.ts";
import { inTime, isServed, logIn, me, type Order, orders, tally } from "../journey.ts";
import { Findings, notApplicable, type Observation, type Observed, type Open } from "../situation.ts";

const justOverMs = 61_000;

/** Whether an answer lets a person or script believe that a login is needed. */
const asksForLogin = ({ answer, status }: Order): boolean =>
  status === 401 ||
  status === 403 ||
  (status >= 300 && status < 400) ||
  answer?.headers.location !== undefined;

const refreshesOf = ({ provider }: Stage) => provider.ledger.list().filter(({ kind }) => kind === "refresh");

const parallel: Observed = {
  name: "parallel_expiry_one_refresh",
  async observe(open) {
    const stage = await open();
    const browser = stage.browser();
    await logIn(stage, browser);
    await stage.advance(justOverMs);
    stage.provider.faults.arm({ fault: "delay", where: "after", ms: 800, times: 50 });
    const burst = await Promise.all(Array.from({ length: 50 }, () => orders(browser)));
    stage.provider.faults.clear();
    await stage.advance(justOverMs);
    const last = await orders(browser);
    const { grantsRevoked, mostPresentations, refreshes } = stage.provider.ledger.summary();
    const findings = new Findings();
    findings.check(
      refreshes === 2 && mostPresentations === 1,
      "one refresh for the burst and one for the last call",
      `${refreshes} refreshes, one token presented ${mostPresentations} times`,
    );
    findings.check(
      [...burst, last].every(isServed),
      "51 answers are 200",
      `the burst: ${tally(burst.map(({ status }) => status))}; the call after it: ${last.status}`,
    );
    findings.check(grantsRevoked === 0, "the grant lives", "the provider revoked the grant for reuse");
    return findings.observation();
  },
};

const slowRefresh: Observed = {
  name: "slow_refresh_two_processes",
  async observe(open) {
    const stage = await open({ app: { processes: 2 } });
    const browser = stage.browser();
    await logIn(stage, browser);
    await stage.advance(justOverMs);
    stage.provider.faults.arm({ fault: "delay", where: "after", ms: 15_000 });
    const at = (process: number): Promise<Order> => {
      stage.useProcess(process, tlsProxy);
      return orders(browser, 25_000);
    };
    const first = at(0);
    await sleep(3000);
    const second = at(1);
    await sleep(9000);
    const third = at(1);
    const early = await Promise.all([first, second, third]);
    await sleep(4000);
    const late = [await at(0), await at(1)];
    const findings = new Findings();
    const { refreshes } = stage.provider.ledger.summary();
    findings.check(refreshes === 1, "one refresh in the whole test", `${refreshes} refreshes`);
    const losers = early.filter(asksForLogin);
    findings.check(
      losers.length === 0,
      `while it is slow: ${tally(early.map(({ status }) => status))}`,
      `while it is slow: ${tally(early.map(({ status }) => status))}, which asks for a login`,
    );
    findings.check(
      late.every(isServed),
      "afterwards 200 in both processes",
      `afterwards ${late.map(({ status }) => status).join(" and ")}`,
    );
    return findings.observation();
  },
};

const serverComponent: Observed = {
  name: "server_component_cannot_write_cookies",
  async observe(open, rival) {
    if (rival.name === "Auth.js") return await documentedSession(open);
    if (rival.name !== "@auth0/nextjs-auth0") return notApplicable("an Express app has no server components");
    const findings = new Findings();
    for (const refreshInProxy of [false, true]) {
      const where = refreshInProxy ? "with the refresh in proxy.js that its guide recommends" : "as it is";
      const stage = await open({ options: { refreshInProxy } });
      const browser = stage.browser();
      await logIn(stage, browser);
      const pages = [];
      for (let round = 0; round < 2; round += 1) {
        await stage.advance(justOverMs);
        pages.push(await browser.step("orders"));
      }
      const { mostPresentations, refreshes } = stage.provider.ledger.summary();
      const isRight =
        refreshes === 2 && mostPresentations === 1 && pages.every(({ status }) => status === 200);
      const seen = `${tally(pages.map(({ status }) => status))}, ${refreshes} refreshes, one token presented ${mostPresentations} times`;
      findings.check(isRight, `${where}: ${seen}`, `${where}: ${seen}`);
    }
    return findings.observation();
  },
};

/** `getSession` of @auth/express, which its documentation shows, drops the cookie in the same way. */
async function documentedSession(open: Open): Promise<Observation> {
  const stage = await open({ options: { documentedSession: true } });
  const browser = stage.browser();
  await logIn(stage, browser);
  const statuses: number[] = [];
  for (let round = 0; round < 2; round += 1) {
    await stage.advance(justOverMs);
    statuses.push((await orders(browser)).status);
  }
  const { mostPresentations, refreshes } = stage.provider.ledger.summary();
  return notApplicable(
    `an Express app has no server components; but getSession of @auth/express as documented drops the cookie alike: over two expiries ${tally(statuses)}, ${refreshes} refreshes, one token presented ${mostPresentations} times`,
  );
}

const providerDown: Observed = {
  name: "provider_down_keeps_sessions",
  async observe(open) {
    const stage = await open({ options: { extendAfterSeconds: 30 } });
    const browsers = await Promise.all(
      Array.from({ length: 5 }, async (_, index) => {
        const browser = stage.browser();
        await logIn(stage, browser, `user${index}`);
        return browser;
      }),
    );
    await stage.advance(justOverMs);
    const findings = new Findings();
    const pages: number[] = [];
    const calls: Order[] = [];
    const both = async () => {
      for (const browser of browsers)
        await Promise.all([
          inTime(me(browser)).then((shown) => pages.push(shown?.status ?? 0)),
          orders(browser).then((order) => calls.push(order)),
        ]);
    };
    const { faults } = stage.provider;
    for (const fault of [
      { fault: "status", status: 503, times: 1000 },
      { fault: "status", status: 429, retryAfter: "5", times: 1000 },
      { fault: "html", times: 1000 },
    ] as const) {
      faults.arm(fault);
      for (let second = 0; second < 3; second += 1) {
        await both();
        await stage.advance(1000);
      }
      faults.clear();
    }
    faults.arm({ fault: "hang", times: 1000 });
    await Promise.all(
      browsers.map(async (browser) => {
        const [shown, order] = await Promise.all([inTime(me(browser), 30_000), orders(browser, 30_000)]);
        pages.push(shown?.status ?? 0);
        calls.push(order);
      }),
    );
    faults.clear();
    await stage.provider.setReachable(false);
    await both();
    await stage.provider.setReachable(true);
    const attempts = refreshesOf(stage).length;
    await stage.advance(120_000);
    const after = [];
    for (const browser of browsers) after.push([(await me(browser)).status, await orders(browser)] as const);
    findings.check(
      pages.every((status) => status === 200),
      "/me is 200 throughout",
      `/me while the provider is down: ${tally(pages)}`,
    );
    const isCalm = calls.every((order) => !asksForLogin(order) && order.status === 503);
    findings.check(
      isCalm,
      "/api/orders is 503",
      `/api/orders while the provider is down: ${tally(calls.map(({ status }) => status))}`,
    );
    findings.check(
      attempts <= 4 * browsers.length,
      `${attempts} attempts for 5 users and ${calls.length} calls`,
      `${attempts} attempts for 5 users and ${calls.length} calls: one for each call`,
    );
    findings.check(
      after.every(([status, order]) => status === 200 && isServed(order)),
      "afterwards everything is 200",
      `afterwards /me: ${tally(after.map(([status]) => status))}; /api/orders: ${tally(after.map(([, { status }]) => status))}`,
    );
    return findings.observation();
  },
};

const deadGrant: Observed = {
  name: "dead_grant_ends_the_session_once",
  async observe(open) {
    const stage = await open({ options: { extendAfterSeconds: 30 } });
    const browser = stage.browser();
    await logIn(stage, browser);
    stage.provider.setBlocked("alice", true);
    await stage.advance(justOverMs);
    const page = await me(browser);
    const calls = [await orders(browser)];
    const open200 = await browser.step("public");
    for (let call = 0; call < 20; call += 1) calls.push(await orders(browser));
    const { refused } = stage.provider.ledger.summary();
    const findings = new Findings();
    findings.check(
      refused === 1,
      "the provider is asked once",
      `the dead token is presented ${refused} times`,
    );
    findings.check(
      page.claims === null,
      `/me answers ${page.status}`,
      "/me goes on as if the user were not blocked",
    );
    findings.check(
      calls.every(({ status }) => status === 401),
      "the script gets 401",
      `the script gets ${tally(calls.map(({ status }) => status))}`,
    );
    const isAnonymous = open200.status === 200 && open200.body.includes('"sub":null');
    findings.check(
      isAnonymous,
      "/public is anonymous",
      open200.status === 200 ? "/public still names the user" : `/public answers ${open200.status}`,
    );
    return findings.observation();
  },
};

const withoutIdToken: Observed = {
  name: "refresh_answer_without_id_token",
  async observe(open, rival) {
    const stage = await open({ options: { extendAfterSeconds: 30 } });
    const browser = stage.browser();
    await logIn(stage, browser);
    const before = await me(browser);
    stage.provider.faults.arm({ fault: "missing", names: ["id_token"], times: 1000 });
    await stage.advance(justOverMs);
    const order = await orders(browser);
    const shown = await me(browser);
    const findings = new Findings();
    findings.check(
      isServed(order) && JSON.stringify(shown.claims) === JSON.stringify(before.claims),
      "the claims of the login stay",
      `/api/orders ${order.status}, /me ${shown.status} with other claims`,
    );
    if (rival.features.has("sensitive")) {
      const transfer = await browser.submit("transfer", {}, { follow: false });
      findings.check(
        transfer.body.includes("transferred"),
        "the proof of the grant passes",
        `POST /transfer answers ${transfer.status}`,
      );
    }
    await stage.advance(36_001_000);
    const end = await rival.logOut(stage, browser);
    const request = end.hops.find(({ url }) => stage.isProvider(url) && /logout/.test(url.pathname));
    const parameters = [...(request?.url.searchParams.keys() ?? [])];
    const isNamed = parameters.some((name) => name === "id_token_hint" || name === "logout_hint");
    findings.check(
      isNamed || request?.url.pathname === "/v2/logout",
      `the logout at the provider names the session (${parameters.join(", ")})`,
      request === undefined
        ? "the logout does not go to the provider"
        : `the logout at the provider does not name the session (${parameters.join(", ")})`,
    );
    return findings.observation();
  },
};

const headersSent: Observed = {
  name: "headers_already_sent",
  async observe(open) {
    const stage = await open({ options: { extendAfterSeconds: 1_000_000 } });
    const browser = stage.browser();
    await logIn(stage, browser);
    await stage.advance(justOverMs);
    const stream = await browser.stream(stage.at("/stream"));
    await stream.ended;
    await stage.advance(justOverMs);
    const after = await orders(browser);
    const findings = new Findings();
    findings.check(
      stream.words.text.includes('"api":200'),
      "the stream gets a token",
      `the stream ends with ${JSON.stringify(stream.words.text.slice(0, 80))}`,
    );
    const { mostPresentations } = stage.provider.ledger.summary();
    findings.check(
      isServed(after),
      "the next request works",
      `the next request answers ${after.status}: the token that the stream's refresh brought was lost, the old one is presented ${mostPresentations} times`,
    );
    const other = stage.browser();
    await logIn(stage, other, "bob");
    const events = await other.stream(stage.at("/events"));
    for (let expiry = 1; expiry <= 5; expiry += 1) {
      await inTime(events.words.matching(new RegExp(`(\\{[^\\n]*\\n){${expiry}}|failed`)));
      await stage.advance(justOverMs);
    }
    await events.ended;
    const lines = events.words.text.trim().split("\n");
    const tokens = new Set(lines.filter((line) => line.includes('"api":200')));
    findings.check(
      tokens.size === 6,
      "an event stream lives over five expiries",
      `an event stream over five expiries gets ${tokens.size} good tokens: ${lines.at(-1)?.slice(0, 60)}`,
    );
    const output = stage.app.output();
    findings.check(
      !output.includes("ERR_HTTP_HEADERS_SENT"),
      "no ERR_HTTP_HEADERS_SENT",
      "ERR_HTTP_HEADERS_SENT in the log",
    );

    return findings.observation();
  },
};

export const refreshing: readonly Observed[] = [
  parallel,
  slowRefresh,
  serverComponent,
  providerDown,
  deadGrant,
  withoutIdToken,
  headersSent,
];
