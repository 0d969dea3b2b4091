import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from "vitest";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import type { LoginServices } from "../../src/login/services.ts";
import { Secret } from "../../src/secret.ts";
import { Home } from "./home.ts";

let home: Home;
let tokenwell: Tokenwell;
/** Another handle on the same store, as another process has. */
let other: { readonly tokenwell: Tokenwell; readonly services: LoginServices };
/** Reads that open an access token for this handle. */
let reads: MockInstance;

beforeEach(async () => {
  home = await Home.make();
  const own = await home.openWithServices();
  tokenwell = own.tokenwell;
  reads = vi.spyOn(own.services.store.accessTokens, "current");
  other = await home.openWithServices();
  await home.connect(tokenwell, { name: "acme" });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await home.remove();
});

describe("a token that this process has handed out", () => {
  test("is not read again when another connection is refreshed", async () => {
    await home.connect(other.tokenwell, { name: "bob" }, { login: "bob" });
    const token = await tokenwell.token("acme");
    reads.mockClear();
    for (let second = 0; second < 3; second += 1) {
      await other.tokenwell.token("bob", { refresh: true });
      home.clock.advance(1_001);
      expect(await tokenwell.token("acme")).toBe(token);
    }
    expect(reads).not.toHaveBeenCalled();
  });

  test("is not handed out any more once this process has logged in again", async () => {
    const token = await tokenwell.token("acme");
    await home.connect(tokenwell, { name: "acme" });
    expect((await tokenwell.token("acme")).accessToken).not.toBe(token.accessToken);
  });

  test("is read again within a second of a refresh by another process", async () => {
    await tokenwell.token("acme");
    const { accessToken } = await other.tokenwell.token("acme", { refresh: true });
    home.clock.advance(1_001);
    reads.mockClear();
    expect((await tokenwell.token("acme")).accessToken).toBe(accessToken);
    expect(reads).toHaveBeenCalledTimes(1);
  });

  test("is replaced within a second of its rejection, which another process reports", async () => {
    const { accessToken } = await tokenwell.token("acme");
    const { store, refresher } = other.services;
    const state = await store.connections.read({ name: "acme" });
    home.clock.advance(60_000);
    await tokenwell.token("acme");
    await refresher.reject(state?.connection.id ?? "", "", Secret.of(accessToken));
    home.clock.advance(1_001);
    expect((await tokenwell.token("acme")).accessToken).not.toBe(accessToken);
  });

  test("is refused within a second of a logout by another process", async () => {
    await tokenwell.token("acme");
    await other.tokenwell.revoke("acme");
    home.clock.advance(1_001);
    await expect(tokenwell.token("acme")).rejects.toMatchObject({ code: "nothing_connected" });
  });

  test("has the end that another process set, within a second", async () => {
    home.emulator.faults.arm({ fault: "missing", names: ["expires_in"] });
    const before = await tokenwell.token("acme", { refresh: true });
    expect(before.expiresAtSource).not.toBe("answer");
    await tokenwell.token("acme");
    await other.tokenwell.set("acme", { accessLifeSeconds: 7_200 });
    home.clock.advance(1_001);
    const after = await tokenwell.token("acme");
    expect(after.accessToken).toBe(before.accessToken);
    expect([after.expiresAtSource, after.expiresAt]).not.toEqual([before.expiresAtSource, before.expiresAt]);
  });

  test("is no longer handed out without a name once another process has connected a second account", async () => {
    await tokenwell.token();
    await home.connect(other.tokenwell, { name: "bob" }, { login: "bob" });
    home.clock.advance(1_001);
    await expect(tokenwell.token()).rejects.toMatchObject({
      code: "which_connection",
      facts: { names: "acme  bob" },
    });
  });

  test("is handed out without a name again once the second account has been logged out", async () => {
    await home.connect(other.tokenwell, { name: "bob" }, { login: "bob" });
    const token = await tokenwell.token("acme");
    await other.tokenwell.revoke("bob");
    expect((await tokenwell.token()).accessToken).toBe(token.accessToken);
  });

  test("still makes this process look for events when another connection has changed", async () => {
    const ends: string[] = [];
    tokenwell.on("expiring", ({ name }) => ends.push(name));
    await home.connect(other.tokenwell, { name: "bob" }, { login: "bob" });
    await tokenwell.token("acme");
    await other.tokenwell.set("acme", { maxLifeSeconds: 86_400 });
    home.clock.advance(60_001);
    await tokenwell.token("acme");
    expect(ends).toEqual(["acme"]);
  });
});
