import type { CauseRule } from "../rule.ts";

/** The causes of a refused authorization code that any provider may have. */
export const codeRules = [
  {
    id: "code_twice",
    tokenStillGood: null,
    of: { bad_code: 26 },
    evidence: [
      [40, { signal: ["code_twice", "strict_mode"] }],
      [12, { signal: "concurrent" }],
      [-14, { signal: "no_refresh_token" }],
      // A library that handles the callback has redeemed the code.
      [
        34,
        {
          words: /\b(?:omniauth|passport|devise|next-?auth|allauth|social-?auth|socialite|ueberauth)\b/,
          // In a stack it tells no more than the library.
          not: { text: /\b(?:omniauth|passport|next-?auth|allauth|social-?auth|socialite)\b/ },
          text: /bad_verification_code|invalid_grant|incorrect or expired/,
        },
      ],
    ],
    proof: [
      [
        70,
        {
          words: [
            /code[^.]{0,24}(?:already (?:been )?(?:used|redeemed)|was already|has been used|reused)/,
            /code_already_used/,
          ],
        },
      ],
    ],
  },
  {
    id: "code_too_old",
    tokenStillGood: null,
    of: { bad_code: 20 },
    evidence: [
      // Salesforce calls every code that it refuses expired.
      [-10, { provider: "salesforce" }],
      [30, { signal: "slow" }],
      [8, { words: /expired (?:authorization )?code|code (?:is |was |has )?expired/ }],
    ],
  },
  {
    id: "code_encoded",
    tokenStillGood: null,
    of: { bad_code: 12 },
    evidence: [[36, { signal: "double_encoded" }]],
    proof: [[56, { words: /malformed (?:auth )?code/ }]],
  },
  {
    id: "code_absent",
    tokenStillGood: null,
    of: { bad_code: 3 },
    evidence: [
      [
        128,
        {
          words: [
            /(?:access_?token|id_?token|token_id|\btokens?\b)[^.|]{0,50}(?:in|as|for) (?:the )?['"`]?code\b/,
            /(?:both|them|it|values?) (?:in|as) (?:the )?code\b/,
          ],
        },
      ],
      [128, { text: /access_token\s{0,3}\{(?![^}]{0,300}"code")[^}]{0,200}client_id/ }],
    ],
    rulesOut: ["code_twice", "code_too_old", "code_encoded", "code_other_redirect"],
  },
  {
    id: "code_other_client",
    tokenStillGood: null,
    of: { bad_code: 7 },
    evidence: [
      [28, { signal: "other_host" }],
      [20, { signal: ["second_environment", "custom_domain"] }],
    ],
    proof: [
      [
        70,
        {
          words: [
            /code was not issued to this client/,
            /client id from this request does not match the one from the authorize/,
            /code (?:was )?(?:not )?issued (?:to|for) (?:a |an )?(?:different|another|other)/,
            /code was not issued/,
          ],
        },
      ],
    ],
  },
  {
    id: "code_other_redirect",
    tokenStillGood: null,
    of: { bad_code: 11 },
    evidence: [
      [30, { words: /redirect[ _-]?ur[il]/ }],
      [
        40,
        {
          words: [
            /callback[_ ]ur[il][^|]{0,60}(?:quer|param|differ|added|changed)/,
            /(?:quer(?:y|ies)|parameters?)[^|]{0,60}(?:to|in|of) (?:the )?(?:callback|redirect)[_ ]ur[il]/,
          ],
        },
      ],
      [14, { signal: ["slash", "behind_proxy"] }],
    ],
    proof: [
      [
        72,
        {
          words: [
            /make sure your redirect_uri is identical/,
            /redirect_uri'? from this request does not match/,
            /redirect_uri did not match uri from initial/,
            /redirect uri\/code verifier does not match|incorrect redirect_uri/,
            /mismatch_redirect_uri_auth_code/,
            /redirect[ _]ur[il][^.]{0,40}(?:token request|authorization request|does not match the one|match the original|used (?:when|in|to) )/,
          ],
        },
      ],
    ],
  },
  {
    id: "verifier_lost",
    tokenStillGood: null,
    of: { bad_verifier: 40, bad_code: 3 },
    evidence: [
      [26, { signal: ["session_lost", "cookies"] }],
      [14, { signal: "pkce" }],
    ],
    proof: [
      [
        64,
        {
          words: [
            /(?:code[_ ]verifier)[^.]{0,30}(?:missing|required|not found|cookie|undefined|null|empty)/,
            /(?:missing|no|required)[^.]{0,20}code[_ ]verifier|pkcecodeverifier/,
          ],
        },
      ],
    ],
  },
  {
    id: "verifier_wrong",
    tokenStillGood: null,
    of: { bad_verifier: 32 },
    evidence: [[34, { signal: "challenge_wrong" }]],
  },
  {
    id: "pkce_missing",
    tokenStillGood: null,
    of: {},
    proof: [
      [
        142,
        {
          code: ["oauth_approval_error_generic", "invalid_request", "access_denied"],
          words: [
            /(?:require|need|must|without|no|missing)[^.]{0,60}(?:pkce|code_challenge)/,
            /pkce[^.]{0,60}(?:require|missing)/,
          ],
          not: { text: /verifier (?:was |is |parameter )?(?:sent|present|given|provided)/ },
        },
      ],
      [
        78,
        {
          words: [
            /(?:missing|required?|requires|needs?|must)[^.]{0,40}(?:code[ _]challenge|pkce|proof key)/,
            /(?:code[ _]challenge|pkce|proof key)[^.]{0,40}(?:missing|required|is needed|must be)/,
          ],
        },
      ],
    ],
  },
  {
    id: "verifier_unasked",
    tokenStillGood: null,
    proof: [
      [
        134,
        {
          words: [
            /verifier (?:or verifier )?(?:is |was )?(?:not (?:needed|expected|required|allowed)|unexpected|unnecessary)/,
            /(?:unexpected|unnecessary|superfluous) (?:parameter:? ?)?['"]?code[_ ]verifier/,
            /code[_ ]verifier[^|.]{0,60}(?:without|but no|no|not)[^|.]{0,30}code[_ ]challenge/,
            /(?:no|without(?: an?)?) code[_ ]challenge[^|.]{0,60}(?:but|although|yet)[^|.]{0,30}verifier/,
            /code_verifier=undefined|code_verifier['"]?: ?(?:undefined|null)/,
          ],
          not: { provider: "salesforce" },
        },
      ],
    ],
    rulesOut: [
      "verifier_lost",
      "verifier_wrong",
      "code_twice",
      "code_too_old",
      "pkce_missing",
      "library_regression",
      "code_encoded",
    ],
  },
  {
    id: "code_truncated",
    tokenStillGood: null,
    proof: [
      [
        130,
        {
          words: [
            /\b(?:drops?|dropped|loses?|lost|strips?|stripped|removes?)\b[^|]{0,40}\b(?:of|in|from) (?:the |my )?code\b/,
            /only (?:the |a )?(?:first )?(?:part|half|beginning) of (?:the |my )?code\b|\bcode\b[^|.]{0,40}before the first (?:exclamation|special|slash|dot)/,
            /(?:regex|regular expression|pattern)[^|.]{0,40}\bcode\b(?! (?:flow|grant))/,
            /(?:passing|sending|posting|pasting|using|with) (?:the |my )?(?:full|whole|entire|complete) code\b(?! (?:flow|grant|exchange))/,
            /(?:code)\b[^|.]{0,30}(?:is |was |gets? |got )?\b(?:cut|truncated|chopped|incomplete|shortened)/,
            /\b(?:cuts?|truncat|chops?|only (?:takes|reads|sends) (?:a )?part)[^|.]{0,30}\bcode\b/,
            /\bcode\b[^|.]{0,40}(?:alphanumeric|regex|special characters?|ends? at|stops? at)/,
          ],
        },
      ],
    ],
    rulesOut: ["code_twice", "code_too_old", "code_encoded"],
  },
  {
    id: "code_pasted_whole",
    tokenStillGood: null,
    proof: [
      [
        112,
        {
          words: [
            /(?:past|cop|enter)[^|.]{0,30}(?:whole|entire|full|complete) (?:ur[il]|address|link|redirect)[^|.]{0,40}(?:as|into|for|in place of|instead of)[^|.]{0,20}code/,
            /\bcode=https?:|code['"]?: ?['"]https?:/,
            /does not contain (?:a )?code parameter|no code (?:parameter )?in (?:the )?(?:pasted|response|entered)/,
          ],
        },
      ],
    ],
    rulesOut: ["code_twice", "code_too_old"],
  },
] as const satisfies readonly CauseRule[];
