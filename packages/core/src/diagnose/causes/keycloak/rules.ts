import type { CauseRule, CommonEvidence } from "../rule.ts";
import { endsInUse } from "../words.ts";

/** Words about a program that can keep no secret. */
const browserApp =
  /keycloak[.-]js|keycloak-angular|angular|\breact\b|\bvue\b|svelte|next-?js spa|\bspa\b|browser (?:app|client)|javascript adapter|in the browser|from (?:the )?browser|single[- ]page|html file|flutter|react native|ionic|swagger/;

/** Words of a realm or client that came from a file. */
const importedFile =
  /(?:import|export)(?:ed|ing|s)? (?:of )?(?:the |an? |that |this |my |our )?(?:\w{1,20} )?(?:realm|clients?\b|json)|(?:realm|client)s?(?: \w{1,20})?[ -](?:import|export)|import-realm|realm\.json|\*{8}/;

/** Words about an issuer that differs by the slash at its end. */
const issuerSlash =
  /(?:\biss(?:uer)?\b|\biss\w{0,12}_(?:url|uri)\b).{0,300}\b(?:(?:trailing|extra|ending|final|missing) slash|slash (?:at|on|in) (?:the|its) end|end\w{0,12} (?:in|with) (?:a |the )?(?:slash|\/))/;

/** The causes that only Keycloak has. */
export const keycloakRules = [
  {
    id: "keycloak.session_ended",
    provider: "keycloak",
    tokenStillGood: false,
    of: { dead_refresh: 26 },
    evidence: [
      [18, { words: /idle|30 min|1800|timeout|max|logged out|restart|not used|sleep|overnight/ }],
      [-60, { words: endsInUse }],
    ],
    proof: [
      [
        74,
        { words: /token (?:is )?not active/, not: [{ stage: "api-call" }, { grant: "client_credentials" }] },
      ],
      [
        86,
        {
          words: [
            /session not active|user session not found|client session not active|no session/,
            /session expired|issued before the (?:client|user) session|refresh token expired/,
            /user_session_not_found/,
          ],
          stage: ["refresh", "api-call"],
        },
      ],
      [86, { words: /token is not active/, stage: "refresh", not: { grant: "client_credentials" } }],
      [74, { words: /session not active|user_session_not_found/ }],
    ],
    rulesOut: ["idle", "too_old", "revoked", "access_expired"],
  },
  {
    id: "keycloak.offline_session",
    provider: "keycloak",
    tokenStillGood: false,
    of: { dead_refresh: 3 },
    proof: [
      [96, { words: /offline (?:user )?session (?:not (?:active|found))/ }],
      // In some versions the offline token of one client ends the session of others.
      [
        104,
        {
          words: [
            /(?:other|another|second|different|vpn|mobile) (?:clients?|apps?)\b[^|]{0,160}offline(?:_access| tokens?| session| access)/,
            /offline(?:_access| tokens?| session| access)[^|]{0,160}(?:other|another|second|different|remaining) (?:clients?|apps?)\b/,
          ],
          provider: "keycloak",
          stage: "refresh",
        },
      ],
      [
        96,
        {
          words: [
            /(?:session doesn't have required client|session not active|token is not active)[^|]{0,300}(?:\|[^|]{0,300})?offline/,
            /offline[^|]{0,300}session doesn't have required client/,
          ],
        },
      ],
    ],
    rulesOut: ["idle", "too_old", "other_client_token", "keycloak.session_ended"],
  },
  {
    id: "keycloak.offline_not_allowed",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [[98, { words: /offline tokens not allowed for the user or client/ }]],
    rulesOut: ["denied_by_user", "denied_by_admin", "grant_not_allowed"],
  },
  {
    id: "keycloak.reuse",
    provider: "keycloak",
    tokenStillGood: false,
    of: { dead_refresh: 4 },
    evidence: [
      [16, { signal: "concurrent" }],
      [50, { words: endsInUse }],
    ],
    proof: [
      [104, { words: /maximum allowed refresh token reuse|reuse exceeded/ }],
      [88, { words: /stale token/ }],
    ],
    rulesOut: ["rotated_not_saved", "concurrent_refresh"],
  },
  {
    id: "keycloak.not_before",
    provider: "keycloak",
    tokenStillGood: false,
    proof: [
      [
        98,
        {
          words: [
            /stale refresh token/,
            /stale token[^|]{0,300}(?:\|[^|]{0,300})?revoke refresh token['"]? ?(?:is|=|:)? ?(?:disabled|off|false|not)/,
            /not[- ]before (?:policy|revocation)|push(?:ed)? (?:a )?(?:not[- ]before|revocation)/,
            /notbefore/,
          ],
        },
      ],
    ],
    rulesOut: ["keycloak.reuse"],
  },
  {
    id: "keycloak.roles_changed",
    provider: "keycloak",
    tokenStillGood: false,
    proof: [[96, { words: /no long(?:er)? ha(?:s|ve) (?:role )?permissions? for (?:realm|client)/ }]],
    rulesOut: ["scope_unknown", "scope_on_refresh"],
  },
  {
    id: "keycloak.host_name",
    provider: "keycloak",
    tokenStillGood: true,
    of: { token_refused: 10, dead_refresh: 3 },
    evidence: [
      [36, { words: /docker|container|localhost|internal|hostname|kc_hostname|frontend|proxy|http:\/\// }],
    ],
    proof: [
      [
        84,
        {
          words: /(?:different|two|other|another|several) host ?names?/,
          stage: "api-call",
          provider: "keycloak",
        },
      ],
      [96, { words: /invalid token issuer|expected[^.]{0,60}realms/ }],
      [
        96,
        {
          words: [
            /issuer[^|]{0,160}(?:did not|does(?:n't| not)|not) match[^|]{0,160}/,
            /(?:iss|issuer)[^|]{0,30}(?:invalid|mismatch|unexpected|differs?)/,
            /(?:unexpected|invalid|wrong) (?:iss\b|issuer)|idx10205/,
          ],
          provider: "keycloak",
          not: [{ address: "issuer_slash" }, { words: issuerSlash }],
        },
      ],
    ],
    rulesOut: ["other_client_token", "wrong_issuer", "access_expired", "wrong_audience"],
  },
  {
    id: "keycloak.behind_proxy",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [
      [
        90,
        {
          words: [
            /(?:discovery|well-known|openid-configuration|endpoints?|form action|admin console|account console|login page|login form|assets|resources)[^|]{0,120}(?:http:\/\/|\bhttp\b)[^|]{0,60}(?:instead|not https|rather|while|although|behind)/,
            /kc_proxy|proxy_address_forwarding|proxy=edge|proxy-headers|kc_hostname_strict/,
            /hostname-strict/,
          ],
          provider: "keycloak",
          not: { words: /redirect_uri=http|invalid_redirect_uri|invalid token issuer/ },
        },
      ],
      [
        200,
        {
          words: /(?:account|admin) (?:console|client)[^|]{0,160}http instead of https/,
          provider: "keycloak",
        },
      ],
      [
        96,
        {
          text: /security-admin-console|mixed (?:active |display )?content/,
          words: [
            /reverse[- ]proxy|behind|nginx|apache|ingress|traefik|haproxy|caddy|\bkong\b/,
            /load balancer/,
          ],
          provider: "keycloak",
        },
      ],
      [
        108,
        {
          text: /3rd party check|login-status-iframe|3p-cookies/,
          words: [
            /admin[/ -](?:master\/)?(?:console|ui)|security-admin-console|reverse proxy|behind/,
            /nginx|ingress|traefik|haproxy|caddy|relative[- ]path/,
          ],
        },
      ],
      [
        84,
        {
          words: [
            /loading the admin (?:ui|console)|somethingwentwrong/,
            /something went wrong[^|]{0,60}admin/,
            /admin console[^|]{0,60}(?:blank|loading|infinite|spinner|redirect loop)/,
          ],
          provider: "keycloak",
        },
      ],
    ],
    rulesOut: ["keycloak.old_path", "html_page", "keycloak.check_iframe", "proxy_not_used", "firewall"],
  },
  {
    id: "keycloak.lifetime_overflow",
    provider: "keycloak",
    tokenStillGood: false,
    of: { dead_refresh: 1 },
    rulesOut: ["idle", "too_old", "keycloak.session_ended", "keycloak.reuse", "keycloak.offline_session"],
    evidence: [[90, { words: /2038|overflow|\b\d{4,6} days|\b\d{10,14} ?(?:s\b|sec)/ }]],
  },
  {
    id: "keycloak.account_setup",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [[100, { words: /account is not fully set up|resolve_required_actions/ }]],
    rulesOut: ["password_wrong"],
  },
  {
    id: "keycloak.account_locked",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [
      [
        92,
        {
          words: [
            /user_(?:temporarily_)?disabled|account (?:is )?(?:temporarily )?disabled/,
            /brute[- ]?force|account is locked/,
          ],
          provider: "keycloak",
        },
      ],
    ],
    rulesOut: ["user_gone", "password_wrong"],
  },
  {
    id: "keycloak.https_required",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [[100, { words: /https required|ssl_required/ }]],
  },
  {
    id: "keycloak.old_path",
    provider: "keycloak",
    tokenStillGood: null,
    of: { server_error: 1 },
    proof: [
      [86, { words: /realm does not exist|unable to find matching target resource|resteasy003210/ }],
      [72, { words: /resource_not_found|page not found/, provider: "keycloak" }],
      [
        78,
        {
          words: [
            /\/auth\/[^|]{0,200}(?:\b404\b|not found)/,
            /(?:\b404\b|not found)[^|]{0,200}\/(?:auth|realms)\//,
          ],
          provider: "keycloak",
        },
      ],
      [70, { status: 404, provider: "keycloak" }],
    ],
    rulesOut: ["html_page", "unknown_client"],
  },
  {
    id: "keycloak.login_timeout",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [
      [
        86,
        {
          words: [
            /restart login|temporarily_unavailable|authentication_expired|login timeout/,
            /already[_ ]logged[_ ]in|action expired|expired_code|page has expired/,
          ],
          provider: "keycloak",
        },
      ],
      [86, { words: /authentication_expired|already_logged_in|restart login cookie/ }],
    ],
  },
  {
    id: "keycloak.login_cookie",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [
      [98, { words: /cookie[ _]not[ _]found|cookie_not_found|cookies? (?:are|is) (?:disabled|not enabled)/ }],
    ],
    rulesOut: ["keycloak.login_timeout", "state_lost", "third_party_cookies"],
  },
  {
    id: "keycloak.login_cluster",
    provider: "keycloak",
    tokenStillGood: null,
    of: { bad_code: 4, no_callback: 8, token_refused: 4, dead_refresh: 4 },
    evidence: [
      [
        70,
        {
          words: [
            /replicas?\b|cluster|sticky/,
            /(?:two|2|three|3|several|multiple) (?:pods|nodes|instances|servers)|infinispan/,
            /jgroups|load[- ]?balanc|hpa\b|scaled/,
          ],
          provider: "keycloak",
        },
      ],
    ],
    proof: [
      [112, { text: /expired_code|invalid_code|restart_after_timeout/, words: /replicas?\b|sticky|cluster/ }],
    ],
    rulesOut: ["servers_not_shared", "code_twice", "code_too_old"],
  },
  {
    id: "keycloak.confidential_in_browser",
    provider: "keycloak",
    refines: "wrong_secret",
    tokenStillGood: null,
    of: { bad_client: 10 },
    evidence: [
      [
        66,
        {
          words: browserApp,
          not: { words: /next-?auth|nextauth|server[- ]side|backend only/ },
        },
      ],
      [10, { words: /confidential|public client|access type|client authentication/ }],
    ],
    proof: [[104, { text: /client secret not provided/, words: browserApp }]],
    rulesOut: [
      "wrong_secret",
      "auth_method",
      "secret_missing",
      "secret_mangled",
      "unknown_client",
      "grant_not_allowed",
    ],
  },
  {
    id: "keycloak.secret_not_sent",
    provider: "keycloak",
    tokenStillGood: true,
    proof: [
      [
        100,
        {
          words: [
            /client secret not provided in request|client was not identified/,
            /missing client_assertion|client certificate (?:is )?missing/,
            /no client secret[^|]{0,30}sent|invalid client credentials: missing/,
          ],
          not: { words: browserApp },
        },
      ],
    ],
    rulesOut: ["wrong_secret", "unknown_client", "secret_missing"],
  },
  {
    id: "keycloak.import_secret",
    provider: "keycloak",
    refines: "wrong_secret",
    rulesOut: ["auth_method", "secret_changed", "secret_mangled", "keycloak.secret_not_sent"],
    tokenStillGood: true,
    evidence: [[90, { words: importedFile }]],
    proof: [
      [
        132,
        {
          text: /invalid_client|unauthorized_client|invalid client|introspect|\*{8}/,
          words: importedFile,
          provider: "keycloak",
          stage: ["token-exchange", "refresh", "api-call"],
        },
      ],
    ],
  },
  {
    id: "keycloak.client_unknown",
    provider: "keycloak",
    tokenStillGood: true,
    proof: [
      [
        96,
        {
          words: [
            /client[_ ]not[_ ]found|unknown[_ ]client(?!:)|could not find client/,
            /client (?:does not exist|with id)|clientnotfound/,
          ],
          provider: "keycloak",
        },
      ],
    ],
    rulesOut: ["unknown_client", "wrong_secret", "redirect_mismatch"],
  },
  {
    id: "keycloak.client_disabled",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [
      [
        98,
        {
          words: [
            /login requester not enabled|client[_ ](?:is )?disabled/,
            /(?<!unknown client or )client not enabled(?! to)/,
          ],
        },
      ],
    ],
    rulesOut: ["unknown_client", "keycloak.client_unknown"],
  },
  {
    id: "keycloak.bearer_only",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [[100, { words: /bearer[- ]only/ }]],
    rulesOut: ["grant_not_allowed", "wrong_secret"],
  },
  {
    id: "keycloak.service_account",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [
      [
        104,
        {
          words: [
            /not enabled to retrieve service account/,
            /public client not allowed to retrieve service account/,
            /service accounts? (?:is |are )?(?:not enabled|disabled)/,
          ],
        },
      ],
    ],
    rulesOut: ["grant_not_allowed", "wrong_secret", "keycloak.confidential_in_browser"],
  },
  {
    id: "keycloak.direct_access",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [
      [
        104,
        {
          words: [
            /not allowed for direct access grants?/,
            /direct access grants? (?:is |are )?(?:not|disabled)/,
          ],
        },
      ],
    ],
    rulesOut: ["grant_not_allowed", "wrong_secret", "keycloak.confidential_in_browser"],
  },
  {
    id: "keycloak.scope_not_assigned",
    provider: "keycloak",
    tokenStillGood: null,
    of: { scope: 20 },
    proof: [[98, { words: /invalid scopes?: |invalid_scope[^|]{0,60}scope/, provider: "keycloak" }]],
    rulesOut: ["scope_unknown", "scope_separator"],
  },
  {
    id: "keycloak.audience_mapper",
    provider: "keycloak",
    tokenStillGood: true,
    of: { token_refused: 4, audience: 10 },
    proof: [
      [
        98,
        {
          words: [
            /audience not available in the token|invalid token audience/,
            /(?:expected|required)[^|]{0,40}\baud(?:ience)?\b/,
            /\baud(?:ience)?\b[^|]{0,60}(?:account|does(?:n't| not) (?:match|contain|include)|invalid|missing|mismatch|expected)/,
            /audience validation failed|aud claim|doesn't contain the audience/,
          ],
          provider: "keycloak",
        },
      ],
    ],
    rulesOut: ["wrong_audience", "access_expired", "keycloak.host_name"],
  },
  {
    id: "keycloak.userinfo_openid",
    provider: "keycloak",
    tokenStillGood: true,
    proof: [
      [98, { words: /missing openid scope/ }],
      [
        90,
        {
          words: [
            /userinfo[^|]{0,200}(?:\b403\b|forbidden|insufficient_scope)/,
            /(?:\b403\b|forbidden|insufficient_scope)[^|]{0,200}userinfo/,
          ],
          provider: "keycloak",
        },
      ],
      [
        104,
        {
          text: [
            /userinfo[^|]{0,200}(?:\b401\b|unauthori[sz]ed)/,
            /(?:\b401\b|unauthori[sz]ed)[^|]{0,200}userinfo/,
          ],
          words: [
            /(?:updat|upgrad|migrat)[^|.]{0,40}keycloak|keycloak[^|.]{0,40}(?:updat|upgrad|migrat)/,
            /keycloak (?:version )?v?(?:19|[2-9]\d)\b|\bopenid\b[^|.]{0,20}(?:missing|not)|(?:no|without|empty) scopes?\b/,
          ],
          provider: "keycloak",
        },
      ],
    ],
    rulesOut: ["scope_too_small", "no_permission", "id_token_missing", "keycloak.audience_mapper"],
  },
  {
    id: "keycloak.roles",
    provider: "keycloak",
    tokenStillGood: true,
    of: { forbidden: 10 },
    evidence: [[30, { words: /roles?\b|hasrole|authorit|realm_access|resource_access/ }]],
    proof: [
      [
        88,
        {
          words: [
            /(?:roles?|hasrole|hasauthority|preauthorize|realm_access|resource_access)[^|]{0,160}(?:\b403\b|forbidden|access ?denied|empty|missing|not (?:mapped|found|in))/,
            /(?:\b403\b|forbidden|access ?denied)[^|]{0,160}(?:roles?\b|hasrole|realm_access|resource_access)/,
          ],
          provider: "keycloak",
          stage: "api-call",
          not: { words: /admin (?:rest|api|client)|\/admin\/realms|realm-management/ },
        },
      ],
    ],
    rulesOut: ["scope_too_small"],
  },
  {
    id: "keycloak.admin_role",
    provider: "keycloak",
    tokenStillGood: true,
    proof: [
      [
        106,
        {
          words: [
            /\/admin\/(?:realms|serverinfo)[^|]{0,200}(?:\b403\b|forbidden)/,
            /(?:\b403\b|forbidden)[^|]{0,200}(?:\/admin\/realms|admin (?:rest|api|client)|realm-management)/,
            /unknown_error[^|]{0,60}(?:403|admin)/,
          ],
          provider: "keycloak",
        },
      ],
      [
        104,
        {
          words: [
            /admin (?:rest|api|client)|\/admin\/realms|realm-management/,
            /(?:new|create[ds]?|creation of) (?:a |the )?(?:new )?realm/,
          ],
          status: 403,
          provider: "keycloak",
        },
      ],
    ],
    rulesOut: [
      "scope_too_small",
      "no_permission",
      "keycloak.roles",
      "keycloak.audience_mapper",
      "access_expired",
    ],
  },
  {
    id: "keycloak.keys",
    provider: "keycloak",
    tokenStillGood: true,
    proof: [
      [
        94,
        {
          words: [
            /didn't find publickey|public ?key for (?:specified )?kid|no matching key\(s\) found/,
            /another algorithm expected|unable to find (?:a )?(?:signing )?key/,
            /\bkid\b[^|]{0,60}(?:not found|unknown|no match)|invalid token signature/,
            /signature (?:verification|validation)? ?(?:failed|invalid)/,
            /failed to verify (?:the )?(?:token )?signature/,
          ],
          provider: "keycloak",
          not: { words: /client_assertion|assertion/ },
        },
      ],
    ],
    rulesOut: ["access_expired", "signature_wrong", "wrong_audience"],
  },
  {
    id: "keycloak.other_user",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [[98, { words: /already authenticated as (?:a )?different user/ }]],
  },
  {
    id: "keycloak.broker",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [
      [
        98,
        {
          words: [
            /identity_provider_login_failure|identityproviderunexpected/,
            /unexpected error when (?:handling )?authentica|\/broker\//,
            /identity[_ ]provider[_ ](?:error|login)|federated identity/,
            /could not (?:obtain|fetch) (?:user )?(?:profile|attributes?) from/,
          ],
          provider: "keycloak",
        },
      ],
      [130, { words: /identitybrokerexception|make identity provider oauth callback/ }],
    ],
    rulesOut: ["denied_upstream", "wrong_secret", "denied_by_user", "redirect_mismatch", "server_down"],
  },
  {
    id: "keycloak.check_iframe",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [
      [
        100,
        {
          words: [
            /timeout when waiting for 3rd party check iframe|3p-cookies|3rd party check/,
            /check-?sso[^|]{0,80}(?:loop|reload|timeout|fail)|login-status-iframe/,
            /checkloginiframe|silent-?check-?sso/,
          ],
          not: { words: /access-control-allow-origin/ },
        },
      ],
      [
        90,
        {
          words: [
            /(?:again and again|infinite|endless|forever|keeps? (?:on )?re(?:load|direct)|\bloop).{0,160}session (?:status )?iframe/,
            /session (?:status )?iframe.{0,160}(?:again and again|infinite|endless|forever|\bloop)/,
          ],
          provider: "keycloak",
          not: { words: /access-control-allow-origin/ },
        },
      ],
    ],
    rulesOut: ["third_party_cookies", "login_needed", "framed_login", "connection_lost"],
  },
  {
    id: "keycloak.token_exchange",
    provider: "keycloak",
    tokenStillGood: true,
    proof: [
      [
        96,
        {
          words: [
            /not allowed to exchange|client not within the token audience/,
            /token exchange[^|]{0,60}(?:not|disabled|denied|forbidden|feature)/,
            /not_allowed[^|]{0,80}exchange|requested_(?:issuer|subject)[^|]{0,40}(?:not|invalid)/,
            /audience not found/,
          ],
          provider: "keycloak",
        },
      ],
    ],
    rulesOut: ["denied_by_user", "denied_by_admin", "wrong_audience", "grant_not_allowed"],
  },
] as const satisfies readonly CauseRule[];

/** Evidence in the codes and words of Keycloak for causes that any provider may have. */
export const keycloakEvidence = [
  [
    "wrong_issuer",
    [100, { words: issuerSlash, stage: ["authorize", "callback", "token-exchange", "api-call"] }],
  ],
  [
    "request_format",
    [86, { words: /405 method not allowed/, stage: ["token-exchange", "refresh"], provider: "keycloak" }],
  ],
  [
    "access_expired",
    [88, { words: /token is not active/, stage: "api-call", provider: "keycloak", not: { signal: "clock" } }],
  ],
  ["id_token_clock", [92, { words: /token is not active/, stage: "api-call", signal: "clock" }]],
  ["code_twice", [88, { words: /code not valid/ }]],
  ["code_too_old", [70, { words: /code (?:is )?not valid|code is expired/ }]],
  ["code_other_redirect", [98, { words: /incorrect redirect_uri/ }]],
  ["redirect_mismatch", [88, { words: /invalid parameter: redirect_uri|invalid_redirect_uri/ }]],
  ["verifier_wrong", [94, { words: /code mismatch/ }]],
  ["verifier_lost", [94, { words: /pkce code verifier not specified|pkce code challenge is not present/ }]],
  ["pkce_missing", [98, { words: /missing parameter: code_challenge|code_challenge_method/ }]],
  [
    "wrong_secret",
    [
      62,
      {
        words: [
          /invalid client (?:secret|or invalid client credentials|credentials)/,
          /invalid_client_credentials/,
        ],
        provider: "keycloak",
      },
    ],
  ],
  [
    "grant_not_allowed",
    [
      98,
      {
        words: [
          /client is not allowed to initiate browser login|standard flow is disabled/,
          /implicit flow is disabled/,
        ],
      },
    ],
  ],
  [
    "other_client_token",
    [
      94,
      {
        words: [
          /session doesn't have required client|unmatching clients/,
          /token client and authorized client don't match/,
        ],
      },
    ],
  ],
  [
    "auth_method",
    [
      92,
      {
        words: [
          /httpbasicauth|requestbodyauth|client_secret_(?:basic|post|jwt)/,
          /(?:basic|post|body|header)[^|]{0,60}(?:works|is gone|fixed it|solved it|instead of)/,
        ],
        provider: "keycloak",
        code: ["unauthorized_client", "invalid_client", "invalid_client_credentials"],
      },
    ],
  ],
  ["password_wrong", [98, { words: /invalid[_ ]user[_ ]credentials/ }]],
  [
    "discovery_failed",
    [
      94,
      {
        words: [
          /discovery (?:endpoint|url|address)[^|]{0,160}openid-connect\/(?:auth|token)\b/,
          /could not (?:the )?reach (?:the )?openid connect provider/,
          /get [^ |]{0,120}openid-connect\/auth\b[^|]{0,20} resulted in a 400/,
        ],
      },
    ],
  ],
  ["request_format", [98, { words: /missing form parameter: grant_type/ }]],
] as const satisfies readonly CommonEvidence[];
