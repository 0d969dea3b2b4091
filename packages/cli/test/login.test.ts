import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError, type KnownApp, ProviderError, type Tokenwell } from "@tokenwell/core";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { fine, knownApp, loginResult, PretendLogin } from "./support/fake-tokenwell.ts";
import { asPublic, issuer, sceneWith, wished } from "./support/login-scenario.ts";

const secretFile = (text: string): string => {
  const folder = mkdtempSync(join(tmpdir(), "tokenwell-login-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "secret");
  writeFileSync(path, text);
  return path;
};

afterEach(() => {
  vi.useRealTimers();
});

describe("a first login", () => {
  test("asks for the app, opens the browser on Enter and tells each step when it has happened", async () => {
    const { desk, pending } = sceneWith();
    const ended = desk.run(["login", issuer]);
    await desk.sees("? Client ID");
    await desk.sees("› ");
    desk.enter("0oa4f8kvu2Xyz");
    await desk.sees("? Client Secret");
    await desk.sees("› ");
    desk.enter("CANARY-secret");
    await desk.sees(pending.url);
    await desk.sees("› ");
    expect(desk.opened).toEqual([]);
    desk.enter();
    await desk.sees("Waiting for Allow in the browser, up to 10 minutes. Ctrl-C stops.");
    expect(desk.screen).not.toContain("✓");
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(desk.opened).toEqual([pending.url]);
    expect(desk.out).toBe("");
    expect(desk.said).not.toContain("CANARY");
    expect(wished(pending)).toMatchObject({
      clientId: "0oa4f8kvu2Xyz",
      secret: "CANARY-secret",
      redirectUri: "http://localhost:9355/callback",
      handOver: false,
      test: true,
      replaceAccount: false,
      language: "en",
    });
    expect(desk.screen).toBe(
      [
        "Your provider needs one app for this (once, about 3 minutes). Have one? Go on.",
        "  At login.example.com, register an application with",
        "    Redirect URI  http://localhost:9355/callback  (or: Callback URL)",
        "    Grant types   authorization_code, refresh_token",
        "    Scope         offline_access",
        "",
        "? Client ID      › 0oa4f8kvu2Xyz",
        "? Client Secret  not shown; Enter: none",
        "  ›",
        "",
        "? Press Enter to open login.example.com in your browser.",
        "  Or open this address yourself and paste here the address you end on:",
        `  ${pending.url}`,
        "  ›",
        "  Waiting for Allow in the browser, up to 10 minutes. Ctrl-C stops.",
        "",
        "✓ Allowed by taro@acme.example",
        "✓ Refresh token received and stored encrypted",
        "✓ Tested with one refresh. This app rotates; the new token is stored",
        "",
        "Connected as acme",
        "  API     https://api.acme.example",
        "  Scopes  openid offline_access",
        "  Lives   until revoked (assumed; your provider decides)",
        "",
        "  tokenwell token acme       print an access token",
        "  tokenwell request acme /…  call the API",
      ].join("\n"),
    );
  });

  test("takes no secret as an answer, and no client id as none", async () => {
    const { desk, pending } = sceneWith({}, { language: "ja" });
    const ended = desk.run(["login", issuer]);
    await desk.sees("? Client ID(クライアント ID)");
    await desk.sees("› ");
    desk.enter("  ");
    await desk.sees("? Client ID");
    await desk.sees("› ");
    desk.enter(" demo ");
    await desk.sees("? Client Secret");
    await desk.sees("› ");
    desk.enter();
    await desk.sees(pending.url);
    pending.succeeds({ ...loginResult, rotation: "static" });
    expect(await ended).toBe(0);
    expect(wished(pending)).toMatchObject({ clientId: "demo", secret: null, language: "ja" });
    expect(desk.said).toContain("✓ 更新を 1 回試し、成功しました。トークンは更新しても替わりません\n");
    expect(desk.said).toContain("acme として接続しました\n");
  });

  test("takes of id and secret pasted together the id alone, and asks for the secret", async () => {
    const { desk, pending } = sceneWith();
    const ended = desk.run(["login", issuer]);
    await desk.sees("? Client ID");
    await desk.sees("› ");
    desk.type("demo\rCANARY-secret\r");
    await desk.sees("? Client Secret");
    await desk.sees("› ");
    desk.enter("secret");
    await desk.sees(pending.url);
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(wished(pending)).toMatchObject({ clientId: "demo", secret: "secret" });
  });

  test("passes on what the command line says", async () => {
    const { desk, pending } = sceneWith();
    const words = [
      "--scope",
      "a b",
      "--audience",
      "api",
      "--api",
      "https://api.example.com/",
      "--port",
      "9400",
    ];
    const ended = desk.run([...asPublic, "acme", ...words, "--no-test", "--replace-account"]);
    await desk.sees(pending.url);
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(wished(pending)).toMatchObject({
      name: "acme",
      scope: "a b",
      audience: "api",
      apiBase: "https://api.example.com/",
      redirectUri: "http://localhost:9400/callback",
      test: false,
      replaceAccount: true,
    });
  });
});

describe("the secret", () => {
  const fromFile = (path: string): string[] => [
    "login",
    issuer,
    "--client-id",
    "demo",
    "--client-secret-file",
    path,
  ];

  test("comes from a file, without the line's end", async () => {
    const { desk, pending } = sceneWith();
    const ended = desk.run(fromFile(secretFile("CANARY-secret\n")));
    await desk.sees(pending.url);
    pending.succeeds(loginResult);
    await ended;
    expect(wished(pending).secret).toBe("CANARY-secret");
  });

  test("comes from stdin", async () => {
    const { desk, pending } = sceneWith({}, { isTerminal: false });
    const ended = desk.run(fromFile("-"));
    desk.stdin.end("CANARY-secret\r\n");
    await desk.sees(pending.url);
    pending.succeeds(loginResult);
    await ended;
    expect(wished(pending).secret).toBe("CANARY-secret");
  });

  test("comes from the environment, and a browser that is started does not inherit it", async () => {
    const { desk, pending } = sceneWith({}, { env: { TOKENWELL_CLIENT_SECRET: "CANARY-secret" } });
    const ended = desk.run(["login", issuer, "--client-id", "demo"]);
    await desk.sees(pending.url);
    pending.succeeds(loginResult);
    await ended;
    expect(wished(pending).secret).toBe("CANARY-secret");
    expect(desk.openings).toMatchObject([{ env: { LANG: "en_US.UTF-8" } }]);
    expect(desk.openings[0]?.env).not.toHaveProperty("TOKENWELL_CLIENT_SECRET");
  });

  test("that cannot be had is told, with exit code 2", async () => {
    const { desk } = sceneWith();
    const empty = secretFile("\n");
    expect(await desk.run(fromFile(empty))).toBe(2);
    expect(await desk.run(fromFile(`${empty}-none`))).toBe(2);
    expect(await desk.run([...fromFile(empty), "--public"])).toBe(2);
    expect(desk.said).toContain(`tokenwell: --client-secret-file cannot be ${empty}\n`);
    expect(desk.said).toContain("It takes a file with the secret in it.");
    expect(desk.said).toContain("(ENOENT)");
    expect(desk.said).toContain("--public and --client-secret-file exclude each other");
  });
});

describe("an app that is known", () => {
  const withApps = (...apps: KnownApp[]): Partial<Tokenwell> => ({ apps: async () => apps });

  test.each(["", "y", "Y", "yes"])("is used after %j", async (answer) => {
    const { desk, pending } = sceneWith(withApps(knownApp));
    const ended = desk.run(["login", "login.example.com/", "acme-bot"]);
    await desk.sees("? Use the app of acme (0oa4f8kv…, login.example.com)? (Y/n)");
    await desk.sees("› ");
    desk.enter(answer);
    await desk.sees(pending.url);
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(wished(pending)).toMatchObject({
      clientId: knownApp.clientId,
      secret: "known-secret",
      name: "acme-bot",
    });
    expect(desk.said).not.toContain("Client ID");
  });

  test("is left after n, and another asked for", async () => {
    const { desk, pending } = sceneWith(withApps({ ...knownApp, usedBy: [] }));
    const ended = desk.run(["login", issuer]);
    await desk.sees("? Use the app that you gave before (0oa4f8kv…, login.example.com)? (Y/n)");
    await desk.sees("› ");
    desk.enter("n");
    await desk.sees("? Client ID");
    await desk.sees("› ");
    desk.enter("other");
    await desk.sees("? Client Secret");
    await desk.sees("› ");
    desk.enter();
    await desk.sees(pending.url);
    pending.succeeds(loginResult);
    await ended;
    expect(wished(pending)).toMatchObject({ clientId: "other", secret: null });
  });

  test("is used without a question where a connection logs in again, with its own callback", async () => {
    const redirectUri = "http://localhost:9400/callback";
    const again = { ...knownApp, redirectUri };
    const other = { ...knownApp, clientId: "other" };
    const parts = { ...withApps(other, again), status: async () => [fine] };
    const { desk, pending } = sceneWith(parts);
    const ended = desk.run(["login", "acme"]);
    await desk.sees(pending.url);
    pending.succeeds(loginResult);
    await ended;
    expect(wished(pending)).toMatchObject({ clientId: again.clientId, name: "acme", redirectUri });
    expect(desk.said).not.toContain("(Y/n)");
  });

  test("lends its callback to no other app", async () => {
    const { desk, pending } = sceneWith(
      withApps({ ...knownApp, redirectUri: "http://localhost:9400/callback" }),
    );
    const ended = desk.run(asPublic);
    await desk.sees(pending.url);
    pending.succeeds(loginResult);
    await ended;
    expect(wished(pending)).toMatchObject({
      clientId: "demo",
      redirectUri: "http://localhost:9355/callback",
    });
  });

  test("needs no terminal", async () => {
    const { desk, pending } = sceneWith(withApps(knownApp), { isTerminal: false });
    const ended = desk.run(["login", issuer]);
    await desk.sees(pending.url);
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(wished(pending)).toMatchObject({ clientId: knownApp.clientId, secret: "known-secret" });
  });
});

describe("without a terminal", () => {
  const nobody = { isTerminal: false };
  const secrets = "--client-secret-file …  or  TOKENWELL_CLIENT_SECRET  or  --public";

  test.each([
    [["login", issuer], `  --client-id …\n  ${secrets}\n`],
    [["login", issuer, "--public"], "  --client-id …\n"],
    [["login", issuer, "--client-id", "demo"], `  ${secrets}\n`],
  ])("%j lists what is missing", async (argv, missing) => {
    const { desk, pending } = sceneWith({}, nobody);
    expect(await desk.run(argv)).toBe(2);
    expect(desk.said).toBe(`tokenwell: missing, and there is no terminal to ask on:\n${missing}`);
    expect(pending.wish).toBeUndefined();
  });

  test("prints the address, opens the browser and waits, when everything was given", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { desk, pending } = sceneWith({}, nobody);
    const ended = desk.run(asPublic);
    await desk.sees(`Open this address in a browser, if none opens by itself:\n  ${pending.url}\n`);
    expect(desk.opened).toEqual([pending.url]);
    // There is nobody who could paste anything.
    vi.advanceTimersByTime(60_000);
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(desk.said).not.toContain("Still waiting");
    expect(desk.said).toContain("\n✓ Allowed by taro@acme.example\n");
  });

  test("opens nothing with --no-browser, and waits all the same", async () => {
    const { desk, pending } = sceneWith({}, nobody);
    const ended = desk.run([...asPublic, "--no-browser", "--json"]);
    await desk.sees(`Open this address in a browser:\n  ${pending.url}\n`);
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(desk.opened).toEqual([]);
    expect(desk.out).toBe(
      '{"name":"acme","provider":"oidc","account":"taro@acme.example","apiBase":"https://api.acme.example","scope":"openid offline_access","rotation":"strict","lives":{"until":null,"untilSource":"assumed","idleSeconds":null,"idleUntil":null,"keepAliveAt":null}}\n',
    );
    expect(desk.said).not.toContain("Connected");
  });

  test("cannot take what only a paste can bring, and cancels what was begun", async () => {
    const pending = new PretendLogin("https://app.example.com/callback");
    const { desk } = sceneWith({}, nobody, pending);
    expect(await desk.run([...asPublic, "--callback", pending.redirectUri])).toBe(2);
    expect(desk.said).toContain("this machine cannot listen on https://app.example.com/callback");
    expect(pending.cancelled).toBe(true);
  });

  test("ends when the provider says no", async () => {
    const { desk, pending } = sceneWith({}, nobody);
    const ended = desk.run(asPublic);
    await desk.sees(pending.url);
    pending.fails(new ProviderError("wrong_secret", { provider: "login.example.com" }));
    expect(await ended).toBe(2);
    expect(desk.said).toContain("tokenwell: login.example.com does not accept this client id and secret\n");
  });
});

describe("where it goes", () => {
  test.each([
    [["login", "gibberish"], '"gibberish" is neither a connection nor an address'],
    [[...asPublic, "--port", "0"], "--port cannot be 0\n  It takes a number from 1 to 65535."],
    [[...asPublic, "--port", "http"], "--port cannot be http"],
    [[...asPublic, "--port", "9400", "--callback", "app:/cb"], "--callback and --port exclude each other"],
  ])("%j is refused", async (argv, sentence) => {
    const { desk, pending } = sceneWith();
    expect(await desk.run(argv)).toBe(2);
    expect(desk.said).toContain(`tokenwell: ${sentence}`);
    expect(pending.wish).toBeUndefined();
  });

  test("is found out before anything is waited for", async () => {
    const { desk } = sceneWith({
      login: async () => {
        throw new InputError("unknown_issuer", { host: "login.example.com" });
      },
    });
    expect(await desk.run(asPublic)).toBe(2);
    expect(desk.said).toBe(
      "tokenwell: there is no host called login.example.com\n  Check the spelling. Behind a proxy? Set HTTPS_PROXY.\n",
    );
  });
});
