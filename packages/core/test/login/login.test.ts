import { once } from "node:events";
import { createServer } from "node:net";
import { visit } from "@tokenwell/emulator";
import { afterEach, describe, expect, test } from "vitest";
import type { LoginOptions, LoginProgress, LoginResult } from "../../src/api/login.ts";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import { Secret } from "../../src/secret.ts";
import { freePort } from "../support/free-port.ts";
import { StoreRows } from "../support/store-rows.ts";
import { Home } from "../tokenwell/home.ts";

let home: Home;
afterEach(() => home.remove());

function rows(table: string): number {
  return new StoreRows(home.folder).count(table);
}

describe("a login", () => {
  test("tells each step when it has happened, and shows that the app rotates", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    const steps: LoginProgress[] = [];
    const result = await home.connect(tokenwell, { onProgress: (onProgress) => steps.push(onProgress) });
    expect(steps).toEqual([
      { kind: "allowed", account: "alice@emulator.example", isNamed: true },
      { kind: "stored" },
      { kind: "tested", rotation: "strict" },
    ]);
    expect(result).toMatchObject({
      name: "localhost",
      account: "alice@emulator.example",
      rotation: "strict",
    });
    expect(home.emulator.ledger.summary()).toMatchObject({ codes: 1, refreshes: 1, refused: 0 });
  });

  test("finds that an app does not rotate", async () => {
    home = await Home.make({ rotation: "static" });
    expect(await home.connect(await home.open())).toMatchObject({ rotation: "static" });
  });

  test("without its test refresh leaves the rotation unknown", async () => {
    home = await Home.make();
    expect(await home.connect(await home.open(), { test: false })).toMatchObject({ rotation: "unknown" });
    expect(home.emulator.ledger.refreshes()).toEqual([]);
  });

  test("by the browser answers the tab with the result", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    const login = await home.begin(tokenwell, await freePort());
    const done = login.listen();
    const end = await visit(login.url);
    const tab = await fetchUntilListening(end);
    expect(tab.status).toBe(200);
    expect(await tab.text()).toContain("Connected: localhost.");
    expect(await done).toMatchObject({ name: "localhost" });
  });

  test.each([
    { client: "web", basic: false },
    { client: "web-basic", basic: true },
    { client: "web-post", basic: false },
  ])("with the secret of $client sends it in the way that the provider wants", async ({ client }) => {
    home = await Home.make();
    const tokenwell = await home.open();
    const clientSecret = Secret.of(`CANARY_client_secret_of_${client}`);
    await home.connect(tokenwell, { clientId: client, clientSecret });
    const via = home.emulator.ledger.list().map((entry) => entry.outcome);
    expect(via.filter((outcome) => outcome === "refused").length).toBeLessThanOrEqual(1);
    expect((await tokenwell.token()).accessToken).not.toBe("");
  });

  test("can be pasted while a browser is waited for, and is redeemed once", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    const login = await home.begin(tokenwell, await freePort());
    const done = login.listen();
    const end = await visit(login.url);
    const [one, two] = await Promise.all([login.answer(end), login.answer(end)]);
    expect(one).toBe(two);
    expect(await done).toBe(one);
    expect(home.emulator.ledger.summary()).toMatchObject({ codes: 1 });
  });
});

describe("a login that comes to nothing", () => {
  test("keeps nothing when it is stopped", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    const login = await tokenwell.login(home.emulator.issuer, { clientId: "demo", clientSecret: null });
    expect(rows("login")).toBe(1);
    await login.cancel();
    expect([rows("login"), rows("client"), rows("connection")]).toEqual([0, 0, 0]);
    await expect(login.listen()).rejects.toMatchObject({ code: "login_stopped" });
  });

  test("says that its port is taken before anybody is sent to a browser", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    const port = await freePort();
    const other = createServer().listen(port, "127.0.0.1");
    await once(other, "listening");
    const login = await home.begin(tokenwell, port);
    const done = login.listen();
    await expect(login.listening()).rejects.toMatchObject({ code: "port_taken", facts: { port } });
    await expect(done).rejects.toMatchObject({ code: "port_taken" });
    expect([rows("login"), rows("client")]).toEqual([0, 0]);
    other.close();
  });

  test("says that another login waits at its port", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    const port = await freePort();
    const first = await home.begin(tokenwell, port);
    void first.listen().catch(() => undefined);
    await first.listening();
    const second = await home.begin(await home.open(), port);
    const done = second.listen();
    await expect(second.listening()).rejects.toMatchObject({ code: "port_taken_by_login", facts: { port } });
    await expect(done).rejects.toMatchObject({ code: "port_taken_by_login" });
    expect(first.isOver).toBe(false);
    await first.cancel();
  });

  test("keeps nothing when nobody answers in time", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    const login = await home.begin(tokenwell, await freePort());
    const done = login.listen();
    await fetchUntilListening(new URL("/favicon.ico", login.redirectUri).href);
    home.clock.advance(600_000);
    await expect(done).rejects.toMatchObject({ code: "login_timed_out", facts: { minutes: 10 } });
    expect([rows("login"), rows("client")]).toEqual([0, 0]);
  });

  test("keeps the app, and no connection, when there is no refresh token", async () => {
    home = await Home.make({ refreshTokens: false });
    const tokenwell = await home.open();
    await expect(home.connect(tokenwell)).rejects.toMatchObject({ code: "no_refresh_token" });
    expect([rows("login"), rows("connection"), rows("client")]).toEqual([0, 0, 1]);
    expect(await tokenwell.apps()).toMatchObject([{ clientId: "demo", usedBy: [] }]);
  });

  test("names the scope first when it was not asked for", async () => {
    home = await Home.make();
    const failure = home.connect(await home.open(), { scope: "openid profile" });
    await expect(failure).rejects.toMatchObject({
      facts: { why: "why.offline_not_asked", fix: "fix.ask_offline" },
    });
  });

  test("keeps nothing of an app whose secret is wrong", async () => {
    home = await Home.make();
    const failure = home.connect(await home.open(), {
      clientId: "web-basic",
      clientSecret: Secret.of("wrong"),
    });
    await expect(failure).rejects.toMatchObject({ code: "wrong_secret" });
    expect([rows("login"), rows("client")]).toEqual([0, 0]);
  });

  test("leaves the secret of an app in use alone when another one is typed", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    const right = Secret.of("CANARY_client_secret_of_web-basic");
    await home.connect(tokenwell, { clientId: "web-basic", clientSecret: right });
    const failure = home.connect(tokenwell, { clientId: "web-basic", clientSecret: Secret.of("wrong") });
    await expect(failure).rejects.toMatchObject({ code: "wrong_secret" });
    await expect(tokenwell.token(undefined, { refresh: true })).resolves.toMatchObject({
      tokenType: "Bearer",
    });
  });

  test("is told when access was denied", async () => {
    home = await Home.make();
    const failure = home.connect(await home.open(), {}, { decision: "deny" });
    await expect(failure).rejects.toMatchObject({ code: "consent_denied" });
    expect([rows("login"), rows("client")]).toEqual([0, 0]);
  });

  test("ends at once when the browser comes back with a denial, and tells the tab", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    const login = await home.begin(tokenwell, await freePort());
    const done = login.listen();
    const [tab] = await Promise.all([
      visit(login.url, { decision: "deny" }).then(fetchUntilListening),
      expect(done).rejects.toMatchObject({ code: "consent_denied" }),
    ]);
    expect(tab.status).toBe(400);
    expect(await tab.text()).toContain("Not connected.");
    expect([login.isOver, rows("login"), rows("client")]).toEqual([true, 0, 0]);
  });

  test("goes on after the text of an error page", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    const login = await tokenwell.login(home.emulator.issuer, { clientId: "demo", clientSecret: null });
    const text = "error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match";
    await expect(login.answer(text)).rejects.toMatchObject({ code: "redirect_uri_unknown" });
    expect(login.isOver).toBe(false);
    expect(await login.answer(await visit(login.url))).toMatchObject({ name: "localhost" });
  });

  test("asks again after a paste that is of no use, and then takes the right one", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    const login = await tokenwell.login(home.emulator.issuer, { clientId: "demo", clientSecret: null });
    const end = await visit(login.url);
    await expect(login.answer("")).rejects.toMatchObject({ code: "paste_empty" });
    await expect(login.answer(login.url)).rejects.toMatchObject({ code: "paste_own_address" });
    await expect(login.answer(end.replace(/state=[^&]+/, "state=zzz"))).rejects.toMatchObject({
      code: "paste_other_login",
    });
    expect(await login.answer(end)).toMatchObject({ name: "localhost" });
  });
});

describe("the name of a connection", () => {
  test("stays when the same account logs in again: it is the same connection, renewed", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell, { name: "acme" });
    await home.connect(tokenwell);
    expect(await tokenwell.status()).toMatchObject([{ name: "acme" }]);
    expect([rows("connection"), rows("client")]).toEqual([1, 1]);
  });

  describe("of a login that works", () => {
    const stopped = new Error("stopped");
    const again = (tokenwell: Tokenwell, options: Partial<LoginOptions> = {}): Promise<LoginResult> =>
      home.connect(tokenwell, { name: "acme", ...options });

    test("stays with it until the new one has proven itself, and then goes over with its history", async () => {
      home = await Home.make();
      const tokenwell = await home.open();
      await again(tokenwell);
      const held = await tokenwell.token();
      const seen: (readonly [string, boolean])[] = [];
      let looking = Promise.resolve();
      const step = ({ kind }: LoginProgress): void => {
        looking = looking.then(async () => {
          const other = await home.open();
          seen.push([kind, (await other.token()).accessToken === held.accessToken]);
        });
      };
      await again(tokenwell, { onProgress: step });
      await looking;
      expect(seen[0]).toEqual(["allowed", true]);
      expect(seen.at(-1)).toEqual(["tested", false]);
      expect(await tokenwell.status("acme", { check: true })).toMatchObject([
        { status: "ok", refresh: { count: 3 } },
      ]);
      expect(rows("connection")).toBe(1);
    });

    test("stays with it when the new one is refused", async () => {
      home = await Home.make();
      const tokenwell = await home.open();
      await again(tokenwell);
      const held = await tokenwell.token();
      home.emulator.faults.arm({ fault: "status", status: 400, body: '{"error":"invalid_grant"}', skip: 1 });
      await expect(again(tokenwell)).rejects.toMatchObject({
        code: "new_login_refused",
        facts: { name: "acme", said: "invalid_grant" },
      });
      expect(await tokenwell.token()).toEqual(held);
      expect(await tokenwell.status("acme", { check: true })).toMatchObject([{ status: "ok" }]);
      expect(rows("connection")).toBe(1);
    });

    test("stays with it when the new one turns out to be another account's", async () => {
      home = await Home.make({ personality: "salesforce" });
      const tokenwell = await home.open();
      await again(tokenwell, { provider: "salesforce" });
      const held = await tokenwell.token();
      home.emulator.faults.arm({ fault: "wrong-subject", skip: 1 });
      await expect(again(tokenwell, { provider: "salesforce" })).rejects.toMatchObject({
        code: "quarantined",
        facts: { name: "acme" },
      });
      expect(await tokenwell.token()).toEqual(held);
      expect(rows("connection")).toBe(1);
    });

    test.each([
      ["its process died before it was proven", {}],
      ["the provider was busy when it should be proven", { fault: "status", status: 503, retryAfter: "1" }],
    ] as const)("goes to the new one when the store is opened next where %s", async (_what, fault) => {
      home = await Home.make();
      const tokenwell = await home.open();
      await again(tokenwell);
      const held = await tokenwell.token();
      if ("fault" in fault) home.emulator.faults.arm({ ...fault, skip: 1 });
      const step = ({ kind }: LoginProgress): void => {
        if (kind === "stored" && !("fault" in fault)) throw stopped;
      };
      await expect(again(tokenwell, { onProgress: step })).rejects.toThrow();
      expect(await tokenwell.token()).toEqual(held);
      expect(rows("connection")).toBe(2);
      home.clock.advance(2_000);
      const next = await home.open();
      expect(await next.status("acme")).toMatchObject([{ status: "ok", refresh: { count: 2 } }]);
      expect(rows("connection")).toBe(1);
      expect(await next.token()).not.toEqual(held);
      expect(await tokenwell.token()).not.toEqual(held);
    });

    test("ends the old one at Salesforce, which counts them, only then", async () => {
      home = await Home.make({ personality: "salesforce" });
      const tokenwell = await home.open();
      await again(tokenwell, { provider: "salesforce" });
      const [before] = home.emulator.grants();
      await again(tokenwell, { provider: "salesforce" });
      expect(home.emulator.grants().map(({ id }) => id)).not.toContain(before?.id);
      expect(home.emulator.grants()).toHaveLength(1);
      expect(await tokenwell.status("acme", { check: true })).toMatchObject([{ status: "ok" }]);
    });
  });

  test("remembers the scopes that were asked for: logging in again asks for the same", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell, { name: "acme", scope: "openid offline_access api" });
    const again = await tokenwell.login(home.emulator.issuer, {
      clientId: "demo",
      clientSecret: null,
      name: "acme",
    });
    expect(new URL(again.url).searchParams.get("scope")).toBe("openid offline_access api");
    await again.cancel();
  });

  test("is not taken from another account without being told so", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    await expect(home.connect(tokenwell, {}, { login: "bob" })).rejects.toMatchObject({ code: "name_taken" });
    await expect(home.connect(tokenwell, { name: "localhost" }, { login: "bob" })).rejects.toMatchObject({
      code: "other_account",
    });
    expect(await tokenwell.status()).toMatchObject([{ account: "alice@emulator.example" }]);
    await home.connect(tokenwell, { name: "localhost", replaceAccount: true }, { login: "bob" });
    expect(await tokenwell.status()).toMatchObject([{ account: "bob@emulator.example" }]);
  });

  test("can be chosen when it turns out to be taken", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    const chooseName = async (): Promise<string> => "bob";
    expect(await home.connect(tokenwell, { chooseName }, { login: "bob" })).toMatchObject({ name: "bob" });
    await expect(tokenwell.token()).rejects.toMatchObject({
      code: "which_connection",
      facts: { names: "bob  localhost" },
    });
    await expect(tokenwell.token("bobb")).rejects.toMatchObject({ code: "unknown_connection_did_you_mean" });
  });
});

describe("a login that is handed over", () => {
  test("keeps neither token nor connection once it was received, and never presents the token again", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    const { handOver, name } = await home.connect(tokenwell, { handOver: true });
    expect(name).toBeNull();
    await handOver?.release();
    expect([rows("connection"), rows("access_token"), rows("login"), rows("client")]).toEqual([0, 0, 0, 1]);
    expect(home.emulator.ledger.refreshes()).toHaveLength(1);
  });

  test("is kept as a connection when it was not received", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    const { handOver } = await home.connect(tokenwell, { handOver: true });
    expect(await handOver?.keep()).toBe("localhost");
    expect((await tokenwell.token()).accessToken).not.toBe("");
  });
});

async function fetchUntilListening(address: string): Promise<Response> {
  for (;;) {
    const response = await fetch(address).catch(() => null);
    if (response) return response;
  }
}
