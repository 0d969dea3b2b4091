import type { CauseRule, CommonEvidence } from "../rule.ts";

/** The causes that only GitHub has. */
export const githubRules = [
  {
    id: "github.code_bad",
    provider: "github",
    tokenStillGood: null,
    proof: [[64, { code: "bad_verification_code" }]],
  },
  {
    id: "github.token_limit",
    provider: "github",
    tokenStillGood: false,
    of: { dead_refresh: 8, token_refused: 10 },
    evidence: [
      [40, { signal: "many_logins" }],
      [24, { words: /\b(?:ten|10|11)\b/ }],
    ],
  },
  {
    id: "github.unused_or_leaked",
    provider: "github",
    tokenStillGood: false,
    of: { token_refused: 12, dead_refresh: 4 },
    evidence: [
      [30, { signal: "quiet_period" }],
      [36, { words: /public (?:repo|gist)|pushed|committed|leak|secret scanning/ }],
    ],
  },
  {
    id: "github.saml_sso",
    provider: "github",
    tokenStillGood: true,
    of: { forbidden: 6 },
    evidence: [[30, { signal: "organization" }]],
    proof: [[92, { words: /saml enforcement|saml sso|protected by organization saml/ }]],
  },
  {
    id: "github.app_permission",
    provider: "github",
    tokenStillGood: true,
    of: { forbidden: 10 },
    proof: [[90, { words: /not accessible by (?:integration|personal)|must have admin rights/ }]],
  },
  {
    id: "github.org_restricts",
    provider: "github",
    tokenStillGood: true,
    proof: [[90, { words: /oauth app access restrictions|third-party (?:application )?access/ }]],
  },
  {
    id: "github.suspended",
    provider: "github",
    tokenStillGood: null,
    proof: [[90, { code: ["application_suspended", "unverified_user_email"] }]],
  },
] as const satisfies readonly CauseRule[];

/** What the codes and words of GitHub say for causes that any provider may have. */
export const githubEvidence = [
  ["code_twice", [60, { code: "bad_verification_code" }]],
  ["grant_not_allowed", [90, { code: "device_flow_disabled" }]],
  ["access_revoked", [70, { words: /bad credentials/ }]],
  ["redirect_mismatch", [80, { words: /must match the registered callback url/ }]],
  ["wrong_secret", [80, { words: /client_id and\/or client_secret passed are incorrect/ }]],
] as const satisfies readonly CommonEvidence[];
