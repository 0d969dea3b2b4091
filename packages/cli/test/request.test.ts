import { PassThrough } from "node:stream";
import { type ConnectionStatus, LoginNeededError, type TokenSet } from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { CliHarness, type CliHarnessOptions, noonMs } from "./support/cli-harness.ts";
import { fakeTokenwell, healthyConnection, tokenSet } from "./support/fake-tokenwell.ts";

const jwt = { ...tokenSet, accessToken: "a.b.c" };

interface Scenario {
  readonly response: Response;
  /** Tokens before the request and after it. */
  readonly tokens?: readonly [TokenSet, TokenSet];
  readonly status?: Partial<ConnectionStatus>;
  readonly options?: CliHarnessOptions;
}

function newCli({ response, tokens = [jwt, jwt], status = {}, options = {} }: Scenario): CliHarness {
  const left = [...tokens];
  const tokenwell = fakeTokenwell({
    token: async () => left.shift() ?? tokens[1],
    fetch: async () => response,
    status: async () => [{ ...healthyConnection, ...status }],
  });
  return new CliHarness({ tokenwell, ...options });
}

const refreshedAgo = (ms: number): Partial<ConnectionStatus> => ({
  refresh: { ...healthyConnection.refresh, last: new Date(noonMs - ms) },
});

const argv = ["request", "acme", "/x"];
const head = "tokenwell: GET /x: HTTP 401\n";

describe("a response with HTTP 401", () => {
  const refused = (): Response => new Response('{"error":"no"}', { status: 401 });

  test("of a token that was just refreshed names the command that tests the login", async () => {
    const cli = newCli({ response: refused(), status: refreshedAgo(12_000) });
    expect([await cli.run(argv), cli.stdout]).toEqual([1, '{"error":"no"}']);
    expect(cli.stderr).toBe(
      `${head}  The token was refreshed less than 30 s ago, so it was not refreshed again.\n` +
        "  Does the login still live?  tokenwell status acme --check\n",
    );
  });

  test("of a token that was refreshed for it says so", async () => {
    const tokens = [jwt, { ...jwt, accessToken: "d.e.f" }] as const;
    const cli = newCli({ response: refused(), tokens, status: refreshedAgo(0) });
    expect(await cli.run(argv)).toBe(1);
    expect(cli.stderr).toContain(
      `${head}  The token was refreshed and the request repeated, to the same end`,
    );
  });

  test("of a token that no API takes names the audience", async () => {
    const cli = newCli({ response: refused(), tokens: [tokenSet, tokenSet], status: { provider: "auth0" } });
    expect(await cli.run(argv)).toBe(1);
    expect(cli.stderr).toContain("  tokenwell renew acme --audience API-IDENTIFIER\n");
  });

  test("of a token that another provider keeps opaque says nothing of an audience", async () => {
    const cli = newCli({ response: refused(), tokens: [tokenSet, tokenSet], status: refreshedAgo(60_000) });
    expect([await cli.run(argv), cli.stderr]).toEqual([1, head]);
  });

  test("of a connection that must log in by now ends with exit code 3", async () => {
    const problem = new LoginNeededError("needs_login", {
      name: "acme",
      provider: "login.example.com",
      said: "invalid_grant",
      reason: "provider_revoked",
      lastMs: noonMs,
    });
    const cli = newCli({ response: refused(), status: { status: "needs_login", problem } });
    expect(await cli.run(argv)).toBe(3);
    expect(cli.stderr).toContain("tokenwell renew acme");
  });
});

describe("the last line of a body", () => {
  const terminal = (): PassThrough => Object.assign(new PassThrough(), { isTTY: true });
  const stdoutOf = (stdout: PassThrough): string => String(stdout.read() ?? "");

  test.each([
    ["is ended on a terminal, so that the prompt does not stand beside it", "{}", 200, "\n"],
    ["is ended on a terminal before an error", "{}", 404, "\ntokenwell: GET /x: HTTP 404\n"],
    ["stays as it is if it has an end", "{}\n", 200, ""],
  ])("%s", async (_what, body, status, said) => {
    const stdout = terminal();
    const response = new Response(body, { status });
    const cli = newCli({ response, options: { isTerminal: true, stdout } });
    await cli.run(argv);
    expect([stdoutOf(stdout), cli.stderr]).toEqual([body, said]);
  });

  test("stays as it is in a file or a pipe", async () => {
    const cli = newCli({ response: new Response("{}"), options: { isTerminal: true } });
    expect([await cli.run(argv), cli.stdout, cli.stderr]).toEqual([0, "{}", ""]);
  });
});
