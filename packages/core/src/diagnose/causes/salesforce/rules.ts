import type { CauseRule } from "../rule.ts";

/** The causes that only Salesforce has. What recognises a refusal is in `providers/salesforce/refusals.ts`. */
export const salesforceRules = [
  {
    id: "salesforce.not_installed",
    provider: "salesforce",
    tokenStillGood: true,
    of: { denied: 10, bad_client: 6 },
    evidence: [
      [26, { signal: "customer_org" }],
      [14, { signal: "installed" }],
    ],
    proof: [
      [128, { refusal: "salesforce.not_installed" }],
      [
        80,
        {
          words:
            /must be installed|isn'?t installed|not installed|uninstalled (?:connected )?app|oauth_approval_error_generic|oauth_ec_app_not_found|external client app[^.]{0,20}not/,
        },
      ],
    ],
  },
  {
    id: "salesforce.blocked",
    provider: "salesforce",
    tokenStillGood: true,
    of: { denied: 6, dead_refresh: 2 },
    evidence: [
      [20, { signal: "workspace_admin" }],
      [44, { words: /\bblock(?:ed|s)?\b/ }],
    ],
    proof: [
      [128, { refusal: "salesforce.blocked" }],
      [70, { words: /app is blocked|blocked by (?:the |an |your )?admin|api access control/ }],
    ],
  },
  {
    id: "salesforce.not_approved",
    provider: "salesforce",
    tokenStillGood: true,
    of: { denied: 9, bad_assertion: 3 },
    evidence: [[16, { signal: ["workspace_admin", "api_enabled"] }]],
    proof: [
      [128, { refusal: "salesforce.not_approved" }],
      [72, { words: /not admin[- ]approved|admin approved users|invalid_app_access/ }],
    ],
  },
  {
    id: "salesforce.crowded_out",
    provider: "salesforce",
    tokenStillGood: false,
    of: { dead_refresh: 12 },
    evidence: [
      [46, { signal: "many_logins" }],
      [10, { signal: "second_environment" }],
    ],
  },
  {
    id: "salesforce.sandbox_refreshed",
    provider: "salesforce",
    tokenStillGood: false,
    of: { dead_refresh: 2, bad_client: 2 },
    evidence: [[52, { signal: "sandbox_refreshed" }]],
  },
  {
    id: "salesforce.other_environment",
    provider: "salesforce",
    tokenStillGood: true,
    of: { dead_refresh: 3, bad_client: 8, bad_code: 3, password_login: 4, bad_assertion: 4 },
    evidence: [
      [34, { signal: "sandbox" }],
      [-12, { signal: "sandbox_refreshed" }],
    ],
    proof: [[84, { words: /check your username and password\.? if you still can'?t log in/ }]],
  },
  {
    id: "salesforce.refresh_policy",
    provider: "salesforce",
    tokenStillGood: null,
    of: { no_refresh_token: 22 },
    evidence: [
      [-40, { stage: "refresh" }],
      [34, { words: /polic|immediately|expire at once/ }],
      [
        14,
        { words: /(?:scope|asked|requested|granted)[^.]{0,40}(?:refresh_token|offline)|refresh_token scope/ },
      ],
    ],
  },
  {
    id: "salesforce.inactive_user",
    provider: "salesforce",
    tokenStillGood: true,
    of: { denied: 1 },
    evidence: [],
    proof: [
      [130, { refusal: "salesforce.inactive_user" }],
      [80, { words: /inactive user|user is (?:inactive|frozen)/ }],
    ],
  },
  {
    id: "salesforce.inactive_org",
    provider: "salesforce",
    tokenStillGood: true,
    retry: true,
    of: {},
    proof: [[130, { refusal: "salesforce.inactive_org" }]],
  },
  {
    id: "salesforce.ip_restricted",
    provider: "salesforce",
    tokenStillGood: true,
    of: { denied: 4, dead_refresh: 2, password_login: 8 },
    evidence: [[34, { signal: ["ip", "login_hours"] }]],
    proof: [
      [130, { refusal: "salesforce.ip_restricted" }],
      [80, { words: /ip restricted|restricted ip|login hours|ip[^.]{0,20}not (?:allowed|trusted|in)/ }],
    ],
  },
  {
    id: "salesforce.security_token",
    provider: "salesforce",
    tokenStillGood: null,
    of: { password_login: 24 },
    evidence: [
      [20, { signal: ["ip", "password_changed"] }],
      [
        20,
        {
          words: /security token|invalid_login/,
          not: { words: /(?:with|and|appended|plus|\+) (?:the |my |a )?security ?token/ },
        },
      ],
    ],
    proof: [
      [122, { refusal: "salesforce.api_disabled", grant: "password" }],
      [70, { words: /invalid_login|login_must_use_security_token/ }],
      [92, { words: /api security token required/ }],
    ],
  },
  {
    id: "salesforce.password_flow_blocked",
    provider: "salesforce",
    tokenStillGood: null,
    of: { password_login: 26 },
    evidence: [
      [14, { words: /blocked|disabled|allow oauth/ }],
      [
        16,
        {
          words:
            /(?:with|and|appended|concatenat\w*|included?|includes|plus|\+) ?(?:the |my |a |his )?(?:user'?s )?security ?token|new (?:org|sandbox|environment|trial)|developer edition|trailhead|scratch|as the (?:readme|guide|docs?)|does not work any ?more/,
        },
      ],
    ],
    proof: [[122, { refusal: "salesforce.api_disabled", grant: "password" }]],
  },
  {
    id: "salesforce.api_disabled",
    provider: "salesforce",
    tokenStillGood: true,
    of: { forbidden: 12, denied: 4 },
    evidence: [[44, { signal: "api_enabled" }]],
    proof: [
      [70, { refusal: "salesforce.api_disabled" }],
      [86, { code: "api_disabled_for_org" }],
      [
        74,
        { words: /api is not enabled|api[_ ]disabled|not enabled for (?:this )?(?:organi[sz]ation|user)/ },
      ],
    ],
  },
  {
    id: "salesforce.login_flow",
    provider: "salesforce",
    tokenStillGood: true,
    of: {},
    proof: [
      [40, { refusal: "salesforce.api_disabled" }],
      [80, { refusal: "salesforce.api_disabled", signal: "login_flow" }],
    ],
  },
  {
    id: "salesforce.login_rate",
    provider: "salesforce",
    tokenStillGood: true,
    retry: true,
    of: {},
    proof: [
      [126, { refusal: "salesforce.login_rate" }],
      [86, { words: /login rate exceeded/ }],
    ],
  },
  {
    id: "salesforce.my_domain",
    provider: "salesforce",
    tokenStillGood: true,
    of: {},
    proof: [
      [
        88,
        {
          words:
            /request not supported on this domain|not supported on this (?:domain|endpoint)|use (?:your )?my domain/,
        },
      ],
    ],
  },
  {
    id: "salesforce.no_run_as",
    provider: "salesforce",
    tokenStillGood: null,
    of: {},
    proof: [
      [
        88,
        { words: /no client credentials user|client credentials (?:flow )?(?:is )?not enabled|run[- ]as/ },
      ],
    ],
  },
  {
    id: "salesforce.no_scopes",
    provider: "salesforce",
    tokenStillGood: null,
    of: {},
    proof: [[88, { words: /no valid scopes/ }]],
  },
  {
    id: "salesforce.jwt_not_approved",
    provider: "salesforce",
    tokenStillGood: null,
    of: { bad_assertion: 20 },
    evidence: [[16, { signal: ["api_enabled", "customer_org"] }]],
    proof: [
      [90, { words: /user hasn'?t approved|has not approved this consumer/ }],
      [104, { words: /refresh_token scope is required|connected app should include it/ }],
    ],
  },
  {
    id: "salesforce.jwt_audience",
    provider: "salesforce",
    tokenStillGood: null,
    of: { bad_assertion: 14 },
    evidence: [[30, { signal: ["audience", "sandbox"] }]],
    proof: [
      [90, { words: /audience validation failed/ }],
      [80, { words: /audience[^.]{0,20}(?:invalid|wrong)/, provider: "salesforce" }],
    ],
  },
  {
    id: "salesforce.flow_off",
    provider: "salesforce",
    tokenStillGood: true,
    of: { grant_type: 22 },
    proof: [[90, { refusal: "salesforce.flow_off" }]],
  },
  {
    id: "salesforce.scope",
    provider: "salesforce",
    tokenStillGood: true,
    of: { scope: 8 },
    proof: [[60, { refusal: "salesforce.scope" }]],
  },
  {
    id: "salesforce.unknown_key",
    provider: "salesforce",
    tokenStillGood: true,
    of: {},
    evidence: [],
    proof: [[128, { refusal: "salesforce.unknown_key" }]],
  },
  {
    id: "salesforce.new_app",
    provider: "salesforce",
    refines: "salesforce.unknown_key",
    tokenStillGood: true,
    of: { bad_client: 6, redirect: 14, scope: 6, grant_type: 6, no_refresh_token: 4 },
    evidence: [[54, { signal: "new_app", not: { signal: "customer_org" } }]],
  },
  {
    id: "salesforce.session_for_rest",
    provider: "salesforce",
    tokenStillGood: true,
    of: {},
    proof: [[88, { words: /not valid for use with the (?:rest |soap |bulk )?api/ }]],
    rulesOut: ["access_expired", "salesforce.session_timeout"],
  },
  {
    id: "salesforce.session_ip",
    provider: "salesforce",
    tokenStillGood: true,
    refines: "salesforce.session_for_rest",
    of: { token_refused: 5 },
    evidence: [[56, { signal: "ip" }]],
  },
  {
    id: "salesforce.session_timeout",
    provider: "salesforce",
    tokenStillGood: true,
    of: { token_refused: 24 },
    evidence: [[10, { signal: "one_hour" }]],
  },
  {
    id: "salesforce.daily_limit",
    provider: "salesforce",
    tokenStillGood: true,
    retry: true,
    of: {},
    proof: [[90, { words: /request_limit_exceeded|totalrequests limit|api requests? (?:limit|quota)/ }]],
  },
  {
    id: "salesforce.lightning_host",
    provider: "salesforce",
    tokenStillGood: true,
    of: { grant_type: 4, html: 14, no_callback: 1 },
    evidence: [
      [40, { signal: "lightning" }],
      [14, { signal: "other_host" }],
    ],
    proof: [[112, { code: "unsupported_grant_type", signal: "lightning" }]],
  },
  {
    id: "salesforce.id_token_life",
    provider: "salesforce",
    tokenStillGood: true,
    of: {},
    proof: [
      [74, { words: /id[_ ]?token[^.]{0,60}expired/, provider: "salesforce" }],
      [74, { words: /id[_ ]?token[^.]{0,40}(?:2 min|two min|120)/ }],
    ],
  },
  {
    id: "salesforce.cli_key",
    provider: "salesforce",
    tokenStillGood: null,
    of: {},
    proof: [[70, { words: /authdecrypterror|failed to decipher auth/ }]],
  },
  {
    id: "salesforce.device_off",
    provider: "salesforce",
    tokenStillGood: null,
    of: { device: 8 },
    evidence: [[36, { words: /blocked|disabled|not (?:allowed|enabled|installed)|2025/ }]],
  },
  {
    id: "salesforce.session_level",
    provider: "salesforce",
    tokenStillGood: true,
    refines: "salesforce.session_for_rest",
    of: { token_refused: 1, forbidden: 1 },
    evidence: [[66, { words: /high[- _]assurance|session security level|security level required|step-?up/ }]],
  },
  {
    id: "salesforce.verifier_characters",
    provider: "salesforce",
    tokenStillGood: null,
    refines: "verifier_wrong",
    of: { bad_verifier: 4 },
    evidence: [
      [
        90,
        {
          words:
            /~|tilde|-\._|mcp (?:python )?sdk|almost every|most attempts|sometimes works|works sometimes|randomly|intermittent/,
        },
      ],
    ],
  },
  {
    id: "salesforce.other_org_app",
    provider: "salesforce",
    tokenStillGood: true,
    of: { denied: 1 },
    proof: [
      [
        112,
        { words: /cross-?org oauth|external client app[^.]{0,40}(?:not supported|other org|another org)/ },
      ],
    ],
    rulesOut: ["salesforce.not_installed"],
  },
] as const satisfies readonly CauseRule[];
