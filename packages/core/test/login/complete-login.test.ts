import { visit } from "@tokenwell/emulator";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LoginResult } from "../../src/api/login.ts";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import type { TokenwellError } from "../../src/errors.ts";
import { type CompletionOptions, completeLogin } from "../../src/login/complete-login.ts";
import type { LoginServices } from "../../src/login/services.ts";
import { ClientAuthentication } from "../../src/model.ts";
import { Secret } from "../../src/secret.ts";
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

const stateOf = (url: string): string => URL.parse(url)?.searchParams.get("state") ?? "";

/** Completes the login of a callback, as the handler of a web app does. */
const complete = (callback: string, options: CompletionOptions = {}): Promise<LoginResult> =>
  completeLogin(services, { state: stateOf(callback), text: callback }, options);

/** Resolves to "done", or to the code of the error. */
const outcome = (completion: Promise<LoginResult>): Promise<string> =>
  completion.then(
    () => "done",
    ({ code }: TokenwellError) => code,
  );

describe("a callback that another process gets", () => {
  test("completes the login by its state while the process that began it lives", async () => {
    const began = await LoginProcess.begin(home, { name: "acme" });
    const result = await complete(await visit(began.url));
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
    expect(await complete(await visit(began.url), { onProgress })).toMatchObject({
      name: "acme",
      rotation: "unknown",
    });
    expect(steps).toEqual(["allowed", "stored"]);
  });

  test("keeps the token that it hands over from the recovery of other processes", async () => {
    const began = await LoginProcess.begin(home, { handOver: true });
    await began.kill();
    const { handOver } = await complete(await visit(began.url));
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
    await expect(complete(await visit(began.url), { onProgress })).rejects.toThrow("died");
    const next = await home.open();
    expect(await next.status("acme")).toMatchObject([{ status: "ok" }]);
  });
});

test("A login leaves what the user and other connections have changed of its app since it began", async () => {
  const first = await tokenwell.login(home.emulator.issuer, app);
  await first.answer(await visit(first.url));
  const second = await tokenwell.login(home.emulator.issuer, { ...app, name: "beta" });
  const { store } = services;
  const learnt = { behaviour: { demandsScope: true }, lifetimes: { idleSeconds: 77 } };
  const [client] = await store.clients.list();
  if (client === undefined) throw new TypeError("the first login has a client");
  await store.clients.change(client, learnt);
  await second.answer(await visit(second.url));
  expect(await store.clients.list()).toMatchObject([{ id: client.id, ...learnt }]);
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
    await expect(complete(change(callback))).rejects.toMatchObject({
      code: "login_gone",
    });
    expect(await services.store.logins.unfinished()).toMatchObject([{ phase: "open" }]);
    expect(home.emulator.ledger.summary()).toMatchObject({ codes: 0 });
    expect(await complete(callback)).toMatchObject({ name: "localhost" });
    await login.cancel();
  });

  test("is refused for a state that was used, and the code is not sent again", async () => {
    const login = await tokenwell.login(home.emulator.issuer, app);
    const callback = await visit(login.url);
    await complete(callback);
    await expect(complete(callback)).rejects.toMatchObject({ code: "login_gone" });
    expect(home.emulator.ledger.summary()).toMatchObject({ codes: 1 });
    await login.cancel();
    expect(await tokenwell.status(undefined, { check: true })).toMatchObject([{ status: "ok" }]);
  });

  test("is refused for the state of a login that was cancelled", async () => {
    const login = await tokenwell.login(home.emulator.issuer, app);
    const callback = await visit(login.url);
    await login.cancel();
    await expect(complete(callback)).rejects.toMatchObject({ code: "login_gone" });
  });

  test("is refused for a denial, and the login stays open", async () => {
    const login = await tokenwell.login(home.emulator.issuer, app);
    const denied = await visit(login.url, { decision: "deny" });
    await expect(complete(denied)).rejects.toMatchObject({ code: "consent_denied" });
    expect(await complete(await visit(login.url))).toMatchObject({ name: "localhost" });
    await login.cancel();
  });
});

describe("a login that two callers complete", () => {
  test("has its code exchanged once when two processes get the callback at the same time", async () => {
    const began = await LoginProcess.begin(home, { name: "acme" });
    const callback = await visit(began.url);
    home.emulator.faults.arm({ fault: "hold", times: 2 });
    const outcomes = [began.paste(callback), outcome(complete(callback))];
    expect(await Promise.race([...outcomes, home.emulator.faults.whenHeld(2)])).toBe("login_gone");
    home.emulator.faults.clear();
    expect((await Promise.all(outcomes)).sort()).toEqual(["done", "login_gone"]);
    expect(home.emulator.ledger.summary()).toMatchObject({ codes: 1, refreshes: 1, refused: 0 });
    expect(await tokenwell.status()).toMatchObject([{ name: "acme", status: "ok" }]);
  });

  test("has its code exchanged once when one process gets the callback twice at the same time", async () => {
    const began = await LoginProcess.begin(home, { name: "acme" });
    await began.kill();
    const callback = await visit(began.url);
    const outcomes = await Promise.all([outcome(complete(callback)), outcome(complete(callback))]);
    expect(outcomes.sort()).toEqual(["done", "login_gone"]);
    expect(home.emulator.ledger.summary()).toMatchObject({ codes: 1, refused: 0 });
  });

  test("is not ended by a cancel of the process that began it", async () => {
    const login = await tokenwell.login(home.emulator.issuer, app);
    home.emulator.faults.arm({ fault: "hold" });
    const completed = complete(await visit(login.url));
    await home.emulator.faults.whenHeld();
    await login.cancel();
    home.emulator.faults.clear();
    expect(await completed).toMatchObject({ name: "localhost" });
    expect(await tokenwell.status()).toMatchObject([{ status: "ok" }]);
  });

  test("is not ended by a second paste in the process that began it, whose code is not sent", async () => {
    const login = await tokenwell.login(home.emulator.issuer, app);
    const callback = await visit(login.url);
    home.emulator.faults.arm({ fault: "hold" });
    const completed = complete(callback);
    await home.emulator.faults.whenHeld();
    await expect(login.answer(callback)).rejects.toMatchObject({ code: "login_gone" });
    home.emulator.faults.clear();
    expect(await completed).toMatchObject({ name: "localhost" });
    expect(home.emulator.ledger.summary()).toMatchObject({ codes: 1, refused: 0 });
  });

  test("is not completed after the death of its first caller, and the next login removes it", async () => {
    const began = await LoginProcess.begin(home, { name: "acme" });
    const callback = await visit(began.url);
    home.emulator.faults.arm({ fault: "hold" });
    began.paste(callback).catch(() => undefined);
    await home.emulator.faults.whenHeld();
    await began.kill();
    home.emulator.faults.clear();
    await expect(complete(callback)).rejects.toMatchObject({ code: "login_gone" });
    expect(home.emulator.ledger.summary()).toMatchObject({ codes: 1 });
    const login = await tokenwell.login(home.emulator.issuer, app);
    expect(await services.store.logins.unfinished()).toMatchObject([{ name: "localhost" }]);
    await login.cancel();
  });
});

describe("the client of a login", () => {
  const web = { clientId: "web", clientSecret: Secret.of("CANARY_client_secret_of_web") };

  /** Stores the app with a secret that the provider does not accept, as after a change of the secret there. */
  async function storeOldSecret(): Promise<void> {
    await home.connect(tokenwell, web);
    const { clients } = services.store;
    for (const client of await clients.list()) {
      const authentication = ClientAuthentication.of("client_secret_basic", Secret.of("old"));
      await clients.put({ ...client, authentication });
    }
  }

  test("has the secret that the user typed for it, and is stored with it", async () => {
    await storeOldSecret();
    expect(await home.connect(tokenwell, web)).toMatchObject({ name: "localhost" });
    const [client] = await services.store.clients.list();
    expect(client?.authentication.secret?.expose()).toBe("CANARY_client_secret_of_web");
  });
});

describe("a bare code", () => {
  test("completes the login of the state that the caller waits for", async () => {
    const began = await LoginProcess.begin(home, { name: "acme" });
    const text = URL.parse(await visit(began.url))?.searchParams.get("code") ?? "";
    const result = await completeLogin(services, { state: stateOf(began.url), text });
    expect(result).toMatchObject({ name: "acme" });
  });
});

describe("a login after its time limit", () => {
  test("is refused before its code is sent, in every process", async () => {
    const login = await tokenwell.login(home.emulator.issuer, app);
    const callback = await visit(login.url);
    home.clock.advance(login.waitSeconds * 1000);
    const expired = { code: "login_timed_out", facts: { minutes: 10 } };
    await expect(complete(callback)).rejects.toMatchObject(expired);
    await expect(login.answer(callback)).rejects.toMatchObject(expired);
    expect(login.isOver).toBe(true);
    expect(home.emulator.ledger.summary()).toMatchObject({ codes: 0 });
    expect(await services.store.logins.unfinished()).toEqual([]);
  });

  test("is completed just before", async () => {
    const login = await tokenwell.login(home.emulator.issuer, app);
    const callback = await visit(login.url);
    home.clock.advance(login.waitSeconds * 1000 - 10_000);
    expect(await login.answer(callback)).toMatchObject({ name: "localhost" });
  });
});
