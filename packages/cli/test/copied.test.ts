import { describe, expect, test } from "vitest";
import { CliHarness, type CliHarnessOptions } from "./support/cli-harness.ts";
import { fakeTokenwell, tokenSet } from "./support/fake-tokenwell.ts";
import { coreError } from "./support/sample-errors.ts";

const copied = coreError("store_copied");

/** Starts a command at a copied store, which gives its token after a yes. */
function startCli(options: CliHarnessOptions): CliHarness {
  const cli: CliHarness = new CliHarness({
    ...options,
    tokenwell: fakeTokenwell({
      token: async () => {
        if (await cli.storeOptions[0]?.confirmOnlyCopy?.(copied)) return tokenSet;
        throw copied;
      },
    }),
  });
  return cli;
}

describe("a copied store", () => {
  test("The command asks about a copied store and prints the token after a yes", async () => {
    const cli = startCli({ isTerminal: true });
    const done = cli.run(["token"]);
    await cli.waitFor("acme: the data is a copy of what was in use elsewhere");
    await cli.waitFor("Two copies in use end the login. Is the other one gone? (y/N)");
    cli.enter("y");
    expect(await done).toBe(0);
    expect(cli.stdout).toBe("CANARY-access-token\n");
  });

  test.each(["", "n"])("The answer %j prints the next step and exits with 4", async (answer) => {
    const cli = startCli({ isTerminal: true });
    const done = cli.run(["token"]);
    await cli.waitFor("(y/N)");
    cli.enter(answer);
    expect(await done).toBe(4);
    expect(cli.stdout).toBe("");
    await cli.waitFor("tokenwell upkeep --adopt\n");
  });

  test("The command asks about a copied store in Japanese", async () => {
    const cli = startCli({ isTerminal: true, language: "ja" });
    const done = cli.run(["token"]);
    await cli.waitFor("両方を使うとログインが終わります。使うのはこちらだけですか? (y/N)");
    cli.enter("y");
    expect(await done).toBe(0);
  });

  test("Without a terminal the command asks nothing, prints the next step and exits with 4", async () => {
    const cli = startCli({});
    expect(await cli.run(["token"])).toBe(4);
    expect(cli.stdout).toBe("");
    expect(cli.stderr).toContain("tokenwell upkeep --adopt\n");
  });

  test("upkeep --adopt confirms that the copy is the only one", async () => {
    const asked: unknown[] = [];
    const tokenwell = fakeTokenwell({
      upkeep: async (options) => {
        asked.push(options);
        return [];
      },
    });
    const cli = new CliHarness({ isTerminal: true, tokenwell });
    expect(await cli.run(["upkeep", "--adopt"])).toBe(0);
    expect(asked).toEqual([{ adopt: true }]);
    expect(cli.stderr).toContain("This is the one copy in use now.");
  });
});
