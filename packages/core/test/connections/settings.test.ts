import { afterEach, describe, expect, test } from "vitest";
import { Home } from "../tokenwell/home.ts";

let home: Home;
afterEach(() => home.remove());

const hourMs = 3_600_000;

describe("set()", () => {
  test("holds for the app, and says which other connections share it", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    await home.connect(tokenwell, { name: "bot" }, { login: "bob" });
    const done = await tokenwell.set("localhost", { maxLifeSeconds: 30 * 86_400, idleLifeSeconds: 86_400 });
    expect(done).toEqual({ name: "localhost", also: ["bot"] });
    const [bot, own] = await tokenwell.status();
    expect(own?.lives).toMatchObject({ untilSource: "setting", idleSeconds: 86_400 });
    expect(bot?.lives).toMatchObject({ untilSource: "setting", idleSeconds: 86_400 });
    await tokenwell.set("bot", { maxLifeSeconds: null });
    expect((await tokenwell.status("localhost"))[0]?.lives).toMatchObject({
      until: null,
      idleSeconds: 86_400,
    });
  });

  test("with an overlap makes a rotating app one with grace", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    await tokenwell.set(undefined, { overlapSeconds: 30 });
    expect((await tokenwell.status())[0]?.refresh).toMatchObject({ rotation: "grace", overlapSeconds: 30 });
    await tokenwell.set(undefined, { overlapSeconds: null });
    expect((await tokenwell.status())[0]?.refresh).toMatchObject({
      rotation: "strict",
      overlapSeconds: null,
    });
  });

  test("leaves an end alone that the provider told", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    const before = await tokenwell.token();
    await tokenwell.set(undefined, { accessLifeSeconds: 60 });
    expect(await tokenwell.token()).toEqual(before);
  });

  test("refuses what is no time, and changes nothing", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    for (const value of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e12]) {
      await expect(tokenwell.set(undefined, { maxLifeSeconds: value })).rejects.toMatchObject({
        code: "invalid_option",
      });
    }
    expect((await tokenwell.status())[0]?.lives.until).toBe(null);
  });

  test("survives a second login through the same app", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    await tokenwell.set(undefined, { maxLifeSeconds: 86_400 });
    home.clock.advance(hourMs);
    await home.connect(tokenwell);
    const [one] = await tokenwell.status();
    const leftMs = (one?.lives.until?.getTime() ?? 0) - home.clock.nowMs();
    // Counted from the new login.
    expect(leftMs).toBeGreaterThan(24 * hourMs - 60_000);
  });
});
