import type { CauseRule } from "./rule.ts";

/** The causes that any provider may have. */
export const commonRules = [
  // A refresh token is refused
  {
    id: "rotated_not_saved",
    tokenStillGood: false,
    of: { dead_refresh: 18 },
    evidence: [
      [45, { signal: "second_time" }],
      [30, { signal: "not_saved" }],
      [14, { signal: "rotation" }],
      [-12, { provider: ["google", "github", "hubspot"] }],
    ],
    proof: [
      [
        60,
        {
          words:
            /reuse (?:has been )?detected|refresh token (?:has )?already been used|reuse exceeded|token reuse|stale token/,
        },
      ],
    ],
  },
  {
    id: "concurrent_refresh",
    tokenStillGood: false,
    of: { dead_refresh: 13 },
    evidence: [
      [45, { signal: "concurrent" }],
      [8, { signal: "rotation" }],
      [-10, { provider: ["google", "hubspot"] }],
    ],
    proof: [[52, { words: /\bferrt\b|reuse exceeded|token reuse/ }]],
  },
  {
    id: "answer_lost",
    tokenStillGood: false,
    of: { dead_refresh: 4 },
    evidence: [
      [50, { signal: "killed" }],
      [-8, { provider: ["google", "hubspot"] }],
    ],
  },
  {
    id: "restored_copy",
    tokenStillGood: false,
    of: { dead_refresh: 2 },
    evidence: [[50, { signal: "restored" }]],
  },
  {
    id: "shared_token",
    tokenStillGood: false,
    of: { dead_refresh: 5 },
    evidence: [[42, { signal: "second_environment" }]],
  },
  {
    id: "idle",
    tokenStillGood: false,
    of: { dead_refresh: 10 },
    evidence: [
      [40, { signal: "quiet_period" }],
      [6, { signal: "every_n_days" }],
    ],
    proof: [[60, { words: /inactiv(?:e for|ity)/ }]],
  },
  {
    id: "too_old",
    tokenStillGood: false,
    of: { dead_refresh: 8 },
    evidence: [
      [
        34,
        {
          words:
            /used (?:every day|daily)|daily|although|even though[^.]{0,30}us|every (?:\d+|thirty|ninety|\w+) days|exactly (?:\d+|\w+) days|maximum lifetime|absolute|regularly|max(?:imum)? age/,
        },
      ],
      [6, { signal: "every_n_days" }],
    ],
  },
  {
    id: "revoked",
    tokenStillGood: false,
    of: { dead_refresh: 16 },
    evidence: [
      [34, { signal: "revoked" }],
      [6, { signal: "worked_before" }],
    ],
    proof: [
      [66, { code: "token_revoked" }],
      [
        40,
        {
          words: /token (?:has been |was |is )?(?:expired or )?revoked|grant (?:was |has been )?revoked/,
          stage: ["refresh", "api-call"],
        },
      ],
    ],
  },
  {
    id: "password_changed",
    tokenStillGood: false,
    of: { dead_refresh: 2, password_login: 12, token_refused: 1 },
    evidence: [[48, { signal: "password_changed" }]],
  },
  {
    id: "user_gone",
    tokenStillGood: null,
    of: { dead_refresh: 4, denied: 4, password_login: 4, bad_assertion: 3 },
    evidence: [[44, { signal: "user_gone" }]],
    proof: [
      [
        80,
        {
          words:
            /account (?:is )?(?:disabled|inactive|suspended|locked)|account_inactive|user (?:is )?(?:disabled|inactive|not active|suspended)/,
        },
      ],
    ],
  },
  {
    id: "other_client_token",
    tokenStillGood: true,
    of: { dead_refresh: 8 },
    evidence: [
      [34, { signal: "other_host" }],
      [12, { signal: ["sandbox", "moved_host", "custom_domain"] }],
      [
        30,
        {
          words:
            /(?:different|another|other|wrong|new) (?:client|app|tenant|realm|environment|issuer)|client[ _]id (?:changed|differs)|issued (?:to|for|by) (?:a |an )?(?:different|another|other)/,
        },
      ],
    ],
    proof: [
      [
        70,
        {
          words:
            /(?:not issued (?:to|for)|was issued to another|issued for another|does not belong to|invalid token issuer|session doesn't have required client|unmatching clients|client (?:id )?mismatch)/,
        },
      ],
    ],
  },
  {
    id: "token_mangled",
    tokenStillGood: true,
    of: { dead_refresh: 4 },
    evidence: [
      [
        36,
        {
          words:
            /truncat|cut off|varchar|\b255\b|column|too long|trailing|white ?space|newline|quotes|malformed|url[- ]?encod|base64|encrypt|decrypt|copied? (?:and )?past|pasted/,
        },
      ],
    ],
    proof: [
      [
        50,
        {
          words:
            /(?:refresh[ _]token|token) (?:is )?(?:malformed|not in (?:a |the )?(?:valid|correct|expected) format)|invalid refresh token format|illegal base64/,
        },
      ],
    ],
  },
  {
    id: "refresh_in_progress",
    tokenStillGood: true,
    retry: true,
    of: { in_progress: 80 },
    proof: [[90, { words: /already being processed|another refresh is (?:in progress|running)/ }]],
  },
  {
    id: "token_absent",
    tokenStillGood: null,
    of: {},
    proof: [
      [70, { words: /do(?:es)? not contain the necessary fields|no refresh token or refresh handler/ }],
      [
        62,
        {
          words:
            /(?:missing (?:required )?parameter:? ?['"]?refresh_token|refresh_token (?:is )?(?:required|missing)|no refresh token (?:is )?(?:set|available|found|stored|handler)|missing refresh token|cannot refresh without|token expired and refresh token is not set)/,
        },
      ],
    ],
  },
  // A code is refused
  {
    id: "code_twice",
    tokenStillGood: null,
    of: { bad_code: 26 },
    evidence: [
      [40, { signal: ["code_twice", "strict_mode"] }],
      [12, { signal: "concurrent" }],
      [-14, { signal: "no_refresh_token" }],
    ],
    proof: [
      [
        70,
        {
          words:
            /code[^.]{0,24}(?:already (?:been )?(?:used|redeemed)|was already|has been used|reused)|code_already_used/,
        },
      ],
    ],
  },
  {
    id: "code_too_old",
    tokenStillGood: null,
    of: { bad_code: 20 },
    evidence: [
      // Salesforce calls every code that it refuses expired.
      [-10, { provider: "salesforce" }],
      [30, { signal: "slow" }],
      [8, { words: /expired (?:authorization )?code|code (?:is |was |has )?expired/ }],
    ],
  },
  {
    id: "code_encoded",
    tokenStillGood: null,
    of: { bad_code: 12 },
    evidence: [[36, { signal: "double_encoded" }]],
    proof: [[56, { words: /malformed auth code/ }]],
  },
  {
    id: "code_other_client",
    tokenStillGood: null,
    of: { bad_code: 7 },
    evidence: [
      [28, { signal: "other_host" }],
      [20, { signal: ["second_environment", "custom_domain"] }],
    ],
    proof: [
      [
        70,
        {
          words:
            /code (?:was )?(?:not )?issued (?:to|for) (?:a |an )?(?:different|another|other)|code was not issued/,
        },
      ],
    ],
  },
  {
    id: "code_other_redirect",
    tokenStillGood: null,
    of: { bad_code: 11 },
    evidence: [
      [30, { words: /redirect[ _-]?ur[il]/ }],
      [14, { signal: ["slash", "behind_proxy"] }],
    ],
    proof: [
      [
        72,
        {
          words:
            /incorrect redirect_uri|mismatch_redirect_uri_auth_code|redirect[ _]ur[il][^.]{0,40}(?:token request|authorization request|does not match the one|match the original|used (?:when|in|to) )/,
        },
      ],
    ],
  },
  {
    id: "verifier_lost",
    tokenStillGood: null,
    of: { bad_verifier: 40, bad_code: 3 },
    evidence: [
      [26, { signal: ["session_lost", "cookies"] }],
      [14, { signal: "pkce" }],
    ],
    proof: [
      [
        64,
        {
          words:
            /(?:code[_ ]verifier)[^.]{0,30}(?:missing|required|not found|cookie|undefined|null|empty)|(?:missing|no|required)[^.]{0,20}code[_ ]verifier|pkcecodeverifier/,
        },
      ],
    ],
  },
  {
    id: "verifier_wrong",
    tokenStillGood: null,
    of: { bad_verifier: 32 },
    evidence: [[34, { signal: "challenge_wrong" }]],
  },
  {
    id: "pkce_missing",
    tokenStillGood: null,
    of: {},
    proof: [
      [
        142,
        {
          code: ["oauth_approval_error_generic", "invalid_request", "access_denied"],
          words:
            /(?:require|need|must|without|no|missing)[^.]{0,60}(?:pkce|code_challenge)|pkce[^.]{0,60}(?:require|missing)/,
        },
      ],
      [
        78,
        {
          words:
            /(?:missing|required?|requires|needs?|must)[^.]{0,40}(?:code[ _]challenge|pkce|proof key)|(?:code[ _]challenge|pkce|proof key)[^.]{0,40}(?:missing|required|is needed|must be)/,
        },
      ],
    ],
  },
  // The app is refused
  {
    id: "wrong_secret",
    tokenStillGood: true,
    of: { bad_client: 30 },
    evidence: [
      [16, { words: /secret|credential/ }],
      [-6, { words: /client[ _](?:id|identifier) (?:invalid|unknown|not found)/ }],
    ],
    proof: [
      [
        62,
        {
          words:
            /(?:invalid_token_response|failed to obtain access token)[^|]{0,300}(?:\b401\b|unauthorized|secret)/,
        },
      ],
      [66, { code: ["bad_client_secret", "incorrect_client_credentials"] }],
    ],
  },
  {
    id: "secret_changed",
    tokenStillGood: true,
    of: { bad_client: 8, dead_refresh: 1 },
    evidence: [
      [46, { signal: "secret_changed" }],
      [12, { signal: "worked_before" }],
    ],
  },
  {
    id: "secret_mangled",
    tokenStillGood: true,
    of: { bad_client: 9 },
    evidence: [[44, { signal: "secret_characters" }]],
  },
  {
    id: "auth_method",
    tokenStillGood: true,
    of: { bad_client: 14 },
    evidence: [
      [34, { signal: "basic" }],
      [10, { words: /none|authentication method|multiple/ }],
    ],
    proof: [
      [
        60,
        {
          words:
            /client_secret_(?:basic|post)|token_endpoint_auth_method|authentication method|unsupported authentication|client authentication (?:method|failed \(e\.g\.)/,
        },
      ],
    ],
  },
  {
    id: "secret_missing",
    tokenStillGood: true,
    of: { bad_client: 8 },
    evidence: [
      [
        30,
        { words: /public|\bspa\b|mobile|native|no secret|without (?:a )?(?:client )?secret|confidential/ },
      ],
    ],
    proof: [
      [
        62,
        {
          words:
            /client[_ ]secret[^.]{0,25}(?:is missing|missing|is required|required|must contain|not (?:provided|found|set))|(?:missing|must (?:contain|provide|include)|requires?)[^.]{0,40}client_secret|client_assertion' or 'client_secret/,
        },
      ],
    ],
  },
  {
    id: "unknown_client",
    tokenStillGood: true,
    of: { bad_client: 14 },
    evidence: [
      [24, { signal: ["other_host", "customer_org"] }],
      [10, { signal: ["new_app", "deployed", "second_environment"] }],
    ],
    proof: [
      [70, { code: ["invalid_client_id", "bad_client_id"] }],
      [
        66,
        {
          words:
            /client[ _](?:id|identifier)[^.]{0,12}(?:not found|unknown|does not exist|is invalid|invalid\b)|unknown client|client (?:not found|does not exist|was not found)|no client with|client was not found|application with identifier|was not found in the directory/,
        },
      ],
    ],
  },
  {
    id: "public_with_secret",
    tokenStillGood: true,
    of: { bad_client: 2 },
    proof: [
      [
        72,
        {
          words:
            /public clients? (?:can'?t|cannot|must not|should not)|client is public|secret (?:is )?not (?:allowed|expected)|(?:should|must) not (?:send|include)[^.]{0,20}secret/,
        },
      ],
    ],
  },
  {
    id: "assertion_audience",
    tokenStillGood: true,
    of: { bad_assertion: 18 },
    evidence: [[34, { signal: "audience" }]],
    proof: [
      [
        70,
        {
          words:
            /audience (?:validation failed|is invalid|in assertion|claim)|invalid audience|unexpected "?aud/,
        },
      ],
    ],
  },
  {
    id: "assertion_clock",
    tokenStillGood: true,
    of: { bad_assertion: 16 },
    evidence: [
      [40, { signal: "clock" }],
      [16, { words: /expired|docker|virtual|\bvm\b|suspend/ }],
    ],
    proof: [
      [104, { words: /too far in(?:to)? the future|exp(?:iration)?[^.]{0,40}too far|expir\w+ too far/ }],
      [
        64,
        {
          words:
            /(?:assertion|jwt|service account)[^.]{0,60}(?:short-lived|reasonable timeframe|issued in the future|not within its valid time|time range|is expired)|check your iat and exp/,
        },
      ],
    ],
  },
  {
    id: "assertion_key",
    tokenStillGood: true,
    of: { bad_assertion: 15 },
    evidence: [[34, { words: /key|certificate|signature|\bcert\b|\bpem\b|\brs256\b|algorithm|upload/ }]],
    proof: [
      [
        66,
        {
          words:
            /invalid (?:jwt )?signature|signature (?:validation|verification) failed|invalid assertion|bad signature/,
        },
      ],
    ],
  },
  {
    id: "assertion_subject",
    tokenStillGood: true,
    of: { bad_assertion: 10 },
    evidence: [[44, { words: /\bsub\b|subject|username|impersonat|user name|\bprn\b|\biss\b/ }]],
  },
  // The login
  {
    id: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 46 },
    evidence: [[8, { signal: ["slash", "localhost"] }]],
    proof: [
      [
        68,
        {
          words:
            /redirect[ _]?ur[il][^.]{0,60}(?:mismatch|not match|doesn'?t match|does not match|invalid|not (?:registered|allowed|valid|whitelisted|configured|in)|must (?:be|match)|is missing|did not match)|(?:invalid|mismatch\w*|incorrect|wrong|bad|unregistered)[^.]{0,20}(?:redirect[ _]?ur[il]|callback ur[il]|reply url|reply address)|callback url[^.]{0,20}(?:mismatch|not|invalid|wrong)|reply (?:url|address)/,
        },
      ],
    ],
  },
  {
    id: "redirect_scheme",
    tokenStillGood: null,
    of: { redirect: 6 },
    evidence: [
      [46, { signal: "behind_proxy" }],
      [16, { signal: "deployed" }],
      [10, { words: /redirect_uri=http:|http:\/\/(?!localhost|127)/ }],
    ],
    proof: [[80, { words: /insecure_?transport|must utilize https/ }]],
  },
  {
    id: "redirect_port",
    tokenStillGood: null,
    of: { redirect: 5 },
    evidence: [
      [34, { signal: "random_port" }],
      [24, { signal: "native" }],
      [14, { signal: "localhost" }],
    ],
  },
  {
    id: "denied_by_user",
    tokenStillGood: null,
    of: { denied: 20 },
    evidence: [
      [
        34,
        {
          words:
            /(?:end-?)?user (?:denied|declined|cancel|did not|refused|has denied|rejected)|pressed (?:deny|cancel)|clicked (?:deny|cancel)|resource owner (?:or|denied)|denied authori[sz]ation|declined to consent|denied your/,
        },
      ],
      [-14, { stage: ["refresh", "api-call", "token-exchange"] }],
    ],
    proof: [
      [
        62,
        { words: /end-?user denied|user (?:denied|declined)|declined to consent|user_cancelled|user_denied/ },
      ],
    ],
  },
  {
    id: "denied_by_admin",
    tokenStillGood: true,
    of: { denied: 18 },
    evidence: [
      [30, { signal: "workspace_admin" }],
      [12, { signal: "customer_org" }],
    ],
    proof: [
      [
        64,
        {
          words:
            /admin(?:istrator)?[ _](?:consent|approval|approved|policy)|needs? admin|admin_policy|not (?:been )?assigned|not assigned|app is blocked|policy evaluation failed|not admin approved|access (?:is )?blocked by (?:your )?(?:admin|org)/,
        },
      ],
    ],
  },
  {
    id: "denied_upstream",
    tokenStillGood: null,
    of: { denied: 3, server_error: 3, no_callback: 2, bad_code: 1 },
    evidence: [[40, { signal: "upstream" }]],
  },
  {
    id: "scope_unknown",
    tokenStillGood: true,
    of: { scope: 36 },
    evidence: [[6, { signal: "scope" }]],
    proof: [
      [
        58,
        {
          words:
            /(?:invalid|unknown|unsupported|unrecognized|malformed) scopes?|scopes?[^.]{0,30}(?:not (?:valid|configured|allowed|supported|recognized|found)|is invalid|invalid\b|does not exist)/,
        },
      ],
    ],
  },
  {
    id: "scope_separator",
    tokenStillGood: true,
    of: { scope: 10 },
    evidence: [[44, { signal: "comma" }]],
  },
  {
    id: "scope_on_refresh",
    tokenStillGood: true,
    of: { scope: 6 },
    evidence: [[46, { stage: "refresh" }]],
  },
  {
    id: "grant_not_allowed",
    tokenStillGood: true,
    of: { grant_type: 36 },
    evidence: [[10, { words: /not (?:allowed|enabled|authorized|supported|permitted)|grant type/ }]],
    proof: [
      [
        64,
        {
          words:
            /grant type[^.]{0,50}not (?:allowed|enabled|supported|permitted)|unauthorized grant|not (?:allowed|authorized) to use[^.]{0,30}grant/,
        },
      ],
    ],
  },
  {
    id: "request_format",
    tokenStillGood: true,
    of: { grant_type: 16, bad_request: 18, bad_client: 2 },
    evidence: [[40, { signal: "webhook" }]],
    proof: [
      [
        60,
        {
          words:
            /grant[_ ]type[^.]{0,24}(?:missing|is required|required|not (?:set|provided|found|specified))|missing[^.]{0,24}grant[_ ]type|unsupported media type|415 |must be (?:application\/x-www-form|form)/,
        },
      ],
    ],
  },
  {
    id: "parameter_missing",
    tokenStillGood: true,
    of: { bad_request: 22 },
    proof: [
      [
        54,
        {
          words:
            /missing (?:a )?(?:required )?parameter|required parameter|parameter[^.]{0,30}(?:is missing|is required|missing)|must contain the following parameter|missing one or more/,
        },
      ],
    ],
  },
  {
    id: "login_needed",
    tokenStillGood: true,
    of: { interaction: 22 },
    evidence: [
      [20, { signal: "silent" }],
      [26, { code: "login_required" }],
    ],
    proof: [
      [62, { words: /msaluirequired|no account or login hint|no_account_error|interaction_in_progress/ }],
    ],
  },
  {
    id: "third_party_cookies",
    tokenStillGood: true,
    of: { interaction: 6, state: 3 },
    evidence: [
      [52, { signal: "cookies" }],
      [12, { code: "login_required", signal: ["silent", "spa"] }],
    ],
    proof: [[70, { words: /monitor_window_timeout|iframe[^.]{0,40}(?:timeout|timed out)/ }]],
  },
  {
    id: "consent_needed",
    tokenStillGood: true,
    of: { interaction: 14 },
    evidence: [[34, { code: "consent_required" }]],
    proof: [
      [
        56,
        {
          words:
            /(?:user|admin(?:istrator)?)[^.]{0,20}has not consented|consent (?:is )?required|consent_required/,
        },
      ],
    ],
  },
  {
    id: "mfa_needed",
    tokenStillGood: true,
    of: { interaction: 14, password_login: 6 },
    evidence: [[36, { signal: "mfa" }]],
    proof: [
      [
        58,
        {
          words:
            /mfa_required|multi-?factor authentication (?:is )?required|must use multi-?factor|second factor (?:is )?required/,
        },
      ],
    ],
  },
  {
    id: "state_lost",
    tokenStillGood: null,
    of: { state: 40 },
    evidence: [[10, { signal: ["cookies", "session_lost"] }]],
    proof: [
      [
        70,
        {
          words:
            /authorization_request_not_found|verify authorization request state|csrf_detected|mismatching_?state|state ?mismatch|correlation failed|state not equal/,
        },
      ],
      [
        50,
        {
          words:
            /state (?:mismatch|cookie|parameter|does not match|doesn'?t match)|invalid state|csrf|checks\.state|state (?:was|is) (?:missing|not)/,
        },
      ],
    ],
  },
  {
    id: "two_tabs",
    tokenStillGood: null,
    of: { state: 12 },
    evidence: [[40, { words: /\btabs?\b|back button|twice|bookmark|again|reload/ }]],
  },
  {
    id: "webview",
    tokenStillGood: null,
    of: { denied: 1, no_callback: 1 },
    evidence: [[44, { signal: "webview" }]],
    proof: [[74, { words: /disallowed_useragent/ }]],
  },
  {
    id: "servers_not_shared",
    tokenStillGood: null,
    of: { state: 12, bad_verifier: 12, bad_code: 3, no_callback: 6, interaction: 2 },
    evidence: [
      [
        48,
        {
          words:
            /replicas?\b|sticky|(?:several|two|multiple|both|more) (?:pods|servers|instances|nodes)|cluster|scaled|load[- ]?balanc|round[- ]robin/,
        },
      ],
    ],
    proof: [
      [
        76,
        {
          words:
            /(?:authorization_request_not_found|verify authorization request state|correlation failed|state ?mismatch)[^|]{0,400}\|[^|]{0,400}(?:replicas?|instances|load[- ]?balanc|sticky|pods)/,
        },
      ],
    ],
  },
  {
    id: "scope_absent",
    tokenStillGood: true,
    of: { scope: 2 },
    proof: [
      [
        88,
        {
          words:
            /scope['"]? (?:parameter )?(?:must be provided|is (?:missing|required))|missing[^.]{0,12}\bscope\b(?!s? )|configured default scopes|no default scopes?/,
        },
      ],
    ],
  },
  {
    id: "other_app",
    tokenStillGood: true,
    of: { redirect: 10, bad_client: 4 },
    evidence: [
      [
        40,
        {
          words:
            /even though|although[^.]{0,50}(?:regist|set|added|configur)|already (?:added|registered|set)|(?:wrong|other|another|different|production|development) app\b|(?:only|fails?) (?:when )?(?:testing )?local/,
        },
      ],
    ],
  },
  // No refresh token
  {
    id: "offline_not_asked",
    tokenStillGood: null,
    of: { no_refresh_token: 34 },
    evidence: [
      [-40, { stage: "refresh" }],
      [
        -16,
        {
          words:
            /(?:with|sent|asked for|requested|added|includ\w+|have|has|set|use)[^.]{0,20}(?:offline_access|access_type=offline|refresh_token scope)/,
        },
      ],
      [-20, { signal: ["client_credentials", "implicit"] }],
    ],
  },
  {
    id: "offline_not_allowed",
    tokenStillGood: null,
    of: { no_refresh_token: 24 },
    evidence: [
      [-40, { stage: "refresh" }],
      [16, { signal: "offline" }],
    ],
  },
  {
    id: "grant_gives_none",
    tokenStillGood: null,
    of: { no_refresh_token: 8 },
    evidence: [
      [40, { signal: ["client_credentials", "implicit", "jwt_bearer"] }],
      [40, { grant: ["client_credentials", "implicit", "jwt_bearer"] }],
    ],
  },
  {
    id: "kept_one_counts",
    tokenStillGood: true,
    of: { no_refresh_token: 10 },
    evidence: [
      [60, { stage: "refresh" }],
      [-20, { stage: ["token-exchange", "authorize", "callback"] }],
    ],
    proof: [
      [20, { signal: "no_refresh_token", stage: "refresh" }],
      [
        60,
        {
          words:
            /(?:refresh (?:response|answer|reply)|response (?:of|to) (?:the|a) refresh|after (?:a |the )?refresh)[^.]{0,60}(?:no|without|lacks?|omits?|missing|undefined|null)[^.]{0,20}refresh[_ ]token/,
        },
      ],
    ],
  },
  // An API refuses
  {
    id: "access_expired",
    tokenStillGood: true,
    of: { token_refused: 34 },
    evidence: [
      [14, { signal: "one_hour" }],
      [-16, { signal: "after_refresh" }],
      [-14, { signal: ["opaque", "no_header"] }],
    ],
    proof: [
      [
        60,
        {
          words:
            /(?:access )?token (?:is |has |was )?expired|token is not active|session expired|jwt expired|expired_authentication|lifetime validation failed/,
          stage: "api-call",
        },
      ],
    ],
  },
  {
    id: "wrong_audience",
    tokenStillGood: true,
    of: { token_refused: 16, audience: 30 },
    evidence: [
      [34, { signal: "audience" }],
      [16, { signal: ["opaque", "after_refresh"] }],
    ],
    proof: [
      [64, { words: /audience validation failed|idx10214|idx10206/ }],
      [
        62,
        {
          words:
            /(?:invalid|unexpected|wrong|bad)[^.]{0,12}(?:audience|"?aud\b)|audience (?:is |was )?(?:invalid|wrong)|aud(?:ience)? (?:claim )?(?:mismatch|does not match|check failed)/,
        },
      ],
    ],
  },
  {
    id: "wrong_issuer",
    tokenStillGood: true,
    of: { token_refused: 3 },
    evidence: [[28, { signal: "issuer" }]],
    proof: [
      [64, { words: /issuer validation failed|idx102(?:05|11)|idx40001/ }],
      [
        62,
        {
          words:
            /(?:iss(?:uer)?)[^.]{0,40}(?:mismatch|not match|doesn'?t match|does not match|invalid|unexpected|differ|wrong|not trusted)|(?:unexpected|invalid|wrong|unknown)[^.]{0,10}(?:iss\b|issuer)/,
        },
      ],
    ],
  },
  {
    id: "id_token_as_access",
    tokenStillGood: true,
    of: { token_refused: 4 },
    evidence: [[40, { signal: "id_token" }]],
  },
  {
    id: "signature_wrong",
    tokenStillGood: true,
    of: { token_refused: 3 },
    proof: [
      [
        80,
        {
          words:
            /invalid (?:token )?signature|signature (?:verification|validation) failed|invalid algorithm|unexpected "?alg|\bkid\b[^.]{0,20}not found|no matching (?:signing )?key|idx1050[013]|expected algorithm/,
          stage: "api-call",
        },
      ],
    ],
  },
  {
    id: "header_wrong",
    tokenStillGood: true,
    of: { token_refused: 8 },
    evidence: [[42, { signal: "no_header" }]],
    proof: [
      [60, { words: /compacttoken|bearer (?:undefined|null|none)\b|idx14100|80049217/ }],
      [60, { code: ["not_authed", "invalid_auth_header"] }],
    ],
  },
  {
    id: "wrong_instance",
    tokenStillGood: true,
    of: { token_refused: 6 },
    evidence: [[32, { signal: ["wrong_instance", "moved_host"] }]],
  },
  {
    id: "access_revoked",
    tokenStillGood: null,
    of: { token_refused: 8 },
    evidence: [
      [24, { signal: "revoked" }],
      [16, { signal: "after_refresh" }],
    ],
  },
  {
    id: "dpop",
    tokenStillGood: true,
    of: {},
    proof: [[76, { words: /dpop/ }]],
  },
  {
    id: "scope_too_small",
    tokenStillGood: true,
    of: { forbidden: 34 },
    evidence: [[16, { signal: "scope" }]],
    proof: [
      [
        58,
        {
          words:
            /insufficient[ _](?:scope|authentication scopes)|insufficient permission|missing[ _]scopes?|insufficientpermissions|required scopes?|needed:? ?"?[a-z]+[:.]/,
        },
      ],
    ],
  },
  {
    id: "no_permission",
    tokenStillGood: true,
    of: { forbidden: 24 },
    evidence: [[14, { words: /permission|role|profile|licen[cs]e|access|privilege/ }]],
  },
  {
    id: "rate_limit",
    tokenStillGood: true,
    retry: true,
    of: { rate_limit: 44 },
    proof: [[50, { words: /rate[- ]?limit|too many requests|quota exceeded|throttl/ }]],
  },
  {
    id: "refresh_each_request",
    tokenStillGood: true,
    retry: true,
    of: { rate_limit: 14 },
    evidence: [
      [40, { signal: "each_request" }],
      [12, { stage: ["refresh", "token-exchange"] }],
    ],
  },
  // The network, and what answers in the place of the provider
  {
    id: "server_down",
    tokenStillGood: true,
    retry: true,
    of: { server_error: 40, html: 12, connection: 6 },
    evidence: [[24, { signal: "maintenance" }]],
  },
  {
    id: "html_page",
    tokenStillGood: true,
    of: { html: 40 },
    evidence: [[-10, { status: [502, 503, 504] }]],
  },
  {
    id: "proxy_page",
    tokenStillGood: true,
    of: { html: 12 },
    evidence: [[36, { signal: ["proxy", "firewall"] }]],
  },
  {
    id: "name_unknown",
    tokenStillGood: true,
    retry: true,
    of: { dns: 44 },
  },
  {
    id: "firewall",
    tokenStillGood: true,
    retry: true,
    of: { connection: 22, dns: 6 },
    evidence: [
      [36, { signal: "firewall" }],
      [10, { signal: "timeout" }],
      [8, { signal: ["deployed", "headless"] }],
    ],
  },
  {
    id: "proxy_not_used",
    tokenStillGood: true,
    retry: true,
    of: { connection: 14, dns: 12, tls: 4 },
    evidence: [[38, { signal: "proxy" }]],
  },
  {
    id: "proxy_login",
    tokenStillGood: true,
    of: { proxy: 50 },
    proof: [[72, { words: /\b407\b|proxy authentication/ }]],
  },
  {
    id: "connection_lost",
    tokenStillGood: null,
    retry: true,
    of: { connection: 10 },
    evidence: [
      [30, { signal: "reset" }],
      [6, { signal: "timeout" }],
    ],
  },
  {
    id: "nothing_listens",
    tokenStillGood: true,
    of: { connection: 8, no_callback: 12 },
    evidence: [
      [30, { signal: "refused" }],
      [14, { signal: "localhost" }],
    ],
  },
  {
    id: "no_ipv6",
    tokenStillGood: true,
    retry: true,
    of: { connection: 3 },
    evidence: [[36, { signal: "unroutable" }]],
  },
  {
    id: "company_ca",
    tokenStillGood: true,
    of: { tls: 28 },
    evidence: [
      [34, { signal: "proxy" }],
      [-10, { signal: "old_tls" }],
      [-20, { signal: ["cert_expired", "hostname"] }],
    ],
  },
  {
    id: "ca_bundle_old",
    tokenStillGood: true,
    of: { tls: 16 },
    evidence: [
      [
        26,
        {
          words:
            /alpine|docker|slim|old (?:java|jdk|openssl|image|server|ubuntu|centos)|ca-certificates|cacert|truststore|keystore|jdk|java/,
        },
      ],
      [-20, { signal: ["cert_expired", "hostname"] }],
    ],
  },
  {
    id: "cert_expired",
    tokenStillGood: true,
    of: { tls: 6 },
    evidence: [
      [44, { signal: "cert_expired" }],
      [14, { signal: "clock" }],
    ],
  },
  {
    id: "cert_hostname",
    tokenStillGood: true,
    of: { tls: 3 },
    evidence: [[44, { signal: "hostname" }]],
  },
  {
    id: "old_tls",
    tokenStillGood: true,
    of: { tls: 10 },
    evidence: [[40, { signal: "old_tls" }]],
  },
  {
    id: "cors",
    tokenStillGood: true,
    of: { cors: 50 },
    evidence: [[8, { signal: "spa" }]],
  },
  // This machine
  {
    id: "port_taken",
    tokenStillGood: null,
    of: { port: 44 },
    evidence: [[-16, { signal: "port_forbidden" }]],
  },
  {
    id: "port_forbidden",
    tokenStillGood: null,
    of: { port: 8 },
    evidence: [[44, { signal: "port_forbidden" }]],
  },
  {
    id: "callback_elsewhere",
    tokenStillGood: null,
    of: { no_callback: 20, connection: 6 },
    evidence: [
      [30, { stage: "callback", signal: "headless" }],
      [40, { signal: "headless" }],
      [8, { signal: "localhost" }],
      [-10, { stage: ["refresh", "api-call"] }],
    ],
  },
  {
    id: "error_on_page",
    tokenStillGood: null,
    of: { no_callback: 16 },
  },
  {
    id: "keychain_locked",
    tokenStillGood: true,
    of: { keychain: 30 },
    evidence: [
      [34, { signal: "headless" }],
      [-14, { signal: "decrypt" }],
    ],
    proof: [
      [
        60,
        {
          words:
            /org\.freedesktop\.secrets|libsecret|d-?bus|errsecinteractionnotallowed|user interaction is not allowed|cannot autolaunch|genericunixkeychain|-25308/,
        },
      ],
    ],
  },
  {
    id: "keychain_key",
    tokenStillGood: null,
    of: { keychain: 14 },
    evidence: [
      [44, { signal: "decrypt" }],
      [10, { signal: ["restored", "password_changed"] }],
    ],
    proof: [
      [
        62,
        {
          words:
            /authdecrypt|failed to decipher|bad decrypt|unable to authenticate data|failed to decrypt|decryption failed/,
        },
      ],
    ],
  },
  {
    id: "unwritable",
    tokenStillGood: null,
    of: { keychain: 3 },
    proof: [[48, { words: /read-only file ?system|erofs|enospc|no space left|disk (?:is )?full/ }]],
  },
  // ID tokens, devices, revocation
  {
    id: "id_token_clock",
    tokenStillGood: true,
    of: { id_token: 30 },
    evidence: [[40, { signal: "clock" }]],
    proof: [
      [72, { words: /\bid[_ ]?token[^.]{0,50}(?:used too early|issued in the future|not yet valid)/ }],
      [
        58,
        {
          words:
            /(?:id[_ ]?token|jwt|token)[^.]{0,50}(?:used too early|issued in the future|not yet valid|before (?:nbf|iat)|"?nbf"?|\biat\b[^.]{0,20}(?:future|check|claim))/,
        },
      ],
      [50, { signal: "clock", words: /id[_ ]?token|\bjwt\b/ }],
    ],
  },
  {
    id: "nonce_lost",
    tokenStillGood: null,
    of: {},
    proof: [
      [
        58,
        {
          words:
            /nonce[^.]{0,30}(?:mismatch|match|missing|invalid|not found|differ)|(?:invalid|missing|unexpected|wrong)[^.]{0,14}nonce/,
        },
      ],
    ],
  },
  {
    id: "id_token_missing",
    tokenStillGood: null,
    of: {},
    proof: [
      [
        58,
        {
          words:
            /(?:no|missing|without|lacks?|undefined)[^.]{0,16}id[_ ]token|id[_ ]token[^.]{0,16}(?:is |was )?(?:missing|not present|undefined|null|not returned)/,
        },
      ],
    ],
  },
  {
    id: "device_pending",
    tokenStillGood: null,
    retry: true,
    of: {},
    proof: [[70, { code: ["authorization_pending", "slow_down"] }]],
  },
  {
    id: "device_expired",
    tokenStillGood: null,
    of: { device: 30 },
    evidence: [[-20, { code: ["authorization_pending", "slow_down"] }]],
    proof: [[66, { code: "expired_token" }]],
  },
  {
    id: "revoked_before",
    tokenStillGood: false,
    of: { revocation: 24 },
    evidence: [],
    proof: [
      [72, { stage: "revoke", code: ["invalid_token", "invalid_grant", "token_revoked", "token_expired"] }],
    ],
  },
  {
    id: "revocation_request",
    tokenStillGood: true,
    of: { revocation: 18 },
    evidence: [[20, { code: ["unsupported_token_type", "invalid_client"] }]],
    proof: [
      [84, { stage: "revoke", code: ["invalid_client", "unauthorized_client", "unsupported_token_type"] }],
    ],
  },
  {
    id: "logout_keeps_tokens",
    tokenStillGood: true,
    of: {},
    proof: [
      [
        60,
        {
          words:
            /(?:after|despite|although|even after)[^.]{0,20}(?:log(?:ged)? ?out|sign(?:ed)? ?out)[^.]{0,60}(?:refresh|still (?:work|valid))|log ?out does not (?:stop|end)|refresh(?:es)?[^.]{0,30}still work[^.]{0,30}log(?:ged)? ?out/,
        },
      ],
    ],
  },
  {
    id: "password_wrong",
    tokenStillGood: null,
    of: { password_login: 26 },
  },
  {
    id: "server_wants_person",
    tokenStillGood: true,
    of: { interaction: 10 },
  },
  // Named if no other cause fits
  { id: "not_known", tokenStillGood: null },
] as const satisfies readonly CauseRule[];

/** The name of a cause that any provider may have. */
export type CommonCauseId = (typeof commonRules)[number]["id"];
