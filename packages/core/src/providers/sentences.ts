import { en } from "../text/en.ts";
import { ja } from "../text/ja.ts";
import { fill, type Language, type MessageParams } from "../text/say.ts";
import { providers, type SentenceKey } from "./index.ts";

/** The library's sentences and those of every provider. */
const tables: Readonly<Record<Language, Readonly<Record<SentenceKey, string>>>> = {
  en: Object.assign({}, en, ...providers.map(({ texts }) => texts.en)),
  ja: Object.assign({}, ja, ...providers.map(({ texts }) => texts.ja)),
};

/** Whether there is a sentence of that name: errors have optional ones for the cause and the remedy. */
export function hasText(key: string): key is SentenceKey {
  return Object.hasOwn(tables.en, key);
}

/** Returns the sentence of a key as the users of a provider know it: with the labels of its screens, if they differ. */
export function sayFor(
  provider: string | undefined,
  language: Language,
  key: SentenceKey,
  params: MessageParams = {},
): string {
  const own = `${key}.${provider}`;
  return fill(tables[language][hasText(own) ? own : key], params);
}
