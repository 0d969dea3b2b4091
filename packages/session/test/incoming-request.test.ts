import { expect, test } from "vitest";
import {
  type IncomingRequest,
  incomingOf,
  isFrame,
  isNavigation,
  isPrefetch,
  isUnsafe,
} from "../src/incoming-request.ts";
import { layout } from "../src/pages/layout.ts";
import { languageOf, say } from "../src/text/say.ts";

const requestOf = (headers: Readonly<Record<string, string>>, method = "GET"): IncomingRequest => ({
  method,
  target: "/",
  header: (name) => headers[name],
  text: () => Promise.resolve(null),
});

const browser = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document", accept: "text/html" };

/** Requests, whether a login may begin for them, and whether also if the client says nothing of itself. */
const table: readonly (readonly [string, Readonly<Record<string, string>>, boolean, boolean, string?])[] = [
  ["a navigation", browser, true, true],
  ["a navigation without a destination", { "sec-fetch-mode": "navigate" }, true, true],
  ["a form", browser, true, true, "POST"],
  ["an older browser", { accept: "text/html,*/*;q=0.8" }, true, true],
  [
    "a Cubot phone",
    { ...browser, "user-agent": "Mozilla/5.0 (Linux; Android 14; CUBOT X70) Chrome/140" },
    true,
    true,
  ],
  ["a fetch", { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty", accept: "*/*" }, false, false],
  ["a fetch that accepts html", { "sec-fetch-mode": "same-origin", accept: "text/html" }, false, false],
  ["XMLHttpRequest", { "x-requested-with": "XMLHttpRequest", accept: "text/html" }, false, false],
  ["a program that wants JSON", { accept: "application/json" }, false, false],
  ["a client that accepts anything", { accept: "*/*" }, false, true],
  ["a client that says nothing", {}, false, true],
  ["a server component", { ...browser, rsc: "1" }, false, false],
  ["an image", { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" }, false, false],
  ["an iframe", { ...browser, "sec-fetch-dest": "iframe" }, false, false],
  ["an object", { ...browser, "sec-fetch-dest": "object" }, false, false],
  ["a websocket", { "sec-fetch-mode": "websocket", accept: "text/html" }, false, false],
  ["a prefetch", { ...browser, "sec-purpose": "prefetch" }, false, false],
  ["a prerender", { ...browser, "sec-purpose": "prefetch;prerender" }, false, false],
  ["a prefetch of Safari", { ...browser, purpose: "prefetch" }, false, false],
  ["a preview", { ...browser, purpose: "preview" }, false, false],
  ["a prefetch of Firefox", { ...browser, "x-moz": "prefetch" }, false, false],
  ["a prefetch of Next.js", { ...browser, "next-router-prefetch": "1" }, false, false],
  ["HEAD", browser, false, false, "HEAD"],
  ["OPTIONS", browser, false, false, "OPTIONS"],
  ["a bot", { accept: "text/html", "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)" }, false, false],
  ["a link preview", { accept: "text/html", "user-agent": "facebookexternalhit/1.1" }, false, false],
];

test("A login begins for a user who looks at the answer in a tab, and for nothing else", () => {
  for (const [what, headers, isStrict, isLenient, method] of table) {
    const request = requestOf(headers, method);
    expect([what, isNavigation(request), isNavigation(request, true)]).toEqual([what, isStrict, isLenient]);
  }
});

test("Every way of fetching in advance is known, and a frame and an unsafe method, too", () => {
  const prefetches = table.filter(
    ([what]) => /pre(?:fetch|render|view)$|prefetch of/.test(what) && !/link/.test(what),
  );
  expect(prefetches).toHaveLength(6);
  for (const [what, headers] of prefetches)
    expect([what, isPrefetch(requestOf(headers))]).toEqual([what, true]);
  expect(isPrefetch(requestOf(browser))).toBe(false);
  for (const dest of ["iframe", "frame", "embed", "object", "fencedframe"])
    expect(isFrame(requestOf({ "sec-fetch-dest": dest }))).toBe(true);
  expect(isFrame(requestOf({ "sec-fetch-dest": "document" }))).toBe(false);
  for (const method of ["POST", "PUT", "PATCH", "DELETE", "QUERY"])
    expect(isUnsafe(requestOf({}, method))).toBe(true);
  for (const method of ["GET", "HEAD", "OPTIONS", "TRACE"])
    expect(isUnsafe(requestOf({}, method))).toBe(false);
});

test("The path of a request is taken as the client sent it", () => {
  const target = (url: string): string => incomingOf(new Request(url)).target;
  expect(target("https://app.example.com/a%2Fb?x=%5C")).toBe("/a%2Fb?x=%5C");
  expect(target("https://app.example.com//evil.example/")).toBe("//evil.example/");
  expect(target("https://app.example.com")).toBe("/");
});

test("A body is read up to a limit, and no further", async () => {
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(1_024));
    },
  });
  const init = { method: "POST", body: endless, duplex: "half" } as RequestInit;
  expect(await incomingOf(new Request("https://app.example.com/", init)).text(8_192)).toBeNull();
  expect(pulled).toBeLessThan(20);
  const short = new Request("https://app.example.com/", { method: "POST", body: "é".repeat(10) });
  expect(await incomingOf(short).text(20)).toBe("é".repeat(10));
  const long = new Request("https://app.example.com/", { method: "POST", body: "é".repeat(11) });
  expect(await incomingOf(long).text(20)).toBeNull();
  expect(await incomingOf(new Request("https://app.example.com/")).text(20)).toBe("");
});

test("The language is the first of ours that the browser names", () => {
  expect(languageOf("ja")).toBe("ja");
  expect(languageOf("ja-JP,ja;q=0.9,en;q=0.8")).toBe("ja");
  expect(languageOf("en-GB, ja")).toBe("en");
  expect(languageOf("fr, ja;q=0.5")).toBe("ja");
  for (const accepted of ["fr", "", "*", undefined, "japanese", "x".repeat(10_000)])
    expect(languageOf(accepted)).toBe("en");
});

test("A page escapes all that it shows, and a fact that is missing leaves its placeholder", () => {
  const attack = `<img src=x onerror=alert(1)>"'&`;
  const text = layout({
    kind: "login_failed",
    status: 400,
    code: attack,
    title: attack,
    text: attack,
    action: { label: attack, href: `https://app.example.com/?a="><b>`, method: "get" },
    language: "en",
  });
  expect(text).not.toMatch(/<img|<b>|onerror=alert\(1\)>"/);
  expect(text.match(/&lt;img src=x onerror=alert\(1\)&gt;&quot;&#39;&amp;/g)).toHaveLength(4);
  expect(say("en", "failure.provider", { code: "{said}" })).toContain("({said})");
  expect(say("en", "failure.provider")).toContain("{code}");
});
