import { expect } from "vitest";
import type { Answer, Browser, Page } from "../support/browser.ts";
import { copyCookie, granted, refused, sessionCookie, wordsOf } from "../support/facts.ts";
import type { Situation } from "../support/situation.ts";
import type { Stage } from "../support/stage.ts";

const groupsOf = (bytes: number, name: string): string[] =>
  Array.from({ length: Math.ceil(bytes / 24) }, (_, index) => `${name}-${String(index).padStart(14, "0")}`);

const post = (browser: Browser, path: string) => browser.fetch(path, { method: "POST" });

/** Returns the pieces of 16 characters of a text. */
function piecesOf(text: string): Set<string> {
  return new Set(Array.from({ length: Math.max(0, text.length - 15) }, (_, at) => text.slice(at, at + 16)));
}

const bigTokens: Situation = {
  name: "big_tokens_small_cookie",
  title: "tokens of any size leave one small cookie, which stays the same while they change",
  needs: [],
  async play(open) {
    const groups = groupsOf(8500, "first");
    const stage = await open({
      client: { idTokenClaims: { groups }, accessTokenClaims: { filling: "x".repeat(4000) } },
    });
    const { provider } = stage;
    const browser = stage.browser();
    const answers: Answer[] = [...(await stage.logIn(browser)).hops];
    const { name, value } = sessionCookie(browser);
    const me = async (expected: readonly string[]) => {
      const answer = await browser.fetch("/me");
      expect(granted(answer).claims?.groups).toEqual(expected);
      answers.push(answer);
      expect(sessionCookie(browser)).toMatchObject({ name, value });
    };
    await me(groups);
    for (const next of [groupsOf(14_500, "second"), ["third"]]) {
      await stage.advance(61_000);
      stage.set({ idTokenClaims: { groups: next }, accessTokenClaims: null });
      const extended = await post(browser, "/extend");
      granted(extended);
      answers.push(extended);
      await me(next);
    }
    answers.push(...(await stage.logOut(browser)).hops);
    expect(value.length).toBeLessThan(200);
    expect(browser.cookies()).toEqual([]);
    expect(browser.jar.refused).toEqual([]);
    const ours = answers.filter(({ url }) => !stage.isProvider(url));
    for (const { setCookies } of ours) expect(setCookies.join("").length).toBeLessThan(1024);
    const shown = piecesOf(ours.map(({ headers }) => JSON.stringify(headers)).join("\n"));
    const tokens = provider.record.list().filter(({ kind }) => kind.endsWith("_token"));
    expect(Math.max(...tokens.map(({ value: token }) => token.length))).toBeGreaterThan(20_000);
    for (const { kind, value: token } of tokens)
      for (const piece of piecesOf(token)) if (shown.has(piece)) expect.unreachable(`a piece of a ${kind}`);
  },
};

const fixation: Situation = {
  name: "fixation_at_login",
  title: "a session id from before the login never becomes the user's, and each login has its own",
  needs: ["data", "store"],
  async play(open) {
    const stage = await open();
    const attacker = stage.browser();
    await stage.logIn(attacker, { user: "mallory" });
    granted(await post(attacker, "/data"));
    const planted = sessionCookie(attacker);
    const unknown = { ...planted, value: planted.value.split("").reverse().join("") };
    for (const cookie of [planted, unknown]) {
      const victim = stage.browser();
      copyCookie(cookie, victim);
      await stage.logIn(victim, { user: "alice" });
      const own = sessionCookie(victim);
      expect(own.value).not.toBe(cookie.value);
      const me = granted(await victim.fetch("/me"));
      // Data of another user's session is not visible.
      expect([me.user?.name, me.data]).toEqual(["alice", {}]);
      const thief = stage.browser();
      copyCookie(cookie, thief);
      const stolen = granted(await thief.fetch("/public"));
      expect(stolen.user?.name).not.toBe("alice");
      if (cookie === unknown) expect([stolen.user, stolen.endReason]).toEqual([null, null]);
      // One session for each login: none under a value that came from outside.
      expect(stage.store().sessions()).toBe(cookie === planted ? 2 : 5);
      copyCookie(cookie, thief);
      if (cookie === unknown) refused(await thief.fetch("/me"), null);

      await stage.logOut(victim);
      await stage.logIn(victim, { user: "alice" });
      const second = sessionCookie(victim);
      const old = stage.browser();
      copyCookie(own, old);
      refused(await old.fetch("/me"), "logged_out");
      // A login over a login, too.
      await stage.logIn(victim, { user: "alice" });
      expect(new Set([own.value, second.value, sessionCookie(victim).value]).size).toBe(3);
      copyCookie(second, old);
      refused(await old.fetch("/me"), "replaced");
      await stage.logOut(victim);
      if (cookie === planted) expect(stage.store().sessions()).toBe(4);
    }
  },
};

const withoutIdToken: Situation = {
  name: "refresh_answer_without_id_token",
  title: "a refresh without an ID token extends the session and keeps its claims",
  needs: ["sensitive"],
  async play(open) {
    // The provider's clock stands where it is: only the app grows older than the ID token.
    const stage = await open({
      provider: { personality: "oidc", accessTokenSeconds: 60, idTokenSeconds: 7200 },
    });
    const { provider } = stage;
    const browser = stage.browser();
    await stage.logIn(browser);
    const before = granted(await browser.fetch("/me"));
    provider.faults.arm({ fault: "missing", names: ["id_token"], times: 100 });
    await stage.advanceApp(901_000);
    const after = granted(await browser.fetch("/me"));
    expect(after.claims).toEqual(before.claims);
    expect(after.user).toEqual(before.user);
    expect(Date.parse(after.extendedAt ?? "")).toBeGreaterThan(Date.parse(before.extendedAt ?? "") + 900_000);
    await stage.advanceApp(61_000);
    // The grant is proven, and the ID token at hand tells that it is the old one.
    const transfer = granted<{ transfers: number; iat: number }>(await post(browser, "/transfer"));
    expect(transfer.iat).toBe(before.claims?.iat);
    expect(provider.ledger.summary()).toMatchObject({ refreshes: 2, refreshed: 2 });
    await stage.advanceApp(7_200_000);
    expect(granted(await browser.fetch("/me")).claims).toEqual(before.claims);
    const out = await browser.submit("/auth/logout", {}, { from: stage.at("/"), follow: false });
    expect(out.status).toBe(303);
    const to = new URL(out.headers.location ?? "");
    const [idToken] = provider.record.list().filter(({ kind }) => kind === "id_token");
    expect(to.searchParams.get("id_token_hint")).toBe(idToken?.value);
  },
};

const minutes10 = 600_000;

/** Asserts that a page names the clocks and both times. */
function namesClocks(page: Page, nowMs: number): void {
  const words = wordsOf(page);
  expect(page.status).toBeGreaterThanOrEqual(400);
  expect(words).toMatch(/clock/i);
  const times = [...words.matchAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?Z?/g)].map(([text]) =>
    Date.parse(text.endsWith("Z") ? text : `${text}Z`),
  );
  const [earlier = 0, later = 0] = times.toSorted((one, other) => one - other);
  expect(times.length).toBeGreaterThanOrEqual(2);
  expect(Math.abs(later - earlier - minutes10)).toBeLessThan(60_000);
  expect(Math.abs(earlier - nowMs)).toBeLessThan(60_000);
}

const secondEarly: Situation = {
  name: "id_token_a_second_early",
  title: "a provider's clock may be a little off, and one that is wrong costs no session",
  needs: [],
  async play(open) {
    for (const aheadSeconds of [5, -5]) {
      const stage = await open();
      stage.provider.clock.advance(aheadSeconds * 1000);
      const nbf = Math.floor(stage.provider.clock.nowMs() / 1000);
      stage.set({ idTokenClaims: { nbf } });
      const browser = stage.browser();
      expect((await stage.logIn(browser, { returnTo: "/me" })).status).toBe(200);
      await stage.advance(61_000);
      granted(await post(browser, "/extend"));
      expect(stage.authorizations(browser)).toBe(1);
      // The end of an access token is counted from our clock.
      const { expiresAt } = granted<{ expiresAt: string }>(await browser.fetch("/api/orders"));
      const leftMs = Date.parse(expiresAt) - stage.nowMs();
      expect(leftMs).toBeGreaterThan(55_000);
      expect(leftMs).toBeLessThanOrEqual(60_000);
    }
    const wrong = await open();
    wrong.provider.clock.advance(minutes10);
    const person = wrong.browser();
    const page = await wrong.logIn(person, { returnTo: "/me" });
    namesClocks(page, wrong.nowMs());
    refused(await person.fetch("/me"));
    expect(wrong.authorizations(person)).toBe(1);
    expect(wrong.store().liveSessions()).toBe(0);

    const stage = await open();
    const browser = stage.browser();
    await stage.logIn(browser);
    const before = granted(await browser.fetch("/me"));
    await stage.advance(901_000);
    stage.provider.clock.advance(minutes10);
    const after = granted(await browser.fetch("/me"));
    expect(after.claims).toEqual(before.claims);
    expect(stage.provider.ledger.summary().refreshed).toBe(1);
    stage.provider.clock.advance(-minutes10);
    await stage.advance(901_000);
    // The rotated refresh token was kept, so the next refresh works.
    const later = granted(await browser.fetch("/me"));
    expect(Number(later.claims?.iat)).toBeGreaterThan(Number(before.claims?.iat));
    stage.assertRotatedWell();

    const odd = await open();
    const iat = Math.floor(odd.nowMs() / 1000) - 0.3;
    odd.set({ idTokenClaims: { iat, nbf: null } });
    const other = odd.browser();
    expect((await odd.logIn(other, { returnTo: "/me" })).status).toBe(200);
    expect(granted(await other.fetch("/me")).claims?.iat).toBe(iat);
  },
};

const hours2 = 7_200_000;

async function passwordRuns(browser: Browser): Promise<number> {
  return granted<{ password: number }>(await browser.fetch("/runs")).password;
}

/** Presses the button of the form on `/settings`. */
async function press(stage: Stage, browser: Browser): Promise<Page> {
  const page = await browser.submit("/password", {}, { from: stage.at("/settings") });
  return await stage.finish(browser, page);
}

/** What a provider answers that did not ask the user again, by the second of the answer. */
const dishonest: readonly (readonly [
  name: string,
  claims: (now: number) => Record<string, unknown> | null,
])[] = [
  ["two hours ago", () => null],
  ["missing", () => ({ auth_time: null })],
  ["in milliseconds", (now) => ({ auth_time: now * 1000 })],
  ["ten minutes ahead", (now) => ({ auth_time: now + 600 })],
  ["a text", (now) => ({ auth_time: String(now - 5) })],
];

const stepUpIgnored: Situation = {
  name: "step_up_ignored_by_provider",
  title: "a guarded operation runs only after an authentication that the provider dates",
  needs: ["sensitive"],
  async play(open) {
    const stage = await open();
    const browser = stage.browser();
    await stage.logIn(browser);
    await stage.advance(hours2);
    stage.set({ ignoresStepUp: true });
    const { id } = granted(await browser.fetch("/me"));
    const before = await passwordRuns(browser);
    for (const [name, claims] of dishonest) {
      stage.set({ idTokenClaims: claims(Math.floor(stage.nowMs() / 1000)) });
      const trips = stage.authorizations(browser);
      const page = await press(stage, browser);
      expect([name, page.url.pathname]).toEqual([name, stage.driver.routes.callback]);
      expect(page.status).toBeGreaterThanOrEqual(400);
      expect(page.hops.every(({ status }) => status < 500)).toBe(true);
      expect(wordsOf(page)).toMatch(/did not ask|again/i);
      expect(stage.authorizations(browser)).toBe(trips + 1);
      expect(await passwordRuns(browser)).toBe(before);
      // The ordinary session goes on.
      expect(granted(await browser.fetch("/me")).id).toBe(id);
      stage.set({ idTokenClaims: null });
    }
    const authTime = Math.floor(stage.nowMs() / 1000) - 5;
    stage.set({ idTokenClaims: { auth_time: authTime } });
    const trips = stage.authorizations(browser);
    const landed = await press(stage, browser);
    expect([landed.url.href, landed.method, landed.status]).toEqual([stage.at("/settings"), "GET", 200]);
    const [first] = landed.hops;
    expect(first?.status).toBe(303);
    expect(stage.authorizations(browser)).toBe(trips + 1);
    // The form has to be sent again.
    expect(await passwordRuns(browser)).toBe(before);
    stage.set({ idTokenClaims: null });
    expect((await press(stage, browser)).status).toBe(200);
    await stage.advance(authTime * 1000 + 299_000 - stage.nowMs());
    expect((await press(stage, browser)).status).toBe(200);
    expect(await passwordRuns(browser)).toBe(before + 2);
    await stage.advance(2000);
    const late = await browser.submit("/password", {}, { from: stage.at("/settings"), follow: false });
    expect(late.status).toBe(303);
    expect(await passwordRuns(browser)).toBe(before + 2);
    // A provider that does ask again.
    stage.set({ ignoresStepUp: false });
    expect((await press(stage, browser)).url.href).toBe(stage.at("/settings"));
    expect((await press(stage, browser)).status).toBe(200);
    expect(await passwordRuns(browser)).toBe(before + 3);
  },
};

/** Situations about the user and the claims of a session. */
export const identity: readonly Situation[] = [
  bigTokens,
  fixation,
  withoutIdToken,
  secondEarly,
  stepUpIgnored,
];
