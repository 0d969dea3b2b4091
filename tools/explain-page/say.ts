import { fill, type Language } from "../../packages/core/src/text/say.ts";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** The key of a text of the page. */
export type TextKey = keyof typeof en;

const tables = { en, ja } as const;

/** Returns a text of the page. */
export const say = (language: Language, key: TextKey, facts: Readonly<Record<string, string>> = {}): string =>
  fill(tables[language][key], facts);
