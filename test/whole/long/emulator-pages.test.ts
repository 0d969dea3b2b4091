import { createHash } from "node:crypto";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { violationsOf } from "../../strangers/accessibility.ts";
import { openChromium } from "../../strangers/chromium.ts";
import { Provider } from "../../strangers/provider.ts";

const CALLBACK = "http://localhost:9355/callback";

let browser: Awaited<ReturnType<typeof openChromium>>;
let providers: Readonly<Record<"oidc" | "salesforce" | "auth0", Provider>>;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  browser = await openChromium();
  const [oidc, salesforce, auth0] = await Promise.all([
    Provider.start(),
    Provider.start({ personality: "salesforce" }),
    Provider.start({ personality: "auth0" }),
  ]);
  providers = { oidc, salesforce, auth0 };
});
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});
afterAll(async () => {
  await browser.close();
  await Promise.all(Object.values(providers).map((provider) => provider.stop()));
});

const looks = [
  { locale: "en-US", colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { locale: "ja-JP", colorScheme: "dark", viewport: { width: 390, height: 800 } },
] as const;

describe.each(looks)("in $locale, $colorScheme", (look) => {
  const { locale } = look;

  async function newPage(): Promise<Page> {
    const context = await browser.newContext({ ...look, bypassCSP: true });
    contexts.push(context);
    return context.newPage();
  }

  async function expectUsable(page: Page, heading: RegExp): Promise<void> {
    expect(await page.locator("html").getAttribute("lang")).toBe(locale.slice(0, 2));
    expect(await page.locator("h1").textContent()).toMatch(heading);
    expect(await violationsOf(page)).toEqual([]);
    const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
    expect(await page.evaluate(overflow)).toBe(0);
  }

  function authorizeUrl(
    name: keyof typeof providers,
    path: string,
    changes: Readonly<Record<string, string>> = {},
  ): string {
    const url = new URL(path, providers[name].issuer);
    url.search = new URLSearchParams({
      client_id: "demo",
      response_type: "code",
      redirect_uri: CALLBACK,
      code_challenge: createHash("sha256").update("v".repeat(43)).digest("base64url"),
      code_challenge_method: "S256",
      ...changes,
    }).toString();
    return url.href;
  }

  async function logIn(page: Page, name: string): Promise<void> {
    await page.fill("#name", name);
    await page.click("#login");
  }

  test("oidc: login, warning, consent, error, expired", async () => {
    const page = await newPage();
    const url = authorizeUrl("oidc", "/authorize", { scope: "openid offline_access", prompt: "consent" });
    await page.goto(url);
    await expectUsable(page, /^(Log in|ログイン)$/);
    const loginUrl = page.url();
    await providers.oidc.setBlocked("mallory", true);
    await logIn(page, "mallory");
    expect(await page.locator("#warning").textContent()).toContain("mallory");
    await expectUsable(page, /^(Log in|ログイン)$/);
    await logIn(page, "alice");
    await expectUsable(page, /Tokenwell demo/);
    const other = await newPage();
    await other.goto(loginUrl);
    await expectUsable(other, /^(This did not work|続けられませんでした)$/);
    await other.goto(authorizeUrl("oidc", "/authorize", { client_id: "unknown" }));
    expect(await other.locator("#error").textContent()).toBe("invalid_client");
    await expectUsable(other, /^(This did not work|続けられませんでした)$/);
  });

  test("salesforce: login, warning, consent, redirect, error, expired, logged out", async () => {
    const page = await newPage();
    const { origin } = new URL(providers.salesforce.issuer);
    await page.goto(authorizeUrl("salesforce", "/services/oauth2/authorize"));
    await page.waitForSelector("#login");
    await expectUsable(page, /^(Log in|ログイン)$/);
    await providers.salesforce.setBlocked("mallory", true);
    await logIn(page, "mallory");
    await page.waitForSelector("#warning");
    await expectUsable(page, /^(Log in|ログイン)$/);
    await logIn(page, "alice");
    await page.waitForSelector("#allow");
    await expectUsable(page, /Tokenwell demo/);
    // Without a callback to go to, the browser stays on the page that sends it there.
    await page.route(`${CALLBACK}*`, (route) => route.fulfill({ status: 204 }));
    await page.click("#allow");
    await page.waitForSelector("#continue");
    await expectUsable(page, /^(One moment|お待ちください)$/);
    await page.goto(`${origin}/setup/secur/RemoteAccessErrorPage.apexp?error=invalid_client`);
    await expectUsable(page, /^(This did not work|続けられませんでした)$/);
    await page.goto(`${origin}/setup/secur/RemoteAccessAuthorizationPage.apexp?source=old`);
    await expectUsable(page, /^(This did not work|続けられませんでした)$/);
    await page.goto(`${origin}/services/auth/idp/oidc/logout`);
    await expectUsable(page, /^(You are logged out|ログアウトしました)$/);
  });

  test("auth0: login, confirmation, consent, second factor, logout, and every error page", async () => {
    const page = await newPage();
    const url = (changes: Readonly<Record<string, string>> = {}) =>
      authorizeUrl("auth0", "/authorize", { scope: "openid offline_access", ...changes });
    await page.goto(url({ prompt: "consent" }));
    await expectUsable(page, /^(Log in|ログイン)$/);
    await logIn(page, " ");
    await expectUsable(page, /^(Log in|ログイン)$/);
    await logIn(page, "alice");
    await expectUsable(page, /Tokenwell demo/);
    await page.goto(url());
    await expectUsable(page, /^(Did you start Tokenwell demo\?|Tokenwell demo を起動しましたか\?)$/);
    await page.goto(url({ acr_values: "http://schemas.openid.net/pape/policies/2007/06/multi-factor" }));
    await expectUsable(page, /^(Verify that it is you|本人確認)$/);
    await page.fill("#code", " ");
    await page.click("#verify");
    expect(await page.locator("#warning").count()).toBe(1);
    await expectUsable(page, /^(Verify that it is you|本人確認)$/);
    const { origin } = new URL(providers.auth0.issuer);
    await page.goto(`${origin}/oidc/logout`);
    await expectUsable(page, /^(Log out\?|ログアウトしますか\?)$/);
    await page.click("#deny");
    await expectUsable(page, /^(You are still logged in|ログアウトしませんでした)$/);
    await page.goto(`${origin}/oidc/logout`);
    await page.click("#allow");
    await expectUsable(page, /^(You are logged out|ログアウトしました)$/);
    for (const address of [
      `${origin}/oidc/logout?id_token_hint=x`,
      url({ client_id: "unknown" }),
      url({ redirect_uri: "https://evil.example/" }),
      `${origin}/u/login?state=old`,
      `${origin}/v2/logout?returnTo=https://evil.example/`,
    ]) {
      await page.goto(address);
      await expectUsable(page, /^(Oops!, something went wrong|エラーが発生しました)$/);
    }
  });

  test("auth0: the answer that a page posts to the callback", async () => {
    const page = await newPage();
    const arrived: string[] = [];
    // Without a callback to go to, the browser stays on the page that posts there.
    await page.route(CALLBACK, (route) => {
      arrived.push(`${route.request().method()} ${route.request().postData() ?? ""}`);
      return route.fulfill({ status: 204 });
    });
    await page.goto(authorizeUrl("auth0", "/authorize", { response_mode: "form_post", state: "s1" }));
    await logIn(page, "alice");
    await page.waitForSelector("#continue");
    await expectUsable(page, /^(One moment|お待ちください)$/);
    expect(arrived).toEqual([expect.stringMatching(/^POST code=CANARY_code_[\w-]+&state=s1$/)]);
  });

  test.each(["oidc", "salesforce", "auth0"] as const)("%s: the control page", async (name) => {
    const provider = providers[name];
    await provider.clearFaults();
    const form = new URLSearchParams({
      grant_type: "refresh_token",
      client_id: "demo",
      refresh_token: "unknown",
    });
    const paths = { oidc: "/token", salesforce: "/services/oauth2/token", auth0: "/oauth/token" };
    await fetch(new URL(paths[name], provider.issuer), { method: "POST", body: form });
    const page = await newPage();
    await page.goto(`${provider.issuer}/emulator`);
    await expectUsable(page, /emulator|エミュレーター/);
    await page.selectOption("#fault", { index: 2 });
    await page.click('button[value="arm"]');
    expect(await page.locator('[role="status"]').count()).toBe(1);
    expect(await page.locator(".armed li").textContent()).toContain('"status":503');
    await expectUsable(page, /emulator|エミュレーター/);
    await page.locator("summary", { hasText: "JSON" }).click();
    await page.fill("#json", "{");
    await page.click('button[value="arm"]');
    expect(await page.locator('[role="alert"]').count()).toBe(1);
    await expectUsable(page, /emulator|エミュレーター/);
  });

  test("Every kind of fault can be read whole on the control page", async () => {
    const page = await newPage();
    await page.goto(`${providers.salesforce.issuer}/emulator`);
    const cut = await page.evaluate(`(() => {
      const list = document.querySelector("#fault");
      const { font } = getComputedStyle(list);
      const text = document.createElement("canvas").getContext("2d");
      text.font = font;
      const arrowPx = 32;
      const roomPx = list.clientWidth - arrowPx;
      return [...list.options].filter(({ label }) => text.measureText(label).width > roomPx).map(({ label }) => label);
    })()`);
    expect(cut).toEqual([]);
  });

  test("the control page works by keyboard alone", async () => {
    const page = await newPage();
    await page.goto(`${providers.auth0.issuer}/emulator`);
    const before = await page.locator(".now time").getAttribute("datetime");
    for (let presses = 0; presses < 200; presses += 1) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate("document.activeElement?.getAttribute('value') ?? ''");
      if (String(focused).includes("86400000")) break;
    }
    await page.keyboard.press("Enter");
    await page.waitForSelector('[role="status"]');
    const after = await page.locator(".now time").getAttribute("datetime");
    expect(Date.parse(after ?? "") - Date.parse(before ?? "")).toBeGreaterThanOrEqual(86_400_000);
  });
});

describe("The control page, with its policy in force,", () => {
  async function open(javaScriptEnabled = true) {
    const provider = await Provider.start({
      personality: "salesforce",
      rotation: "strict",
      startMs: Date.UTC(2026, 0, 1, 12),
      clients: [client],
    });
    const context = await browser.newContext({ javaScriptEnabled });
    contexts.push(context);
    const page = await context.newPage();
    onTestFinished(() => provider.stop());
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`${provider.issuer}/emulator`);
    const present = async () => {
      const form = { grant_type: "refresh_token", client_id: "demo", refresh_token: "unknown" };
      await fetch(`${provider.issuer}/services/oauth2/token`, {
        method: "POST",
        body: new URLSearchParams(form),
      });
    };
    return { provider, page, present, complaints };
  }

  const client = { clientId: "demo", redirectUris: [CALLBACK] };

  test("shows what happens without being loaded again", async () => {
    const { complaints, page, present, provider } = await open();
    await page.locator(".following").waitFor();
    await page.evaluate("window.isTheSamePage = true");
    await present();
    await page.locator(".timeline .refused").waitFor();
    await provider.arm({ fault: "drop-after" });
    await page.locator(".armed li").waitFor();
    await provider.setBlocked("alice", true);
    await page.locator(".badge.off").waitFor();
    await provider.setApp("demo", { ipAllowed: false });
    await page.locator('[aria-pressed="false"]', { hasText: "ipAllowed demo" }).waitFor();
    await provider.advance(86_400_000);
    await page.locator(".now time", { hasText: "2026-01-02 12:00" }).waitFor();
    expect(await page.evaluate("window.isTheSamePage")).toBe(true);
    expect(complaints).toEqual([]);
  });

  test("keeps what the person types, chooses, opens and focuses", async () => {
    const { page, present } = await open();
    await page.locator(".following").waitFor();
    await page.selectOption("#fault", { index: 3 });
    await page.fill("#skip", "2");
    await page.fill("#amount", "77");
    await page.locator("summary", { hasText: "Set any setting" }).click();
    await page.fill("#value", "half a wo");
    await page.locator("button", { hasText: "Deactivate" }).focus();
    await present();
    await page.locator(".timeline .refused").waitFor();
    expect(await page.inputValue("#fault")).toBe('{"fault":"status","status":500,"where":"after"}');
    expect(await page.inputValue("#skip")).toBe("2");
    expect(await page.inputValue("#amount")).toBe("77");
    expect(await page.inputValue("#value")).toBe("half a wo");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Deactivate alice");
  });

  test("says when the emulator does not answer any more", async () => {
    const { page, provider } = await open();
    await page.locator(".following").waitFor();
    await provider.stop();
    await page.locator(".lost").waitFor();
    expect(await page.locator(".following").isVisible()).toBe(false);
  });

  test("asks for a reload without a script", async () => {
    const { page, present } = await open(false);
    expect(await page.locator("noscript").textContent()).toContain("Reload the page");
    expect(await page.locator(".following").isVisible()).toBe(false);
    await present();
    await page.reload();
    expect(await page.locator(".timeline .refused").count()).toBe(1);
  });
});

test("a page that not everybody can use is found out", async () => {
  const context = await browser.newContext({ bypassCSP: true });
  contexts.push(context);
  const page = await context.newPage();
  await page.goto(`${providers.oidc.issuer}/emulator`);
  // The page mends the parts that it keeps up to date. This form is none of them.
  await page.evaluate("document.querySelector('label[for=unit]').remove()");
  expect(await violationsOf(page)).toEqual([expect.stringMatching(/^select-name: <select id="unit"/)]);
});
