import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { Home } from "./home.ts";

let home: Home;
afterEach(() => home.remove());

const hourMs = 3_600_000;

describe("token()", () => {
  test("gives what a caller needs to use it", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    const token = await tokenwell.token();
    expect(token).toMatchObject({
      tokenType: "Bearer",
      expiresAtSource: "answer",
      scope: "openid profile email offline_access",
      claims: { sub: "alice", iss: home.emulator.issuer },
    });
    expect(token.expiresAt.getTime() - home.clock.nowMs()).toBeGreaterThan(3_500_000);
    expect(await tokenwell.token()).toEqual(token);
    expect({ ...token }).toMatchObject({ idToken: token.idToken, claims: token.claims });
  });

  test("sees within a second what another process has refreshed", async () => {
    home = await Home.make();
    const [one, two] = [await home.open(), await home.open()];
    await home.connect(one);
    const before = await one.token();
    await one.token();
    const after = await two.token(undefined, { refresh: true });
    expect(after.accessToken).not.toBe(before.accessToken);
    home.clock.advance(1_001);
    expect((await one.token()).accessToken).toBe(after.accessToken);
  });

  test("with 100 callers in each of 3 handles at expiry makes one request", async () => {
    home = await Home.make();
    const handles = [await home.open(), await home.open(), await home.open()];
    await home.connect(handles[0] ?? (await home.open()));
    home.clock.advance(hourMs);
    const before = home.emulator.ledger.refreshes().length;
    const calls = handles.flatMap((handle) => Array.from({ length: 100 }, () => handle.token()));
    const tokens = new Set((await Promise.all(calls)).map((token) => token.accessToken));
    expect(tokens.size).toBe(1);
    expect(home.emulator.ledger.refreshes().length - before).toBe(1);
  });

  test("says which names there are, and that nothing is connected", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await expect(tokenwell.token()).rejects.toMatchObject({ code: "nothing_connected" });
    await expect(tokenwell.token("acme")).rejects.toMatchObject({ code: "nothing_connected" });
    await expect(tokenwell.token("acme", { minTtlSeconds: -1 })).rejects.toMatchObject({
      code: "invalid_option",
    });
  });

  test("takes its name from TOKENWELL_CONNECTION where none is given", async () => {
    home = await Home.make();
    const tokenwell = await home.open({ env: { TOKENWELL_CONNECTION: "bob" } });
    await home.connect(tokenwell, { name: "alice" });
    await home.connect(tokenwell, { name: "bob" }, { login: "bob" });
    expect((await tokenwell.token()).claims).toMatchObject({ sub: "bob" });
  });

  test("keeps serving while the provider is down and the token lives, then says when to try again", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    for (let fault = 0; fault < 20; fault += 1)
      home.emulator.faults.arm({ fault: "status", status: 503, retryAfter: "30" });
    const { accessToken } = await tokenwell.token();
    // The last 12 minutes are those in which it is due.
    for (const minutes of [40, 10, 8]) {
      home.clock.advance(minutes * 60_000);
      expect((await tokenwell.token()).accessToken).toBe(accessToken);
    }
    home.clock.advance(hourMs);
    await expect(tokenwell.token()).rejects.toMatchObject({
      code: "refresh_rejected",
      retryAfterSeconds: 30,
    });
    home.emulator.faults.clear();
    home.clock.advance(30_000);
    expect((await tokenwell.token()).accessToken).not.toBe(accessToken);
  });
});

describe("fetch()", () => {
  test("calls the API with the token", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    const response = await tokenwell.fetch(undefined, "/api/hello");
    expect(await response.json()).toMatchObject({ hello: "alice" });
  });

  test("refreshes once after a 401 and asks once more", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    home.clock.advance(60_000);
    const { accessToken } = await tokenwell.token();
    const api = await anApi((token) => (token === `Bearer ${accessToken}` ? 401 : 200));
    const response = await tokenwell.fetch("localhost", `${api.origin}/`, {
      allowHosts: [new URL(api.origin).host],
    });
    expect(response.status).toBe(200);
    expect(api.tokens).toHaveLength(2);
    await api.close();
  });

  test("does not refresh again for an API that refuses every token", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    home.clock.advance(60_000);
    const before = home.emulator.ledger.refreshes().length;
    const api = await anApi(() => 401);
    const allowHosts = [new URL(api.origin).host];
    for (let call = 0; call < 5; call += 1)
      expect((await tokenwell.fetch("localhost", `${api.origin}/`, { allowHosts })).status).toBe(401);
    expect(home.emulator.ledger.refreshes().length - before).toBe(1);
    await api.close();
  });

  test.each([
    ["https://evil.example/", "foreign_host"],
    ["//evil.example/x", "insecure_host"],
    ["/\\evil.example", "insecure_host"],
    ["http://localhost:1/", "foreign_host"],
  ])("sends the token nowhere else: %s (%s)", async (address, code) => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    await expect(tokenwell.fetch(undefined, address)).rejects.toMatchObject({ code });
  });

  test("leaves the token behind when a redirect goes elsewhere", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    const api = await anApi(() => 200);
    const response = await tokenwell.fetch(
      undefined,
      `/api/redirect?to=${encodeURIComponent(`${api.origin}/`)}`,
    );
    expect(response.status).toBe(200);
    expect(api.tokens).toEqual([undefined]);
    await api.close();
  });

  test("with `stream` does not go along with a redirect that goes elsewhere", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    const api = await anApi(() => 200);
    const address = `/api/redirect?to=${encodeURIComponent(`${api.origin}/`)}`;
    const response = await tokenwell.fetch(undefined, address, { stream: true });
    expect(Math.floor(response.status / 100)).toBe(3);
    await response.body?.cancel();
    expect(api.tokens).toEqual([]);
    await api.close();
  });
});

describe("record()", () => {
  test("leaves the token as it is, and knows the connection", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    const before = await tokenwell.token();
    await tokenwell.record("localhost", { kind: "agent_request", detail: { method: "GET", path: "/" } });
    expect(await tokenwell.token()).toEqual(before);
    await expect(tokenwell.record("other", { kind: "x", detail: {} })).rejects.toMatchObject({
      code: "unknown_connection",
    });
  });
});

describe("revoke()", () => {
  test("ends the token there, checks it there, and erases the connection", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    expect(await tokenwell.revoke()).toEqual({ name: "localhost", revoked: true });
    expect(home.emulator.ledger.summary()).toMatchObject({ revocations: 1 });
    await expect(tokenwell.token()).rejects.toMatchObject({ code: "nothing_connected" });
  });

  test("keeps the connection where the provider cannot revoke", async () => {
    home = await Home.make({ revocation: false });
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    await expect(tokenwell.revoke()).rejects.toMatchObject({ code: "no_revocation" });
    expect((await tokenwell.token()).accessToken).not.toBe("");
    expect(await tokenwell.revoke(undefined, { local: true })).toEqual({ name: "localhost", revoked: false });
  });

  test("keeps the connection while the provider is out of reach", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    await home.emulator.close();
    await expect(tokenwell.revoke()).rejects.toMatchObject({ code: "not_revoked" });
    expect((await tokenwell.status())[0]).toMatchObject({ name: "localhost", status: "ok" });
  });
});

describe("names()", () => {
  test("names() lists the connections in order and leaves out a login that is not finished", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    expect(await tokenwell.names()).toEqual([]);
    await home.connect(tokenwell, { name: "beta" });
    await home.connect(tokenwell, { name: "Alpha" }, { login: "bob" });
    const unfinished = await home.begin(tokenwell, 9355);
    expect(await tokenwell.names()).toEqual(["Alpha", "beta"]);
    await unfinished.cancel();
  });
});

describe("status()", () => {
  test("says what is wrong, and what it costs to check", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    home.emulator.setBlocked("alice", true);
    expect(await tokenwell.status()).toMatchObject([{ status: "ok", problem: null }]);
    expect(await tokenwell.status(undefined, { check: true })).toMatchObject([
      { status: "needs_login", reason: "provider_revoked", problem: { code: "needs_login" } },
    ]);
  });

  test("with `check` has what kept it from checking as the problem of that connection", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell, { name: "acme" });
    await home.connect(tokenwell, { name: "bot" }, { login: "bob" });
    const broken: string[] = [];
    tokenwell.on("broken", ({ name }) => broken.push(name));
    home.emulator.faults.arm({ fault: "status", status: 503, retryAfter: "30" });
    expect(await tokenwell.status(undefined, { check: true })).toMatchObject([
      { name: "acme", status: "ok", problem: { code: "refresh_rejected" } },
      { name: "bot", status: "ok", problem: null },
    ]);
    // Its access token lives, so the next token() throws nothing.
    expect(await tokenwell.status()).toMatchObject([
      { problem: null, refresh: { failing: true } },
      { problem: null, refresh: { failing: false } },
    ]);
    expect(broken).toEqual([]);
  });
});

/** An API on loopback that notes the tokens it is shown. */
async function anApi(judge: (authorization: string | undefined) => number) {
  const tokens: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    tokens.push(request.headers.authorization);
    response.writeHead(judge(request.headers.authorization)).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    tokens,
    close: () => new Promise<unknown>((resolve) => server.close(resolve).closeAllConnections()),
  };
}
