import type { Language } from "@tokenwell/core";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The language to speak: `--lang`, `TOKENWELL_LANG`, then what the platform says; the first that says anything
 * decides. Anything but Japanese, `C` included, is English. `bin/tokenwell.cjs` has the same rule.
 */
export function languageOf(argv: readonly string[], env: Environment): Language {
  const said = givenLanguage(argv) || env.TOKENWELL_LANG || env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return /^ja([_.@-]|$)/i.test(said) ? "ja" : "en";
}

/** What `--lang` says, before anything else is parsed: even the sentence about a bad option has a language. */
function givenLanguage(argv: readonly string[]): string {
  let said = "";
  for (const [index, argument] of argv.entries()) {
    if (argument === "--lang") said = argv[index + 1] ?? "";
    else if (argument.startsWith("--lang=")) said = argument.slice("--lang=".length);
  }
  return said;
}

/** Whether the terminal's locale is UTF-8. Windows and macOS without such a variable are. */
export function isUtf8(env: Environment, platform: NodeJS.Platform): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || "";
  if (locale === "") return platform === "win32" || platform === "darwin";
  return /utf-?8/i.test(locale);
}
