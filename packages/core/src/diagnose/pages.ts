import type { Language } from "../text/say.ts";
import { causeRules, ownEvidence } from "./causes/index.ts";
import type { ProviderName } from "./facts.ts";
import { hasSentence } from "./sentences.ts";

/** A page of the documentation about errors: of one provider, or `null`: of any. */
export type PageOwner = Exclude<ProviderName, "oidc"> | null;

/**
 * Returns the page that has a cause: the provider's, if its own codes, words or steps are known for the cause, else that
 * of any provider. `undefined` if no page has it: an error of ours, or no cause found.
 */
export function pageOwnerOf(cause: string, provider: ProviderName | null): PageOwner | undefined {
  const rule = causeRules.find(({ id }) => id === cause);
  if (rule === undefined || cause === "not_known") return undefined;
  const owner = rule.provider ?? provider;
  if (owner === null || owner === "oidc") return null;
  return rule.provider !== undefined || hasOwnSteps(cause, owner) || ownEvidence(owner, cause).length > 0
    ? owner
    : null;
}

const hasOwnSteps = (cause: string, owner: ProviderName): boolean =>
  hasSentence(`why.${cause}.${owner}`) || hasSentence(`fix.${cause}.${owner}`);

/** Returns the path of a page in this repository. */
export const pagePath = (owner: PageOwner, language: Language): string =>
  `docs/${language === "ja" ? "ja/" : ""}reference/errors${owner === null ? "" : `-${owner}`}.md`;

/** Returns the address of a cause in the documentation: path and anchor; `null` if no page has it. */
export function addressOf(cause: string, provider: ProviderName | null, language: Language): string | null {
  const owner = pageOwnerOf(cause, provider);
  return owner === undefined ? null : `${pagePath(owner, language)}#${cause}`;
}
