import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { pathBelow, visiblePath } from "../src/context.ts";
import { checkOptions } from "../src/options.ts";
import { checkedReturnTo } from "../src/return-to.ts";
import { openWebSessions } from "../src/web-sessions.ts";
import { navigation } from "./support/browser.ts";
import { Stage } from "./support/stage.ts";

const base = new URL("https://app.example.com");

/** Values that lead, or look as if they led, to another site. */
const hostile = [
  "//evil.example",
  "///evil.example",
  "////evil.example",
  "//evil.example/..",
  "/\\evil.example",
  "\\/evil.example",
  "\\\\evil.example",
  "/\\/evil.example",
  "/a\\..\\..\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r/evil.example",
  "/\r\n/evil.example",
  "\t//evil.example",
  "\n//evil.example",
  "/\u0000/evil.example",
  "/\u007f/evil.example",
  " //evil.example",
  "\u00a0//evil.example",
  "\u3000//evil.example",
  "\ufeff//evil.example",
  "https://evil.example",
  "HTTPS://evil.example",
  "https:evil.example",
  "https:/evil.example",
  "https:\\\\evil.example",
  "http://app.example.com",
  "https://app.example.com@evil.example/",
  "https://app.example.com:443@evil.example",
  "https://app.example.com.evil.example",
  "https://app.example.com/me",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "blob:https://app.example.com/x",
  "file:///etc/passwd",
  "about:blank",
  ".evil.example",
  "@evil.example",
  ":8443/",
  ":@evil.example",
  "evil.example",
  "?//evil.example",
  "#//evil.example",
  "",
  "/.//evil.example",
  "/./\\evil.example",
  "/a/..//evil.example",
  "/a/../..//evil.example",
  "/%2e//evil.example",
  "/%2e%2e//evil.example",
  "/a/%2e%2e//evil.example",
  "/.%2e//evil.example",
  "/..;//evil.example\\",
  "/;@evil.example\r\nSet-Cookie: x=1",
  "/a\r\nLocation: https://evil.example",
  "/ok\u000b",
  "/\u001f/evil.example",
  "//[::1]/",
  "//localhost",
  "//app.example.com@evil.example",
  "//evil.example#@app.example.com",
  `/${"a".repeat(2_000)}`,
];

/** Values that stay as they are. */
const harmless = [
  "/",
  "/me",
  "/me?next=https://ok.example&x=//y",
  "/a%2Fb?q=%5C#part",
  "/a//b",
  "/search?q=%0d%0a",
  "/%2F%2Fevil.example",
  "/%5Cevil.example",
  "/@evil.example",
  "/:8443/",
  "/https://evil.example",
];

test(`D11 ${hostile.length} hostile values of returnTo lead to no other site and end at the start page`, () => {
  for (const given of hostile) {
    const path = checkedReturnTo(given, base);
    expect([given, path]).toEqual([given, null]);
  }
});

test("D11 harmless paths stay as they are, with query and fragment", () => {
  for (const given of harmless) expect(checkedReturnTo(given, base)).toBe(given);
  expect(checkedReturnTo("/ünï", base)).toBe("/%C3%BCn%C3%AF");
  // Encoded control signs are data of the path: they never become signs of a header.
  expect(checkedReturnTo("/a%0d%0aSet-Cookie:%20x=1", base)).toBe("/a%0d%0aSet-Cookie:%20x=1");
});

test("D11 whatever returnTo is, the address that is made of it has the app's origin and fits into a header", () => {
  const signs = fc.constantFrom(
    ..."/\\.:@?#%;&=ahtps\t\n\r \u0000".split(""),
    "//",
    "/\\",
    "%2e",
    "%2f",
    "evil.example",
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(signs, { maxLength: 12 }).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        text.map((rest) => `/${rest}`),
      ),
      (given) => {
        const path = checkedReturnTo(given, base);
        if (path === null) return;
        const isSafe =
          new URL(path, base).origin === base.origin &&
          new URL(`${base.origin}${path}`).origin === base.origin &&
          /^\/(?!\/)[\x21-\x7e]*$/.test(path) &&
          // A path that was accepted once is accepted again as it is.
          checkedReturnTo(path, base) === path;
        expect(isSafe).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test("D11 the path that a request asks for stays on the app's origin when it becomes returnTo", async () => {
  const stage = await Stage.open();
  const sessions = await openWebSessions({
    issuer: stage.issuer.issuer,
    clientId: "web",
    baseUrl: base.href,
    home: stage.home,
    env: {},
    clock: stage.clock,
  });
  onTestFinished(() => sessions.close());
  for (const target of ["/me", "//evil.example/%2e%2e", "/\\evil.example", "/.//evil.example"]) {
    const header = (name: string): string | undefined => ({ ...navigation })[name];
    const request = { method: "GET", target, header, text: () => Promise.resolve(null) };
    const reply = await sessions.guard(request, await sessions.load(request), {});
    const location = new URL(reply?.headers.find(([name]) => name === "location")?.[1] ?? "");
    const returnTo = location.searchParams.get("returnTo") ?? "";
    expect([location.origin, new URL(returnTo, base).origin]).toEqual([base.origin, base.origin]);
    expect(returnTo).toBe(target === "/me" ? "/me" : "/");
  }
});

test("D11 no hostile returnTo of a route leaves the app, and a repeated one counts as none", async () => {
  const stage = await Stage.open({ logoutAtProvider: false });
  const queries = hostile
    .filter((_, at) => at % 6 === 0)
    .map((returnTo) => `?${new URLSearchParams({ returnTo })}`);
  for (const query of [...queries, "?returnTo=/a&returnTo=//evil.example"]) {
    const browser = stage.browser();
    const answers = [
      await stage.logIn(browser, "alice", { query }),
      await browser.post(`/auth/logout${query}`),
      await browser.get(`/auth/signed-out${query.replaceAll("returnTo", "state")}`),
      await browser.get(`/auth/ended${query}`),
    ];
    for (const answer of answers) {
      expect(answer.status).toBeLessThan(500);
      const location = answer.headers.get("location") ?? "/";
      expect(new URL(location, base).origin).toBe(base.origin);
      expect(await answer.text()).not.toContain("evil.example");
    }
  }
});

test("The path below a base path is found whether or not a proxy has removed it", () => {
  const settings = checkOptions({
    issuer: "https://idp.example",
    clientId: "web",
    baseUrl: "https://app.example.com/shop/",
  });
  expect(pathBelow(settings, "/shop/auth/login?x=/shop")).toBe("/auth/login");
  expect(pathBelow(settings, "/auth/login?x")).toBe("/auth/login");
  expect(pathBelow(settings, "/shopping/auth/login")).toBe("/shopping/auth/login");
  expect(pathBelow(settings, "/shop")).toBe("/");
  expect(visiblePath(settings, "/me?a=1")).toBe("/shop/me?a=1");
  expect(visiblePath(settings, "/shop/me")).toBe("/shop/me");
  expect(visiblePath(settings, "/shopping")).toBe("/shop/shopping");
});
