import { homedir } from "node:os";
import { join } from "node:path";
import type { ConnectionStatus } from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { widthOf } from "../src/text-layout.ts";
import { Desk, type DeskOptions, noonMs } from "./support/cli-harness.ts";
import { fine, pretendTokenwell } from "./support/fake-tokenwell.ts";
import { coreError } from "./support/sample-errors.ts";

const hourMs = 3_600_000;

const broken: ConnectionStatus = {
  ...fine,
  name: "acme-eu",
  account: "bot@acme.example",
  status: "needs_login",
  reason: "provider_revoked",
  access: null,
  problem: coreError("needs_login", { name: "acme-eu" }),
};
const unsettled: ConnectionStatus = { ...fine, name: "my-api", status: "unsettled", reason: "no_answer" };

function deskWith(all: readonly ConnectionStatus[], options: DeskOptions = {}): Desk {
  const tokenwell = pretendTokenwell({
    status: async (name) => (name === undefined ? all : all.filter((one) => one.name === name)),
  });
  return new Desk({ tokenwell, ...options });
}

async function detailOf(one: ConnectionStatus, language: "en" | "ja" = "en"): Promise<string[]> {
  const desk = deskWith([one], { language });
  await desk.run(["status", one.name]);
  return desk.out.trimEnd().split("\n");
}

describe("all connections", () => {
  test("stand in a table on stdout", async () => {
    const desk = deskWith([fine, unsettled, broken]);
    expect(await desk.run(["status"])).toBe(0);
    expect(desk.said).toBe("");
    expect(desk.out).toBe(
      [
        "  NAME     PROVIDER  ACCOUNT            STATE",
        "✓ acme     oidc      taro@acme.example  ok, last refresh 12 min ago",
        "! my-api   oidc      taro@acme.example  the last refresh got no answer",
        "✗ acme-eu  oidc      bot@acme.example   tokenwell login acme-eu",
        "",
      ].join("\n"),
    );
  });

  test("stand in a table in Japanese, in even columns", async () => {
    const desk = deskWith([fine, unsettled, broken], { language: "ja" });
    expect(await desk.run(["status"])).toBe(0);
    expect(desk.out).toBe(
      [
        "  名前     プロバイダー  アカウント         状態",
        "✓ acme     oidc          taro@acme.example  正常、最後の更新は 12 分前",
        "! my-api   oidc          taro@acme.example  最後の更新に応答がありません",
        "✗ acme-eu  oidc          bot@acme.example   tokenwell login acme-eu",
        "",
      ].join("\n"),
    );
  });

  test("have ASCII symbols where the locale is not UTF-8", async () => {
    const desk = deskWith([fine, broken], { env: { LANG: "C" } });
    await desk.run(["status"]);
    expect(desk.out).toContain("ok acme ");
    expect(desk.out).toContain("x  acme-eu ");
    expect(desk.out).toMatch(/^ {3}NAME/);
  });

  test.each([
    ["needs_login", "✗", "tokenwell login acme"],
    ["quarantined", "✗", "tokenwell login acme --replace-account"],
    ["revoking", "!", "tokenwell logout acme"],
    ["revoked", "✗", "tokenwell logout acme"],
    ["suspended", "!", "stopped by the provider"],
    ["released", "!", "handed over"],
  ] as const)("that are %s have %s and %s", async (status, symbol, state) => {
    const desk = deskWith([{ ...fine, status }]);
    await desk.run(["status"]);
    expect(desk.out.split("\n")[1]).toBe(`${symbol} acme  oidc      taro@acme.example  ${state}`);
  });

  test("that are fine but for a problem send to what tells more", async () => {
    const desk = deskWith([{ ...fine, problem: coreError("client_refused") }]);
    await desk.run(["status"]);
    expect(desk.out).toContain("! acme  oidc      taro@acme.example  tokenwell status acme");
  });

  test("that were never refreshed say so", async () => {
    const desk = deskWith([{ ...fine, refresh: { ...fine.refresh, count: 0, last: null } }]);
    await desk.run(["status"]);
    expect(desk.out).toContain("ok, not refreshed yet");
  });

  test("cannot write on the terminal by their account's name", async () => {
    const desk = deskWith([{ ...fine, account: "taro\n\u001b[2J\u202e" }]);
    await desk.run(["status"]);
    expect(desk.out.split("\n")).toHaveLength(3);
    expect(desk.out).not.toMatch(/[^\P{C}\n]/u);
  });

  test.each([
    [3, "assumed", "! acme  auth0     taro@acme.example  ok, ends in 3 days (assumed)"],
    [13, "setting", "! acme  auth0     taro@acme.example  ok, ends in 13 days (you set it)"],
    [15, "assumed", "✓ acme  auth0     taro@acme.example  ok, last refresh 12 min ago"],
  ] as const)("whose login ends in %s days (%s)", async (days, untilSource, line) => {
    const until = new Date(noonMs + days * 24 * 3_600_000);
    const lives = { ...fine.lives, until, untilSource };
    const desk = deskWith([{ ...fine, provider: "auth0", lives }]);
    expect(await desk.run(["status", "--exit-code"])).toBe(0);
    expect(desk.out.split("\n")[1]).toBe(line);
  });

  test("that nobody keeps alive are marked, and told how to keep", async () => {
    const dayMs = 24 * 3_600_000;
    const lives = {
      ...fine.lives,
      idleSeconds: 30 * 24 * 3600,
      idleUntil: new Date(noonMs + 9 * dayMs),
      keepAliveAt: new Date(noonMs - 6 * dayMs),
    };
    const table = deskWith([{ ...fine, lives }]);
    expect(await table.run(["status", "--exit-code"])).toBe(0);
    expect(table.out).toContain("! acme  oidc      taro@acme.example  ok, ends in 9 days unless it is used");
    const detail = deskWith([{ ...fine, lives }]);
    await detail.run(["status", "acme"]);
    expect(detail.out).toContain("unused: ends in 9 days. tokenwell upkeep in cron keeps it");
  });

  test("that do not exist are told on stderr, with exit code 0", async () => {
    const desk = deskWith([]);
    expect(await desk.run(["status"])).toBe(0);
    expect(desk.out).toBe("");
    expect(desk.said).toBe(
      "tokenwell: nothing is connected yet\n  tokenwell login salesforce   or   tokenwell demo\n",
    );
  });
});

describe("the exit code", () => {
  test.each([
    [[fine], 0],
    [[fine, unsettled], 4],
    [[fine, unsettled, broken], 3],
    [[], 3],
  ])("with --exit-code is that of the worst of %#", async (all, code) => {
    expect(await deskWith(all).run(["status", "--exit-code"])).toBe(code);
    expect(await deskWith(all).run(["status"])).toBe(0);
  });

  test.each([
    [fine, 0],
    [broken, 3],
    [unsettled, 4],
    [{ ...fine, status: "quarantined" as const }, 3],
    [{ ...fine, status: "suspended" as const }, 4],
    [{ ...fine, problem: coreError("client_refused") }, 4],
  ])("of one connection is its own: %#", async (one, code) => {
    expect(await deskWith([one]).run(["status", one.name])).toBe(code);
  });
});

describe("one connection", () => {
  test("is told in full", async () => {
    expect(await detailOf(fine)).toEqual([
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

  test("is told in full in Japanese", async () => {
    expect(await detailOf(fine, "ja")).toEqual([
      "acme は正常です",
      "  アカウント  taro@acme.example",
      "  アプリ      0oa4f8kv… (ほかに acme-bot)",
      "  アクセス    残り約 1 時間 48 分(プロバイダーの回答)",
      "  更新        14 回、最後は 12 分前。毎回替わります(実測)。旧トークンは無効",
      "  有効期間    取り消されるまで(推定)",
      "  保存先      /var/lib/tokenwell/tokenwell.db",
      "  鍵          /etc/tokenwell/key",
    ]);
  });

  test.each(["en", "ja"] as const)(
    "that must log in says first why and what to do, in %s",
    async (language) => {
      const lines = await detailOf(broken, language);
      expect(lines[0]).toContain("acme-eu");
      expect(lines.join("\n")).toMatch(/^ {2}\S+ {2,}tokenwell login acme-eu {5}\(/m);
      expect(lines.filter((line) => widthOf(line) > 80)).toEqual([]);
    },
  );

  test("whose last refresh got no answer says so", async () => {
    expect((await detailOf(unsettled))[0]).toBe("my-api: its last refresh got no answer");
    expect((await detailOf(unsettled, "ja"))[0]).toContain("最後の更新に応答がありません");
  });

  test.each([
    [{ access: null }, "  access   none yet"],
    [
      { access: { expiresAt: new Date(noonMs - hourMs), expiresAtSource: "answer", rejected: false } },
      "  access   ended 1 h ago; the next use refreshes",
    ],
    [
      { access: { expiresAt: new Date(noonMs + hourMs), expiresAtSource: "assumed", rejected: true } },
      "  access   refused by the API; the next use refreshes",
    ],
    [
      { access: { expiresAt: new Date(noonMs + hourMs), expiresAtSource: "assumed", rejected: false } },
      "  access   about 1 h 0 min left (assumed)",
    ],
    [
      { refresh: { ...fine.refresh, count: 1, rotation: "grace", overlapSeconds: 30 } },
      "  refresh  done once, 12 min ago; rotates (measured), 30 s overlap",
    ],
    [
      { refresh: { ...fine.refresh, count: 0, last: null, rotation: "unknown", rotationSource: "assumed" } },
      "  refresh  not done yet; rotation not known yet, taken to rotate",
    ],
    [
      { refresh: { ...fine.refresh, rotation: "static", rotationSource: "setting" } },
      "  refresh  done 14 times, last 12 min ago; does not rotate (you set it)",
    ],
    [
      { refresh: { ...fine.refresh, rotation: "sliding" } },
      "  refresh  done 14 times, last 12 min ago; rotates (measured), old ones stay valid",
    ],
    [{ app: { ...fine.app, clientId: "demo", also: [] } }, "  app      demo"],
    [{ stored: join(homedir(), ".local", "x.db") }, "  stored   ~/.local/x.db"],
  ] satisfies [Partial<ConnectionStatus>, string][])("has its own line for %j", async (differs, line) => {
    const lines = await detailOf({ ...fine, ...differs });
    expect(lines.join("\n").replace(/\n {8,}/g, " ")).toContain(line);
  });

  test("as JSON names the problem by its code and in English, whatever the language", async () => {
    const desk = deskWith([broken], { language: "ja" });
    expect(await desk.run(["status", "acme-eu", "--json"])).toBe(3);
    expect(JSON.parse(desk.out)).toMatchObject({
      name: "acme-eu",
      status: "needs_login",
      problem: {
        code: "needs_login",
        message: "acme-eu must log in again: login.example.com refuses its refresh token",
      },
    });
  });

  test("with --check is refreshed once before", async () => {
    const asked: unknown[] = [];
    const tokenwell = pretendTokenwell({
      status: async (name, options) => {
        asked.push([name, options]);
        return [fine];
      },
    });
    await new Desk({ tokenwell }).run(["status", "acme", "--check"]);
    expect(asked).toEqual([["acme", { check: true }]]);
  });
});
