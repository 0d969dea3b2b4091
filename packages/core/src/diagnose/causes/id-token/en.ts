/** The causes of a refused or missing ID token, and their cures, in English. */
export const en = {
  "why.id_token_clock": "The clock of this machine differs from that of the provider.",
  "fix.id_token_clock": "Synchronise the clock (NTP).\nAllow some seconds of tolerance for iat, nbf and exp.",
  "why.nonce_lost":
    "The nonce of the login is missing or another one at the check: lost session, two logins at once, or a token from the cache.",
  "fix.nonce_lost":
    "Store the nonce with the login's state and check it once.\nMake it of URL-safe characters (base64url): a + or / gets lost on its way.\nBegin a new login.",
  "why.id_token_missing": "The login did not ask for openid, or the app may not use OpenID Connect.",
  "fix.id_token_missing": "Add openid to the scopes and begin a new login.",
  "why.id_token_unexpected":
    "The provider answers with an ID token (OpenID Connect), but the client library is set up for plain OAuth.",
  "fix.id_token_unexpected":
    "Set the client to OpenID Connect: next-auth type oidc, or idToken: true; openid-client callback() in place of oauthCallback().\nGive it the issuer, so that it can check the token; or, if no identity is needed, leave openid out of scope.",
} as const;
