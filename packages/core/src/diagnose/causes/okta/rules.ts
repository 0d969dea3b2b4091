import type { CauseRule, CommonEvidence } from "../rule.ts";
import { asleep } from "../words.ts";

/** Words about the org authorization server, whose issuer is the bare domain, and the custom ones under /oauth2/<id>. */
const servers =
  /\/oauth2\/(?:default|aus\w{4,30})|org (?:authorization )?server|custom authorization server|authorization server/;

/** The causes that only Okta has. */
export const oktaRules = [
  {
    id: "okta.policy",
    provider: "okta",
    tokenStillGood: null,
    of: { denied: 14 },
    evidence: [[16, { words: /policy|rule/ }]],
    proof: [[100, { words: /policy evaluation failed|no_matching_(?:policy|scope)/ }]],
    rulesOut: ["denied_by_admin", "denied_by_user", "okta.not_assigned"],
  },
  {
    id: "okta.not_assigned",
    provider: "okta",
    tokenStillGood: null,
    of: { denied: 10 },
    proof: [
      [
        104,
        {
          words: [
            /user is not assigned to (?:the|this) client/,
            /not assigned to (?:this|the) (?:client )?app(?:lication)?|user_not_assigned/,
          ],
        },
      ],
    ],
    rulesOut: ["denied_by_admin", "denied_by_user", "okta.policy"],
  },
  {
    id: "okta.sign_on_policy",
    provider: "okta",
    tokenStillGood: null,
    of: { password_login: 6, denied: 4 },
    proof: [
      [
        98,
        {
          words: [
            /authentication denied by sign on policy/,
            /denied by (?:the )?(?:app )?sign[- ]on policy/,
            /resource owner password credentials authentication denied/,
            /device (?:posture|assurance|trust)|authentication policy/,
            /assurance requirements? (?:are|is|were|was) not met|unmet_authentication_requirements/,
          ],
        },
      ],
      [
        90,
        {
          words: [
            /\bmfa\b[^|]{0,120}(?:sign-?on|sign-?in|app(?:lication)?(?:'s|-level)?|level) [^|]{0,40}policy/,
            /(?:sign-?on|sign-?in) policy[^|]{0,120}\bmfa\b/,
          ],
          provider: "okta",
        },
      ],
    ],
    rulesOut: ["denied_by_user", "password_wrong", "okta.policy", "device_expired", "device_code_wrong"],
  },
  {
    id: "okta.web_sso_client",
    provider: "okta",
    rulesOut: [
      "okta.api_scopes",
      "okta.dpop_required",
      "device_expired",
      "device_pending",
      "device_code_wrong",
      "unknown_client",
    ],
    tokenStillGood: null,
    proof: [
      [
        126,
        {
          text: /\b40[013]\b|bad request|invalid_(?:request|grant|client)|access_denied|unauthori[sz]ed|forbidden/,
          words: /okta-?aws-?cli|aws (?:account )?federation|web ?sso (?:client|token)/,
          stage: ["authorize", "token-exchange"],
          not: { text: /assurance|expired_token|pending|slow_down|not assigned|policy/ },
        },
      ],
      [118, { words: /allowed web ?sso client/ }],
    ],
  },
  {
    id: "okta.authorization_server",
    provider: "okta",
    tokenStillGood: true,
    of: { no_callback: 14, bad_client: 4, scope: 12, token_refused: 12, audience: 8 },
    evidence: [
      [26, { words: servers }],
      [8, { words: /issuer/ }],
    ],
    proof: [
      [104, { words: /custom scopes are not allowed/ }],
      [
        60,
        {
          words: [
            /issuer[^|]{0,40}(?:did not|does(?:n't| not)) match/,
            /(?:unexpected|invalid|wrong|mismatched) (?:jwt )?issuer|jwt issuer/,
          ],
          provider: "okta",
        },
      ],
    ],
    rulesOut: ["scope_unknown", "denied_by_user"],
  },
  {
    id: "okta.org_access_token",
    provider: "okta",
    tokenStillGood: true,
    of: { token_refused: 6 },
    proof: [
      [
        96,
        {
          words: [
            /could not obtain the keys|no matching jwk|unable to find a signing key/,
            /resolving signing key|signing key[^|]{0,40}not found/,
            /\bkid\b[^|]{0,60}(?:not (?:found|among|in)|did(?:n't| not) match|no match|unknown)/,
            /(?:signature|jws)[^|]{0,40}(?:invalid|fail|verif)/,
          ],
          provider: "okta",
          not: { words: /client_assertion|self[-_ ]signed|unable_to_get_issuer|pkix path|unknown authority/ },
        },
      ],
    ],
    rulesOut: ["wrong_audience", "access_expired", "signature_wrong", "wrong_issuer"],
  },
  {
    id: "okta.no_such_server",
    provider: "okta",
    tokenStillGood: null,
    of: { no_callback: 8 },
    evidence: [
      [50, { words: /\/oauth2\/default/, stage: ["authorize", "callback"] }],
      [
        50,
        {
          words: [
            /(?:no|without|have no|has no|don't have|not have|isn't|missing)[^.|]{0,40}(?:default|api access management|authorization server)/,
            /api access management/,
          ],
        },
      ],
    ],
    proof: [
      [
        98,
        {
          words: [
            /(?:authorization ?server)[^|]{0,40}(?:not found|does not exist|inactive|disabled)/,
            /not found: [^|]{0,60}authorizationserver/,
            /okta[a-z]{0,12}\.com\/oauth2\/(?:token|authorize)\b|e0000007/,
            /do not have access to (?:this |the )?authorization server/,
          ],
        },
      ],
      [84, { words: /\/oauth2\/default/, status: 404 }],
      [
        84,
        {
          words: [
            /\/oauth2\/default[^|]{0,200}(?:\b404\b|not found)/,
            /(?:\b404\b|not found)[^|]{0,200}\/oauth2\/default/,
          ],
        },
      ],
    ],
    rulesOut: ["okta.authorization_server"],
  },
  {
    id: "okta.admin_domain",
    provider: "okta",
    tokenStillGood: true,
    proof: [
      [
        100,
        {
          words: [
            /(?:should|must|may|can)(?: ?not|n't) contain[^|]{0,20}-admin/,
            /(?:issuer|domain|base ?url|org_?url)[^|]{0,80}-admin\.okta(?:preview)?\.com/,
          ],
          not: { words: /oidc_client\/instance/ },
        },
      ],
      [
        112,
        {
          text: /-admin\.okta(?:preview|-emea)?\.com\b(?!\/admin)/,
          stage: ["authorize", "callback", "token-exchange", "refresh"],
        },
      ],
    ],
  },
  {
    id: "okta.issuer_mode",
    provider: "okta",
    tokenStillGood: true,
    of: { token_refused: 2 },
    evidence: [[40, { signal: "custom_domain" }]],
    proof: [
      [
        96,
        {
          words: [
            /(?:custom domain|custom url|vanity)[^|]{0,200}(?:issuer|\biss\b)/,
            /(?:issuer|\biss\b)[^|]{0,200}(?:custom domain|custom url|vanity|okta subdomain)/,
          ],
        },
      ],
      [96, { words: /\bissuer\b[^|]{0,200}did not match the requested issuer/, provider: "okta" }],
    ],
    rulesOut: ["okta.authorization_server"],
  },
  {
    id: "okta.grace_period",
    provider: "okta",
    tokenStillGood: false,
    of: { dead_refresh: 9 },
    evidence: [[30, { signal: ["rotation", "concurrent"] }]],
    proof: [
      [
        80,
        {
          words: [
            /refresh[_ ]token[^|]{0,40}(?:reuse|re-use|reused)/,
            /app\.oauth2\.as\.token\.detect_reuse|detect_reuse/,
          ],
        },
      ],
    ],
  },
  {
    id: "okta.refresh_lifetime",
    provider: "okta",
    tokenStillGood: false,
    of: { dead_refresh: 14 },
    evidence: [
      [30, { signal: ["quiet_period", "every_n_days", "seven_days"] }],
      [20, { words: /lifetime|idle|not used|did(?:n't| not) use|expired after|inactive|unused/ }],
      [58, { words: asleep }],
      [-20, { signal: ["concurrent", "rotation", "second_time"] }],
    ],
    rulesOut: ["idle", "too_old"],
  },
  {
    id: "okta.browser_origin",
    provider: "okta",
    tokenStillGood: null,
    proof: [[110, { words: /browser requests to the token endpoint must use proof key/ }]],
    rulesOut: ["pkce_missing", "wrong_secret", "unknown_client"],
  },
  {
    id: "okta.web_app_in_browser",
    provider: "okta",
    refines: "wrong_secret",
    tokenStillGood: null,
    of: { bad_client: 6 },
    evidence: [
      [
        70,
        {
          words: [
            /okta-auth-js|okta-react|okta-angular|okta-vue|okta-signin-widget|sign-?in widget/,
            /getwithpopup|getwithredirect|\bspa\b|single[- ]page|angular|\breact\b|\bvue\b|svelte/,
            /in the browser|react native|ionic|expo\b|swagger|browser-based/,
          ],
          not: { words: /supplied for a confidential client/ },
        },
      ],
    ],
    rulesOut: ["wrong_secret", "secret_missing", "auth_method", "secret_mangled", "unknown_client"],
  },
  {
    id: "okta.dpop_required",
    provider: "okta",
    tokenStillGood: true,
    proof: [
      [100, { words: /dpop proof jwt header is missing/ }],
      [104, { words: /dpop/, grant: "client_credentials", provider: "okta" }],
    ],
    rulesOut: ["dpop"],
  },
  {
    id: "okta.api_scopes",
    provider: "okta",
    tokenStillGood: true,
    of: { scope: 8, forbidden: 8 },
    evidence: [
      [30, { words: /okta\.[a-z]+\.(?:read|manage|self)/ }],
      [
        70,
        {
          words: /terraform|service app|okta (?:management |admin )?(?:api|sdk)|api services?\b/,
          grant: "client_credentials",
        },
      ],
    ],
    proof: [
      [
        92,
        {
          text: /invalid session|e0000005|e0000006/,
          words: /scope|private_key|service app|client_credentials|bearer/,
        },
      ],
      [98, { words: /not allowed any of the requested scopes/ }],
      [
        110,
        {
          text: /e0000006|do not have permission/,
          grant: "client_credentials",
          stage: "api-call",
          provider: "okta",
        },
      ],
      [
        90,
        {
          words: [
            /okta\.[a-z]+\.(?:read|manage)[^|]{0,160}(?:consent|grant|not allowed|denied|invalid_scope|insufficient_scope|e0000006)/,
            /(?:invalid_scope|e0000006|access_denied|insufficient_scope)[^|]{0,160}okta\.[a-z]+\.(?:read|manage)/,
          ],
        },
      ],
    ],
    rulesOut: ["scope_unknown", "denied_by_user", "scope_too_small", "access_expired", "no_permission"],
  },
  {
    id: "okta.response_type",
    provider: "okta",
    tokenStillGood: null,
    proof: [
      [
        100,
        { words: /response type is not supported by the authorization server|configured response types/ },
      ],
    ],
    rulesOut: ["grant_not_allowed", "request_format"],
  },
  {
    id: "okta.claim_expression",
    provider: "okta",
    tokenStillGood: null,
    proof: [
      [
        98,
        {
          words: [
            /(?:system |custom )?claim could not be evaluated/,
            /expression[^|]{0,40}(?:could not be|failed to be) evaluated/,
            /failed to evaluate[^|]{0,40}(?:claim|expression)/,
          ],
        },
      ],
    ],
  },
  {
    id: "okta.api_token",
    provider: "okta",
    tokenStillGood: true,
    proof: [[88, { words: /e0000011|invalid token provided/ }]],
    rulesOut: ["access_expired"],
  },
  {
    id: "okta.method",
    provider: "okta",
    tokenStillGood: null,
    proof: [
      [
        92,
        {
          words: [
            /e0000022|e0000021|endpoint does not support the provided http method/,
            /accept and\/or content-type headers/,
          ],
        },
      ],
    ],
    rulesOut: ["html_page", "access_expired"],
  },
] as const satisfies readonly CauseRule[];

/** Evidence in the codes and words of Okta for causes that any provider may have. */
export const oktaEvidence = [
  ["access_expired", [96, { words: /jwt is expired|jwt expired/, stage: "api-call", provider: "okta" }]],
  [
    "wrong_audience",
    [96, { words: /audience claim[^|]{0,80}does not match/, stage: "api-call", provider: "okta" }],
  ],
  ["client_id_unset", [118, { words: /a client_id must be provided in the request/ }]],
  [
    "state_lost",
    [
      92,
      {
        words: [
          /unable to parse a token from the url|unable to retrieve oauth redirect params/,
          /could not load pkce codeverifier/,
        ],
      },
    ],
  ],
  ["auth_method", [96, { words: /client_assertion_type is invalid/ }]],
  ["secret_missing", [90, { words: /missing client secret/, provider: "okta" }]],
  ["wrong_secret", [94, { words: /client secret supplied for a confidential client is invalid/ }]],
  ["wrong_secret", [72, { words: /either the client or the client credentials are invalid/ }]],
  [
    "redirect_mismatch",
    [
      90,
      {
        words: [
          /must be (?:a|an?) (?:login|sign-in) redirect uri|login redirect uri in the client/,
          /absolute uri that is whitelisted in the client app/,
        ],
      },
    ],
  ],
  [
    "scope_unknown",
    [
      90,
      {
        words: [
          /scopes are not configured for the authorization server/,
          /requested scope is invalid, unknown, or malformed/,
        ],
      },
    ],
  ],
  [
    "unknown_client",
    [
      90,
      {
        words: [
          /invalid value for 'client_id'/,
          /client_id[^|]{0,20}(?:is )?(?:invalid|not found|unknown)[^|]{0,40}okta/,
        ],
      },
    ],
  ],
  [
    "grant_not_allowed",
    [96, { words: /client is not authorized to use the provided grant type|configured grant types/ }],
  ],
  ["pkce_missing", [98, { words: /pkce code verifier is required|pkce code challenge is required/ }]],
  ["verifier_wrong", [84, { words: /pkce verification failed/ }]],
  [
    "assertion_audience",
    [100, { words: /audience claim for client_assertion|client_assertion[^|]{0,60}(?:\baud\b|audience)/ }],
  ],
  [
    "assertion_key",
    [
      98,
      {
        words: [
          /client_assertion[^|]{0,60}(?:signature|parsing|\bkid\b|jwk|requires one|no key)/,
          /parsing of the client_assertion|client_assertion signature|jwkset/,
        ],
      },
    ],
  ],
  [
    "assertion_subject",
    [
      96,
      {
        words: [
          /client_assertion[^|]{0,60}(?:\bsub\b|\biss\b|issuer|subject)/,
          /(?:\bsub\b|\biss\b|issuer|subject)[^|]{0,30}client_assertion/,
        ],
      },
    ],
  ],
  ["access_expired", [70, { words: /e0000005|invalid session/ }]],
  ["rate_limit", [90, { words: /e0000047|api call exceeded rate limit/ }]],
  ["no_permission", [84, { words: /e0000006|do not have permission to perform the requested action/ }]],
] as const satisfies readonly CommonEvidence[];
