import type { Language } from "@tokenwell/core";
import { splitArgv } from "./argv.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns the user's language. The first of `--lang`, `TOKENWELL_LANG` and the platform's locale that is set decides.
 * Anything but Japanese, `C` included, is English. `bin/tokenwell.cjs` has the same rule.
 */
export function languageOf(argv: readonly string[], env: Environment): Language {
  const said =
    givenLanguage(splitArgv(argv).own) ||
    env.TOKENWELL_LANG ||
    env.LC_ALL ||
    env.LC_MESSAGES ||
    env.LANG ||
    "";
  return /^ja([_.@-]|$)/i.test(said) ? "ja" : "en";
}

/**
 * Reads `--lang` before anything else is parsed, because even the error about an unknown option has a
 * language.
 */
function givenLanguage(argv: readonly string[]): string {
  // There it also names a language of code.
  const isOfCode = argv.includes("snippet");
  let said = "";
  for (const [index, argument] of argv.entries()) {
    const given = argument === "--lang" ? (argv[index + 1] ?? "") : /^--lang=(.*)$/s.exec(argument)?.[1];
    if (given !== undefined && !(isOfCode && given !== "en" && given !== "ja")) said = given;
  }
  return said;
}

/** Whether the terminal's locale is UTF-8. Without a locale variable Windows and macOS are. */
export function isUtf8(env: Environment, platform: NodeJS.Platform): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || "";
  if (locale === "") return platform === "win32" || platform === "darwin";
  return /utf-?8/i.test(locale);
}
