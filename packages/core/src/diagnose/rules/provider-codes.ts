import type { CommonCauseId } from "./common.ts";
import type { Evidence } from "./rule.ts";

/** Codes of providers that show a cause which any provider may have, each with its weight. */
const shown: readonly (readonly [cause: CommonCauseId, weight: number, ...codes: string[]])[] = [
  // Microsoft
  ["wrong_secret", 100, "aadsts7000215", "aadsts7000012"],
  ["secret_missing", 104, "aadsts7000218"],
  ["public_with_secret", 104, "aadsts700025"],
  ["unknown_client", 100, "aadsts700016", "aadsts70001", "aadsts7000014"],
  ["redirect_mismatch", 104, "aadsts50011", "aadsts500113", "aadsts500117", "aadsts900971"],
  ["consent_needed", 100, "aadsts65001", "aadsts65005", "aadsts650051"],
  ["denied_by_admin", 104, "aadsts90094", "aadsts90095", "aadsts50105", "aadsts900941", "aadsts65006"],
  ["denied_by_user", 104, "aadsts65004", "aadsts90081"],
  [
    "mfa_needed",
    104,
    "aadsts50076",
    "aadsts50079",
    "aadsts50072",
    "aadsts50074",
    "aadsts50158",
    "aadsts50203",
  ],
  ["login_needed", 100, "aadsts50058", "aadsts16000", "aadsts16003", "aadsts160021"],
  ["code_twice", 100, "aadsts54005", "aadsts9002311"],
  ["code_too_old", 96, "aadsts70019"],
  ["verifier_wrong", 96, "aadsts501481", "aadsts50148", "aadsts501491"],
  ["pkce_missing", 104, "aadsts9002325"],
  ["parameter_missing", 92, "aadsts900144", "aadsts90014", "aadsts900561", "aadsts90013", "aadsts9002313"],
  ["scope_unknown", 96, "aadsts70011", "aadsts28002", "aadsts28003", "aadsts65002", "aadsts1002012"],
  ["grant_not_allowed", 96, "aadsts70003", "aadsts700054", "aadsts70005", "aadsts700051", "aadsts7000112"],
  ["assertion_key", 100, "aadsts700027", "aadsts700030", "aadsts5002727"],
  ["assertion_clock", 100, "aadsts700024", "aadsts700021", "aadsts50027"],
  ["assertion_audience", 100, "aadsts700212", "aadsts500132"],
  ["assertion_subject", 96, "aadsts70021", "aadsts700213", "aadsts50013"],
  ["user_gone", 100, "aadsts50057", "aadsts51004", "aadsts50053"],
  ["password_wrong", 100, "aadsts50126", "aadsts50056", "aadsts50055"],
  ["other_client_token", 90, "aadsts70000", "aadsts9002309"],
  ["denied_upstream", 96, "aadsts50107", "aadsts75011", "aadsts75005", "aadsts81004", "aadsts50000"],
  ["server_down", 96, "aadsts90033", "aadsts90012", "aadsts90006", "aadsts50196", "aadsts90055"],
  ["state_lost", 60, "aadsts50089", "aadsts165000", "aadsts165004"],
  ["device_pending", 90, "aadsts70016"],
  ["device_expired", 90, "aadsts70020"],
  // Google
  ["webview", 104, "disallowed_useragent"],
  ["denied_by_admin", 100, "admin_policy_enforced"],
  ["no_permission", 60, "insufficientpermissions", "permission_denied"],
  // GitHub
  ["code_twice", 60, "bad_verification_code"],
  ["grant_not_allowed", 90, "device_flow_disabled"],
  // Slack
  ["code_twice", 84, "code_already_used"],
  ["redirect_mismatch", 84, "bad_redirect_uri", "oauth_authorization_url_mismatch"],
  ["wrong_secret", 84, "bad_client_secret"],
  ["offline_not_asked", 84, "token_rotation_not_enabled"],
  ["scope_too_small", 84, "missing_scope"],
  ["header_wrong", 84, "not_authed"],
  ["user_gone", 60, "account_inactive"],
  ["denied_by_admin", 84, "invalid_team", "restricted_action", "access_denied_by_admin"],
  // HubSpot
  ["code_twice", 84, "bad_auth_code"],
  ["unknown_client", 84, "bad_client_id"],
  ["code_other_redirect", 90, "mismatch_redirect_uri_auth_code"],
  ["scope_too_small", 84, "missing_scopes"],
  ["access_expired", 84, "expired_authentication"],
];

const words: readonly (readonly [cause: CommonCauseId, ...evidence: Evidence[]])[] = [
  // Slack
  ["code_too_old", [70, { code: "invalid_code", provider: "slack" }]],
  ["code_twice", [66, { code: "invalid_code", provider: "slack" }]],
  ["rotated_not_saved", [70, { code: "invalid_refresh_token", provider: "slack" }]],
  // Keycloak
  ["code_twice", [80, { words: /code not valid/ }]],
  ["code_too_old", [70, { words: /code (?:is )?not valid|code is expired/ }]],
  ["code_other_redirect", [88, { words: /incorrect redirect_uri/ }]],
  ["redirect_mismatch", [88, { words: /invalid parameter: redirect_uri/ }]],
  ["verifier_wrong", [84, { words: /code mismatch/ }]],
  ["pkce_missing", [88, { words: /missing parameter: code_challenge/ }]],
  [
    "wrong_secret",
    [
      50,
      { words: /invalid client (?:secret|or invalid client credentials|credentials)/, provider: "keycloak" },
    ],
  ],
  [
    "grant_not_allowed",
    [
      88,
      {
        words:
          /client not (?:enabled|allowed) (?:to|for)|not allowed for direct access|standard flow is disabled/,
      },
    ],
  ],
  ["other_client_token", [90, { words: /session doesn't have required client|unmatching clients/ }]],
  ["password_wrong", [88, { words: /invalid user credentials/ }]],
  // Okta
  ["wrong_secret", [84, { words: /client secret supplied for a confidential client is invalid/ }]],
  [
    "denied_by_admin",
    [
      90,
      {
        words:
          /user is not assigned to (?:the|this) client|not assigned to (?:this|the) (?:client )?application/,
      },
    ],
  ],
  [
    "redirect_mismatch",
    [90, { words: /must be (?:a|an?) (?:login|sign-in) redirect uri|login redirect uri in the client/ }],
  ],
  ["scope_unknown", [84, { words: /scopes are not configured for the authorization server/ }]],
  ["unknown_client", [80, { words: /invalid value for 'client_id'/ }]],
  ["pkce_missing", [88, { words: /pkce code verifier is required|pkce code challenge is required/ }]],
  ["access_expired", [70, { words: /e0000011|e0000005|invalid session/ }]],
  // GitHub
  ["access_revoked", [70, { words: /bad credentials/ }]],
  ["redirect_mismatch", [80, { words: /must match the registered callback url/ }]],
  ["wrong_secret", [80, { words: /client_id and\/or client_secret passed are incorrect/ }]],
  // Google
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
];

/** Returns the evidence for a common cause that the codes and words of providers give. */
export function providerEvidence(id: CommonCauseId): readonly Evidence[] {
  return [
    ...shown.flatMap(([cause, weight, ...code]): Evidence[] => (cause === id ? [[weight, { code }]] : [])),
    ...words.flatMap(([cause, ...evidence]) => (cause === id ? evidence : [])),
  ];
}
