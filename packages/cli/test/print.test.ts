import { Writable } from "node:stream";
import { type LoginResult, Secret } from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { CliHarness, type CliHarnessOptions } from "./support/cli-harness.ts";
import {
  FakePendingLogin,
  healthyConnection,
  knownApp,
  loginResult,
  tokenwellWithLogin,
} from "./support/fake-tokenwell.ts";

const publicClientLogin = ["login", "https://login.example.com", "--client-id", "demo", "--public"];

interface Scenario {
  readonly cli: CliHarness;
  readonly pending: FakePendingLogin;
  readonly result: LoginResult;
  /** The calls of `release()` and `keep()`, in order. */
  readonly events: string[];
}

/** Starts a login that hands its token over, without a terminal by default. */
function handingOver(
  options: CliHarnessOptions = {},
  rotation: LoginResult["rotation"] = "strict",
): Scenario {
  const events: string[] = [];
  const pending = new FakePendingLogin();
  const tokenwell = tokenwellWithLogin(pending, {
    status: async () => [healthyConnection],
    apps: async () => [knownApp],
  });
  const cli = new CliHarness({ tokenwell, ...options });
  const handOver = {
    refreshToken: Secret.of("CANARY-refresh-token"),
    clientId: "demo",
    clientSecret: Secret.of("CANARY-client-secret"),
    issuer: "https://login.example.com",
    tokenEndpoint: "https://login.example.com/token",
    instanceUrl: null,
    apiBase: "https://api.acme.example",
    rotation,
    release: async () => {
      events.push(`forgotten after ${cli.stdout.length} characters`);
    },
    keep: async () => {
      events.push("kept");
      return "acme";
    },
  };
  return { cli, pending, events, result: { ...loginResult, name: null, rotation, handOver } };
}

async function finish({ cli, pending, result }: Scenario, argv: readonly string[]): Promise<number> {
  const ended = cli.run(argv);
  await cli.waitFor(pending.url);
  pending.succeeds(result);
  return await ended;
}

function failing(code: string): Writable {
  const write = (_chunk: unknown, _encoding: string, done: (error: Error) => void): void =>
    done(Object.assign(new Error("CANARY"), { code }));
  return new Writable({ write }).on("error", () => undefined);
}

describe("a refresh token that is handed over", () => {
  test("--print writes the token alone to stdout and releases it only when stdout has it", async () => {
    const scenario = handingOver();
    expect(await finish(scenario, [...publicClientLogin, "--print"])).toBe(0);
    const { cli, pending, events } = scenario;
    expect(cli.stdout).toBe("CANARY-refresh-token\n");
    expect(events).toEqual([`forgotten after ${"CANARY-refresh-token\n".length} characters`]);
    expect(pending.options).toMatchObject({ handOver: true });
    expect(pending.options).not.toHaveProperty("name");
    expect(cli.stderr).not.toContain("CANARY");
    // The token is not stored, so no sentence says so.
    expect(cli.stderr).toContain("✓ Allowed by taro@acme.example\n✓ Tested with one refresh\n\n");
    expect(cli.stderr).toContain(
      "  tokenwell kept no token: a refresh token has one owner, and that is you.\n! This app rotates: the program",
    );
  });

  test("--print does not warn about rotation if the token is static", async () => {
    const scenario = handingOver({ language: "ja" }, "static");
    expect(await finish(scenario, [...publicClientLogin, "--print"])).toBe(0);
    expect(scenario.cli.stderr).toContain("  tokenwell はトークンを残していません。");
    expect(scenario.cli.stderr).not.toContain("!");
  });

  test("--print --json has all fields of a form but the client secret", async () => {
    const scenario = handingOver();
    expect(await finish(scenario, [...publicClientLogin, "--print", "--json"])).toBe(0);
    expect(scenario.cli.stdout).toBe(
      '{"refreshToken":"CANARY-refresh-token","provider":"oidc","clientId":"demo","public":false,' +
        '"issuer":"https://login.example.com","tokenEndpoint":"https://login.example.com/token",' +
        '"apiBase":"https://api.acme.example"}\n',
    );
    expect(scenario.events).toHaveLength(1);
  });

  test.each(["EPIPE", "ENOSPC"])(
    "--print keeps the token if stdout does not accept it (%s), and prints its name",
    async (code) => {
      const scenario = handingOver({ stdout: failing(code) });
      expect(await finish(scenario, [...publicClientLogin, "--print"])).toBe(1);
      expect(scenario.events).toEqual(["kept"]);
      expect(scenario.cli.stderr).toContain(
        "✗ The refresh token was not read from stdout, so it is kept as acme.\n",
      );
      expect(scenario.cli.stderr).not.toContain("CANARY");
      expect(scenario.cli.stderr).not.toContain("kept no token");
    },
  );

  test("--print may use the app of a connection without its name", async () => {
    const scenario = handingOver();
    expect(await finish(scenario, ["login", "acme", "--print"])).toBe(0);
    expect(scenario.pending.options).toMatchObject({ clientId: knownApp.clientId, handOver: true });
    expect(scenario.pending.options).not.toHaveProperty("name");
  });

  test("--print separates the token from the sentences on a terminal", async () => {
    const scenario = handingOver({ isTerminal: true });
    expect(await finish(scenario, [...publicClientLogin, "--print"])).toBe(0);
    expect(scenario.cli.screen).toContain("✓ Tested with one refresh\n\n\n  tokenwell kept no token");
  });
});
