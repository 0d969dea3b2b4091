/** The causes of a revocation that goes otherwise than expected, and their cures, in English. */
export const en = {
  "why.revoked_before": "The token was already revoked or had expired, which is what you want.",
  "fix.revoked_before": "Treat it as done: a server answers 200 for an unknown token (RFC 7009).",
  "why.revocation_request": "The revocation request lacks the app's credentials or the right kind of token.",
  "fix.revocation_request":
    "Send token and token_type_hint=refresh_token as a form, with the app's usual authentication.",
  "why.logout_keeps_tokens": "A logout ends the session of the browser; refresh tokens do not depend on it.",
  "fix.logout_keeps_tokens": "Revoke the refresh token at the logout as well (revocation endpoint).",
} as const;
