import { setTimeout as sleep } from "node:timers/promises";
import type { Browser } from "../../support/browser.ts";
import type { Stage } from "../../support/stage.ts";
import { copyOf, grantsLeft, logIn, me, tally } from "../journey.ts";
import { Findings, notApplicable, type Observed } from "../situation.ts";

const minuteMs = 60_000;

const polling: Observed = {
  name: "polling_tab_is_never_idle",
  async observe(open) {
    const stage = await open({
      options: { idleSeconds: 900, absoluteSeconds: 28_800, extendAfterSeconds: 900 },
      app: { quietPaths: ["/api/notifications"] },
    });
    const findings = new Findings();
    const first = stage.browser();
    await logIn(stage, first);
    for (let half = 0; half < 32; half += 1) {
      await stage.advance(minuteMs / 2);
      await first.fetch("api/notifications");
    }
    const polled = await first.fetch("api/notifications");
    findings.check(
      polled.status === 401,
      "a tab that only polls is over after 15 minutes",
      `a tab that only polls is alive after 16 minutes (${polled.status}): there is no documented way to say that a route does not count`,
    );
    const second = stage.browser();
    await logIn(stage, second);
    await stage.advance(14 * minuteMs);
    await me(second);
    await stage.advance(14 * minuteMs);
    const rested = await me(second);
    findings.check(
      rested.claims !== null,
      "use renews the idle time",
      `use does not renew it: ${rested.status}`,
    );
    const third = stage.browser();
    await logIn(stage, third);
    for (let tens = 0; tens < 47; tens += 1) {
      await stage.advance(10 * minuteMs);
      await me(third);
    }
    await stage.advance(10 * minuteMs + 1000);
    const old = await me(third);
    findings.check(old.claims === null, "over at 8 hours", "alive after 8 hours: there is no absolute limit");
    const unlimited = await open({ options: { idleSeconds: 900, absoluteSeconds: null } });
    const fourth = unlimited.browser();
    await logIn(unlimited, fourth);
    const fresh = await me(fourth);
    findings.check(
      fresh.claims !== null,
      "without an absolute limit the session lives",
      "without an absolute limit it is over at once",
    );
    return findings.observation();
  },
};

const lateAnswer: Observed = {
  name: "late_answer_after_logout",
  async observe(open, rival) {
    const stage = await open();
    const browser = stage.browser();
    await logIn(stage, browser);
    const old = copyOf(stage, browser);
    await stage.advance(61_000);
    stage.provider.faults.arm({ fault: "delay", where: "after", ms: 1500 });
    const slow = browser.fetch("slow");
    await sleep(500);
    await rival.logOut(stage, browser);
    const answer = await slow;
    const findings = new Findings();
    const alive = await grantsLeft(stage, 0);
    const again = await me(browser);
    findings.check(
      again.claims === null,
      "the late answer does not sign in again",
      "the late answer brings the session back: /me is 200 after the logout",
    );
    const copied = await me(old);
    findings.check(
      copied.claims === null,
      "the old cookie is dead",
      "the cookie from before the logout still shows the user",
    );
    findings.check(
      alive === 0,
      "the refresh token that came late is revoked",
      "the refresh token that came late lives on at the provider",
    );
    findings.check(
      answer.status < 500 || answer.status === 503,
      `/slow answers ${answer.status}`,
      `/slow answers ${answer.status}`,
    );
    return findings.observation();
  },
};

const backchannel: Observed = {
  name: "backchannel_logout_then_login",
  async observe(open, rival) {
    if (rival.name === "Auth.js") return notApplicable("Auth.js has no back-channel logout");
    const stage = await open({ options: { backchannel: true } });
    const one = stage.browser();
    const two = stage.browser();
    await logIn(stage, one);
    await logIn(stage, two);
    const [first, second] = [copyOf(stage, one), copyOf(stage, two)];
    const { sid } = (await me(one)).claims ?? {};
    const posts = [await post(stage, two, { sid })];
    const findings = new Findings();
    const states = async (...browsers: readonly Browser[]): Promise<string> => {
      const seen = [];
      for (const browser of browsers) seen.push((await me(browser)).claims === null ? "out" : "in");
      return seen.join(" ");
    };
    const afterFirst = await states(copyOf(stage, one), copyOf(stage, two));
    findings.check(
      afterFirst === "out in",
      "sid ends one session",
      `after the sid of the first: ${afterFirst}`,
    );
    posts.push(await post(stage, two, { sid: null }));
    const afterSecond = await states(copyOf(stage, two));
    findings.check(afterSecond === "out", "sub ends all", "a logout token with sub alone ends nothing");
    // The next login gets a session of its own at the provider.
    await one.fetch(`${stage.provider.issuer}/emulator/sessions/alice`, { method: "DELETE", from: null });
    await logIn(stage, one);
    const afterLogin = await states(one, second, first);
    findings.check(
      afterLogin === "in out out",
      "the new login stays, the old cookies are dead",
      `after the next login (new, second, first): ${afterLogin}`,
    );
    findings.note(
      `the posts answer ${posts.map(({ headers, status }) => `${status} ${headers["cache-control"] ?? "without Cache-Control"}`).join(", ")}`,
    );
    return findings.observation();
  },
};

/** Posts a logout token of the provider to the app. */
async function post(stage: Stage, browser: Browser, claims: Readonly<Record<string, unknown>>) {
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const issued = await browser.fetch(`${stage.provider.issuer}/emulator/logout-tokens/alice`, {
    method: "POST",
    from: null,
    body: JSON.stringify({ clientId: "web", claims }),
  });
  const { token } = JSON.parse(issued.body);
  return await stage.browser().fetch(stage.at(stage.driver.routes.backchannelLogout), {
    method: "POST",
    from: null,
    headers: form,
    body: new URLSearchParams({ logout_token: token }).toString(),
  });
}

const stepUp: Observed = {
  name: "step_up_ignored_by_provider",
  async observe(open, rival) {
    if (!rival.features.has("sensitive"))
      return notApplicable("Auth.js has no step-up: an app builds it of the claims");
    const stage = await open({ options: { extendAfterSeconds: 1_000_000 } });
    const browser = stage.browser();
    await logIn(stage, browser);
    await stage.advance(2 * 60 * minuteMs);
    const nowSeconds = Math.floor(stage.nowMs() / 1000);
    const findings = new Findings();
    const press = async () =>
      await browser.submit("password", {}, { from: stage.at("/settings") }).catch(() => undefined);
    const isOpen = ({ body }: { readonly body: string }) => body.includes("password changed");
    stage.provider.setApp("web", { ignoresStepUp: true });
    for (const [words, claims] of [
      ["auth_time of two hours ago", {}],
      ["no auth_time", { auth_time: null }],
      ["auth_time in milliseconds", { auth_time: nowSeconds * 1000 }],
      ["auth_time 10 minutes ahead", { auth_time: nowSeconds + 600 }],
      ["auth_time as a string", { auth_time: String(nowSeconds - 5) }],
    ] as const) {
      stage.provider.setApp("web", { idTokenClaims: claims });
      const tripsBefore = stage.authorizations(browser);
      const page = await press();
      const trips = stage.authorizations(browser) - tripsBefore;
      const after = await browser.submit("password", {}, { from: stage.at("/settings"), follow: false });
      const opened = (page !== undefined && isOpen(page)) || isOpen(after);
      const session = await me(browser);
      const status = page?.status ?? "a loop";
      findings.check(
        !opened && trips === 1 && page !== undefined && session.claims !== null,
        `${words}: refused with ${page?.status}`,
        opened
          ? `${words}: the door opens`
          : `${words}: ${status}, ${trips} trips${session.claims === null ? ", the session is gone" : ""}`,
      );
    }
    stage.provider.setApp("web", { ignoresStepUp: false, idTokenClaims: {} });
    const asked = await press();
    const landed = asked === undefined ? undefined : await stage.finish(browser, asked);
    const changed = await press();
    findings.check(
      landed?.url.pathname === "/settings" && changed !== undefined && isOpen(changed),
      "after an honest login it opens",
      `after an honest login: ${landed?.status} at ${landed?.url.pathname}, then ${changed?.status}`,
    );
    return findings.observation();
  },
};

const logoutByPrefetch: Observed = {
  name: "logout_by_prefetch_or_image",
  async observe(open, rival) {
    const stage = await open();
    const browser = stage.browser();
    await logIn(stage, browser);
    const { logout } = rival.routes;
    const evil = "https://evil.example/";
    const image = { "sec-fetch-dest": "image", "sec-fetch-mode": "no-cors", accept: "image/*" };
    const form = { method: "POST", body: "" };
    const tries = {
      "a router prefetch": () =>
        browser.fetch(stage.at(logout), { headers: { "next-router-prefetch": "1" } }),
      "a browser prefetch": () => browser.step(stage.at(logout), { headers: { "sec-purpose": "prefetch" } }),
      "an image of another site": () => browser.fetch(stage.at(logout), { from: evil, headers: image }),
      "a link of another site": () => browser.step(stage.at(logout), { from: evil }),
      "a HEAD": () => browser.step(stage.at(logout), { method: "HEAD" }),
      "a POST of another site": () => browser.step(stage.at(logout), { ...form, from: evil }),
      "a POST with Origin: null": () =>
        browser.step(stage.at(logout), {
          ...form,
          headers: { origin: "null", "sec-fetch-site": "cross-site" },
        }),
    };
    const findings = new Findings();
    const harmful = [];
    for (const [words, send] of Object.entries(tries)) {
      await send();
      if ((await me(browser)).claims !== null) continue;
      harmful.push(words);
      await logIn(stage, browser);
    }
    findings.check(
      harmful.length === 0,
      "none of (a) to (g) logs out",
      `logged out by ${harmful.join(", ")}`,
    );
    const end = await rival.logOut(stage, browser);
    const atProvider = end.hops.some(({ url }) => /logout/.test(url.pathname) && stage.isProvider(url));
    findings.check(
      atProvider,
      "the logout goes to the provider's",
      "the logout leaves the provider's session alone",
    );
    findings.check(
      (await grantsLeft(stage, 0)) === 0,
      "the refresh token is revoked",
      "the refresh token is not revoked at the provider",
    );
    findings.check(
      (await me(browser)).claims === null,
      "the session is over",
      "the session goes on after the logout",
    );
    return findings.observation();
  },
};

const endedElsewhere: Observed = {
  name: "ended_elsewhere_ends_now",
  async observe(open, rival) {
    const stage = await open({ app: { processes: 2 } });
    const [one, two, three] = [stage.browser(), stage.browser(), stage.browser()];
    for (const browser of [one, two, three]) await logIn(stage, browser);
    const findings = new Findings();
    if (rival.features.has("lists")) {
      await one.submit("end-others", {}, { from: stage.at("/settings"), follow: false });
      const states = [(await me(two)).status, (await me(three)).status, (await me(one)).status];
      findings.check(
        (await me(two)).claims === null &&
          (await me(three)).claims === null &&
          (await me(one)).claims !== null,
        "the others are out at once",
        `after ending the others: ${tally(states)}`,
      );
    } else {
      findings.check(false, "", "there is no way to end a session from elsewhere");
    }
    const old = copyOf(stage, one);
    await rival.logOut(stage, one);
    const copied = await me(old);
    findings.check(
      copied.claims === null,
      "a cookie copied before the logout is dead after it",
      "a cookie copied before the logout works after it",
    );
    const wanted = rival.features.has("lists") ? 0 : 2;
    const alive = await grantsLeft(stage, wanted);
    findings.check(
      alive === wanted,
      "the refresh token is revoked",
      `${alive} grants are alive at the provider`,
    );
    return findings.observation();
  },
};

export const ending: readonly Observed[] = [
  polling,
  lateAnswer,
  backchannel,
  stepUp,
  logoutByPrefetch,
  endedElsewhere,
];
