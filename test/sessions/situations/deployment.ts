import { expect } from "vitest";
import type { Answer } from "../support/browser.ts";
import { granted, notStored, refused, sessionCookie } from "../support/facts.ts";
import type { Front, Incoming } from "../support/network.ts";
import type { Situation } from "../support/situation.ts";
import type { Stage } from "../support/stage.ts";

/** A shared cache that keeps by address alone whatever `Cache-Control` does not forbid. */
class NaiveCache {
  readonly kept = new Map<string, Incoming>();

  readonly front: Front = async (outgoing, pass) => {
    const key = outgoing.url.href;
    const known = outgoing.method === "GET" ? this.kept.get(key) : undefined;
    if (known !== undefined) return known;
    const incoming = await pass(outgoing);
    const control = incoming.headers["cache-control"];
    const mayKeep = control === undefined || /s-maxage|public/.test(control);
    if (outgoing.method === "GET" && mayKeep && !/no-store|private/.test(control ?? ""))
      this.kept.set(key, incoming);
    return incoming;
  };
}

/** Asserts the rules for caches of every answer of the app. */
function assertCacheRules(stage: Stage, answers: readonly Answer[]): void {
  for (const answer of answers.filter(({ url }) => !stage.isProvider(url))) {
    const { headers, setCookies, url } = answer;
    const leadsToLogin = headers.location?.includes(stage.driver.routes.login) ?? false;
    if (setCookies.length > 0 || url.pathname.startsWith("/auth/") || leadsToLogin) notStored(answer);
  }
}

const sharedCache: Situation = {
  name: "session_never_in_a_shared_cache",
  title: "a shared cache never keeps what belongs to one user",
  needs: [],
  async play(open) {
    const cache = new NaiveCache();
    const stage = await open({ front: cache.front });
    const [alice, bob] = [stage.browser(), stage.browser()];
    const seen: Answer[] = [];
    seen.push(...(await alice.navigate(stage.loginAt("/me"))).hops);
    const login = await stage.logIn(alice, { returnTo: "/me" });
    seen.push(...login.hops);
    const cookie = sessionCookie(alice);
    // Extension and touch are due.
    await stage.advance(901_000);
    const home = await alice.navigate("/");
    seen.push(home);
    expect(home).toMatchObject({ status: 200, setCookies: [] });
    expect(home.headers["cache-control"]).toMatch(/s-maxage=31536000/);
    const cached = await bob.navigate("/");
    expect([cached.status, cached.setCookies, cached.body]).toEqual([200, [], home.body]);
    expect(cache.kept.has(stage.at("/"))).toBe(true);
    const asked = await bob.step("/me");
    expect(asked.setCookies).toEqual([]);
    expect(asked.status).toBe(302);
    refused(await bob.fetch("/me"));
    const mine = await alice.navigate("/me");
    seen.push(mine);
    expect(mine.headers["cache-control"]).toMatch(/private|no-store/);
    expect(granted(mine).user?.name).toBe("alice");
    refused(await bob.fetch("/me"));

    const states = seen.map(({ headers }) => /[?&]state=([^&]+)/.exec(headers.location ?? "")?.[1]);
    const callback = login.hops.find(({ url }) => url.pathname === stage.driver.routes.callback);
    const hers = new Set([...states, cookie.value, ...alice.jar.list().map(({ value }) => value)]);
    const bobs: Answer[] = [];
    for (const address of [
      stage.loginAt("/me"),
      callback?.url ?? "",
      stage.at("/auth/logout"),
      stage.at("/me"),
    ])
      bobs.push(await bob.step(address));
    seen.push(...(await stage.logOut(alice)).hops);
    // A page that may be cached, for a browser whose session is over.
    alice.jar.plant(cookie);
    seen.push(await alice.navigate("/"));
    for (const answer of bobs) {
      const shown = [answer.headers.location, ...answer.setCookies, answer.body].join("\n");
      for (const value of hers) if (value !== undefined) expect(shown).not.toContain(value);
    }
    assertCacheRules(stage, [...seen, ...bobs]);
  },
};

const proxies: readonly (readonly [name: string, headers: Readonly<Record<string, string>>])[] = [
  ["an inner host", { host: "10.0.0.5:3000" }],
  ["two protocols", { host: "10.0.0.5:3000", "x-forwarded-proto": "https,http" }],
  ["http", { host: "10.0.0.5:3000", "x-forwarded-proto": "http" }],
  ["a forwarded host", { host: "10.0.0.5:3000", "x-forwarded-host": "evil.example" }],
];

const publicAddress: Situation = {
  name: "public_address_comes_from_the_settings",
  title: "every address comes from baseUrl, whatever a proxy says of the request",
  needs: ["base_path"],
  async play(open) {
    for (const [, headers] of proxies) {
      const front: Front = (outgoing, pass) =>
        pass({ ...outgoing, headers: { ...outgoing.headers, ...headers } });
      const stage = await open({ baseUrl: "https://app.example/shop", front });
      const www = "https://www.app.example";
      stage.network.route(www, stage.app.ports[0] ?? 0, front);
      for (const origin of ["https://app.example", www]) {
        const browser = stage.browser();
        const asked = await browser.navigate(`${origin}/shop/me`);
        const authorization = asked.hops.find(({ url }) => url.pathname === "/authorize");
        expect(authorization?.url.searchParams.get("redirect_uri")).toBe(
          "https://app.example/shop/auth/callback",
        );
        const end = await stage.finish(browser, asked);
        expect([end.url.href, end.status]).toEqual(["https://app.example/shop/me", 200]);
        expect(stage.authorizations(browser)).toBe(1);
        const kept = browser.jar.list().filter(({ host }) => host.endsWith("app.example"));
        expect(kept.map(({ host, secure }) => [host, secure])).toEqual([["app.example", true]]);
        const onWww = end.hops.filter(({ url }) => url.origin === www);
        expect(onWww.every(({ setCookies }) => setCookies.length === 0)).toBe(true);
      }
      const shown = Buffer.concat(stage.network.evidence.artefacts.map(({ bytes }) => bytes)).toString();
      const ours = shown
        .replaceAll(stage.provider.issuer, "")
        .replaceAll(encodeURIComponent(stage.provider.issuer), "");
      for (const inner of ["10.0.0.5", ":3000", "http://", "http%3A", "evil.example"])
        expect(ours).not.toContain(inner);
    }
  },
};

/** Situations about what stands around an app. */
export const deployment: readonly Situation[] = [sharedCache, publicAddress];
