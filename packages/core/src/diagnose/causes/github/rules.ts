import type { CauseRule, CommonEvidence } from "../rule.ts";

const badCredentials = /bad credentials/;
const notAccessible = /not accessible by integration/;
const inWorkflow =
  /github[ _-]?actions?\b|workflow|\brunner\b|github_token|pull[ _-]request|_actions\/|\bgh[ _]action|\.github\/|marketplace action|\bci\b/;

/** Words of a server of one's own, whose tokens github.com does not know. */
const enterprise =
  /github enterprise(?! cloud)|enterprise (?:server|installation|instance|host|token|ur[il])|\bghes?\b|gh_host|gh_enterprise|\.ghe\.com|--hostname/;

/** Causes that a refused token may have at other providers. */
const apiGuesses = ["access_expired", "wrong_audience", "header_wrong", "access_revoked"];

/** The causes that only GitHub has. @see https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps */
export const githubRules = [
  {
    id: "github.refresh_half_year",
    provider: "github",
    tokenStillGood: false,
    of: { dead_refresh: 12 },
    evidence: [[40, { words: /(?:six|6|seven|eight|several|many) months|half a year|long time/ }]],
  },
  {
    id: "github.token_limit",
    provider: "github",
    tokenStillGood: false,
    of: { dead_refresh: 6, token_refused: 10 },
    evidence: [
      [40, { signal: "many_logins" }],
      [24, { words: /\b(?:ten|10|11)\b/ }],
    ],
  },
  {
    id: "github.unused_or_leaked",
    provider: "github",
    tokenStillGood: false,
    of: { token_refused: 8, dead_refresh: 4 },
    evidence: [[30, { words: /(?:a|one|1) year|12 months/ }]],
    proof: [
      [98, { text: badCredentials, words: /public (?:repo|gist)|pushed|committed|leak|secret scanning/ }],
    ],
  },
  {
    id: "github.bad_credentials",
    provider: "github",
    tokenStillGood: null,
    proof: [
      [72, { words: badCredentials }],
      [70, { text: /token (?:is )?invalid[^|]{0,40}gh auth login/, not: { stage: "keychain" } }],
    ],
    rulesOut: apiGuesses,
  },
  {
    id: "github.app_token_ended",
    provider: "github",
    rulesOut: [
      "no_permission",
      "github.secret_empty",
      "github.bad_credentials",
      "scope_too_small",
      ...apiGuesses,
    ],
    tokenStillGood: true,
    of: { token_refused: 4 },
    proof: [
      [
        132,
        {
          words: [
            /(?:first|after|for|within|every|each) (?:about |some )?(?:an|one|1|60|eight|8)[ -]?(?:h\b|hours?|min)/,
            /(?:eight|8)[ -]hours?|first hour|hourly/,
          ],
          text: /bad credentials|\b401\b|\b403\b|permission|expired|unauthorized/,
          provider: "github",
          stage: ["api-call", "refresh"],
        },
      ],
      [
        112,
        {
          words: [
            /github app\b[^|]{0,240}(?:(?:some|a short|a long|a) (?:time|while) later|(?:after|for) (?:a |some |a few |several |few )?(?:while|time|hours)|stops? working|overnight|next (?:day|morning)|later)\b/,
            /(?:after (?:a |some |a few |several )?(?:while|time|hours)|stops? working|overnight|next (?:day|morning))[^|]{0,240}github app\b/,
          ],
          text: /bad credentials|\b401\b|invalid|expired|unauthorized/,
          provider: "github",
          stage: ["api-call", "refresh"],
        },
      ],
    ],
  },
  {
    id: "github.environment_token",
    provider: "github",
    refines: "github.bad_credentials",
    tokenStillGood: null,
    proof: [
      [90, { text: /bad credentials[^|]{0,200}(?:gh auth|try authenticating)/, not: { words: enterprise } }],
      [
        92,
        {
          words: badCredentials,
          text: /\bgh (?:auth|pr|repo|api|issue|release|run)\b|\bgh:/,
          not: { words: enterprise },
        },
      ],
    ],
    rulesOut: apiGuesses,
  },
  {
    id: "github.secret_empty",
    provider: "github",
    refines: "github.bad_credentials",
    tokenStillGood: null,
    proof: [
      [
        95,
        {
          text: badCredentials,
          words: [
            /\bsecrets\.(?!github_token)\w|secret (?:is|was) (?:not|empty)|_actions\//,
            /github[ _-]?actions?\b|workflow/,
          ],
        },
      ],
    ],
    rulesOut: apiGuesses,
  },
  {
    id: "github.token_mangled",
    provider: "github",
    refines: "github.bad_credentials",
    tokenStillGood: null,
    proof: [
      [
        97,
        {
          text: badCredentials,
          words: [
            /\\0?33\[|\\x1b|\[0(?:;\d\d)?m|new ?line|line break|white ?space|trailing/,
            /quot(?:es|ation)|cop(?:y|ied)[- ]?(?:and[- ]?)?past|base64|encod/,
          ],
        },
      ],
    ],
    rulesOut: apiGuesses,
  },
  {
    id: "github.token_ended",
    provider: "github",
    refines: "github.bad_credentials",
    tokenStillGood: false,
    rulesOut: apiGuesses,
    of: { token_refused: 6 },
    proof: [
      [96, { words: badCredentials, signal: ["revoked", "user_gone"] }],
      [94, { text: badCredentials, words: /expir|\b(?:30|60|90) days|worked/ }],
      [
        92,
        {
          words: [/personal access token (?:has |is )?(?:expired|been revoked)/, /token (?:has )?expired on/],
        },
      ],
    ],
  },
  {
    id: "github.saml_sso",
    provider: "github",
    rulesOut: apiGuesses,
    tokenStillGood: true,
    of: { forbidden: 4 },
    evidence: [[24, { signal: "organization" }]],
    proof: [
      [
        108,
        { words: /saml enforcement|organization saml|grant your (?:oauth|personal access) token access/ },
      ],
      [92, { words: /saml sso|x-github-sso/ }],
    ],
  },
  {
    id: "github.workflow_permissions",
    provider: "github",
    rulesOut: apiGuesses,
    tokenStillGood: null,
    proof: [
      [110, { words: /denied to github-actions\[bot\]/ }],
      [104, { words: inWorkflow, text: notAccessible }],
      [94, { text: notAccessible }],
    ],
  },
  {
    id: "github.fork_workflow",
    provider: "github",
    refines: "github.workflow_permissions",
    rulesOut: ["github.app_permission", ...apiGuesses],
    tokenStillGood: null,
    proof: [
      [
        114,
        {
          text: notAccessible,
          words: /\bforks?\b|forked|dependabot|external contributor/,
        },
      ],
    ],
  },
  {
    id: "github.git_other_account",
    provider: "github",
    rulesOut: ["no_permission", "scope_too_small", ...apiGuesses],
    tokenStillGood: true,
    proof: [
      [
        106,
        {
          words: [
            /permission to [^ ]{1,100} denied to (?!github-actions)[^ ]{1,60}/,
            /write access to repository not granted/,
          ],
        },
      ],
    ],
  },
  {
    id: "github.user_of_installation",
    provider: "github",
    rulesOut: ["github.app_permission", "github.workflow_permissions", ...apiGuesses],
    tokenStillGood: true,
    proof: [
      [
        120,
        {
          text: notAccessible,
          words: [
            /users\/users#get-the-authenticated-user/,
            /#(?:list|get)-[a-z-]{0,40}for-the-authenticated-user|api\.github\.com\/user\b(?!s)/,
            /get \/user\b(?!s)|\bviewer\b/,
          ],
        },
      ],
    ],
  },
  {
    id: "github.app_permission",
    provider: "github",
    rulesOut: apiGuesses,
    tokenStillGood: true,
    proof: [
      [
        112,
        {
          text: notAccessible,
          words: [
            /github app|\bour app\b|\bmy app\b|\ban app\b|installation|probot|app (?:id|calls)/,
            /private key|user-to-server/,
          ],
        },
      ],
      [90, { text: notAccessible }],
    ],
  },
  {
    id: "github.fine_grained",
    provider: "github",
    rulesOut: apiGuesses,
    tokenStillGood: true,
    proof: [[106, { words: /not accessible by (?:fine-grained )?personal access token/ }]],
  },
  {
    id: "github.no_admin",
    provider: "github",
    rulesOut: apiGuesses,
    tokenStillGood: true,
    proof: [[90, { words: /must have (?:admin|push|write) (?:rights|access)/ }]],
  },
  {
    id: "github.workflow_scope",
    provider: "github",
    tokenStillGood: true,
    proof: [[112, { words: /without [`'"]?workflows?[`'"]? (?:scope|permission)/ }]],
  },
  {
    id: "github.packages",
    provider: "github",
    tokenStillGood: true,
    proof: [
      [
        96,
        {
          words: [
            /(?:read|write|delete)_package|installation not allowed to (?:create|write|read)/,
            /(?:npm|maven|nuget|rubygems)\.pkg\.github|github package registry/,
            /ghcr\.io[^|]{0,200}(?:denied|unauthorized|403|401)/,
            /(?:denied|unauthorized|403|401)[^|]{0,200}ghcr\.io/,
          ],
        },
      ],
    ],
  },
  {
    id: "github.org_restricts",
    provider: "github",
    tokenStillGood: true,
    proof: [[108, { words: /oauth app access restrictions|third-party (?:application )?access/ }]],
  },
  {
    id: "github.classic_forbidden",
    provider: "github",
    tokenStillGood: true,
    proof: [[108, { words: /forbids access via a (?:personal access token|fine-grained)/ }]],
  },
  {
    id: "github.ip_allow_list",
    provider: "github",
    tokenStillGood: true,
    proof: [[110, { words: /ip allow list|ip address is not permitted/ }]],
  },
  {
    id: "github.hidden",
    provider: "github",
    tokenStillGood: true,
    proof: [
      [88, { words: /remote: repository not found/ }],
      [74, { words: /(?:"message": ?"|httperror: |404:? )not found/, provider: "github", stage: "api-call" }],
      [70, { words: /could not resolve to a repository/ }],
    ],
  },
  {
    id: "github.password_ended",
    provider: "github",
    tokenStillGood: null,
    proof: [
      [
        108,
        {
          words: [
            /password authentication was removed|please use a personal access token/,
            /basic authentication (?:is |was |has been )?(?:deprecated|removed)/,
            /invalid username or (?:password|token)/,
          ],
          provider: "github",
        },
      ],
    ],
  },
  {
    id: "github.job_has_no_token",
    provider: "github",
    tokenStillGood: null,
    proof: [
      [
        100,
        {
          words: [
            /could not read (?:username|password) for 'https:\/\/github/,
            /input required and not supplied: (?:\w{1,20}[-_])?token/,
            /parameter token or opts\.auth is required|set the gh_token environment/,
            /none of the git remotes|terminal prompts disabled/,
          ],
        },
      ],
    ],
  },
  {
    id: "github.id_token_permission",
    provider: "github",
    tokenStillGood: null,
    proof: [[112, { words: /actions_id_token_request_url|id-token: ?write|unable to get oidc token/ }]],
  },
  {
    id: "github.not_installed",
    provider: "github",
    rulesOut: ["code_twice", "code_too_old", "code_encoded", "code_other_redirect", "github.hidden"],
    tokenStillGood: null,
    proof: [
      [
        112,
        {
          text: /not found|\b404\b/,
          words: [
            /installations\/[^ ]{1,40}\/access_tokens|create (?:an? )?(?:installation )?token/,
            /github-app-token|app[ _-]token|installation (?:access )?token|\/installation\b/,
            /apps?\.(?:get|create)[a-z]{0,10}installation/,
          ],
        },
      ],
    ],
  },
  {
    id: "github.app_jwt",
    provider: "github",
    rulesOut: [
      "github.not_installed",
      "wrong_secret",
      "code_twice",
      "code_too_old",
      "code_encoded",
      "assertion_key",
    ],
    tokenStillGood: null,
    proof: [
      [
        104,
        {
          text: [
            /\b401\b[^|]{0,60}installation (?:access )?token/,
            /installation (?:access )?token[^|]{0,60}(?:\b401\b|unauthorized)/,
            /installations\/\d{1,12}\/access_tokens[^|]{0,40}\b401\b/,
          ],
        },
      ],
      [
        100,
        {
          words: [
            /json web token could not be decoded|'issue[dr]'? ?(?:at|claim)|claim \('?iss'?\)/,
            /claim \('?iat'?\) must be an integer|integration (?:not found|must generate)/,
            /you must authenticate with an? (?:installation|app)/,
          ],
        },
      ],
    ],
  },
  {
    id: "github.suspended",
    provider: "github",
    tokenStillGood: null,
    proof: [
      [90, { code: ["application_suspended", "unverified_user_email"] }],
      [88, { words: /installation has been suspended/ }],
    ],
  },
  {
    id: "github.device_flow_off",
    provider: "github",
    tokenStillGood: null,
    rulesOut: ["device_not_supported"],
    proof: [
      [108, { code: "device_flow_disabled" }],
      [
        86,
        {
          provider: "github",
          text: [
            /keyerror: '(?:verification_uri|device_code|user_code)'/,
            /(?:property|properties of) [^.]{0,24}(?:verification_uri|device_code|user_code)/,
            /(?:verification_uri|user_code) (?:is )?undefined/,
          ],
        },
      ],
    ],
  },
  {
    id: "github.answer_is_form",
    provider: "github",
    tokenStillGood: null,
    proof: [
      [
        98,
        {
          words: [
            /access_token=gh[ou]_/,
            /unexpected token '?[ae]'?,? (?:"?(?:access_tok|error=)|in json at position 0)/,
            /no accept header|application\/x-www-form-urlencoded; charset=utf-8/,
          ],
          provider: "github",
        },
      ],
    ],
  },
  {
    id: "github.anonymous_rate_limit",
    provider: "github",
    tokenStillGood: true,
    retry: true,
    of: { rate_limit: 10 },
    proof: [
      [92, { words: /rate limit exceeded for (?:\d|\[|x|user\b)|authenticated requests get a higher/ }],
    ],
  },
  {
    id: "github.client_id_page",
    provider: "github",
    tokenStillGood: null,
    proof: [
      [
        88,
        {
          words: [
            /(?:404|not the web page you are looking for|page not found)[^|]{0,200}(?:oauth\/authorize|authori[sz]e)/,
            /(?:oauth\/authorize|authori[sz]e)[^|]{0,200}(?:404|page not found|not the web page)/,
          ],
          provider: "github",
        },
      ],
    ],
  },
  {
    id: "github.enterprise_client",
    provider: "github",
    tokenStillGood: null,
    proof: [
      [
        122,
        {
          words:
            /enterprise (?:server|host|instance|domain|ur[il]|auth|login|cloud with)|\bghes?\b|\.ghe\.com/,
          text: [
            /^\s*(?:http |error:? )?404\b/,
            /(?:device|authori[sz]|login)[\s\S]{0,120}(?:\b404\b|not found)/,
            /(?:\b404\b|not found)[\s\S]{0,120}(?:device|authori[sz]|login\/oauth)/,
            /incorrect_client_credentials|client_id/,
          ],
          stage: ["authorize", "token-exchange"],
          provider: "github",
        },
      ],
    ],
    rulesOut: ["github.device_flow_off", "unknown_client", "github.client_id_page"],
  },
] as const satisfies readonly CauseRule[];

/** Evidence in the codes and words of GitHub for causes that any provider may have. */
export const githubEvidence = [
  ["wrong_instance", [150, { text: badCredentials, words: enterprise }]],
  [
    "secret_missing",
    [
      112,
      {
        text: /incorrect_client_credentials/,
        words:
          /client id only|only (?:a |the |its |my )?client id\b|(?:no|without (?:a |any )?)(?:client )?secret/,
      },
    ],
  ],
  // The tokens of an OAuth app do not expire, and come without one.
  [
    "token_absent",
    [
      116,
      {
        provider: "github",
        stage: "refresh",
        text: /(?:unable|could not|couldn't|cannot|can't|failed) (?:to )?refresh|refresh_failed|nothing to refresh|no refresh/,
        not: [
          { code: ["bad_refresh_token", "invalid_grant", "incorrect_client_credentials"] },
          { words: /months?|worked|hours?|expired|rotat|github app\b|race|parallel|\b40[13]\b/ },
        ],
      },
    ],
  ],
  [
    "redirect_mismatch",
    [80, { words: /must match the registered callback url|is not associated with this app/ }],
  ],
  ["wrong_secret", [80, { words: /client_id and\/or client_secret passed are incorrect/ }]],
  [
    "assertion_clock",
    [110, { words: /'issued at' claim[^|]{0,60}future|expiration time' claim[^|]{0,40}too far/ }],
  ],
  [
    "scope_too_small",
    [
      94,
      {
        words: [
          /not been granted the required scopes|requires one of the following scopes/,
          /insufficient_scopes|x-accepted-oauth-scopes/,
        ],
        provider: "github",
      },
    ],
  ],
  [
    "header_wrong",
    [84, { words: /requires authentication|requires you to be authenticated/, provider: "github" }],
  ],
  [
    "access_expired",
    [
      96,
      {
        words: [
          /(?:installation (?:access )?|ghs_|ghu_)[^|]{0,120}(?:hour|expire)/,
          /after (?:an|one|1|8|eight) hours?/,
        ],
        provider: "github",
      },
    ],
  ],
  ["device_expired", [80, { code: "incorrect_device_code" }]],
] as const satisfies readonly CommonEvidence[];
