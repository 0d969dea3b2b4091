import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import type { LoginServices } from "../../src/login/services.ts";
import { Home } from "../tokenwell/home.ts";
import { LoginProcess } from "./login-process.ts";

let home: Home;
/** A handle that was open before the other process began, and recovers nothing by itself. */
let observer: Tokenwell;
let services: LoginServices;
beforeEach(async () => {
  home = await Home.make();
  ({ tokenwell: observer, services } = await home.openWithServices());
});
afterEach(() => home.remove());

/** Phases of the logins that are not finished. */
const phases = async (): Promise<readonly string[]> =>
  (await services.store.logins.unfinished()).map(({ phase }) => phase);

/** Number of connections of the app, with or without a name. */
async function countConnections(): Promise<number> {
  const [client] = await services.store.clients.list();
  return client ? (await services.store.connections.ids(client.id)).length : 0;
}

/** Kills a process right after a step of its login. */
async function dieAfter(
  step: "allowed" | "stored",
  login: Parameters<typeof LoginProcess.begin>[1],
  how: Parameters<LoginProcess["complete"]>[0] = {},
): Promise<void> {
  const dying = await LoginProcess.begin(home, login, step);
  expect(await dying.complete(how)).toBe(step);
  await dying.kill();
}

describe("an answered login whose process died", () => {
  test("the next process that opens the store completes it and verifies it with one refresh", async () => {
    await dieAfter("allowed", { name: "acme" });
    expect([await phases(), await countConnections()]).toEqual([["answered"], 0]);
    await expect(observer.token("acme")).rejects.toMatchObject({ code: "nothing_connected" });
    const next = await home.open();
    expect(await next.status("acme")).toMatchObject([{ status: "ok", account: "alice@emulator.example" }]);
    expect(await phases()).toEqual([]);
    expect(home.emulator.ledger.summary()).toMatchObject({ codes: 1, refreshes: 1, refused: 0 });
  });

  test("upkeep of a process that has been open completes it", async () => {
    await dieAfter("allowed", { name: "acme" });
    expect(await observer.upkeep()).toEqual([{ name: "acme", outcome: "not_due", problem: null }]);
    expect(await phases()).toEqual([]);
  });

  test("an unreachable provider leaves it for the process that opens the store after", async () => {
    await dieAfter("allowed", { name: "acme" });
    await home.emulator.close();
    const next = await home.open();
    expect(await next.status()).toEqual([]);
    expect(await phases()).toEqual(["answered"]);
  });

  test("of two processes that open the store at once one completes it, and the other does not fail", async () => {
    await dieAfter("allowed", { name: "acme" });
    const [one, two] = await Promise.all([home.open(), home.open()]);
    expect(await one.status("acme")).toMatchObject([{ status: "ok" }]);
    expect(await two.status("acme")).toMatchObject([{ status: "ok" }]);
    expect(home.emulator.ledger.summary()).toMatchObject({ codes: 1, refreshes: 1, refused: 0, spent: 0 });
    expect(await countConnections()).toBe(1);
  });

  test("a refresh token that was to be handed over is not kept", async () => {
    await dieAfter("allowed", { handOver: true });
    await home.open();
    expect([await phases(), await countConnections()]).toEqual([[], 0]);
  });
});

describe("the settings of a login whose process died", () => {
  test("the requested access is remembered for the next login", async () => {
    const scope = "openid offline_access api";
    await dieAfter("allowed", { name: "acme", scope, apiBase: "https://api.example/v1/" });
    const next = await home.open();
    expect((await next.status("acme"))[0]?.apiBase).toBe("https://api.example/v1/");
    const again = await next.login(home.emulator.issuer, { clientId: "demo", clientSecret: null });
    expect(new URL(again.url).searchParams.get("scope")).toBe(scope);
    await again.cancel();
  });

  test("the requested audience is remembered for the next login", async () => {
    await dieAfter("allowed", { name: "acme", audience: "https://api.example/" });
    const { store } = services;
    await home.open();
    const state = await store.connections.read({ name: "acme" });
    expect(state?.connection.details.requested).toEqual({ audience: "https://api.example/" });
    expect(state?.client.requested).toEqual({ audience: "https://api.example/" });
  });

  test("a login that does without verification is not refreshed", async () => {
    await dieAfter("allowed", { name: "acme", test: false });
    const next = await home.open();
    expect(await next.status("acme")).toMatchObject([{ status: "ok", refresh: { rotation: "unknown" } }]);
    expect(home.emulator.ledger.refreshes()).toEqual([]);
  });

  test("a login that may replace another account takes its name", async () => {
    await home.connect(observer, { name: "acme" });
    await dieAfter("allowed", { name: "acme", replaceAccount: true }, { login: "bob" });
    const next = await home.open();
    expect(await next.status()).toMatchObject([{ name: "acme", account: "bob@emulator.example" }]);
  });

  test("a login that may not replace another account leaves it alone and is removed", async () => {
    await home.connect(observer, { name: "acme" });
    await dieAfter("allowed", { name: "acme" }, { login: "bob" });
    const next = await home.open();
    expect(await next.status()).toMatchObject([{ name: "acme", account: "alice@emulator.example" }]);
    expect([await phases(), await countConnections()]).toEqual([[], 1]);
  });

  test("a login without a name of its own renews the connection that the account has", async () => {
    await home.connect(observer, { name: "acme" });
    await dieAfter("allowed", {});
    const next = await home.open();
    expect(await next.status()).toMatchObject([{ name: "acme", status: "ok" }]);
    expect(await countConnections()).toBe(1);
  });

  test("a login with the default name as its own name does not renew another connection", async () => {
    await home.connect(observer, { name: "acme" });
    await dieAfter("allowed", { name: "localhost" });
    const next = await home.open();
    expect((await next.status()).map(({ name }) => name)).toEqual(["acme", "localhost"]);
  });
});

describe("a second login that was stored beside a working connection when its process died", () => {
  beforeEach(async () => {
    await home.connect(observer, { name: "acme" });
    await dieAfter("stored", { name: "acme" });
    expect([await phases(), await countConnections()]).toEqual([["unverified"], 2]);
  });

  test("one refresh verifies it, and it replaces the connection", async () => {
    const held = await observer.token("acme");
    const next = await home.open();
    expect((await next.token("acme")).accessToken).not.toBe(held.accessToken);
    expect([await phases(), await countConnections()]).toEqual([[], 1]);
    expect(home.emulator.ledger.summary()).toMatchObject({ refused: 0, spent: 0 });
  });

  test("a refusal removes it, and the connection stays as it was", async () => {
    const held = await observer.token("acme");
    home.emulator.faults.arm({ fault: "status", status: 400, body: '{"error":"invalid_grant"}' });
    const next = await home.open();
    expect((await next.token("acme")).accessToken).toBe(held.accessToken);
    expect(await next.status("acme", { check: true })).toMatchObject([{ status: "ok" }]);
    expect([await phases(), await countConnections()]).toEqual([[], 1]);
  });

  test("a busy provider leaves it beside the connection for the process that opens the store after", async () => {
    const held = await observer.token("acme");
    home.emulator.faults.arm({ fault: "status", status: 503, retryAfter: "1" });
    const next = await home.open();
    expect((await next.token("acme")).accessToken).toBe(held.accessToken);
    expect([await phases(), await countConnections()]).toEqual([["unverified"], 2]);
    home.clock.advance(2_000);
    const after = await home.open();
    expect((await after.token("acme")).accessToken).not.toBe(held.accessToken);
    expect([await phases(), await countConnections()]).toEqual([[], 1]);
  });
});

describe("a login whose refresh token was to be handed over", () => {
  test("the death of its process removes its connection and the login", async () => {
    const dying = await LoginProcess.begin(home, { handOver: true });
    expect(await dying.complete()).toBe("done");
    expect([await phases(), await countConnections()]).toEqual([["unverified"], 1]);
    await dying.kill();
    const next = await home.open();
    expect(await next.status()).toEqual([]);
    expect([await phases(), await countConnections()]).toEqual([[], 0]);
  });

  test("the connection of a living process is left alone", async () => {
    const { handOver } = await home.connect(observer, { handOver: true });
    await home.open();
    expect([await phases(), await countConnections()]).toEqual([["unverified"], 1]);
    expect(await handOver?.keep()).toBe("localhost");
    expect(await phases()).toEqual([]);
  });
});

test("a login whose process lives is left alone in every phase", async () => {
  const open = await LoginProcess.begin(home, { name: "one" });
  const answered = await LoginProcess.begin(home, { name: "two" }, "allowed");
  await answered.complete({ login: "bob" });
  const before = await phases();
  expect(before).toEqual(["open", "answered"]);
  const next = await home.open();
  await next.upkeep();
  expect(await phases()).toEqual(before);
  expect(await open.complete()).toBe("done");
  expect((await next.token("one")).accessToken).not.toBe("");
});
