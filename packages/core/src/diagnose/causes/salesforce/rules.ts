import type { CauseRule } from "../rule.ts";

/** Words that say that the security token is sent already. */
const tokenAppended =
  /(?:with|and|appended|concatenat\w{0,12}|included?|includes|plus|[+&]|(?<!invalid username, password),) ?(?:the |my |a |his |our )?(?:user'?s )?security ?_?token(?! to)|security ?token (?:is |was )?(?:appended|added|correct|valid|included)|\+ ?security_?token|pwd ?\+ ?security/;

/** Words that say that a code was exchanged: no password was sent. */
const codeExchanged =
  /auth ?code ?exchange|authenticating with auth code|(?:at|during|in) the code exchange|code is exchanged|exchang(?:e|ing) (?:the |my |a |this )?(?:auth\w{0,12} )?code|authori[sz]ation[ _-]code (?:flow|grant)|web server flow/;

/** Words about the addresses from which a profile lets its users in. */
const loginRanges = /login ip range|login ranges?|ip ranges? of (?:the|my|his|its) profile|enforce login ip/;

/** Words that say that the access token is new, so that it cannot have run out. */
const afterLogin =
  /(?:right|directly|immediately|just|shortly|seconds?) (?:after|following) (?:the |a |i |we |my )?(?:log|sign|auth|connect|getting|receiv|obtain)\w{0,12}|\b(?:fresh|new|brand new) (?:access )?(?:token|session|login)|login (?:itself )?(?:works|worked|succeeds|succeeded|is (?:ok|fine|successful))|(?:already|even) (?:at |on )?the (?:very )?first (?:call|query|request)|(?:can|could) (?:log ?in|authenticate)[^.|]{0,30}(?:without|fine|but)|after logging in\b|(?:login|connection|record|history)\b[^.|]{0,40}(?:says |shows |is |marked )?(?:as )?["']?success|you have been logged out: your salesforce session is invalid/;

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
      [-120, { words: /expired[ +]authorization[ +]code/ }],
    ],
    proof: [
      [128, { refusal: "salesforce.not_installed" }],
      [
        80,
        {
          words: [
            /must be installed|isn'?t installed|not installed|uninstalled (?:connected )?app/,
            /oauth_approval_error_generic|oauth_ec_app_not_found|external client app[^.]{0,20}not/,
          ],
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
      [
        70,
        {
          words: [
            /app is blocked|blocked by (?:the |an |your )?admin|api access control/,
            /oauth_authorization_blocked/,
          ],
        },
      ],
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
      [96, { words: /\bnot approved for access/ }],
      // With these grants there is no user to be asked.
      [
        96,
        {
          words: /end-?user denied|user denied/,
          grant: ["password", "jwt_bearer", "client_credentials"],
        },
      ],
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
      [-30, { signal: "sandbox_refreshed" }],
      [
        44,
        {
          words:
            /(?:repeated\w{0,12}|recurring|constant\w{0,12}|keeps?|again and again|frequent\w{0,12}|over and over)\b[^.|]{0,60}(?:re-?auth\w{0,12}|re-?connect\w{0,12}|log(?:ging)? ?in again)/,
          not: { words: /prod[^.|]{0,40}(?:fine|works?|ok\b)/ },
        },
      ],
      [
        48,
        {
          words: [
            /(?:all(?: of us)?|we|everyone|each of us|colleagues?|developers?|testers?|team)[^.|]{0,40}(?:use|using|test|share|connect|log)[^.|]{0,30}\bsame\b/,
            /\bsame (?:\w{1,20} ){0,3}(?:account|user|org|login)\b[^.|]{0,60}(?:staging|test|team|everyone|all|several|laptop|environment)/,
            /(?:log|sign)[ -]?in\b[^.|]{0,60}(?:through|with|via|by|using) the same (?:connected )?app/,
            /(?:five|5) (?:valid |active )?(?:refresh )?(?:tokens|connections|approvals|logins|sessions)/,
            /(?:several|multiple|many|different|other|more) (?:[\w-]{1,30} )?(?:integrations?|connections|tools|connectors|environments|instances)\b[^.|]{0,50}\bsame\b/,
          ],
        },
      ],
    ],
  },
  {
    id: "salesforce.sandbox_refreshed",
    provider: "salesforce",
    tokenStillGood: false,
    of: { dead_refresh: 2, bad_client: 2, bad_assertion: 2, password_login: 2 },
    evidence: [[52, { signal: "sandbox_refreshed" }]],
    proof: [
      [148, { signal: "sandbox_refreshed", code: "invalid_client_id" }],
      // It was connected, and nobody changed anything.
      [
        88,
        {
          signal: "sandbox",
          stage: "refresh",
          words:
            /(?:became|set to|turned|turns|is|went|marked|shown)(?: as)? ['"]?(?:inactive|disconnected|invalid|broken)\b/,
          not: { words: /prod[^.|]{0,40}(?:fine|works?|ok\b)|(?:each|every) (?:few )?(?:hour|time)/ },
        },
      ],
    ],
  },
  {
    id: "salesforce.other_environment",
    provider: "salesforce",
    tokenStillGood: true,
    of: { dead_refresh: 3, bad_client: 8, bad_code: 3, password_login: 4, bad_assertion: 4 },
    evidence: [
      [12, { signal: "sandbox" }],
      [22, { signal: "sandbox", not: { grant: "password", words: /test\.salesforce\.com/ } }],
      [
        -20,
        {
          words: /test\.salesforce\.com[^|]{0,300}login_?with|security_?token/,
          not: { words: /(?:prod\w{0,12}|login\.salesforce\.com)/ },
        },
      ],
      [-12, { signal: "sandbox_refreshed" }],
      [
        40,
        {
          signal: "sandbox",
          words: [
            /\b(?:works?|worked|fine|ok|succe\w{1,20})\b[^.|]{0,30}\b(?:prod(?:uction|uctive)?|live org)\b/,
            /\b(?:prod(?:uction|uctive)?|live org)\b[^.|]{0,30}\b(?:works?|worked|fine|ok|succe\w{1,20})\b/,
            /\b(?:without|no|forgot\w{0,12}|missing|default)\b[^.|]{0,20}\b(?:host|login_?url|domain|instance-?_?url|(?:login )?endpoint)\b/,
          ],
          stage: ["authorize", "token-exchange", "refresh"],
          not: { signal: "sandbox_refreshed" },
        },
      ],
      [
        60,
        {
          signal: "sandbox",
          words: /invalid_login/,
          not: { words: /domain ?[=:] ?['"]?test|sandbox ?[=:] ?['"]?true/ },
        },
      ],
      // The token is good: by another way, at another host, it works.
      [
        84,
        {
          stage: "refresh",
          words: [
            /(?:curl|postman|(?:token|refresh\w{0,12}|endpoint|request)\b[^.|]{0,40}(?:by hand|manually)|\.my\.salesforce\.com)[^|]{0,160}\b(?:works?|worked|gets?|succe\w{1,20}|fine|ok)\b/,
            /\b(?:works?|worked|fine|succe\w{1,20}|gets? (?:an? )?(?:new )?access token)\b[^|]{0,60}\b(?:curl|postman|python script)/,
            /login ?_?(?:url|host)\b[^.|]{0,30}(?:is )?(?:not used|ignored)/,
            /hard-?coded[^.|]{0,40}login\.salesforce/,
          ],
        },
      ],
    ],
    proof: [
      [
        96,
        {
          grant: "password",
          text: /invalid.?grant|authentication failure|invalid_login/,
          words: /(?:for|in|on|at|against) (?:the |our |my |a )?test (?:environment|org|system|instance)/,
          not: { words: /test\.salesforce\.com/ },
        },
      ],
      // The login at one of the two hosts, the exchange at the other.
      [
        98,
        {
          words: [
            /test\.salesforce\.com[^\s|]{0,40}\/authorize[^|]{0,200}login\.salesforce\.com[^\s|]{0,40}\/token/,
            /login\.salesforce\.com[^\s|]{0,40}\/authorize[^|]{0,200}test\.salesforce\.com[^\s|]{0,40}\/token/,
          ],
        },
      ],
      [
        94,
        {
          signal: "sandbox",
          words: /login\.salesforce\.com/,
          text: /unsupported_grant_type|grant type not supported/,
        },
      ],
      // The setting for the sandbox is there, and the program asks the other host.
      [
        104,
        {
          signal: "sandbox",
          words: [
            /(?:redirect(?:s|ed)?|sends?|sent|goes|went|points?|calls?|asks?|requests?|uses?|hits|tries|takes|lands?|default\w{0,12})\b(?: [\w']{1,12}){0,4} (?:https?:\/\/)?login\.salesforce\.com/,
            /(?:login|instance|base|auth\w{0,12})[-_ ]?(?:url|host|domain)\b[^.|]{0,30}(?:is |was )?(?:not (?:used|applied|respected|taken)|ignored|overwritten|has no effect)/,
            /hard-?cod\w[^|]{0,60}login\.salesforce|login\.salesforce\.com\b[^|.]{0,30}hard-?cod/,
          ],
          stage: ["authorize", "callback", "token-exchange"],
          not: { words: /\baud(?:ience)?\b|\bjwt\b|must be installed|app_not_found/ },
        },
      ],
      [
        78,
        {
          signal: "sandbox",
          words: /login\.salesforce\.com/,
          not: { words: /test\.salesforce\.com|\.my\.salesforce\.com|\baud(?:ience)?\b|\bjwt\b/ },
          stage: ["authorize", "callback", "token-exchange"],
        },
      ],
      [84, { words: /check your username and password\.? if you still can'?t log in/ }],
    ],
    rulesOut: ["idle", "rotated_not_saved", "revoked"],
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
        {
          words: [
            /(?:scope|asked|requested|granted)[^.]{0,40}(?:refresh_token|offline)/,
            /refresh_token scope/,
          ],
        },
      ],
    ],
  },
  {
    id: "salesforce.refresh_token_life",
    provider: "salesforce",
    tokenStillGood: false,
    of: { dead_refresh: 9 },
    evidence: [
      [
        58,
        {
          words: [
            /refresh token policy|immediately expire|expires? (?:the )?refresh token (?:after|if)/,
            /refresh token (?:validity|is valid (?:for|until))|connected app polic/,
          ],
        },
      ],
      [8, { signal: ["quiet_period", "every_n_days"] }],
      [92, { words: /token validity expired/ }],
      [
        58,
        {
          words: [
            /(?:every|each|once a) (?:single )?(?:day|morning|night|week)\b[^.|]{0,60}(?:log(?:ged)? ?in|sign in|authenticat|authori[sz]|connect)/,
            /(?:log(?:ged)? ?in|sign in|authenticate|authori[sz]e|connect)[^.|]{0,40}(?:every|each|once a) (?:single )?(?:day|morning|night|week)\b/,
            /(?:exactly|always|fails?|dies|stops?) (?:exactly )?after (?:exactly )?(?:\d{1,6}|one|two|thirty|ninety) (?:hours|days|weeks|months)/,
          ],
          not: { words: /scratch/ },
        },
      ],
    ],
  },
  {
    id: "salesforce.scratch_ended",
    provider: "salesforce",
    tokenStillGood: false,
    of: { dead_refresh: 2, dns: 4, token_refused: 1 },
    evidence: [
      [
        60,
        {
          words: [
            /scratch[ -]?orgs?\b[^.|]{0,60}(?:expired|deleted|\d{1,6} days|last (?:week|month)|old\b|ended|gone|no longer)/,
            /(?:expired|deleted|old) scratch/,
          ],
        },
      ],
    ],
    proof: [
      [
        104,
        {
          words: [
            /(?:expired|deleted)(?: or deleted)? (?:scratch )?org\b/,
            /scratch org (?:has been|was|is) (?:deleted|expired)/,
          ],
          not: { words: /sandbox/ },
        },
      ],
    ],
    rulesOut: [
      "salesforce.jwt_not_approved",
      "user_gone",
      "salesforce.other_environment",
      "rotated_not_saved",
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
      [
        104,
        {
          words: [
            /(?<!connected )(?<!client )\b(?:user|account|employee|colleague|owner|admin(?:istrator)?)\b[^.|]{0,60}(?:has been|have been|was|were|is|are|got|being) (?:\w{1,20} )?(?:deactivated|frozen|inactivated|made inactive)/,
            /(?:deactivated|froze|inactivated) (?:the |this |that |a |our |his |her )?(?:\w{1,20} )?(?:user|account|employee)/,
          ],
          not: {
            words:
              /(?:connected app|sandbox|organi[sz]ation|\borg)\b (?:has been |was |is )?(?:deactivated|frozen)/,
          },
        },
      ],
    ],
  },
  {
    id: "salesforce.inactive_org",
    provider: "salesforce",
    tokenStillGood: true,
    retry: true,
    of: {},
    proof: [
      [
        124,
        {
          provider: "salesforce",
          stage: "token-exchange",
          words:
            /(?:default|public|shared|demo|provided|sample) credentials[^|]{0,140}no longer (?:valid|work)/,
        },
      ],
      [130, { refusal: "salesforce.inactive_org" }],
      [
        124,
        {
          words: [
            /\btrial (?:period |org )?(?:has |is |was )?(?:expired|ended|over)\b|expired trial/,
            /\b(?:org|organi[sz]ation) (?:has been |is |was )?(?:locked|suspended|closed|deactivated|decommissioned)\b/,
          ],
        },
      ],
    ],
    rulesOut: ["salesforce.api_disabled", "salesforce.security_token"],
  },
  {
    id: "salesforce.ip_restricted",
    provider: "salesforce",
    tokenStillGood: true,
    of: { denied: 4, dead_refresh: 2, password_login: 8 },
    evidence: [
      [34, { signal: ["ip", "login_hours"] }],
      // A client that only supposes it.
      [-64, { words: /less likely[^.|]{0,20}\bip\b/ }],
    ],
    proof: [
      [130, { refusal: "salesforce.ip_restricted" }],
      [
        80,
        {
          words: [
            /ip restricted|restricted ip|login hours|\bip\b[^.]{0,20}not (?:allowed|trusted|in)/,
            /login_during_restricted|login_challenge/,
          ],
        },
      ],
    ],
  },
  {
    id: "salesforce.security_token",
    provider: "salesforce",
    tokenStillGood: null,
    of: { password_login: 27 },
    evidence: [
      [20, { signal: ["ip", "password_changed"] }],
      [20, { words: /invalid_login|security token/, not: { words: tokenAppended } }],
      [-30, { words: tokenAppended, not: { words: /invalid_login/ } }],
    ],
    proof: [
      [70, { words: /invalid_login|login_must_use_security_token/ }],
      [92, { words: /api security token required/ }],
    ],
  },
  {
    id: "salesforce.password_flow_blocked",
    provider: "salesforce",
    tokenStillGood: null,
    of: { password_login: 27 },
    evidence: [
      [14, { words: /blocked|disabled|allow oauth/ }],
      [22, { words: tokenAppended }],
      [
        22,
        {
          words: [
            /new (?:org|sandbox|environment|trial)|developer edition|trailhead|scratch/,
            /as the (?:readme|guide|docs?)|does(?: not|n't) work any ?more|no longer works?/,
          ],
        },
      ],
      // The login of the SOAP API is another one.
      [-60, { words: /invalid_login|login_must_use|loginfault|soap/ }],
    ],
    proof: [[98, { words: /username-?password flow (?:is )?(?:disabled|blocked)/ }]],
  },
  {
    id: "salesforce.soap_login_off",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        104,
        {
          words: [
            /soap (?:api )?login(?:\(\))?(?: operation| call| method)? (?:is |has been |was )?(?:not available|disabled|retired|no longer|not supported)/,
            /login\(\) is disabled/,
          ],
        },
      ],
    ],
    rulesOut: ["salesforce.security_token", "salesforce.other_environment", "password_wrong"],
  },
  {
    id: "salesforce.sso_only",
    provider: "salesforce",
    tokenStillGood: null,
    of: { password_login: 4 },
    evidence: [
      [
        104,
        {
          words: [
            /single[- ]sign-?on|\bsso\b|\bokta\b|\badfs\b|\bsaml\b|federat/,
            /(?:has|have|with(?:out)?) no password|without a (?:salesforce )?password/,
          ],
        },
      ],
    ],
  },
  {
    id: "salesforce.password_expired",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        108,
        {
          words: [
            /invalid_operation_with_expired_password|users? password has expired|password_lockout/,
            /must call setpassword/,
          ],
        },
      ],
    ],
    rulesOut: ["salesforce.security_token", "password_wrong", "password_changed"],
  },
  {
    id: "salesforce.api_disabled",
    provider: "salesforce",
    tokenStillGood: true,
    of: { forbidden: 12, denied: 4 },
    evidence: [[44, { signal: "api_enabled" }]],
    proof: [
      [70, { refusal: "salesforce.api_disabled", stage: ["refresh", "authorize", "callback", "api-call"] }],
      [
        70,
        {
          refusal: "salesforce.api_disabled",
          grant: ["authorization_code", "refresh_token", "jwt_bearer", "client_credentials"],
        },
      ],
      [
        60,
        {
          refusal: "salesforce.api_disabled",
          words: [
            /workbench|authorize\(|callback|in the browser|after (?:entering|logging|i log)/,
            /single sign/,
          ],
        },
      ],
      [60, { refusal: "salesforce.api_disabled", words: codeExchanged }],
      [78, { words: /single sign-on gateway url is invalid/ }],
      [86, { code: "api_disabled_for_org" }],
      [
        74,
        {
          words: [/api is not enabled|api[_ ]disabled/, /not enabled for (?:this )?(?:organi[sz]ation|user)/],
        },
      ],
    ],
  },
  {
    id: "salesforce.login_flow",
    provider: "salesforce",
    tokenStillGood: true,
    of: {},
    proof: [
      [40, { refusal: "salesforce.api_disabled", stage: ["refresh", "authorize", "callback", "api-call"] }],
      [80, { refusal: "salesforce.api_disabled", signal: "login_flow" }],
      [
        40,
        {
          refusal: "salesforce.api_disabled",
          words: codeExchanged,
        },
      ],
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
          words: [
            /request not supported on this domain|not supported on this (?:domain|endpoint)/,
            /use (?:your )?my domain/,
          ],
        },
      ],
    ],
  },
  {
    id: "salesforce.app_at_login_host",
    provider: "salesforce",
    refines: "salesforce.not_installed",
    rulesOut: ["assertion_audience", "wrong_audience"],
    tokenStillGood: null,
    of: { bad_assertion: 3 },
    evidence: [
      [
        64,
        {
          words: [
            /(?:app_not_found|external client app is not installed)[^|]{0,300}(?:\|[^|]{0,400})?(?:login|test)\.salesforce\.com/,
            /(?:login|test)\.salesforce\.com[^|]{0,300}(?:app_not_found|external client app is not installed)/,
          ],
        },
      ],
      [60, { words: /app_not_found/, grant: "jwt_bearer" }],
    ],
  },
  {
    id: "salesforce.user_agent_flow",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [[96, { words: /#access_token=/, stage: ["authorize", "callback"] }]],
  },
  {
    id: "salesforce.pubsub_headers",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        96,
        {
          words: [
            /valid authentication via metadata headers/,
            /sfdc\.platform\.eventbus\.grpc\.service\.auth/,
            /pub\W?sub[^|]{0,200}\bunauthenticated\b/,
          ],
        },
      ],
    ],
    rulesOut: ["access_expired", "salesforce.session_timeout"],
  },
  {
    id: "salesforce.success_page",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        92,
        {
          words: [
            /remote access application authori[sz]ation/,
            /oauth2\/success[^|]{0,200}(?:blank|black|white|empty|stays?|stuck|ends?|nothing|never) /,
            /(?:blank|black|white|empty|stays?|stuck|ends?|nothing|never) [^|]{0,200}oauth2\/success/,
          ],
          not: { words: /redirect_uri_mismatch|must match/ },
        },
      ],
      // An app on a phone, whose users also log in at a sandbox.
      [
        138,
        {
          words:
            /(?:redirect_?ur[il]|redirect ur[il]|callback(?:_?ur[il]| ur[il])?)\b[^|]{0,60}\/services\/oauth2\/success/,
          signal: ["native", "sandbox"],
          stage: ["authorize", "callback"],
          not: { words: /redirect_uri_mismatch|must match/ },
        },
      ],
    ],
  },
  {
    id: "salesforce.site_host",
    provider: "salesforce",
    tokenStillGood: null,
    of: { bad_code: 2, password_login: 3, bad_assertion: 3, dead_refresh: 1, denied: 1, bad_client: 1 },
    evidence: [
      [
        64,
        {
          words: [
            /(?:community|experience cloud|experience site|portal|partner|customer|site|external) (?:user|login|member|licen[cs]e)/,
            /(?:experience cloud|community|digital experience)\b|\.my\.site\.com/,
            /\.force\.com\/[a-z]/,
          ],
          not: { words: /trailblazer community|community (?:edition|version|forum|node|plugin|thread)/ },
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
        {
          words: [/no client credentials user|client credentials (?:flow )?(?:is )?not enabled/, /run[- ]as/],
        },
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
    id: "salesforce.jwt_host",
    provider: "salesforce",
    refines: "salesforce.jwt_not_approved",
    tokenStillGood: null,
    of: { bad_assertion: 4 },
    evidence: [
      [64, { words: /gov ?cloud|government cloud|trailhead|playground/ }],
      [
        60,
        {
          words: [
            /(?:is|are|already|was|has been) (?:pre-?)?(?:authori[sz]ed|approved)/,
            /admin approved[^.|]{0,40}(?:set|selected|chosen)/,
          ],
          not: { words: /make sure[^.|]{0,40}approved/ },
        },
      ],
    ],
    proof: [
      [
        90,
        {
          grant: "jwt_bearer",
          words: [
            /test\.salesforce\.com[^|]{0,200}(?:\|[^|]{0,200})?(?:intermittent|sometimes|sporadic)/,
            /(?:intermittent|sometimes|sporadic)[^|]{0,200}test\.salesforce\.com/,
          ],
        },
      ],
    ],
    rulesOut: ["salesforce.other_environment"],
  },
  {
    id: "salesforce.jwt_audience",
    provider: "salesforce",
    tokenStillGood: null,
    of: { bad_assertion: 14 },
    evidence: [
      [30, { signal: ["audience", "sandbox"] }],
      [
        72,
        {
          words:
            /(?:login\.salesforce\.com[^|]{0,400}|(?:ignored|instance-?url)[^|]{0,300})(?:\|[^|]{0,300})?(?:--\w{1,20}\.|\.sandbox\.|test\.salesforce|sandbox)/,
        },
      ],
    ],
    proof: [
      [90, { words: /audience validation failed/ }],
      [
        92,
        {
          words: [
            /audience[^.]{0,20}(?:invalid|wrong|error|mismatch|not match)/,
            /(?:invalid|wrong|bad|unexpected) (?:jwt )?aud(?:ience)?\b/,
            /(?:default|production|prod)\w{0,12} aud(?:ience)?\b|audience\.prod/,
          ],
          provider: "salesforce",
        },
      ],
      [
        72,
        {
          words: /\baud(?:ience)?\b ?[=:][^|]{0,12}https?:\/\/(?:login|test)\.salesforce/,
          grant: "jwt_bearer",
        },
      ],
    ],
  },
  {
    id: "salesforce.flow_off",
    provider: "salesforce",
    tokenStillGood: true,
    of: { grant_type: 22 },
    evidence: [[-60, { grant: ["authorization_code", "refresh_token", "password"] }]],
    proof: [
      [90, { refusal: "salesforce.flow_off" }],
      [90, { words: /grant type not supported/, provider: "salesforce" }],
      [
        96,
        { refusal: "salesforce.flow_off", grant: ["client_credentials", "device_code", "token_exchange"] },
      ],
    ],
  },
  {
    id: "salesforce.scope",
    provider: "salesforce",
    tokenStillGood: true,
    of: { scope: 8 },
    proof: [
      [60, { refusal: "salesforce.scope" }],
      [
        134,
        {
          words: [
            /oauth_disallowed_scopes|(?:requested )?scopes? is not (?:allowed|available)/,
            /error=1804\b/,
          ],
          provider: "salesforce",
        },
      ],
    ],
    rulesOut: ["salesforce.not_installed"],
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
    rulesOut: ["access_expired", "salesforce.session_timeout"],
  },
  {
    id: "salesforce.session_locked",
    provider: "salesforce",
    tokenStillGood: true,
    refines: "access_expired",
    of: { token_refused: 4 },
    evidence: [
      [70, { words: afterLogin }],
      [70, { words: /lock(?:ed|s)? (?:\w{1,20} ){0,3}sessions?|sessions? (?:\w{1,20} ){0,3}locked/ }],
      [54, { signal: "ip", not: { words: /no ip|ip relax\w{0,12} is/ } }],
      [-120, { words: loginRanges }],
    ],
    rulesOut: ["salesforce.session_timeout"],
  },
  {
    id: "salesforce.ip_each_request",
    provider: "salesforce",
    tokenStillGood: true,
    refines: "access_expired",
    of: { token_refused: 3 },
    evidence: [[120, { words: loginRanges }]],
    rulesOut: ["salesforce.session_ip", "salesforce.session_timeout"],
  },
  {
    id: "salesforce.session_of_page",
    provider: "salesforce",
    tokenStillGood: true,
    refines: "salesforce.session_for_rest",
    of: { token_refused: 3 },
    evidence: [
      [
        74,
        {
          text: /not valid for use|illegal session/,
          words: [
            /\$api\.session_?id|getsessionid|lightning (?:web )?component|\blwc\b|\baura\b/,
            /invocable|queueable|batch apex|\bfrom apex\b|guest user/,
            /(?:custom|formula) (?:button|link)/,
          ],
        },
      ],
    ],
  },
  {
    id: "salesforce.client_cannot_refresh",
    provider: "salesforce",
    tokenStillGood: null,
    refines: "access_expired",
    of: { token_refused: 6 },
    evidence: [
      [
        64,
        {
          words: [
            /auto-?refresh|refresh(?:es|ed)? (?:the token |it )?automatically/,
            /(?:does|do|did)(?: not|n't) (?:auto\w{0,12} )?refresh|never refresh|refreshfn/,
            /session_?id ?=|only at the first|forget\w{0,12} to set/,
            /(?:client_id|client_secret|secret|refresh_token)[^.|]{0,60}only/,
            /(?:no|without) refresh/,
          ],
          not: { words: /sf api request|sfdx? |\bsf org\b/ },
        },
      ],
      [
        60,
        {
          words: [
            /overnight|over night|long[- ]running/,
            /(?:leave|left|keep) (?:it|the \w{1,20}) (?:running|idle)/,
            /(?:after|for) (?:a )?(?:few|some|several|two|2|\d{1,6}|long|while|duration)\b|(?:longer|more) than (?:\w{1,20} )?(?:\d{1,6}|one|two|some) hours?/,
            /after a long|next (?:day|morning)/,
          ],
          not: { words: /sf api request|sfdx? |\bsf org\b/ },
        },
      ],
      [
        50,
        {
          words: /user ?name, ?password|security ?token|loginbyoauth2|password ?\+|\$api\.session_?id/,
          not: { words: afterLogin },
        },
      ],
    ],
    proof: [
      // SOAP and Bulk do not answer 401.
      [
        106,
        {
          words: [
            /\b(?:soap|metadata|bulk)(?: api)?\b[^|]{0,80}\b(?:500|400)\b[^|]{0,120}(?:session|expired|refresh)/,
            /(?:session|expired|refresh)[^|]{0,140}\b(?:soap|metadata|bulk)(?: api)?\b[^|]{0,30}\bstatus (?:code )?(?:500|400)\b/,
            /(?:only|just) (?:refresh|renew)[^.|]{0,24}\b401\b/,
          ],
          stage: ["api-call", "refresh"],
        },
      ],
      [
        112,
        {
          text: [
            /without oauth2 client information|(?:no|without) refresh(?:fn| function)\b/,
            /refresh[ _]?token[^.|]{0,60}(?:without|but no) (?:oauth2|client|consumer)/,
          ],
        },
      ],
    ],
    rulesOut: ["offline_not_asked", "salesforce.session_timeout"],
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
    of: { grant_type: 4, html: 14, no_callback: 1, token_refused: 4 },
    evidence: [
      [84, { words: /lightning\.force\.com/, stage: "api-call" }],
      [40, { signal: "lightning" }],
      [14, { signal: "other_host" }],
    ],
    proof: [
      [112, { code: "unsupported_grant_type", signal: "lightning" }],
      [118, { words: /lightning\.force\.com\/services\// }],
    ],
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
    id: "salesforce.device_off",
    provider: "salesforce",
    tokenStillGood: null,
    of: { device: 8 },
    evidence: [[36, { words: /blocked|disabled|not (?:allowed|enabled|installed)|2025/ }]],
    proof: [
      [
        112,
        {
          words: [
            /device flow is not enabled|device flow[^.|]{0,40}(?:blocked|disabled)/,
            /org login device[^|]{0,200}(?:blocked|not enabled|invalid_grant|invalid_request)/,
          ],
          provider: "salesforce",
        },
      ],
    ],
    rulesOut: ["device_not_supported"],
  },
  {
    id: "salesforce.login_page_old",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        96,
        {
          words: [
            /complete the approval process before it expired|approval process[^.|]{0,30}expired/,
            /login page (?:stood|was|stayed|has been) open/,
          ],
        },
      ],
    ],
    rulesOut: ["denied_by_user", "denied_by_admin"],
  },
  {
    id: "salesforce.assertion_malformed",
    provider: "salesforce",
    tokenStillGood: null,
    refines: "assertion_key",
    evidence: [
      [
        70,
        {
          words: [
            /assertion\b ?[:=(][^|]{0,60}(?:private key|content of|\.key\b|\.pem\b|-----begin|json)/,
            /(?:private key|content of (?:my|the) \w{1,20}\.key) (?:as|in|is|for) (?:the )?assertion/,
          ],
        },
      ],
    ],
  },
  {
    id: "salesforce.plain_http",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        132,
        {
          words: /http:\/\/[a-z0-9.-]{0,80}salesforce\.com/,
          text: /grant[ _]type|method not allowed|\b405\b|https|html/,
        },
      ],
    ],
    rulesOut: ["grant_not_allowed", "wrong_secret", "salesforce.flow_off", "request_format"],
  },
  {
    id: "salesforce.cors_not_offered",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        112,
        {
          words: [
            /services\/(?:soap|async)\/[^|]{0,200}(?:cors|access-control)/,
            /(?:cors|access-control)[^|]{0,160}services\/(?:soap|async)\//,
          ],
        },
      ],
    ],
    rulesOut: ["cors"],
  },
  {
    id: "salesforce.api_access_control",
    provider: "salesforce",
    tokenStillGood: true,
    proof: [
      // Each fresh token is refused, and the client logs in again and again.
      [
        112,
        {
          text: [/(?:token (?:has|is) expired\b.{0,60}){3}/, /login limit/],
          words: /external ?client ?app|\becas?\b/,
        },
      ],
      [
        122,
        {
          words: [
            /api access control|use any api client/,
            /(?:only|just) (?:allowed|approved|whitelisted|allow-?listed) connected apps/,
            /api client whitelist/,
          ],
          not: { code: ["oauth_app_blocked", "oauth_approval_error_generic"] },
        },
      ],
    ],
    rulesOut: [
      "salesforce.session_for_rest",
      "salesforce.blocked",
      "access_expired",
      "salesforce.session_locked",
    ],
  },
  {
    id: "salesforce.password_encoded",
    provider: "salesforce",
    tokenStillGood: null,
    of: { password_login: 6 },
    evidence: [
      [
        74,
        {
          words: [
            /(?:password|pwd|passphrase)[^.|]{0,80}(?:special char|ampersand|escap|encod|(?:has|have|with|contains?) (?:an? )?['"`]?[&%+#<!$^])/,
            // A shell takes them for its own.
            /encrypt(?:\.bat|\.sh|\.jar|ion)?\b[^|]{0,40} -[ev] [^|]{0,60}[\^$!%&*<>]/,
            /(?:works?|fine|ok|succe\w{1,20}) (?:with|after|when|if)[^.|]{0,30}(?:simple|simpler|alphanumeric|plain|other|letters)[^.|]{0,30}(?:password|characters|digits)/,
          ],
        },
      ],
      [20, { signal: "secret_characters" }],
    ],
  },
  {
    id: "salesforce.verifier_unexpected",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [[104, { words: /unexpected code[ _]verifier/ }]],
    rulesOut: ["verifier_lost", "salesforce.other_environment", "code_twice"],
  },
  {
    id: "salesforce.instance_gone",
    provider: "salesforce",
    tokenStillGood: true,
    proof: [
      [
        120,
        {
          words:
            /(?:resolve host|enotfound|getaddrinfo|unknown ?host|name or service|no such host)[^|]{0,60}\b(?:na|eu|ap|cs|um|gs)\d{1,3}\.(?:my\.|lightning\.)?(?:salesforce|force)\.com/,
        },
      ],
    ],
    rulesOut: ["name_unknown", "resolver_down", "proxy_not_used"],
  },
  {
    id: "salesforce.session_level",
    provider: "salesforce",
    rulesOut: ["salesforce.api_disabled", "salesforce.security_token", "salesforce.password_flow_blocked"],
    tokenStillGood: true,
    refines: "salesforce.session_for_rest",
    of: { token_refused: 1, forbidden: 1 },
    evidence: [[66, { words: /high[- _]assurance|session security level|security level required|step-?up/ }]],
    proof: [
      [
        112,
        {
          words:
            /log-?in (?:call )?(?:is |was )?(?:success|works?|ok)[^|]{0,60}(?:query|request|call)[^|]{0,40}\b401\b/,
          text: /invalid_grant|authentication failure|invalid_session/,
        },
      ],
    ],
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
          words: [
            /~|tilde|-\._|mcp (?:python )?sdk|almost every|most attempts|sometimes works/,
            /works sometimes|randomly|intermittent/,
          ],
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
        {
          words: [/cross-?org oauth/, /external client app[^.]{0,40}(?:not supported|other org|another org)/],
        },
      ],
    ],
    rulesOut: ["salesforce.not_installed"],
  },
  {
    id: "salesforce.domain_changed",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        136,
        {
          words: [
            /(?:after|since|because of|due to)\b[^.|]{0,60}enhanced domains?\b/,
            /(?:switch\w{0,12}|mov\w{0,12}|chang\w{0,12}|migrat\w{0,12}|convert\w{0,12}) (?:\w{1,20} ){0,3}to enhanced domains?\b/,
            /enhanced domains? (?:(?:were|was|is|are|got|have been|has been) )?(?:enabled|deployed|activated|switched on|turned on|enforced|rolled out)/,
            /\bmy ?domain\b(?: (?:name|url|address))? (?:was |has been |is |got )?(?:just )?(?:changed|renamed|replaced)/,
            /(?:changed|renamed|new|changing|renaming) (?:the |our |its |their )?(?:name of (?:the |our )?)?my ?domain\b/,
          ],
          not: { code: ["oauth_approval_error_generic", "oauth_app_blocked"] },
        },
      ],
      [
        128,
        {
          words: [
            /(?:resolve(?: host)?|enotfound|getaddrinfo|unknown ?host|no such host|name or service|nxdomain|name resolution)[^|]{0,60}--\w{1,20}\.(?:cs\d{1,3}\.)?my\.salesforce\.com/,
            /--\w{1,20}\.(?:cs\d{1,3}\.)?my\.salesforce\.com[^|]{0,60}(?:not (?:be )?(?:resolved?|found|known)|nxdomain)/,
          ],
        },
      ],
    ],
    rulesOut: [
      "name_unknown",
      "resolver_down",
      "wrong_instance",
      "salesforce.org_not_ready",
      "redirect_mismatch",
    ],
  },
  {
    id: "salesforce.hybrid_jwt",
    provider: "salesforce",
    tokenStillGood: null,
    proof: [
      [
        138,
        {
          words: [
            /hybrid (?:grant|token|flow|auth)[^|.]{0,40}\bjwts?\b/,
            /\bjwts?\b[^|.]{0,60}hybrid[ _](?:grant|token|refresh|auth)/,
            /cannot perform hybrid/,
          ],
        },
      ],
    ],
    rulesOut: ["code_twice", "code_other_redirect", "code_encoded", "revoked", "rotated_not_saved"],
  },
  {
    id: "salesforce.jwt_token_refused",
    provider: "salesforce",
    tokenStillGood: true,
    proof: [
      [
        126,
        {
          words: [
            /jwt[- ]based (?:access )?tokens?[^|]{0,160}(?:soap|metadata|bulk|frontdoor|not supported|refus|invalid)/,
            /(?:soap|metadata|bulk|frontdoor)[^|]{0,160}jwt[- ]based (?:access )?tokens?/,
            /json web token \(jwt\)-based access tokens/,
          ],
          stage: ["api-call"],
          provider: "salesforce",
        },
      ],
    ],
    rulesOut: ["access_expired", "salesforce.session_timeout", "salesforce.session_for_rest"],
  },
  {
    id: "salesforce.mutual_authentication",
    provider: "salesforce",
    tokenStillGood: true,
    proof: [[132, { words: /mutual_authentication_failed|could not be mutually authenticated/ }]],
    rulesOut: [
      "salesforce.session_level",
      "salesforce.session_timeout",
      "salesforce.session_ip",
      "access_expired",
    ],
  },
] as const satisfies readonly CauseRule[];
