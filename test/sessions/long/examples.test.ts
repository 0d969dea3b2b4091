import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { violationsOf } from "../../strangers/accessibility.ts";
import { openChromium } from "../../strangers/chromium.ts";
import { buildNextExample } from "../support/example.ts";
import { Shop } from "../support/shop.ts";
import { useExample } from "../support/use-example.ts";

let browser: Browser;
beforeAll(async () => {
  await buildNextExample();
  browser = await openChromium();
});
afterAll(() => browser.close());

test("examples/next logs in, calls its API, guards its forms, and stops on SIGTERM", () =>
  useExample("next"));

/** Calls the API so many times at once from the page, and counts the answers by status. */
const callOrders = (times: number) => `
  Promise.all(Array.from({ length: ${times} }, () => fetch("/orders"))).then((answers) =>
    Object.fromEntries(Map.groupBy(answers, (one) => one.status).entries().map(([status, all]) => [status, all.length])))`;

describe.each(["express", "next"] as const)("examples/%s in Chromium", (name) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open(name, browser);
  });
  afterAll(() => shop.stage.close());

  test("keeps the user logged in past the end of the access token", async () => {
    const page = await shop.visitor("anna");
    const before = shop.refreshes;
    await shop.letTokensExpire();
    await page.reload();
    expect(await page.textContent("body")).toContain("anna@emulator.example");
    await page.click("text=Your orders");
    expect(await page.textContent("body")).toContain('"orders"');
    expect(shop.refreshes).toBe(before + 1);
    await page.context().close();
  });

  test("answers 200 requests of a page at once, after one refresh", async () => {
    const page = await shop.visitor("ben");
    await shop.letTokensExpire();
    const before = shop.refreshes;
    expect(await page.evaluate(callOrders(200))).toEqual({ 200: 200 });
    expect(shop.refreshes).toBe(before + 1);
    await page.context().close();
  });

  test("transfers money after the provider has issued a fresh ID token", async () => {
    const page = await shop.visitor("carla");
    await shop.stage.advance(2 * 60_000);
    const before = shop.refreshes;
    await page.fill("[name=amount]", "12.50");
    await page.click("button:text('Transfer')");
    expect(shop.refreshes).toBe(before + 1);
    expect(await page.textContent("body")).toContain("Last transfer: 12.50");
    await page.context().close();
  });

  test("changes the PIN after the provider has asked for the person", async () => {
    const page = await shop.visitor("dora");
    expect(await violationsOf(page)).toEqual([]);
    await page.click("text=Change it");
    expect(shop.stage.isProvider(new URL(page.url()))).toBe(true);
    await shop.authenticate(page, "dora");
    expect(await page.locator("h1").textContent()).toBe("Change your PIN");
    expect(await violationsOf(page)).toEqual([]);
    await page.fill("[name=pin]", "1234");
    await page.click("button");
    expect(await page.textContent("body")).toMatch(/PIN changed: \d{4}-/);
    await page.context().close();
  });

  test("logs no user out while the provider is down for a minute", async () => {
    const page = await shop.visitor("emil");
    await shop.letTokensExpire();
    shop.breakProvider(503);
    for (let seconds = 0; seconds < 60; seconds += 10) {
      await page.goto(shop.stage.at("/account"));
      expect(await page.textContent("body")).toContain("emil@emulator.example");
      expect(await page.evaluate(callOrders(3))).toEqual({ 503: 3 });
      await shop.stage.advance(10_000);
    }
    shop.mendProvider();
    await shop.stage.advance(5 * 60_000);
    expect(await page.evaluate(callOrders(3))).toEqual({ 200: 3 });
    await page.context().close();
  });

  test("ends the session of a user who was blocked at the provider, and says why", async () => {
    const page = await shop.visitor("fred");
    shop.stage.provider.setBlocked("fred", true);
    await shop.letTokensExpire();
    const answer = await page.goto(shop.stage.at("/account"));
    expect(answer?.status()).toBe(401);
    expect(await page.locator("h1").textContent()).toBe("Your session has ended");
    expect(await page.textContent("p")).toMatch(/your account was blocked/);
    await page.click("text=Sign in again");
    expect(await page.locator("h1").textContent()).toBe("The sign-in did not work");
    expect(await page.textContent("p")).toContain("user is blocked");
    await page.context().close();
  });

  test("signs out everywhere else, then here", async () => {
    const page = await shop.visitor("gina");
    const other = await shop.visitor("gina");
    await other.goto(shop.stage.at("/"));
    await page.click("text=Sign out everywhere else");
    // In Next.js this link fetches the page by script.
    await other.click("text=Your account");
    await other.waitForSelector("h1:text('Your session has ended')");
    expect(await other.textContent("p")).toMatch(/ended from another device/);
    await page.reload();
    await page.click("text='Sign out'");
    expect(await page.locator("h1").textContent()).toBe("You are signed out");
    expect(await page.context().cookies(shop.stage.at("/"))).not.toContainEqual(
      expect.objectContaining({ name: expect.stringMatching(/^tw-/) }),
    );
    await page.goto(shop.stage.at("/account"));
    expect(shop.stage.isProvider(new URL(page.url()))).toBe(true);
    for (const each of [page, other]) await each.context().close();
  });
});

const looks = [
  { locale: "en-US", colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { locale: "en-US", colorScheme: "dark", viewport: { width: 390, height: 800 } },
  { locale: "ja-JP", colorScheme: "light", viewport: { width: 390, height: 800 } },
  { locale: "ja-JP", colorScheme: "dark", viewport: { width: 1280, height: 800 } },
] as const;

describe.each(looks)("our pages in $locale, $colorScheme", (look) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open("express", browser);
  });
  afterAll(() => shop.stage.close());

  const visitor = (user: string) => shop.visitor(user, { ...look, bypassCSP: true });

  /** Expects a page of ours in the visitor's language that everybody can use, with one way on. */
  async function expectUsable(page: Page, titles: readonly [en: string, ja: string]): Promise<void> {
    const isJapanese = look.locale === "ja-JP";
    expect(await page.locator("html").getAttribute("lang")).toBe(isJapanese ? "ja" : "en");
    expect(await page.locator("h1").textContent()).toBe(titles[isJapanese ? 1 : 0]);
    expect(await page.locator("a, button").count()).toBe(1);
    expect(await violationsOf(page)).toEqual([]);
    const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
    expect(await page.evaluate(overflow)).toBe(0);
  }

  test("everybody can use the pages of a logout", async () => {
    const page = await visitor("alice");
    await page.goto(shop.stage.at("/auth/logout"));
    await expectUsable(page, ["Sign out?", "サインアウトしますか"]);
    await page.click("button");
    await expectUsable(page, ["You are signed out", "サインアウトしました"]);
    await page.context().close();
  });

  test("everybody can use the page of an ended session and that of a refused login", async () => {
    const page = await visitor("bob");
    shop.stage.provider.setBlocked("bob", true);
    await shop.letTokensExpire();
    await page.goto(shop.stage.at("/account"));
    await expectUsable(page, ["Your session has ended", "セッションが終了しました"]);
    await page.click("a");
    await expectUsable(page, ["The sign-in did not work", "サインインできませんでした"]);
    await page.context().close();
  });

  test("everybody can use the page of a login that is over", async () => {
    const page = await shop.newPage({ ...look, bypassCSP: true });
    await page.goto(shop.stage.at("/auth/callback?state=of-no-login&code=of-no-login"));
    await expectUsable(page, ["This sign-in is over", "このサインインは終了しています"]);
    await page.context().close();
  });

  test("everybody can use the page that asks for patience, and that of a login that was not recent", async () => {
    const page = await visitor("cleo");
    await shop.letTokensExpire();
    shop.breakProvider(503);
    await page.goto(shop.stage.at("/orders"));
    await expectUsable(page, ["This page is not available just now", "現在このページを表示できません"]);
    shop.mendProvider();
    await shop.stage.advance(5 * 60_000);
    shop.stage.set({ ignoresStepUp: true });
    await page.goto(shop.stage.at("/pin"));
    if (await page.isVisible("#allow")) await page.click("#allow");
    await expectUsable(page, ["You were not asked to sign in again", "再サインインが行われませんでした"]);
    shop.stage.set({ ignoresStepUp: false });
    await page.context().close();
  });
});
