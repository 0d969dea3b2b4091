import type { CauseRule } from "../rule.ts";

/** The causes of a login at a server whose metadata, registration or address is not what the client takes it for. */
export const serverRules = [
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
            /(?:made|makes?|sends?|sent|with|without) (?:no|any) (?:new )?(?:client )?regist\w{1,20} (?:call|request)?|last registration (?:at|was|on|from)|registered (?:itself )?(?:\w{1,20} ){0,2}(?:weeks?|months?|days?) ago/,
            /(?:does not|doesn'?t|never|not|won'?t|without) (?:re-?regist|regist\w{1,20} (?:again|anew))/,
            /(?:purged?|purges|forgot|forgets|dropped|deleted|evicted|wiped|lost|garbage[- ]collect)[^|.]{0,40}(?:dynamic\w{0,12}[- ])?(?:regist|dcr|client_?id)/,
            /(?:dynamic\w{0,12}[- ])?(?:regist|dcr)[^|.]{0,40}(?:purged|forgotten|dropped|deleted|evicted|wiped|gone|lost (?:at|after|on))/,
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
    id: "par_refused",
    tokenStillGood: null,
    proof: [
      [
        100,
        {
          words: [
            /(?:fail|error|unable|could not|refus|reject|invalid)[^|.]{0,40}push(?:ed|ing)? (?:the )?authori[sz]ation/,
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
            /(?:drops?|dropped|loses?|strips?|ignores?|without|not (?:pass|forward|hand))[^|.]{0,24} the ['"]?iss['"]?(?: parameter)?\b/,
          ],
          stage: ["callback", "token-exchange", "authorize"],
        },
      ],
      [
        116,
        { text: /[?&]iss=[^|]{0,300}invalid response encountered/, stage: ["callback", "token-exchange"] },
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
