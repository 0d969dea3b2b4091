import { describe, expect, test } from "vitest";
import { CliHarness, type CliHarnessOptions } from "./support/cli-harness.ts";
import { fakeTokenwell, tokenSet } from "./support/fake-tokenwell.ts";
import { coreError } from "./support/sample-errors.ts";

const copied = coreError("store_copied");

/** A desk at a copied store, whose token comes when the question was answered with yes. */
function deskWith(options: CliHarnessOptions): CliHarness {
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
  test("is asked about at a terminal, and with a yes the token comes", async () => {
    const desk = deskWith({ isTerminal: true });
    const done = desk.run(["token"]);
    await desk.waitFor("acme: the data is a copy of what was in use elsewhere");
    await desk.waitFor("Two copies in use end the login. Is the other one gone? (y/N)");
    desk.enter("y");
    expect(await done).toBe(0);
    expect(desk.stdout).toBe("CANARY-access-token\n");
  });

  test.each(["", "n"])("with %j says how it can be used later, and exits with 4", async (answer) => {
    const desk = deskWith({ isTerminal: true });
    const done = desk.run(["token"]);
    await desk.waitFor("(y/N)");
    desk.enter(answer);
    expect(await done).toBe(4);
    expect(desk.stdout).toBe("");
    await desk.waitFor("tokenwell upkeep --adopt\n");
  });

  test("is asked about in Japanese", async () => {
    const desk = deskWith({ isTerminal: true, language: "ja" });
    const done = desk.run(["token"]);
    await desk.waitFor("両方を使うとログインが終わります。使うのはこちらだけですか? (y/N)");
    desk.enter("y");
    expect(await done).toBe(0);
  });

  test("is no question where nobody sits: exit code 4 and the next step", async () => {
    const desk = deskWith({});
    expect(await desk.run(["token"])).toBe(4);
    expect(desk.stdout).toBe("");
    expect(desk.stderr).toContain("tokenwell upkeep --adopt\n");
  });

  test("is adopted by upkeep --adopt", async () => {
    const asked: unknown[] = [];
    const tokenwell = fakeTokenwell({
      upkeep: async (options) => {
        asked.push(options);
        return [];
      },
    });
    const desk = new CliHarness({ isTerminal: true, tokenwell });
    expect(await desk.run(["upkeep", "--adopt"])).toBe(0);
    expect(asked).toEqual([{ adopt: true }]);
    expect(desk.stderr).toContain("This is the one copy in use now.");
  });
});
