import { InputError, type Move, type Settings, type Tokenwell } from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { CliHarness, type CliHarnessOptions } from "./support/cli-harness.ts";
import { fakeTokenwell } from "./support/fake-tokenwell.ts";

interface Asked {
  readonly cli: CliHarness;
  readonly sets: (readonly [string | undefined, Settings])[];
}

function startCli(also: readonly string[] = [], options: CliHarnessOptions = {}): Asked {
  const sets: Asked["sets"] = [];
  const set = async (name: string | undefined, settings: Settings) => {
    sets.push([name, settings]);
    return { name: name ?? "acme", also };
  };
  return { cli: new CliHarness({ tokenwell: fakeTokenwell({ set }), ...options }), sets };
}

test("set writes lifetimes in seconds, and names the other connections of the app", async () => {
  const { cli, sets } = startCli(["acme-bot", "acme-eu"]);
  expect(
    await cli.run(["set", "acme", "max-life=365d", "idle-life=30d", "access-life=2h", "overlap=30s"]),
  ).toBe(0);
  expect(sets).toEqual([
    [
      "acme",
      {
        maxLifeSeconds: 365 * 86_400,
        idleLifeSeconds: 30 * 86_400,
        accessLifeSeconds: 7200,
        overlapSeconds: 30,
      },
    ],
  ]);
  expect(cli.stderr).toBe(
    "✓ acme: max-life=365d idle-life=30d access-life=2h overlap=30s\n  It applies to the app, so to acme-bot acme-eu too.\n",
  );
  expect(cli.stdout).toBe("");
});

test("set needs no name if there is one connection, and removes a setting", async () => {
  const { cli, sets } = startCli();
  expect(await cli.run(["set", "max-life=none", "--json"])).toBe(0);
  expect(sets).toEqual([[undefined, { maxLifeSeconds: null }]]);
  expect(cli.stdout).toBe('{"name":"acme","also":[],"maxLifeSeconds":null}\n');
});

test.each([
  [["set"], "which setting?"],
  [["set", "acme"], "which setting?"],
  [["set", "acme", "max-lif=1d"], "no setting max-lif; did you mean max-life?"],
  [["set", "acme", "colour=red"], "no setting colour"],
  [["set", "acme", "max-life"], 'max-life cannot be ""'],
  [["set", "acme", "max-life="], 'max-life cannot be ""'],
  [["set", "acme", "max-life=soon"], "max-life cannot be soon"],
  [["set", "acme", "max-life=0"], "max-life cannot be 0"],
  [["set", "acme", "host="], 'host cannot be ""'],
  [["set", "acme", "hosts=acme.example"], "did you mean host?"],
])("%j is refused with exit code 2, and nothing is set", async (argv, sentence) => {
  const { cli, sets } = startCli();
  const code = await cli.run(argv);
  expect([code, sets]).toEqual([2, []]);
  expect(cli.stderr).toContain(sentence);
});

describe("set host=", () => {
  const move: Move = { name: "acme", also: ["acme-bot"], from: "login.example", to: "acme.example" };
  type Given = Parameters<Tokenwell["move"]>;

  function movingDesk(isHome: boolean, options: CliHarnessOptions = {}): { cli: CliHarness; moves: Given[] } {
    const moves: Given[] = [];
    const moved = async (...given: Given): Promise<Move | null> => {
      moves.push(given);
      const { isSameProvider } = given[2] ?? {};
      if (!isHome && isSameProvider === undefined)
        throw new InputError("host_elsewhere", { name: "acme", from: move.from, to: move.to });
      return isHome || (await isSameProvider?.(move)) ? move : null;
    };
    return { cli: new CliHarness({ tokenwell: fakeTokenwell({ move: moved }), ...options }), moves };
  }

  test("set host= moves the app, names the other connections that move, and how to try it", async () => {
    const { cli, moves } = movingDesk(true);
    expect(await cli.run(["set", "acme", "host=acme.example", "--json"])).toBe(0);
    expect(moves).toEqual([["acme", "acme.example", {}]]);
    expect(cli.stderr).toBe(
      "✓ acme: host=acme.example\n  It applies to the app, so to acme-bot too.\n  Try it:  tokenwell status acme --check\n",
    );
    expect(cli.stdout).toBe('{"name":"acme","also":["acme-bot"],"host":"acme.example"}\n');
  });

  test.each([
    ["y", 0],
    ["", 1],
  ])("set host= asks if another provider may be behind the address: %j", async (answer, code) => {
    const { cli } = movingDesk(false, { isTerminal: true });
    const running = cli.run(["set", "acme", "host=acme.example"]);
    await cli.waitFor("Send the refresh tokens of acme acme-bot to acme.example? (y/N)");
    cli.enter(answer);
    expect(await running).toBe(code);
    expect(cli.stderr.includes("✓ acme: host=acme.example")).toBe(code === 0);
  });

  test("set host= is refused with exit code 2 without a terminal, unless --yes confirms it", async () => {
    const { cli } = movingDesk(false);
    expect(await cli.run(["set", "acme", "host=acme.example"])).toBe(2);
    expect(cli.stderr).toContain("tokenwell set acme host=acme.example --yes");
    const { cli: sure } = movingDesk(false);
    expect(await sure.run(["set", "acme", "host=acme.example", "--yes"])).toBe(0);
  });
});

test("set asks for a new secret without echo, and never takes it from the command line", async () => {
  const { cli, sets } = startCli([], { isTerminal: true });
  const running = cli.run(["set", "acme", "secret"]);
  await cli.waitFor("? New client secret");
  await cli.waitFor("› ");
  cli.enter("CANARY-new-secret");
  expect(await running).toBe(0);
  expect(sets[0]?.[1].clientSecret?.expose()).toBe("CANARY-new-secret");
  expect(cli.stderr).toContain(
    "✓ acme: secret\n  Kept beside the present one until the provider accepts it.",
  );
  expect(cli.stderr).not.toContain("CANARY");
});

test("Without a terminal set takes the secret from the environment, beside other settings", async () => {
  const { cli, sets } = startCli([], { env: { TOKENWELL_CLIENT_SECRET: "CANARY-new-secret" } });
  expect(await cli.run(["set", "secret", "idle-life=30d", "--json"])).toBe(0);
  expect(sets[0]?.[0]).toBe(undefined);
  expect(sets[0]?.[1].idleLifeSeconds).toBe(30 * 86_400);
  expect(sets[0]?.[1].clientSecret?.expose()).toBe("CANARY-new-secret");
  expect(cli.stdout).toBe('{"name":"acme","also":[],"idleLifeSeconds":2592000}\n');
});

test.each([
  [["set", "acme", "secret"], "there is no terminal to ask on"],
  [["set", "acme", "secret=CANARY-new-secret"], "a secret does not belong on the command line"],
  [["set", "acme", "--client-secret", "CANARY-new-secret"], "a secret does not belong on the command line"],
])("%j is refused, and no secret is repeated", async (argv, sentence) => {
  const { cli, sets } = startCli();
  expect([await cli.run(argv), sets]).toEqual([2, []]);
  expect(cli.stderr).toContain(sentence);
  expect(cli.stderr).not.toContain("CANARY");
});
