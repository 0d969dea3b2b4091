import type { CauseRule, Condition } from "../rule.ts";

/** Auth0 has a cause of its own for an address that a logout may not go to. */
const namedByAuth0: Condition = {
  provider: "auth0",
  words: /returnto|post_logout_redirect_uri|allowed logout urls/,
};

/** The causes of a revocation or logout that goes otherwise than expected. */
export const revocationRules = [
  {
    id: "revoked_before",
    tokenStillGood: false,
    of: { revocation: 8 },
    evidence: [[24, { words: /expired|already|inactive|not found|unknown token|no longer|does not exist/ }]],
    proof: [
      [
        76,
        {
          stage: "revoke",
          code: [
            "invalid_token",
            "invalid_grant",
            "token_revoked",
            "token_expired",
            "not_authed",
            "account_inactive",
          ],
        },
      ],
      [
        70,
        {
          stage: "revoke",
          words:
            /token (?:is |was |has )?(?:been )?(?:already )?(?:expired|revoked|invalid|not found|inactive)/,
        },
      ],
    ],
  },
  {
    id: "revocation_client",
    tokenStillGood: true,
    of: { revocation: 16 },
    evidence: [
      [16, { status: [401, 403] }],
      [18, { words: /public|\bspa\b|browser|signout|secret|client auth|basic|credential/ }],
    ],
    proof: [
      [
        92,
        {
          stage: "revoke",
          code: ["invalid_client", "unauthorized_client"],
        },
      ],
    ],
    rulesOut: ["wrong_secret", "unknown_client", "secret_mangled", "grant_not_allowed"],
  },
  {
    id: "revocation_request",
    tokenStillGood: true,
    of: { revocation: 18 },
    evidence: [[10, { words: /json|query|parameter|content-type|get\b|form/ }]],
    proof: [
      [
        88,
        {
          stage: "revoke",
          words: [
            /\btoken\b[^.|]{0,20}(?:field |parameter )?(?:is )?(?:required|missing|empty|not (?:provided|present))/,
            /missing[^.|]{0,30}(?:parameter|field)?[^.|]{0,8}\btoken\b|invalid_request/,
            /unsupported media type|\b415\b|\b40[45]\b|method not allowed/,
          ],
        },
      ],
    ],
    rulesOut: ["request_format"],
  },
  {
    id: "revocation_kind",
    tokenStillGood: true,
    of: {},
    proof: [
      [94, { code: "unsupported_token_type" }],
      [
        90,
        {
          words:
            /(?:doesn'?t|does not|do not|don'?t|cannot|can'?t|no|only) (?:support |allow |revoke )(?:the )?(?:revocation|revoking|revoke)?(?: (?:for|of))? ?(?:access|refresh)[ _-]tokens?/,
          stage: "revoke",
        },
      ],
    ],
    rulesOut: ["revocation_client", "revocation_request", "revoked_before"],
  },
  {
    id: "logout_keeps_tokens",
    tokenStillGood: true,
    of: {},
    proof: [
      [
        66,
        {
          words: [
            /(?:after|despite|although|even after)[^.]{0,20}(?:log(?:ged)? ?(?:out|off)|sign(?:ed)? ?(?:out|off))[^.]{0,60}(?:token|refresh|still (?:work|valid))/,
            /log ?out does not (?:stop|end|revoke|invalidate)/,
            /refresh(?:es)?[^.]{0,30}still work[^.]{0,30}log(?:ged)? ?out/,
            /tokens?[^.]{0,40}(?:still|remains?)[^.]{0,20}(?:valid|work|active)[^.]{0,30}log(?:ged)? ?out/,
          ],
        },
      ],
    ],
  },
  {
    id: "logout_keeps_session",
    tokenStillGood: null,
    of: {},
    proof: [
      [
        92,
        {
          words: [
            /(?:log|sign)(?:s|ged|ed)? (?:you |me |us |the user |users? )?(?:automatically |straight |directly |silently )?(?:back )?in(?: again)? ?(?:automatically|without (?:a |the |any )?(?:password|login|credentials))/,
            /automatically (?:logs?|logged|signs?|signed) (?:you |me |us |the user |users? )?(?:back )?in/,
            /just log automatically in|(?:still|stays?|remains?) (?:logged|signed) in/,
          ],
          stage: "revoke",
        },
      ],
      [
        72,
        {
          words: [
            /(?:after|on) (?:the )?(?:log|sign)(?:ged|ging|ing)? ?(?:out|off)[^.]{0,80}(?:log(?:ged|s)?|sign(?:ed|s)?)[^.]{0,20}(?:back )?in (?:again )?(?:automatically|without|silently|immediately|straight)/,
            /(?:not|never|isn't|without being|without) (?:asked|prompted|asking|prompting)[^.]{0,40}(?:password|credentials)[^.]{0,60}(?:log|sign) ?(?:out|off)/,
            /(?:log|sign) ?(?:out|off)[^.]{0,80}(?:not|never|isn't|without being|without) (?:asked|prompted|asking|prompting)[^.]{0,30}(?:password|credentials|login)/,
          ],
        },
      ],
    ],
  },
  {
    id: "logout_redirect",
    tokenStillGood: null,
    of: {},
    proof: [
      [150, { stage: "revoke", words: /redirect[_ ]?ur[il]|logout ur[il]|returnto/, not: namedByAuth0 }],
      [
        100,
        {
          text: /redirect[_ ]?ur[il]/,
          words: /(?:logg?(?:ing|ed|s)?|sign(?:ing|ed|s)?)[ -]?(?:out|off)\b|\blogout\b|end_?session/,
          stage: "callback",
          not: namedByAuth0,
        },
      ],
      [
        104,
        {
          words: [
            /post[_ ]?logout[_ ]?redirect[_ ]?ur[il]s?[^|]{0,80}(?:not|invalid|mismatch|must|white|regist|missing|match|allowed)/,
            /(?:invalid|mismatch|not registered|unregistered)[^|]{0,40}(?:post[_ ]?logout|logout (?:redirect )?ur[il])/,
            /(?:logout|returnto)[^|]{0,60}(?:not (?:defined|registered|allowed|in the)|invalid)[^|]{0,40}(?:allowed logout|logout url)/,
            /allowed logout urls/,
            /(?:logout|log ?out|sign-?out)[^|]{0,200}(?:invalid (?:parameter: )?redirect[_ ]ur[il])/,
            /invalid (?:parameter: )?redirect[_ ]ur[il][^|]{0,120}(?:logout|log ?out|sign-?out)/,
          ],
          not: namedByAuth0,
        },
      ],
    ],
    rulesOut: [
      "redirect_mismatch",
      "redirect_scheme",
      "redirect_port",
      "redirect_wildcard",
      "redirect_inner_host",
      "code_other_redirect",
    ],
  },
  {
    id: "logout_hint",
    tokenStillGood: null,
    of: {},
    proof: [
      [
        170,
        {
          text: [
            /(?:missing|required|requires?|without|no|invalid|must|only be used in combination with|only with)[^|]{0,40}id_token_hint/,
            /id_token_hint[^|]{0,60}(?:missing|required|invalid|not|expired|must)/,
          ],
        },
      ],
      [
        98,
        {
          words: [
            /(?:missing|required|requires?|without|no|invalid|must)[^|]{0,40}id_token_hint/,
            /id_token_hint[^|]{0,60}(?:missing|required|invalid|not|expired|must)/,
          ],
        },
      ],
    ],
    rulesOut: ["logout_redirect", "parameter_missing"],
  },
] as const satisfies readonly CauseRule[];
