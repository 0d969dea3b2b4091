import { afterEach, describe, expect, test } from "vitest";
import type { ImportOptions } from "../../src/api/login.ts";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import { Secret } from "../../src/secret.ts";
import { Home } from "../tokenwell/home.ts";

let home: Home;
afterEach(() => home.remove());

const app = { clientId: "demo", clientSecret: null };

/** A refresh token that another program got. */
async function foreignToken(tokenwell: Tokenwell): Promise<Secret> {
  const { handOver } = await home.connect(tokenwell, { handOver: true });
  if (!handOver) throw new Error("nothing was handed over");
  await handOver.release();
  return handOver.refreshToken;
}

async function bringIn(tokenwell: Tokenwell, options: Partial<ImportOptions> & { refreshToken: Secret }) {
  return await tokenwell.import(home.emulator.issuer, { ...app, ...options });
}

describe("a refresh token that is taken over", () => {
  test("is proven by one refresh, and its successor is ours", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    const refreshToken = await foreignToken(tokenwell);
    const before = home.emulator.ledger.refreshes().length;
    const steps: string[] = [];
    const result = await bringIn(tokenwell, {
      refreshToken,
      name: "ours",
      onProgress: ({ kind }) => steps.push(kind),
    });
    expect(result).toMatchObject({ name: "ours", account: "alice@emulator.example", rotation: "strict" });
    expect(steps).toEqual(["stored", "tested"]);
    expect(home.emulator.ledger.refreshes().length - before).toBe(1);
    expect((await tokenwell.token("ours", { refresh: true })).accessToken).not.toBe("");
    expect(home.emulator.ledger.summary()).toMatchObject({ refused: 0, spent: 0, mostPresentations: 1 });
    expect((await tokenwell.status("ours"))[0]).toMatchObject({
      account: "alice@emulator.example",
      status: "ok",
    });
  });

  test("that the provider refuses leaves nothing behind", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await expect(bringIn(tokenwell, { refreshToken: Secret.of("CANARY_no_token") })).rejects.toMatchObject({
      code: "import_refused",
      facts: { said: expect.stringContaining("invalid_grant") },
    });
    expect(await tokenwell.status()).toEqual([]);
    expect(await tokenwell.apps()).toEqual([]);
  });

  test("with a wrong secret does no harm to the app's other connections", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    const web = { clientId: "web", clientSecret: Secret.of("CANARY_client_secret_of_web") };
    await home.connect(tokenwell, web);
    const wrong = {
      clientId: "web",
      clientSecret: Secret.of("CANARY_wrong"),
      refreshToken: Secret.of("CANARY_x"),
    };
    await expect(bringIn(tokenwell, { ...wrong, name: "other" })).rejects.toMatchObject({
      code: "client_refused",
    });
    expect((await tokenwell.status()).map(({ name }) => name)).toEqual(["localhost"]);
    expect((await tokenwell.token(undefined, { refresh: true })).accessToken).not.toBe("");
  });

  test("whose answer is lost stays, for it may have rotated", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    const refreshToken = await foreignToken(tokenwell);
    home.emulator.faults.arm({ fault: "drop-after" });
    await expect(bringIn(tokenwell, { refreshToken })).rejects.toMatchObject({ code: "refresh_unanswered" });
    expect((await tokenwell.status())[0]?.status).toBe("unsettled");
  });

  test("never takes a name that is in use, and is not sent then", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    const before = home.emulator.ledger.refreshes().length;
    const refreshToken = Secret.of("CANARY_x");
    await expect(bringIn(tokenwell, { refreshToken, name: "localhost" })).rejects.toMatchObject({
      code: "name_taken",
    });
    expect(home.emulator.ledger.refreshes().length).toBe(before);
  });

  test("that this store has taken over before is not sent again, by whatever name", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    const refreshToken = await foreignToken(tokenwell);
    await bringIn(tokenwell, { refreshToken, name: "one" });
    const before = home.emulator.ledger.refreshes().length;
    const again = () => bringIn(tokenwell, { refreshToken, name: "two" });
    await expect(again()).rejects.toMatchObject({ code: "token_kept", facts: { name: "one" } });
    await tokenwell.token("one", { refresh: true });
    await tokenwell.revoke("one");
    await expect(again()).rejects.toMatchObject({ code: "token_sent" });
    expect(home.emulator.ledger.refreshes().length - before).toBe(1);
    expect(home.emulator.ledger.summary()).toMatchObject({ refused: 0, spent: 0 });
    expect((await tokenwell.status()).map(({ name }) => name)).toEqual([]);
  });

  test("that was handed over unspent can be taken over again", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    const handOver = await tokenwell.handOver();
    await handOver.release();
    await bringIn(tokenwell, { refreshToken: handOver.refreshToken, name: "back" });
    expect((await tokenwell.token("back", { refresh: true })).accessToken).not.toBe("");
    expect(home.emulator.ledger.summary()).toMatchObject({ refused: 0, spent: 0 });
  });

  test("that was refused can be taken over once the caller has mended the options", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    const web = { clientId: "web", clientSecret: Secret.of("CANARY_client_secret_of_web") };
    const { handOver } = await home.connect(tokenwell, { ...web, handOver: true });
    await handOver?.release();
    const refreshToken = handOver?.refreshToken ?? Secret.of("");
    const wrong = { ...web, clientSecret: Secret.of("CANARY_wrong") };
    await expect(bringIn(tokenwell, { ...wrong, refreshToken })).rejects.toMatchObject({
      code: "client_refused",
    });
    expect(await bringIn(tokenwell, { ...web, refreshToken, name: "web" })).toMatchObject({ name: "web" });
  });
});
