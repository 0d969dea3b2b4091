import { sharedCache } from "../fronts.ts";
import { callbackOf, cookieBytes, logIn, me, orders } from "../journey.ts";
import { Findings, type Observed } from "../situation.ts";

/** Group names that make a token so large. */
const groupsOf = (bytes: number): readonly string[] =>
  Array.from({ length: Math.round((bytes * 3) / 4 / 43) }, (_, index) => `group ${index} ${"x".repeat(30)}`);

const bigTokens: Observed = {
  name: "big_tokens_small_cookie",
  async observe(open, rival) {
    const stage = await open({ options: { extendAfterSeconds: 30 } });
    const browser = stage.browser();
    const findings = new Findings();
    let largest = 0;
    const set = (idBytes: number, accessBytes: number) => {
      const groups = groupsOf(idBytes);
      const pad = "x".repeat((accessBytes * 3) / 4);
      stage.provider.setApp("web", { idTokenClaims: { groups }, accessTokenClaims: { pad } });
      return groups.length;
    };
    const look = async (words: string, expected: number) => {
      const shown = await me(browser);
      const groups = shown.claims?.groups;
      const count = Array.isArray(groups) ? groups.length : 0;
      findings.check(
        count === expected,
        `${words}: the claims are there`,
        `${words}: /me answers ${shown.status} with ${count} of ${expected} groups`,
      );
      largest = Math.max(largest, cookieBytes(stage, browser));
    };
    const first = set(12_000, 6000);
    const { setCookies: lines } = callbackOf(stage, await logIn(stage, browser));
    await look("12 kB", first);
    const second = set(20_000, 6000);
    await stage.advance(61_000);
    const extended = await orders(browser);
    await look(`20 kB (refresh ${extended.status})`, second);
    const third = set(1000, 1000);
    await stage.advance(61_000);
    const again = await orders(browser);
    await look(`1 kB (refresh ${again.status})`, third);
    const { length } = lines.join("");
    findings.check(
      length < 1024,
      `the login sets ${length} bytes of cookies`,
      `the login sets ${lines.length} cookies of ${length} bytes, and the Cookie header grows to ${largest}`,
    );
    await rival.logOut(stage, browser).catch(() => undefined);
    const left = browser.cookies().filter(({ value }) => value.length > 100);
    findings.check(
      left.length === 0,
      "nothing is left after logout",
      `${left.length} pieces are left after logout`,
    );
    return findings.observation();
  },
};

const sharedCaches: Observed = {
  name: "session_never_in_a_shared_cache",
  async observe(open, rival) {
    const { front, hits } = sharedCache();
    const stage = await open({
      options: { cachedHome: true, extendAfterSeconds: 30 },
      front,
    });
    const [alice, bob] = [stage.browser(), stage.browser()];
    await logIn(stage, alice);
    await stage.advance(61_000);
    const own = await alice.step("/");
    const other = await bob.step("/");
    const findings = new Findings();
    findings.check(
      other.setCookies.length === 0,
      "bob gets no cookie of alice's",
      `bob gets ${other.setCookies.length} cookies of alice's from the cache`,
    );
    const page = await me(bob);
    findings.check(
      page.claims === null,
      "bob stays anonymous",
      "bob's /me shows alice: her session came out of the cache",
    );
    const control = own.headers["cache-control"] ?? "no Cache-Control";
    findings.note(`alice's / has ${own.setCookies.length} Set-Cookie and ${control}`);
    const before = hits.length;
    for (const path of ["/me", rival.routes.login, rival.routes.callback, rival.routes.logout, "/me"])
      await alice.step(stage.at(path));
    const bad = [];
    for (const path of ["/me", rival.routes.login, rival.routes.callback, rival.routes.logout, "/me"]) {
      const answer = await stage.browser().step(stage.at(path));
      const isAlices = hits.length > before && answer.setCookies.length > 0;
      if (isAlices) bad.push(path);
      hits.length = before;
    }
    findings.check(
      bad.length === 0,
      "no answer of the session's routes comes out of the cache",
      `answers with cookies come out of the cache: ${[...new Set(bad)].join(", ")}`,
    );
    return findings.observation();
  },
};

export const cookies: readonly Observed[] = [bigTokens, sharedCaches];
