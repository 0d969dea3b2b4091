import { widthOf } from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { CliHarness, type CliHarnessOptions } from "./support/cli-harness.ts";

async function run(
  argv: readonly string[],
  { input, ...options }: CliHarnessOptions & { readonly input?: string } = {},
): Promise<{ readonly code: number; readonly out: string; readonly said: string }> {
  const cli = new CliHarness(options);
  if (input !== undefined) cli.stdin.end(input);
  const code = await cli.run(argv);
  return { code, out: cli.stdout, said: cli.stderr };
}

const refused = '{"error":"invalid_grant","error_description":"expired access/refresh token"}';

describe("tokenwell explain", () => {
  test("prints meaning, causes with their steps, and what became of the token, and opens no store", async () => {
    const { code, out, said } = await run(
      [
        "explain",
        refused,
        "--provider",
        "salesforce",
        "--stage",
        "refresh",
        "--context",
        "the second refresh fails",
      ],
      { isTerminal: true },
    );
    expect({ code, said }).toEqual({ code: 0, said: "" });
    expect(out).toContain("Salesforce refuses the refresh token");
    expect(out).toMatch(/^why {5}The app rotates refresh tokens/m);
    expect(out).toMatch(/^fix {5}Save refresh_token from every refresh answer/m);
    expect(out).toMatch(/^more {4}docs\/reference\/errors(?:-salesforce)?\.md#rotated_not_saved$/m);
    expect(out).toMatch(/^token {3}The refresh token is dead\./m);
    expect(out).toMatch(/^retry {3}The same request will fail again\./m);
  });

  test.each(["en", "ja"] as const)("fits 80 columns in %s", async (language) => {
    for (const text of [refused, "invalid_client", "???", "AADSTS50173", "ENOTFOUND", "store_copied"]) {
      const { out } = await run(["explain", text], { language });
      expect(out.split("\n").filter((line) => widthOf(line) > 80)).toEqual([]);
    }
  });

  test("speaks Japanese", async () => {
    const { out } = await run(["explain", refused, "--provider", "salesforce"], { language: "ja" });
    expect(out).toContain("Salesforce がリフレッシュトークン(更新トークン)を拒否しています。");
    expect(out).toMatch(/^原因 {4}/m);
    expect(out).toMatch(/^対処 {4}/m);
    expect(out).toMatch(/^詳細 {4}docs\/ja\/reference\/errors(?:-salesforce)?\.md#rotated_not_saved$/m);
  });

  test("with --json prints keys that no language changes", async () => {
    const argv = ["explain", "--json", "--provider", "salesforce", "--stage", "refresh", "--", refused];
    const [english, japanese] = await Promise.all([run(argv), run(argv, { language: "ja" })]);
    const [en, ja] = [english, japanese].map(({ out }) => JSON.parse(out));
    expect(Object.keys(ja)).toEqual(Object.keys(en));
    expect(en).toMatchObject({
      provider: "salesforce",
      code: "invalid_grant",
      tokenStillGood: false,
      retry: false,
    });
    expect(en.causes[0]).toEqual({
      cause: "rotated_not_saved",
      why: expect.any(String),
      fix: expect.any(Array),
      page: expect.stringMatching(/^docs\/reference\/errors(?:-salesforce)?\.md#rotated_not_saved$/),
    });
    expect(ja.causes[0].page).toBe(en.causes[0].page.replace("docs/", "docs/ja/"));
    expect(ja.causes.map(({ cause }: { cause: string }) => cause)).toEqual(
      en.causes.map(({ cause }: { cause: string }) => cause),
    );
  });

  test.each([
    [["explain", "-"], "two words"],
    [["explain"], "no word, and a pipe"],
  ])("%j reads stdin: %s", async (argv) => {
    const { code, out } = await run(argv, { input: `${refused}\n` });
    expect(code).toBe(0);
    expect(out).toContain("invalid_grant");
  });

  test("takes several words as one text, and all after -- as it stands", async () => {
    const { out } = await run(["explain", "--json", "--", "--unknown", "invalid_scope", "at", "login"]);
    expect(JSON.parse(out)).toMatchObject({ code: "invalid_scope" });
  });

  test("takes a hint that it does not understand as a remark", async () => {
    const { code, out } = await run(["explain", "invalid_grant", "--provider", "acme", "--status", "many"]);
    expect(code).toBe(0);
    expect(out).toContain("Not understood: --provider. It takes salesforce, auth0");
    expect(out).toContain("Not understood: --status. It takes 100-599.");
  });

  test("prints no secret of the text", async () => {
    const secrets = ["CANARY5Aep861KIwKdekr90", "eyJhbGciOiJSUzI1NiJ9.CANARYpayload.CANARYsig"];
    const text = `POST /token refresh_token=${secrets[0]}&client_secret=${secrets[0]} Cookie: sid=${secrets[0]} ${secrets[1]} {"error":"invalid_grant"}`;
    for (const more of [[], ["--json"], ["--verbose"]]) {
      const { out, said } = await run(["explain", ...more, "--context", text, "--", text]);
      expect(out + said).not.toContain("CANARY");
      expect(out).toContain("invalid_grant");
    }
  });

  test("without a text asks for one", async () => {
    const { code, said } = await run(["explain", " "]);
    expect(code).toBe(2);
    expect(said).toContain("tokenwell: explain what?");
  });
});
