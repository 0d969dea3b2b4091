import { en, type TextKey } from "./en.ts";
import { ja } from "./ja.ts";

/** The languages that every page exists in. */
export type Language = "en" | "ja";

const tables: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { en, ja };

/** The sentence of a key in a language, its `{placeholders}` filled. */
export function say(language: Language, key: TextKey, facts: Readonly<Record<string, string>> = {}): string {
  return tables[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole);
}

/** Whether there is a sentence of that name. */
export function hasText(key: string): key is TextKey {
  return Object.hasOwn(en, key);
}

/**
 * The language that a browser prefers among ours; English where it names neither.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4
 */
export function languageOf(acceptLanguage: string | undefined): Language {
  const weighed = (acceptLanguage ?? "").split(",").map((part) => {
    const [range = "", ...parameters] = part.trim().toLowerCase().split(";");
    const quality = parameters.map((parameter) => /^\s*q=([\d.]+)/.exec(parameter)?.[1]).find(Boolean);
    return { language: range.split("-")[0], quality: Number(quality ?? 1) };
  });
  const best = (wanted: Language) =>
    Math.max(0, ...weighed.filter(({ language }) => language === wanted).map(({ quality }) => quality));
  return best("ja") > best("en") ? "ja" : "en";
}
