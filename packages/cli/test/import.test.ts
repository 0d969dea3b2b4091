import { type ImportOptions, ProviderError } from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { CliHarness, type CliHarnessOptions } from "./support/cli-harness.ts";
import { fakeTokenwell, loginResult } from "./support/fake-tokenwell.ts";

const token = "5Aep861CANARY-refresh";

interface Scenario {
  readonly cli: CliHarness;
  readonly imports: { readonly address: string; readonly options: ImportOptions }[];
}

function newScenario(options: CliHarnessOptions = {}): Scenario {
  const imports: { address: string; options: ImportOptions }[] = [];
  const tokenwell = fakeTokenwell({
    import: async (address, given) => {
      imports.push({ address, options: given });
      given.onProgress?.({ kind: "stored" });
      given.onProgress?.({ kind: "tested", rotation: "strict" });
      return { ...loginResult, provider: "salesforce" };
    },
  });
  return { cli: new CliHarness({ tokenwell, ...options }), imports };
}

describe("import", () => {
  test("import reads the token from stdin and reports each step", async () => {
    const { cli, imports } = newScenario();
    const argv = ["import", "salesforce", "acme", "--host", "acme.lightning.force.com"];
    const ended = cli.run([...argv, "--client-id", "3MVG9", "--public"]);
    cli.stdin.end(`  ${token}\n`);
    expect(await ended).toBe(0);
    expect(imports).toHaveLength(1);
    const [{ address, options } = { address: "", options: undefined }] = imports;
    expect(address).toBe("https://acme.my.salesforce.com");
    expect(options).toMatchObject({
      provider: "salesforce",
      clientId: "3MVG9",
      clientSecret: null,
      name: "acme",
    });
    expect(options?.refreshToken.expose()).toBe(token);
    expect(cli.stdout).toBe("");
    expect(cli.stderr).not.toContain("CANARY");
    expect(cli.stderr).toContain(
      "✓ Refresh token stored encrypted\n✓ Tested with one refresh. This app rotates",
    );
    expect(cli.stderr).toContain("✓ acme is taro@acme.example. The other program");
  });

  test("import asks for the token without echo", async () => {
    const { cli, imports } = newScenario({ isTerminal: true });
    const ended = cli.run([
      "import",
      "salesforce",
      "--host",
      "login.salesforce.com",
      "--client-id",
      "x",
      "--public",
    ]);
    await cli.waitFor("? Refresh token  not shown");
    await cli.waitFor("› ");
    cli.enter(token);
    expect(await ended).toBe(0);
    expect(imports[0]?.options.refreshToken.expose()).toBe(token);
    expect(cli.stderr).not.toContain("CANARY");
  });

  test.each(["", " \n", "two\nlines", `${token} and more`])("import refuses %j as a token", async (input) => {
    const { cli, imports } = newScenario();
    const ended = cli.run(["import", "salesforce", "--client-id", "x", "--public"]);
    cli.stdin.end(input);
    expect([await ended, imports]).toEqual([2, []]);
    expect(cli.stderr).toContain("there is no refresh token on stdin");
  });

  test("import asks for a pasted JSON of several lines, and for what it leaves out", async () => {
    const { cli, imports } = newScenario({ isTerminal: true });
    const ended = cli.run(["import", "salesforce", "acme"]);
    await cli.waitFor("? Refresh token  not shown");
    await cli.waitFor("› ");
    cli.type(`${JSON.stringify({ ...exported, clientSecret: undefined }, null, 2)}\r`);
    await cli.waitFor("? Consumer Secret");
    await cli.waitFor("› ");
    cli.enter("typed-secret");
    expect(await ended).toBe(0);
    expect(asGiven(imports)).toEqual([{ ...whole, name: "acme", clientSecret: "typed-secret" }]);
    expect(cli.stderr).not.toContain("CANARY");
    expect(cli.stderr).not.toContain("Consumer Key");
  });

  const exported = {
    refreshToken: token,
    provider: "salesforce",
    clientId: "3MVG9",
    public: false,
    clientSecret: "CANARY-secret",
    loginUrl: "https://acme.my.salesforce.com",
    instanceUrl: "https://acme.my.salesforce.com",
  };
  const whole = {
    address: "https://acme.my.salesforce.com",
    provider: "salesforce",
    clientId: "3MVG9",
    clientSecret: "CANARY-secret",
    refreshToken: token,
  };
  const openid = {
    refreshToken: token,
    provider: "oidc",
    clientId: "demo",
    public: true,
    issuer: "https://login.example.com",
    tokenEndpoint: "https://login.example.com/token",
    apiBase: "https://api.example.com",
  };
  const asGiven = (imports: Scenario["imports"]) =>
    imports.map(({ address, options: { onProgress: _, clientSecret, refreshToken, ...rest } }) => ({
      address,
      ...rest,
      clientSecret: clientSecret?.expose() ?? null,
      refreshToken: refreshToken.expose(),
    }));

  test.each([
    [["import"], exported, whole],
    [["import", "theirs"], exported, { ...whole, name: "theirs" }],
    [["import", "salesforce", "theirs"], exported, { ...whole, name: "theirs" }],
    [
      ["import", "--client-id", "other", "--public"],
      exported,
      { ...whole, clientId: "other", clientSecret: null },
    ],
    [
      ["import", "--host", "b.my.salesforce.com"],
      exported,
      { ...whole, address: "https://b.my.salesforce.com" },
    ],
    [
      ["import", "salesforce", "--client-id", "3MVG9", "--public"],
      token,
      { ...whole, address: "https://login.salesforce.com", clientSecret: null },
    ],
    [
      ["import"],
      openid,
      {
        address: "https://login.example.com",
        provider: "oidc",
        clientId: "demo",
        clientSecret: null,
        refreshToken: token,
        apiBase: "https://api.example.com",
      },
    ],
  ])("%j takes what is not on the command line from the JSON", async (argv, input, expected) => {
    const { cli, imports } = newScenario();
    const ended = cli.run(argv);
    cli.stdin.end(`${JSON.stringify(input)}\n`);
    expect([await ended, cli.stderr.includes("CANARY")]).toEqual([0, false]);
    expect(asGiven(imports)).toEqual([expected]);
  });

  test("import without a terminal names only what the JSON leaves out", async () => {
    const { cli, imports } = newScenario();
    const ended = cli.run(["import"]);
    cli.stdin.end(JSON.stringify({ ...exported, clientSecret: undefined }));
    expect([await ended, imports]).toEqual([2, []]);
    expect(cli.stderr).toBe(
      "tokenwell: missing, and there is no terminal to ask on:\n" +
        "  --client-secret-file …  or  TOKENWELL_CLIENT_SECRET  or  --public\n",
    );
  });

  test.each([
    '{"accessToken":"CANARY","tokenType":"Bearer"}',
    '[{"name":"acme"}]',
    '{"refreshToken":""}',
    '{"refreshToken":"CANARY',
    '"two words"',
  ])("import refuses %j, which is JSON of something else", async (input) => {
    const { cli, imports } = newScenario();
    const ended = cli.run(["import", "salesforce", "--client-id", "x", "--public"]);
    cli.stdin.end(input);
    expect([await ended, imports]).toEqual([2, []]);
    expect(cli.stderr).toContain("tokenwell: that is JSON, but not of a refresh token; nothing was sent\n");
    expect(cli.stderr).not.toContain("CANARY");
  });

  test("import refuses the JSON of another provider than the given one", async () => {
    const { cli, imports } = newScenario();
    const ended = cli.run(["import", "auth0"]);
    cli.stdin.end(JSON.stringify(exported));
    expect([await ended, imports]).toEqual([2, []]);
    expect(cli.stderr).toContain("that refresh token is for salesforce, not for auth0; nothing was sent");
  });

  test("import says nothing of a stored token that the provider refuses", async () => {
    const tokenwell = fakeTokenwell({
      import: async (_address, { onProgress }) => {
        onProgress?.({ kind: "stored" });
        throw new ProviderError("import_refused", {
          kind: "oidc",
          provider: "example",
          said: "invalid_grant",
        });
      },
    });
    const cli = new CliHarness({ tokenwell });
    const ended = cli.run(["import", "https://login.example.com", "--client-id", "x", "--public"]);
    cli.stdin.end(token);
    expect(await ended).toBe(1);
    expect(cli.stderr).toContain("Nothing was kept.");
    expect(cli.stderr).not.toContain("stored");
  });

  test.each([
    [["import"], "import from where?"],
    [["import", "gibberish"], '"gibberish" is neither a connection nor an address'],
    [
      ["import", "salesforce", "--client-id", "x", "--client-secret-file", "-"],
      "both the secret and the refresh",
    ],
    [["import", "salesforce", "--client-secret=x"], "a secret does not belong on the command line"],
    [["import", "auth0", "--client-id", "x", "--public"], "--host …"],
    [["import", "https://a.example", "--host", "b.example"], "the address is given twice"],
    [["import", "salesforce", "--host", "taro@acme.example"], "not an address"],
  ])("import refuses %j with exit code 2", async (argv, sentence) => {
    const { cli, imports } = newScenario();
    const ended = cli.run(argv);
    cli.stdin.end(token);
    expect([await ended, imports]).toEqual([2, []]);
    expect(cli.stderr).toContain(sentence);
  });
});
