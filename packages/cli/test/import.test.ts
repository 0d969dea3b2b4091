import type { ImportOptions } from "@tokenwell/core";
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
