import { LoginNeededError, RetryLaterError, Secret, StoreError } from "@tokenwell/core";
import { expect, test } from "vitest";
import { CliHarness } from "./support/cli-harness.ts";
import { fakeTokenwell } from "./support/fake-tokenwell.ts";

/** A worker with three results, of which the second and the third quote secrets that this process has seen. */
const tokenwell = fakeTokenwell({
  work: async ({ onResult, onStoreError } = {}) => {
    onResult?.({ name: "acme", outcome: "refreshed", problem: null });
    Secret.of("CANARY_refresh_token_of_bot");
    const quoting = { name: "bot CANARY_refresh_token_of_bot", why: "evidence.provider_revoked" };
    onResult?.({ name: "bot", outcome: "failed", problem: new LoginNeededError("needs_login", quoting) });
    onResult?.({
      name: "far",
      outcome: "failed",
      problem: new RetryLaterError("refresh_waiting", 30, { name: "far" }),
    });
    onStoreError?.(new StoreError("store_busy", { place: "postgres://app:CANARY%20password@db/x" }));
    return { refreshed: 1, failed: 2 };
  },
});

const linesOf = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

test("work --log writes JSON lines for a collector, without any secret of its process", async () => {
  const cli = new CliHarness({
    tokenwell,
    env: { TOKENWELL_STORE: "postgres://app:CANARY%20password@db/x" },
  });
  expect(await cli.run(["work", "--log"])).toBe(0);
  const lines = linesOf(cli.stdout);
  expect(lines.map(({ level, event, name, code }) => [level, event, name, code])).toEqual([
    ["info", "started", undefined, undefined],
    ["error", "refresh_failed", "bot", "needs_login"],
    ["warn", "refresh_failed", "far", "refresh_waiting"],
    ["error", "store_failed", undefined, "store_busy"],
    ["info", "done", undefined, undefined],
  ]);
  expect(lines[2]).toMatchObject({ retryAfterSeconds: 30 });
  expect(lines.at(-1)).toMatchObject({ refreshed: 1, failed: 2, time: expect.stringMatching(/Z$/) });
  expect(cli.stdout).toContain("bot …");
  expect(cli.stdout + cli.stderr).not.toContain("CANARY");
});

test("work --log --verbose writes each refresh, too, and excludes --json", async () => {
  const cli = new CliHarness({ tokenwell });
  await cli.run(["work", "--log", "--verbose"]);
  expect(linesOf(cli.stdout)).toContainEqual(
    expect.objectContaining({ level: "debug", event: "refreshed", name: "acme" }),
  );
  const both = new CliHarness({ tokenwell });
  expect(await both.run(["work", "--log", "--json"])).toBe(2);
});
