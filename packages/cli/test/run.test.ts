import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TokenSet } from "@tokenwell/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CliHarness, type CliHarnessOptions } from "./support/cli-harness.ts";
import { fakeTokenwell, tokenSet } from "./support/fake-tokenwell.ts";

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tokenwell-run-"));
  file = join(folder, "environment");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A program that writes its environment and its arguments to a file, and ends with 7. */
const program = (): string[] => {
  const code = `fs.writeFileSync(${JSON.stringify(file)},JSON.stringify([process.env,process.argv.slice(1)]));process.exit(7)`;
  return [process.execPath, "-e", code, "--"];
};

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function start(
  argv: readonly string[],
  { token = {}, ...options }: CliHarnessOptions & { readonly token?: Partial<TokenSet> | Error } = {},
): Promise<Ran> {
  const tokenwell = fakeTokenwell({
    token: async () => {
      if (token instanceof Error) throw token;
      return { ...tokenSet, ...token };
    },
  });
  const cli = new CliHarness({ tokenwell, ...options });
  const code = await cli.run(argv);
  return { code, stdout: cli.stdout, stderr: cli.stderr };
}

const written = (): [Record<string, string>, string[]] => JSON.parse(readFileSync(file, "utf8"));

describe("the program", () => {
  test("gets the token and the address of the API in its environment, which is otherwise that of the command", async () => {
    const { code, stdout, stderr } = await start(["run", "acme", "--", ...program()], { env: { OWN: "x" } });
    expect({ code, stdout, stderr }).toEqual({ code: 7, stdout: "", stderr: "" });
    const [env] = written();
    expect(env).toMatchObject({
      OWN: "x",
      ACCESS_TOKEN: "CANARY-access-token",
      INSTANCE_URL: "https://api.acme.example",
    });
  });

  test("gets the token in the variable of --env, and no address if the provider names none", async () => {
    const argv = ["run", "acme", "--env", "SF_ACCESS_TOKEN", "--", ...program()];
    await start(argv, { token: { instanceUrl: undefined as never } });
    const [env] = written();
    expect(env.SF_ACCESS_TOKEN).toBe("CANARY-access-token");
    expect(Object.keys(env)).not.toContain("ACCESS_TOKEN");
    expect(Object.keys(env)).not.toContain("INSTANCE_URL");
  });

  test("gets the address of the store without its password, so that it asks no other store", async () => {
    const store = "postgres://app:CANARY-password@db.example.com/tokenwell";
    await start(["run", "acme", "--", ...program()], { env: { TOKENWELL_STORE: store } });
    const [env] = written();
    expect(env.TOKENWELL_STORE).toBe("postgres://app@db.example.com/tokenwell");
    expect(JSON.stringify(env)).not.toContain("CANARY-password");
  });

  test("gets the words after --, which are no options of tokenwell", async () => {
    const words = ["--json", "--lang", "ja", "--env", "X", "--", "a b", "$HOME", "-h"];
    const { code } = await start(["run", "acme", "--", ...program(), ...words]);
    expect(code).toBe(7);
    expect(written()[1]).toEqual(words);
  });

  test("needs no name of a connection if there is one", async () => {
    const { code } = await start(["run", "--", ...program()], { env: { TOKENWELL_CONNECTION: "acme" } });
    expect(code).toBe(7);
  });

  test("is not started without a token", async () => {
    rmSync(file, { force: true });
    const { code } = await start(["run", "acme", "--", ...program()], { token: new Error("CANARY") });
    expect(code).toBe(1);
    expect(() => written()).toThrow("ENOENT");
  });
});

test.each([
  ["en", "ACCESS_TOKEN ends at "],
  ["ja", "ACCESS_TOKEN は "],
] as const)("one line on a terminal says when the token ends (%s)", async (language, sentence) => {
  const argv = ["run", "acme", "--", ...program()];
  const { stderr } = await start(argv, { language, isTerminal: true, env: { TOKENWELL_CONNECTION: "acme" } });
  expect(stderr).toMatch(new RegExp(`^${sentence}.*\n$`));
});

describe("wrong use", () => {
  test.each([
    [["run"], "run what?\n  tokenwell run NAME -- program\n"],
    [["run", "acme"], "run what?\n  tokenwell run acme -- program\n"],
    [["run", "acme", "--"], "run what?\n"],
    [["run", "acme", "env"], "run what?\n  tokenwell run acme -- program\n"],
    [["run", "acme", "other", "--", "env"], "run what?\n"],
    [
      ["run", "acme", "--env", "A B", "--", "env"],
      "--env cannot be A B\n  It takes a name such as ACCESS_TOKEN",
    ],
    [["run", "acme", "--frobnicate", "--", "env"], "no option --frobnicate\n  tokenwell help run\n"],
    [["run", "acme", "--min-ttl", "soon", "--", "env"], "--min-ttl cannot be soon\n"],
  ])("%j ends with 2 and opens no store", async (argv, sentence) => {
    const cli = new CliHarness();
    expect(await cli.run(argv)).toBe(2);
    expect(cli.stderr).toContain(`tokenwell: ${sentence}`);
    expect(cli.storeOptions).toEqual([]);
  });

  test("a program that is not there ends with 127, one that cannot be started with 126", async () => {
    expect(await start(["run", "acme", "--", "tokenwell-none"])).toMatchObject({
      code: 127,
      stderr: "tokenwell: there is no program tokenwell-none\n",
    });
    expect(await start(["run", "acme", "--", folder])).toMatchObject({
      code: 126,
      stderr: expect.stringMatching(/^tokenwell: \S+ cannot be\s+started \(EACCES\)\n$/),
    });
  });
});
