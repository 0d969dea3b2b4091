import { fill, type Language, type MessageParams } from "@tokenwell/core";
import { en, type WordKey } from "./en.ts";
import { ja } from "./ja.ts";

const tables: Readonly<Record<Language, Readonly<Record<WordKey, string>>>> = { en, ja };

/** The command's sentence of a key in a language, its `{placeholders}` filled. */
export function words(language: Language, key: WordKey, facts: MessageParams = {}): string {
  return fill(tables[language][key], facts);
}

/** Whether the command has a sentence of that name. */
export function hasWords(key: string): key is WordKey {
  return Object.hasOwn(en, key);
}

/** The key of a sentence as one provider's users know it, where it has one of its own: labels of its screens differ. */
export function variant(key: WordKey, provider: string | undefined): WordKey {
  const own = `${key}.${provider}`;
  return hasWords(own) ? own : key;
}
