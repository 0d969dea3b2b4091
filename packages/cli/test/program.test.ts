import { readFileSync } from "node:fs";
import { type Tokenwell, widthOf } from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { CliHarness, type CliHarnessOptions } from "./support/cli-harness.ts";
import { fakeTokenwell, healthyConnection, tokenSet } from "./support/fake-tokenwell.ts";

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly said: string;
}

async function start(argv: readonly string[], options: CliHarnessOptions = {}): Promise<Ended> {
  const cli = new CliHarness(options);
  const code = await cli.run(argv);
  return { code, out: cli.stdout, said: cli.stderr };
}

const languages = ["en", "ja"] as const;
const commands = ["login", "token", "request", "status", "logout"];

describe("an unknown word", () => {
  test.each([
    [["tokn"], 'no command "tokn"; did you mean token?\n  tokenwell help'],
    [["frobnicate"], 'no command "frobnicate"\n  tokenwell help'],
    [["help", "stats"], 'no command "stats"; did you mean status?\n  tokenwell help'],
    [["help", "frobnicate"], 'no command "frobnicate"\n  tokenwell help'],
    [["--frobnicate"], "no option --frobnicate\n  tokenwell help"],
    [["--verbos", "token"], "no option --verbos; did you mean --verbose?\n  tokenwell help token"],
    [["token", "--refesh"], "no option --refesh; did you mean --refresh?\n  tokenwell help token"],
    [["status", "--refresh"], "no option --refresh\n  tokenwell help status"],
    [["request", "-q", "/"], "no option -q\n  tokenwell help request"],
    [["token", "--min-ttl"], "--min-ttl needs a value\n  tokenwell help token"],
    [["request", "/", "-H"], "--header needs a value\n  tokenwell help request"],
    [["status", "--json=1"], "--json takes no value\n  tokenwell help status"],
    [["--verbose=CANARY", "token"], "--verbose takes no value\n  tokenwell help token"],
    [
      ["emulator", "--port", "abc"],
      "--port cannot be abc\n  It takes a number from 1 to 65530, or 0 for any that are free.",
    ],
    [
      ["emulator", "--port="],
      '--port cannot be ""\n  It takes a number from 1 to 65530, or 0 for any that are free.',
    ],
    [
      ["set", "x"],
      "which setting?\n  tokenwell set x max-life=365d\n  Also idle-life, access-life, overlap, host, secret",
    ],
    [["set", "x", "secrt"], "no setting secrt; did you mean secret?\n  tokenwell help set"],
    [["token", "a", "b"], "too many words\n  tokenwell help token"],
    [["login", "a", "b", "c"], "too many words\n  tokenwell help login"],
    [["login"], "login where?\n  tokenwell login salesforce   or   auth0   or   https://login.example.com"],
    [["request"], "which address?\n  tokenwell request /path"],
    [["request", "acme"], "which address?\n  tokenwell request /path"],
    [["status", "--lang", "fr"], "--lang cannot be fr\n  It takes en or ja."],
    [
      ["token", "--min-ttl", "soon"],
      "--min-ttl cannot be soon\n  It takes a time such as 300, 300s, 5m or 1h.",
    ],
    [
      ["request", "/", "-H", "CANARY"],
      '--header cannot be …\n  It takes a name and a value: "Accept: text/plain".',
    ],
  ])("%j is refused with exit code 2 and a suggestion", async (argv, sentences) => {
    expect(await start(argv)).toEqual({ code: 2, out: "", said: `tokenwell: ${sentences}\n` });
  });

  test("An unknown option is reported in the language of --lang", async () => {
    const { said } = await start(["tokn", "--lang", "ja"]);
    expect(said).toBe("tokenwell: コマンド「tokn」はありません。token ですか?\n  tokenwell help\n");
  });
});

describe("a secret on the command line", () => {
  test.each([
    [["login", "https://login.example.com", "--client-secret", "CANARY-secret"]],
    [["login", "https://login.example.com", "--client-secret=CANARY-secret"]],
    [["login", "--client-secret", "CANARY-secret", "https://login.example.com"]],
    [["--client-secret=CANARY-secret", "login", "https://login.example.com"]],
    [["login", "https://login.example.com", "--client-secre=CANARY-secret"]],
    [["token", "--client-secret=CANARY-secret"]],
    [["login", "https://login.example.com", "--client-secret", "CANARY-secret", "--verbose"]],
  ])("%j is refused and quoted nowhere", async (argv) => {
    const { code, out, said } = await start(argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(said).not.toContain("CANARY");
  });

  test("A secret on the command line is refused with the other ways to give it", async () => {
    const { said } = await start(["login", "https://login.example.com", "--client-secret", "x"]);
    expect(said).toContain("tokenwell: a secret does not belong on the command line");
    expect(said).toContain("--client-secret-file FILE");
    expect(said).toContain("TOKENWELL_CLIENT_SECRET");
  });
});

describe("exclusive options", () => {
  const issuer = "https://login.example.com";
  test.each([
    [["login", issuer, "--print", "--name", "acme"], "--print and --name exclude each other"],
    [["login", issuer, "acme", "--print"], "--print and --name exclude each other"],
    [["request", "/", "--data", "a", "--data-file", "b"], "--data and --data-file exclude each other"],
  ])(
    "%j is refused before the store is opened, because two options exclude each other",
    async (argv, sentence) => {
      const { code, said } = await start(argv);
      expect(code).toBe(2);
      expect(said).toBe(`tokenwell: ${sentence}\n  Give one of them.\n`);
    },
  );
});

describe.each(languages)("the help in %s", (language) => {
  test.each([[[]], [["help"]], [["--help"]], [["-h"]], ...commands.map((command) => [["help", command]])])(
    "%j prints to stdout, within 80 columns, and opens no store",
    async (argv) => {
      const { code, out, said } = await start(argv, { language });
      expect({ code, said }).toEqual({ code: 0, said: "" });
      expect(out).toContain("tokenwell ");
      expect(out.split("\n").filter((line) => widthOf(line) > 80)).toEqual([]);
      expect(out).not.toMatch(/[ \t]$/m);
    },
  );

  test("the main help names what works everywhere", async () => {
    const { out } = await start(["help"], { language });
    for (const name of ["--json", "--verbose", "--lang", "--version", "TOKENWELL_CLIENT_SECRET"])
      expect(out).toContain(name);
  });

  test.each(commands)("help %s prints the same as --help after the name", async (command) => {
    const { out } = await start(["help", command], { language });
    expect((await start([command, "--help"], { language })).out).toBe(out);
    expect((await start([command, "acme", "-h", "--json"], { language })).out).toBe(out);
  });

  test.each(commands)("help %s names each of its options", async (command) => {
    const source = readFileSync(new URL("../src/program.ts", import.meta.url), "utf8");
    const [, verb = ""] =
      new RegExp(`\\n  ${command}: commandSpec\\(([\\s\\S]*?)\\n  \\w+: commandSpec`).exec(source) ?? [];
    const options = [...verb.matchAll(/--[a-z-]+/g)].map(([option]) => option);
    expect(options.length).toBeGreaterThan(0);
    const { out } = await start(["help", command], { language });
    // This option exists only to be refused.
    for (const option of options) if (option !== "--client-secret") expect(out).toContain(option);
  });
});

test("--version prints the version of the package", async () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const { code, out, said } = await start(["--version"]);
  expect({ code, said }).toEqual({ code: 0, said: "" });
  expect(manifest).toMatchObject({ version: out.trim() });
  expect((await start(["-V"])).out).toBe(out);
});

describe("--json", () => {
  const tokenwell = fakeTokenwell({
    token: async () => tokenSet,
    status: async () => [healthyConnection],
    revoke: async () => ({ name: "acme", revoked: true }),
  });
  test.each([
    [["--json", "token"]],
    [["token", "--json"]],
    [["token", "--json", "acme"]],
    [["token", "acme", "--json"]],
    [["--json", "token", "acme"]],
    [["status", "--json"]],
    [["--json", "status", "acme"]],
    [["logout", "--json", "acme"]],
  ])("%j prints JSON", async (argv) => {
    const { code, out } = await start(argv, { tokenwell });
    expect(code).toBe(0);
    expect(out.split("\n")).toHaveLength(2);
    expect(() => JSON.parse(out)).not.toThrow();
  });

  test("JSON is the same in every language", async () => {
    const en = await start(["status", "--json"], { tokenwell, language: "en" });
    const ja = await start(["status", "--json"], { tokenwell, language: "ja" });
    expect(ja.out).toBe(en.out);
  });
});

describe("an unexpected error", () => {
  const tokenwell = fakeTokenwell({
    token: async () => {
      throw new RangeError("CANARY", { cause: new Error("CANARY") });
    },
  });

  test("An unexpected error is reported without its message, with exit code 1", async () => {
    const { code, out, said } = await start(["token"], { tokenwell });
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(said).toBe(
      "tokenwell: unexpected: RangeError\n  This is a fault of tokenwell. Please report it in its repository, with what\n  --verbose shows.\n",
    );
  });

  test("--verbose shows the stack frames of an unexpected error, without its message", async () => {
    const { said } = await start(["token", "--verbose"], { tokenwell });
    expect(said).toContain("program.test.ts");
    expect(said).not.toContain("CANARY");
  });
});

test("The store is closed when the command has ended, with or without an error", async () => {
  let closed = 0;
  const parts: Partial<Tokenwell> = {
    close: async () => {
      closed += 1;
    },
  };
  await start(["token"], { tokenwell: fakeTokenwell({ ...parts, token: async () => tokenSet }) });
  await start(["token"], { tokenwell: fakeTokenwell(parts) });
  expect(closed).toBe(2);
});
