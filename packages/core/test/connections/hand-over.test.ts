import { afterEach, describe, expect, test } from "vitest";
import type { HandOver } from "../../src/api/connection.ts";
import { Home } from "../tokenwell/home.ts";

let home: Home;
afterEach(() => home.remove());

/** What a program without anything of ours gets for a refresh token. */
async function refreshBare({ refreshToken, clientId, tokenEndpoint }: HandOver): Promise<number> {
  const body = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: clientId,
    refresh_token: refreshToken.expose(),
  });
  return (await fetch(tokenEndpoint, { method: "POST", body })).status;
}

describe("a refresh token that is handed over", () => {
  test("of an app that rotates has one owner, who is named from then on", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    const token = await tokenwell.handOver();
    // From the call on, before anybody has it.
    await expect(tokenwell.token()).rejects.toMatchObject({ code: "released" });
    await token.release();
    expect(await refreshBare(token)).toBe(200);
    await expect(tokenwell.token()).rejects.toMatchObject({ name: "LoginNeededError", code: "released" });
    await expect(tokenwell.handOver()).rejects.toMatchObject({ code: "released" });
    expect((await tokenwell.status())[0]).toMatchObject({ status: "released" });
    const other = await home.open();
    await expect(other.token()).rejects.toMatchObject({ code: "released" });
    expect(home.emulator.ledger.summary()).toMatchObject({ spent: 0, refused: 0 });
  });

  test("and that nobody took stays ours", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    const token = await tokenwell.handOver();
    expect(await token.keep()).toBe("localhost");
    expect((await tokenwell.token(undefined, { refresh: true })).accessToken).not.toBe("");
  });

  test("is offered again where the process died before its receiver had it", async () => {
    home = await Home.make();
    const dying = await home.open();
    await home.connect(dying);
    const first = await dying.handOver();
    const next = await (await home.open()).handOver();
    expect(next.refreshToken.expose()).toBe(first.refreshToken.expose());
    await next.release();
  });

  test("of an app that does not rotate is shared, and goes on working here", async () => {
    home = await Home.make({ rotation: "static" });
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    const token = await tokenwell.handOver();
    await token.release();
    expect(await refreshBare(token)).toBe(200);
    expect((await tokenwell.token(undefined, { refresh: true })).accessToken).not.toBe("");
  });

  test("does not leave while it may be spent", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    home.emulator.faults.arm({ fault: "drop-after" });
    await expect(tokenwell.token(undefined, { refresh: true })).rejects.toMatchObject({
      code: "refresh_unanswered",
    });
    await expect(tokenwell.handOver()).rejects.toMatchObject({ code: "hand_over_open" });
    expect((await tokenwell.status())[0]?.status).toBe("unsettled");
  });

  test("comes back by a login", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    await (await tokenwell.handOver()).release();
    await home.connect(tokenwell);
    expect((await tokenwell.token()).accessToken).not.toBe("");
    expect((await tokenwell.status()).map(({ name, status }) => [name, status])).toEqual([
      ["localhost", "ok"],
    ]);
  });
});
