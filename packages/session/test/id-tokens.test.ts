import { generateKeyPair, SignJWT } from "jose";
import { expect, test } from "vitest";
import { Stage } from "./support/stage.ts";
import { whenever } from "./support/test-clock.ts";

type Claims = Readonly<Record<string, unknown>>;

test("A13 no ID token that fails one check begins a session, and its grant is revoked", async () => {
  const stage = await Stage.open();
  const { issuer } = stage;
  const { nowSeconds } = issuer;
  const usual = (nonce: string): Claims => ({
    ...{ iss: issuer.issuer, sub: "alice", aud: "web", iat: nowSeconds, exp: nowSeconds + 3_600, nonce },
  });
  const stranger = await generateKeyPair("ES256", { extractable: true });
  const { keys } = await issuer.publicKeys();
  const unsigned = (alg: string, claims: Claims): string =>
    [{ alg }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  const hmac = async (nonce: string, secret: string): Promise<string> =>
    await new SignJWT(usual(nonce))
      .setProtectedHeader({ alg: "HS256" })
      .sign(new TextEncoder().encode(secret));
  const foreign = async (nonce: string, header: Claims = {}): Promise<string> =>
    await issuer.sign(usual(nonce), header, stranger.privateKey);
  const tokens: Readonly<Record<string, (nonce: string) => Promise<string> | string>> = {
    "alg none": (nonce) => `${unsigned("none", usual(nonce))}.`,
    "no signature": (nonce) => `${unsigned("ES256", usual(nonce))}.`,
    "HS256 with the public key": async (nonce) => await hmac(nonce, JSON.stringify(keys[0])),
    "HS256 with the client secret": async (nonce) => await hmac(nonce, issuer.clientSecret),
    "the key of a stranger": async (nonce) => await foreign(nonce),
    "a key in its own header": async (nonce) => await foreign(nonce, { jwk: keys[0] }),
    "an address of keys in its own header": async (nonce) =>
      await foreign(nonce, { jku: `${issuer.issuer}/keys` }),
  };
  const claims: Readonly<Record<string, Claims>> = {
    "another nonce": { nonce: "of-another-login" },
    "no nonce": { nonce: undefined },
    "another issuer": { iss: "https://evil.example" },
    "the issuer with a slash": { iss: `${issuer.issuer}/` },
    "another audience": { aud: "other" },
    "another authorized party": { aud: ["web", "other"], azp: "other" },
    "an azp of another client beside one audience": { azp: "other" },
    "no audience": { aud: undefined },
    "no subject": { sub: undefined },
    "an empty subject": { sub: "" },
    "a subject that is a number": { sub: 7 },
    "no exp": { exp: undefined },
    "an exp that is over": { exp: nowSeconds - 61 },
    "no iat": { iat: undefined },
    "an iat in ten minutes": { iat: nowSeconds + 600 },
    "an iat that no date can have": { iat: 1e17 },
    "an nbf in ten minutes": { nbf: nowSeconds + 600 },
  };
  const cases: readonly (readonly [string, (nonce: string) => Promise<object> | object])[] = [
    ...Object.entries(tokens).map(
      ([what, make]) => [what, async (nonce: string) => ({ idToken: await make(nonce) })] as const,
    ),
    ...Object.entries(claims).map(([what, over]) => [what, () => ({ claims: over })] as const),
  ];
  const browser = stage.browser();
  for (const [what, grantOf] of cases) {
    const start = await stage.begin(browser);
    const grant = await grantOf(start.searchParams.get("nonce") ?? "");
    const answer = await browser.get(stage.allow(start, "alice", grant).path);
    expect([what, answer.status, browser.cookie("session")]).toEqual([what, 400, undefined]);
    expect(await answer.text()).not.toMatch(/eyJ|CANARY/);
  }
  expect(await stage.sessions.list({ subject: "alice" })).toEqual([]);
  await whenever(() => issuer.alive.length === 0);
  expect(issuer.revoked).toHaveLength(cases.length);
});

test("A13 several audiences with our azp, a missing nbf and a fractional iat are accepted, and a new key counts", async () => {
  const stage = await Stage.open();
  const { nowSeconds } = stage.issuer;
  for (const claims of [
    { aud: ["web", "other"], azp: "web" },
    { iat: nowSeconds + 0.7 },
    { iat: nowSeconds + 5, nbf: nowSeconds + 5 },
    { iat: nowSeconds - 5 },
  ]) {
    await stage.issuer.rollKey(true);
    const answer = await stage.logIn(stage.browser(), "alice", { claims });
    expect(answer.status).toBe(302);
  }
});

test("A13 a clock that is ten minutes off is named on the page with both times, and nothing is repeated", async () => {
  const stage = await Stage.open();
  const { nowSeconds } = stage.issuer;
  const browser = stage.browser();
  const answer = await stage.logIn(browser, "alice", {
    claims: { iat: nowSeconds + 600, exp: nowSeconds + 4_200 },
  });
  const text = await answer.text();
  expect(answer.status).toBe(400);
  expect(text).toContain("2026-11-27T12:10:00.000Z");
  expect(text).toContain("2026-11-27T12:00:00.000Z");
  expect(stage.issuer.received.filter(({ path }) => path === "/token")).toHaveLength(1);
});

test("A13 the ID token of another login of the same browser fits neither the other", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  const [one, two] = [await stage.begin(browser), await stage.begin(browser)];
  const crossed = stage.allow(one, "alice", { nonce: two.searchParams.get("nonce") ?? "" });
  expect((await browser.get(crossed.path)).status).toBe(400);
  expect((await browser.get(stage.allow(two).path)).status).toBe(302);
});

test("A10 metadata of another issuer begins no login", async () => {
  for (const issuer of ["https://evil.example", "HTTP://127.0.0.1", "https://127.0.0.1/"]) {
    const stage = await Stage.open();
    stage.issuer.metadata = { issuer };
    const other = await stage.process({ baseUrl: "https://other.example.com" });
    const browser = stage.browser(other);
    const answer = await browser.get("/auth/login");
    expect([issuer, answer.status, answer.headers.get("location")]).toEqual([issuer, 500, null]);
    expect(await answer.text()).toContain("is not set up as it should be");
    expect(other.problems).toHaveLength(1);
    expect(browser.cookies.size).toBe(0);
  }
});

test("A10 a listener that fails when it hears of wrong metadata changes nothing of the page", async () => {
  const stage = await Stage.open();
  stage.issuer.metadata = { issuer: "https://evil.example" };
  const failing = [
    () => {
      throw new TypeError("the app's logger");
    },
    async () => await Promise.reject(new TypeError("the app's logger")),
  ];
  for (const onProblem of failing) {
    const other = await stage.process({ baseUrl: "https://other.example.com", onProblem });
    expect((await stage.browser(other).get("/auth/login")).status).toBe(500);
  }
});

test("A14 a revocation that fails is tried again by a later sweep, until the provider confirms it", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  await stage.logIn(browser);
  for (let at = 0; at < 2; at += 1) stage.issuer.revocations.push(() => ({ status: 503, body: {} }));
  await browser.post("/auth/logout");
  await whenever(() => stage.issuer.revoked.length === 1);
  expect(stage.issuer.alive).toHaveLength(1);
  const other = await stage.process();
  await stage.clock.until(stage.sessions.close());
  for (let at = 0; at < 2; at += 1) {
    stage.clock.advance(5 * 60_000);
    await stage.clock.until(other.sessions.sweep());
  }
  await whenever(() => stage.issuer.alive.length === 0);
});
