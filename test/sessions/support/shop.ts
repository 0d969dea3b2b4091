import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import { type ExampleName, exampleDriver, freePort } from "./example.ts";
import { openStage, type Stage } from "./stage.ts";

const hourMs = 3_600_000;

/** A running example that a real browser reaches at an address of this machine. */
export class Shop {
  readonly stage: Stage;
  readonly #browser: Browser;

  private constructor(stage: Stage, browser: Browser) {
    this.stage = stage;
    this.#browser = browser;
  }

  static async open(name: ExampleName, browser: Browser): Promise<Shop> {
    const port = await freePort();
    const stage = await openStage(exampleDriver(name), {
      baseUrl: `http://localhost:${port}`,
      app: { port },
      accessTokenSeconds: 3600,
    });
    return new Shop(stage, browser);
  }

  /** Opens a fresh browser in which a user has logged in, on the page of the account. */
  async visitor(user: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.newPage(options);
    await page.goto(this.stage.at("/account"));
    await this.authenticate(page, user);
    expect(await page.locator("h1").textContent()).toBe("Your account");
    return page;
  }

  /** Opens a fresh browser. */
  async newPage(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext(options);
    const page = await context.newPage();
    // Sooner than the test, which would not say what it waited for.
    page.setDefaultTimeout(120_000);
    return page;
  }

  /** Enters name and password on the provider's page, and consents if it asks: it does for an app of this machine. */
  async authenticate(page: Page, user: string): Promise<void> {
    await page.fill("#name", user);
    await page.fill("#password", "any");
    await page.click("#login");
    if (this.stage.isProvider(new URL(page.url()))) await page.click("#allow");
  }

  /** Lets the access token expire. Everyone is away for that time. */
  async letTokensExpire(): Promise<void> {
    await this.stage.advance(2 * hourMs);
  }

  /** Counts the requests with a refresh token that the provider has answered. */
  get refreshes(): number {
    return this.stage.provider.ledger.refreshes().length;
  }

  /** Lets every token request of the next while fail with this status. */
  breakProvider(status: number): void {
    this.stage.provider.faults.arm({ fault: "status", status, times: 1_000 });
  }

  mendProvider(): void {
    this.stage.provider.faults.clear();
  }
}
