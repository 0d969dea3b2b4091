import { en, type TextKey } from "./en.ts";
import { ja } from "./ja.ts";
import { widthOf } from "./width.ts";

/** The languages that every sentence exists in. */
export type Language = "en" | "ja";

/** Values for the `{placeholders}` of a sentence. None is secret. */
export type MessageParams = Readonly<Record<string, string | number>>;

const tables: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { en, ja };

/** Returns the sentence of a key in a language, with its `{placeholders}` filled. One without a value stays. */
export function say(language: Language, key: TextKey, facts: MessageParams = {}): string {
  return fill(tables[language][key], facts);
}

/** Returns the key of a provider's own sentence, which uses the labels of its screens; otherwise the general key. */
export function variant(key: TextKey, provider: string | undefined): TextKey {
  const own = `${key}.${provider}`;
  return hasText(own) ? own : key;
}

/** Whether a key has a sentence. Errors have optional ones with the cause and the next step. */
export function hasText(key: string): key is TextKey {
  return Object.hasOwn(en, key);
}

/** Fills the `{placeholders}` of a template. Further lines of a value are indented to the column of its first line. */
export function fill(template: string, facts: MessageParams): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string, at: number) => {
    const fact = facts[name];
    if (fact === undefined) return whole;
    const before = template.slice(template.lastIndexOf("\n", at) + 1, at);
    return String(fact).replaceAll("\n", `\n${" ".repeat(widthOf(before))}`);
  });
}
