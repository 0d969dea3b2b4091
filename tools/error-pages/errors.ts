import { causeRules, ownEvidence } from "../../packages/core/src/diagnose/causes/index.ts";
import { providerNames } from "../../packages/core/src/diagnose/facts.ts";
import { type Explanation, explain } from "../../packages/core/src/diagnose/index.ts";
import type { PageOwner } from "../../packages/core/src/diagnose/pages.ts";
import { auth0Refusals } from "../../packages/core/src/providers/auth0/refusals.ts";
import type { RefusalRule } from "../../packages/core/src/providers/provider.ts";
import { salesforceRefusals } from "../../packages/core/src/providers/salesforce/refusals.ts";
import { type Said, said } from "./said.ts";

/** Errors with the same explanation: a row of the table of errors. */
export interface ErrorRow {
  readonly texts: readonly string[];
  /** The stage or grant that the texts do not tell, as the key of its name; `null` if they do. */
  readonly when: string | null;
  readonly explanation: Explanation;
}

/** The pages about errors: that of any provider, then those of one. */
export const owners: readonly PageOwner[] = [null, ...providerNames.filter((name) => name !== "oidc")];

const refusals: Readonly<Partial<Record<string, readonly RefusalRule[]>>> = {
  salesforce: salesforceRefusals,
  auth0: auth0Refusals,
};

/** Lists the errors of a page, each with its explanation; those with the same one are together. */
export function errorRowsOf(owner: PageOwner): readonly ErrorRow[] {
  const rows = new Map<string, ErrorRow>();
  for (const [text, hints = {}] of [...said[owner ?? "oidc"], ...codesOf(owner)]) {
    const explanation = explain(text, { provider: owner ?? "oidc", ...hints });
    const causes = explanation.causes.map(({ cause }) => cause);
    // A code may count only beside other words.
    if (causes[0] === "not_known") continue;
    const { grant, stage } = hints;
    const when = grant === undefined ? (stage === undefined ? null : `stage.${stage}`) : `grant.${grant}`;
    const key = [when, ...causes].join(" ");
    const texts = [...(rows.get(key)?.texts ?? []), text];
    rows.set(key, { explanation, ...rows.get(key), texts, when });
  }
  return [...rows.values()];
}

/** The codes of a provider's rules that {@link said} does not have, as the provider spells them. */
function codesOf(owner: PageOwner): readonly Said[] {
  if (owner === null) return [];
  const fromRules = causeRules.flatMap(({ id }) =>
    ownEvidence(owner, id).flatMap(([weight, { code = [], stage }]) =>
      weight > 0
        ? [code].flat().map((one): Said => [spelled(one), typeof stage === "string" ? { stage } : {}])
        : [],
    ),
  );
  const refused = (refusals[owner] ?? []).flatMap(({ description, error }): readonly Said[] =>
    description === undefined ? [[error]] : [],
  );
  const known = new Set(said[owner].flatMap(([text]) => text.toLowerCase().split(/[^\w]+/)));
  const isNew = ([code]: Said) => !known.has(code.toLowerCase());
  const isFirst = ([code, hints]: Said, index: number, all: readonly Said[]) =>
    all.findIndex(([one, other]) => sameCode(one, code) && other?.stage === hints?.stage) === index;
  return [...refused, ...fromRules].filter(isNew).filter(isFirst);
}

/** Returns a code of a rule as its provider spells it. */
const spelled = (code: string): string => (/^aad(?:sts|b2c)\d/.test(code) ? code.toUpperCase() : code);

const sameCode = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
