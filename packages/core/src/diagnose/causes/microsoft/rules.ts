import type { CauseRule, CommonEvidence } from "../rule.ts";

/** The causes that only Microsoft has. @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
export const microsoftRules = [
  {
    id: "microsoft.spa_24h",
    provider: "microsoft",
    tokenStillGood: false,
    of: { dead_refresh: 3 },
    evidence: [
      [34, { signal: "spa" }],
      [20, { words: /24 hours|every day|daily|one day/ }],
    ],
    proof: [[110, { code: "aadsts700084" }]],
  },
  {
    id: "microsoft.idle_90d",
    provider: "microsoft",
    tokenStillGood: false,
    of: { dead_refresh: 8 },
    evidence: [[40, { signal: "quiet_period" }]],
    proof: [[110, { code: ["aadsts700082", "aadsts70008"] }]],
  },
  {
    id: "microsoft.grant_revoked",
    provider: "microsoft",
    tokenStillGood: false,
    of: { dead_refresh: 14 },
    evidence: [[24, { signal: ["password_changed", "revoked"] }]],
    proof: [[110, { code: ["aadsts50173", "aadsts50133", "aadsts50132", "aadsts700081", "aadsts700211"] }]],
  },
  {
    id: "microsoft.sign_in_frequency",
    provider: "microsoft",
    tokenStillGood: false,
    of: { dead_refresh: 3, interaction: 5 },
    evidence: [[34, { words: /conditional access|sign-in frequency|every \d+ hours/ }]],
    proof: [[110, { code: ["aadsts70043", "aadsts700083"] }]],
  },
  {
    id: "microsoft.mfa_at_refresh",
    provider: "microsoft",
    tokenStillGood: false,
    proof: [
      [
        118,
        {
          code: ["aadsts50076", "aadsts50078", "aadsts50079", "aadsts50072", "aadsts50074", "aadsts50158"],
          stage: "refresh",
        },
      ],
    ],
  },
  {
    id: "microsoft.conditional_access",
    provider: "microsoft",
    tokenStillGood: true,
    of: { interaction: 16, denied: 6 },
    evidence: [[26, { words: /conditional access|compliant|device|location|policy/ }]],
    proof: [
      [
        110,
        {
          code: [
            "aadsts53003",
            "aadsts53000",
            "aadsts53001",
            "aadsts530003",
            "aadsts50005",
            "aadsts50097",
            "aadsts530032",
            "aadsts50131",
          ],
        },
      ],
    ],
  },
  {
    id: "microsoft.wrong_tenant",
    provider: "microsoft",
    tokenStillGood: null,
    of: { bad_client: 6, denied: 4 },
    evidence: [
      [30, { signal: ["customer_org", "other_host"] }],
      [20, { words: /guest|\/common|\/organizations|personal account|multi-?tenant/ }],
    ],
    proof: [
      [
        110,
        {
          code: [
            "aadsts50020",
            "aadsts90002",
            "aadsts50194",
            "aadsts50034",
            "aadsts50059",
            "aadsts500208",
            "aadsts900023",
            "aadsts70002",
            "aadsts9002332",
            "aadsts90072",
          ],
        },
      ],
    ],
  },
  {
    id: "microsoft.spa_platform",
    provider: "microsoft",
    tokenStillGood: null,
    of: { cors: 20, redirect: 2 },
    evidence: [[20, { signal: "spa" }]],
    proof: [
      [124, { code: "aadsts9002325", words: /\bserver|secret|backend|single-page application|spa platform/ }],
      [122, { code: "aadsts7000218", signal: "spa" }],
      [112, { code: ["aadsts9002326", "aadsts9002327"] }],
    ],
  },
  {
    id: "microsoft.resource_unknown",
    provider: "microsoft",
    tokenStillGood: true,
    of: { scope: 6, audience: 10 },
    proof: [[110, { code: ["aadsts500011", "aadsts650057", "aadsts50001", "aadsts650056", "aadsts28000"] }]],
  },
  {
    id: "microsoft.secret_expired",
    provider: "microsoft",
    tokenStillGood: true,
    of: { bad_client: 6 },
    evidence: [[36, { words: /secret[^.]{0,20}expire|expired[^.]{0,20}secret/ }]],
    proof: [[114, { code: ["aadsts7000222", "aadsts1000502"] }]],
  },
  {
    id: "microsoft.basic_auth_ended",
    provider: "microsoft",
    tokenStillGood: true,
    proof: [
      [
        70,
        {
          words: /(?:imap|smtp|pop)[^.]{0,60}(?:authenticat|xoauth|login)|authenticationunsuccessful|xoauth2/,
        },
      ],
    ],
  },
] as const satisfies readonly CauseRule[];

/** What the codes and words of Microsoft say for causes that any provider may have. */
export const microsoftEvidence = [
  ["wrong_secret", [100, { code: ["aadsts7000215", "aadsts7000012"] }]],
  ["secret_missing", [104, { code: "aadsts7000218" }]],
  ["public_with_secret", [104, { code: "aadsts700025" }]],
  ["unknown_client", [100, { code: ["aadsts700016", "aadsts70001", "aadsts7000014"] }]],
  ["redirect_mismatch", [104, { code: ["aadsts50011", "aadsts500113", "aadsts500117", "aadsts900971"] }]],
  ["consent_needed", [100, { code: ["aadsts65001", "aadsts65005", "aadsts650051"] }]],
  [
    "denied_by_admin",
    [104, { code: ["aadsts90094", "aadsts90095", "aadsts50105", "aadsts900941", "aadsts65006"] }],
  ],
  ["denied_by_user", [104, { code: ["aadsts65004", "aadsts90081"] }]],
  [
    "mfa_needed",
    [
      104,
      { code: ["aadsts50076", "aadsts50079", "aadsts50072", "aadsts50074", "aadsts50158", "aadsts50203"] },
    ],
  ],
  ["login_needed", [100, { code: ["aadsts50058", "aadsts16000", "aadsts16003", "aadsts160021"] }]],
  ["code_twice", [100, { code: ["aadsts54005", "aadsts9002311"] }]],
  ["code_too_old", [96, { code: "aadsts70019" }]],
  ["verifier_wrong", [96, { code: ["aadsts501481", "aadsts50148", "aadsts501491"] }]],
  ["pkce_missing", [104, { code: "aadsts9002325" }]],
  [
    "parameter_missing",
    [92, { code: ["aadsts900144", "aadsts90014", "aadsts900561", "aadsts90013", "aadsts9002313"] }],
  ],
  [
    "scope_unknown",
    [96, { code: ["aadsts70011", "aadsts28002", "aadsts28003", "aadsts65002", "aadsts1002012"] }],
  ],
  [
    "grant_not_allowed",
    [96, { code: ["aadsts70003", "aadsts700054", "aadsts70005", "aadsts700051", "aadsts7000112"] }],
  ],
  ["assertion_key", [100, { code: ["aadsts700027", "aadsts700030", "aadsts5002727"] }]],
  ["assertion_clock", [100, { code: ["aadsts700024", "aadsts700021", "aadsts50027"] }]],
  ["assertion_audience", [100, { code: ["aadsts700212", "aadsts500132"] }]],
  ["assertion_subject", [96, { code: ["aadsts70021", "aadsts700213", "aadsts50013"] }]],
  ["user_gone", [100, { code: ["aadsts50057", "aadsts51004", "aadsts50053"] }]],
  ["password_wrong", [100, { code: ["aadsts50126", "aadsts50056", "aadsts50055"] }]],
  ["other_client_token", [90, { code: ["aadsts70000", "aadsts9002309"] }]],
  [
    "denied_upstream",
    [96, { code: ["aadsts50107", "aadsts75011", "aadsts75005", "aadsts81004", "aadsts50000"] }],
  ],
  [
    "server_down",
    [96, { code: ["aadsts90033", "aadsts90012", "aadsts90006", "aadsts50196", "aadsts90055"] }],
  ],
  ["state_lost", [60, { code: ["aadsts50089", "aadsts165000", "aadsts165004"] }]],
  ["device_pending", [90, { code: "aadsts70016" }]],
  ["device_expired", [90, { code: "aadsts70020" }]],
] as const satisfies readonly CommonEvidence[];
