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
  test("A first login asks for the app, opens the browser on Enter and reports each step after it has happened", async () => {
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

  test("An empty client secret is an answer, an empty client id is not", async () => {
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
    expect(cli.stderr).toContain("✓ 更新を 1 回試し、成功しました。トークンは更新しても変わりません\n");
    expect(cli.stderr).toContain("acme として接続しました\n");
  });

  test("Of an id and a secret pasted together login takes only the id, and asks for the secret", async () => {
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

  test("login passes the options of the command line on", async () => {
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

  test("The secret comes from a file, without the line break", async () => {
    const { cli, pending } = loginScenario();
    const ended = cli.run(fromFile(secretFile("CANARY-secret\n")));
    await cli.waitFor(pending.url);
    pending.succeeds(loginResult);
    await ended;
    expect(requestedOptions(pending).secret).toBe("CANARY-secret");
  });

  test("The secret comes from stdin", async () => {
    const { cli, pending } = loginScenario({}, { isTerminal: false });
    const ended = cli.run(fromFile("-"));
    cli.stdin.end("CANARY-secret\r\n");
    await cli.waitFor(pending.url);
    pending.succeeds(loginResult);
    await ended;
    expect(requestedOptions(pending).secret).toBe("CANARY-secret");
  });

  test("The secret comes from the environment, and the browser does not inherit it", async () => {
    const { cli, pending } = loginScenario({}, { env: { TOKENWELL_CLIENT_SECRET: "CANARY-secret" } });
    const ended = cli.run(["login", issuer, "--client-id", "demo"]);
    await cli.waitFor(pending.url);
    pending.succeeds(loginResult);
    await ended;
    expect(requestedOptions(pending).secret).toBe("CANARY-secret");
    expect(cli.storeOptions).toMatchObject([{ env: { LANG: "en_US.UTF-8" } }]);
    expect(cli.storeOptions[0]?.env).not.toHaveProperty("TOKENWELL_CLIENT_SECRET");
  });

  test("A secret that cannot be read ends the command with exit code 2", async () => {
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

  test.each(["", "y", "Y", "yes"])("A known app is used after the answer %j", async (answer) => {
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

  test("After n login asks for another app", async () => {
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

  test("A connection that logs in again uses its app without a question, with the app's callback", async () => {
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

  test("A new app does not use the callback of a known one", async () => {
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

  test("A known app needs no terminal", async () => {
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
  ])("Without a terminal %j lists the missing options", async (argv, missing) => {
    const { cli, pending } = loginScenario({}, nobody);
    expect(await cli.run(argv)).toBe(2);
    expect(cli.stderr).toBe(`tokenwell: missing, and there is no terminal to ask on:\n${missing}`);
    expect(pending.options).toBeUndefined();
  });

  test("Without a terminal login prints the address, opens the browser and waits if nothing is missing", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { cli, pending } = loginScenario({}, nobody);
    const ended = cli.run(publicClientLogin);
    await cli.waitFor(`Open this address in a browser, if none opens by itself:\n  ${pending.url}\n`);
    expect(cli.openedUrls).toEqual([pending.url]);
    // Without a terminal nothing can be pasted.
    vi.advanceTimersByTime(60_000);
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(cli.stderr).not.toContain("Still waiting");
    expect(cli.stderr).toContain("\n✓ Allowed by taro@acme.example\n");
  });

  test("Without a terminal --no-browser opens nothing and still waits", async () => {
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

  test("Without a terminal login cancels a login that only a paste can end", async () => {
    const pending = new FakePendingLogin("https://app.example.com/callback");
    const { cli } = loginScenario({}, nobody, pending);
    expect(await cli.run([...publicClientLogin, "--callback", pending.redirectUri])).toBe(2);
    expect(cli.stderr).toContain("this machine cannot listen on https://app.example.com/callback");
    expect(pending.cancelled).toBe(true);
  });

  test("Without a terminal login ends when the provider refuses", async () => {
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
    [
      ["login", "slaesforce"],
      '"slaesforce" is neither a connection nor an address; did you mean\n  salesforce?\n',
    ],
    [
      ["login", "auth0", "--host", "acme.my.salesforce.com"],
      "acme.my.salesforce.com is a host of salesforce\n  tokenwell login salesforce --host acme.my.salesforce.com\n",
    ],
    [[...publicClientLogin, "--port", "0"], "--port cannot be 0\n  It takes a number from 1 to 65535."],
    [[...publicClientLogin, "--port", "http"], "--port cannot be http"],
    [
      [...publicClientLogin, "--port", "9400", "--callback", "app:/cb"],
      "--callback and --port exclude each other",
    ],
  ])("login refuses %j", async (argv, sentence) => {
    const { cli, pending } = loginScenario();
    expect(await cli.run(argv)).toBe(2);
    expect(cli.stderr).toContain(`tokenwell: ${sentence}`);
    expect(pending.options).toBeUndefined();
  });

  test("login finds an invalid target before it waits", async () => {
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
