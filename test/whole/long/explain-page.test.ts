import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describeExplanation, explain, type Hints } from "@tokenwell/core/explain";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { violationsOf } from "../../strangers/accessibility.ts";
import { repository } from "../../strangers/children.ts";
import { openChromium } from "../../strangers/chromium.ts";

// docs/explain.html as a person opens it: from the disk.
const address = new URL("docs/explain.html", `file://${repository}`).href;

let browser: Browser;
beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());

const wide = { width: 1200, height: 800 };
const narrow = { width: 360, height: 740 };

async function openPage(options: BrowserContextOptions = {}, hash = ""): Promise<Page> {
  const context = await browser.newContext({ locale: "en-US", viewport: wide, ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(address + hash);
  return page;
}

/** Fills in the page and waits for the answer. */
async function ask(
  page: Page,
  text: string,
  { context, provider, stage, status }: Hints = {},
): Promise<void> {
  if (provider !== undefined) await page.selectOption("#provider", provider);
  if (stage !== undefined) await page.selectOption("#stage", stage);
  if (status !== undefined) await page.fill("#status", String(status));
  if (context !== undefined) await page.fill("#context", context);
  await page.fill("#text", text);
  await page.locator("#answer h2").waitFor();
}

const refused = '{"error":"invalid_grant","error_description":"expired access/refresh token"}';

describe.each(["en", "ja"] as const)("docs/explain.html in %s", (language) => {
  test("is for everybody, light and dark, at 360 and 1200 pixels", async () => {
    const page = await openPage({ bypassCSP: true, viewport: narrow }, `#${language}`);
    await page.locator("summary").click();
    await ask(page, refused, { provider: "salesforce", stage: "refresh" });
    expect(await violationsOf(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    // The colours are all that changes.
    const contrast =
      "axe.run(document, { runOnly: ['color-contrast'] }).then(({ violations }) => violations)";
    expect(await page.evaluate(contrast)).toEqual([]);
    for (const viewport of [narrow, wide]) {
      await page.setViewportSize(viewport);
      const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
      expect(await page.evaluate(overflow)).toBe(0);
    }
  });

  test("says what the command says", async () => {
    const page = await openPage({}, `#${language}`);
    const questions: readonly (readonly [string, Hints])[] = [
      [refused, { provider: "salesforce", stage: "refresh", context: "two pods refresh at the same time" }],
      ["AADSTS50173", { provider: "microsoft", stage: "refresh", context: "" }],
      ["<!doctype html><title>Login</title>", { provider: "", stage: "api-call", status: 404, context: "" }],
    ];
    for (const [text, hints] of questions) {
      const { causes, meaning, retry, token } = describeExplanation(explain(text, hints), language);
      await ask(page, text, hints);
      await page.locator("#answer h4", { hasText: causes[0]?.why ?? "" }).waitFor();
      const shown = await page.evaluate(`(() => {
        const all = (selector) => [...document.querySelectorAll("#answer " + selector)];
        const [h2, dd, h4, steps] = ["h2", "dd", "h4", ".steps li"].map((one) => all(one).map((part) => part.textContent));
        return { h2, dd, h4, steps, links: all("a").map((link) => "docs/" + link.getAttribute("href")) };
      })()`);
      expect(shown).toEqual({
        h2: [meaning],
        dd: [token, retry],
        h4: causes.map(({ why }) => why),
        steps: causes.flatMap(({ fix }) => fix),
        links: causes.map(({ page: documented }) => documented),
      });
    }
  });
});

test("docs/explain.html shows no secret, sends nothing, stores nothing, and may not", async () => {
  let visits = 0;
  const server = createServer((_request, response) => {
    visits += 1;
    response.end();
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const outside = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const page = await openPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.reload();
  const secret = "CANARY5Aep861KIwKdekr90";
  const context = `Cookie: sid=${secret}`;
  await ask(page, `POST /token refresh_token=${secret}&client_secret=${secret} ${refused}`, { context });
  expect(await page.content()).not.toContain("CANARY");
  expect(requests).toEqual([address]);
  expect(complaints).toEqual([]);
  expect(await page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length")).toBe(0);
  const tries = `Promise.all([
    fetch("${outside}").then(() => "sent", () => "refused"),
    new Promise((done) => Object.assign(new Image(), { onload: () => done("sent"), onerror: () => done("refused") }).src = "${outside}"),
  ])`;
  expect(await page.evaluate(tries)).toEqual(["refused", "refused"]);
  expect(visits).toBe(0);
});

test("docs/explain.html speaks the browser's language, until the person chooses one", async () => {
  const page = await openPage({ locale: "ja-JP" });
  const language = () => page.locator("html").getAttribute("lang");
  expect(await language()).toBe("ja");
  await ask(page, refused);
  const japanese = await page.locator("#answer h2").textContent();
  await page.click("text=English");
  // The click changes the fragment, and the page follows.
  await expect.poll(language).toBe("en");
  expect(await page.inputValue("#text")).toBe(refused);
  expect(await page.locator("#answer h2").textContent()).not.toBe(japanese);
  await page.reload();
  expect(await language()).toBe("en");
});

test("docs/explain.html works by keyboard alone, and tells a screen reader of the answer once", async () => {
  const page = await openPage({ viewport: narrow });
  expect(await page.locator("#provider").isVisible()).toBe(false);
  const focusOn = async (selector: string) => {
    for (let presses = 0; presses < 30; presses += 1) {
      if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`no way to ${selector}`);
  };
  await focusOn("#text");
  await page.keyboard.type("invalid_grant");
  await focusOn("summary");
  await page.keyboard.press("Enter");
  await focusOn("#provider");
  await page.keyboard.type("Sal");
  await page.locator("#answer h2", { hasText: "Salesforce refuses" }).waitFor();
  await page
    .locator("#announced", { hasText: /^Salesforce refuses .* Likely causes: \d\.$/ })
    .waitFor({ state: "attached" });
  await focusOn("#clear");
  await page.keyboard.press("Enter");
  await page.locator("#answer .empty").waitFor();
  expect(await page.evaluate("document.activeElement.id")).toBe("text");
});
