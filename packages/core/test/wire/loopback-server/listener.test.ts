import { once } from "node:events";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { type Clock, systemClock } from "../../../src/clock.ts";
import { ja } from "../../../src/text/ja.ts";
import {
  type Hit,
  type Listener,
  type ListenOptions,
  listen,
} from "../../../src/wire/loopback-server/listener.ts";
import { rejection } from "../servers.ts";

const state = "kq3-the-state-of-this-login";
const listeners: Listener[] = [];

afterEach(async () => {
  await Promise.all(listeners.splice(0).map((listener) => listener.close()));
});

async function open(options: Partial<ListenOptions> = {}): Promise<Listener> {
  const redirectUri = "http://localhost:0/callback";
  const listener = await listen({
    redirectUri,
    state,
    languageFallback: "en",
    clock: systemClock,
    ...options,
  });
  listeners.push(listener);
  return listener;
}

interface Seen {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A request with full control of method, path, address and headers. */
function visit(listener: Listener, path: string, options: http.RequestOptions = {}): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const { headers, ...rest } = options;
    const request = http.request({
      host: "127.0.0.1",
      port: listener.port,
      path,
      agent: false,
      headers: { host: `localhost:${listener.port}`, ...headers },
      ...rest,
    });
    request.on("error", reject).on("response", (response) => {
      let body = "";
      response
        .setEncoding("utf8")
        .on("error", reject)
        .on("data", (chunk) => {
          body += chunk;
        })
        .on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.end();
  });
}

/** Sends bytes as they are and reads to the end. */
async function raw(listener: Listener, text: string): Promise<string> {
  const socket = net.connect(listener.port, "127.0.0.1");
  let got = "";
  socket
    .on("error", () => {})
    .on("data", (data) => {
      got += data.toString();
    });
  socket.write(text);
  await once(socket, "close");
  return got;
}

const good = `/callback?code=aPrx&state=${state}`;

/** Whether the one hit has come. */
async function hasHit(listener: Listener): Promise<boolean> {
  const hit = await Promise.race([listener.next(), new Promise((resolve) => setImmediate(resolve))]);
  return hit !== undefined;
}

describe("the hit", () => {
  test.each(["127.0.0.1", "::1"])("comes through %s, with the full address", async (host) => {
    const listener = await open();
    const tab = visit(listener, `${good}&iss=https%3A%2F%2Fa.example`, { host });
    const hit = await listener.next();
    expect(hit.url).toBe(
      `http://localhost:${listener.port}/callback?code=aPrx&state=${state}&iss=https%3A%2F%2Fa.example`,
    );
    await hit.reply({ kind: "done", facts: { name: "acme" } });
    const { status, body } = await tab;
    expect(status).toBe(200);
    expect(body).toContain("<h1>Connected: acme.</h1>\n<p>You can close this tab.</p>");
  });

  test("may come before anybody waits for it, and is the same for all who wait", async () => {
    const listener = await open();
    const tab = visit(listener, good);
    const [first, second] = await Promise.all([listener.next(), listener.next()]);
    expect(first).toBe(second);
    await first.reply({ kind: "handed" });
    expect((await tab).body).toContain("<h1>Allowed.</h1>");
  });

  test("may be an error with the right state", async () => {
    const listener = await open();
    const tab = visit(listener, `/callback?error=access_denied&state=${state}`);
    const hit = await listener.next();
    expect(hit.url).toContain("error=access_denied");
    await hit.reply({ kind: "failed", detail: "Salesforce gave <no> refresh token." });
    const { status, body } = await tab;
    expect(status).toBe(400);
    expect(body).toContain(
      "<h1>Not connected.</h1>\n<p>Salesforce gave &#60;no&#62; refresh token.</p>\n<p>Your",
    );
  });

  test("is had once: a second one is told so and changes nothing", async () => {
    const listener = await open();
    const tab = visit(listener, good);
    const hit = await listener.next();
    const second = await visit(listener, good);
    expect(second.status).toBe(410);
    expect(second.body).toContain("Already answered.");
    await hit.reply({ kind: "done", facts: { name: "acme" } });
    expect((await tab).status).toBe(200);
    expect((await visit(listener, good)).status).toBe(410);
  });

  test("that goes away does not hold up the reply", async () => {
    const listener = await open();
    const socket = net.connect(listener.port, "127.0.0.1");
    socket.write(`GET ${good} HTTP/1.1\r\nHost: localhost:${listener.port}\r\n\r\n`);
    const hit = await listener.next();
    socket.destroy();
    await once(socket, "close");
    await hit.reply({ kind: "done", facts: { name: "acme" } });
    await hit.reply({ kind: "failed" });
  });

  test("next ends with its signal, the listener goes on", async () => {
    const listener = await open();
    const stop = new AbortController();
    const waiting = listener.next(stop.signal);
    stop.abort();
    expect(await rejection(waiting)).toMatchObject({ name: "AbortError" });
    expect(await rejection(listener.next(AbortSignal.abort()))).toMatchObject({ name: "AbortError" });
    const tab = visit(listener, good);
    const hit = await listener.next(new AbortController().signal);
    await hit.reply({ kind: "handed" });
    expect((await tab).status).toBe(200);
  });
});

describe("what is turned away, and listening goes on", () => {
  test.each([
    ["another state", "/callback?code=a&state=other"],
    ["a state that begins alike", `${good}x`],
    ["no state", "/callback?code=a"],
    ["an error without state: any page could send it", "/callback?error=access_denied"],
    ["an empty state", "/callback?code=a&state="],
    ["two states", `${good}&state=${state}`],
    ["two codes", `${good}&code=b`],
    ["neither code nor error", `/callback?state=${state}`],
    ["nothing", "/callback"],
  ])("%s", async (_name, path) => {
    const listener = await open();
    const { status, body } = await visit(listener, path);
    expect(status).toBe(400);
    expect(body).toContain("That is from another login. Use the newest tab.");
    expect(await hasHit(listener)).toBe(false);
  });

  test.each([
    "/favicon.ico",
    "/",
    `/callback/?code=a&state=${state}`,
    `/Callback?code=a&state=${state}`,
    `//callback?code=a&state=${state}`,
    `/x/../callback?code=a&state=${state}`,
    `/%63allback?code=a&state=${state}`,
    `http://localhost/callback?code=a&state=${state}`,
  ])("the path %s", async (path) => {
    const listener = await open();
    expect((await visit(listener, path)).status).toBe(404);
    expect(await hasHit(listener)).toBe(false);
  });

  test.each(["POST", "PUT", "HEAD", "DELETE"])("the method %s", async (method) => {
    const listener = await open();
    const { status, headers } = await visit(listener, good, { method });
    expect(status).toBe(405);
    expect(headers.allow).toBe("GET");
    expect(await hasHit(listener)).toBe(false);
  });

  test("a preflight gets no permission", async () => {
    const listener = await open();
    const headers = {
      origin: "https://evil.example",
      "access-control-request-method": "GET",
      "access-control-request-private-network": "true",
    };
    const answer = await visit(listener, good, { method: "OPTIONS", headers });
    expect(answer.status).toBe(204);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    expect(await hasHit(listener)).toBe(false);
  });

  test.each([
    "evil.example",
    "localhost",
    "localhost:1",
    "localhost.:PORT",
    "127.0.0.2:PORT",
    "127.1:PORT",
    "localhost:PORT, evil.example",
    "evil.example:PORT",
    "me@localhost:PORT",
  ])("the host %s, with 403", async (host) => {
    const listener = await open();
    const headers = { host: host.replace("PORT", String(listener.port)) };
    expect((await visit(listener, good, { headers })).status).toBe(403);
    expect((await visit(listener, good, { headers, method: "OPTIONS" })).status).toBe(403);
    expect(await hasHit(listener)).toBe(false);
  });

  test.each(["LOCALHOST", "127.0.0.1", "[::1]"])("but not the host %s", async (name) => {
    const listener = await open();
    const tab = visit(listener, good, { headers: { host: `${name}:${listener.port}` } });
    await (await listener.next()).reply({ kind: "handed" });
    expect((await tab).status).toBe(200);
  });

  test("no host, two hosts, and what is not HTTP", async () => {
    const listener = await open();
    const own = `Host: localhost:${listener.port}\r\n`;
    expect(await raw(listener, `GET ${good} HTTP/1.0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403 /);
    expect(await raw(listener, `GET ${good} HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
    expect(await raw(listener, `GET ${good} HTTP/1.1\r\n${own}Host: evil.example\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 403 /,
    );
    expect(await raw(listener, "\u0016\u0003\u0001\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
    expect(
      await raw(
        listener,
        `GET /callback HTTP/1.1\r\n${own}Upgrade: websocket\r\nConnection: upgrade\r\n\r\n`,
      ),
    ).not.toMatch(/^HTTP\/1\.1 101/);
  });
});

describe("pages", () => {
  async function page(
    headers: http.OutgoingHttpHeaders,
    options: Partial<ListenOptions> = {},
  ): Promise<[Seen, Hit]> {
    const listener = await open(options);
    const tab = visit(listener, good, { headers });
    const hit = await listener.next();
    await hit.reply({ kind: "done", facts: { name: "<b>" } });
    return [await tab, hit];
  }

  test.each([
    ["ja", "en", "ja"],
    ["ja-JP,ja;q=0.9,en-US;q=0.8", "en", "ja"],
    ["en-GB,en;q=0.9,ja;q=0.8", "ja", "en"],
    ["de,fr;q=0.9", "ja", "ja"],
    ["de,ja;q=0.5,en;q=0.4", "en", "ja"],
    ["ja;q=0,en;q=0.1", "ja", "en"],
    ["*", "ja", "ja"],
    ["ja;q=nonsense", "en", "en"],
    ["", "ja", "ja"],
  ] as const)(
    "Accept-Language: %s, else %s, is answered in %s",
    async (accept, languageFallback, expected) => {
      const [seen, hit] = await page({ "accept-language": accept }, { languageFallback });
      expect(hit.language).toBe(expected);
      expect(seen.body).toContain(`<html lang="${expected}">`);
      expect(seen.headers["content-language"]).toBe(expected);
      const title =
        expected === "en" ? "Connected: &#60;b&#62;." : ja["tab.done.title"].replace("{name}", "&#60;b&#62;");
      expect(seen.body).toContain(`<h1>${title}</h1>`);
    },
  );

  test("headers keep the page from loading, running, framing and being kept", async () => {
    const [{ headers, body }] = await page({});
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      connection: "close",
    });
    expect(headers["content-security-policy"]).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(body).not.toMatch(/<script|<link|<img|src=|href=|https?:/);
    expect(body).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(body).not.toContain(state);
  });

  test("the address of the answer is not in stray pages either", async () => {
    const listener = await open();
    const { body, headers } = await visit(listener, "/callback?code=secretcode&state=<script>");
    expect(body).not.toMatch(/secretcode|<script/);
    expect(headers["cache-control"]).toBe("no-store");
  });

  test("after ten seconds of the clock the tab is told to look at the terminal, and a later reply does nothing", async () => {
    const sleeps: number[] = [];
    const due = Promise.withResolvers<void>();
    const clock: Clock = {
      ...systemClock,
      sleep: (ms) => {
        sleeps.push(ms);
        return due.promise;
      },
    };
    const listener = await open({ clock });
    const tab = visit(listener, good);
    const hit = await listener.next();
    due.resolve();
    const { status, body } = await tab;
    expect(sleeps).toEqual([10_000]);
    expect(status).toBe(200);
    expect(body).toContain("<h1>Received.</h1>\n<p>Look at your terminal for the result.</p>");
    await hit.reply({ kind: "done", facts: { name: "acme" } });
  });
});

describe("ports", () => {
  async function squat(host: string, port = 0): Promise<{ port: number; close(): Promise<unknown> }> {
    const server = net.createServer();
    server.listen({ host, port, ipv6Only: host.includes(":") });
    await once(server, "listening");
    return {
      port: (server.address() as AddressInfo).port,
      close: () => new Promise((resolve) => server.close(resolve)),
    };
  }

  test("the given one is listened on, on both loopback addresses and nowhere else", async () => {
    const free = await squat("127.0.0.1");
    await free.close();
    const listener = await open({ redirectUri: `http://127.0.0.1:${free.port}/cb/x` });
    expect(listener.port).toBe(free.port);
    expect(listener.redirectUri).toBe(`http://127.0.0.1:${free.port}/cb/x`);
    const bound = ["127.0.0.1", "::1"];
    for (const host of bound) expect((await visit(listener, "/x", { host })).status).toBe(404);
    const { networkInterfaces } = await import("node:os");
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, address }) => !internal && !address.startsWith("fe80"));
    for (const { address } of [...others, { address: "127.0.0.2" }]) {
      await expect(visit(listener, "/x", { host: address })).rejects.toMatchObject({ code: "ECONNREFUSED" });
    }
  });

  test.each(["127.0.0.1", "::1"])(
    "one that another program holds on %s is not shared with it",
    async (host) => {
      const other = await squat(host);
      try {
        const error = await rejection(open({ redirectUri: `http://localhost:${other.port}/callback` }));
        expect(error).toMatchObject({
          name: "InputError",
          code: "port_taken",
          facts: { port: other.port, other: other.port + 1 },
        });
        const free = host === "::1" ? "127.0.0.1" : "::1";
        await (await squat(free, other.port)).close();
      } finally {
        await other.close();
      }
    },
  );

  test.each([
    "https://localhost:9355/x",
    "http://example.com/x",
    "http://127.0.0.2:1/",
    "myapp://callback",
    "x",
  ])("%s cannot be listened on", async (redirectUri) => {
    expect(await rejection(open({ redirectUri }))).toMatchObject({
      name: "InputError",
      code: "invalid_option",
    });
  });

  test.skipIf(process.platform !== "linux" || process.getuid?.() === 0)(
    "one of the system's is forbidden",
    async () => {
      const error = await rejection(open({ redirectUri: "http://localhost/callback" }));
      expect(error).toMatchObject({ name: "InputError", code: "port_forbidden", facts: { port: 80 } });
    },
  );

  test("closing leaves nothing listening and no socket open", async () => {
    const listener = await open();
    const idle = net.connect(listener.port, "127.0.0.1").on("error", () => {});
    await once(idle, "connect");
    const gone = once(idle, "close");
    await listener.close();
    await gone;
    await expect(visit(listener, good)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await expect(visit(listener, good, { host: "::1" })).rejects.toMatchObject({ code: "ECONNREFUSED" });
    expect(await rejection(listener.next())).toMatchObject({ code: "login_stopped" });
    await listener.close();
  });

  test("closing tells a tab that still waits to look at the terminal", async () => {
    const listener = await open();
    const tab = visit(listener, good);
    await listener.next();
    await listener.close();
    expect((await tab).body).toContain("Look at your terminal");
  });
});
