import type { CauseRule } from "../rule.ts";

/** Words of a server that runs more than once. */
const severalServers =
  /replicas?\b|(?:several|two|three|multiple|both|[2-9]) (?:\w+ )?(?:pods|servers|instances|nodes)\b/;

/** An address of this machine with its port, as a server calls itself. */
const innerAddress = /(?:localhost|127\.0\.0\.1|0\.0\.0\.0):\d{2,5}\//;

/** The causes of a login that fails before there is a code. */
export const loginRules = [
  {
    id: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 46 },
    // IdentityServer names no redirect URI on its page.
    proof: [
      [120, { words: /(?:redirect_?ur[il]|callback)[^|]{0,160}https?:\/\/https?:\/\//, stage: "authorize" }],
      // Servers of league/oauth2-server say so where no secret is asked for.
      [
        92,
        {
          text: /client authentication failed|invalidclientexception/,
          words: /redirect_?ur[il]/,
          stage: "authorize",
        },
      ],
      [52, { text: /sorry, there was an error ?: ?unauthorized_client/ }],
      [76, { text: /sorry, there was an error ?: ?unauthorized_client/, words: /redirect_?uris?|deploy/ }],
    ],
    evidence: [
      [-60, { words: /logging out|post[_ ]?logout/ }],
      [8, { signal: ["slash", "localhost"] }],
      [16, { signal: "bad_redirect" }],
      [30, { address: ["differs_path", "differs_slash", "differs_case", "differs_query"] }],
    ],
  },
  {
    id: "redirect_scheme",
    refines: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 8, bad_code: 1 },
    evidence: [
      [
        54,
        {
          signal: "behind_proxy",
          not: [{ address: ["sent_https", "sent_loopback", "sent_inner"] }, { text: innerAddress }],
        },
      ],
      [16, { signal: "deployed", not: { address: ["sent_https", "sent_loopback"] } }],
      [50, { words: /insecure (?:protocol|redirect|url)|insecure_?transport/, signal: "behind_proxy" }],
      [
        54,
        { address: "sent_http", not: { address: ["equal", "sent_inner", "differs_host", "differs_path"] } },
      ],
      [
        60,
        {
          words: [
            /(?:ur[il]|it)\b[^.]{0,20}(?:begins?|starts?) with https|http in there/,
            /(?:domain|host|ur[il]|scheme)\b[^.|]{0,30}\b(?:but|is|as|has) http\b(?!s|:)/,
            /\bhttp\b[^.]{0,30}(?:when|although|even though|while|but)[^.]{0,30}https/,
            /(?:force|enforce|should be|must be|want|expects?) https|['"]http['"]/,
            /\bhttp\b[^|]{0,40}(?:site|page|app|server|domain)[^.|]{0,12}(?:has|is|uses?|runs?)[^.|]{0,8}https/,
            /\bhttp:[^|\s]{0,80} (?:url |address |scheme )?(?:instead of|rather than|in place of|and not|not|where|but should be)\b[^|.]{0,24}https/,
          ],
          not: { address: "sent_https" },
        },
      ],
      [50, { address: "differs_scheme", not: { address: ["sent_loopback", "sent_inner"] } }],
      [-50, { signal: "behind_proxy", words: severalServers }],
    ],
    proof: [
      [80, { words: /insecure_?transport|must utilize https/ }],
      [70, { words: /redirect[^.]{0,60}\bhttp\b[^.]{0,24}(?:instead of|not|rather than)[^.]{0,6}https/ }],
    ],
    rulesOut: ["redirect_port", "other_app"],
  },
  {
    id: "redirect_inner_host",
    refines: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 4 },
    evidence: [
      [
        62,
        {
          words:
            /(?:added|registered|authori[sz]ed|set)[^|]{0,60}redirect ur[il]s?[^|]{0,24}https:\/\/(?!localhost)[\w.-]{4,80}\.[a-z]{2,20}\/[^|]{0,300}(?:docker|self-?host|container)/,
          not: { address: ["sent", "equal"] },
        },
      ],
      [70, { address: "sent_inner", not: [{ address: "equal" }, { words: /https?:\/\/https?:/ }] }],
      [60, { address: "sent_loopback_from_afar" }],
      [
        60,
        { signal: ["deployed", "behind_proxy"], text: innerAddress, not: { signal: "second_environment" } },
      ],
      [
        60,
        {
          address: "sent_loopback",
          signal: ["deployed", "behind_proxy"],
          not: { signal: "second_environment" },
        },
      ],
    ],
    proof: [
      [
        112,
        {
          words: [
            /(?:redirect\w*|lands?|landed|goes|sends?|sent|returns?|returned|back|ends? up)\b[^|.]{0,30}\b(?:to|on|at) (?:https?:\/\/)?(?:localhost|127\.0\.0\.1)\b[^|]{0,12}[^|.]{0,20}(?:instead of|rather than|and not|in place of)\b/,
            /(?:instead of|rather than|not to) (?:the |my |our )?(?:\w+ ){0,3}(?:domain|host|site|url|https:\/\/)[^|]{0,80}(?:redirect\w*|lands?|goes|sends?|returns?)[^|.]{0,30}\bto (?:https?:\/\/)?localhost\b/,
            /(?:production|deployed|live (?:site|server)|on (?:the|our|my) server|hosted)\b[^|]{0,120}(?:redirect\w*|lands?|goes|sends?|returns?)[^|.]{0,30}\bto (?:https?:\/\/)?localhost\b/,
            /(?:redirect\w*|lands?|goes|sends?|returns?)[^|.]{0,30}\bto (?:https?:\/\/)?localhost(?::\d{2,5})?[^|.]{0,40}(?:in production|when deployed|on (?:the|our|my) (?:live )?(?:server|site))/,
          ],
          stage: ["callback", "authorize"],
          not: [
            { words: /\bssh\b|\bcli\b|command[- ]line|notebook|colab|codespace|\bwsl|headless/ },
            { signal: "random_port" },
          ],
        },
      ],
      [
        110,
        {
          text: [
            /^\s*https?:\/\/(?:0\.0\.0\.0|[a-z0-9-]{2,40}\.internal|host\.docker\.internal)(?::\d{2,5})?\/[^|\s]{0,200}[?&]code=/,
          ],
          stage: "callback",
        },
      ],
      [
        104,
        {
          words: /(?:redirect\w*|lands?|goes|sent|sends|導|跳轉|转)[^|.]{0,40}(?:https?:\/\/)?0\.0\.0\.0\b/,
          stage: ["callback", "authorize"],
        },
      ],
    ],
    rulesOut: [
      "state_lost",
      "state_other_host",
      "state_begun_elsewhere",
      "callback_elsewhere",
      "nothing_listens",
      "redirect_port",
      "redirect_scheme",
    ],
  },
  {
    id: "redirect_port",
    refines: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 5 },
    evidence: [
      [34, { signal: "random_port" }],
      [14, { signal: "native" }],
      [4, { signal: "localhost" }],
      [60, { address: "differs_loopback" }],
      [50, { address: "differs_port", not: { address: ["differs_scheme", "differs_host", "differs_path"] } }],
      [-40, { address: ["sent_http", "sent_https", "sent_inner"] }],
    ],
  },
  {
    id: "redirect_empty",
    refines: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 2, bad_request: 2, bad_client: 1 },
    proof: [
      [100, { code: "redirect_uri_missing" }],
      [
        96,
        {
          words: [
            /redirect_uri'? (?:parameter |query parameter )?is missing(?! in the client| or not)/,
            /missing (?:required )?parameter:? '?"?redirect_uri/,
            /unable to issue redirect for oauth|redirect_uri (?:is )?required/,
          ],
        },
      ],
    ],
    evidence: [[80, { address: "sent_empty", not: { provider: "slack" } }]],
    rulesOut: ["parameter_missing"],
  },

  {
    id: "redirect_wildcard",
    refines: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 3 },
    evidence: [
      [60, { address: "wildcard", not: { words: /log(?:ging)?[-_ ]?out|sign(?:ing)?[- ]?out/ } }],
      [
        50,
        {
          words: /wild ?card|\*\.[a-z]/,
          not: { words: /log(?:ging)?[-_ ]?out|sign(?:ing)?[- ]?out/ },
        },
      ],
      [18, { words: /preview (?:url|deploy|branch)|branch deploy|pull request (?:preview|app)/ }],
    ],
  },
  {
    id: "denied_by_user",
    tokenStillGood: null,
    of: { denied: 20 },
    evidence: [
      [
        -60,
        {
          words: [
            /(?:did not|didn'?t|not|never) cancel|nobody cancel/,
            /(?:log(?:s|ged)? ?in|login)[^.]{0,20}succe/,
          ],
        },
      ],
      [
        34,
        {
          words: [
            /(?:end-?)?user (?:denied|declined|cancel|did not|refused|has denied|rejected)/,
            /pressed (?:deny|cancel)|clicked (?:deny|cancel)|resource owner (?:or|denied)/,
            /denied authori[sz]ation|declined to consent|denied your/,
          ],
        },
      ],
      [-14, { stage: ["refresh", "api-call", "token-exchange"] }],
    ],
    proof: [
      [
        66,
        {
          words: [
            /end-?user denied|user (?:denied|declined)|declined to consent|user_cancelled/,
            /user_denied/,
          ],
          // MSAL.js says so of each popup that is closed.
          not: { text: /browserautherror/ },
        },
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
          words: [
            /admin(?:istrator)?[ _](?:consent|approval|approved|policy)|needs? admin|admin_policy/,
            /not (?:been )?assigned|not assigned|app is blocked|policy evaluation failed/,
            /not admin approved|access (?:is )?blocked by (?:your )?(?:admin|org)/,
          ],
        },
      ],
    ],
  },
  {
    id: "app_in_development",
    tokenStillGood: true,
    proof: [
      [
        118,
        {
          words: [
            /not registered (?:in|for|on|with) (?:the |your |this |my )?(?:developer (?:dashboard|portal|console)|app(?:lication)?'?s? (?:dashboard|users?))|user may not be registered/,
            /app(?:lication)? (?:is )?(?:still |currently )?in (?:the )?(?:development|sandbox|dev) mode|app not active|app not (?:set ?up|available): this app/,
            /(?:limit of|too many|maximum number of) (?:connected |authori[sz]ed )?(?:athletes|testers|test users)|exceed\w*[^|.]{0,20}(?:athletes|connected users|user limit)/,
          ],
          not: { provider: ["google", "hubspot", "salesforce", "slack"] },
        },
      ],
    ],
    rulesOut: ["access_expired", "unknown_client", "no_permission", "denied_by_user", "signature_wrong"],
  },
  {
    id: "denied_upstream",
    tokenStillGood: null,
    of: { denied: 3, server_error: 3, no_callback: 2, bad_code: 1, bad_client: 1 },
    evidence: [
      [70, { words: /aadsts\d{5}/, not: { provider: "microsoft" } }],
      [40, { signal: "upstream" }],
    ],
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
          words: [
            /(?:invalid|unknown|unsupported|unrecognized|malformed) scopes?/,
            /scopes?[^.]{0,40}(?:not (?:valid|configured|allowed|supported|recognized|found|authorized|permitted|available|enabled)|is invalid|invalid\b|does not exist)/,
          ],
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
    proof: [
      [
        72,
        {
          stage: "refresh",
          words:
            /send(?:s|ing)? (?:the )?scopes? (?:with|at|on|in|for|during) (?:a |the |each |every )?refresh/,
        },
      ],
      [
        96,
        {
          words: [
            /scope parameter (?:is )?not (?:supported|allowed)/,
            /scope (?:is )?not (?:supported|allowed) (?:at|on|for|in) (?:a |the )?refresh/,
          ],
        },
      ],
    ],
    rulesOut: ["scope_unknown"],
  },
  {
    id: "scope_at_exchange",
    tokenStillGood: null,
    proof: [
      [
        118,
        {
          words: [
            /scope['"]? (?:parameter )?(?:is|was) not (?:valid|allowed|expected|supported|permitted|accepted)[^|.]{0,12}(?:in this context|here|(?:at|in|on|for|with|during) (?:the |an? )?(?:token|code|exchange|authori[sz]ation code))/,
            /(?:unexpected|superfluous|unsupported) (?:parameter:? ?)?['"]?scope['"]?[^|.]{0,40}(?:token|code|exchange)/,
            /(?:sends?|sending|pass(?:es|ing)?|includ\w+|with) (?:a |the )?['"]?scopes?['"]?[^|.]{0,20}(?:in|at|on|during|for|with|to) (?:the |an? )?(?:token (?:request|endpoint)|code exchange|exchange)/,
          ],
          stage: "token-exchange",
          not: [{ grant: ["client_credentials", "password", "jwt_bearer"] }, { code: "invalid_scope" }],
        },
      ],
    ],
    rulesOut: ["scope_unknown", "scope_absent", "parameter_missing", "scope_on_refresh", "request_format"],
  },
  {
    id: "scope_retired",
    tokenStillGood: null,
    of: { scope: 2 },
    proof: [
      [
        146,
        {
          words: [
            /\br_(?:lite|basic|full)profile\b|\br_emailaddress\b/,
            /scopes?\b[^|.]{0,40}(?:deprecated|retired|obsolete|discontinued|removed by|no longer (?:available|exists?|supported|offered|granted))/,
            /(?:deprecated|retired|obsolete|discontinued) (?:\w+ ){0,2}scopes?\b/,
          ],
          code: ["unauthorized_scope_error", "invalid_scope"],
        },
      ],
    ],
    rulesOut: ["scope_unknown"],
  },
  {
    id: "grant_not_allowed",
    tokenStillGood: true,
    of: { grant_type: 36 },
    evidence: [[10, { words: /not (?:allowed|enabled|authorized|supported|permitted)|grant type/ }]],
    proof: [
      [
        112,
        {
          words: [
            /(?:can ?not|can'?t|may not|not allowed to|unable to) use (?:the )?(?:grant )?['"]?client[_ ]credentials/,
            /client[_ ]credentials[^|.]{0,60}(?:consumers?|clients?|apps?)\b[^|.]{0,24}(?:is |are |marked (?:as )?)?["']?(?:public|not (?:confidential|private))/,
            /public (?:clients?|consumers?|apps?)\b[^|.]{0,30}(?:can ?not|can'?t|may not|must not|not (?:allowed|permitted))[^|.]{0,24}client[_ ]credentials/,
          ],
        },
      ],
      [
        64,
        {
          words: [
            /grant type[^.]{0,50}not (?:allowed|enabled|supported|permitted)|unauthorized grant/,
            /not (?:allowed|authorized) to use[^.]{0,30}grant/,
          ],
        },
      ],
    ],
    rulesOut: ["assertion_key", "secret_missing", "grant_gives_none"],
  },
  {
    id: "request_format",
    tokenStillGood: true,
    of: { grant_type: 16, bad_request: 18, bad_client: 2 },
    evidence: [[40, { signal: "webhook" }]],
    proof: [
      [
        84,
        {
          words: /-h ['"]?content-type ?= ?application|content-type['"]? ?: ?['"]?text\/plain/,
          stage: ["token-exchange", "refresh"],
        },
      ],
      [
        60,
        {
          words: [
            /grant[_ ]type[^.]{0,24}(?:missing|is required|required|not (?:set|provided|found|specified))/,
            /missing[^.]{0,24}grant[_ ]type|unsupported media type|415 /,
            /must be (?:application\/x-www-form|form)/,
          ],
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
        70,
        {
          words: /\bcode\b[^.|]{0,30}\bredirect_url\b|\bredirect_url\b[^.|]{0,30}\bcode\b/,
          stage: "token-exchange",
        },
      ],
      [
        54,
        {
          words: [
            /missing (?:a )?(?:required )?parameter|required parameter/,
            /parameter[^.]{0,30}(?:is missing|is required|missing)/,
            /must contain the following parameter|missing one or more/,
          ],
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
    proof: [[62, { words: /msaluirequired|no account or login hint|no_account_error/ }]],
  },
  {
    id: "third_party_cookies",
    tokenStillGood: true,
    of: { interaction: 6, state: 3 },
    evidence: [
      [52, { signal: "cookies", not: { signal: "state" } }],
      [40, { words: /third[- ]party (?:cookie|storage)/ }],
      [12, { code: "login_required", signal: ["silent", "spa"] }],
    ],
    proof: [
      [
        70,
        {
          words: [
            /unable to configure verification page|monitor_window_timeout/,
            /iframe[^.]{0,40}(?:timeout|timed out)/,
          ],
        },
      ],
    ],
  },
  {
    id: "consent_needed",
    tokenStillGood: true,
    of: { interaction: 14 },
    evidence: [[34, { code: "consent_required" }]],
    proof: [
      // DocuSign refuses mostly for want of consent, and its libraries print the status only.
      [
        92,
        {
          words: /docusign/,
          text: /\b400\b|bad request|consent/,
          grant: "jwt_bearer",
          not: { text: /no_valid_keys|user_not_found|issuer_not_found|invalid_grant|expired|signature/ },
        },
      ],
      [
        56,
        {
          words: [
            /(?:user|admin(?:istrator)?)[^.]{0,20}has not consented|consent (?:is )?required/,
            /consent_required/,
          ],
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
          words: [
            /mfa_required|multi-?factor authentication (?:is )?required|must use multi-?factor/,
            /second factor (?:is )?required/,
          ],
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
          words: [
            /authorization_request_not_found|verify authorization request state|csrf_detected/,
            /mismatching_?state|state ?mismatch|correlation failed|state not equal/,
          ],
        },
      ],
      // OAuth 1 keeps the secret of its request token in the session.
      [
        62,
        {
          text: [
            /(?:no|missing|lost) (?:oauth|request)[ _](?:token )?secret|no request[ _]token/,
            /(?:request[ _]token|oauth[ _]token[ _]secret)[^.|]{0,30}(?:not found|missing|lost)/,
          ],
          stage: ["callback", "token-exchange", "authorize"],
        },
      ],
      [
        50,
        {
          words: [
            /state (?:mismatch|cookie|parameter|does not match|doesn'?t match)|invalid state|csrf/,
            /checks\.state|state (?:was|is) (?:missing|not)/,
          ],
        },
      ],
    ],
  },
  {
    id: "two_tabs",
    tokenStillGood: null,
    of: { state: 12 },
    evidence: [
      [
        40,
        {
          words: [
            /\btabs?\b|back button|twice|bookmark/,
            /(?:log(?:s|ged)? ?in|sign(?:s|ed)? ?in|click(?:s|ed)?|open(?:s|ed)?) again|reload/,
          ],
        },
      ],
    ],
    proof: [
      [
        96,
        {
          words:
            /state ?mismatch[^|]{0,400}\|[^|]{0,200}(?:instances?|windows|processes)[^|]{0,80}(?:localhost|127\.0\.0\.1|\bport\b)/,
        },
      ],
      // A setting that is wrong fails each time.
      [
        128,
        {
          text: /redirect_?ur[il][^|]{0,40}(?:passed to|match|identical|same)|verifier|state[^|.]{0,20}(?:match|differ)/,
          words: [
            /intermittent|sporadic|occasional|now and then|once in a while|from time to time/,
            /\b(?:sometimes|randomly|flaky|not always|(?:two|several|multiple|other|many) tabs)\b/,
          ],
          signal: "spa",
          stage: ["token-exchange", "callback", "refresh"],
          not: { words: severalServers },
        },
      ],
    ],
    rulesOut: ["servers_not_shared", "code_other_redirect", "redirect_mismatch"],
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
          words: [
            /replicas?\b|sticky/,
            /(?:several|two|three|multiple|both|more|[2-9]) (?:\w+ )?(?:pods|servers|instances|nodes)\b/,
            /cluster(?:ed| mode)|in a cluster of|scaled|load[- ]?balanc|round[- ]robin/,
          ],
        },
      ],
      [
        66,
        {
          words: [
            /in[- ]?memory(?:persistedgrants?|operational\w*| (?:store|grants?|codes?|sessions?))?\b[^|]{0,120}(?:app service|azure|aws|cloud|kubernetes|k8s|heroku|deployed|production|serverless|lambda)/,
            /(?:app service|azure|aws|cloud|kubernetes|k8s|heroku|deployed|production|serverless|lambda)[^|]{0,120}\b(?:add)?in[- ]?memory(?:persistedgrants?|operational\w*)?\b/,
          ],
        },
      ],
    ],
    proof: [
      [
        76,
        {
          words:
            /(?:authorization_request_not_found|verify authorization request state|correlation failed|state ?mismatch)[^|]{0,400}\|[^|]{0,400}(?:replicas?|instances|load[- ]?balanc|sticky|pods)/,
          not: { words: /instances?[^|]{0,80}(?:localhost|127\.0\.0\.1)/ },
        },
      ],
      // What one instance keeps in a file or in memory the next one does not find.
      [
        72,
        {
          words: [
            /\b(?:sometimes|intermittent\w*|sporadic\w*|randomly|at random|occasional\w*|now and then|from time to time|every other (?:request|time|call|login)|half (?:of )?(?:the|all)|(?:again|retry|reload\w*|second (?:try|attempt|time))[^.|]{0,24}(?:works?|helps?|succeeds?|fine|ok))\b[^|]{0,240}(?:lambda|serverless|cloud functions?|cloud run|vercel|azure functions|replicas?|pods|(?:several|two|three|four|multiple|more|many|\d) (?:\w+ )?instances|auto-?scal|load[- ]?balanc)/,
            /(?:lambda|serverless|cloud functions?|cloud run|vercel|azure functions|replicas?|pods|(?:several|two|three|four|multiple|more|many|\d) (?:\w+ )?instances|auto-?scal|load[- ]?balanc)[^|]{0,240}\b(?:sometimes|intermittent\w*|sporadic\w*|randomly|at random|occasional\w*|now and then|from time to time|every other (?:request|time|call|login)|half (?:of )?(?:the|all)|(?:again|retry|reload\w*|second (?:try|attempt|time))[^.|]{0,24}(?:works?|helps?|succeeds?|fine|ok))\b/,
          ],
          stage: ["api-call", "callback", "token-exchange"],
          not: { signal: ["dns", "timeout", "reset", "refused", "clock", "quota"] },
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
          words: [
            /scope['"]? (?:parameter )?(?:must be provided|is (?:missing|required))/,
            /(?:need|have|want|must|required|ha[sd]) (?:to )?(?:pass|send|provide|specify|include|set)[^|.]{0,12}['"]?scopes?['"]?(?: parameter|$|\b[^|]{0,3}\|)/,
            /missing[^.]{0,12}\bscope\b(?!s? )|configured default scopes|no default scopes?/,
            /\bscopes? must be (?:specified|given|set|sent|included|passed)/,
          ],
          not: { stage: "api-call" },
        },
      ],
    ],
  },
  {
    id: "other_app",
    refines: "redirect_mismatch",
    tokenStillGood: true,
    of: { redirect: 10, bad_client: 4 },
    evidence: [
      [60, { address: "equal" }],
      [
        -40,
        { address: ["differs_scheme", "differs_slash", "differs_case", "differs_loopback", "sent_http"] },
      ],
      [
        62,
        {
          words: [
            /(?:even though|although)[^.]{0,50}(?:regist|\bset\b|added|configur)/,
            /already (?:added|registered|set)/,
            /(?:other|another|different|production|development) app\b/,
            /(?:two|2|separate|different|several|multiple) (?:[\w-]+ )?(?:api )?(?:clients?|apps?|applications|api keys|client ids)\b[^|.]{0,40}(?:production|development|staging|\bdev\b|environment)/,
            /(?:one|separate|different|own|a) (?:api )?(?:client|app|application|api key|client id) for (?:each|every|dev|staging|prod|local)\w*/,
            /(?:only|fails?) (?:when )?(?:testing )?local/,
          ],
          not: { address: ["differs_path", "differs_port", "differs_host"] },
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
  {
    id: "redirect_insecure",
    refines: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 3 },
    evidence: [
      [86, { text: /4,?700\b[^|]{0,200}http:\/\/(?:localhost|127)/ }],
      [
        76,
        {
          words: [
            /insecure (?:redirect|protocol)/,
            /localhost (?:is )?(?:not|no longer) (?:allowed|permitted|supported|accepted)/,
            /no longer (?:allows?|accepts?|takes?|supports?) (?:http|localhost)/,
            /must (?:be|use|start with) (?:an? )?https|https is required|only https|https only/,
            /requires? https|(?:not|isn'?t) secure/,
          ],
          not: { signal: "behind_proxy" },
        },
      ],
      [
        74,
        { address: "sent_loopback", words: /spotify/, not: { words: /redirect\w*["'=: ]{1,4}http:\/\/127/ } },
      ],
    ],
    rulesOut: ["redirect_port", "redirect_scheme"],
  },
  {
    id: "redirect_query",
    refines: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 2 },
    evidence: [[66, { address: "sent_query", not: { address: "equal" } }]],
  },
  {
    id: "state_other_host",
    refines: "state_lost",
    tokenStillGood: null,
    of: { state: 6 },
    proof: [
      [
        122,
        {
          words: [
            /ur[il] (?:scheme|hostname|host|domain) \([^)|]{1,80}\) of the configured[^|]{0,60}(?:does not|doesn'?t) match/,
            /(?:state|session)\b[^|.]{0,30}cookies? (?:will|would|can|are|is)(?: not|n'?t) (?:be )?(?:shared|sent)/,
          ],
          stage: ["authorize", "callback"],
        },
      ],
    ],
    evidence: [
      [62, { words: /custom local domain|\b[a-z][\w-]{1,40}\.localhost\b/ }],
      [62, { words: /\bngrok\b|localtunnel|loca\.lt|cloudflared|trycloudflare|dev ?tunnels?\b/ }],
      [64, { address: ["differs_host", "differs_loopback", "differs_scheme"] }],
      [
        60,
        {
          words: [
            /http and (?:at )?https|\bwww\b/,
            /(?:different|other|another|second|wrong) (?:host|domain|origin|sub-?domain)/,
            /127\.0\.0\.1[^|]{0,80}localhost|localhost[^|]{0,80}127\.0\.0\.1/,
            /preview (?:url|deploy)|custom domain|sub-?domains?\b/,
          ],
        },
      ],
    ],
    rulesOut: ["redirect_mismatch", "other_app", "third_party_cookies"],
  },
  {
    id: "state_insecure_cookie",
    refines: "state_lost",
    tokenStillGood: null,
    of: { state: 4 },
    evidence: [
      [
        64,
        {
          words: [
            /\bnext start\b|production (?:mode|build)|(?:npm|yarn|pnpm) (?:run )?(?:start|preview)\b|after (?:a |the |running )?(?:"?next )?build\b/,
            /(?:works?|fine|ok)\b[^|.]{0,40}(?:dev(?:elopment)? (?:mode|server)|yarn dev|npm run dev|next dev)\b/,
          ],
          signal: "localhost",
          not: { words: /https:\/\/(?!github)/ },
        },
      ],
      [
        62,
        {
          words: [
            /without (?:tls|https|ssl)|(?:plain|over|only) http\b|http only\b|http site/,
            /secure (?:flag|cookie|attribute)|cookie\.secure|cookie[^.]{0,12}(?:is|as) secure/,
            /not (?:have )?https|node_env|address is http\b|is http\b/,
          ],
        },
      ],
    ],
  },
  {
    id: "state_in_frame",
    refines: "state_lost",
    tokenStillGood: null,
    of: { state: 4 },
    evidence: [[66, { words: /iframe|\bframe\b|embedded (?:in|app)|microsoft teams|shopify admin/ }]],
    rulesOut: ["third_party_cookies", "servers_not_shared"],
  },
  {
    id: "state_form_post",
    refines: "state_lost",
    tokenStillGood: null,
    of: { state: 4 },
    evidence: [
      [
        60,
        {
          words: [
            /form_post|sign in with apple|\bapple\b|post (?:request )?(?:from|back)/,
            /cross-site post/,
          ],
        },
      ],
    ],
  },
  {
    id: "state_other_browser",
    refines: "state_lost",
    tokenStillGood: null,
    of: { state: 3 },
    evidence: [
      [
        58,
        {
          words: [
            /in-?app browser|instagram|facebook app|(?:different|another|other|default) browser/,
            /\bpwa\b|home screen|email client|link in (?:the |an )?e?-?mail/,
            /\b(?:microsoft|ms|from|in) (?:word|excel|powerpoint)\b|office document/,
          ],
        },
      ],
    ],
  },
  {
    id: "claim_missing",
    tokenStillGood: true,
    of: {},
    proof: [
      [
        96,
        {
          words: [
            /\b(?:groups?|roles?|custom|profile) (?:scope |attribute )?claims?\b[^.|]{0,40}(?:missing|empty|not (?:included|returned|present|in\b|there|shown)|isn't|doesn't|does not|never)/,
            /(?:missing|without|no|lacks?|not (?:include|contain|return)\w*) (?:the |any )?(?:groups?|roles?)\b[^.|]{0,40}(?:claims?|token|userinfo)/,
            /neither includes any information about the groups/,
          ],
          provider: ["okta", "keycloak"],
        },
      ],
      [
        76,
        {
          words: [
            /\b(?:groups?|roles?|e-?mail|user ?name|preferred_username|upn) claims?\b[^.|]{0,16}(?:missing|not (?:found|present|included|returned)|empty)/,
            /(?:missing|no|without|lacks?|required|cannot find|not find|empty|null)[^.|]{0,30}\b(?:e-?mail|user ?name|preferred_username|groups?|upn|roles?)\b[^.|]{0,16}(?:claim|attribute|in (?:the )?(?:id[_ ]?token|userinfo|claims|response))/,
            /(?:claim|attribute)[^.|]{0,24}\b(?:e-?mail|user ?name|groups?|preferred_username|roles?)\b[^.|]{0,24}(?:missing|not found|not (?:present|provided|set)|is (?:required|empty|null))/,
            /\be-?mail (?:address )?(?:is )?not (?:verified|confirmed)|email_verified/,
            /failed to (?:fetch|get|retrieve|load) (?:the )?user(?:\/group)? ?(?:info(?:rmation)?|profile|details)?[^.|]{0,40}(?:provider|userinfo)/,
          ],
        },
      ],
      [
        104,
        {
          text: [
            /(?:could|can|did|was|were|are) ?(?:not|n't) (?:able to )?(?:get|find|read|fetch|extract|obtain|determine|retrieve) (?:the |an? |any )?(?:user'?s? )?(?:claim:? ?)?['"]?(?:e-?mail|groups?|roles?|upn|preferred_username|user ?name)\b/,
            /(?:missing|without|lacks?|required|no|empty|invalid) (?:required |the |an? |any )?(?:claims?|attributes?)\b[: ]{1,2}['"(]{0,2}(?:e-?mail|groups?|roles?|upn|preferred_username|user ?name)\b/,
            /neither the id_token nor the profile ?url set/,
            /(?:keyerror|undefined (?:index|array key|key)):? ?['"]?(?:e-?mail|preferred_username|upn|groups|roles)\b/,
            /(?:id[_ ]?token|user ?info|profile|claims|idp|provider)\b[^.|]{0,30}(?:did not|does not|doesn'?t|didn'?t) (?:contain|include|have|return|set|provide)[^.|]{0,20}\b(?:e-?mail|user ?name|groups?|roles?|upn)\b/,
          ],
          not: { stage: ["api-call", "refresh", "revoke"] },
        },
      ],
    ],
    rulesOut: ["wrong_audience", "header_wrong"],
  },
  {
    id: "discovery_failed",
    tokenStillGood: null,
    of: {},
    proof: [
      [104, { text: /expected 200 ok, got:? ?(?:30[1278]|404)/ }],
      [
        74,
        {
          words: [
            /(?:discovery|\.well-known\/(?:openid-configuration|oauth)|openid configuration|provider configuration|metadata document)[^|]{0,120}(?:404|not found|fail|unable|could not|couldn'?t|error|invalid json|unexpected)/,
            /(?:unable to (?:obtain|resolve|load)|failed to (?:discover|fetch|get|query|retrieve|load)|could not (?:discover|fetch|retrieve|resolve|load))[^|]{0,60}(?:discovery|openid|well-known|configuration|issuer|provider (?:metadata|config))/,
            /idx2080[347]/,
          ],
          not: [
            { text: /issuer (?:mismatch|did not match|does not match|doesn'?t match)/ },
            { signal: ["dns", "untrusted", "refused", "timeout", "unroutable", "old_tls"] },
          ],
        },
      ],
    ],
  },
  {
    id: "offline_scope_unknown",
    refines: "scope_unknown",
    tokenStillGood: null,
    of: { scope: 4 },
    evidence: [
      [62, { words: /offline/, not: { provider: ["microsoft", "okta", "auth0", "salesforce", "keycloak"] } }],
    ],
  },
  {
    id: "state_begun_elsewhere",
    refines: "state_lost",
    tokenStillGood: null,
    of: { state: 3 },
    evidence: [
      [
        64,
        {
          words: [
            /install now|marketplace|app store|app ?exchange|directly to[^.]{0,40}callback/,
            /idp[- ]initiated|begun? at the provider/,
            /from the provider'?s? (?:dashboard|portal|page)|bookmark/,
          ],
        },
      ],
    ],
  },
  {
    id: "login_expired",
    refines: "state_lost",
    tokenStillGood: null,
    of: { state: 3 },
    evidence: [
      [
        58,
        {
          words: [
            /(?:waits?|waited|stays?|stayed|idle|sits?|remains?|left open|leaves?)[^.|]{0,60}(?:\d+|several|a few|some) ?(?:min|hour)/,
            /after (?:about )?(?:\d+|several|a few|some) (?:min|hour)/,
          ],
        },
      ],
    ],
    proof: [
      [
        72,
        {
          words: [
            /(?:login|auth(?:entication|ori[sz]ation)?|sign-?in) (?:session|request|flow|attempt|transaction|ticket|challenge|page) (?:has |is |was )?(?:already )?(?:expired|timed out|not found|no longer valid)/,
            /(?:login|auth)_?(?:request|session|challenge) (?:expired|not found)/,
            /failed to get auth request/,
          ],
          not: { stage: ["refresh", "api-call"] },
        },
      ],
    ],
  },
  {
    id: "redirect_no_scheme",
    refines: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 2 },
    evidence: [[80, { address: "sent_no_scheme" }]],
    proof: [
      [
        118,
        {
          words: [
            /must be (?:a valid |an )?absolute ur[il]|aadsts(?:90102|500116)\b/,
            /relative redirect ?ur[il]/,
          ],
          // Okta says so of each redirect URI that is not registered.
          not: { words: /whitelisted in the client app/ },
        },
      ],
      [112, { text: /redirect_uri=(?:%2f|\/)/ }],
    ],
    rulesOut: ["redirect_empty", "redirect_scheme"],
  },
  {
    id: "other_user_logged_in",
    tokenStillGood: true,
    of: {},
    proof: [[90, { code: "other_subject" }]],
  },
  {
    id: "upstream_secret",
    refines: "denied_upstream",
    tokenStillGood: null,
    of: {},
    evidence: [
      [
        64,
        {
          words: [
            /aadsts70002(?:22|15)/,
            /(?:\bidp\b|upstream|connection|identity provider|social)[^|]{0,80}client secret[^.|]{0,30}(?:expired|invalid|wrong)/,
          ],
          not: { provider: ["microsoft", "google", "github", "slack", "hubspot"] },
        },
      ],
    ],
    rulesOut: [
      "wrong_secret",
      "auth0.wrong_secret",
      "auth0.action_denied",
      "denied_by_user",
      "denied_by_admin",
    ],
  },
  {
    id: "callback_not_delivered",
    tokenStillGood: null,
    of: {},
    proof: [
      [
        100,
        {
          words: [
            /user_?cancell?ed[^|]{0,400}\|[^|]{0,400}(?:did not|didn'?t|not) cancel/,
            /user_?cancell?ed[^|]{0,400}\|[^|]{0,400}(?:returns? with a code|login succe|logged in|always|each login|onnewintent|launchmode)/,
            /(?:onnewintent|openurl|redirectactivity)[^|]{0,80}(?:not called|missing|never)/,
          ],
        },
      ],
    ],
    rulesOut: ["denied_by_user", "denied_by_admin"],
  },
  {
    id: "registration_stale",
    refines: "redirect_mismatch",
    tokenStillGood: null,
    of: { bad_client: 2, redirect: 2 },
    evidence: [
      [
        66,
        {
          words: [
            /(?:stale|old|stored|persisted|cached|expired|reuses?)[^|]{0,60}(?:client )?registration/,
            /registration[^|]{0,60}(?:dropped|expired|gone|stale|weeks? ago|no longer)/,
          ],
        },
      ],
    ],
    proof: [
      [
        118,
        {
          words: [
            /(?:made|makes?|sends?|sent|with|without) (?:no|any) (?:new )?(?:client )?regist\w+ (?:call|request)?|last registration (?:at|was|on|from)|registered (?:itself )?(?:\w+ ){0,2}(?:weeks?|months?|days?) ago/,
            /(?:does not|doesn'?t|never|not|won'?t|without) (?:re-?regist|regist\w+ (?:again|anew))/,
            /(?:purged?|purges|forgot|forgets|dropped|deleted|evicted|wiped|lost|garbage[- ]collect\w*)[^|.]{0,40}(?:dynamic\w*[- ])?(?:regist|dcr|client_?id)/,
            /(?:dynamic\w*[- ])?(?:regist|dcr)\w*[^|.]{0,40}(?:purged|forgotten|dropped|deleted|evicted|wiped|gone|lost (?:at|after|on))/,
          ],
          signal: "third_party",
          stage: ["authorize", "callback", "token-exchange", "refresh"],
          not: { words: /registration_endpoint|does not support dynamic/ },
        },
      ],
      [
        84,
        {
          words: [
            /(?:dynamic (?:client )?registration|\bdcr\b)[^|]{0,200}(?:stale|dropped|expired|reused|no longer known)/,
            /client (?:registration )?(?:has )?expired/,
          ],
        },
      ],
    ],
    rulesOut: [
      "code_twice",
      "code_other_redirect",
      "redirect_mismatch",
      "redirect_port",
      "unknown_client",
      "wrong_secret",
    ],
  },
  {
    id: "registration_off",
    tokenStillGood: null,
    of: {},
    proof: [
      [
        96,
        {
          words: [
            /(?:dynamic client registration|\bdcr\b|client registration)[^|.]{0,40}(?:not supported|unsupported|disabled|not (?:enabled|available|allowed))/,
            /(?:does not|doesn'?t) support dynamic (?:client )?registration/,
            /registration_endpoint[^|.]{0,30}(?:missing|not found|absent|undefined)/,
            /no registration[_ ]endpoint/,
          ],
        },
      ],
    ],
  },
  {
    id: "registration_refused",
    rulesOut: ["no_browser", "registration_stale", "resource_metadata"],
    tokenStillGood: null,
    of: {},
    proof: [
      [112, { text: /invalid_?client_?metadata(?:error)?/ }],
      [
        88,
        {
          words: [
            /invalid_client_metadata|invalid_software_statement|unrecognized field/,
            /(?:registration|register)[^|]{0,120}(?:unrecognized|rejects? (?:the |its )?(?:scope|member|field|metadata)|invalid metadata|policy)/,
          ],
        },
      ],
    ],
  },
  {
    id: "resource_metadata",
    tokenStillGood: null,
    of: {},
    proof: [
      [
        98,
        {
          words: [
            /(?:protected[- ]resource|resource metadata|oauth-protected-resource)[^|]{0,160}(?:differ|mismatch|does not match|other host|another host|not match|404|not found|declares)/,
            /resource[^|.]{0,40}does not match (?:the )?(?:expected|server|mcp)/,
          ],
        },
      ],
    ],
    rulesOut: ["registration_off", "registration_refused"],
  },
  {
    id: "redirect_encoded",
    tokenStillGood: null,
    proof: [
      [
        124,
        {
          text: [
            /redirect_uri(?:=|%3d)(?:[a-z][a-z0-9+.-]{1,30}%253a|https?%253a)/,
            /^(?![^|]{0,600}(?:continue|next|return_?to|goto|relaystate|target|rd)=)[^|]{0,2000}\bredirect_uri=[a-z][a-z0-9+.-]{1,60}%3a(?:%2f){2}/,
          ],
          stage: ["authorize", "callback"],
        },
      ],
      [
        104,
        {
          words: [
            /redirect[ _]ur[il](?: [a-z]{2,12}){1,6}[^|.\s]{0,40} ?%3a(?:%2f){2}/,
            /redirect[ _]ur[il][^|.]{0,40}(?:encoded twice|double[- ]?encoded|twice (?:url[- ]?)?encoded|double (?:url )?encoding)/,
          ],
        },
      ],
    ],
    rulesOut: ["redirect_mismatch", "redirect_scheme", "redirect_no_scheme", "other_app"],
  },
  {
    id: "par_refused",
    tokenStillGood: null,
    proof: [
      [
        100,
        {
          words: [
            /(?:fail|error|unable|could not|refus|reject|invalid)\w{0,12}[^|.]{0,40}push(?:ed|ing)? (?:the )?authori[sz]ation/,
            /pushed[_ ]authori[sz]ation[_ ](?:request|parameters|endpoint)[^|.]{0,40}(?:fail|error|refus|reject|invalid|\b40[0-9]\b)/,
            /\/(?:as\/)?par\b[^|]{0,60}(?:\b40[0-9]\b|bad request|unauthori[sz]ed|invalid_)/,
          ],
          stage: ["authorize", "callback", "network"],
        },
      ],
    ],
    rulesOut: ["denied_upstream", "server_host_unknown"],
  },
  {
    id: "redirect_none_registered",
    tokenStillGood: null,
    proof: [
      [
        128,
        {
          words: [
            /at least one (?:valid )?(?:redirect|callback)[ _]?ur[il][^|.]{0,12}(?:must|has to|needs to|is required)/,
            /no (?:callback|redirect(?:ion)?)[ _](?:ur[il]s?|endpoints?) (?:(?:is|are|was|were|has been|have been) )?(?:defined|registered|configured|set|specified|found)(?! (?:in|as|with) (?:the )?(?:request|parameter))/,
            /(?:client|app(?:lication)?|consumer) (?:does not have|doesn'?t have|has no|must (?:have|register)|without)[^|.]{0,30}(?:redirect|callback)[ _]?(?:ur[il]s?|endpoints?)/,
            /(?:must|should|have to) (?:register|configure|define) (?:a|at least one) (?:valid )?(?:redirect|callback)[ _]?ur[il]/,
          ],
        },
      ],
    ],
    rulesOut: ["redirect_mismatch", "request_format", "parameter_missing", "redirect_empty", "other_app"],
  },
  {
    id: "callback_path",
    tokenStillGood: null,
    proof: [
      [
        124,
        {
          words: [
            /no code (?:or|and|nor) state (?:was |were )?(?:found|present|in\b)/,
            /callback_?path[^|]{0,60}(?:differ|match|wrong|not the|set to)/,
            /(?:callback|redirect)[ _]?(?:ur[il]|path|route)[^|.]{0,30}(?:is|are|has|have)[^|.]{0,20}(?:another|different|other) path/,
          ],
          stage: ["callback", "token-exchange"],
        },
      ],
      [
        104,
        {
          text: [
            /callback[^|]{0,40}\b404\b[^|]{0,60}\bcode=/,
            /cannot get \/[\w./-]{0,60}(?:callback|oauth|auth|signin)/,
            /no route(?:s)? match(?:es)? [^|]{0,60}(?:callback|oauth)/,
            /(?:404|not found)[^|]{0,120}(?:callback|oauth2?\/code|signin-)[^|]{0,120}[?&]code=/,
            /(?:callback|signin-\w+)[^|]{0,40}[?&]code=[^|]{0,300}\b(?:404|not found)\b/,
          ],
          stage: "callback",
          not: { words: /keycloak|\/realms\// },
        },
      ],
    ],
    rulesOut: ["code_twice", "code_encoded", "state_lost", "code_too_old"],
  },
  {
    id: "response_mode",
    tokenStillGood: null,
    proof: [
      [
        150,
        {
          text: /unable to parse a token from the url/,
          words: /response_?mode|\bpkce\b|sign-?in widget|\bfragment\b|\bhash\b|\bquery\b/,
        },
      ],
      [
        118,
        {
          words: [
            /response_?mode[ '"=:]{0,4}(?:fragment|query)[^|]{0,80}(?:expect|but|instead|not found|no code|missing|ignored)/,
            /\b(?:code|state|tokens?|answer|response)\b[^|.]{0,40}\b(?:in|as|behind|after|inside) (?:the |a )?(?:url )?(?:fragment|hash)\b[^|]{0,80}(?:instead|not|but|query|missing)/,
            /\b(?:code|answer|response|sdk|library|app|it)\b[^|.]{0,40}\b(?:in|from) the (?:url )?query\b[^|]{0,60}(?:instead of|but|not|rather than)[^|.]{0,30}(?:fragment|hash)/,
          ],
          stage: ["callback", "token-exchange"],
        },
      ],
    ],
    rulesOut: ["state_lost", "pkce_missing", "code_twice", "callback_path"],
  },
  {
    id: "app_link_unverified",
    tokenStillGood: null,
    proof: [
      [
        122,
        {
          words: [
            /assetlinks|apple-app-site-association|autoverify/,
            /(?:app|universal) links?\b[^|.]{0,40}(?:not|never|fail|unverified|opens? (?:in )?(?:the )?(?:browser|safari|chrome))/,
          ],
          stage: ["authorize", "callback", "revoke"],
        },
      ],
      [
        118,
        {
          words:
            /(?:\bandroid\b|\bios\b|iphone|flutter|react[- ]native|swift\b).{0,400}(?:"?not found"? (?:page|screen)|\b404\b|page not found|web ?page (?:is )?(?:not available|opens)|(?:stays?|remains?|stuck|opens?|ends?)[^|.]{0,24}in (?:the )?(?:browser|chrome|safari)|instead of (?:returning|going back|coming back) to the app)/,
          stage: ["authorize", "callback", "revoke"],
          not: { signal: ["bad_redirect", "refused"] },
        },
      ],
      [
        118,
        {
          text: /not found|\b404\b|(?:stays?|remains?|opens?)[^|.]{0,24}in (?:the )?(?:browser|chrome|safari)/,
          words: /\bandroid\b|\bios\b|iphone|flutter|react[- ]native/,
          stage: ["callback", "revoke"],
          not: { words: /https?:\/\/(?:localhost|127|10\.0\.2\.2)|idp|keycloak/ },
        },
      ],
    ],
    rulesOut: ["redirect_mismatch", "logout_redirect", "callback_not_delivered", "callback_path"],
  },
  {
    id: "silent_page_unanswered",
    tokenStillGood: null,
    proof: [
      [
        98,
        {
          words: [
            /i?frame (?:window )?timed out(?: without a response)?|silent_?(?:refresh|renew)_?time_?out/,
            /silent[- ]?(?:renew|refresh|sign-?in|login|callback)\w*[^|.]{0,60}(?:timed? ?out|never (?:resolves|returns|answers|completes|finishes)|no (?:answer|response))/,
            /(?:timed? ?out|never (?:resolves|returns|answers))[^|.]{0,40}silent[- ]?(?:renew|refresh|sign-?in)/,
          ],
          provider: ["oidc", "keycloak", "okta", "google"],
          not: { words: /third[- ]party cookie|\bitp\b|x-frame-options|frame-ancestors|3p-cookies/ },
        },
      ],
    ],
    rulesOut: ["proxy_not_used", "firewall", "connection_lost"],
  },
  {
    id: "iss_parameter_dropped",
    tokenStillGood: null,
    proof: [
      [
        124,
        {
          words: [
            /rfc ?9207|authorization_response_iss_parameter_supported/,
            /response parameter "?iss"?[^|.]{0,12}missing|\biss (?:\(issuer\) )?missing (?:from|in) the (?:authori[sz]ation )?response/,
            /missing (?:the )?['"]?iss['"]? (?:parameter|in (?:the )?(?:authori[sz]ation )?(?:response|callback))/,
            /\biss['"]? parameter[^|.]{0,30}(?:missing|dropped|lost|not (?:passed|present|found|provided|forwarded|handed))/,
            /(?:drops?|dropped|loses?|strips?|ignores?|without|not (?:pass|forward|hand)\w*)[^|.]{0,24} the ['"]?iss['"]?(?: parameter)?\b/,
          ],
          stage: ["callback", "token-exchange", "authorize"],
        },
      ],
      [
        116,
        { text: /[?&]iss=[^|]{0,600}invalid response encountered/, stage: ["callback", "token-exchange"] },
      ],
    ],
    rulesOut: ["wrong_issuer", "keycloak.host_name", "auth0.issuer_slash", "scope_unknown", "callback_path"],
  },
  {
    id: "oauth_at_api_host",
    tokenStillGood: null,
    proof: [
      [
        138,
        {
          text: [
            /\b(?:pi|pi\.demo)\.pardot\.com\/[^|\s]{0,40}\/oauth2?\//,
            /https?:\/\/[^|\s/]{1,60}\/services\/data\/[^|\s]{0,40}oauth2/,
            /graph\.microsoft\.com\/[^|\s]{0,60}oauth2\/(?:v2\.0\/)?(?:token|authorize)/,
            /api\.github\.com\/login\/oauth\/(?:authorize|access_token)/,
            /(?:www|sheets|gmail|drive|youtube)\.googleapis\.com\/o\/oauth2|api\.hubapi\.com\/oauth\/authorize/,
            /https?:\/\/api\.spotify\.com\/(?:api\/token|authorize)|slack\.com\/api\/oauth\/(?:v2\/)?authorize/,
          ],
        },
      ],
    ],
    rulesOut: ["client_id_unset", "file_denied", "denied_by_user", "discovery_failed", "unknown_client"],
  },
  {
    id: "endpoints_guessed",
    tokenStillGood: null,
    proof: [
      [
        126,
        {
          text: [
            /https?:\/\/[\w.:-]{3,80}\/authorize\b[^|/]{0,40}(?:\b404\b|not found)/,
            /(?:no web ?page was found|404|not found|cannot get|page isn'?t)[^|]{0,120}(?:https?:\/\/[\w.:-]{3,80})?\/authorize(?:\?|\b)/,
            /https?:\/\/[\w.:-]{3,80}\/authorize\?[^|]{0,600}(?:\b404\b|not found|no web ?page)/,
          ],
          words: [/\bmcp\b|cursor|claude|vs ?code|inspector|copilot|\bagents?\b/],
          stage: ["authorize", "callback"],
        },
      ],
      [
        112,
        {
          words: [
            /(?:falls?|fell|falling) back to (?:the )?default (?:oauth )?(?:endpoints|\/authorize)/,
            /(?:oauth-authorization-server|authorization server metadata)[^|]{0,80}(?:404|not found|missing|no metadata)[^|]{0,120}\/(?:authorize|register|token)/,
          ],
        },
      ],
    ],
    rulesOut: ["resource_metadata", "denied_by_admin", "discovery_failed"],
  },
  {
    id: "cookie_samesite_none",
    tokenStillGood: null,
    proof: [
      [
        126,
        {
          words: [
            /samesite=none[^|.]{0,40}without[^|.]{0,8}secure/,
            /interaction (?:session )?(?:id )?cookie (?:was |is )?(?:not found|missing)|no csrf value available in the session cookie/,
            /samesite[^|]{0,60}none[^|]{0,80}(?:not|without|but no|missing|lacks?)[^|.]{0,20}secure/,
          ],
        },
      ],
    ],
    rulesOut: ["state_insecure_cookie", "third_party_cookies", "state_lost", "servers_not_shared"],
  },
  {
    id: "server_host_unknown",
    tokenStillGood: null,
    proof: [
      [
        118,
        {
          words: [
            /\binstance\.? ?not ?found|unable to set instance|instance\b[^|.]{0,20}(?:using|for|by) (?:origin|host|domain)|query-n0wng|query-1kih[a-z]|实例未找到/,
            /(?:no|unknown) (?:site|tenant|brand|instance|realm) (?:is )?(?:found |known |configured )?(?:for|under|at|with) (?:this |the )?(?:host|domain|address)/,
            /externaldomain|external_domain/,
          ],
          not: {
            provider: ["auth0", "okta", "microsoft", "google", "salesforce", "github", "slack", "hubspot"],
          },
        },
      ],
    ],
    rulesOut: ["denied_by_admin", "name_of_container", "issuer_two_names"],
  },
] as const satisfies readonly CauseRule[];
