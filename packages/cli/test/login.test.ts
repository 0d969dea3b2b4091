import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError, type KnownApp, ProviderError, type Tokenwell } from "@tokenwell/core";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { FakePendingLogin, healthyConnection, knownApp, loginResult } from "./support/fake-tokenwell.ts";
import { issuer, loginScenario, publicClientLogin, requestedOptions } from "./support/login-scenario.ts";

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
    const { cli, pending } = loginScenario();
    const ended = cli.run(["login", issuer]);
    await cli.waitFor("? Client ID");
    await cli.waitFor("› ");
    cli.enter("0oa4f8kvu2Xyz");
    await cli.waitFor("? Client Secret");
    await cli.waitFor("› ");
    cli.enter("CANARY-secret");
    await cli.waitFor(pending.url);
    await cli.waitFor("› ");
    expect(cli.openedUrls).toEqual([]);
    cli.enter();
    await cli.waitFor("Waiting for Allow in the browser, up to 10 minutes. Ctrl-C stops.");
    expect(cli.screen).not.toContain("✓");
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(cli.openedUrls).toEqual([pending.url]);
    expect(cli.stdout).toBe("");
    expect(cli.stderr).not.toContain("CANARY");
    expect(requestedOptions(pending)).toMatchObject({
      clientId: "0oa4f8kvu2Xyz",
      secret: "CANARY-secret",
      redirectUri: "http://localhost:9355/callback",
      handOver: false,
      test: true,
      replaceAccount: false,
      language: "en",
    });
    expect(cli.screen).toBe(
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
    const { cli, pending } = loginScenario({}, { language: "ja" });
    const ended = cli.run(["login", issuer]);
    await cli.waitFor("? Client ID(クライアント ID)");
    await cli.waitFor("› ");
    cli.enter("  ");
    await cli.waitFor("? Client ID");
    await cli.waitFor("› ");
    cli.enter(" demo ");
    await cli.waitFor("? Client Secret");
    await cli.waitFor("› ");
    cli.enter();
    await cli.waitFor(pending.url);
    pending.succeeds({ ...loginResult, rotation: "static" });
    expect(await ended).toBe(0);
    expect(requestedOptions(pending)).toMatchObject({ clientId: "demo", secret: null, language: "ja" });
    expect(cli.stderr).toContain("✓ 更新を 1 回試し、成功しました。トークンは更新しても替わりません\n");
    expect(cli.stderr).toContain("acme として接続しました\n");
  });

  test("takes of id and secret pasted together the id alone, and asks for the secret", async () => {
    const { cli, pending } = loginScenario();
    const ended = cli.run(["login", issuer]);
    await cli.waitFor("? Client ID");
    await cli.waitFor("› ");
    cli.type("demo\rCANARY-secret\r");
    await cli.waitFor("? Client Secret");
    await cli.waitFor("› ");
    cli.enter("secret");
    await cli.waitFor(pending.url);
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(requestedOptions(pending)).toMatchObject({ clientId: "demo", secret: "secret" });
  });

  test("passes on what the command line says", async () => {
    const { cli, pending } = loginScenario();
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
    const ended = cli.run([...publicClientLogin, "acme", ...words, "--no-test", "--replace-account"]);
    await cli.waitFor(pending.url);
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(requestedOptions(pending)).toMatchObject({
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
    const { cli, pending } = loginScenario();
    const ended = cli.run(fromFile(secretFile("CANARY-secret\n")));
    await cli.waitFor(pending.url);
    pending.succeeds(loginResult);
    await ended;
    expect(requestedOptions(pending).secret).toBe("CANARY-secret");
  });

  test("comes from stdin", async () => {
    const { cli, pending } = loginScenario({}, { isTerminal: false });
    const ended = cli.run(fromFile("-"));
    cli.stdin.end("CANARY-secret\r\n");
    await cli.waitFor(pending.url);
    pending.succeeds(loginResult);
    await ended;
    expect(requestedOptions(pending).secret).toBe("CANARY-secret");
  });

  test("comes from the environment, and a browser that is started does not inherit it", async () => {
    const { cli, pending } = loginScenario({}, { env: { TOKENWELL_CLIENT_SECRET: "CANARY-secret" } });
    const ended = cli.run(["login", issuer, "--client-id", "demo"]);
    await cli.waitFor(pending.url);
    pending.succeeds(loginResult);
    await ended;
    expect(requestedOptions(pending).secret).toBe("CANARY-secret");
    expect(cli.storeOptions).toMatchObject([{ env: { LANG: "en_US.UTF-8" } }]);
    expect(cli.storeOptions[0]?.env).not.toHaveProperty("TOKENWELL_CLIENT_SECRET");
  });

  test("that cannot be had is told, with exit code 2", async () => {
    const { cli } = loginScenario();
    const empty = secretFile("\n");
    expect(await cli.run(fromFile(empty))).toBe(2);
    expect(await cli.run(fromFile(`${empty}-none`))).toBe(2);
    expect(await cli.run([...fromFile(empty), "--public"])).toBe(2);
    expect(cli.stderr).toContain(`tokenwell: --client-secret-file cannot be ${empty}\n`);
    expect(cli.stderr).toContain("It takes a file with the secret in it.");
    expect(cli.stderr).toContain("(ENOENT)");
    expect(cli.stderr).toContain("--public and --client-secret-file exclude each other");
  });
});

describe("an app that is known", () => {
  const withApps = (...apps: KnownApp[]): Partial<Tokenwell> => ({ apps: async () => apps });

  test.each(["", "y", "Y", "yes"])("is used after %j", async (answer) => {
    const { cli, pending } = loginScenario(withApps(knownApp));
    const ended = cli.run(["login", "login.example.com/", "acme-bot"]);
    await cli.waitFor("? Use the app of acme (0oa4f8kv…, login.example.com)? (Y/n)");
    await cli.waitFor("› ");
    cli.enter(answer);
    await cli.waitFor(pending.url);
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(requestedOptions(pending)).toMatchObject({
      clientId: knownApp.clientId,
      secret: "known-secret",
      name: "acme-bot",
    });
    expect(cli.stderr).not.toContain("Client ID");
  });

  test("is left after n, and another asked for", async () => {
    const { cli, pending } = loginScenario(withApps({ ...knownApp, usedBy: [] }));
    const ended = cli.run(["login", issuer]);
    await cli.waitFor("? Use the app that you gave before (0oa4f8kv…, login.example.com)? (Y/n)");
    await cli.waitFor("› ");
    cli.enter("n");
    await cli.waitFor("? Client ID");
    await cli.waitFor("› ");
    cli.enter("other");
    await cli.waitFor("? Client Secret");
    await cli.waitFor("› ");
    cli.enter();
    await cli.waitFor(pending.url);
    pending.succeeds(loginResult);
    await ended;
    expect(requestedOptions(pending)).toMatchObject({ clientId: "other", secret: null });
  });

  test("is used without a question where a connection logs in again, with its own callback", async () => {
    const redirectUri = "http://localhost:9400/callback";
    const again = { ...knownApp, redirectUri };
    const other = { ...knownApp, clientId: "other" };
    const parts = { ...withApps(other, again), status: async () => [healthyConnection] };
    const { cli, pending } = loginScenario(parts);
    const ended = cli.run(["login", "acme"]);
    await cli.waitFor(pending.url);
    pending.succeeds(loginResult);
    await ended;
    expect(requestedOptions(pending)).toMatchObject({ clientId: again.clientId, name: "acme", redirectUri });
    expect(cli.stderr).not.toContain("(Y/n)");
  });

  test("lends its callback to no other app", async () => {
    const { cli, pending } = loginScenario(
      withApps({ ...knownApp, redirectUri: "http://localhost:9400/callback" }),
    );
    const ended = cli.run(publicClientLogin);
    await cli.waitFor(pending.url);
    pending.succeeds(loginResult);
    await ended;
    expect(requestedOptions(pending)).toMatchObject({
      clientId: "demo",
      redirectUri: "http://localhost:9355/callback",
    });
  });

  test("needs no terminal", async () => {
    const { cli, pending } = loginScenario(withApps(knownApp), { isTerminal: false });
    const ended = cli.run(["login", issuer]);
    await cli.waitFor(pending.url);
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(requestedOptions(pending)).toMatchObject({ clientId: knownApp.clientId, secret: "known-secret" });
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
    const { cli, pending } = loginScenario({}, nobody);
    expect(await cli.run(argv)).toBe(2);
    expect(cli.stderr).toBe(`tokenwell: missing, and there is no terminal to ask on:\n${missing}`);
    expect(pending.options).toBeUndefined();
  });

  test("prints the address, opens the browser and waits, when everything was given", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { cli, pending } = loginScenario({}, nobody);
    const ended = cli.run(publicClientLogin);
    await cli.waitFor(`Open this address in a browser, if none opens by itself:\n  ${pending.url}\n`);
    expect(cli.openedUrls).toEqual([pending.url]);
    // There is nobody who could paste anything.
    vi.advanceTimersByTime(60_000);
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(cli.stderr).not.toContain("Still waiting");
    expect(cli.stderr).toContain("\n✓ Allowed by taro@acme.example\n");
  });

  test("opens nothing with --no-browser, and waits all the same", async () => {
    const { cli, pending } = loginScenario({}, nobody);
    const ended = cli.run([...publicClientLogin, "--no-browser", "--json"]);
    await cli.waitFor(`Open this address in a browser:\n  ${pending.url}\n`);
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(cli.openedUrls).toEqual([]);
    expect(cli.stdout).toBe(
      '{"name":"acme","provider":"oidc","account":"taro@acme.example","apiBase":"https://api.acme.example","scope":"openid offline_access","rotation":"strict","lives":{"until":null,"untilSource":"assumed","idleSeconds":null,"idleUntil":null,"keepAliveAt":null}}\n',
    );
    expect(cli.stderr).not.toContain("Connected");
  });

  test("cannot take what only a paste can bring, and cancels what was begun", async () => {
    const pending = new FakePendingLogin("https://app.example.com/callback");
    const { cli } = loginScenario({}, nobody, pending);
    expect(await cli.run([...publicClientLogin, "--callback", pending.redirectUri])).toBe(2);
    expect(cli.stderr).toContain("this machine cannot listen on https://app.example.com/callback");
    expect(pending.cancelled).toBe(true);
  });

  test("ends when the provider says no", async () => {
    const { cli, pending } = loginScenario({}, nobody);
    const ended = cli.run(publicClientLogin);
    await cli.waitFor(pending.url);
    pending.fails(new ProviderError("wrong_secret", { provider: "login.example.com" }));
    expect(await ended).toBe(2);
    expect(cli.stderr).toContain("tokenwell: login.example.com does not accept this client id and secret\n");
  });
});

describe("where it goes", () => {
  test.each([
    [["login", "gibberish"], '"gibberish" is neither a connection nor an address'],
    [[...publicClientLogin, "--port", "0"], "--port cannot be 0\n  It takes a number from 1 to 65535."],
    [[...publicClientLogin, "--port", "http"], "--port cannot be http"],
    [
      [...publicClientLogin, "--port", "9400", "--callback", "app:/cb"],
      "--callback and --port exclude each other",
    ],
  ])("%j is refused", async (argv, sentence) => {
    const { cli, pending } = loginScenario();
    expect(await cli.run(argv)).toBe(2);
    expect(cli.stderr).toContain(`tokenwell: ${sentence}`);
    expect(pending.options).toBeUndefined();
  });

  test("is found out before anything is waited for", async () => {
    const { cli } = loginScenario({
      login: async () => {
        throw new InputError("unknown_issuer", { host: "login.example.com" });
      },
    });
    expect(await cli.run(publicClientLogin)).toBe(2);
    expect(cli.stderr).toBe(
      "tokenwell: there is no host called login.example.com\n  Check the spelling. Behind a proxy? Set HTTPS_PROXY.\n",
    );
  });
});
