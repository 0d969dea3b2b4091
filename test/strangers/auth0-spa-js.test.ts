import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { repository } from "./children.ts";
import { openChromium } from "./chromium.ts";
import { outcomesOf, startProvider } from "./clients.ts";
import type { Provider } from "./provider.ts";

// @auth0/auth0-spa-js as it is, in a real browser: a page without a server of its own, which refreshes with rotation.
const script = readFileSync(
  `${repository}node_modules/@auth0/auth0-spa-js/dist/auth0-spa-js.production.js`,
  "utf8",
);
const dayMs = 86_400_000;

let browser: Browser;
beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());

/** The origin of a page that has the SDK and nothing else. */
async function servePage(): Promise<string> {
  const server = createServer((request, response) => {
    const isScript = request.url === "/auth0.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : '<!doctype html><title>app</title><script src="/auth0.js"></script>');
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

/** A page of the app in a browser, and its provider. */
class Spa {
  readonly provider: Provider;
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #origin: string;
  readonly #cacheLocation: string;

  private constructor(provider: Provider, page: Page, { cacheLocation, origin }: Record<string, string>) {
    this.provider = provider;
    this.page = page;
    this.#context = page.context();
    this.#origin = origin ?? "";
    this.#cacheLocation = cacheLocation ?? "";
  }

  /** `cacheLocation`: where the SDK keeps its tokens. */
  static async open(cacheLocation: "memory" | "localstorage"): Promise<Spa> {
    const origin = await servePage();
    const provider = await startProvider({
      personality: "auth0",
      rotation: "strict",
      clients: [{ clientId: "spa", redirectUris: [`${origin}/`], auth0: { kind: "spa" } }],
    });
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    await context.clock.install();
    const spa = new Spa(provider, await context.newPage(), { cacheLocation, origin });
    await spa.#load(spa.page);
    return spa;
  }

  /** Another tab of the same browser. */
  async newTab(): Promise<Page> {
    const page = await this.#context.newPage();
    await this.#load(page);
    return page;
  }

  /** Logs in at Auth0 and returns the name of the user. */
  async logIn(): Promise<string> {
    const { page } = this;
    await this.startLogin();
    await page.fill("#name", "alice");
    await page.fill("#password", "any");
    await page.click("#login");
    await page.waitForURL(/\?code=/);
    await this.#createClient(page);
    await page.evaluate("client.handleRedirectCallback()");
    return String(await page.evaluate("client.getUser().then(({ email }) => email)"));
  }

  /** Ends on the page of Auth0. */
  async startLogin(): Promise<void> {
    await this.page.evaluate("void client.loginWithRedirect()");
    await this.page.waitForSelector("#login");
  }

  async logOut(): Promise<void> {
    await this.page.evaluate("void client.logout({ logoutParams: { returnTo: location.origin } })");
    await this.page.waitForURL(`${this.#origin}/`);
    await this.#createClient(this.page);
  }

  /** Moves the clocks of the provider and of the browser. */
  async advance(ms: number): Promise<void> {
    await this.provider.advance(ms);
    await this.#context.clock.fastForward(ms);
  }

  async #load(page: Page): Promise<void> {
    await page.goto(`${this.#origin}/`);
    await this.#createClient(page);
  }

  async #createClient(page: Page): Promise<void> {
    const options = {
      domain: this.provider.issuer,
      clientId: "spa",
      useRefreshTokens: true,
      cacheLocation: this.#cacheLocation,
      authorizationParams: {
        redirect_uri: `${this.#origin}/`,
        audience: "https://api.emulator.example",
        scope: "openid profile email offline_access read:hello",
      },
    };
    await page.evaluate(`globalThis.client = new auth0.Auth0Client(${JSON.stringify(options)})`);
  }
}

/** Asks for a token several times at once, and returns the different ones. */
async function tokensOf(page: Page, options = "{}"): Promise<readonly string[]> {
  const all = `Promise.all(Array.from({ length: 5 }, () => client.getTokenSilently(${options})))`;
  return [...new Set((await page.evaluate(all)) as readonly string[])];
}

test.each(["memory", "localstorage"] as const)(
  "it logs in, refreshes three expired tokens with five callers at once, and logs out, with tokens in %s",
  async (cacheLocation) => {
    const spa = await Spa.open(cacheLocation);
    const { page, provider } = spa;
    expect(await spa.logIn()).toBe("alice@emulator.example");
    const seen = new Set(await tokensOf(page));
    expect(seen.size).toBe(1);
    for (let round = 1; round <= 3; round += 1) {
      await spa.advance(dayMs);
      const tokens = await tokensOf(page);
      expect(tokens).toHaveLength(1);
      expect(await provider.accepts(tokens[0] ?? "")).toBe(true);
      expect(seen.has(tokens[0] ?? "")).toBe(false);
      seen.add(tokens[0] ?? "");
    }
    expect(await outcomesOf(provider)).toEqual([
      "code: exchanged",
      ...Array.from({ length: 3 }, () => "refresh: rotated"),
    ]);
    expect(await provider.summary()).toMatchObject({ spent: 0, mostPresentations: 1 });
    await spa.logOut();
    expect(await page.evaluate("client.isAuthenticated()")).toBe(false);
    // Logged out at Auth0, too: the user is asked again.
    await spa.startLogin();
    expect(new URL(page.url()).origin).toBe(provider.issuer);
  },
);

test("two tabs that share a login refresh it at once, and never with a spent token", async () => {
  const spa = await Spa.open("localstorage");
  const { page, provider } = spa;
  await spa.logIn();
  const other = await spa.newTab();
  for (let round = 1; round <= 3; round += 1) {
    await spa.advance(dayMs);
    // The first answer comes when both tabs have asked.
    await provider.arm({ fault: "delay", where: "after", ms: 500 });
    const [one = [], two = []] = await Promise.all([tokensOf(page), tokensOf(other)]);
    expect([one.length, two.length]).toEqual([1, 1]);
    expect(two).toEqual(one);
    expect(await provider.summary()).toMatchObject({ refreshes: round, spent: 0, grantsRevoked: 0 });
  }
});
