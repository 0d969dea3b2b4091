/** The causes of a refused or missing ID token, and their cures, in English. */
export const en = {
  "why.id_token_clock":
    "The clock of the machine that checks the token (in a browser app the user's computer) differs from that of the provider.",
  "fix.id_token_clock":
    "Synchronise the clock (NTP) of the machine that checks: the server, or the user's computer or phone if the app runs there.\nContainers and virtual machines that slept go wrong, too: restart Docker or WSL.\nAllow some seconds of tolerance for iat, nbf and exp, for the computers of users up to some minutes (leeway, clockTolerance, clock_skew_in_seconds, maxClockSkew).",
  "why.id_token_expired":
    "The ID token was used after its life of an hour or less: a stored one, or one that page, app or proxy kept.",
  "fix.id_token_expired":
    "Let the page or app fetch a fresh ID token (silent sign-in) right before each login, and verify it once; keep the user by a session of your own, not by the ID token.\nA proxy that renews only when the access token ends (oauth2-proxy): set the time of renewal (cookie-refresh) and the life of the access token no longer than the ID token's, or update it.\nIf the times in the message lie only minutes apart, synchronise the server's clock (NTP).",
  "why.nonce_lost":
    "The nonce of the login is missing or another one at the check: lost session, two logins at once, or a token from the cache.",
  "fix.nonce_lost":
    "Store the nonce with the login's state and check it once.\nMake it of URL-safe characters (base64url): a + or / gets lost on its way.\nBegin a new login.",
  "why.id_token_missing": "The login did not ask for openid, or the app may not use OpenID Connect.",
  "fix.id_token_missing": "Add openid to the scopes and begin a new login.",
  "why.id_token_not_renewed":
    "The answer to a refresh has no ID token. It need not have one (OpenID Connect Core 12.2): some servers give none, or only where the login had openid.",
  "fix.id_token_not_renewed":
    "Keep the claims of the first ID token, and keep the user by a session of your own; for current data ask userinfo.\nIf the server can give one: openid must be in the scopes of the login, and in scope of the refresh if that is sent.\nThe refresh worked: go on with its access token.",
  "fix.id_token_not_renewed.auth0":
    "Applications > your app > Advanced Settings > OAuth: switch OIDC Conformant on; in the older mode a refresh gives no ID token. Test the login afterwards: claims and endpoints change with it.\nopenid must be in the scopes of the login, and in scope of the refresh if that is sent.\nThe refresh worked: go on with its access token.",
  "why.id_token_unexpected":
    "The provider answers with an ID token (OpenID Connect), but the client library is set up for plain OAuth.",
  "fix.id_token_unexpected":
    "Set the client to OpenID Connect: next-auth type oidc, or idToken: true; openid-client callback() in place of oauthCallback().\nGive it the issuer, so that it can check the token; or, if no identity is needed, leave openid out of scope.",
  "why.id_token_signature":
    "The app checks the signature of the token with another key or algorithm than the one that signed it: an old key set in memory, no signing key at the server, HS256 in place of RS256.",
  "fix.id_token_signature":
    "Let the app read the key set (jwks_uri) anew at an unknown kid: update it, or restart it once after a change of keys.\nSelect a signing key for the client at the server (Authentik: provider > Signing Key), so that it signs by RS256, and set the same algorithm in the app.\nA key at jwks_uri must be whole: kty, kid, and for RSA n and e.\nCheck that issuer and jwks_uri are those of the server that issued the token.",
  "why.token_encrypted":
    "The server encrypts the token (JWE, five parts), and the app expects a signed one (three parts).",
  "fix.token_encrypted":
    "Switch encryption of tokens off for this client at the server (Authentik: provider > Encryption Key: none), or give the app the private key.\nKeep the signing key.",
  "why.id_token_algorithm_unnamed":
    "The app takes only algorithms that the provider's discovery document names, and the one that signs its ID tokens is not among them.",
  "fix.id_token_algorithm_unnamed":
    "At your own server add the algorithm (mostly RS256) to id_token_signing_alg_values_supported in /.well-known/openid-configuration; the standard demands RS256 there.\nOr set the algorithm in the app (id_token_signed_response_alg, allowed algorithms) to the one in the header of the token.\nRead the document anew: restart the app.",
} as const;
