import type { CauseRule } from "../rule.ts";

/** The causes of a refused or missing ID token. */
export const idTokenRules = [
  {
    id: "id_token_clock",
    tokenStillGood: true,
    of: { id_token: 30 },
    evidence: [[40, { signal: "clock" }]],
    proof: [
      // The state in the browser's storage ends by its clock.
      [
        92,
        {
          signal: "state",
          words:
            /(?:only )?(?:on|for|with) (?:one|a single|a certain|a particular|this one|some|certain) (?:computers?|machines?|pcs?|laptops?|devices?|workstations?)\b|machine-wide/,
          stage: ["callback", "authorize"],
          not: { words: /phone|mobile|safari|private window/ },
        },
      ],
      [
        92,
        {
          words: [
            /current time[^|]{0,90}(?:before|after)[^|]{0,40}(?:issued at|expiration|not before)/,
            /claim error in the id token; current time/,
            // Messages of libraries of Node, Ruby, Python, PHP, Java and Go about nbf and iat.
            /not ?before ?error|jwt not active|immature ?signature|invalid ?iat ?error|premature ?jwt/,
            /jwt before use time|beforevalidexception|cannot handle token prior to/,
            /token (?:is )?(?:not valid yet|used before issued)|token is not yet valid \((?:nbf|iat)\)/,
          ],
        },
      ],
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
    id: "id_token_expired",
    tokenStillGood: null,
    proof: [
      [92, { words: /token used too late/ }],
      // The verifier of ID tokens in Go
      [100, { text: /oidc: token is expired/, not: { stage: "api-call" } }],
      [
        104,
        {
          words: [
            /\bid[_ ]?token\b[^.|]{0,60}(?:shorter|(?:expires?|ends?) (?:earlier|sooner|before)|expired? (?:while|although|though))/,
            /access[_ ]token[^.|]{0,60}(?:longer|outlives?)[^.|]{0,30}\bid[_ ]?token/,
            /(?:skips?|without|does not|doesn't|not) (?:the )?(?:redeem|refresh)[^|]{0,60}(?:fails?|failing) (?:\w{1,20} )?(?:validation|verif)/,
          ],
          stage: "refresh",
        },
      ],
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
          words: [
            /idx213(?:23|24)|requirenonce|nonce was null/,
            /nonce[^.]{0,30}(?:mismatch|match|missing|invalid|not found|differ)/,
            /(?:invalid|missing|unexpected|wrong)[^.]{0,14}nonce/,
          ],
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
          words: [
            /(?:no|missing|without|lacks?|undefined)[^.]{0,16}id[_ ]token/,
            /id[_ ]token[^.]{0,16}(?:is |was )?(?:missing|not present|undefined|null|not returned)/,
          ],
        },
      ],
    ],
  },
  {
    id: "id_token_not_renewed",
    tokenStillGood: true,
    proof: [
      [
        122,
        {
          words: [
            /(?:no|missing|without|lacks?|not (?:return|get|have|includ|contain|give|send|present|updat|renew)\w{0,12}|(?:doesn't|does not|didn't|did not) (?:return|give|include|contain|send|provide|have|update)|never (?:returns?|gives?)|only (?:an? |the )?access[ _]?tokens?) (?:(?:an?|any|new|the|fresh) ){0,3}\bid[_ ]?tokens?\b/,
            /\bid[_ ]?token\b[^.|]{0,40}(?:missing|not (?:returned|present|included|there|in the|updated|refreshed|renewed|given)|undefined|\bnull\b|omitted|absent|stale|stays? the same|unchanged)/,
          ],
          stage: "refresh",
          not: [
            {
              code: [
                "invalid_grant",
                "invalid_client",
                "invalid_request",
                "unauthorized_client",
                "invalid_token",
              ],
            },
            { text: /expired|invalid|\b40[0-9]\b/ },
          ],
        },
      ],
    ],
    rulesOut: ["id_token_missing", "kept_one_counts", "offline_not_asked", "offline_not_allowed"],
  },
  {
    id: "id_token_unexpected",
    tokenStillGood: null,
    of: {},
    proof: [
      [
        92,
        {
          words: [
            /id_token detected in the response|must use client\.callback\(\) instead/,
            /unexpected id[_ ]token in/,
          ],
        },
      ],
    ],
  },
  {
    id: "id_token_signature",
    tokenStillGood: null,
    of: {},
    proof: [
      [
        96,
        {
          words: [
            /no (?:valid|applicable|usable|suitable|corresponding|signing) keys?\b[^|.]{0,24}(?:found|match|in the (?:json web key set|jwks))/,
            /no keys? (?:id )?match(?:es|ing)?\b|keys? (?:with|for) (?:the )?kid[^|.]{0,30}not (?:found|present)|err_jwks_no_matching_key|kidnotfound|signingkeynotfound/,
          ],
          not: [
            { words: /assertion|private_key_jwt|service account/ },
            { stage: "api-call" },
            { provider: "keycloak" },
          ],
        },
      ],
      [
        88,
        {
          words: [
            /no matching (?:signing )?key|signature (?:verification|validation) failed/,
            /failed to verify (?:the )?(?:id[_ ]?)?token (?:signature|claims)/,
            /unsupported (?:signing )?alg|signed with unsupported|unable to find a signing key/,
            /signing key[^.]{0,30}(?:not found|missing)|kid[^.]{0,30}not found/,
            /unexpected (?:signature )?algorithm/,
            /(?:hs256|rs256|es256)[^.]{0,40}(?:expected|not (?:allowed|supported)|but)/,
            /expected[^.]{0,12}(?:hs256|rs256|es256)/,
          ],
          not: {
            words: /assertion|private_key_jwt|service account/,
          },
        },
      ],
    ],
    rulesOut: ["assertion_key", "id_token_clock"],
  },
  {
    id: "token_encrypted",
    tokenStillGood: null,
    of: {},
    proof: [
      [
        92,
        {
          words: [
            /found 5 parts|(?:five|5) (?:parts|segments)/,
            /encryption key (?:is |was )?(?:selected|set)|\bjwe\b/,
            /encrypted (?:id[_ ]?|access[_ ]?)?token/,
          ],
          not: { provider: "auth0" },
        },
      ],
    ],
  },
  {
    id: "id_token_algorithm_unnamed",
    tokenStillGood: null,
    refines: "id_token_signature",
    proof: [
      [
        116,
        {
          words: [
            /unsupported_algorithm|algorithm of ['"]?[a-z]{2}\d{3}['"]? is not allowed/,
            /id_token_signing_alg_values_supported/,
          ],
        },
      ],
    ],
    rulesOut: ["assertion_key", "error_on_page"],
  },
] as const satisfies readonly CauseRule[];
