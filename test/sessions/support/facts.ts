import { expect } from "vitest";
import type { Answer, Browser } from "./browser.ts";
import type { KeptCookie } from "./cookie-jar.ts";
import type { Incoming } from "./network.ts";

/** What `/me` and `/public` of the fixture apps tell. */
export interface Told {
  readonly id: string | null;
  readonly user: { readonly subject: string; readonly name: string | null } | null;
  readonly claims: Readonly<Record<string, unknown>> | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly endReason: string | null;
  readonly createdAt: string | null;
  readonly extendedAt: string | null;
  readonly authenticatedAt: string | null;
  readonly idToken: string | null;
}

/** Asserts that a request succeeded, and returns its JSON. */
export function granted<T = Told>(answer: Incoming): T {
  expect([answer.status, answer.body]).toEqual([200, expect.any(String)]);
  return JSON.parse(answer.body);
}

/** Asserts that a fetch was refused because there is no session, and why. */
export function refused(answer: Incoming, reason: string | null | undefined = undefined): void {
  expect([answer.status, answer.headers.location]).toEqual([401, undefined]);
  const told = JSON.parse(answer.body);
  expect(told.error).toBe("login_required");
  if (reason !== undefined) expect(told.reason).toBe(reason);
  notStored(answer);
}

/** Asserts that no cache may keep an answer. */
export function notStored(answer: Incoming): void {
  expect(answer.headers["cache-control"] ?? "").toMatch(/\bno-store\b/);
}

/** Returns the one cookie that a signed-in browser has of the app. */
export function sessionCookie(browser: Browser): KeptCookie {
  const cookies = browser.cookies();
  expect(cookies.map(({ name }) => name)).toHaveLength(1);
  return cookies[0] ?? expect.unreachable("a session cookie");
}

/** Puts the cookie of one browser into another, as its value was copied. */
export function copyCookie(cookie: KeptCookie, to: Browser): void {
  to.jar.plant(cookie);
}

/** Returns what a response says in its text, without tags. */
export function wordsOf({ body }: Pick<Answer, "body">): string {
  return body
    .replace(/<(style|script)[^>]*>.*?<\/\1>/gs, " ")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
}
