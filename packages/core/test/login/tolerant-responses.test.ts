import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TokenSet } from "../../src/api/token.ts";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import { Secret } from "../../src/secret.ts";
import { openTokenwell } from "../../src/tokenwell/open.ts";
import { type Loopback, openLoopback, sendJson } from "../providers/loopback.ts";

/** A response of the token endpoint. */
interface Answer {
  readonly status?: number;
  readonly body: string;
}

/** Refresh tokens in the order in which the provider saw them. */
const presented: (string | null)[] = [];
const answers: Answer[] = [];
let provider: Loopback;
let folder: string;
let tokenwell: Tokenwell;

beforeEach(async () => {
  presented.length = 0;
  answers.length = 0;
  folder = await mkdtemp(join(tmpdir(), "tokenwell-"));
  provider = await openLoopback((request, response, body) => {
    const { origin } = provider;
    if (request.url !== "/token") {
      const endpoints = { authorization_endpoint: `${origin}/auth`, token_endpoint: `${origin}/token` };
      return sendJson(response, 200, { issuer: origin, ...endpoints });
    }
    presented.push(new URLSearchParams(body).get("refresh_token"));
    const { status = 200, body: text } = answers.shift() ?? { body: good("spare") };
    response.writeHead(status).end(text);
  });
  tokenwell = await openTokenwell({ home: folder, env: {} });
});

afterEach(async () => {
  await tokenwell.close();
  await provider.close();
  await rm(folder, { recursive: true });
});

const members = (suffix: string) => ({
  access_token: `at-${suffix}`,
  token_type: "Bearer",
  refresh_token: `rt-${suffix}`,
  expires_in: 3600,
});
const good = (suffix: string): string => JSON.stringify(members(suffix));
const app = { clientId: "app", clientSecret: null };

async function login(answer: Answer): Promise<void> {
  answers.push(answer);
  const pending = await tokenwell.login(provider.origin, { ...app, scope: "api", name: "acme", test: false });
  const { searchParams } = new URL(pending.url);
  const parameters = new URLSearchParams({
    code: "a-code-of-16-bytes",
    state: searchParams.get("state") ?? "",
  });
  try {
    await pending.answer(`${searchParams.get("redirect_uri")}?${parameters}`);
  } finally {
    await pending.cancel();
  }
}

/** The three ways in which a token response reaches the store. */
const ways: Readonly<Record<string, (answer: Answer) => Promise<unknown>>> = {
  login,
  refresh: async (answer) => {
    await login({ body: good("login") });
    answers.push(answer);
    await tokenwell.token("acme", { refresh: true });
  },
  import: async (answer) => {
    answers.push(answer);
    await tokenwell.import(provider.origin, { ...app, name: "acme", refreshToken: Secret.of("rt-foreign") });
  },
};

/** Seconds until a token set expires, as the provider gave them. */
const secondsLeft = ({ expiresAt }: TokenSet): number => (expiresAt.getTime() - Date.now()) / 1000;

const form = (extra: Readonly<Record<string, string>>): string =>
  String(
    new URLSearchParams({ access_token: "at-new", token_type: "bearer", refresh_token: "rt-new", ...extra }),
  );
const json = (extra: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ ...members("new"), ...extra });

const hour = { seconds: 3600, source: "answer" };
const assumed = { seconds: 900, source: "assumed" };

describe.each(Object.keys(ways))("a response to a %s", (way) => {
  const receive = async (answer: Answer): Promise<unknown> => await ways[way]?.(answer);

  test.each([
    ["is a form", form({ expires_in: "3600" }), hour],
    ["has expires_in as a string", json({ expires_in: "3600" }), hour],
    ["has expires_in as a string with spaces", json({ expires_in: " 3600 " }), hour],
    ["has expires_in with a fraction", json({ expires_in: 3600.9 }), hour],
    ["has expires_in with a fraction as a string", json({ expires_in: "3600.9" }), hour],
    ["has an expires_in of 0", json({ expires_in: 0 }), assumed],
    ["has a negative expires_in", json({ expires_in: -1 }), assumed],
    ["has an expires_in with a unit", json({ expires_in: "1h" }), assumed],
    ["has no expires_in", json({ expires_in: undefined }), assumed],
    [
      "has an expires_in that no clock can hold",
      json({ expires_in: 2 ** 63 }),
      { seconds: 3_153_600_000, source: "answer" },
    ],
    [
      "has an expires_in that is infinite to JavaScript",
      json({}).replace(/"expires_in":\d+/, '"expires_in":1e400'),
      { seconds: 3_153_600_000, source: "answer" },
    ],
    ["has a token type in small letters", json({ token_type: "bearer" }), hour],
    ["has a token type with a space", json({ token_type: "bearer " }), hour],
    ["has an ID token that is no string", json({ id_token: 7 }), hour],
    ["has an empty ID token", json({ id_token: "" }), hour],
  ] as const)("is accepted if it %s, and its refresh token is used next", async (_title, body, expiry) => {
    await receive({ body });
    const token = await tokenwell.token("acme");
    expect(token).toMatchObject({
      accessToken: "at-new",
      tokenType: "Bearer",
      expiresAtSource: expiry.source,
    });
    expect(Math.abs(secondsLeft(token) - expiry.seconds)).toBeLessThan(60);
    await tokenwell.token("acme", { refresh: true });
    expect(presented.at(-1)).toBe("rt-new");
  });

  test.each([
    [" api  web ", "api web"],
    ["api", "api"],
  ])("with scope %j grants %j", async (scope, granted) => {
    await receive({ body: json({ scope }) });
    expect((await tokenwell.token("acme")).scope).toBe(granted);
  });

  test.each([
    [undefined, ""],
    ["", ""],
    ["user", "user"],
    ["Bearer", null],
  ])("with the token type %j is used as Bearer, and status says so", async (token_type, otherTokenType) => {
    await receive({ body: json({ token_type }) });
    expect(await tokenwell.token("acme")).toMatchObject({ accessToken: "at-new", tokenType: "Bearer" });
    expect(await tokenwell.status("acme")).toMatchObject([{ access: { otherTokenType } }]);
  });

  test.each([
    ["is of another token type", json({ token_type: "mac" }), { what: "trust.token_type", type: "mac" }],
    ["has no access token", json({ access_token: "" }), { what: "trust.not_an_answer" }],
  ])("is not trusted if it %s", async (_title, body, facts) => {
    await expect(receive({ body })).rejects.toMatchObject({ code: "bad_token_answer", facts });
  });
});

describe("a new refresh token in a bad response", () => {
  test.each([
    ["is of another token type", json({ token_type: "DPoP" })],
    ["has no access token", json({ access_token: undefined })],
    ["is a form without an access token", "refresh_token=rt-new"],
    ["is cut off behind it", '{"refresh_token":"rt-new","access_t'],
  ])("is committed by a refresh if the response %s", async (_title, body) => {
    await login({ body: good("login") });
    answers.push({ body });
    await expect(tokenwell.token("acme", { refresh: true })).rejects.toMatchObject({
      code: "bad_token_answer",
    });
    await tokenwell.token("acme", { refresh: true });
    expect(presented).toEqual([null, "rt-login", "rt-new"]);
  });
});
