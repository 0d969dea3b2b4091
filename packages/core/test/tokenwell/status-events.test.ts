import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import { Home } from "./home.ts";

const dayMs = 24 * 3_600_000;
const needsLogin = { code: "needs_login" };
const broken = ["broken", "localhost", "needs_login", expect.objectContaining(needsLogin)];

let home: Home;
let tokenwell: Tokenwell;
let told: unknown[];
beforeEach(async () => {
  home = await Home.make();
  tokenwell = await home.open();
  await home.connect(tokenwell);
  told = [];
  tokenwell.on("broken", ({ name, status, problem }) => told.push(["broken", name, status, problem]));
  tokenwell.on("recovered", ({ name }) => told.push(["recovered", name]));
  tokenwell.on("expiring", ({ name, at, why, source }) =>
    told.push(["expiring", name, why, source, Math.round((at.getTime() - home.clock.nowMs()) / dayMs)]),
  );
});
afterEach(() => home.remove());

describe("on()", () => {
  test("tells once that a connection broke, and once that it works again", async () => {
    home.emulator.revokeGrants("alice");
    await expect(tokenwell.token(undefined, { refresh: true })).rejects.toMatchObject(needsLogin);
    await expect(tokenwell.token(undefined, { refresh: true })).rejects.toMatchObject(needsLogin);
    expect(told).toEqual([broken]);
    await home.connect(tokenwell);
    await tokenwell.token();
    await tokenwell.token();
    expect(told).toEqual([broken, ["recovered", "localhost"]]);
  });

  test("tells what another process met, at the next call of this one", async () => {
    home.emulator.revokeGrants("alice");
    const other = await home.open();
    await expect(other.token(undefined, { refresh: true })).rejects.toMatchObject(needsLogin);
    expect(told).toEqual([]);
    // The access token lives on: who listens can act before it ends.
    await tokenwell.token();
    expect(told).toEqual([broken]);
  });

  test("tells that a refused app works again once the provider accepts it, not when its pause is over", async () => {
    home.clock.advance(2 * 3_600_000);
    home.emulator.faults.arm({ fault: "status", status: 401, body: '{"error":"invalid_client"}', times: 2 });
    await expect(tokenwell.token()).rejects.toMatchObject({ code: "client_refused" });
    expect(told).toEqual([
      ["broken", "localhost", "ok", expect.objectContaining({ code: "client_refused" })],
    ]);
    home.emulator.faults.clear();
    home.clock.advance(6 * 60_000);
    await tokenwell.status();
    expect(told).toHaveLength(1);
    await tokenwell.token();
    expect(told.slice(1)).toEqual([["recovered", "localhost"]]);
  });

  test("does not call an outage or a logout broken", async () => {
    home.clock.advance(2 * 3_600_000);
    home.emulator.faults.arm({ fault: "status", status: 503, retryAfter: "30" });
    await expect(tokenwell.token()).rejects.toMatchObject({ code: "refresh_rejected" });
    home.clock.advance(60_000);
    await tokenwell.token();
    await tokenwell.revoke();
    expect(told).toEqual([]);
  });

  test("tells 14 and 3 days before the end, once each", async () => {
    await tokenwell.set(undefined, { maxLifeSeconds: 30 * 86_400 });
    for (const days of [15, 2, 1, 8, 1, 1]) {
      home.clock.advance(days * dayMs);
      await tokenwell.token();
      await tokenwell.token();
    }
    expect(told).toEqual([
      ["expiring", "localhost", "max_life", "setting", 13],
      ["expiring", "localhost", "max_life", "setting", 3],
    ]);
  });

  test("tells what nobody keeps alive, where status looks", async () => {
    await tokenwell.set(undefined, { idleLifeSeconds: 30 * 86_400 });
    home.clock.advance(20 * dayMs);
    await tokenwell.status();
    await tokenwell.status();
    expect(told).toEqual([["expiring", "localhost", "idle_life", "setting", 10]]);
  });

  test("fails nobody when a listener throws, and forgets who does not listen any more", async () => {
    const seen: string[] = [];
    const stop = tokenwell.on("broken", () => seen.push("stopped"));
    tokenwell.on("broken", () => {
      throw new Error("the listener's own");
    });
    tokenwell.on("broken", () => seen.push("after"));
    stop();
    const warned = new Promise((resolve) => process.once("warning", resolve));
    home.emulator.revokeGrants("alice");
    await expect(tokenwell.token(undefined, { refresh: true })).rejects.toMatchObject(needsLogin);
    expect(seen).toEqual(["after"]);
    expect(await warned).toMatchObject({ message: "the listener's own" });
  });
});

describe("close()", () => {
  test("waits for the callers under way, and refuses those that come later", async () => {
    home.clock.advance(2 * 3_600_000);
    const calls = Array.from({ length: 250 }, () => tokenwell.token());
    await tokenwell.close();
    expect(new Set((await Promise.all(calls)).map(({ accessToken }) => accessToken)).size).toBe(1);
    await expect(tokenwell.token()).rejects.toMatchObject({ code: "store_closed" });
    await expect(tokenwell.status()).rejects.toMatchObject({ code: "store_closed" });
  });
});
