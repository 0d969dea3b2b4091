import type { CommonEvidence } from "../rule.ts";

/** Words about a program on the device of its user. */
const publicClient =
  /mobile ?sdk|\bsdk \d|mobile app|\bios\b|android|react native|\bipad\b|native app|desktop app|console app|\bspa\b|single[- ]page|installed at the (?:client|user)|has to work without/;

/** Evidence in the words of Salesforce for causes that any provider may have. */
export const salesforceEvidence = [
  [
    "concurrent_refresh",
    [
      46,
      {
        provider: "salesforce",
        stage: "refresh",
        words: [
          /intermittent|sporadic|\bat random\b|randomly|mid-?day/,
          /while (?:i|we|users?) (?:work|am|are)|repeatedly|several times a day/,
          /every (?:few|couple of) hours|now and then/,
        ],
        not: { words: /every \d{1,6} days|second (?:time|refresh)|processed/ },
      },
    ],
  ],
  [
    "denied_by_user",
    [-70, { provider: "salesforce", grant: ["password", "jwt_bearer", "client_credentials"] }],
  ],
  [
    "other_client_token",
    [
      44,
      {
        provider: "salesforce",
        stage: "refresh",
        words: /\bsame\b[^|]{0,60}\b(?:works?|worked|gets?)\b[^|]{0,60}(?:curl|postman)/,
      },
    ],
  ],
  [
    "auth_method",
    [
      132,
      {
        provider: "salesforce",
        code: ["invalid_client_id", "invalid_client"],
        words: [
          /authorization:? ?["']?basic|auth_scheme/,
          /client_id (?:is )?(?:not |missing )?in the (?:body|header)/,
        ],
      },
    ],
  ],
  [
    "code_other_redirect",
    // The login came back, so its address is registered.
    [
      138,
      {
        provider: "salesforce",
        code: "redirect_uri_mismatch",
        stage: "token-exchange",
        words: [
          /(?:log-?in|authori[sz]ation|consent|allow\w{0,12}|approv\w{1,20})\b[^.|]{0,40}(?:succe\w{1,20}|works?|worked|is (?:ok|fine)|passes)/,
          /(?:comes?|came|get|got|returns?|returned|redirected) back|\bcode=|(?:receives?|received|have|got|get) (?:the |a |my )?(?:authori[sz]ation )?code\b/,
        ],
      },
    ],
  ],
  [
    "library_regression",
    // The stored address of the login was good before the update.
    [
      150,
      {
        provider: "salesforce",
        text: /invalid sfdx auth|must be in the format[^|]{0,20}force:\/\//,
        words: [
          /(?:used to work|(?:still|always) (?:works?|worked)|worked (?:before|until|yesterday|with|fine))/,
          /(?:after|since)[^.|]{0,30}(?:updat|upgrad|release|new version)|(?:new|latest) (?:version|release)|\bregression\b/,
          /(?:older?|previous|earlier) (?:cli )?(?:version|release)/,
        ],
        not: { signal: "new_app" },
      },
    ],
  ],
  [
    "code_too_old",
    // The page says nothing of the cause, its address does.
    [
      136,
      {
        words: /oauth_approval_error_generic[^|]{0,300}expired[ +]authorization[ +]code/,
        provider: "salesforce",
      },
    ],
  ],
  // The app's Refresh Token Policy is the cause of it.
  ["too_old", [-34, { provider: "salesforce" }]],
  [
    "offline_not_allowed",
    // Without a scope in the request Salesforce gives all that the app has.
    [
      52,
      {
        provider: "salesforce",
        signal: "no_refresh_token",
        words: /\bconn\.|getrefreshtoken|omniauth|\bundefined\b|always null|\bnil\b/,
        not: { words: /scope|jwt|username-?password|client.credentials|offline|expired access/ },
      },
    ],
  ],
  [
    "secret_missing",
    // A public client has none to send.
    [
      132,
      {
        provider: "salesforce",
        code: "invalid_client",
        not: [
          { words: /secret (?:was|is|has been) (?:changed|rotated|renewed)/ },
          { text: /invalid client[ _]?id/ },
        ],
        words: publicClient,
      },
    ],
    [132, { provider: "salesforce", words: publicClient, text: /invalid client credentials/ }],
    [
      132,
      {
        provider: "salesforce",
        text: /invalid client credentials/,
        words:
          /pressed enter|\b(?:left|leave|leaving)\b[^.|]{0,20}(?:empty|blank|out)\b|\b(?:no|without(?: a| the)?|empty|blank) (?:consumer |client )?secret\b|secret[^.|]{0,16}(?:empty|blank|left out|not (?:sent|given|set))/,
      },
    ],
  ],
  [
    "wrong_instance",
    [100, { words: /url_not_reset|destination url not reset/ }],
    [
      120,
      {
        words: [
          /(?:no|without|lacks?|loses?|lost|drops?|missing) (?:\w{1,20}[. ])?instance_?url/,
          /instance_?url\b[^.|]{0,30}(?:undefined|null|missing|lost|dropped|empty)/,
        ],
        provider: "salesforce",
      },
    ],
  ],
  [
    "header_wrong",
    [
      128,
      {
        provider: "salesforce",
        stage: "api-call",
        words: [
          /auth(?:orization)? data to:? ?(?:the )?request url/,
          /token (?:is |was |goes )?(?:sent |put |passed )?(?:in|as) (?:the |a )?(?:url|query|address|body)/,
        ],
      },
    ],
  ],
  [
    "offline_not_allowed",
    // The login gave none, so there is nothing to refresh with.
    [
      112,
      {
        provider: "salesforce",
        stage: "refresh",
        words: /refresh ?_?token[^.|]{0,40}(?:always null|is null|on null|nil\b)/,
      },
    ],
  ],
  ["old_tls", [110, { words: /unsupported_client|tls 1\.[01] (?:has been|is) disabled/ }]],
  [
    "request_format",
    // The server supports these grants, so it has not read the form.
    [108, { code: "unsupported_grant_type", grant: ["authorization_code", "refresh_token", "password"] }],
    [
      108,
      { text: /grant[ _]type not supported/, grant: ["authorization_code", "refresh_token", "password"] },
    ],
    [
      98,
      {
        code: "unsupported_grant_type",
        words: [
          /\bjson\b|\braw\b|axios|requests\.post|httpclient|content-?type|\bbody\b/,
          /query (?:string|param)|x-www-form|form-?data|\bfetch\b/,
        ],
        not: { grant: ["client_credentials", "device_code", "token_exchange"] },
      },
    ],
  ],
  [
    "client_id_unset",
    [
      92,
      {
        words: /missing client_?id\b|client_?id (?:is )?(?:missing|required|undefined)/,
        provider: "salesforce",
      },
    ],
  ],
  [
    "code_twice",
    // The same code stands in the log twice, or Login History says that it was replayed.
    [136, { provider: "salesforce", text: /(aprx[\w.=%-]{6,80})[^\w.=%-][\s\S]{4,600}?\1/ }],
    [136, { words: /invalid nonce/, provider: "salesforce" }],
    [
      98,
      { words: /callback phase initiated[^|]{0,160}callback phase initiated[^|]{0,160}invalid_credentials/ },
    ],
  ],
  ["access_expired", [92, { words: /403::unknown client|401::authentication invalid/ }]],
  [
    "token_absent",
    [112, { words: /parameter not passed:? ?["']{0,2}refresh_token/, provider: "salesforce" }],
  ],
  [
    "grant_gives_none",
    [
      124,
      {
        provider: "salesforce",
        text: /(?:missing|not passed|required|no|null)[^.|]{0,30}refresh_?token/,
        words: /user ?name and password|use credentials|username-?password|loginbyoauth2/,
      },
    ],
  ],
  ["code_encoded", [62, { words: /invalid authorization code/, provider: "salesforce" }]],
  [
    "pkce_missing",
    [
      84,
      {
        provider: "salesforce",
        stage: ["authorize", "callback"],
        words: [
          /internal server error[^|]{0,300}(?:custom[- ]scheme|custom url|desktop app|native app)/,
          /(?:custom[- ]scheme|desktop app|native app)[^|]{0,300}internal server error/,
        ],
      },
    ],
  ],
  [
    "grant_gives_none",
    [
      62,
      {
        provider: "salesforce",
        signal: "no_refresh_token",
        words: /\bjwt\b|username-?password|security token/,
      },
    ],
  ],
  ["password_wrong", [40, { provider: "salesforce", words: /invalid_login/ }]],
  [
    "assertion_clock",
    [130, { provider: "salesforce", grant: "jwt_bearer", text: /expired authori[sz]ation code/ }],
  ],
  ["unknown_client", [84, { provider: "salesforce", text: /\b1800 ?: ?there was a problem in setting up/ }]],
  [
    "access_expired",
    [
      104,
      {
        provider: "salesforce",
        stage: "api-call",
        text: [/services\/oauth2\/userinfo[^|]{0,200}\b403\b/, /bad_oauth_token/],
      },
    ],
  ],
  [
    "no_permission",
    [
      104,
      {
        provider: "salesforce",
        text: /(?:expired|invalid)[^|]{0,30}or the user has no access/,
        words: /(?:do not|don't|no|without|lacks?)[^|.]{0,12}\baccess to\b/,
      },
    ],
  ],
] as const satisfies readonly CommonEvidence[];
