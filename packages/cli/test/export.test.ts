import { Writable } from "node:stream";
import {
  type ConnectionStatus,
  type HandOver,
  LoginNeededError,
  type Rotation,
  Secret,
} from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { CliHarness, type CliHarnessOptions } from "./support/cli-harness.ts";
import { fakeTokenwell, healthyConnection } from "./support/fake-tokenwell.ts";

const refreshToken = "5Aep861CANARY-refresh";

interface Scenario {
  readonly cli: CliHarness;
  readonly events: string[];
}

function newScenario(
  options: CliHarnessOptions & {
    readonly rotation?: Rotation;
    readonly all?: readonly ConnectionStatus[];
  } = {},
): Scenario {
  const { rotation = "strict", all, ...cli } = options;
  const events: string[] = [];
  const one: ConnectionStatus = {
    ...healthyConnection,
    provider: "salesforce",
    refresh: { ...healthyConnection.refresh, rotation },
  };
  const token: HandOver = {
    refreshToken: Secret.of(refreshToken),
    clientId: "3MVG9pRz",
    clientSecret: Secret.of("CANARY-client-secret"),
    issuer: "https://acme.my.salesforce.com",
    tokenEndpoint: "https://acme.my.salesforce.com/services/oauth2/token",
    instanceUrl: "https://acme.my.salesforce.com",
    apiBase: "https://acme.my.salesforce.com",
    rotation,
    release: async () => {
      events.push("released");
    },
    keep: async () => {
      events.push("kept");
      return "acme";
    },
  };
  const tokenwell = fakeTokenwell({
    status: async () => all ?? [one],
    handOver: async (name) => {
      events.push(`handed over ${name}`);
      return token;
    },
  });
  return { cli: new CliHarness({ tokenwell, ...cli }), events };
}

describe("export --refresh-token", () => {
  test("export warns, asks, and releases the token only when stdout has it", async () => {
    const { cli, events } = newScenario({ isTerminal: true });
    const ended = cli.run(["export", "acme", "--refresh-token"]);
    await cli.waitFor("? Hand it over? (y/N) › ");
    expect([cli.stdout, events]).toEqual(["", []]);
    cli.enter("y");
    expect(await ended).toBe(0);
    expect(cli.stdout).toBe(`${refreshToken}\n`);
    expect(events).toEqual(["handed over acme", "released"]);
    expect(cli.screen).toBe(
      [
        "! acme rotates: only one program may use this token. From now on tokenwell will",
        "  not refresh acme.",
        "? Hand it over? (y/N) › y",
        "✓ acme is handed over. To take over again:  tokenwell renew acme",
      ].join("\n"),
    );
  });

  test("export does nothing without a yes", async () => {
    for (const answer of ["", "n", "later"]) {
      const { cli, events } = newScenario({ isTerminal: true });
      const ended = cli.run(["export", "acme", "--refresh-token"]);
      await cli.waitFor("› ");
      cli.enter(answer);
      expect([await ended, cli.stdout, events]).toEqual([1, "", []]);
      expect(cli.stderr).toContain("Nothing was handed over: acme stays as it was.\n");
    }
  });

  test("export of a static token warns that it is shared and keeps the connection", async () => {
    const { cli } = newScenario({ rotation: "static" });
    expect(await cli.run(["export", "acme", "--refresh-token", "--yes"])).toBe(0);
    expect(cli.stderr).toContain("! acme does not rotate: tokenwell goes on using this token.");
    expect(cli.stderr).not.toContain("handed over");
  });

  test("export --json has all fields of a form, and the secret only with --with-secret", async () => {
    const form = {
      refreshToken,
      provider: "salesforce",
      clientId: "3MVG9pRz",
      public: false,
      loginUrl: "https://acme.my.salesforce.com",
      instanceUrl: "https://acme.my.salesforce.com",
    };
    const without = newScenario();
    expect(await without.cli.run(["export", "acme", "--refresh-token", "--yes", "--json"])).toBe(0);
    expect(JSON.parse(without.cli.stdout)).toEqual(form);
    const withSecret = newScenario();
    await withSecret.cli.run(["export", "acme", "--refresh-token", "--yes", "--json", "--with-secret"]);
    expect(JSON.parse(withSecret.cli.stdout)).toEqual({ ...form, clientSecret: "CANARY-client-secret" });
  });

  test("export keeps the token if stdout does not accept it", async () => {
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error("no"), { code: "ENOSPC" })),
    });
    stdout.on("error", () => undefined);
    const { cli, events } = newScenario({ stdout });
    expect(await cli.run(["export", "acme", "--refresh-token", "--yes"])).toBe(1);
    expect(events).toEqual(["handed over acme", "kept"]);
    expect(cli.stderr).toContain("✗ The refresh token was not read from stdout: acme stays as it was.");
  });

  test.each([
    [["export", "acme"], 2, "what is to be exported?"],
    [["export", "acme", "--refresh-token"], 2, "there is no terminal to ask on"],
  ])("export refuses %j", async (argv, code, sentence) => {
    const { cli, events } = newScenario();
    expect([await cli.run(argv), events]).toEqual([code, []]);
    expect(cli.stderr).toContain(sentence);
  });

  test("export never guesses between two connections", async () => {
    const { cli, events } = newScenario({
      all: [healthyConnection, { ...healthyConnection, name: "acme-bot" }],
    });
    expect(await cli.run(["export", "--refresh-token", "--yes"])).toBe(2);
    expect([events, cli.stdout]).toEqual([[], ""]);
    expect(cli.stderr).toContain("which one?  acme  acme-bot");
  });

  test("export of a released connection reports that another program has the token", async () => {
    const facts = { name: "acme", provider: "Salesforce", lastMs: 0 };
    const tokenwell = fakeTokenwell({
      status: async () => [{ ...healthyConnection, status: "released" }],
      handOver: async () => {
        throw new LoginNeededError("released", facts);
      },
    });
    const cli = new CliHarness({ tokenwell });
    expect(await cli.run(["export", "acme", "--refresh-token", "--yes"])).toBe(3);
    expect(cli.stderr).toContain("another program owns its token");
    expect(cli.stderr).toContain("To take over again:\n  tokenwell renew acme");
  });
});
