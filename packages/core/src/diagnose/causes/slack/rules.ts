import type { CauseRule, CommonEvidence } from "../rule.ts";

/** The causes that only Slack has. */
export const slackRules = [
  {
    id: "slack.token_kind",
    provider: "slack",
    tokenStillGood: true,
    proof: [
      [
        100,
        {
          words: [
            /not_allowed_token_type/,
            /(?:requires?|needs?|wants?|must be|use) (?:an? )?(?:bot|user|app-level|xoxp|xoxb|xapp)[- ](?:level )?token/,
            /xapp-?[^|]{0,40}(?:required|invalid)/,
            /connections\.open[^|]{0,120}(?:invalid_auth|not_allowed)/,
          ],
          // The kind is right where an app-level token is sent.
          not: {
            code: "invalid_auth",
            words:
              /token ?[=:] ?['"]?xapp-|(?:valid|right|correct) xapp|xapp-? tokens? (?:is|are) (?:valid|right|correct)/,
          },
        },
      ],
      [84, { words: /rtm\.(?:start|connect)|classic (?:app|bot)|legacy (?:bot|app|token)/ }],
    ],
    rulesOut: ["access_expired", "slack.uninstalled", "scope_too_small"],
  },
  {
    id: "slack.workspace",
    provider: "slack",
    tokenStillGood: null,
    proof: [
      [
        100,
        {
          code: ["invalid_team_for_non_distributed_app"],
        },
      ],
      [
        92,
        {
          words: [
            /non[_ -]distributed|public distribution/,
            /(?:other|another|different|second|customer'?s?) workspace[^|]{0,80}(?:install|not allowed|cannot|can't|error)/,
          ],
          provider: "slack",
        },
      ],
    ],
    rulesOut: ["denied_by_admin", "denied_by_user"],
  },
  {
    id: "slack.approval",
    provider: "slack",
    tokenStillGood: null,
    proof: [
      [
        96,
        {
          words: [
            /app_approval|approval (?:is )?(?:required|needed|pending)|requires? approval/,
            /not approved|request to install|admin_approval|unapproved_scope|app not approved/,
            /restricted_action|access_denied_by_admin|not authori[sz]ed to install/,
            /ask (?:them|an admin|your admin)[^.|]{0,20} to install/,
            /admins? (?:must|needs? to|has to|have to) (?:install|approve)/,
          ],
          provider: "slack",
        },
      ],
      [
        92,
        {
          code: [
            "org_login_required",
            "team_access_not_granted",
            "enterprise_is_restricted",
            "ekm_access_denied",
            "unapproved_scope",
          ],
        },
      ],
    ],
    rulesOut: ["denied_by_admin", "denied_by_user"],
  },
  {
    id: "slack.org_install",
    provider: "slack",
    tokenStillGood: null,
    proof: [
      [
        98,
        {
          words: [
            /cannot_install_an_org_installed_app|team_added_to_org|is_enterprise_install/,
            /missing_argument[^|]{0,40}team_id|org(?:anization)?-wide (?:install|app|deploy)/,
          ],
        },
      ],
    ],
  },
  {
    id: "slack.authorize_version",
    provider: "slack",
    tokenStillGood: null,
    proof: [[104, { words: /oauth_authorization_url_mismatch/ }]],
    rulesOut: ["redirect_mismatch", "code_other_redirect"],
  },
  {
    id: "slack.https_required",
    provider: "slack",
    tokenStillGood: null,
    proof: [
      [104, { words: /redirect url must use https|must (?:use|be) https/ }],
      [96, { words: /redirect_uri did not match|bad_redirect_uri/, address: "sent_http" }],
    ],
    rulesOut: ["redirect_mismatch", "code_other_redirect", "redirect_scheme", "redirect_empty"],
  },
  {
    id: "slack.urls_not_saved",
    provider: "slack",
    tokenStillGood: null,
    proof: [[110, { text: /did not match any configured uris\. passed uri: ?(?:$|["'`|)\]])/ }]],
    rulesOut: ["redirect_mismatch", "redirect_empty", "code_other_redirect", "other_app"],
  },
  {
    id: "slack.install_from_directory",
    provider: "slack",
    rulesOut: ["state_lost", "code_twice"],
    tokenStillGood: null,
    proof: [
      [
        118,
        {
          words:
            /(?:invalid_browser|not for this browser session)[^|]{0,200}\|[^|]{0,300}(?:add to slack|button|app directory|marketplace|static|hard-?coded|fixed state|shared link)/,
        },
      ],
      [
        100,
        {
          words: [
            /slack_oauth_missing_state|redirect url is missing state/,
            /(?:missing|invalid)_?state[^|]{0,200}(?:app directory|marketplace|direct install|add to slack)/,
          ],
        },
      ],
    ],
  },
  {
    id: "slack.not_in_store",
    provider: "slack",
    tokenStillGood: null,
    proof: [
      [
        96,
        {
          words: [
            /installation with this app is no longer available/,
            /failed (?:fetching|to fetch) (?:the )?installation|no installation (?:data )?found/,
            /installation (?:data )?(?:was )?not found|although the app should be installed/,
            /authorizationerror[^|]{0,80}(?:installation|authorize)/,
            /slack_bolt_authorization_error/,
          ],
        },
      ],
    ],
    rulesOut: ["access_expired", "slack.uninstalled"],
  },
  {
    id: "slack.scope_kind",
    provider: "slack",
    tokenStillGood: null,
    proof: [
      [
        94,
        {
          words: [
            /invalid permissions requested|invalid_scope|scope_not_allowed|no_bot_scopes/,
            /no_user_scopes|\bno_scopes\b|user scopes?[^|]{0,60}(?:bot|scope=)/,
            /bot scopes?[^|]{0,60}(?:user_scope|user)|doesn't have a bot user/,
            /does not have a bot user|invalid_scope_requested/,
            /(?:outdated|legacy)[^.|]{0,30}sign in with slack/,
          ],
          provider: "slack",
          not: { words: /needed: ?/ },
        },
      ],
      [
        130,
        {
          code: "missing_scope",
          words: [
            /bot token only|only[^.|]{0,30}bot token|as[-_]user\b/,
            /user token[^.|]{0,60}(?:lacks|without|no scope|fewer)/,
          ],
          provider: "slack",
        },
      ],
    ],
    rulesOut: ["scope_unknown", "scope_separator"],
  },
  {
    id: "slack.rotation_expiry",
    provider: "slack",
    tokenStillGood: true,
    proof: [
      [94, { code: "token_expired", provider: "slack", not: { stage: "revoke" } }],
      [
        120,
        {
          words: /\b(?:12|twelve|half a day)[ -]?(?:h\b|hours?|hrs?)|every half day|43,?[12]\d\d\b/,
          provider: "slack",
          stage: ["api-call", "refresh"],
          not: { code: ["invalid_refresh_token", "account_inactive"] },
        },
      ],
    ],
    rulesOut: ["access_expired"],
  },
  {
    id: "slack.rotated",
    provider: "slack",
    tokenStillGood: false,
    proof: [
      [88, { code: "invalid_refresh_token" }],
      [80, { words: /token_already_exchanged/ }],
    ],
    rulesOut: ["revoked", "idle"],
  },
  {
    id: "slack.token_replaced",
    provider: "slack",
    tokenStillGood: false,
    of: { token_refused: 2 },
    evidence: [
      [
        84,
        {
          words: [
            /re-?install|re-?add(?:ed|ing)|old token|token (?:had |has )?changed/,
            /new (?:bot )?token|regenerat|revoke all/,
          ],
          code: ["invalid_auth", "token_revoked"],
        },
      ],
    ],
    rulesOut: ["access_expired", "wrong_audience"],
  },
  {
    id: "slack.uninstalled",
    provider: "slack",
    tokenStillGood: false,
    proof: [
      [130, { code: ["account_inactive", "token_revoked"], provider: "slack", not: { stage: "revoke" } }],
      [116, { code: "account_inactive", not: { stage: "revoke" } }],
      [50, { code: "invalid_auth", provider: "slack", stage: ["api-call", "refresh"] }],
    ],
    rulesOut: ["access_expired", "user_gone"],
  },
  {
    id: "slack.invalid_auth",
    provider: "slack",
    tokenStillGood: null,
    proof: [
      [74, { code: "invalid_auth", provider: "slack" }],
      [
        104,
        {
          text: /bolterror: ?token is invalid|\b(?:bot |api |access |slack )?token is (?:invalid|not valid|malformed)|xox[bp][^-\w]/,
          provider: "slack",
          stage: "api-call",
        },
      ],
    ],
    rulesOut: ["access_expired", "wrong_audience", "slack.not_in_store"],
  },
  {
    id: "slack.ip_list",
    provider: "slack",
    tokenStillGood: true,
    proof: [
      [
        90,
        {
          words: [
            /(?:invalid_auth|accesslimited|not_allowed)[^|]{0,200}(?:\|[^|]{0,200})?\bip\b/,
            /\bip\b[^|]{0,40}(?:allow|restrict)[^|]{0,120}invalid_auth|accesslimited/,
            /access to this method is limited on the current network/,
          ],
          provider: "slack",
        },
      ],
    ],
    rulesOut: ["slack.uninstalled", "slack.invalid_auth", "access_expired"],
  },
  {
    id: "slack.not_in_channel",
    provider: "slack",
    tokenStillGood: true,
    proof: [
      [96, { words: /\bnot_in_channel\b|\bchannel_not_found\b/ }],
      [80, { words: /\bno_permission\b/, provider: "slack" }],
    ],
    rulesOut: ["scope_too_small", "access_expired", "no_permission"],
  },
  {
    id: "slack.code_in_use",
    provider: "slack",
    tokenStillGood: null,
    proof: [[92, { code: "invalid_code", provider: "slack" }]],
    rulesOut: ["servers_not_shared", "verifier_lost"],
  },
] as const satisfies readonly CauseRule[];

/** Evidence in the codes and words of Slack for causes that any provider may have. */
export const slackEvidence = [
  [
    "state_lost",
    [96, { words: /slack_oauth_invalid_state|\binvalid_browser\b|not for this browser session/ }],
  ],
  ["request_format", [90, { code: "invalid_grant_type", provider: "slack" }]],
  ["mfa_needed", [90, { code: "two_factor_setup_required" }]],
  ["no_permission", [80, { code: "access_denied", stage: "api-call", provider: "slack" }]],
  ["unknown_client", [96, { text: /invalid client_id parameter/ }]],
  ["code_twice", [96, { code: "code_already_used" }]],
  ["code_other_redirect", [90, { code: "bad_redirect_uri", stage: "token-exchange" }]],
  ["code_other_redirect", [74, { code: "bad_redirect_uri" }]],
  ["redirect_mismatch", [90, { words: /did not match any configured uris/ }]],
  ["wrong_secret", [90, { code: "bad_client_secret" }]],
  ["unknown_client", [90, { code: "invalid_client_id", provider: "slack" }]],
  ["offline_not_asked", [84, { code: "token_rotation_not_enabled" }]],
  ["scope_too_small", [98, { code: "missing_scope" }]],
  [
    "header_wrong",
    [84, { code: "not_authed" }],
    [
      160,
      {
        code: "invalid_auth",
        words: [
          /(?:-f|-d|--form|--data(?:-\w{1,20})?)[ =]['"]?token=xapp|[?&]token=xapp/,
          /(?:xapp|app-?level token|connections[._]open)[^|]{0,200}(?:form field|in the body|as a (?:form |query )?(?:field|parameter|param)|post body)/,
        ],
        provider: "slack",
      },
    ],
  ],
  ["user_gone", [60, { code: "account_inactive" }]],
  ["denied_by_admin", [84, { code: ["invalid_team", "restricted_action", "access_denied_by_admin"] }]],
] as const satisfies readonly CommonEvidence[];
