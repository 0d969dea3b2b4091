import { createServer, request as httpRequest, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { guardedCacheControl } from "../src/guards.ts";
import { type NodeHandler, requireLogin } from "../src/node.ts";
import { Browser, navigation } from "./support/browser.ts";
import { Stage } from "./support/stage.ts";

const app = "https://app.example.com";

test("D16 every page has a policy that allows nothing, no frame, no sniffing, and stays out of every cache", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  const denied = await stage.begin(browser);
  const pages: Record<string, Response> = {
    login_over: await browser.get("/auth/callback?code=x&state=y"),
    login_failed: await browser.get(
      `/auth/callback?error=access_denied&state=${denied.searchParams.get("state")}`,
    ),
    signed_out: await browser.get("/auth/signed-out"),
    session_over: await browser.get("/auth/ended"),
    frame: await browser.get("/me", { ...navigation, "sec-fetch-dest": "iframe" }),
  };
  await stage.logIn(browser);
  pages.confirm_logout = await browser.get("/auth/logout");
  for (const [name, { headers, status }] of Object.entries(pages)) {
    const seen = Object.fromEntries([...headers].filter(([header]) => header !== "set-cookie"));
    expect([name, status < 500, seen]).toEqual([
      name,
      true,
      {
        "cache-control": "no-store",
        "content-security-policy":
          "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
        "content-type": "text/html; charset=utf-8",
        "cross-origin-opener-policy": "same-origin",
        "referrer-policy": "same-origin",
        vary: "Accept-Language",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
      },
    ]);
  }
});

test("D16 redirects and answers for programs stay out of every cache, and are not sniffed", async () => {
  const stage = await Stage.open();
  const browser = stage.browser();
  const start = await browser.get("/auth/login");
  const ended = await browser.get(stage.allow(new URL(start.headers.get("location") ?? "")).path);
  stage.clock.advance(10 * 60_000);
  const answers = [
    start,
    ended,
    await stage.browser().get("/me"),
    await stage.browser().get("/me", {}),
    await browser.post("/change", { origin: "https://evil.example" }),
    await browser.post("/password"),
    await browser.get("/auth/backchannel-logout"),
    await browser.post("/auth/logout"),
  ];
  for (const { headers } of answers) {
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  }
});

test("D16 what a page shows of the provider or of a link is text, in both languages", async () => {
  const stage = await Stage.open();
  const attack = `"><script>alert(1)</script>'&`;
  for (const language of ["en", "ja"]) {
    const browser = stage.browser();
    const state = (await stage.begin(browser)).searchParams.get("state") ?? "";
    const query = new URLSearchParams({ error: `x${attack}`, error_description: attack, state });
    const answer = await browser.get(`/auth/callback?${query}`, {
      ...navigation,
      "accept-language": language,
    });
    const text = await answer.text();
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain("&lt;script&gt;");
    expect(text).not.toContain("<script");
    query.set("state", "unknown");
    expect(await (await browser.get(`/auth/callback?${query}`)).text()).not.toContain("script");
  }
});

test("D18 a cache in front of the app never gives one user what is another's, whatever a guarded handler says", async () => {
  const stage = await Stage.open();
  const stored = new Map<string, Response>();
  // A naive shared cache: by address alone, all that is not kept out of it.
  const cache = async (request: Request): Promise<Response> => {
    const found = stored.get(request.url);
    if (request.method === "GET" && found) return found.clone();
    const response = await stage.first.fetch(request);
    const control = response.headers.get("cache-control") ?? "";
    if (!/no-store|private/.test(control)) stored.set(request.url, response.clone());
    return response;
  };
  const [alice, bob] = [new Browser(cache), new Browser(cache)];
  await stage.logIn(alice);
  expect(await (await alice.get("/cached")).text()).toBe("page of alice");
  expect((await bob.get("/cached")).status).toBe(302);
  for (const path of ["/me", "/auth/login", "/auth/logout", "/auth/ended", "/settings"]) {
    await alice.get(path);
    const answer = await bob.get(path);
    expect(await answer.text()).not.toContain("alice");
  }
  await bob.get("/me");
  expect((await alice.get("/me")).status).toBe(200);
  // The open route says nothing of caches: that is the app's.
  expect([...stored.keys()]).toEqual([]);
});

test("D18 a guarded answer is private or not stored, whatever its handler says", () => {
  for (const given of [
    undefined,
    "",
    "public",
    "public, max-age=60",
    "max-age=60",
    "s-maxage=60, private",
    "Public, no-store",
    'private="x-name", max-age=60',
    "private, S-MAXAGE=1",
    "not-private",
    "x-no-store",
  ])
    expect([given, guardedCacheControl(given)]).toEqual([given, "private, no-store"]);
  for (const given of [
    "private",
    "private, max-age=60",
    "NO-STORE",
    "no-cache, no-store",
    "max-age=0,private",
  ])
    expect(guardedCacheControl(given)).toBe(given);
});

/** Starts a server of the app on this machine. */
async function serve(stage: Stage, handler: NodeHandler): Promise<string> {
  const server = createServer(stage.sessions.node(handler) as RequestListener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("D18 no way of sending headers with Node.js gets a guarded answer into a shared cache", async () => {
  const stage = await Stage.open();
  const ways: NodeHandler[] = [
    (_request, response) => response.writeHead(200, { "Cache-Control": "public, max-age=60" }).end(),
    (_request, response) =>
      response.writeHead(200, "OK", { "cache-control": ["public", "max-age=60"] } as never).end(),
    (_request, response) => response.writeHead(200, ["Cache-Control", "public", "x-name", "kept"]).end(),
    (_request, response) => response.writeHead(200, [["CACHE-CONTROL", "public"]] as never).end(),
    (_request, response) => response.setHeader("cache-control", "public").end(),
    (_request, response) => response.setHeaders(new Headers({ "cache-control": "public" })).end(),
    (_request, response) => response.appendHeader("cache-control", "public").end(),
    (_request, response) => {
      response.removeHeader("cache-control");
      response.flushHeaders();
      response.end();
    },
    (_request, response) => response.writeHead(204).end(),
  ];
  const browser = stage.browser();
  await stage.logIn(browser);
  for (const way of ways) {
    const origin = await serve(stage, async (request, response) => {
      if (await requireLogin()(request, response)) way(request, response);
    });
    const response = await fetch(`${origin}/`, { headers: { cookie: browser.cookieHeader } });
    expect([response.status < 300, response.headers.get("cache-control")]).toEqual([
      true,
      "private, no-store",
    ]);
    if (way === ways[2]) expect(response.headers.get("x-name")).toBe("kept");
  }
  const stricter = await serve(stage, async (request, response) => {
    if (await requireLogin()(request, response))
      response.writeHead(200, { "Cache-Control": "private, max-age=5", "x-name": "kept" }).end();
  });
  const response = await fetch(`${stricter}/`, { headers: { cookie: browser.cookieHeader } });
  expect(response.headers.get("cache-control")).toBe("private, max-age=5");
  expect(response.headers.get("x-name")).toBe("kept");
});

test("A form that is too long is refused with an answer, whether or not it says how long it is", async () => {
  const stage = await Stage.open();
  const origin = await serve(stage, (_request, response) => response.end());
  const send = (headers: Record<string, string>, chunks: number): Promise<{ status: number; sent: number }> =>
    new Promise((resolve, reject) => {
      let sent = 0;
      const request = httpRequest(`${origin}/auth/backchannel-logout`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      });
      request.on("response", (response) => {
        resolve({ status: response.statusCode ?? 0, sent });
        request.destroy();
      });
      request.on("error", reject);
      const next = (): void => {
        if (sent >= chunks) return;
        sent += 1;
        request.write("a".repeat(16_384), next);
      };
      next();
    });
  expect(await send({ "content-length": String(1_048_576) }, 1)).toEqual({ status: 413, sent: 1 });
  const chunked = await send({}, 64);
  expect(chunked.status).toBe(413);
});

test("A form of JSON is refused with 415, at the callback and at the back-channel logout", async () => {
  const stage = await Stage.open({ responseMode: "form_post" });
  const browser = stage.browser();
  const json = { "content-type": "application/json" };
  for (const path of ["/auth/callback", "/auth/backchannel-logout"])
    expect((await browser.post(path, json, "{}")).status).toBe(415);
  const get = await browser.get("/auth/callback?code=x&state=y");
  expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
  const other = await Stage.open();
  const post = await other.first.fetch(
    new Request(`${app}/auth/callback`, { method: "POST", body: new URLSearchParams("code=x&state=y") }),
  );
  expect([post.status, post.headers.get("allow")]).toEqual([405, "GET"]);
});
