import { fill, type Language, type MessageParams } from "@tokenwell/core";
import { en, type WordKey } from "./en.ts";
import { ja } from "./ja.ts";

const tables: Readonly<Record<Language, Readonly<Record<WordKey, string>>>> = { en, ja };

/** Returns the command's sentence for a key, with its `{placeholders}` filled. */
export function words(language: Language, key: WordKey, facts: MessageParams = {}): string {
  return fill(tables[language][key], facts);
}

/** Whether the command has a sentence with this key. */
export function hasWords(key: string): key is WordKey {
  return Object.hasOwn(en, key);
}

type TopicOf<Key> = Key extends `help.${infer Topic}` ? Exclude<Topic, "overview" | "all"> : never;
/** A command or provider that `tokenwell help` explains. */
export type HelpTopic = TopicOf<WordKey>;

export const helpTopics: readonly string[] = Object.keys(en).flatMap(
  (key) => /^help\.(?!overview$|all$)(.+)/.exec(key)?.[1] ?? [],
);

/** Returns the provider's own variant of a key if there is one: the labels of its screens differ. */
export function variant(key: WordKey, provider: string | undefined): WordKey {
  const own = `${key}.${provider}`;
  return hasWords(own) ? own : key;
}
