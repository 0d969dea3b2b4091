import { visit } from "@tokenwell/emulator";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LoginOptions, PendingLogin } from "../../src/api/login.ts";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import { Home } from "../tokenwell/home.ts";

let home: Home;
let tokenwell: Tokenwell;
beforeEach(async () => {
  home = await Home.make();
  tokenwell = await home.open();
});
afterEach(() => home.remove());

const begin = (options: Partial<LoginOptions> = {}): Promise<PendingLogin> =>
  tokenwell.login(home.emulator.issuer, { clientId: "demo", clientSecret: null, ...options });

describe("a pending login", () => {
  test("a cancel while the code is exchanged does not stop it", async () => {
    const cancelled: Promise<void>[] = [];
    const login = await begin({ onProgress: () => cancelled.push(login.cancel()) });
    const result = login.answer(await visit(login.url));
    cancelled.push(login.cancel());
    expect(await result).toMatchObject({ name: "localhost" });
    await Promise.all(cancelled);
    expect(cancelled).toHaveLength(4);
    expect(await tokenwell.status()).toMatchObject([{ status: "ok" }]);
  });

  test("a paste while the code is exchanged gets the same result", async () => {
    let second: Promise<unknown> | undefined;
    const login = await begin({
      onProgress: ({ kind }) => {
        if (kind === "allowed") second = login.answer(callback);
      },
    });
    const callback = await visit(login.url);
    const first = await login.answer(callback);
    expect(await second).toBe(first);
    expect(home.emulator.ledger.summary()).toMatchObject({ codes: 1, refused: 0 });
  });

  test("a paste after the end gets the same result, and the code is not exchanged again", async () => {
    const login = await begin();
    const callback = await visit(login.url);
    const first = await login.answer(callback);
    expect(await login.answer(callback)).toBe(first);
    expect(home.emulator.ledger.summary()).toMatchObject({ codes: 1, refused: 0 });
    expect(await tokenwell.status(undefined, { check: true })).toMatchObject([{ status: "ok" }]);
  });

  test("a paste after a cancel is refused, and the code is not exchanged", async () => {
    const login = await begin();
    const callback = await visit(login.url);
    await login.cancel();
    await expect(login.answer(callback)).rejects.toMatchObject({ code: "login_stopped" });
    expect(home.emulator.ledger.summary()).toMatchObject({ codes: 0 });
  });

  test("a cancel after the end changes nothing", async () => {
    const login = await begin();
    await login.answer(await visit(login.url));
    await login.cancel();
    expect(await login.listen()).toMatchObject({ name: "localhost" });
  });

  test("is over when it is completed, refused or cancelled, and not before", async () => {
    const seen: boolean[] = [];
    const login = await begin({ onProgress: () => seen.push(login.isOver) });
    expect(login.isOver).toBe(false);
    const callback = await visit(login.url);
    await expect(login.answer("nothing of use")).rejects.toThrow();
    expect(login.isOver).toBe(false);
    await login.answer(callback);
    expect([seen, login.isOver]).toEqual([[false, false, false], true]);
    const denied = await begin();
    await expect(denied.answer(await visit(denied.url, { decision: "deny" }))).rejects.toThrow();
    expect(denied.isOver).toBe(true);
    const cancelled = await begin();
    await cancelled.cancel();
    expect(cancelled.isOver).toBe(true);
  });
});
