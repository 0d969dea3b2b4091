import { en as auth0En } from "../providers/auth0/text.en.ts";
import { ja as auth0Ja } from "../providers/auth0/text.ja.ts";
import { en as salesforceEn } from "../providers/salesforce/text.en.ts";
import { ja as salesforceJa } from "../providers/salesforce/text.ja.ts";
import { en as libraryEn } from "../text/en.ts";
import { ja as libraryJa } from "../text/ja.ts";
import { fill, type Language, type MessageParams } from "../text/say.ts";
import { causeTables } from "./causes/tables.ts";
import { en } from "./text/en.ts";
import { ja } from "./text/ja.ts";

type Table = Readonly<Record<string, string>>;

/** The tables of `explain`, each with its name. */
export const explainTables: readonly (readonly [name: string, en: Table, ja: Table])[] = [
  ["text", en, ja],
  ...causeTables,
];

/** The sentences of `explain`, and those of the library and its providers, which say the same of an error of ours. */
const tables: Readonly<Record<Language, Table>> = {
  en: Object.assign({}, libraryEn, salesforceEn, auth0En, ...explainTables.map(([, english]) => english)),
  ja: Object.assign({}, libraryJa, salesforceJa, auth0Ja, ...explainTables.map(([, , japanese]) => japanese)),
};

/** Whether there is a sentence with this key. */
export const hasSentence = (key: string): boolean => Object.hasOwn(tables.en, key);

/** Returns a sentence, the provider's own variant if there is one; `""` if there is neither. */
export function sentence(
  language: Language,
  key: string,
  provider: string | null,
  params: MessageParams = {},
): string {
  const own = `${key}.${provider}`;
  return fill(tables[language][hasSentence(own) ? own : key] ?? "", params);
}
