import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from "vitest";
import type { OpenOptions } from "../../src/api/open.ts";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import { systemClock } from "../../src/clock.ts";
import type { LoginServices } from "../../src/login/services.ts";
import { Secret } from "../../src/secret.ts";
import { freshOptions } from "../store/postgres/open-store.ts";
import { Home } from "./home.ts";

/** Options of a store that no other test uses. */
const engines = {
  SQLite: async () => ({}),
  PostgreSQL: async () => ({ store: (await freshOptions(systemClock)).url }),
};

let home: Home;
let tokenwell: Tokenwell;
/** Another handle on the same store, as another process has. */
let other: { readonly tokenwell: Tokenwell; readonly services: LoginServices };
/** Reads that open an access token for this handle. */
let reads: MockInstance;
/** Reads that only check whether a token is still the one that is stored. */
let stamps: MockInstance;

async function openBoth(options: OpenOptions = {}): Promise<void> {
  home = await Home.make();
  const own = await home.openWithServices(options);
  tokenwell = own.tokenwell;
  reads = vi.spyOn(own.services.store.accessTokens, "current");
  stamps = vi.spyOn(own.services.store.accessTokens, "stamp");
  other = await home.openWithServices(options);
  await home.connect(tokenwell, { name: "acme" });
}
afterEach(async () => {
  vi.restoreAllMocks();
  await home.remove();
});

describe.each(Object.entries(engines))("in %s, a token that this process has handed out", (_, engine) => {
  beforeEach(async () => await openBoth(await engine()));

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

  test("is checked once for all callers at once, and then not for a second", async () => {
    const token = await tokenwell.token("acme");
    await home.connect(other.tokenwell, { name: "bob" }, { login: "bob" });
    home.clock.advance(1_001);
    stamps.mockClear();
    const tokens = await Promise.all(Array.from({ length: 100 }, () => tokenwell.token("acme")));
    expect(new Set(tokens)).toEqual(new Set([token]));
    for (let times = 0; times < 10; times += 1) await tokenwell.token("acme");
    expect(stamps).toHaveBeenCalledTimes(1);
  });

  test("is read again within a second of a refresh by another process", async () => {
    await tokenwell.token("acme");
    const { accessToken } = await other.tokenwell.token("acme", { refresh: true });
    home.clock.advance(1_001);
    reads.mockClear();
    expect((await tokenwell.token("acme")).accessToken).toBe(accessToken);
    expect(reads).toHaveBeenCalledTimes(1);
  });
});

describe("a token that this process has handed out", () => {
  beforeEach(() => openBoth());

  test("is not handed out any more once this process has logged in again", async () => {
    const token = await tokenwell.token("acme");
    await home.connect(tokenwell, { name: "acme" });
    expect((await tokenwell.token("acme")).accessToken).not.toBe(token.accessToken);
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
