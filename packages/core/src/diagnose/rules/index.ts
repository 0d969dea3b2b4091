import { auth0Rules } from "./auth0.ts";
import { commonRules } from "./common.ts";
import { googleRules } from "./google.ts";
import { microsoftRules } from "./microsoft.ts";
import { otherRules } from "./others.ts";
import { providerEvidence } from "./provider-codes.ts";
import type { CauseRule } from "./rule.ts";
import { salesforceRules } from "./salesforce.ts";

const ofProviders = [
  ...[...salesforceRules, ...auth0Rules, ...googleRules],
  ...[...microsoftRules, ...otherRules],
] as const;

/** The name of a cause: of any provider, or after the provider's name. */
export type CauseId = (typeof commonRules | typeof ofProviders)[number]["id"];

/** Every cause. A new provider is its file, and its name in the list above. */
export const causeRules: readonly CauseRule<CauseId>[] = [
  ...commonRules.map((rule: CauseRule<(typeof commonRules)[number]["id"]>) => ({
    ...rule,
    proof: [...(rule.proof ?? []), ...providerEvidence(rule.id)],
  })),
  ...ofProviders,
];

/** Every code that evidence names. */
export const ruleCodes: readonly string[] = causeRules
  .flatMap(({ evidence = [], proof = [] }) => [...evidence, ...proof])
  .flatMap(([, { code = [] }]) => code);
