import type { CauseRule } from "../rule.ts";

/** Words that say that a refused token has not ended by its own clock. */
const unexpired = [
  /(?:expir\w{0,12}|\bexp|lifetime|validity)\b[^.|]{0,40}(?:still (?:valid|ahead|good)|not (?:yet )?(?:over|reached|passed|expired)|in the future)/,
  /\b(?:unexpired|not (?:yet )?expired|still (?:within|inside) (?:its|the) (?:lifetime|validity))\b/,
  /(?:before|earlier than|ahead of) (?:its|the|their) (?:own )?(?:expir\w{1,20}|exp\b|expires_in)/,
];
/** Words of a token that was looked at. */
const scopesRight =
  /(?:completely |perfectly |otherwise )?valid (?:access )?token|token is (?:completely |perfectly )?valid|(?:has|have|with|contains?|includes?) (?:all |both )?(?:the )?(?:required|right|correct|necessary|needed) (?:claims?|scopes?|roles?)/;

/** The causes of an API that refuses the access token or the request. */
export const apiRules = [
  {
    id: "access_expired",
    tokenStillGood: true,
    of: { token_refused: 34 },
    evidence: [
      [14, { signal: "one_hour" }],
      [-60, { words: unexpired, stage: "api-call" }],
      [-16, { signal: "after_refresh" }],
      [-14, { signal: ["opaque", "no_header"] }],
    ],
    proof: [
      [
        60,
        {
          words: [
            /(?:access )?token (?:is |has |was )?expired|token is not active|session expired/,
            /jwt expired|expired_authentication|lifetime validation failed/,
            /oidcsession\.token\.expired/,
          ],
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
          words: [
            /(?:invalid|unexpected|wrong|bad)[^.]{0,12}(?:audience|"?aud\b)/,
            /audience (?:is |was )?(?:invalid|wrong)/,
            /aud(?:ience)? (?:claim )?(?:mismatch|does not match|check failed)/,
          ],
        },
      ],
    ],
  },
  {
    id: "wrong_issuer",
    tokenStillGood: true,
    of: { token_refused: 3 },
    evidence: [
      [28, { signal: "issuer" }],
      [50, { address: ["issuer_scheme", "issuer_host", "issuer_path", "issuer_slash"] }],
    ],
    proof: [
      [64, { words: /issuer validation failed|idx102(?:05|11)|idx40001/ }],
      [
        62,
        {
          words: [
            /\b(?:iss(?:uer)?)\b[^.]{0,40}(?:mismatch|not match|doesn'?t match|does not match|invalid|unexpected|differ|wrong|not trusted)/,
            /(?:unexpected|invalid|wrong|unknown)[^.]{0,10}(?:iss\b|issuer)/,
          ],
        },
      ],
    ],
  },
  {
    id: "id_token_as_access",
    tokenStillGood: true,
    of: { token_refused: 4 },
    proof: [
      [
        118,
        {
          words: [
            /\baud(?:ience)?\b[^|.]{0,30}(?:is|was|equals|contains|has|set to|shows?|=)\b[^|.]{0,20}(?:the |my |our )?(?:id of (?:my|the|our) (?:\w{1,20} )?(?:client|app)|client[_ ]?id)\b/,
            /\baud(?:ience)?\b[^|.]{0,40}(?:of|is) (?:my|the|our) (?:spa|single[- ]page|web|native|frontend) (?:client|app)/,
            /(?:sent|send|sends|sending|used|using|pass\w{0,12}) (?:the |an? |my )?id[_ ]?token (?:as|to|in|instead|in place)/,
          ],
          stage: "api-call",
          not: { provider: ["microsoft", "keycloak"] },
        },
      ],
    ],
    evidence: [[40, { signal: "id_token" }]],
    rulesOut: ["assertion_audience", "auth0.no_audience"],
  },
  {
    id: "signature_wrong",
    tokenStillGood: true,
    of: { token_refused: 3 },
    proof: [
      [
        96,
        {
          words:
            /idx1050\d|signature key was not found|no keys? match(?:es|ing)?\b|no (?:valid|applicable|usable) keys?\b[^|.]{0,24}(?:found|match)/,
          stage: "api-call",
          not: [{ words: /\bid[_ ]?token/ }, { provider: "keycloak" }],
        },
      ],
      [
        80,
        {
          words: [
            /invalid (?:token )?signature|signature (?:verification|validation) failed/,
            /invalid algorithm|unexpected "?alg|\bkid\b[^.]{0,20}not found/,
            /no matching (?:signing )?key|idx1050[013]|expected algorithm/,
          ],
          stage: "api-call",
          not: { status: 403 },
        },
      ],
    ],
    rulesOut: ["id_token_signature"],
  },
  {
    id: "header_wrong",
    tokenStillGood: true,
    of: { token_refused: 8 },
    evidence: [[42, { signal: "no_header" }]],
    proof: [
      [60, { words: /compacttoken|bearer (?:undefined|null|none)\b|idx14100|80049217/ }],
      [60, { code: ["not_authed", "invalid_auth_header", "missing_oauth_token"] }],
    ],
  },
  {
    id: "wrong_instance",
    tokenStillGood: true,
    of: { token_refused: 6 },
    proof: [[80, { code: "wrong_org" }]],
    evidence: [
      [32, { signal: ["wrong_instance", "moved_host"] }],
      [32, { words: /instance[ _]?ur[li]/ }],
    ],
  },
  {
    id: "access_revoked",
    tokenStillGood: null,
    of: { token_refused: 8 },
    evidence: [
      // By its own clock it has not ended yet.
      [
        70,
        {
          words: unexpired,
          stage: "api-call",
          not: { signal: ["ip", "audience", "clock"] },
        },
      ],
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
    evidence: [
      [16, { signal: "scope" }],
      [-40, { status: 403, words: scopesRight }],
    ],
    proof: [
      [
        96,
        {
          words: [
            /\b[a-z_]{3,30}:[a-z_]{2,30}_permission\b|_permission['"\]]?[^|]{0,30}\bmissing\b/,
            /(?:access[_ ]?token|bearer|token|app(?:lication)?|authori[sz]ation)\b[^|.]{0,20}(?:lacks?|does not have|doesn'?t have|has not|without|is missing|missing)[^|.]{0,24}\bscopes?\b/,
          ],
          stage: "api-call",
        },
      ],
      [
        58,
        {
          words: [
            /insufficient[ _](?:scope|authentication scopes)|insufficient permission/,
            /missing[ _]scopes?|insufficientpermissions|required scopes?|\bneeded["']?: ?["']?[a-z_]+[:.]/,
          ],
        },
      ],
    ],
  },
  {
    id: "no_permission",
    tokenStillGood: true,
    of: { forbidden: 24 },
    evidence: [
      [14, { words: /permission|role|profile|licen[cs]e|access|privilege/ }],
      [
        30,
        {
          status: 403,
          words: scopesRight,
        },
      ],
    ],
  },
  {
    id: "rate_limit",
    tokenStillGood: true,
    retry: true,
    of: { rate_limit: 44 },
    proof: [
      [
        50,
        {
          words:
            /rate[- ]?limit|too many requests|quota exceeded|throttl(?!\w{0,12} (?:the |its |all )?(?:timers?|tabs?|background))/,
        },
      ],
    ],
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
  {
    id: "issuer_two_names",
    refines: "wrong_issuer",
    tokenStillGood: true,
    of: { token_refused: 2 },
    evidence: [
      [
        66,
        {
          address: "issuer_inner",
          not: { provider: ["auth0", "okta", "microsoft", "google", "salesforce"] },
        },
      ],
      [60, { address: "issuer_scheme" }],
    ],
  },
  {
    id: "audience_not_allowed",
    tokenStillGood: true,
    of: {},
    proof: [
      [
        92,
        {
          words: [
            /requested audience[^|]{0,80}(?:not been |not )(?:white-?listed|allowed|granted|registered)/,
            /audience[^.|]{0,40}not (?:white-?listed|allowed) (?:by|for) the (?:oauth 2\.0 )?client/,
          ],
        },
      ],
    ],
    rulesOut: ["wrong_audience", "parameter_missing"],
  },
] as const satisfies readonly CauseRule[];
