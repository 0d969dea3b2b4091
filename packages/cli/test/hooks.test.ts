import { type HookStatus, LoginNeededError, type Tokenwell } from "@tokenwell/core";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { environmentOf } from "../src/hooks/start.ts";
import { CliHarness, noonMs } from "./support/cli-harness.ts";
import { fakeTokenwell, healthyConnection } from "./support/fake-tokenwell.ts";

type Given = Parameters<Tokenwell["setHook"]>;

function startCli(env: Readonly<Record<string, string>> = {}): { cli: CliHarness; given: Given[] } {
  const given: Given[] = [];
  const setHook = async (...words: Given) => {
    given.push(words);
    return { name: words[0] ?? "acme" };
  };
  const tokenwell = fakeTokenwell({ setHook, lastUpkeep: async () => new Date(noonMs - 60_000) });
  return { cli: new CliHarness({ tokenwell, env: { PATH: "/usr/bin:/bin", ...env } }), given };
}

describe("set --on", () => {
  test("takes a program after -- with all its words, also those that look like options of ours", async () => {
    const { cli, given } = startCli();
    const program = ["/bin/sh", "-c", "exit 0", "--json", "--lang", "ja", "--", ""];
    expect(
      await cli.run(["set", "acme", "--on", "needs-login,expiring", "--on", "recovered", "--", ...program]),
    ).toBe(0);
    const action = { kind: "run", command: program };
    expect(given).toEqual([["acme", ["needs-login", "expiring", "recovered"], action, { language: "en" }]]);
    expect(cli.stderr).toMatch(
      /^✓ acme: on needs-login, expiring, recovered it runs\n {2}\/bin\/sh -c 'exit 0' --json /,
    );
    expect(cli.stdout).toBe("");
  });

  test("finds the program on the PATH now, because a timer has another one", async () => {
    const { cli, given } = startCli();
    await cli.run(["set", "--on", "recovered", "--", "sh"]);
    const [[name, , action] = []] = given;
    expect([name, action]).toEqual([
      undefined,
      { kind: "run", command: [expect.stringMatching(/^\/(usr\/)?bin\/sh$/)] },
    ]);
    const other = startCli();
    await other.cli.run(["set", "--on", "recovered", "--", "./node_modules/.bin/tsc"]);
    expect(other.given[0]?.[2]).toEqual({ kind: "run", command: [`${process.cwd()}/node_modules/.bin/tsc`] });
  });

  test.each([
    [["set", "acme", "--on", "expiring", "notify"], "acme", { kind: "notify" }],
    [["set", "--on", "expiring", "notify"], undefined, { kind: "notify" }],
    [["set", "notify", "--on", "expiring", "none"], "notify", null],
    [["set", "--on", "expiring", "none"], undefined, null],
  ])("reads %j", async (argv, name, action) => {
    const { cli, given } = startCli();
    expect(await cli.run(argv)).toBe(0);
    expect(given).toEqual([[name, ["expiring"], action, { language: "en" }]]);
  });

  test.each([
    [["set", "acme", "--on", "always", "none"], "there is no event always"],
    [["set", "acme", "--on", "needs_login", "none"], "did you mean needs-login?"],
    [["set", "acme", "--on", "expiring"], "what is to be done on expiring?"],
    [["set", "acme", "--on", "expiring", "--"], "what is to be done on expiring?"],
    [["set", "acme", "--on", "expiring", "--", ""], "what is to be done on expiring?"],
    [
      ["set", "acme", "max-life=1d", "--on", "expiring", "--", "/bin/true"],
      "what is to be done on expiring?",
    ],
    [["set", "acme", "max-life=1d", "--on", "expiring", "notify"], "what is to be done on expiring?"],
    [["set", "acme", "--on", "expiring", "--", "no such program"], "there is no program no such program"],
    [["set", "acme", "--", "/bin/true"], "a program goes with an event"],
  ])("refuses %j with exit code 2, and sets nothing", async (argv, sentence) => {
    const { cli, given } = startCli();
    expect([await cli.run(argv), given]).toEqual([2, []]);
    expect(cli.stderr).toContain(sentence);
  });

  test("says for JSON what is set", async () => {
    const { cli } = startCli();
    await cli.run(["set", "acme", "--on", "expiring", "--json", "--", "/bin/true", "a b"]);
    expect(JSON.parse(cli.stdout)).toEqual({
      name: "acme",
      events: ["expiring"],
      action: { kind: "run", command: ["/bin/true", "a b"] },
    });
  });

  test("says at once that there is no desktop", async () => {
    const { cli } = startCli({ PATH: "/nowhere" });
    expect(await cli.run(["set", "acme", "--on", "expiring", "notify"])).toBe(0);
    expect(cli.stderr).toContain("! There is no desktop or no notify-send here now.");
  });
});

describe("a command that finds a hook to run", () => {
  /** A command whose calls for a token find a hook that is due, and fail; `wait`: milliseconds before they do. */
  function finding(wait = 0): { cli: CliHarness; runs: number[] } {
    const runs: number[] = [];
    const find = async (): Promise<never> => {
      cli.storeOptions[0]?.onHookDue?.();
      cli.storeOptions[0]?.onHookDue?.();
      await new Promise((resolve) => setTimeout(resolve, wait));
      throw new LoginNeededError("needs_login", { name: "acme" });
    };
    const runHooks = async () => {
      runs.push(cli.hookStarts);
      return [];
    };
    const upkeep = async () => {
      cli.storeOptions[0]?.onHookDue?.();
      return [];
    };
    const cli = new CliHarness({ tokenwell: fakeTokenwell({ token: find, upkeep, runHooks }) });
    return { cli, runs };
  }

  test("starts one process for all of them when it ends, also if it fails", async () => {
    const { cli, runs } = finding();
    expect([await cli.run(["token", "acme"]), cli.hookStarts, runs]).toEqual([3, 1, []]);
  });

  test("starts it soon if it goes on", async () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const { cli } = finding(60_000);
    const running = cli.run(["token", "acme"]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(cli.hookStarts).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([await running, cli.hookStarts]).toEqual([3, 1]);
  });

  test.each([["upkeep"], ["upkeep", "--hooks"]])("runs them itself: %s %s", async (...argv) => {
    const { cli, runs } = finding();
    expect([await cli.run(argv), cli.hookStarts, runs]).toEqual([0, 0, [0]]);
  });
});

describe("status", () => {
  const startedAt = new Date(noonMs - 5 * 60_000);
  const run: HookStatus["action"] = { kind: "run", command: ["/usr/bin/mail", "-s", "it's over", "me"] };
  const hook = (over: Partial<HookStatus>): HookStatus => ({
    ...{ event: "needs-login", action: run, due: false, last: null },
    ...over,
  });

  test.each<[Partial<HookStatus>, string]>([
    [{}, "not run yet"],
    [{ due: true }, "due"],
    [{ last: { reason: "", startedAt, end: { kind: "exit", code: 0 } } }, "ran 5 min ago"],
    [{ last: { reason: "", startedAt, end: { kind: "exit", code: 3 } } }, "ran 5 min ago, exit code 3"],
    [{ last: { reason: "", startedAt, end: { kind: "timeout" } } }, "ran 5 min ago, ended after a minute"],
    [
      { last: { reason: "", startedAt, end: { kind: "signal", signal: "SIGKILL" } } },
      "ran 5 min ago, ended by SIGKILL",
    ],
    [{ last: { reason: "", startedAt, end: null } }, "started 5 min ago, no end recorded"],
    [
      { last: { reason: "", startedAt, end: { kind: "not_started", why: "ENOENT" } } },
      "could not start 5 min ago: ENOENT",
    ],
    [
      { last: { reason: "", startedAt, end: { kind: "not_started", why: "no_desktop" } } },
      "no desktop 5 min ago",
    ],
  ])("of a connection shows how a hook stands: %j", async (over, state) => {
    const status = async () => [{ ...healthyConnection, hooks: [hook(over)] }];
    const cli = new CliHarness({ tokenwell: fakeTokenwell({ status }) });
    expect(await cli.run(["status", "acme"])).toBe(0);
    const text = cli.stdout.replace(/\s+/g, " ");
    expect(text).toContain(` on needs-login (${state}): /usr/bin/mail -s 'it'\\''s over' me `);
  });

  test.each<[string, number | null, Partial<typeof healthyConnection>, string]>([
    ["ran lately", 3, {}, "Upkeep ran 3 h ago.\n"],
    ["ran long ago", 80, {}, "! Upkeep ran 3 days ago, and nothing runs it now.  tokenwell upkeep install\n"],
    ["never ran and is not needed", null, {}, ""],
    [
      "never ran and a hook needs it",
      null,
      { hooks: [hook({})] },
      "! Nothing runs upkeep.  tokenwell upkeep install\n",
    ],
  ])("of all says that upkeep %s", async (_, hours, over, sentence) => {
    const lastUpkeep = async () => (hours === null ? null : new Date(noonMs - hours * 3_600_000));
    const status = async () => [{ ...healthyConnection, ...over }];
    const cli = new CliHarness({
      tokenwell: fakeTokenwell({ status, lastUpkeep }),
      env: { HOME: "/nowhere" },
    });
    expect(await cli.run(["status"])).toBe(0);
    expect(cli.stderr).toBe(sentence);
  });
});

test("the process that runs hooks opens the same store, with its key and its password", () => {
  const store = {
    TOKENWELL_KEY: "key",
    TOKENWELL_STORE: "postgres://app:password@db.example.com/tokenwell",
    PGPASSWORD: "password",
  };
  expect(environmentOf({ ...store, PATH: "/bin", ACCESS_TOKEN: "CANARY" })).toEqual({
    ...store,
    PATH: "/bin",
  });
});
