import { visit } from "@tokenwell/emulator";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import { completeByState } from "../../src/login/complete-login.ts";
import type { LoginServices } from "../../src/login/services.ts";
import { Home } from "../tokenwell/home.ts";
import { LoginProcess } from "./login-process.ts";

let home: Home;
let tokenwell: Tokenwell;
let services: LoginServices;
beforeEach(async () => {
  home = await Home.make();
  ({ tokenwell, services } = await home.openWithServices());
});
afterEach(() => home.remove());

const app = { clientId: "demo", clientSecret: null };

describe("a callback that another process gets", () => {
  test("completes the login by its state while the process that began it lives", async () => {
    const began = await LoginProcess.begin(home, { name: "acme" });
    const result = await completeByState(services, await visit(began.url));
    expect(result).toMatchObject({ name: "acme", account: "alice@emulator.example", rotation: "strict" });
    expect(await tokenwell.status()).toMatchObject([{ name: "acme", status: "ok" }]);
    expect(await services.store.logins.unfinished()).toEqual([]);
    expect(home.emulator.ledger.summary()).toMatchObject({ codes: 1, refreshes: 1, refused: 0 });
  });

  test("completes the login after the process that began it died", async () => {
    const began = await LoginProcess.begin(home, { name: "acme", test: false });
    await began.kill();
    const steps: string[] = [];
    const onProgress = ({ kind }: { readonly kind: string }): number => steps.push(kind);
    expect(await completeByState(services, await visit(began.url), { onProgress })).toMatchObject({
      name: "acme",
      rotation: "unknown",
    });
    expect(steps).toEqual(["allowed", "stored"]);
  });

  test("keeps the token that it hands over from the recovery of other processes", async () => {
    const began = await LoginProcess.begin(home, { handOver: true });
    await began.kill();
    const { handOver } = await completeByState(services, await visit(began.url));
    await home.open();
    expect(await handOver?.keep()).toBe("localhost");
    expect((await tokenwell.token("localhost", { refresh: true })).accessToken).not.toBe("");
  });

  test("leaves an answered login to recovery when its process dies meanwhile", async () => {
    const began = await LoginProcess.begin(home, { name: "acme" });
    await began.kill();
    const onProgress = (): never => {
      throw new Error("the process died");
    };
    await expect(completeByState(services, await visit(began.url), { onProgress })).rejects.toThrow("died");
    const next = await home.open();
    expect(await next.status("acme")).toMatchObject([{ status: "ok" }]);
  });
});

describe("a callback without the state of an open login", () => {
  test.each([
    ["a wrong state", (url: string) => url.replace(/state=[^&]+/, "state=wrong")],
    ["no state", (url: string) => url.replace(/state=[^&]+/, "")],
    ["an empty state", (url: string) => url.replace(/state=[^&]+/, "state=")],
    ["no address", () => "code=1234"],
  ])("is refused for %s, and the login stays open", async (_what, change) => {
    const login = await tokenwell.login(home.emulator.issuer, app);
    const callback = await visit(login.url);
    await expect(completeByState(services, change(callback))).rejects.toMatchObject({
      code: "paste_other_login",
    });
    expect(await services.store.logins.unfinished()).toMatchObject([{ phase: "open" }]);
    expect(home.emulator.ledger.summary()).toMatchObject({ codes: 0 });
    expect(await completeByState(services, callback)).toMatchObject({ name: "localhost" });
    await login.cancel();
  });

  test("is refused for a state that was used, and nothing is exchanged", async () => {
    const login = await tokenwell.login(home.emulator.issuer, app);
    const callback = await visit(login.url);
    await completeByState(services, callback);
    await expect(completeByState(services, callback)).rejects.toMatchObject({ code: "paste_other_login" });
    expect(home.emulator.ledger.summary()).toMatchObject({ codes: 1 });
    await login.cancel();
    expect(await tokenwell.status(undefined, { check: true })).toMatchObject([{ status: "ok" }]);
  });

  test("is refused for the state of a login that was cancelled", async () => {
    const login = await tokenwell.login(home.emulator.issuer, app);
    const callback = await visit(login.url);
    await login.cancel();
    await expect(completeByState(services, callback)).rejects.toMatchObject({ code: "paste_other_login" });
  });

  test("a denial ends nothing but this callback", async () => {
    const login = await tokenwell.login(home.emulator.issuer, app);
    const denied = await visit(login.url, { decision: "deny" });
    await expect(completeByState(services, denied)).rejects.toMatchObject({ code: "consent_denied" });
    await login.cancel();
  });
});
