import type { ProviderName } from "../facts.ts";
import { apiRules } from "./api/rules.ts";
import { appRules } from "./app/rules.ts";
import { auth0Rules } from "./auth0/rules.ts";
import { codeRules } from "./code/rules.ts";
import { deviceRules } from "./device/rules.ts";
import { githubEvidence, githubRules } from "./github/rules.ts";
import { googleEvidence, googleRules } from "./google/rules.ts";
import { hubspotEvidence, hubspotRules } from "./hubspot/rules.ts";
import { idTokenRules } from "./id-token/rules.ts";
import { keycloakEvidence, keycloakRules } from "./keycloak/rules.ts";
import { redirectUriRules } from "./login/redirect-uri.ts";
import { loginRules } from "./login/rules.ts";
import { serverRules } from "./login/server.ts";
import { stateRules } from "./login/state.ts";
import { machineRules } from "./machine/rules.ts";
import { microsoftEvidence } from "./microsoft/evidence.ts";
import { microsoftRules } from "./microsoft/rules.ts";
import { networkRules } from "./network/rules.ts";
import { noRefreshTokenRules } from "./no-refresh-token/rules.ts";
import { oktaEvidence, oktaRules } from "./okta/rules.ts";
import { refreshTokenRules } from "./refresh-token/rules.ts";
import { revocationRules } from "./revocation/rules.ts";
import type { CauseRule, Evidence } from "./rule.ts";
import { salesforceToolRules } from "./salesforce/cli.ts";
import { salesforceCloudRules } from "./salesforce/clouds.ts";
import { salesforceEvidence } from "./salesforce/evidence.ts";
import { salesforceRules } from "./salesforce/rules.ts";
import { slackEvidence, slackRules } from "./slack/rules.ts";

/** The causes that any provider may have. */
const commonRules = [
  ...refreshTokenRules,
  ...codeRules,
  ...appRules,
  ...redirectUriRules,
  ...loginRules,
  ...stateRules,
  ...serverRules,
  ...noRefreshTokenRules,
  ...apiRules,
  ...networkRules,
  ...machineRules,
  ...idTokenRules,
  ...deviceRules,
  ...revocationRules,
  // Named if no other cause fits
  { id: "not_known", tokenStillGood: null },
] as const satisfies readonly CauseRule[];

const ofProviders = [
  ...salesforceRules,
  ...salesforceToolRules,
  ...salesforceCloudRules,
  ...auth0Rules,
  ...googleRules,
  ...microsoftRules,
  ...oktaRules,
  ...githubRules,
  ...keycloakRules,
  ...slackRules,
  ...hubspotRules,
] as const;

/** The name of a cause that any provider may have. */
type CommonCauseId = (typeof commonRules)[number]["id"];

/** The name of a cause: of any provider, or after the provider's name. */
export type CauseId = CommonCauseId | (typeof ofProviders)[number]["id"];

type EvidenceOfProvider = readonly (readonly [cause: CommonCauseId, ...evidence: Evidence[]])[];

/** Evidence for common causes that the words of one provider give. */
const evidenceOf: Readonly<Partial<Record<ProviderName, EvidenceOfProvider>>> = {
  salesforce: salesforceEvidence,
  google: googleEvidence,
  microsoft: microsoftEvidence,
  okta: oktaEvidence,
  github: githubEvidence,
  keycloak: keycloakEvidence,
  slack: slackEvidence,
  hubspot: hubspotEvidence,
};

/** Lists the evidence of every provider for a common cause; it counts for no other provider. */
function evidenceOfProviders(id: string): readonly Evidence[] {
  return (Object.entries(evidenceOf) as [ProviderName, EvidenceOfProvider][]).flatMap(([ofProvider, lists]) =>
    lists
      .filter(([cause]) => cause === id)
      .flatMap(([, ...evidence]) => evidence)
      .map(([weight, condition]): Evidence => [weight, { ofProvider, ...condition }]),
  );
}

/** Every cause. A new provider is its folder, and its names in the lists above. */
export const causeRules: readonly CauseRule<CauseId>[] = [
  ...commonRules.map((rule: CauseRule<CommonCauseId>) => ({
    ...rule,
    proof: [...(rule.proof ?? []), ...evidenceOfProviders(rule.id)],
  })),
  ...ofProviders,
];

/** Returns the evidence that a provider's own codes and words give for a cause: its own, or one of any provider. */
export function ownEvidence(provider: ProviderName, cause: string): readonly Evidence[] {
  const { provider: owner, evidence = [], proof = [] } = causeRules.find(({ id }) => id === cause) ?? {};
  const all = [...evidence, ...proof].filter(([weight]) => weight > 0);
  if (owner !== undefined) return owner === provider ? all : [];
  return all.filter(
    ([, { code, ofProvider, provider: named, refusal }]) =>
      ofProvider === provider ||
      refusal?.startsWith(`${provider}.`) ||
      (code !== undefined && named === provider),
  );
}

/** Every code that evidence names. */
export const ruleCodes: readonly string[] = causeRules
  .flatMap(({ evidence = [], proof = [] }) => [...evidence, ...proof])
  .flatMap(([, { code = [] }]) => code);
