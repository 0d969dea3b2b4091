/**
 * Sentences of the standards that many servers print whatever the cause, each with its code. They name every cause that
 * the code may have, so that their words are evidence of none.
 */
const sentences: readonly (readonly [code: string, sentence: RegExp])[] = [
  [
    "invalid_grant",
    /(?:the )?(?:provided )?authori[sz]ation grant\b[^|]{0,100}(?:is )?invalid, expired,[^|]{0,40}revoked[^|]{0,120}another client\.?/gi,
  ],
  [
    "invalid_grant",
    /(?:the )?(?:provided )?(?:access|refresh) (?:grant|token) is invalid, expired,? or revoked\.?/gi,
  ],
  [
    "invalid_request",
    /the request is missing a (?:required )?parameter,[^|]{0,160}(?:is )?otherwise malformed\.?(?: the request is missing a (?:required )?parameter,[^|]{0,160}otherwise malformed\.?)?/gi,
  ],
  [
    "invalid_client",
    /client authentication failed,? ?(?:\(e\.g\.,?|due to)? ?unknown client, no client authentication included, or unsupported authentication method\)?\.?/gi,
  ],
  ["invalid_scope", /the requested scope is invalid, unknown,? or malformed\.?/gi],
  [
    "server_error",
    /the authori[sz]ation server encountered an unexpected (?:condition|error)[^.|]{0,60}(?:fulfilling the request)?\.?/gi,
  ],
  [
    "temporarily_unavailable",
    /the authori[sz]ation server is currently unable to handle the request due to[^.|]{0,80}\.?/gi,
  ],
  ["access_denied", /the (?:resource )?owner or (?:the )?authori[sz]ation server denied the request\.?/gi],
  [
    "unauthorized_client",
    /the (?:authenticated )?client is not authori[sz]ed to (?:use this authori[sz]ation grant type|request (?:a token|an access token|an authori[sz]ation code) using this method|perform this request)\.?/gi,
  ],
  [
    "unsupported_grant_type",
    /the authori[sz]ation grant type is not supported by the authori[sz]ation server\.?/gi,
  ],
  [
    "invalid_token",
    /the access token (?:provided )?(?:is |has )?expired, (?:been )?revoked, malformed,? or invalid for other reasons\.?/gi,
  ],
  [
    "insufficient_scope",
    /the request requires higher privileges than (?:those )?provided by the access token\.?/gi,
  ],
];

/** Puts the code in place of each sentence of the standards in a text. */
export function withCodesOfStandard(text: string): string {
  return sentences.reduce((changed, [code, sentence]) => changed.replace(sentence, ` ${code} `), text);
}
