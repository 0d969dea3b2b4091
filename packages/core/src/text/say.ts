import { en, type TextKey } from "./en.ts";
import { ja } from "./ja.ts";

/** The languages that every sentence exists in. */
export type Language = "en" | "ja";

/** What fills the placeholders of a sentence. Nothing secret. */
export type Facts = Readonly<Record<string, string | number>>;

const tables: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { en, ja };

/** The sentence of a key in a language, its `{placeholders}` filled. A fact that is missing leaves its placeholder. */
export function say(language: Language, key: TextKey, facts: Facts = {}): string {
  return fill(tables[language][key], facts);
}

/** Whether there is a sentence of that name: errors have optional ones that tell why and what to do. */
export function hasText(key: string): key is TextKey {
  return Object.hasOwn(en, key);
}

/** Fills the `{placeholders}` of a template. */
export function fill(template: string, facts: Facts): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const fact = facts[name];
    return fact === undefined ? whole : String(fact);
  });
}
