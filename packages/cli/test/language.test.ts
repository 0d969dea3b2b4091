import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { isUtf8, languageOf } from "../src/language.ts";

type Environment = Readonly<Record<string, string>>;

const guard = readFileSync(new URL("../src/guard.cjs", import.meta.url), "utf8");

/** Returns the language of the guard's sentence about an old Node. */
function languageOfGuard(argv: readonly string[], env: Environment): string {
  let written = "";
  const process = { version: "v20.20.2", argv: ["node", "tokenwell", ...argv], env, exit: () => undefined };
  const writeSync = (_file: number, text: string): void => {
    written += text;
  };
  runInNewContext(guard, { process, require: () => ({ writeSync }) });
  return /必要/.test(written) ? "ja" : /needs/.test(written) ? "en" : "none";
}

const cases: [argv: readonly string[], env: Environment, language: "en" | "ja"][] = [
  [[], {}, "en"],
  [[], { LANG: "ja_JP.UTF-8" }, "ja"],
  [[], { LANG: "ja" }, "ja"],
  [[], { LANG: "JA_jp" }, "ja"],
  [[], { LANG: "ja-JP" }, "ja"],
  [[], { LANG: "ja@x" }, "ja"],
  [[], { LANG: "C" }, "en"],
  [[], { LANG: "POSIX" }, "en"],
  [[], { LANG: "jav_ID" }, "en"],
  [[], { LANG: "de_DE.UTF-8" }, "en"],
  [[], { LC_MESSAGES: "ja_JP.UTF-8", LANG: "C" }, "ja"],
  [[], { LC_ALL: "C", LC_MESSAGES: "ja_JP.UTF-8", LANG: "ja_JP.UTF-8" }, "en"],
  [[], { LC_ALL: "", LANG: "ja_JP.UTF-8" }, "ja"],
  [[], { TOKENWELL_LANG: "en", LC_ALL: "ja_JP.UTF-8" }, "en"],
  [[], { TOKENWELL_LANG: "ja", LC_ALL: "C" }, "ja"],
  [[], { TOKENWELL_LANG: "", LANG: "ja_JP.UTF-8" }, "ja"],
  [["token", "--lang", "ja"], { TOKENWELL_LANG: "en" }, "ja"],
  [["--lang=en", "token"], { TOKENWELL_LANG: "ja" }, "en"],
  [["--lang", "ja", "--lang", "en"], {}, "en"],
  [["token", "--lang"], { LANG: "ja_JP.UTF-8" }, "ja"],
  [["--lang=", "token"], { LANG: "ja_JP.UTF-8" }, "ja"],
  [["--lang", "fr"], { LANG: "ja_JP.UTF-8" }, "en"],
  [["--language", "ja"], {}, "en"],
  [["snippet", "--lang", "go"], { LANG: "ja_JP.UTF-8" }, "ja"],
  [["snippet", "--lang", "ja", "--lang=go"], {}, "ja"],
  [["run", "acme", "--", "git", "--lang", "ja"], {}, "en"],
  [["run", "--lang", "ja", "--", "snippet", "--lang", "en"], {}, "ja"],
];

describe("the language", () => {
  test.each(cases)(
    "The language of %j with %j is %s, for the command and for its guard",
    (argv, env, language) => {
      expect(languageOf(argv, env)).toBe(language);
      expect(languageOfGuard(argv, env)).toBe(language);
    },
  );
});

describe("the symbols", () => {
  const utf8: [Environment, NodeJS.Platform, boolean][] = [
    [{ LANG: "ja_JP.UTF-8" }, "linux", true],
    [{ LANG: "en_US.utf8" }, "linux", true],
    [{ LC_ALL: "C", LANG: "ja_JP.UTF-8" }, "linux", false],
    [{ LC_CTYPE: "C.UTF-8", LANG: "C" }, "linux", true],
    [{ LANG: "ja_JP.eucJP" }, "linux", false],
    [{}, "linux", false],
    [{}, "darwin", true],
    [{}, "win32", true],
    [{ LANG: "C" }, "darwin", false],
  ];
  test.each(utf8)("The terminal with %j on %s is UTF-8: %s", (env, platform, expected) => {
    expect(isUtf8(env, platform)).toBe(expected);
  });
});
