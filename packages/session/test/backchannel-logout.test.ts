import { generateKeyPair, SignJWT } from "jose";
import { expect, test } from "vitest";
import type { Browser } from "./support/browser.ts";
import { Stage } from "./support/stage.ts";

const events = { "http://schemas.openid.net/event/backchannel-logout": {} };
let count = 0;

type Claims = Readonly<Record<string, unknown>>;

/** Claims of a logout token of alice, with changes. `undefined` leaves one out. */
const claimsOf = ({ issuer }: Stage, over: Claims = {}): Claims => ({
  iss: issuer.issuer,
  aud: "web",
  sub: "alice",
  iat: issuer.nowSeconds,
  exp: issuer.nowSeconds + 120,
  jti: `jti-${++count}`,
  events,
  ...over,
});

/** Makes a logout token. */
const tokenOf = async (stage: Stage, over: Claims = {}, header: Claims = {}): Promise<string> =>
  await stage.issuer.sign(claimsOf(stage, over), { typ: "logout+jwt", ...header });

async function post(stage: Stage, token: string): Promise<number> {
  const body = new URLSearchParams({ logout_token: token });
  const request = new Request("https://app.example.com/auth/backchannel-logout", { method: "POST", body });
  const response = await stage.first.fetch(request);
  expect(response.headers.get("cache-control")).toBe("no-store");
  return response.status;
}

const isSignedIn = async (browser: Browser): Promise<boolean> =>
  (await browser.json("/public")).user !== null;

test("D17 no logout token that differs from the specification in one thing ends a session", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  await stage.logIn(browser);
  const { nowSeconds } = stage.issuer;
  const stranger = await generateKeyPair("ES256");
  const unsigned = (alg: string): string => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    return `${part({ alg, typ: "logout+jwt" })}.${part(claimsOf(stage))}.`;
  };
  const { keys } = await stage.issuer.publicKeys();
  const publicKey = new TextEncoder().encode(JSON.stringify(keys[0]));
  const right = await tokenOf(stage);
  const vectors: Readonly<Record<string, string>> = {
    "alg none": unsigned("none"),
    "alg None": unsigned("None"),
    "an empty signature": unsigned("ES256"),
    "HS256 with the public key": await new SignJWT(claimsOf(stage))
      .setProtectedHeader({ alg: "HS256", typ: "logout+jwt" })
      .sign(publicKey),
    "HS256 with the client secret": await new SignJWT(claimsOf(stage))
      .setProtectedHeader({ alg: "HS256", typ: "logout+jwt" })
      .sign(new TextEncoder().encode(stage.issuer.clientSecret)),
    "the key of a stranger": await stage.issuer.sign(
      claimsOf(stage),
      { typ: "logout+jwt" },
      stranger.privateKey,
    ),
    "a changed claim": right.replace(
      /\.[^.]+\./,
      `.${Buffer.from(JSON.stringify(claimsOf(stage, { sub: "bob" }))).toString("base64url")}.`,
    ),
    "typ JWT": await tokenOf(stage, {}, { typ: "JWT" }),
    "typ at+jwt": await tokenOf(stage, {}, { typ: "at+jwt" }),
    "a critical header": await tokenOf(stage, {}, { crit: ["x"], x: 1 }).catch(() => "x.y.z"),
    "no iss": await tokenOf(stage, { iss: undefined }),
    "another iss": await tokenOf(stage, { iss: "https://evil.example" }),
    "iss with a slash more": await tokenOf(stage, { iss: `${stage.issuer.issuer}/` }),
    "no aud": await tokenOf(stage, { aud: undefined }),
    "another aud": await tokenOf(stage, { aud: "other" }),
    "no iat": await tokenOf(stage, { iat: undefined }),
    "an iat of an hour ago": await tokenOf(stage, { iat: nowSeconds - 3_600 }),
    "an iat in ten minutes": await tokenOf(stage, { iat: nowSeconds + 600 }),
    "an iat that is text": await tokenOf(stage, { iat: String(nowSeconds) }),
    "no exp": await tokenOf(stage, { exp: undefined }),
    "an exp that is over": await tokenOf(stage, { exp: nowSeconds - 61 }),
    "no events": await tokenOf(stage, { events: undefined }),
    "events in a list": await tokenOf(stage, { events: Object.keys(events) }),
    "events as text": await tokenOf(stage, { events: Object.keys(events)[0] }),
    "another event": await tokenOf(stage, { events: { "https://example.com/event": {} } }),
    "an event that is null": await tokenOf(stage, { events: { [Object.keys(events)[0] ?? ""]: null } }),
    "an event that is true": await tokenOf(stage, { events: { [Object.keys(events)[0] ?? ""]: true } }),
    "an event that is a list": await tokenOf(stage, { events: { [Object.keys(events)[0] ?? ""]: [] } }),
    "a nonce": await tokenOf(stage, { nonce: "n" }),
    "a nonce that is null": await tokenOf(stage, { nonce: null }),
    "neither sub nor sid": await tokenOf(stage, { sub: undefined }),
    "a sub that is a number": await tokenOf(stage, { sub: 7 }),
    "an empty sub": await tokenOf(stage, { sub: "" }),
    "a sid that is a list": await tokenOf(stage, { sid: ["s1"] }),
    "no jti": await tokenOf(stage, { jti: undefined }),
    "an empty jti": await tokenOf(stage, { jti: "" }),
    "a jti that is a number": await tokenOf(stage, { jti: 7 }),
    "an ID token": await stage.issuer.sign(
      { ...claimsOf(stage), events: undefined, nonce: "n" },
      { typ: "JWT" },
    ),
    "no JWT": "nonsense",
    "an encrypted JWT": "a.b.c.d.e",
    nothing: "",
  };
  for (const [what, token] of Object.entries(vectors))
    expect([what, await post(stage, token)]).toEqual([what, 400]);
  expect(await isSignedIn(browser)).toBe(true);
  expect(stage.issuer.revoked).toEqual([]);
});

test("D17 a token that fits ends the sessions of its subject everywhere, and only once", async () => {
  const stage = await Stage.open();
  const [one, two, bob] = [stage.browser(), stage.browser(await stage.process()), stage.browser()];
  await stage.logIn(one);
  await stage.logIn(two);
  await stage.logIn(bob, "bob");
  const token = await tokenOf(stage, { aud: ["other", "web"] }, { typ: "application/logout+jwt" });
  expect(await post(stage, token)).toBe(200);
  expect([await isSignedIn(one), await isSignedIn(two), await isSignedIn(bob)]).toEqual([false, false, true]);
  expect(await two.json("/me", { accept: "application/json" })).toEqual({
    error: "login_required",
    reason: "provider_logout",
  });
  await stage.logIn(one);
  expect(await post(stage, token)).toBe(400);
  expect(await isSignedIn(one)).toBe(true);
});

test("D17 a token with a sid ends that session of the provider alone, and only of its subject", async () => {
  const stage = await Stage.open();
  const [one, two] = [stage.browser(), stage.browser()];
  await stage.logIn(one, "alice", { claims: { sid: "s1" } });
  await stage.logIn(two, "alice", { claims: { sid: "s2" } });
  expect(await post(stage, await tokenOf(stage, { sub: "bob", sid: "s1" }))).toBe(200);
  expect([await isSignedIn(one), await isSignedIn(two)]).toEqual([true, true]);
  expect(await post(stage, await tokenOf(stage, { sub: undefined, sid: "s1" }))).toBe(200);
  expect([await isSignedIn(one), await isSignedIn(two)]).toEqual([false, true]);
});

test("D17 a key that the provider has just begun to use counts, and one that it has withdrawn does not", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  await stage.logIn(browser);
  const old = await tokenOf(stage);
  await stage.issuer.rollKey(true);
  expect(await post(stage, old)).toBe(400);
  expect(await isSignedIn(browser)).toBe(true);
  expect(await post(stage, await tokenOf(stage))).toBe(200);
  expect(await isSignedIn(browser)).toBe(false);
});

test("D17 forged tokens cost the provider no request, or one for many at the same time", async () => {
  const stage = await Stage.open();
  await stage.logIn(stage.browser());
  const before = stage.issuer.keyRequests;
  for (const token of ["x", await tokenOf(stage, { aud: "other" }), await tokenOf(stage, { iat: 1 })])
    expect(await post(stage, token)).toBe(400);
  expect(stage.issuer.keyRequests).toBe(before);
  const { privateKey } = await generateKeyPair("ES256");
  const forged = await stage.issuer.sign(claimsOf(stage), { typ: "logout+jwt" }, privateKey);
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(stage, forged)));
  expect(new Set(answers)).toEqual(new Set([400]));
  expect(stage.issuer.keyRequests).toBe(before + 1);
});

test("D17 a provider whose keys cannot be fetched is asked to send the token again, and then it counts", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  await stage.logIn(browser);
  stage.issuer.metadata = { jwks_uri: `${stage.issuer.issuer}/missing` };
  const other = await stage.process({ baseUrl: "https://other.example.com" });
  const stranger = stage.browser(other);
  await stage.begin(stranger);
  const token = await tokenOf(stage);
  const request = (): Request =>
    new Request("https://other.example.com/auth/backchannel-logout", {
      method: "POST",
      body: new URLSearchParams({ logout_token: token }),
    });
  const answer = await other.fetch(request());
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await post(stage, token)).toBe(200);
  expect(await isSignedIn(browser)).toBe(false);
});

test("D17 only a form by POST, with the token once, is read", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  await stage.logIn(browser);
  const address = "https://app.example.com/auth/backchannel-logout";
  const token = await tokenOf(stage);
  const send = async (init: RequestInit, query = ""): Promise<number> =>
    (await stage.first.fetch(new Request(`${address}${query}`, init))).status;
  expect(await send({}, `?logout_token=${token}`)).toBe(405);
  expect(await send({ method: "POST" }, `?logout_token=${token}`)).toBe(415);
  const json = { method: "POST", headers: { "content-type": "application/json" } };
  expect(await send({ ...json, body: JSON.stringify({ logout_token: token }) })).toBe(415);
  const twice = new URLSearchParams([
    ["logout_token", token],
    ["logout_token", token],
  ]);
  expect(await send({ method: "POST", body: twice })).toBe(400);
  expect(await isSignedIn(browser)).toBe(true);
});
