import { expect, test } from "vitest";
import type { SessionOptions } from "../src/api.ts";
import { appIdOf, cookieNamesOf, readCookie } from "../src/cookie-names.ts";
import { hasSessionCookie, openSessions as openAtTheEdge } from "../src/edge.ts";
import { SessionError } from "../src/errors.ts";
import { requireFresh, requireRecentLogin } from "../src/express.ts";
import { checkOptions } from "../src/options.ts";
import { texts } from "../src/text/say.ts";
import { Stage } from "./support/stage.ts";

const right: SessionOptions = {
  issuer: "https://idp.example",
  clientId: "web",
  clientSecret: "secret",
  baseUrl: "https://app.example.com",
};

/** Wrong options, and what the sentence must name. */
const wrong: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
  [{ issuer: undefined }, '"issuer" is missing'],
  [{ issuer: "" }, '"issuer" is missing'],
  [{ issuer: 7 }, '"issuer" is missing'],
  [{ issuer: "idp.example" }, '"issuer" is not an https address: idp.example'],
  [{ issuer: "http://idp.example" }, '"issuer" is not an https address'],
  [{ clientId: "" }, '"clientId" is missing'],
  [{ clientSecret: "" }, '"clientSecret" is missing'],
  [{ clientSecret: null }, '"clientSecret" is missing'],
  [{ baseUrl: undefined }, '"baseUrl" is missing'],
  [{ baseUrl: "" }, '"baseUrl" is missing'],
  [{ baseUrl: "app.example.com" }, '"baseUrl" is not an address'],
  [{ baseUrl: "https://app.example.com/?a=1" }, '"baseUrl" is not an address'],
  [{ baseUrl: "https://app.example.com/#a" }, '"baseUrl" is not an address'],
  [{ baseUrl: "https://user:pass@app.example.com" }, '"baseUrl" is not an address'],
  [{ baseUrl: "ftp://app.example.com" }, '"baseUrl" is not an address'],
  [{ baseUrl: "http://app.example.com" }, '"baseUrl" is plain http'],
  [{ baseUrl: "http://localhost.evil.example" }, '"baseUrl" is plain http'],
  [{ baseUrl: "http://127.0.0.1.evil.example" }, '"baseUrl" is plain http'],
  [{ extendAfterSeconds: 29 }, '"extendAfterSeconds" must be a number of seconds of at least 30'],
  [{ extendAfterSeconds: "900" }, '"extendAfterSeconds" must be'],
  [{ extendAfterSeconds: Number.NaN }, '"extendAfterSeconds" must be'],
  [{ idleSeconds: 59 }, "at least 60, or null for no limit: 59"],
  [{ idleSeconds: Number.POSITIVE_INFINITY }, '"idleSeconds" must be'],
  [{ absoluteSeconds: 0 }, '"absoluteSeconds" must be'],
  [{ responseMode: "fragment" }, '"responseMode" must be "query" or "form_post": fragment'],
  [{ responseMode: "form_post", baseUrl: "http://localhost" }, "form_post needs https"],
  [{ apiBase: "/api" }, '"apiBase" is not an address'],
  [{ authPath: "auth" }, '"authPath" must be a path such as /auth: auth'],
  [{ authPath: "/" }, '"authPath" must be a path'],
  [{ authPath: "//evil.example" }, '"authPath" must be a path'],
  [{ authPath: "/a/../b" }, '"authPath" must be a path'],
  [{ authPath: "/a?b" }, '"authPath" must be a path'],
  [{ homePath: "https://evil.example" }, '"homePath" must be a path such as /'],
  [{ homePath: "/a b" }, '"homePath" must be a path'],
  [{ trustedOrigins: ["null"] }, '"trustedOrigins" has something that is not an origin: null'],
  [{ trustedOrigins: ["*"] }, '"trustedOrigins" has'],
  [{ trustedOrigins: ["https://a.example/path"] }, '"trustedOrigins" has'],
  [{ trustedOrigins: ["a.example"] }, '"trustedOrigins" has'],
];

test("Every wrong option is refused at the start with a sentence that names it, and shows no secret", () => {
  for (const [over, sentence] of wrong) {
    let error: unknown;
    try {
      checkOptions({ ...right, ...over } as SessionOptions);
    } catch (thrown) {
      error = thrown;
    }
    expect([over, error]).toEqual([over, expect.any(SessionError)]);
    const { code, message } = error as SessionError;
    expect([code, message]).toEqual(["invalid_option", expect.stringContaining(sentence)]);
    expect(message).toMatch(/^openSessions\(\): .*\.$/);
    expect(message).not.toContain("secret");
  }
});

test("Usual options are accepted: https, this machine, a base path, limits that are off", () => {
  for (const over of [
    {},
    { clientSecret: undefined },
    { baseUrl: "http://localhost:3000" },
    { baseUrl: "http://app.localhost" },
    { baseUrl: "http://127.0.0.1:1", issuer: "http://localhost:2" },
    { baseUrl: "http://[::1]:3000" },
    { baseUrl: "https://example.com/shop/", idleSeconds: null, absoluteSeconds: null },
    { trustedOrigins: ["https://admin.example.com", "https://b.example:8443/"], homePath: "/app/" },
  ])
    expect(() => checkOptions({ ...right, ...over } as SessionOptions)).not.toThrow();
  const settings = checkOptions({ ...right, baseUrl: "https://example.com/shop/", homePath: "/app/" });
  expect([settings.basePath, settings.authPath, settings.homePath]).toEqual(["/shop", "/auth", "/app"]);
});

test("A provider that does not know the callback is a wrong option, and the sentence says where it is set", async () => {
  const stage = await Stage.open();
  stage.issuer.authorizationPage = { status: 400, body: "<h1>Callback URL mismatch.</h1>" };
  await expect(stage.process()).rejects.toMatchObject({
    name: "SessionError",
    code: "invalid_option",
    message: expect.stringContaining("https://app.example.com/auth/callback"),
  });
  // A page that says something else proves nothing.
  stage.issuer.authorizationPage = { status: 400, body: "<h1>Something went wrong</h1>" };
  await stage.process();
});

test("A guard with wrong seconds is refused when it is made", () => {
  for (const withinSeconds of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => requireFresh({ withinSeconds })).toThrow(
      "withinSeconds must be a number of seconds of at least 1",
    );
  for (const maxAgeSeconds of [29, Number.NaN])
    expect(() => requireRecentLogin({ maxAgeSeconds })).toThrow(
      "maxAgeSeconds must be a number of seconds of at least 30",
    );
});

test("Both languages have the same sentences with the same placeholders", () => {
  expect(Object.keys(texts.ja)).toEqual(Object.keys(texts.en));
  const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();
  for (const [key, text] of Object.entries(texts.en))
    expect([key, placeholders(texts.ja[key as keyof typeof texts.ja])]).toEqual([key, placeholders(text)]);
});

test("Cookie names differ between apps of one host, and not by the spelling of one app's addresses", () => {
  const app = { issuer: "https://idp.example", clientId: "web", baseUrl: "https://app.example.com" };
  const { session, login } = cookieNamesOf(app);
  expect(session).toMatch(/^__Host-tw-[0-9a-f]{8}$/);
  expect(login).toBe(`${session}-login`);
  const spelled = [
    { ...app, issuer: "https://idp.example/" },
    { ...app, baseUrl: "https://app.example.com/" },
    { ...app, baseUrl: "HTTPS://APP.example.com" },
    { ...app, baseUrl: "https://app.example.com:443" },
  ];
  for (const other of spelled) expect(cookieNamesOf(other)).toEqual({ session, login });
  const different = [
    { ...app, clientId: "web2" },
    { ...app, issuer: "https://other.example" },
    { ...app, baseUrl: "https://app.example.com/shop" },
  ];
  expect(new Set([app, ...different].map(appIdOf)).size).toBe(4);
  expect(cookieNamesOf({ ...app, baseUrl: "http://localhost:3000" }).session).toMatch(/^tw-/);
});

test("A cookie is read by its whole name, and only with a value of our form", () => {
  const value = "A".repeat(43);
  expect(readCookie(`tw=${value}`, "tw")).toBe(value);
  expect(readCookie(`a=1;   tw=${value} ; b=2`, "tw")).toBe(value);
  expect(readCookie(`a=1;tw=${value}`, "tw")).toBe(value);
  expect(readCookie(`xtw=${value}; tw-login=${value}`, "tw")).toBeUndefined();
  expect(readCookie(`a="; tw=${value}`, "tw")).toBe(value);
  expect(readCookie(`TW=${value}`, "tw")).toBeUndefined();
  expect(readCookie(undefined, "tw")).toBeUndefined();
  expect(readCookie("", "tw")).toBeUndefined();
  expect(readCookie("tw", "tw")).toBeUndefined();
  for (const bad of [
    "",
    "A".repeat(42),
    "A".repeat(44),
    `${"A".repeat(42)}=`,
    `${"A".repeat(42)}.`,
    `"${value}"`,
  ])
    expect([bad, readCookie(`tw=${bad}; tw=${value}`, "tw")]).toEqual([bad, undefined]);
});

test("At the edge there is no store, and the name of the cookie is that of openSessions", async () => {
  const promise = openAtTheEdge({});
  await expect(promise).rejects.toMatchObject({ name: "SessionError", code: "edge_runtime" });
  const stage = await Stage.open({ baseUrl: "HTTPS://app.example.com/" });
  const browser = stage.browser();
  const app = { issuer: `${stage.issuer.issuer}/`, clientId: "web", baseUrl: "HTTPS://app.example.com/" };
  const has = (): boolean =>
    hasSessionCookie({ headers: new Headers({ cookie: browser.cookieHeader }) }, app);
  await stage.begin(browser);
  expect(has()).toBe(false);
  await stage.logIn(browser);
  expect(has()).toBe(true);
  expect(hasSessionCookie({ headers: new Headers() }, app)).toBe(false);
});
