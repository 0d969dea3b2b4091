import type { CauseRule, CommonEvidence } from "../rule.ts";

/** The causes that only Google has. @see https://developers.google.com/identity/protocols/oauth2#expiration */
export const googleRules = [
  {
    id: "google.testing",
    provider: "google",
    tokenStillGood: false,
    of: { dead_refresh: 20 },
    evidence: [
      [46, { signal: "seven_days" }],
      [30, { words: /publishing status|in testing|testing mode|test users?\b|status[^.]{0,10}testing/ }],
      [4, { signal: "every_n_days" }],
    ],
  },
  {
    id: "google.token_limit",
    provider: "google",
    tokenStillGood: false,
    of: { dead_refresh: 6 },
    evidence: [
      [42, { signal: "many_logins" }],
      [20, { words: /\b(?:50|100)\b/ }],
    ],
  },
  {
    id: "google.reauth_policy",
    provider: "google",
    tokenStillGood: false,
    of: { dead_refresh: 5, interaction: 5 },
    evidence: [
      [
        30,
        {
          words:
            /workspace|session (?:length|control)|reauth|admin|\d+ hours|every day|google cloud sdk|gcloud/,
        },
      ],
    ],
    proof: [[90, { words: /invalid_rapt|\brapt_required\b|reauth related error/ }]],
  },
  {
    id: "google.second_consent",
    provider: "google",
    tokenStillGood: null,
    of: { no_refresh_token: 38 },
    evidence: [
      [-40, { stage: "refresh" }],
      [
        12,
        { words: /first time|only once|second|again|access_type|some users|existing users|works for new/ },
      ],
    ],
  },
  {
    id: "google.unverified",
    provider: "google",
    tokenStillGood: null,
    of: { denied: 10 },
    evidence: [[30, { signal: "testing_mode" }]],
    proof: [
      [
        84,
        {
          words:
            /has not completed the google verification|app (?:is )?(?:not|isn'?t) verified|this app is blocked|developer-approved testers|given (?:you )?access|app is currently being tested/,
        },
      ],
    ],
  },
  {
    id: "google.internal_only",
    provider: "google",
    tokenStillGood: null,
    proof: [
      [88, { code: "org_internal" }],
      [
        86,
        { words: /restricted to users within its organization|org_internal|only available to users within/ },
      ],
    ],
  },
  {
    id: "google.oob_ended",
    provider: "google",
    tokenStillGood: null,
    proof: [[92, { words: /\boob\b|out-of-band|urn:ietf:wg:oauth:2\.0:oob/ }]],
  },
  {
    id: "google.secure_response",
    provider: "google",
    tokenStillGood: null,
    proof: [
      [84, { words: /custom (?:scheme|uri)|for '?(?:web|ios|android|desktop)'? client type/ }],
      [
        64,
        {
          words:
            /(?:comply|complying) with google'?s oauth 2\.0 policy|oauth 2\.0 policy for keeping apps secure|doesn'?t comply/,
        },
      ],
    ],
  },
  {
    id: "google.client_deleted",
    provider: "google",
    tokenStillGood: false,
    proof: [
      [92, { code: "deleted_client" }],
      [90, { words: /oauth client was (?:deleted|not found)|project has been deleted/ }],
    ],
  },
  {
    id: "google.api_off",
    provider: "google",
    tokenStillGood: true,
    proof: [
      [
        90,
        {
          words:
            /accessnotconfigured|has not been used in project|api (?:is |has )?(?:not been |not |been )?(?:enabled|disabled|used)|service_disabled/,
        },
      ],
    ],
  },
  {
    id: "google.delegation",
    provider: "google",
    tokenStillGood: null,
    of: { grant_type: 8, bad_assertion: 12 },
    evidence: [
      [44, { words: /service[ -]account|delegat|impersonat|\bsubject\b|client is unauthorized to retrieve/ }],
    ],
    proof: [[84, { words: /client is unauthorized to retrieve access tokens/ }]],
  },
  {
    id: "google.no_mailbox",
    provider: "google",
    tokenStillGood: true,
    proof: [[76, { words: /failedprecondition|precondition check failed|mail service not enabled/ }]],
  },
] as const satisfies readonly CauseRule[];

/** What the codes and words of Google say for causes that any provider may have. */
export const googleEvidence = [
  ["webview", [104, { code: "disallowed_useragent" }]],
  ["denied_by_admin", [100, { code: "admin_policy_enforced" }]],
  ["no_permission", [60, { code: ["insufficientpermissions", "permission_denied"] }]],
  ["code_encoded", [70, { words: /malformed auth code/ }]],
  ["code_twice", [40, { words: /\bbad request\b/, provider: "google", stage: "token-exchange" }]],
  ["assertion_clock", [90, { words: /invalid jwt: token must be a short-lived/ }]],
  ["scope_unknown", [84, { words: /some requested scopes were invalid/ }]],
  [
    "header_wrong",
    [
      64,
      {
        words:
          /missing required authentication credential|method doesn't allow unregistered callers|login required/,
        provider: "google",
      },
    ],
  ],
] as const satisfies readonly CommonEvidence[];
