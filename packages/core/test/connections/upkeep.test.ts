import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import { Home } from "../tokenwell/home.ts";

const dayMs = 24 * 3_600_000;

let home: Home;
let tokenwell: Tokenwell;
beforeEach(async () => {
  home = await Home.make();
  tokenwell = await home.open();
  await home.connect(tokenwell);
});
afterEach(() => home.remove());

describe("upkeep()", () => {
  test("refreshes once half of the idle life has passed, and not before", async () => {
    await tokenwell.set(undefined, { idleLifeSeconds: 30 * 86_400 });
    home.clock.advance(14 * dayMs);
    expect(await tokenwell.upkeep()).toEqual([{ name: "localhost", outcome: "not_due", problem: null }]);
    home.clock.advance(1 * dayMs);
    expect(await tokenwell.upkeep()).toEqual([{ name: "localhost", outcome: "refreshed", problem: null }]);
    expect(await tokenwell.upkeep()).toMatchObject([{ outcome: "not_due" }]);
    const [one] = await tokenwell.status();
    expect(one?.lives.idleUntil?.getTime()).toBeCloseTo(home.clock.nowMs() + 30 * dayMs, -5);
  });

  test("leaves alone what nobody said to end for want of use", async () => {
    home.clock.advance(400 * dayMs);
    expect(await tokenwell.upkeep()).toMatchObject([{ outcome: "not_due" }]);
  });

  test("asks again only after the pause that the provider wants", async () => {
    await tokenwell.set(undefined, { idleLifeSeconds: 86_400 });
    home.clock.advance(dayMs);
    home.emulator.faults.arm({ fault: "status", status: 503, retryAfter: "30" });
    expect(await tokenwell.upkeep()).toMatchObject([{ outcome: "failed" }]);
    const sent = home.emulator.ledger.refreshes().length;
    expect(await tokenwell.upkeep()).toMatchObject([
      { outcome: "failed", problem: { code: "refresh_rejected" } },
    ]);
    expect(home.emulator.ledger.refreshes().length).toBe(sent);
    home.clock.advance(30_000);
    expect(await tokenwell.upkeep()).toMatchObject([{ outcome: "refreshed" }]);
  });

  test("leaves a token that may be spent alone while an access token lives, then tries it", async () => {
    home.emulator.faults.arm({ fault: "drop-before" });
    await expect(tokenwell.token(undefined, { refresh: true })).rejects.toMatchObject({
      code: "refresh_unanswered",
    });
    home.clock.advance(300_000);
    expect(await tokenwell.upkeep()).toMatchObject([{ outcome: "not_due" }]);
    home.clock.advance(dayMs);
    expect(await tokenwell.upkeep()).toMatchObject([{ outcome: "refreshed" }]);
    expect(await tokenwell.status()).toMatchObject([{ status: "ok" }]);
  });

  test("tells which connections must log in, and asks the provider nothing", async () => {
    await home.connect(tokenwell, { name: "given" }, { login: "bob" });
    await (await tokenwell.handOver("given")).release();
    home.emulator.setBlocked("alice", true);
    await expect(tokenwell.token("localhost", { refresh: true })).rejects.toMatchObject({
      code: "needs_login",
    });
    const sent = home.emulator.ledger.refreshes().length;
    expect(await tokenwell.upkeep()).toMatchObject([
      // Handing a connection over was the user's wish.
      { name: "given", outcome: "not_due", problem: null },
      { name: "localhost", outcome: "failed", problem: { code: "needs_login" } },
    ]);
    expect(home.emulator.ledger.refreshes().length).toBe(sent);
  });

  test("tells what failed and keeps on with the others", async () => {
    await home.connect(tokenwell, { name: "bot" }, { login: "bob" });
    await tokenwell.set("bot", { idleLifeSeconds: 86_400 });
    home.clock.advance(dayMs);
    home.emulator.faults.arm({ fault: "status", status: 503, retryAfter: "30" });
    const done = await tokenwell.upkeep();
    expect(done.map(({ outcome }) => outcome).sort()).toEqual(["failed", "refreshed"]);
    expect(done.find(({ outcome }) => outcome === "failed")?.problem).toMatchObject({
      code: "refresh_rejected",
    });
  });
});
