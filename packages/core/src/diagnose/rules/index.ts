import { auth0Rules } from "./auth0.ts";
import { commonRules } from "./common.ts";
import type { CauseRule } from "./rule.ts";
import { salesforceRules } from "./salesforce.ts";

const all = [...commonRules, ...salesforceRules, ...auth0Rules] as const;

/** The name of a cause: of any provider, or after the provider's name. */
export type CauseId = (typeof all)[number]["id"];

/** Every cause. A new provider is its file, and its name in the list above. */
export const causeRules: readonly CauseRule<CauseId>[] = all;

/** Every code that evidence names. */
export const ruleCodes: readonly string[] = causeRules
  .flatMap(({ evidence = [], proof = [] }) => [...evidence, ...proof])
  .flatMap(([, { code = [] }]) => code);
