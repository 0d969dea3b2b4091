import { homedir } from "node:os";
import { join } from "node:path";
import { type ConnectionStatus, widthOf } from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { CliHarness, type CliHarnessOptions, noonMs } from "./support/cli-harness.ts";
import { fakeTokenwell, healthyConnection } from "./support/fake-tokenwell.ts";
import { coreError } from "./support/sample-errors.ts";

const hourMs = 3_600_000;

const broken: ConnectionStatus = {
  ...healthyConnection,
  name: "acme-eu",
  account: "bot@acme.example",
  status: "needs_login",
  reason: "provider_revoked",
  access: null,
  problem: coreError("needs_login", { name: "acme-eu" }),
};
const unsettled: ConnectionStatus = {
  ...healthyConnection,
  name: "my-api",
  status: "unsettled",
  reason: "no_answer",
};

function startCli(all: readonly ConnectionStatus[], options: CliHarnessOptions = {}): CliHarness {
  const tokenwell = fakeTokenwell({
    status: async (name) => (name === undefined ? all : all.filter((one) => one.name === name)),
  });
  return new CliHarness({ tokenwell, ...options });
}

async function detailOf(one: ConnectionStatus, language: "en" | "ja" = "en"): Promise<string[]> {
  const cli = startCli([one], { language });
  await cli.run(["status", one.name]);
  return cli.stdout.trimEnd().split("\n");
}

describe("all connections", () => {
  test("status prints a table of all connections to stdout", async () => {
    const cli = startCli([healthyConnection, unsettled, broken]);
    expect(await cli.run(["status"])).toBe(0);
    expect(cli.stderr).toBe("");
    expect(cli.stdout).toBe(
      [
        "  NAME     PROVIDER  ACCOUNT            STATE",
        "✓ acme     oidc      taro@acme.example  ok, last refresh 12 min ago",
        "! my-api   oidc      taro@acme.example  the last refresh got no answer",
        "✗ acme-eu  oidc      bot@acme.example   tokenwell renew acme-eu",
        "",
      ].join("\n"),
    );
  });

  test("status aligns the columns of a Japanese table", async () => {
    const cli = startCli([healthyConnection, unsettled, broken], { language: "ja" });
    expect(await cli.run(["status"])).toBe(0);
    expect(cli.stdout).toBe(
      [
        "  名前     プロバイダー  アカウント         状態",
        "✓ acme     oidc          taro@acme.example  正常、最後の更新は 12 分前",
        "! my-api   oidc          taro@acme.example  最後の更新に応答がありません",
        "✗ acme-eu  oidc          bot@acme.example   tokenwell renew acme-eu",
        "",
      ].join("\n"),
    );
  });

  test.each(["en", "ja"] as const)(
    "A table wider than 80 columns keeps its columns (%s)",
    async (language) => {
      const long = {
        ...healthyConnection,
        name: "localhost-2",
        account: `${"太郎".repeat(12)}@acme.example`,
      };
      const replaced: ConnectionStatus = { ...long, name: "vendor", status: "quarantined" };
      const cli = startCli([long, replaced, unsettled], { language });
      await cli.run(["status"]);
      const [head = "", ...rows] = cli.stdout.trimEnd().split("\n");
      expect(rows).toHaveLength(3);
      expect(widthOf(rows[0] ?? "")).toBeGreaterThan(80);
      const stateColumn = (row: string, state: string): number => widthOf(row.slice(0, row.indexOf(state)));
      const column = stateColumn(head, language === "ja" ? "状態" : "STATE");
      expect(stateColumn(rows[0] ?? "", language === "ja" ? "正常" : "ok, last")).toBe(column);
      expect(stateColumn(rows[1] ?? "", "tokenwell renew vendor --replace-account")).toBe(column);
    },
  );

  test("status uses ASCII symbols if the locale is not UTF-8", async () => {
    const cli = startCli([healthyConnection, broken], { env: { LANG: "C" } });
    await cli.run(["status"]);
    expect(cli.stdout).toContain("ok acme ");
    expect(cli.stdout).toContain("x  acme-eu ");
    expect(cli.stdout).toMatch(/^ {3}NAME/);
  });

  test.each([
    ["needs_login", "✗", "tokenwell renew acme"],
    ["quarantined", "✗", "tokenwell renew acme --replace-account"],
    ["revoking", "!", "tokenwell logout acme"],
    ["revoked", "✗", "tokenwell logout acme"],
    ["suspended", "!", "stopped by the provider"],
    ["released", "!", "handed over"],
  ] as const)("A connection that is %s has the symbol %s and the state %s", async (status, symbol, state) => {
    const cli = startCli([{ ...healthyConnection, status }]);
    await cli.run(["status"]);
    expect(cli.stdout.split("\n")[1]).toBe(`${symbol} acme  oidc      taro@acme.example  ${state}`);
  });

  test("A connection with a problem refers to the command that shows more", async () => {
    const cli = startCli([{ ...healthyConnection, problem: coreError("client_refused") }]);
    await cli.run(["status"]);
    expect(cli.stdout).toContain("! acme  oidc      taro@acme.example  tokenwell status acme");
  });

  test("status reports a connection that was never refreshed", async () => {
    const cli = startCli([
      { ...healthyConnection, refresh: { ...healthyConnection.refresh, count: 0, last: null } },
    ]);
    await cli.run(["status"]);
    expect(cli.stdout).toContain("ok, not refreshed yet");
  });

  test("An account's name cannot control the terminal", async () => {
    const cli = startCli([{ ...healthyConnection, account: "taro\n\u001b[2J\u202e" }]);
    await cli.run(["status"]);
    expect(cli.stdout.split("\n")).toHaveLength(3);
    expect(cli.stdout).not.toMatch(/[^\P{C}\n]/u);
  });

  test.each([
    [3, "assumed", "! acme  auth0     taro@acme.example  ok, ends in 3 days (assumed)"],
    [13, "setting", "! acme  auth0     taro@acme.example  ok, ends in 13 days (you set it)"],
    [15, "assumed", "✓ acme  auth0     taro@acme.example  ok, last refresh 12 min ago"],
  ] as const)("A login that ends in %s days (%s) has its own state", async (days, untilSource, line) => {
    const until = new Date(noonMs + days * 24 * 3_600_000);
    const lives = { ...healthyConnection.lives, until, untilSource };
    const cli = startCli([{ ...healthyConnection, provider: "auth0", lives }]);
    expect(await cli.run(["status", "--exit-code"])).toBe(0);
    expect(cli.stdout.split("\n")[1]).toBe(line);
  });

  test("status marks a connection without upkeep and says how to keep it", async () => {
    const dayMs = 24 * 3_600_000;
    const lives = {
      ...healthyConnection.lives,
      idleSeconds: 30 * 24 * 3600,
      idleUntil: new Date(noonMs + 9 * dayMs),
      keepAliveAt: new Date(noonMs - 6 * dayMs),
    };
    const table = startCli([{ ...healthyConnection, lives }]);
    expect(await table.run(["status", "--exit-code"])).toBe(0);
    expect(table.stdout).toContain(
      "! acme  oidc      taro@acme.example  ok, ends in 9 days unless it is used",
    );
    const detail = startCli([{ ...healthyConnection, lives }]);
    await detail.run(["status", "acme"]);
    expect(detail.stdout).toContain("unused: ends in 9 days. To keep it:  tokenwell upkeep install");
  });

  test("Without a connection status says so on stderr and exits with 0", async () => {
    const cli = startCli([]);
    expect(await cli.run(["status"])).toBe(0);
    expect(cli.stdout).toBe("");
    expect(cli.stderr).toBe(
      "tokenwell: nothing is connected yet\n  tokenwell login salesforce   or   tokenwell demo\n",
    );
  });
});

describe("the exit code", () => {
  test.each([
    [[healthyConnection], 0],
    [[healthyConnection, unsettled], 4],
    [[healthyConnection, unsettled, broken], 3],
    [[], 3],
  ])("--exit-code exits with the code of the worst connection (%#)", async (all, code) => {
    expect(await startCli(all).run(["status", "--exit-code"])).toBe(code);
    expect(await startCli(all).run(["status"])).toBe(0);
  });

  test.each([
    [healthyConnection, 0],
    [broken, 3],
    [unsettled, 4],
    [{ ...healthyConnection, status: "quarantined" as const }, 3],
    [{ ...healthyConnection, status: "suspended" as const }, 4],
    [{ ...healthyConnection, problem: coreError("client_refused") }, 4],
  ])("status NAME exits with the code of its connection (%#)", async (one, code) => {
    expect(await startCli([one]).run(["status", one.name])).toBe(code);
  });
});

describe("one connection", () => {
  test("status NAME prints all details", async () => {
    expect(await detailOf(healthyConnection)).toEqual([
      "acme is fine",
      "  account  taro@acme.example",
      "  app      0oa4f8kv… (also: acme-bot)",
      "  access   about 1 h 48 min left (the provider says so)",
      "  refresh  done 14 times, last 12 min ago; rotates (measured), no overlap",
      "  lives    until revoked (assumed)",
      "  stored   /var/lib/tokenwell/tokenwell.db",
      "  key      /etc/tokenwell/key",
    ]);
  });

  test("status NAME prints all details in Japanese", async () => {
    expect(await detailOf(healthyConnection, "ja")).toEqual([
      "acme は正常です",
      "  アカウント  taro@acme.example",
      "  アプリ      0oa4f8kv… (ほかに acme-bot)",
      "  アクセス    残り約 1 時間 48 分(プロバイダーの回答)",
      "  更新        14 回、最後は 12 分前。毎回入れ替わります(実測)。猶予なし",
      "  有効期間    取り消されるまで(推定)",
      "  保存先      /var/lib/tokenwell/tokenwell.db",
      "  鍵          /etc/tokenwell/key",
    ]);
  });

  test("A last refresh in the future is told with its date and the way to set it right", async () => {
    const ahead = { ...healthyConnection.refresh, last: new Date(noonMs + 24 * 3_600_000) };
    const lines = await detailOf({ ...healthyConnection, refresh: ahead });
    expect(lines.slice(4, 7)).toEqual([
      "  refresh  done 14 times, last on 2026-11-23, in the future; rotates (measured),",
      "           no overlap",
      "           this machine's clock was changed. To set the times right:",
    ]);
    const cli = startCli([{ ...healthyConnection, refresh: ahead }]);
    await cli.run(["status"]);
    expect(cli.stdout).toMatch(/^! acme .* ok, last refresh on 2026-11-23, in the future$/m);
  });

  test.each(["en", "ja"] as const)(
    "status NAME begins with the reason and the remedy if the connection must log in, in %s",
    async (language) => {
      const lines = await detailOf(broken, language);
      expect(lines[0]).toContain("acme-eu");
      expect(lines.join("\n")).toMatch(/^ {2}\S+ {2,}tokenwell renew acme-eu {5}\(/m);
      expect(lines.filter((line) => widthOf(line) > 80)).toEqual([]);
    },
  );

  test("An account without a name has no line and no sign in place of its name", async () => {
    const unnamed = { ...healthyConnection, account: null };
    expect((await detailOf(unnamed)).join("\n")).not.toMatch(/account|\?/);
    const cli = startCli([unnamed]);
    expect(await cli.run(["status"])).toBe(0);
    expect(cli.stdout).not.toContain("?");
    expect(cli.stdout).not.toContain("null");
  });

  test("A connection that was handed over has no access token left to tell of", async () => {
    const released = { ...healthyConnection, status: "released" } as const;
    expect((await detailOf(released)).join("\n")).not.toContain("access");
  });

  test("status NAME reports that the last refresh got no answer", async () => {
    expect((await detailOf(unsettled))[0]).toBe("my-api: its last refresh got no answer");
    expect((await detailOf(unsettled, "ja"))[0]).toContain("最後の更新に応答がありません");
  });

  test("status NAME calls nothing fine whose last refresh failed", async () => {
    const failing = { ...healthyConnection, refresh: { ...healthyConnection.refresh, failing: true } };
    expect((await detailOf(failing)).slice(0, 2)).toEqual([
      "acme: its last refresh failed. To try again:  tokenwell status acme --check",
      "  account  taro@acme.example",
    ]);
    const cli = startCli([failing]);
    expect(await cli.run(["status", "--exit-code"])).toBe(4);
    expect(cli.stdout.split("\n")[1]).toBe("! acme  oidc      taro@acme.example  the last refresh failed");
  });

  const access = {
    expiresAt: new Date(noonMs + 108 * 60_000),
    expiresAtSource: "answer",
    rejected: false,
    otherTokenType: null,
  } as const;
  test.each([
    [{ access: null }, "  access   none yet"],
    [
      {
        access: { ...access, expiresAt: new Date(noonMs - hourMs) },
      },
      "  access   ended 1 h ago; the next use refreshes",
    ],
    [
      {
        access: { ...access, rejected: true },
      },
      "  access   refused by the API; the next use refreshes",
    ],
    [
      {
        access: { ...access, expiresAt: new Date(noonMs + hourMs), expiresAtSource: "assumed" },
      },
      "  access   about 1 h 0 min left (assumed)",
    ],
    [
      { access: { ...access, otherTokenType: "user" } },
      "about 1 h 48 min left (the provider says so) the provider calls it user; used as Bearer",
    ],
    [
      { access: { ...access, otherTokenType: "" } },
      "about 1 h 48 min left (the provider says so) the provider names no token type; used as Bearer",
    ],
    [
      { refresh: { ...healthyConnection.refresh, count: 1, rotation: "grace", overlapSeconds: 30 } },
      "  refresh  done once, 12 min ago; rotates (measured), 30 s overlap",
    ],
    [
      {
        refresh: {
          ...healthyConnection.refresh,
          count: 0,
          last: null,
          rotation: "unknown",
          rotationSource: "assumed",
        },
      },
      "  refresh  not done yet; rotation not known yet, taken to rotate",
    ],
    [
      { refresh: { ...healthyConnection.refresh, rotation: "static" } },
      "  refresh  done 14 times, last 12 min ago; does not rotate (measured)",
    ],
    [
      { refresh: { ...healthyConnection.refresh, rotation: "sliding" } },
      "  refresh  done 14 times, last 12 min ago; rotates (measured), old ones stay valid",
    ],
    [{ app: { ...healthyConnection.app, clientId: "demo", also: [] } }, "  app      demo"],
    [{ stored: join(homedir(), ".local", "x.db") }, "  stored   ~/.local/x.db"],
  ] satisfies [Partial<ConnectionStatus>, string][])("has its own line for %j", async (differs, line) => {
    const lines = await detailOf({ ...healthyConnection, ...differs });
    expect(lines.join("\n").replace(/\n {8,}/g, " ")).toContain(line);
  });

  test("status --json has the code and the English sentence of a problem in every language", async () => {
    const cli = startCli([broken], { language: "ja" });
    expect(await cli.run(["status", "acme-eu", "--json"])).toBe(3);
    expect(JSON.parse(cli.stdout)).toMatchObject({
      name: "acme-eu",
      status: "needs_login",
      problem: {
        code: "needs_login",
        message: "acme-eu must log in again: login.example.com refuses its refresh token",
      },
    });
  });

  const down: ConnectionStatus = { ...healthyConnection, problem: coreError("refresh_not_sent") };

  test("status NAME --check says what kept it from checking and exits with 4", async () => {
    const cli = startCli([down]);
    expect(await cli.run(["status", "acme", "--check"])).toBe(4);
    expect(cli.stdout.split("\n")[0]).toBe("acme: cannot reach login.example.com (connection refused)");
    expect(cli.stdout).not.toContain("fine");
  });

  test.each(["en", "ja"] as const)(
    "status --check says which connections it could not check and why (%s)",
    async (language) => {
      const cli = startCli([down, { ...healthyConnection, name: "bot" }], { language });
      expect(await cli.run(["status", "--check"])).toBe(4);
      expect(cli.stdout.split("\n")[1]).toMatch(/^! acme .*(not checked|未確認)$/);
      expect(cli.stdout.split("\n")[2]).toMatch(/^✓ bot /);
      expect(cli.stderr).toMatch(/^tokenwell: acme: .*login\.example\.com.*\n/);
    },
  );

  test("status --check --json has the same problem and exit code", async () => {
    const cli = startCli([down, healthyConnection]);
    expect(await cli.run(["status", "--check", "--json"])).toBe(4);
    expect(JSON.parse(cli.stdout)).toMatchObject([
      { problem: { code: "refresh_not_sent" } },
      { problem: null },
    ]);
  });

  test("status --check exits with 3 if a login is needed, which the table says", async () => {
    const cli = startCli([down, broken]);
    expect(await cli.run(["status", "--check"])).toBe(3);
    expect(cli.stderr).not.toContain("acme-eu");
  });

  test("status --check refreshes the connection once before", async () => {
    const asked: unknown[] = [];
    const tokenwell = fakeTokenwell({
      status: async (name, options) => {
        asked.push([name, options]);
        return [healthyConnection];
      },
    });
    await new CliHarness({ tokenwell }).run(["status", "acme", "--check"]);
    expect(asked).toEqual([["acme", { check: true }]]);
  });
});
