import { expect, test } from "vitest";
import { type IncomingRequest, isFromApp } from "../src/incoming-request.ts";
import { navigation, ownForm } from "./support/browser.ts";
import { Stage } from "./support/stage.ts";

const app = "https://app.example.com";
const form = { "content-type": "application/x-www-form-urlencoded" };

/** Requests of other pages with which the session's cookie may come. */
const foreign: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a form of a subdomain of the same site": {
    ...navigation,
    ...form,
    origin: "https://evil.example.com",
    "sec-fetch-site": "same-site",
  },
  "a no-CORS fetch of a subdomain": {
    origin: "https://evil.example.com",
    "sec-fetch-site": "same-site",
    "sec-fetch-mode": "no-cors",
    "sec-fetch-dest": "empty",
    "content-type": "text/plain",
  },
  "a fetch without a body": { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
  "JSON as text/plain": { origin: "https://evil.example", "content-type": "text/plain" },
  "a sandboxed page, whose origin is null": { ...form, origin: "null", "sec-fetch-site": "cross-site" },
  "a page with no-referrer and without Origin": { ...form, "sec-fetch-site": "same-site" },
  "an older browser that names only a foreign Referer": {
    ...form,
    referer: "https://evil.example/app.example.com",
  },
  "a Referer that only begins like the app": { ...form, referer: "https://app.example.com.evil.example/" },
  "a foreign port of the same host": { ...form, origin: "https://app.example.com:8443" },
  "plain http of the same host": { ...form, origin: "http://app.example.com" },
  "two origins in one header": { ...form, origin: `${app}, https://evil.example` },
  "an empty Origin": { ...form, origin: "" },
};

test("D9 requests of other pages change nothing: no guarded handler runs, and nobody is logged out", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  await stage.logIn(browser);
  for (const [what, headers] of Object.entries(foreign))
    for (const path of ["/change", "/transfer", "/password", "/auth/logout"]) {
      const answer = await browser.post(path, headers, '{"amount":1}');
      const seen = [what, path, answer.status, await answer.text()];
      expect(seen).toEqual([what, path, 403, '{"error":"cross_origin"}']);
    }
  expect((await browser.get("/me")).status).toBe(200);
  const sent = stage.issuer.received.map(({ form: { grant_type } }) => grant_type);
  expect(sent).toEqual(["authorization_code"]);
});

test("D9 the app's own form, its own fetch, a trusted origin and a program without a browser pass", async () => {
  const stage = await Stage.open({ trustedOrigins: ["https://admin.example.com/"] });
  const browser = stage.browser();
  await stage.logIn(browser);
  const passing = [
    ownForm,
    { origin: app, "sec-fetch-mode": "cors", "content-type": "application/json" },
    { origin: "https://admin.example.com", "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "same-origin" },
    { referer: `${app}/settings` },
    {},
  ];
  for (const headers of passing) expect((await browser.post("/change", headers)).status).toBe(200);
});

test("D9 no GET, HEAD, OPTIONS, image, frame or prefetch of the logout ends a session", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  await stage.logIn(browser);
  const image = { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image", "sec-fetch-site": "cross-site" };
  for (const [method, headers] of [
    ["GET", image],
    ["GET", { ...navigation, "sec-fetch-dest": "iframe" }],
    ["GET", { ...navigation, "sec-purpose": "prefetch;prerender" }],
    ["GET", { "next-router-prefetch": "1", rsc: "1" }],
    ["GET", { ...navigation, "sec-fetch-site": "cross-site" }],
    ["HEAD", {}],
    ["OPTIONS", { origin: app }],
    ["DELETE", { origin: app }],
    ["PUT", { origin: app }],
  ] as const) {
    const answer = await browser.send("/auth/logout", { method, headers });
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
  expect((await browser.get("/me")).status).toBe(200);
  expect(stage.issuer.revoked).toEqual([]);
});

test("D9 a link of another site shows a button that posts, in a page that no frame may hold", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  await stage.logIn(browser);
  const shown = await browser.get("/auth/logout", { ...navigation, "sec-fetch-site": "cross-site" });
  expect(shown.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(await shown.text()).toContain('<form method="post" action="https://app.example.com/auth/logout">');
  // The page's policy for referrers still lets the browser name the origin of its form.
  expect(shown.headers.get("referrer-policy")).toBe("same-origin");
  expect((await browser.post("/auth/logout")).status).toBe(303);
  expect((await browser.get("/me")).status).toBe(302);
});

test("D9 a POST without a session from elsewhere is refused before the guard says whether there is one", async () => {
  const stage = await Stage.open();
  const answer = await stage.browser().post("/change", { origin: "https://evil.example" });
  expect(answer.status).toBe(403);
});

test("D9 Origin decides where it is sent, then Sec-Fetch-Site, then Referer", () => {
  const origins = new Set([app]);
  const judge = (headers: Record<string, string>): boolean => {
    const request: IncomingRequest = {
      method: "POST",
      target: "/",
      header: (name) => headers[name],
      text: () => Promise.resolve(""),
    };
    return isFromApp(request, origins);
  };
  expect(judge({ origin: app, "sec-fetch-site": "cross-site" })).toBe(true);
  expect(judge({ origin: "https://evil.example", "sec-fetch-site": "same-origin", referer: app })).toBe(
    false,
  );
  expect(judge({ "sec-fetch-site": "same-site", referer: `${app}/` })).toBe(false);
  expect(judge({ "sec-fetch-site": "none" })).toBe(true);
  expect(judge({ referer: "nonsense" })).toBe(false);
});
