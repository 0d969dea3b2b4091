import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import { openTokenwell } from "../../src/tokenwell/open.ts";
import { type Loopback, openLoopback, sendJson } from "../providers/loopback.ts";
import { ShiftedClock } from "../support/shifted-clock.ts";
import { storeEnvironment } from "../support/test-store.ts";

/** An answer of a token endpoint as it is in `refresh.jsonl`. */
interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly encoding?: keyof typeof encoders;
  readonly chunked?: boolean;
  readonly cutOff?: boolean;
  /** Length of the body, in zeros. */
  readonly grows?: number;
}

/** Result for a user of the library: tokens for some `seconds`, or an error of this `code`. */
interface Right {
  readonly seconds?: number;
  readonly scope?: string;
  readonly code?: string;
  readonly retryAfterSeconds?: number;
  /** The refresh token that is sent next. */
  readonly next?: string;
  /** The reason for which only a login helps after three such answers. */
  readonly then?: string;
  /** The status that the connection keeps, however often the answer comes. */
  readonly stays?: string;
  /** Whether other connections of the app stop, too. */
  readonly stopsApp?: boolean;
}

interface Line {
  readonly name: string;
  readonly at: readonly ("login" | "refresh")[];
  readonly answer: Answer;
  readonly right: Right;
}

const lines: readonly Line[] = readFileSync(join(import.meta.dirname, "refresh.jsonl"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));
const encoders = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync } as const;
const app = { clientId: "app", clientSecret: null, scope: "api", test: false };

/** Refresh tokens in the order in which the provider saw them; `null` for a code. */
const presented: (string | null)[] = [];
/** The answer to the code `code-<key>` or to the refresh token of this name; others get good ones. */
const answers = new Map<string, Answer>();
const clock = new ShiftedClock();
let provider: Loopback;
let folder: string;
let tokenwell: Tokenwell;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tokenwell-"));
  provider = await openLoopback((request, response, body) => {
    const { origin } = provider;
    if (request.url !== "/token") {
      const endpoints = { authorization_endpoint: `${origin}/auth`, token_endpoint: `${origin}/token` };
      return sendJson(response, 200, { issuer: origin, ...endpoints });
    }
    const form = new URLSearchParams(body);
    const token = form.get("refresh_token");
    presented.push(token);
    const code = form.get("code") ?? "";
    answerWith(response, answers.get(token ?? code) ?? good(token === null ? code : "spare"));
  });
  tokenwell = await openTokenwell({ home: folder, env: storeEnvironment(folder), clock });
  await login("other");
});

afterAll(async () => {
  await tokenwell.close();
  await provider.close();
  await rm(folder, { recursive: true });
});

const good = (name: string): Answer => ({
  body: { access_token: `at-${name}`, token_type: "Bearer", refresh_token: `rt-${name}`, expires_in: 3600 },
});

function answerWith(response: ServerResponse, answer: Answer): void {
  const { body, chunked = false, cutOff = false, encoding, grows = 0, headers = {}, status = 200 } = answer;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const plain = grows > 0 ? Buffer.alloc(grows) : Buffer.from(text);
  const bytes = encoding === undefined ? plain : encoders[encoding](plain);
  response.sendDate = false;
  response.writeHead(status, {
    ...headers,
    ...(encoding && { "content-encoding": encoding }),
    ...(!chunked && status !== 204 && { "content-length": bytes.length + (cutOff ? 9 : 0) }),
  });
  if (chunked) for (const byte of bytes) response.write(Buffer.of(byte));
  else response.write(bytes);
  if (cutOff) setImmediate(() => response.destroy());
  else response.end();
}

async function login(name: string): Promise<void> {
  const pending = await tokenwell.login(provider.origin, { ...app, name });
  const { searchParams } = new URL(pending.url);
  const query = new URLSearchParams({ code: name, state: searchParams.get("state") ?? "" });
  try {
    await pending.answer(`${searchParams.get("redirect_uri")}?${query}`);
  } finally {
    await pending.cancel();
  }
}

/** Makes the provider give this answer: to the code of a login, or to each refresh after it. */
const ways = {
  login: async (name: string, answer: Answer): Promise<unknown> => {
    answers.set(name, answer);
    await login(name);
    return await tokenwell.token(name);
  },
  refresh: async (name: string, answer: Answer): Promise<unknown> => {
    await login(name);
    clock.advance(2 * 3_600_000);
    answers.set(`rt-${name}`, JSON.parse(JSON.stringify(answer).replaceAll("rt-login", `rt-${name}`)));
    return await tokenwell.token(name);
  },
} as const;

/** Refreshes once more, and expects this token to be presented: the one of the login, or the one of the answer. */
async function expectNext(name: string, next: string | undefined): Promise<void> {
  answers.clear();
  await tokenwell.token(name, { refresh: true });
  expect(presented.at(-1)).toBe(next === "rt-login" ? `rt-${name}` : next);
}

function expectTokens(got: unknown, { scope, seconds = 0 }: Right): void {
  expect(got).toMatchObject({ accessToken: "at-new", tokenType: "Bearer", ...(scope && { scope }) });
  const { expiresAt } = got as { expiresAt: Date };
  expect(Math.abs(expiresAt.getTime() - clock.nowMs() - seconds * 1000)).toBeLessThan(60_000);
}

/** Asks again, each time past the drain period, until only a login helps. The user may insist all the same. */
async function expectThen(name: string, reason: string): Promise<void> {
  for (let count = 1; count < 3; count += 1) {
    expect(await statusOf(name)).toMatchObject({ status: "unsettled", reason: "no_reason" });
    clock.advance(400_000);
    await tokenwell.token(name).catch(() => undefined);
  }
  expect(await statusOf(name)).toMatchObject({ status: "needs_login", reason });
  await expect(tokenwell.token(name)).rejects.toMatchObject({ code: "needs_login", facts: { reason } });
  expect(presented.filter((token) => token === `rt-${name}`)).toHaveLength(3);
  clock.advance(400_000);
  await expectNext(name, "rt-login");
  expect(await statusOf(name)).toMatchObject({ status: "ok", reason: null });
}

/** Asks again and again, each time past the drain period. */
async function expectStays(name: string, status: string): Promise<void> {
  for (let count = 0; count < 4; count += 1) {
    expect(await statusOf(name)).toMatchObject({ status });
    clock.advance(400_000);
    await tokenwell.token(name).catch(() => undefined);
  }
}

const statusOf = async (name: string): Promise<unknown> => (await tokenwell.status(name))[0];

describe.each(["login", "refresh"] as const)("the answer to a %s", (way) => {
  const ofWay = lines.filter(({ at }) => at.includes(way));
  test.each(ofWay)("$name", async ({ answer, name: title, right }) => {
    const name = `${way}-${lines.findIndex((line) => line.name === title)}`;
    clock.advance(2 * 3_600_000);
    const got: unknown = await ways[way](name, answer).catch((error: unknown) => error);
    const { code, next, retryAfterSeconds, stays, stopsApp = false, then } = right;
    if (code === undefined) expectTokens(got, right);
    else {
      expect(got).toMatchObject({ code, ...(retryAfterSeconds && { retryAfterSeconds }) });
      const other = await tokenwell.token("other").catch((error: unknown) => error);
      expect(other).toMatchObject(stopsApp ? { code } : { accessToken: "at-spare" });
    }
    if (then !== undefined) await expectThen(name, then);
    if (stays !== undefined) await expectStays(name, stays);
    if (next !== undefined && (way === "refresh" || code === undefined)) await expectNext(name, next);
  });
});
