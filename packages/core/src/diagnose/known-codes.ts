import { auth0Refusals } from "../providers/auth0/refusals.ts";
import type { RefusalKind, RefusalRule } from "../providers/provider.ts";
import { kindOfRefusal, ruleFor, standardCodes } from "../providers/refusal.ts";
import { salesforceRefusals } from "../providers/salesforce/refusals.ts";
import { ruleCodes } from "./causes/index.ts";
import type { ProviderName } from "./facts.ts";
import { codedSymptoms } from "./symptoms.ts";

const refusals: Readonly<Partial<Record<ProviderName, readonly RefusalRule[]>>> = {
  salesforce: salesforceRefusals,
  auth0: auth0Refusals,
};

const known: ReadonlySet<string> = new Set(
  [
    ...standardCodes,
    ...Object.keys(codedSymptoms),
    ...ruleCodes,
    ...[...salesforceRefusals, ...auth0Refusals].map(({ error }) => error),
  ].map((code) => code.toLowerCase()),
);

/** Whether a code is one of the standard or of a provider. */
export const isKnownCode = (code: string): boolean => known.has(code.toLowerCase());

interface Said {
  readonly codes: readonly string[];
  readonly description: string;
  readonly status: number | null;
}

/** Returns what the provider's own table says of a refusal: the first code that it knows counts. */
export function refusalOf(
  provider: ProviderName | null,
  { codes, description, status }: Said,
): { readonly refusal: string | null; readonly kind: RefusalKind | null } {
  const known = { refusals: (provider === null ? undefined : refusals[provider]) ?? [] };
  // Many clients print the description alone.
  for (const error of codes.length > 0 ? codes : ["invalid_grant"]) {
    const rule = ruleFor(known, { error, description, status });
    if (rule?.explained !== undefined && (codes.length > 0 || rule.description !== undefined))
      return { refusal: rule.explained, kind: rule.kind };
  }
  const kinds = codes.map((error) => kindOfRefusal(known, { error, description, status }));
  return { refusal: null, kind: kinds.find((kind) => kind !== undefined) ?? null };
}
