import type { CauseRule } from "./rule.ts";

/** The causes that only Okta, GitHub, Keycloak, Slack or HubSpot has. */
export const otherRules = [
  {
    id: "okta.policy",
    provider: "okta",
    tokenStillGood: null,
    of: { denied: 14 },
    evidence: [[16, { words: /policy|rule/ }]],
    proof: [[90, { words: /policy evaluation failed|no_matching_(?:policy|scope)/ }]],
  },
  {
    id: "okta.authorization_server",
    provider: "okta",
    tokenStillGood: true,
    of: { no_callback: 14, bad_client: 4, scope: 12, token_refused: 8, audience: 8 },
    evidence: [
      [
        26,
        {
          words:
            /\/oauth2\/default|org (?:authorization )?server|custom authorization server|authorization server|issuer/,
        },
      ],
    ],
    proof: [[92, { words: /custom scopes are not allowed/ }]],
  },
  {
    id: "okta.grace_period",
    provider: "okta",
    tokenStillGood: false,
    of: { dead_refresh: 9 },
    evidence: [[30, { signal: ["rotation", "concurrent"] }]],
  },
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
  {
    id: "keycloak.session_ended",
    provider: "keycloak",
    tokenStillGood: false,
    of: { dead_refresh: 22 },
    evidence: [[18, { words: /idle|30 min|1800|timeout|max|logged out|restart/ }]],
    proof: [
      [72, { words: /token (?:is )?not active/ }],
      [
        82,
        {
          words:
            /session not active|token is not active|user session not found|client session not active|no session|session expired|issued before the client session/,
          stage: "refresh",
        },
      ],
      [72, { words: /session not active|token is not active/ }],
    ],
  },
  {
    id: "keycloak.offline_session",
    provider: "keycloak",
    tokenStillGood: false,
    of: { dead_refresh: 3 },
    proof: [[88, { words: /offline (?:user )?session (?:not (?:active|found))/ }]],
  },
  {
    id: "keycloak.reuse",
    provider: "keycloak",
    tokenStillGood: false,
    of: { dead_refresh: 4 },
    evidence: [[16, { signal: "concurrent" }]],
    proof: [[92, { words: /maximum allowed refresh token reuse|reuse exceeded|stale token/ }]],
  },
  {
    id: "keycloak.host_name",
    provider: "keycloak",
    tokenStillGood: true,
    of: { token_refused: 10, dead_refresh: 3 },
    evidence: [
      [36, { words: /docker|container|localhost|internal|hostname|kc_hostname|frontend|proxy|http:\/\// }],
    ],
    proof: [[84, { words: /invalid token issuer|expected[^.]{0,60}realms/ }]],
  },
  {
    id: "keycloak.lifetime_overflow",
    provider: "keycloak",
    tokenStillGood: false,
    of: { dead_refresh: 1 },
    evidence: [[90, { words: /2038|overflow|\b\d{4,6} days|\b\d{10,14} ?(?:s\b|sec)/ }]],
  },
  {
    id: "keycloak.account_setup",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [[90, { words: /account is not fully set up|resolve_required_actions/ }]],
  },
  {
    id: "keycloak.https_required",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [[90, { words: /https required/ }]],
  },
  {
    id: "keycloak.old_path",
    provider: "keycloak",
    tokenStillGood: null,
    of: { server_error: 1 },
    proof: [
      [
        64,
        {
          words:
            /\/auth\/realms|realm does not exist|resource_not_found|unable to find matching target resource/,
        },
      ],
      [60, { status: 404, provider: "keycloak" }],
    ],
  },
  {
    id: "keycloak.login_timeout",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [
      [
        82,
        {
          words:
            /cookie not found|cookie_not_found|restart login|temporarily_unavailable|authentication_expired|login timeout|already[_ ]logged[_ ]in/,
        },
      ],
    ],
  },
  {
    id: "slack.not_in_channel_token",
    provider: "slack",
    tokenStillGood: true,
    proof: [
      [
        88,
        {
          words: /not_allowed_token_type|token_type|bot token|user token/,
          code: ["not_allowed_token_type", "missing_scope"],
        },
      ],
    ],
  },
  {
    id: "slack.workspace",
    provider: "slack",
    tokenStillGood: null,
    proof: [
      [
        90,
        {
          code: [
            "invalid_team_for_non_distributed_app",
            "org_login_required",
            "team_access_not_granted",
            "cannot_install_an_org_installed_app",
          ],
        },
      ],
    ],
  },
  {
    id: "slack.rotation_expiry",
    provider: "slack",
    tokenStillGood: true,
    proof: [[70, { code: "token_expired", provider: "slack" }]],
  },
  {
    id: "slack.uninstalled",
    provider: "slack",
    tokenStillGood: false,
    proof: [
      [130, { code: ["account_inactive", "token_revoked"], provider: "slack" }],
      [50, { code: "invalid_auth", provider: "slack" }],
    ],
  },
  {
    id: "hubspot.uninstalled",
    provider: "hubspot",
    tokenStillGood: false,
    of: { dead_refresh: 22 },
    evidence: [[30, { signal: ["revoked", "installed"] }]],
    proof: [
      [72, { code: "bad_refresh_token", provider: "hubspot" }],
      [70, { words: /missing or (?:invalid|unknown) refresh token|refresh token is invalid/ }],
    ],
  },
  {
    id: "hubspot.scopes_differ",
    provider: "hubspot",
    tokenStillGood: null,
    of: { scope: 14, denied: 6 },
    proof: [
      [
        96,
        {
          words:
            /mismatch between the scopes|provided scopes are insufficient|scopes? in the (?:install )?url/,
        },
      ],
    ],
  },
  {
    id: "hubspot.installer_rights",
    provider: "hubspot",
    tokenStillGood: null,
    of: { denied: 10, scope: 8 },
    proof: [
      [
        84,
        {
          words:
            /not a (?:super )?admin|super admin|user_does_not_have_permissions|account (?:doesn'?t|does not) have access to the scopes|authorization failed because/,
        },
      ],
    ],
  },
] as const satisfies readonly CauseRule[];
