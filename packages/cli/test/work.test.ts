import { LoginNeededError, RetryLaterError, StoreError, type WorkOptions } from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { SignalHandler } from "../src/signals.ts";
import { CliHarness } from "./support/cli-harness.ts";
import { fakeTokenwell } from "./support/fake-tokenwell.ts";

const gone = new LoginNeededError("needs_login", { name: "old", why: "evidence.provider_revoked" });
const busy = new RetryLaterError("refresh_waiting", 30, { name: "far" });

/** A worker that has these problems, and then ends. */
const startCli = (during: (options: WorkOptions) => void = () => undefined, isTerminal = false) => {
  const given: WorkOptions[] = [];
  const work = async (options: WorkOptions = {}) => {
    given.push(options);
    during(options);
    return { refreshed: 7, failed: 2 };
  };
  return { cli: new CliHarness({ isTerminal, tokenwell: fakeTokenwell({ work }) }), given };
};

describe("tokenwell work", () => {
  test("says what it begins and what it has done, and exits with 0", async () => {
    const { cli, given } = startCli();
    expect(await cli.run(["work"])).toBe(0);
    expect(cli.stderr).toBe("Refreshing what is due, 32 at a time. Ctrl-C ends it.\n7 refreshes, 2 failed\n");
    expect(given).toMatchObject([{ concurrency: 32 }]);
    expect(cli.storeOptions).toMatchObject([{ waitForCompletion: false }]);
  });

  test("takes the number of refreshes at a time, and that of one app", async () => {
    const { cli, given } = startCli();
    expect(await cli.run(["work", "--concurrency", "64", "--per-app", "8"])).toBe(0);
    expect(given).toMatchObject([{ concurrency: 64, concurrencyPerApp: 8 }]);
    for (const wrong of ["0", "-1", "1.5", "many", ""])
      expect(await startCli().cli.run(["work", "--concurrency", wrong])).toBe(2);
  });

  test("prints what a person must do, and other failures only with --verbose", async () => {
    const problems = ({ onResult }: WorkOptions) => {
      onResult?.({ name: "bot", outcome: "refreshed", problem: null });
      onResult?.({ name: "old", outcome: "failed", problem: gone });
      onResult?.({ name: "far", outcome: "failed", problem: busy });
    };
    const { cli } = startCli(problems);
    await cli.run(["work"]);
    expect(cli.stderr).toContain("tokenwell renew old");
    expect(cli.stderr).not.toContain("far");
    expect(cli.stderr).not.toContain("bot");
    const verbose = startCli(problems).cli;
    await verbose.run(["work", "--verbose"]);
    expect(verbose.stderr).toContain("far");
  });

  test("prints a failure of the store once, however often it comes", async () => {
    const { cli } = startCli(({ onStoreError }) => {
      for (let each = 0; each < 5; each += 1) onStoreError?.(new StoreError("store_busy", { place: "here" }));
    });
    await cli.run(["work"]);
    expect(cli.stderr.match(/tokenwell: /g)).toHaveLength(1);
  });

  test("--json has the numbers on stdout, and errors as JSON on stderr", async () => {
    const { cli } = startCli(({ onResult }) => onResult?.({ name: "old", outcome: "failed", problem: gone }));
    expect(await cli.run(["work", "--json"])).toBe(0);
    expect(JSON.parse(cli.stdout)).toEqual({ refreshed: 7, failed: 2 });
    expect(JSON.parse(cli.stderr.split("\n")[1] ?? "")).toMatchObject({ error: { code: "needs_login" } });
  });

  test("exits with the code of an error that ends the work", async () => {
    const { cli } = startCli(() => {
      throw new StoreError("store_corrupt", { place: "here" });
    });
    expect(await cli.run(["work"])).toBe(1);
  });
});

describe("a signal to a command that works until a signal", () => {
  test("ends the work the first time, and the command at once the second time", async () => {
    const signals = new SignalHandler(() => undefined);
    let ended = 0;
    signals.endWork = () => {
      ended += 1;
    };
    const turn = new Promise((resolve) => setImmediate(resolve, "not yet"));
    signals.stop("SIGTERM");
    expect([ended, signals.isStopping]).toEqual([1, false]);
    expect(await Promise.race([signals.stopped, turn])).toBe("not yet");
    signals.stop("SIGTERM");
    expect(await signals.stopped).toBe(143);
    expect([ended, signals.isStopping]).toEqual([1, true]);
  });
});
