import { en, type TextKey } from "./en.ts";
import { ja } from "./ja.ts";
import { displayWidth } from "./width.ts";

/** The languages that every sentence exists in. */
export type Language = "en" | "ja";

/** What fills the placeholders of a sentence. Nothing secret. */
export type MessageParams = Readonly<Record<string, string | number>>;

const tables: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { en, ja };

/** The sentence of a key in a language, its `{placeholders}` filled. A fact that is missing leaves its placeholder. */
export function say(language: Language, key: TextKey, facts: MessageParams = {}): string {
  return fill(tables[language][key], facts);
}

/** The key of a sentence as one provider's users know it, where it has one of its own: labels of its screens differ. */
export function variant(key: TextKey, provider: string | undefined): TextKey {
  const own = `${key}.${provider}`;
  return hasText(own) ? own : key;
}

/** Whether there is a sentence of that name: errors have optional ones that tell why and what to do. */
export function hasText(key: string): key is TextKey {
  return Object.hasOwn(en, key);
}

/** Fills the `{placeholders}` of a template. Further lines of a fact stand below its first one. */
export function fill(template: string, facts: MessageParams): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string, at: number) => {
    const fact = facts[name];
    if (fact === undefined) return whole;
    const before = template.slice(template.lastIndexOf("\n", at) + 1, at);
    return String(fact).replaceAll("\n", `\n${" ".repeat(displayWidth(before))}`);
  });
}
