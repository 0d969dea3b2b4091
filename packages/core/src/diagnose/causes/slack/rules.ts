import type { CauseRule, CommonEvidence } from "../rule.ts";

/** The causes that only Slack has. */
export const slackRules = [
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
] as const satisfies readonly CauseRule[];

/** What the codes and words of Slack say for causes that any provider may have. */
export const slackEvidence = [
  ["code_twice", [84, { code: "code_already_used" }]],
  ["redirect_mismatch", [84, { code: ["bad_redirect_uri", "oauth_authorization_url_mismatch"] }]],
  ["wrong_secret", [84, { code: "bad_client_secret" }]],
  ["offline_not_asked", [84, { code: "token_rotation_not_enabled" }]],
  ["scope_too_small", [84, { code: "missing_scope" }]],
  ["header_wrong", [84, { code: "not_authed" }]],
  ["user_gone", [60, { code: "account_inactive" }]],
  ["denied_by_admin", [84, { code: ["invalid_team", "restricted_action", "access_denied_by_admin"] }]],
  ["code_too_old", [70, { code: "invalid_code", provider: "slack" }]],
  ["code_twice", [66, { code: "invalid_code", provider: "slack" }]],
  ["rotated_not_saved", [70, { code: "invalid_refresh_token", provider: "slack" }]],
] as const satisfies readonly CommonEvidence[];
