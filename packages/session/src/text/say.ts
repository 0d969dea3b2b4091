import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** Language of a page. */
export type Language = "en" | "ja";

/** Key of a sentence. */
export type TextKey = keyof typeof en;

/** Sentences of every language. */
export const texts: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { en, ja };

/** Returns a sentence, with the facts in place of its `{placeholders}`. */
export function say(
  language: Language,
  key: TextKey,
  facts: Readonly<Record<string, string | number>> = {},
): string {
  return texts[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
}

/** Whether there is a sentence of this key. */
export const hasText = (key: string): key is TextKey => Object.hasOwn(en, key);

/** Chooses the language of a visitor by `Accept-Language`: the first of ours that the browser names. */
export function languageOf(accepted: string | undefined): Language {
  for (const range of (accepted ?? "").toLowerCase().split(",")) {
    const primary = range.trim().split(/[-;]/)[0];
    if (primary === "ja" || primary === "en") return primary;
  }
  return "en";
}
