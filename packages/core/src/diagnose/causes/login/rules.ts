import type { CauseRule } from "../rule.ts";

/** The causes of a login that fails before there is a code. */
export const loginRules = [
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
            /(?:limit of|too many|maximum number of) (?:connected |authori[sz]ed )?(?:athletes|testers|test users)|exceed[^|.]{0,20}(?:athletes|connected users|user limit)/,
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
            /(?:sends?|sending|pass(?:es|ing)?|includ\w{1,20}|with) (?:a |the )?['"]?scopes?['"]?[^|.]{0,20}(?:in|at|on|during|for|with|to) (?:the |an? )?(?:token (?:request|endpoint)|code exchange|exchange)/,
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
            /(?:deprecated|retired|obsolete|discontinued) (?:\w{1,20} ){0,2}scopes?\b/,
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
    id: "claim_missing",
    tokenStillGood: true,
    of: {},
    proof: [
      [
        96,
        {
          words: [
            /\b(?:groups?|roles?|custom|profile) (?:scope |attribute )?claims?\b[^.|]{0,40}(?:missing|empty|not (?:included|returned|present|in\b|there|shown)|isn't|doesn't|does not|never)/,
            /(?:missing|without|no|lacks?|not (?:include|contain|return)\w{0,12}) (?:the |any )?(?:groups?|roles?)\b[^.|]{0,40}(?:claims?|token|userinfo)/,
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
    id: "offline_scope_unknown",
    refines: "scope_unknown",
    tokenStillGood: null,
    of: { scope: 4 },
    evidence: [
      [62, { words: /offline/, not: { provider: ["microsoft", "okta", "auth0", "salesforce", "keycloak"] } }],
    ],
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
            /(?:\bandroid\b|\bios\b|iphone|flutter|react[- ]native|swift\b).{0,200}(?:"?not found"? (?:page|screen)|\b404\b|page not found|web ?page (?:is )?(?:not available|opens)|(?:stays?|remains?|stuck|opens?|ends?)[^|.]{0,24}in (?:the )?(?:browser|chrome|safari)|instead of (?:returning|going back|coming back) to the app)/,
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
            /silent[- ]?(?:renew|refresh|sign-?in|login|callback)[^|.]{0,60}(?:timed? ?out|never (?:resolves|returns|answers|completes|finishes)|no (?:answer|response))/,
            /(?:timed? ?out|never (?:resolves|returns|answers))[^|.]{0,40}silent[- ]?(?:renew|refresh|sign-?in)/,
          ],
          provider: ["oidc", "keycloak", "okta", "google"],
          not: { words: /third[- ]party cookie|\bitp\b|x-frame-options|frame-ancestors|3p-cookies/ },
        },
      ],
    ],
    rulesOut: ["proxy_not_used", "firewall", "connection_lost"],
  },
] as const satisfies readonly CauseRule[];
