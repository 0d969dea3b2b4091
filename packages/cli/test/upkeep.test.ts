import { LoginNeededError, RetryLaterError, type UpkeepResult } from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { CliHarness } from "./support/cli-harness.ts";
import { fakeTokenwell } from "./support/fake-tokenwell.ts";

const startCli = (done: readonly UpkeepResult[], isTerminal: boolean) =>
  new CliHarness({ isTerminal, tokenwell: fakeTokenwell({ upkeep: async () => done }) });

const idle: UpkeepResult = { name: "acme", outcome: "not_due", problem: null };
const kept: UpkeepResult = { name: "bot", outcome: "refreshed", problem: null };
const gone: UpkeepResult = {
  name: "old",
  outcome: "failed",
  problem: new LoginNeededError("needs_login", { name: "old", why: "evidence.provider_revoked" }),
};
const down: UpkeepResult = {
  name: "far",
  outcome: "failed",
  problem: new RetryLaterError("refresh_waiting", 30, { name: "far" }),
};

describe("tokenwell upkeep", () => {
  test("upkeep prints nothing for cron if there is no problem", async () => {
    const cli = startCli([idle, kept], false);
    expect(await cli.run(["upkeep"])).toBe(0);
    expect(cli.stdout + cli.stderr).toBe("");
  });

  test("upkeep reports its actions on a terminal", async () => {
    const cli = startCli([idle, kept], true);
    await cli.run(["upkeep"]);
    expect(cli.stderr).toContain("bot: refreshed");
    const bored = startCli([idle], true);
    await bored.run(["upkeep"]);
    expect(bored.stderr).toContain("Nothing had to be refreshed.");
  });

  test.each([
    [[kept, down], 4],
    [[down, gone], 3],
  ])("upkeep reports problems, and its exit code says what to do (%#)", async (done, code) => {
    const cli = startCli(done, false);
    expect(await cli.run(["upkeep"])).toBe(code);
    expect(cli.stderr).toContain("tokenwell: ");
  });

  test("upkeep --json has one entry for each connection", async () => {
    const cli = startCli([idle, gone], false);
    await cli.run(["upkeep", "--json"]);
    expect(JSON.parse(cli.stdout)).toMatchObject([
      { name: "acme", outcome: "not_due", problem: null },
      { name: "old", outcome: "failed", problem: { code: "needs_login" } },
    ]);
  });

  test("upkeep takes no name, because it concerns all connections", async () => {
    expect(await startCli([], false).run(["upkeep", "acme"])).toBe(2);
  });
});
