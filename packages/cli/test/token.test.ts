import { EventEmitter } from "node:events";
import { Writable } from "node:stream";
import type { TokenSet, WaitNotice } from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { Context } from "../src/context.ts";
import { SignalHandler } from "../src/signals.ts";
import { CliHarness, type CliHarnessOptions, noonMs } from "./support/cli-harness.ts";
import { fakeTokenwell, tokenSet } from "./support/fake-tokenwell.ts";
import { coreError } from "./support/sample-errors.ts";

interface Asked {
  readonly name: string | undefined;
  readonly options: unknown;
}

/** Starts a command whose Tokenwell gives the token and records the requests for it. */
function startCli(
  given: TokenSet | Error,
  options: CliHarnessOptions = {},
): { cli: CliHarness; asked: Asked[] } {
  const asked: Asked[] = [];
  const tokenwell = fakeTokenwell({
    token: async (name, wish) => {
      asked.push({ name, options: wish });
      if (given instanceof Error) throw given;
      return given;
    },
  });
  return { cli: new CliHarness({ tokenwell, ...options }), asked };
}

describe("the token", () => {
  test("token prints only the token to stdout and nothing to stderr", async () => {
    const { cli, asked } = startCli(tokenSet);
    expect(await cli.run(["token", "acme"])).toBe(0);
    expect(cli.stdout).toBe("CANARY-access-token\n");
    expect(cli.stderr).toBe("");
    expect(asked).toEqual([{ name: "acme", options: { minTtlSeconds: 60, refresh: false } }]);
  });

  test("token --json has a fixed order of fields, whole seconds, and no ID token unless requested", async () => {
    const { cli } = startCli({ ...tokenSet, idToken: "CANARY-id", claims: { sub: "1" } });
    expect(await cli.run(["token", "--json"])).toBe(0);
    expect(cli.stdout).toBe(
      '{"accessToken":"CANARY-access-token","tokenType":"Bearer","instanceUrl":"https://api.acme.example",' +
        '"scope":"openid offline_access","expiresAt":"2026-11-22T13:00:00Z","expiresAtSource":"answer"}\n',
    );
  });

  test("token --id prints the ID token, or a sentence and exit code 1 if there is none", async () => {
    const { cli } = startCli({ ...tokenSet, idToken: "CANARY-id" });
    expect(await cli.run(["token", "--id"])).toBe(0);
    expect(cli.stdout).toBe("CANARY-id\n");
    const without = startCli(tokenSet).cli;
    expect(await without.run(["token", "acme", "--id"])).toBe(1);
    expect(without.stdout).toBe("");
    expect(without.stderr).toBe(
      'tokenwell: acme has no ID token\n  Its scopes must include openid:\n  tokenwell renew acme --scope "openid offline_access"\n',
    );
  });

  test("A token that no reader takes is written nowhere else", async () => {
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error("CANARY"), { code: "EPIPE" })),
    }).on("error", () => undefined);
    const { cli } = startCli(tokenSet, { stdout });
    expect(await cli.run(["token"])).toBe(1);
    expect(cli.stderr).toBe("");
  });
});

describe("--min-ttl and --wait", () => {
  test.each([
    [["--min-ttl", "300"], 300],
    [["--min-ttl", "300s"], 300],
    [["--min-ttl=5m"], 300],
    [["--min-ttl", "1h"], 3600],
    [["--min-ttl", "0"], 0],
    [[], 60],
  ])("%j asks for a token that lives %i seconds", async (argv, minTtlSeconds) => {
    const { cli, asked } = startCli(tokenSet);
    await cli.run(["token", ...argv, "--refresh"]);
    expect(asked).toEqual([{ name: undefined, options: { minTtlSeconds, refresh: true } }]);
  });

  test.each([
    ["--min-ttl", "soon"],
    ["--min-ttl", "-5"],
    ["--wait", "1.5"],
    ["--wait", ""],
  ])("%s %j is refused before the store is opened", async (option, value) => {
    const cli = new CliHarness();
    expect(await cli.run(["token", `${option}=${value}`])).toBe(2);
    expect(cli.stderr).toContain(`tokenwell: ${option} cannot be ${value}`);
    expect(cli.storeOptions).toEqual([]);
  });

  test.each([
    ["en", "! the token ends in 1 h 0 min, sooner than --min-ttl 30d asks for\n"],
    ["ja", "! トークンの残りは 1 時間 0 分で、--min-ttl 30d より短いです\n"],
  ] as const)(
    "A token that lives shorter is printed with one line of warning (%s)",
    async (language, line) => {
      const { cli } = startCli(tokenSet, { language });
      expect(await cli.run(["token", "--min-ttl", "30d"])).toBe(0);
      expect(cli.stdout).toBe("CANARY-access-token\n");
      expect(cli.stderr).toBe(line);
    },
  );

  test("A token that lives as long as --min-ttl, or without the option, has no warning", async () => {
    const { cli } = startCli(tokenSet);
    await cli.run(["token", "--min-ttl", "1h"]);
    expect(cli.stderr).toBe("");
    const brief = startCli({ ...tokenSet, expiresAt: new Date(noonMs + 5_000) }).cli;
    await brief.run(["token"]);
    expect(brief.stderr).toBe("");
  });

  test("--wait sets how long the library waits for another process", async () => {
    const { cli } = startCli(tokenSet);
    await cli.run(["token", "--wait", "2m"]);
    expect(cli.storeOptions).toMatchObject([{ waitForCompletion: true, waitMs: 120_000 }]);
  });
});

describe("a wait", () => {
  const sinceMs = new Date(2026, 10, 22, 14, 2, 11).getTime();
  const waiting = { kind: "waiting", name: "acme", sinceMs, untilMs: noonMs + 46_500 } as const;
  const until = new Date(noonMs + 46_500).toTimeString().slice(0, 8);
  const cases: [WaitNotice, "en" | "ja", string][] = [
    [
      { ...waiting, why: "drain" },
      "en",
      `acme: the refresh at 14:02:11 got no answer. Asking again before ${until} could\nend the login. Waiting 47 s; Ctrl-C is safe.\n`,
    ],
    [
      { ...waiting, why: "drain" },
      "ja",
      `acme: 14:02:11 の更新に応答がありません。${until} より前にもう一度送ると\nログインが失われる恐れがあります。47 秒待ちます(Ctrl-C は安全です)。\n`,
    ],
    [
      { ...waiting, why: "other" },
      "en",
      "acme: another program has been refreshing it since 14:02:11.\nWaiting up to 47 s; Ctrl-C is safe.\n",
    ],
    [{ ...waiting, why: "other" }, "ja", "別のプログラムが更新しています"],
    [
      { kind: "unsaved", name: "acme" },
      "en",
      "acme: the provider answered, but the answer cannot be stored yet.\nTrying until it can; stopping now may cost the login.\n",
    ],
    [
      { kind: "unsaved", name: "acme" },
      "ja",
      "acme: プロバイダーの応答をまだ保存できません。\n保存できるまで試します。今止めるとログインが失われる恐れがあります。\n",
    ],
  ];
  test.each(cases)("The wait %j is reported in %s", async (notice, language, sentences) => {
    const tokenwell = fakeTokenwell({
      token: async () => {
        cli.storeOptions.at(-1)?.onWaiting?.(notice);
        return tokenSet;
      },
    });
    const cli = new CliHarness({ tokenwell, language });
    expect(await cli.run(["token"])).toBe(0);
    expect(cli.stderr).toContain(sentences);
    expect(cli.stdout).toBe("CANARY-access-token\n");
  });
});

describe("an error", () => {
  test.each([
    [
      "nothing_connected",
      3,
      "tokenwell: nothing is connected yet\n  tokenwell login salesforce   or   tokenwell demo\n",
    ],
    ["which_connection", 2, "tokenwell: which one?  acme  acme-bot\n"],
    ["unknown_connection_did_you_mean", 2, 'tokenwell: no connection "acm"; did you mean acme?\n'],
    ["needs_login", 3, "tokenwell: acme must log in again (invalid_grant): run tokenwell renew acme\n"],
    [
      "refresh_not_sent",
      4,
      "tokenwell: acme: cannot reach login.example.com (connection refused)\n  The refresh token was not sent and is safe. Next try in 30 s.\n",
    ],
  ] as const)("The error %s exits with %i and has its sentences", async (code, exitCode, sentences) => {
    const { cli } = startCli(coreError(code));
    expect(await cli.run(["token"])).toBe(exitCode);
    expect(cli.stdout).toBe("");
    expect(cli.stderr).toBe(sentences);
  });
});

describe("Ctrl-C", () => {
  function interrupted(names: readonly string[]): {
    signals: EventEmitter;
    handler: SignalHandler;
    announced: string[];
    settle: () => void;
    hasEnded: () => Promise<number | "not yet">;
  } {
    const announced: string[] = [];
    const handler = new SignalHandler((which) => announced.push(...which));
    const settled = Promise.withResolvers<void>();
    handler.pendingRefreshes = () => names;
    handler.finish = () => settled.promise;
    const signals = new EventEmitter();
    handler.listen(signals);
    const turn = new Promise<"not yet">((resolve) => {
      setImmediate(() => setImmediate(() => resolve("not yet")));
    });
    return {
      signals,
      handler,
      announced,
      settle: () => settled.resolve(),
      hasEnded: () => Promise.race([handler.stopped, turn]),
    };
  }

  test("Ctrl-C ends the command at once if no refresh is in flight", async () => {
    const { signals, announced, hasEnded } = interrupted([]);
    signals.emit("SIGINT");
    expect(await hasEnded()).toBe(130);
    expect(announced).toEqual([]);
  });

  test("Ctrl-C during a refresh says so, and ends the command when the refresh has ended", async () => {
    const { signals, announced, settle, hasEnded, handler } = interrupted(["acme"]);
    signals.emit("SIGINT");
    expect(announced).toEqual(["acme"]);
    expect(await hasEnded()).toBe("not yet");
    settle();
    expect(await handler.stopped).toBe(130);
  });

  test("A second Ctrl-C ends the command at once", async () => {
    const { signals, announced, hasEnded } = interrupted(["acme"]);
    signals.emit("SIGTERM");
    signals.emit("SIGINT");
    expect(await hasEnded()).toBe(130);
    expect(announced).toEqual(["acme"]);
  });

  test.each([
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ])("%s ends the command with the exit code that a shell expects: %i", async (signal, code) => {
    const { signals, hasEnded } = interrupted([]);
    signals.emit(signal);
    expect(await hasEnded()).toBe(code);
  });

  test("Ctrl-C cleans up, and ends the command even if the cleanup fails", async () => {
    const { signals, handler, hasEnded } = interrupted([]);
    handler.undo = async () => {
      throw new Error("CANARY");
    };
    signals.emit("SIGINT");
    expect(await hasEnded()).toBe(130);
  });

  test("The command removes its signal listeners when it has ended", () => {
    const handler = new SignalHandler(() => undefined);
    const signals = new EventEmitter();
    handler.listen(signals)();
    expect(signals.eventNames()).toEqual([]);
  });

  test.each([
    ["en", "finishing the refresh of acme, seconds; Ctrl-C again may cost the login\n"],
    ["ja", "acme の更新を数秒で終えます。もう一度 Ctrl-C を押すとログインを失う恐れがあります\n"],
  ] as const)("Ctrl-C during a refresh is answered in %s", async (language, sentence) => {
    const settled = Promise.withResolvers<TokenSet>();
    const asked = Promise.withResolvers<void>();
    const tokenwell = fakeTokenwell({
      pendingRefreshes: ["acme"],
      token: () => {
        asked.resolve();
        return settled.promise;
      },
      close: async () => {
        await settled.promise;
      },
    });
    const cli = new CliHarness({ tokenwell, language });
    const ended = cli.run(["token"]);
    await asked.promise;
    process.emit("SIGINT");
    await cli.waitFor(sentence.trim());
    expect(cli.stderr).toBe(sentence);
    settled.resolve(tokenSet);
    await ended;
    // Output in flight is not lost.
    expect(cli.stdout).toBe("CANARY-access-token\n");
  });

  test("The sentence continues the line on which the terminal echoed ^C", () => {
    const cli = new CliHarness({ isTerminal: true });
    const context = cli.context([]);
    expect(context).toBeInstanceOf(Context);
    context.signals.pendingRefreshes = () => ["acme"];
    context.signals.stop("SIGINT");
    expect(cli.stderr).toMatch(/^ finishing the refresh of acme/);
  });
});
