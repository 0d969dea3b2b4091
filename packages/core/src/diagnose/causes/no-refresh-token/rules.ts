import type { CauseRule } from "../rule.ts";

/** The causes of an answer without a refresh token. */
export const noRefreshTokenRules = [
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
            /(?:with|sent|asked for|requested|added|includ\w|have|has|set|use)[^.]{0,20}(?:offline_access|access_type=offline|refresh_token scope)/,
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
    rulesOut: ["keycloak.session_ended"],
    tokenStillGood: null,
    of: { no_refresh_token: 8 },
    evidence: [
      [40, { signal: ["client_credentials", "implicit", "jwt_bearer"] }],
      [40, { grant: ["client_credentials", "implicit", "jwt_bearer"] }],
      // The password grant of other providers may give one.
      [60, { grant: "password", provider: "salesforce" }],
      [60, { words: /loginbyoauth2|username-password flow/, provider: "salesforce" }],
    ],
    proof: [[104, { grant: "client_credentials", stage: "refresh", code: "invalid_grant" }]],
  },
  {
    id: "token_elsewhere",
    tokenStillGood: null,
    proof: [
      [
        126,
        {
          words: [
            /conn(?:ection)?\.(?:authorize|login)\b[^|]{0,120}(?:organizationid|["']?id["']?:)/,
            /(?:authorize|login|callback|authenticate|gettoken|result|response|returns?|session|profile)\b[^|.]{0,40}(?:only|just) (?:(?:has|have|contains?|returns?|gives?|got|get) )?(?:the |a |my )?(?:user|profile|id\b|ids\b|organi[sz]ation)[^|]{0,120}(?:\btokens?\b|access_?token)/,
            /(?:no|not|without|where)\b[^|.]{0,24}(?:access_?token|tokens?)[^|.]{0,40}(?:in|on|from) (?:the |its )?(?:returned|result(?:ing)?|session|profile|user) (?:object|value)/,
          ],
          stage: ["token-exchange", "callback"],
          not: { code: ["invalid_grant", "invalid_client", "access_denied"] },
        },
      ],
    ],
    rulesOut: ["offline_not_asked", "offline_not_allowed", "salesforce.refresh_policy", "code_twice"],
  },
  {
    id: "kept_one_counts",
    tokenStillGood: true,
    of: { no_refresh_token: 10 },
    evidence: [
      // The request lacks it, not the answer.
      [
        -80,
        {
          text: /missing (?:required )?parameters?:? ?['"[]?refresh_token|missing refresh[ _]?token|refresh_token['"]? (?:is )?(?:required|missing)/,
        },
      ],
      [60, { stage: "refresh" }],
      // The login gave none.
      [-60, { words: /always (?:null|undefined|empty)|\bon null\b|never (?:got|had|received)/ }],
      [-20, { stage: ["token-exchange", "authorize", "callback"] }],
    ],
    proof: [
      [
        20,
        {
          signal: "no_refresh_token",
          stage: "refresh",
          not: {
            code: [
              "invalid_grant",
              "bad_refresh_token",
              "invalid_refresh_token",
              "invalid_request",
              "unauthorized_client",
            ],
          },
        },
      ],
      [
        60,
        {
          words:
            /(?:refresh (?:response|answer|reply)|response (?:of|to) (?:the|a) refresh|after (?:a |the )?refresh)[^.]{0,60}(?:no|without|lacks?|omits?|missing|undefined|null)[^.]{0,20}refresh[_ ]token/,
        },
      ],
    ],
  },
] as const satisfies readonly CauseRule[];
