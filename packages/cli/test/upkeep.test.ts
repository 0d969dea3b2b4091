import { LoginNeededError, RetryLaterError, type Upkept } from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { CliHarness } from "./support/cli-harness.ts";
import { fakeTokenwell } from "./support/fake-tokenwell.ts";

const deskWith = (done: readonly Upkept[], isTerminal: boolean) =>
  new CliHarness({ isTerminal, tokenwell: fakeTokenwell({ upkeep: async () => done }) });

const idle: Upkept = { name: "acme", outcome: "not_due", problem: null };
const kept: Upkept = { name: "bot", outcome: "refreshed", problem: null };
const gone: Upkept = {
  name: "old",
  outcome: "failed",
  problem: new LoginNeededError("needs_login", { name: "old", why: "why.provider_revoked" }),
};
const down: Upkept = {
  name: "far",
  outcome: "failed",
  problem: new RetryLaterError("refresh_waiting", 30, { name: "far" }),
};

describe("tokenwell upkeep", () => {
  test("says nothing to cron while all is well", async () => {
    const cli = deskWith([idle, kept], false);
    expect(await cli.run(["upkeep"])).toBe(0);
    expect(cli.stdout + cli.stderr).toBe("");
  });

  test("tells a person what it did", async () => {
    const desk = deskWith([idle, kept], true);
    await desk.run(["upkeep"]);
    expect(desk.stderr).toContain("bot: refreshed");
    const bored = deskWith([idle], true);
    await bored.run(["upkeep"]);
    expect(bored.stderr).toContain("Nothing had to be refreshed.");
  });

  test.each([
    [[kept, down], 4],
    [[down, gone], 3],
  ])("tells what is wrong, and by its exit code what to do (%#)", async (done, code) => {
    const desk = deskWith(done, false);
    expect(await desk.run(["upkeep"])).toBe(code);
    expect(desk.stderr).toContain("tokenwell: ");
  });

  test("gives programs one entry for each connection", async () => {
    const desk = deskWith([idle, gone], false);
    await desk.run(["upkeep", "--json"]);
    expect(JSON.parse(desk.stdout)).toMatchObject([
      { name: "acme", outcome: "not_due", problem: null },
      { name: "old", outcome: "failed", problem: { code: "needs_login" } },
    ]);
  });

  test("takes no name: it is for all", async () => {
    expect(await deskWith([], false).run(["upkeep", "acme"])).toBe(2);
  });
});
