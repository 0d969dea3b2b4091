import type { CauseRule } from "../rule.ts";

/** The causes of a revocation that goes otherwise than expected. */
export const revocationRules = [
  {
    id: "revoked_before",
    tokenStillGood: false,
    of: { revocation: 24 },
    evidence: [],
    proof: [
      [72, { stage: "revoke", code: ["invalid_token", "invalid_grant", "token_revoked", "token_expired"] }],
    ],
  },
  {
    id: "revocation_request",
    tokenStillGood: true,
    of: { revocation: 18 },
    evidence: [[20, { code: ["unsupported_token_type", "invalid_client"] }]],
    proof: [
      [84, { stage: "revoke", code: ["invalid_client", "unauthorized_client", "unsupported_token_type"] }],
    ],
  },
  {
    id: "logout_keeps_tokens",
    tokenStillGood: true,
    of: {},
    proof: [
      [
        60,
        {
          words:
            /(?:after|despite|although|even after)[^.]{0,20}(?:log(?:ged)? ?out|sign(?:ed)? ?out)[^.]{0,60}(?:refresh|still (?:work|valid))|log ?out does not (?:stop|end)|refresh(?:es)?[^.]{0,30}still work[^.]{0,30}log(?:ged)? ?out/,
        },
      ],
    ],
  },
] as const satisfies readonly CauseRule[];
