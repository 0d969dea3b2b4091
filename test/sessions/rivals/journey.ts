import { setTimeout as sleep } from "node:timers/promises";
import type { Answer, Browser, Page } from "../support/browser.ts";
import type { Stage } from "../support/stage.ts";
import type { Rival } from "./rival.ts";

/** Follows redirects of the app alone: the answer is a page, or a redirect to the provider. */
export async function upToProvider(
  stage: Stage,
  browser: Browser,
  address: string | URL,
  headers: Readonly<Record<string, string>> = {},
): Promise<Page> {
  const hops: Answer[] = [];
  let page = await browser.step(address, { headers });
  hops.push(...page.hops);
  for (let left = 8; left > 0; left -= 1) {
    const next = targetOf(page);
    if (next === undefined || stage.isProvider(next)) break;
    page = await browser.step(next, { headers, from: page.url.href });
    hops.push(...page.hops);
  }
  return { ...page, hops };
}

/** Where a redirect leads. */
export function targetOf({ headers, status, url }: Answer): URL | undefined {
  return headers.location === undefined || status < 300 || status > 399
    ? undefined
    : new URL(headers.location, url);
}

/** Whether an answer sends the browser to the provider. */
export function leadsToProvider(stage: Stage, answer: Answer): boolean {
  const target = targetOf(answer);
  return target !== undefined && stage.isProvider(target);
}

/** Begins a login and goes on to the provider's page. */
export async function start(stage: Stage, browser: Browser, path = "/me"): Promise<Page> {
  const answer = await rivalOf(stage).begin(stage, browser, path);
  const target = targetOf(answer);
  if (target === undefined || !stage.isProvider(target))
    throw new Error(`${path} does not begin a login: ${answer.status} ${answer.body.slice(0, 300)}`);
  return await browser.navigate(target, { from: answer.url.href });
}

/** Sends a browser through a whole login. */
export async function logIn(stage: Stage, browser: Browser, user = "alice", path = "/me"): Promise<Page> {
  return await stage.finish(browser, await start(stage, browser, path), user);
}

/** The library that a stage plays with. */
export function rivalOf({ driver }: Stage): Rival {
  return driver as Rival;
}

/** What /me shows to a browser: the claims, or `null` without a session. */
export interface Shown {
  readonly status: number;
  readonly claims: Readonly<Record<string, unknown>> | null;
  readonly answer: Answer;
}

/** Opens /me in the tab, without following redirects. */
export async function me(browser: Browser): Promise<Shown> {
  const answer = await browser.step("me");
  const text = /<pre>(.*?)<\/pre>/s.exec(answer.body)?.[1]?.replaceAll("&quot;", '"') ?? answer.body;
  return { status: answer.status, claims: answer.status === 200 ? objectOf(text) : null, answer };
}

/** What /api/orders answers to a script. `token`: a fingerprint; `api`: the answer of the API to it. */
export interface Order {
  readonly status: number;
  readonly token: unknown;
  readonly api: unknown;
  readonly answer: Answer | undefined;
}

/** Milliseconds after which a script gives up. */
const patienceMs = 12_000;

/** Calls /api/orders as a script does. Status 0: no answer in time, or a broken connection. */
export async function orders(browser: Browser, timeoutMs = patienceMs): Promise<Order> {
  const answer = await inTime(browser.fetch("api/orders"), timeoutMs);
  const { token, api } = answer?.status === 200 ? objectOf(answer.body) : {};
  return { status: answer?.status ?? 0, token, api, answer };
}

/** Waits for a response, but not for ever. */
export async function inTime<T>(response: Promise<T>, timeoutMs = patienceMs): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), timeoutMs);
  try {
    return await Promise.race([response.catch(() => undefined), promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Counts the live grants at the provider. A revocation may take a moment: waits a while for no more than `wanted`. */
export async function grantsLeft({ provider }: Stage, wanted: number): Promise<number> {
  for (let left = 30; left > 0 && provider.grants().length > wanted; left -= 1) await sleep(100);
  return provider.grants().length;
}

/** Whether an order was made with a token that the API takes. */
export function isServed({ api, status }: Order): boolean {
  return status === 200 && api === 200;
}

/** A browser with a copy of the app's cookies of another one, as an attacker has it. */
export function copyOf(stage: Stage, browser: Browser): Browser {
  const copy = stage.browser();
  for (const cookie of browser.cookies()) copy.jar.plant(cookie);
  return copy;
}

/** Bytes of the `Cookie` header that the browser sends to the app. */
export function cookieBytes(stage: Stage, browser: Browser): number {
  const url = new URL(stage.at("/"));
  return browser.jar.headerOf({ url, isCrossSite: false, isSafeNavigation: true }).length;
}

/** The callback's answer in a finished login. */
export function callbackOf(stage: Stage, { hops }: Page): Answer {
  const found = hops.find(({ url }) => url.href.startsWith(`${stage.callback}`));
  if (found === undefined) throw new Error("the login did not come back to the app");
  return found;
}

/** Counts equal values, as in `40 x 200, 10 x 401`. */
export function tally(values: readonly (number | string)[]): string {
  const counts = Map.groupBy(values, (value) => value);
  return [...counts].map(([value, all]) => `${all.length} x ${value === 0 ? "no answer" : value}`).join(", ");
}

/** What a person reads on a page, in short. */
export function shownAt({ body, status, url }: Answer): string {
  const text = body
    .replace(/<(style|script|title)[^>]*>.*?<\/\1>/gs, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return `${status} ${url.pathname}${text === "" ? "" : ` (${text.slice(0, 60).trim()})`}`;
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
