import type { Answer, Browser, Page } from "../../support/browser.ts";
import type { Stage } from "../../support/stage.ts";
import { proxyWith } from "../fronts.ts";
import {
  callbackOf,
  cookieBytes,
  copyOf,
  grantsLeft,
  inTime,
  leadsToProvider,
  logIn,
  me,
  orders,
  shownAt,
  start,
  tally,
  targetOf,
  upToProvider,
} from "../journey.ts";
import { Findings, notApplicable, type Observed } from "../situation.ts";

const prefetches = [
  { "next-router-prefetch": "1", rsc: "1" },
  { "sec-purpose": "prefetch" },
  { "sec-purpose": "prefetch;prerender" },
  { purpose: "prefetch" },
] as const;

const said = (headers: object): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ");

const isNoStore = ({ headers }: Answer): boolean => /no-store/.test(headers["cache-control"] ?? "");

const prefetching: Observed = {
  name: "prefetch_piles_up_transactions",
  async observe(open, rival) {
    const stage = await open({ app: { maxHeaderBytes: 8192 } });
    const browser = stage.browser();
    const findings = new Findings();
    const reached: string[] = [];
    const statuses: number[] = [];
    for (const [index, headers] of prefetches.entries()) {
      for (let count = 0; count < (index === 0 ? 100 : 20); count += 1) {
        const page = await upToProvider(stage, browser, stage.at("/me"), headers);
        statuses.push(page.status);
        if (leadsToProvider(stage, page)) reached.push(`/me with ${said(headers)}`);
      }
      for (let count = 0; count < 20; count += 1) {
        const page = await upToProvider(stage, browser, stage.loginAt(), headers);
        statuses.push(page.status);
        if (leadsToProvider(stage, page)) reached.push(`${rival.routes.login} with ${said(headers)}`);
      }
    }
    findings.check(
      reached.length === 0,
      "no prefetch begins a login",
      `of 240 prefetches ${reached.length} begin a login: ${tally(reached)}`,
    );
    for (let count = 0; count < 200; count += 1)
      statuses.push((await rival.begin(stage, browser, "/me")).status);
    const bytes = cookieBytes(stage, browser);
    findings.check(
      bytes < 4096,
      `after 200 abandoned logins the Cookie header has ${bytes} bytes`,
      `after 200 abandoned logins the Cookie header has ${bytes} bytes`,
    );
    const tooLarge = statuses.filter((status) => status === 431).length;
    findings.check(tooLarge === 0, "431 never occurs", `431 occurs ${tooLarge} times`);
    const page = await logIn(stage, browser).catch((error: unknown) => String(error).slice(0, 80));
    const shown = await me(browser);
    findings.check(
      shown.claims !== null,
      "the newest login completes",
      `the newest login does not complete: ${typeof page === "string" ? page : page.status}`,
    );
    return findings.observation();
  },
};

const twoTabs: Observed = {
  name: "two_tabs_log_in",
  async observe(open) {
    const findings = new Findings();
    for (const order of ["A then B", "B then A"] as const) {
      const stage = await open();
      const browser = stage.browser();
      const pages = { A: await start(stage, browser, "/a"), B: await start(stage, browser, "/b") };
      const sequence = order === "A then B" ? (["A", "B"] as const) : (["B", "A"] as const);
      for (const tab of sequence) {
        const end = await stage.finish(browser, pages[tab]);
        const isThere = end.status === 200 && end.url.pathname === `/${tab.toLowerCase()}`;
        findings.check(
          isThere,
          `${order}: ${tab} ends at its page`,
          `${order}: ${tab} ends at ${shownAt(end)}`,
        );
      }
      const grants = await grantsLeft(stage, 1);
      findings.check(
        grants === 1,
        `${order}: one grant is left`,
        `${order}: ${grants} grants are alive at the provider instead of one`,
      );
    }
    return findings.observation();
  },
};

/** Words that are for the developer. */
const isInternal = (body: string): boolean =>
  /checks\.state|cookie not found|node_modules|\bat .*\.js:\d+|pkceCodeVerifier/.test(body);

const backButton: Observed = {
  name: "back_button_replays_callback",
  async observe(open, rival) {
    const stage = await open();
    const browser = stage.browser();
    const { url } = callbackOf(stage, await logIn(stage, browser));
    const findings = new Findings();
    const again = await browser.navigate(url).catch(() => undefined);
    const isGood = again !== undefined && again.status === 200 && !stage.isProvider(again.url);
    findings.check(
      isGood && (await me(browser)).claims !== null,
      "signed in: back to the app",
      `signed in: ${again === undefined ? "a loop" : shownAt(again)}`,
    );
    const check = async (words: string, used: Browser) => {
      const page = await upToProvider(stage, used, url);
      const isPage = page.status >= 400 && page.status < 500;
      const roundTrip = leadsToProvider(stage, page) ? ", at once to the provider again" : "";
      findings.check(
        isPage && !isInternal(page.body),
        `${words}: a page with ${page.status}`,
        `${words}: ${shownAt(page)}${roundTrip}`,
      );
    };
    await check("empty jar", stage.browser());
    await rival.logOut(stage, browser);
    await check("after logout", browser);
    const { codes } = stage.provider.ledger.summary();
    findings.check(codes === 1, "the code is redeemed once", `the code is presented ${codes} times`);
    return findings.observation();
  },
};

const loginCsrf: Observed = {
  name: "login_csrf_foreign_callback",
  async observe(open) {
    const stage = await open();
    const mallory = stage.browser();
    const url = await stage.approve(mallory, await start(stage, mallory), "mallory");
    const [empty, alice, pending] = [stage.browser(), stage.browser(), stage.browser()];
    await logIn(stage, alice);
    const own = await start(stage, pending);
    const findings = new Findings();
    const statuses = [];
    for (const victim of [empty, alice, pending])
      statuses.push((await upToProvider(stage, victim, url)).status);
    findings.check(
      (await me(empty)).claims === null,
      `answers ${statuses.join(", ")}`,
      "an empty browser is signed in as mallory",
    );
    const { claims } = await me(alice);
    findings.check(
      String(claims?.email).startsWith("alice"),
      "alice stays alice",
      `alice's browser shows ${claims?.email ?? "no session"}`,
    );
    const { codes } = stage.provider.ledger.summary();
    findings.check(
      codes === 1,
      "the foreign code is not redeemed",
      "the foreign code is presented to the token endpoint",
    );
    const end = await stage.finish(pending, own);
    findings.check(
      String((await me(pending)).claims?.email).startsWith("alice"),
      "a pending login survives",
      `a foreign callback breaks the pending login: ${shownAt(end)}`,
    );
    const back = await mallory.navigate(url);
    findings.check(
      String((await me(mallory)).claims?.email).startsWith("mallory"),
      "the attempts do not use up the login",
      `mallory's own callback fails after them: ${shownAt(back)}`,
    );
    return findings.observation();
  },
};

const providerSaysNo: Observed = {
  name: "provider_says_no_without_loop",
  async observe(open) {
    const stage = await open({ app: { guardsEverything: true } });
    const findings = new Findings();
    const script = "<script>alert(1)</script>";
    let isKept = false;
    for (const error of ["access_denied", "login_required", "server_error"]) {
      const browser = stage.browser();
      const asked = await start(stage, browser, "/");
      const state =
        [...asked.hops, asked].map(({ url }) => url.searchParams.get("state")).find(Boolean) ?? "";
      const query = new URLSearchParams({ error, error_description: script, state: stateOf(asked) ?? state });
      const page = await browser.navigate(`${stage.callback}?${query}`).catch(() => undefined);
      const trips = stage.authorizations(browser);
      const isPage = page !== undefined && page.status !== 302 && !stage.isProvider(page.url);
      findings.check(
        isPage && trips === 1,
        `${error}: ${page === undefined ? "" : shownAt(page)}`,
        `${error}: ${page === undefined ? "a loop" : shownAt(page)} after ${trips} trips to the provider`,
      );
      const atApp = page?.hops.filter(({ url }) => !stage.isProvider(url)) ?? [];
      isKept ||= !atApp.every(isNoStore);
      if (page?.body.includes(script)) findings.check(false, "", `${error}: the script is in the page`);
    }
    if (isKept) findings.note("the answers do not say no-store");
    const query = new URLSearchParams({
      error: "access_denied",
      error_description: "call 555",
      state: "unknown",
    });
    const page = await upToProvider(stage, stage.browser(), `${stage.callback}?${query}`);
    findings.check(
      !page.body.includes("call 555"),
      "an unknown state is not echoed",
      "the text of a stranger is shown",
    );
    return findings.observation();
  },
};

/** The state of the authorization request that led to a page of the provider. */
function stateOf({ hops }: Page): string | null {
  const request = hops.find(({ url }) => url.pathname === "/authorize");
  return request?.url.searchParams.get("state") ?? null;
}

const hostile = [
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

const harmless = ["/me?next=https://ok.example&x=//y", "/a%2Fb?q=%5C#part", "/%C3%BCn%C3%AF"];

const returnTo: Observed = {
  name: "return_to_leaves_the_site",
  async observe(open, rival) {
    const stage = await open();
    const findings = new Findings();
    const leaves: string[] = [];
    const crashes: string[] = [];
    const finish = async (browser: Browser, begun: Page, value: string): Promise<URL | undefined> => {
      const target = targetOf(begun);
      if (target === undefined || !stage.isProvider(target)) {
        if (begun.status >= 500) crashes.push(value);
        return undefined;
      }
      const callback = await stage.approve(browser, await browser.navigate(target, { from: begun.url.href }));
      const answer = await browser.step(callback, { from: stage.provider.issuer });
      if (answer.status >= 500) crashes.push(value);
      return targetOf(answer);
    };
    for (const value of rival.beginWith === undefined ? [] : hostile) {
      const browser = stage.browser();
      const end = await finish(browser, (await rival.beginWith?.(stage, browser, value)) as Page, value);
      if (end !== undefined && end.origin !== stage.plan.baseUrl) leaves.push(JSON.stringify(value));
    }
    const browser = stage.browser();
    const raw = await browser.step(stage.at("/"), { target: "//evil.example/%2e%2e" });
    const next = targetOf(raw);
    if (next !== undefined && !stage.isProvider(next) && next.origin !== stage.plan.baseUrl)
      leaves.push("the path");
    else {
      const begun =
        next === undefined || stage.isProvider(next) ? raw : await upToProvider(stage, browser, next);
      const end = await finish(browser, begun, "the path");
      if (end !== undefined && end.origin !== stage.plan.baseUrl)
        leaves.push("the path //evil.example/%2e%2e");
    }
    findings.check(
      leaves.length === 0,
      "no hostile value leaves the site",
      `leaves the site: ${leaves.join(", ")}`,
    );
    findings.check(
      crashes.length === 0,
      "no 500",
      `500 for ${crashes.map((value) => JSON.stringify(value)).join(", ")}`,
    );
    const bent: string[] = [];
    for (const value of harmless) {
      const used = stage.browser();
      // A browser does not send the fragment: only the login route can be given one.
      const given = rival.beginWith === undefined ? value.replace(/#.*/, "") : value;
      const begun = await (rival.beginWith ?? rival.begin)(stage, used, given);
      const end = await finish(used, begun, value);
      if (end === undefined || `${end.pathname}${end.search}${end.hash}` !== given)
        bent.push(`${given} -> ${end?.href}`);
    }
    findings.check(bent.length === 0, "harmless values arrive", `harmless values change: ${bent.join(", ")}`);
    if (rival.beginWith === undefined)
      return {
        ...findings.observation(),
        observed: `${findings.observation().observed} (paths only: its login route takes no returnTo)`,
      };
    return findings.observation();
  },
};

const fixation: Observed = {
  name: "fixation_at_login",
  async observe(open, rival) {
    const stage = await open();
    const mallory = stage.browser();
    await logIn(stage, mallory, "mallory");
    const planted = copyOf(stage, mallory);
    const victim = stage.browser();
    for (const cookie of mallory.cookies()) victim.jar.plant(cookie);
    const begin = rival.beginWith ?? ((one, two) => upToProvider(one, two, one.loginAt()));
    const begun = await begin(stage, victim, "/me");
    const target = targetOf(begun);
    if (target === undefined) throw new Error(`no login begins: ${begun.status}`);
    await stage.finish(victim, await victim.navigate(target, { from: begun.url.href }));
    const findings = new Findings();
    findings.check(
      String((await me(victim)).claims?.email).startsWith("alice"),
      "the login takes the place of the planted session",
      "the planted session stays",
    );
    const { claims } = await me(planted);
    findings.check(
      !String(claims?.email).startsWith("alice"),
      "the planted cookie never shows alice",
      "the planted cookie shows alice",
    );
    const first = copyOf(stage, victim);
    await rival.logOut(stage, victim);
    await logIn(stage, victim);
    findings.check(
      (await me(first)).claims === null,
      "the cookie of the first login is dead",
      "the cookie of the first login still shows alice after logout and the next login",
    );
    return findings.observation();
  },
};

const secondEarly: Observed = {
  name: "id_token_a_second_early",
  async observe(open) {
    const findings = new Findings();
    const tryLogin = async (claims: (now: number) => Readonly<Record<string, unknown>>) => {
      const stage = await open({ options: { extendAfterSeconds: 30 } });
      const browser = stage.browser();
      const set = () =>
        stage.provider.setApp("web", { idTokenClaims: claims(Math.floor(stage.nowMs() / 1000)) });
      set();
      const page = await logIn(stage, browser).catch((error: unknown) => String(error).slice(0, 60));
      const shown = await me(browser);
      await stage.advance(61_000);
      set();
      const order = shown.claims === null ? undefined : await orders(browser);
      return { page, isIn: shown.claims !== null, order, trips: stage.authorizations(browser) };
    };
    for (const [words, claims] of [
      ["5 s ahead", (now: number) => ({ iat: now + 5, nbf: now + 5 })],
      ["5 s behind", (now: number) => ({ iat: now - 5, nbf: now - 5 })],
      ["a fractional iat", (now: number) => ({ iat: now + 0.7 })],
    ] as const) {
      const { isIn, order, page } = await tryLogin(claims);
      const isRight = isIn && order?.status === 200;
      findings.check(
        isRight,
        `${words}: 200`,
        `${words}: ${isIn ? `login good, refresh ${order?.status}` : `no login (${typeof page === "string" ? page : shownAt(page)})`}`,
      );
    }
    const far = await tryLogin((now) => ({ iat: now + 600, nbf: now + 600 }));
    findings.check(
      !far.isIn && far.trips === 1,
      "10 min ahead: no session, no loop",
      far.isIn ? "10 min ahead: taken without a word" : `10 min ahead: ${far.trips} trips`,
    );
    const stage = await open({ options: { extendAfterSeconds: 30 } });
    const browser = stage.browser();
    await logIn(stage, browser);
    await stage.advance(61_000);
    const now = Math.floor(stage.nowMs() / 1000);
    stage.provider.setApp("web", { idTokenClaims: { iat: now + 600, nbf: now + 600 } });
    await orders(browser);
    stage.provider.setApp("web", { idTokenClaims: {} });
    await stage.advance(61_000);
    const next = await orders(browser);
    findings.check(
      next.status === 200,
      "10 min ahead at a refresh: the next one works",
      `10 min ahead at a refresh: the rotated token is lost, the next one answers ${next.status}`,
    );
    return findings.observation();
  },
};

const fetchGets401: Observed = {
  name: "fetch_gets_401_not_a_redirect",
  async observe(open, rival) {
    const stage = await open();
    const script = rival.name === "@auth0/nextjs-auth0" ? "/api/orders" : "/me";
    const html = "text/html,application/xhtml+xml,*/*;q=0.8";
    const navigation = { "sec-fetch-mode": "navigate", accept: html };
    const cases: readonly (readonly [string, string, Readonly<Record<string, string>>, "login" | "401"])[] = [
      ["(a) navigation", "/me", { ...navigation, "sec-fetch-dest": "document" }, "login"],
      ["(b) cors", script, { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty", accept: "*/*" }, "401"],
      ["(c) XMLHttpRequest", script, { "x-requested-with": "XMLHttpRequest", accept: "*/*" }, "401"],
      ["(d) Accept json", script, { accept: "application/json" }, "401"],
      ["(e) Accept */*", script, { accept: "*/*" }, "401"],
      [
        "(f) RSC",
        "/me",
        { rsc: "1", accept: "*/*", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" },
        "401",
      ],
      [
        "(g) image",
        script,
        { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image", accept: "image/*,*/*" },
        "401",
      ],
      ["(h) frame", "/me", { ...navigation, "sec-fetch-dest": "iframe" }, "401"],
      ["(i) old browser", "/me", { accept: "text/html,*/*;q=0.8" }, "login"],
    ];
    const seen: (readonly [isRight: boolean, outcome: string, words: string])[] = [];
    let isKept = false;
    for (const [words, path, headers, expected] of cases) {
      const browser = stage.browser();
      const answer = await browser.bare(stage.at(path), headers);
      const target = targetOf(answer);
      const isRedirect = target !== undefined;
      const is401 = answer.status === 401 && !isRedirect && answer.setCookies.length === 0;
      const isAtProvider = leadsToProvider(stage, answer);
      const next = isRedirect && !isAtProvider ? await browser.bare(target, headers) : undefined;
      // The router of Next.js is told in the payload, and navigates.
      const isTold = next?.body.includes("NEXT_REDIRECT") === true;
      const whereto = isAtProvider ? " to the provider" : "";
      const payload = isTold ? " with a payload that tells the router to redirect" : "";
      const then =
        next === undefined
          ? ""
          : `, then ${next.status}${payload}${leadsToProvider(stage, next) ? " to the provider" : ""}`;
      const isRight = expected === "login" ? isRedirect : is401 || isTold;
      seen.push([isRight, `${answer.status}${whereto}${then}`, words]);
      isKept ||= is401 && !isNoStore(answer);
    }
    const findings = new Findings();
    for (const [outcome, all] of Map.groupBy(seen, ([isRight, words]) => `${isRight} ${words}`)) {
      const list = all.map(([, , words]) => words).join(", ");
      const said = `${list}: ${outcome.replace(/^\w+ /, "")}`;
      findings.check(
        all.every(([isRight]) => isRight),
        said,
        said,
      );
    }
    if (isKept) findings.note("the 401 does not say no-store");
    return findings.observation();
  },
};

const formPost: Observed = {
  name: "form_post_callback",
  async observe(open, rival) {
    if (rival.name === "@auth0/nextjs-auth0") return notApplicable("the SDK's callback takes GET alone");
    const findings = new Findings();
    const options = rival.name === "Tokenwell" ? { responseMode: "form_post" } : { formPost: true };
    const told = await open({ options });
    const browser = told.browser();
    const end = await inTime(logIn(told, browser));
    const shown = await me(browser);
    const seen = end === undefined ? "nothing" : shownAt(end);
    findings.check(shown.claims !== null, "told: signed in", `told: ${seen}`);
    if (shown.claims !== null) {
      const strict = browser
        .cookies()
        .every(({ name, sameSite }) => sameSite !== "none" || !/session/i.test(name));
      findings.check(strict, "the session cookie stays Lax", "the session cookie is SameSite=None");
      const used = end?.hops.find(({ method, url }) => method === "POST" && url.href === told.callback);
      findings.check(used !== undefined, "by a cross-site POST", "not by a POST");
    }
    const stranger = told.browser();
    const json = await stranger.fetch(told.callback, {
      method: "POST",
      from: null,
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    findings.note(`JSON: ${json.status}`);
    const large = await stranger
      .fetch(told.callback, {
        method: "POST",
        from: null,
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: `state=${"x".repeat(1_000_000)}`,
      })
      .catch(() => undefined);
    findings.check(
      large === undefined || large.status === 413,
      "1 MB: refused",
      `1 MB: ${large?.status}, read whole`,
    );
    const untold = await open();
    const other = untold.browser();
    const asked = await start(untold, other);
    const callback = await untold.approve(other, asked);
    const answer = await other
      .submit(untold.callback, Object.fromEntries(callback.searchParams), {
        from: untold.provider.issuer,
        follow: false,
      })
      .catch(() => undefined);
    const last = answer === undefined ? undefined : await followed(untold, other, answer);
    const isLoop = last !== undefined && leadsToProvider(untold, last);
    findings.check(
      last !== undefined && !isLoop && (await me(other)).claims === null,
      `not told: ${last === undefined ? "" : shownAt(last)}`,
      `not told: ${last === undefined ? "no answer" : shownAt(last)}${isLoop ? ", at once to the provider again" : ""}`,
    );
    return findings.observation();
  },
};

/** Follows a redirect of the app up to a page, or to one that leads to the provider. */
async function followed(stage: Stage, browser: Browser, answer: Page): Promise<Page> {
  const target = targetOf(answer);
  return target === undefined || stage.isProvider(target)
    ? answer
    : await upToProvider(stage, browser, target);
}

const publicAddress: Observed = {
  name: "public_address_comes_from_the_settings",
  async observe(open) {
    const findings = new Findings();
    const inner = "10.0.0.5:3000";
    for (const [words, headers] of [
      ["no X-Forwarded", { host: inner }],
      ["https,http", { host: inner, "x-forwarded-proto": "https,http" }],
      ["http", { host: inner, "x-forwarded-proto": "http" }],
    ] as const) {
      const front = proxyWith(headers);
      const stage = await open({ baseUrl: "https://app.example/shop", front });
      const browser = stage.browser();
      const seen = await walk(stage, browser, "https://app.example/shop/me");
      findings.check(seen.isRight, `${words}: good`, `${words}: ${seen.words}`);
      if (words !== "no X-Forwarded") continue;
      stage.network.route("https://www.app.example", stage.app.ports[0] ?? 0, front);
      const www = stage.browser("https://www.app.example/shop");
      const answer = await upToProvider(stage, www, "https://www.app.example/shop/me");
      const set = www.jar.list().filter(({ host }) => host === "www.app.example");
      findings.check(
        set.length === 0,
        "no cookie on www",
        `from www: ${answer.status}, and ${set.length} cookies of the login are set on www`,
      );
    }
    return findings.observation();
  },
};

/** Follows a login from a page to the end, and says what is not as it should be. */
async function walk(stage: Stage, browser: Browser, address: string) {
  const wrong: string[] = [];
  try {
    const asked = await start(stage, browser, new URL(address).pathname.replace("/shop", ""));
    const request = asked.hops.find(({ url }) => url.pathname === "/authorize");
    const redirectUri = request?.url.searchParams.get("redirect_uri");
    if (redirectUri !== stage.callback) wrong.push(`redirect_uri is ${redirectUri}`);
    const end = await stage.finish(browser, asked);
    if (end.url.href !== address || end.status !== 200) wrong.push(`ends at ${end.status} ${end.url.href}`);
    const insecure = browser.cookies().filter(({ secure }) => !secure);
    if (insecure.length > 0) wrong.push(`${insecure.map(({ name }) => name).join(", ")} without Secure`);
  } catch (error) {
    wrong.push(String(error).slice(0, 160));
  }
  return { isRight: wrong.length === 0, words: wrong.join(", ") };
}

export const loggingIn: readonly Observed[] = [
  prefetching,
  twoTabs,
  backButton,
  loginCsrf,
  providerSaysNo,
  returnTo,
  fixation,
  secondEarly,
  fetchGets401,
  formPost,
  publicAddress,
];
