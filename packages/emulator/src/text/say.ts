import { en, type TextKey } from "./en.ts";
import { ja } from "./ja.ts";

/** The languages of every page. */
export type Language = "en" | "ja";

const tables: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { en, ja };

/** Returns the sentence of a key in a language, with its `{placeholders}` filled in. */
export function say(language: Language, key: TextKey, facts: Readonly<Record<string, string>> = {}): string {
  return tables[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole);
}

/** Whether there is a sentence with this key. */
export function hasText(key: string): key is TextKey {
  return Object.hasOwn(en, key);
}

/**
 * Returns the language that the browser prefers, or English if it prefers neither.
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
