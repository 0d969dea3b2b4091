import { expect } from "vitest";
import type { Browser, Page } from "./browser.ts";
import { type ExampleName, exampleDriver } from "./example.ts";
import { openStage, type Stage } from "./stage.ts";

const minuteMs = 60_000;

/** Uses every page and form of an example, from the first visit to the logout, and stops it. */
export async function useExample(name: ExampleName): Promise<void> {
  const stage = await openStage(exampleDriver(name), { accessTokenSeconds: 3600 });
  try {
    const browser = stage.browser();
    await logIn(stage, browser);
    await doSensitiveThings(stage, browser);
    await signOutElsewhere(stage, browser);
    await logOut(stage, browser);
    expect(stage.provider.ledger.summary()).toMatchObject({ spent: 0, refused: 0, mostPresentations: 1 });
  } finally {
    await stage.close();
  }
  stage.assertNothingLeaked();
}

async function logIn(stage: Stage, browser: Browser): Promise<void> {
  expect((await browser.navigate("/")).body).toMatch(/href="\/auth\/login"[^>]*>Sign in/);
  const refused = await browser.fetch("/orders");
  expect([refused.status, JSON.parse(refused.body)]).toEqual([
    401,
    { error: "login_required", reason: null },
  ]);
  const account = await stage.finish(browser, await browser.navigate("/account"));
  expect([account.status, account.url.pathname]).toEqual([200, "/account"]);
  expect(account.body).toContain("alice@emulator.example");
  expect(account.headers["cache-control"]).toMatch(/private|no-store/);
  expect((await browser.navigate("/")).body).toContain("Signed in as");
  expect(JSON.parse((await browser.fetch("/orders")).body)).toEqual({ orders: [{ id: 1 }] });
}

async function doSensitiveThings(stage: Stage, browser: Browser): Promise<void> {
  const { ledger } = stage.provider;
  const transfer = async (amount: string) => {
    const { body } = await browser.submit("/transfer", { amount }, { from: stage.at("/account") });
    expect(text(body)).toContain(`Last transfer: ${amount}`);
  };
  await transfer("10");
  expect(ledger.refreshes()).toHaveLength(0);
  await stage.advance(2 * minuteMs);
  await transfer("20");
  expect(ledger.refreshes()).toHaveLength(1);
  // The provider asks for the person, who then sees the page of the form.
  const asked = await browser.navigate("/pin", { from: stage.at("/account") });
  expect(stage.isProvider(asked.url)).toBe(true);
  const pin = await stage.finish(browser, asked);
  expect([pin.status, pin.url.pathname]).toEqual([200, "/pin"]);
  const changed = await browser.submit(actionOf(pin), { pin: "1234" }, { from: pin.url.href });
  expect(text(changed.body)).toMatch(/PIN changed: \d{4}-/);
}

async function signOutElsewhere(stage: Stage, browser: Browser): Promise<void> {
  const other = stage.browser();
  expect((await stage.logIn(other, { returnTo: "/account" })).body.match(/<li[ >]/g)).toHaveLength(2);
  const alone = await browser.submit("/sign-out-elsewhere", {}, { from: stage.at("/account") });
  expect(alone.body.match(/<li[ >]/g)).toHaveLength(1);
  const refused = await other.fetch("/orders");
  expect([refused.status, JSON.parse(refused.body)]).toEqual([
    401,
    { error: "login_required", reason: "ended" },
  ]);
  expect((await browser.fetch("/orders")).status).toBe(200);
}

async function logOut(stage: Stage, browser: Browser): Promise<void> {
  const page = await stage.logOut(browser);
  expect([page.status, page.url.pathname]).toEqual([200, "/auth/signed-out"]);
  expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(browser.cookies()).toEqual([]);
  expect((await browser.fetch("/orders")).status).toBe(401);
}

/** The text of a page. React puts comments between its pieces. */
const text = (page: string): string => page.replace(/<!--.*?-->/g, "");

function actionOf({ body, url }: Page): URL {
  return new URL(/<form[^>]*action="([^"]*)"/.exec(body)?.[1] ?? "", url);
}
