/** The causes of a revocation or logout that goes otherwise than expected, and their cures, in English. */
export const en = {
  "why.revoked_before": "The token was already revoked or had expired, which is what you want.",
  "fix.revoked_before":
    "Treat it as done and delete the stored tokens: a server should answer 200 for an unknown token (RFC 7009, 2.2).",
  "why.revocation_client":
    "The revocation endpoint asks for the app's authentication, which the request does not carry, or not rightly.",
  "fix.revocation_client":
    "Send the app's usual authentication, as in a token request: client ID and secret from a server.\nA public app (browser, native) sends client_id alone; the server must allow that client at the revocation endpoint without a secret, or leave revocation out at the logout.",
  "fix.revocation_client.keycloak":
    "Send client_id (and the secret of a confidential client) to …/protocol/openid-connect/revoke.\nA browser app must be a public client: Clients > your client > Capability config > Client authentication off.",
  "fix.revocation_client.okta":
    "Send client_id, and for a web app its secret, to …/v1/revoke of the same authorization server.\nA single-page or native app sends client_id alone.",
  "why.revocation_request": "The revocation request lacks the token, or has the wrong form.",
  "fix.revocation_request":
    "Send POST with a form body: token=…&token_type_hint=refresh_token (Content-Type: application/x-www-form-urlencoded).\nPrint the length of the token first: an empty variable looks the same as a missing field.",
  "fix.revocation_request.slack": "Call auth.revoke with the token that is to end as Bearer token.",
  "fix.revocation_request.hubspot":
    "Delete the refresh token with DELETE /oauth/v1/refresh-tokens/TOKEN; the app stays installed until the account removes it.",
  "fix.revocation_request.github":
    'Send DELETE /applications/CLIENT_ID/token with Basic authentication (client ID and secret) and {"access_token": …} as JSON.',
  "why.revocation_kind": "The server does not revoke this kind of token at this endpoint.",
  "fix.revocation_kind":
    "Send the refresh token, which ends the access tokens with it; many servers cannot revoke access or ID tokens.\nSet token_type_hint to the kind that you send, or leave it out.",
  "why.logout_keeps_tokens": "A logout ends the session of the browser; refresh tokens do not depend on it.",
  "fix.logout_keeps_tokens":
    "Revoke the refresh token at the logout as well (revocation endpoint).\nAccess tokens that are checked without asking the provider stay valid until they expire: keep their life short.",
  "why.logout_keeps_session":
    "The app ended its own session, but the session at the provider lives on, and the next login uses it.",
  "fix.logout_keeps_session":
    "Send the browser to end_session_endpoint of the discovery document, with id_token_hint and post_logout_redirect_uri.\nOr ask for prompt=login at the next login.",
  "why.logout_redirect":
    "The address to return to after the logout is not registered, or is not the one registered.",
  "fix.logout_redirect":
    "Register post_logout_redirect_uri exactly in the app's list of logout URLs, which is another list than that of the callback URLs.",
  "fix.logout_redirect.keycloak":
    "Clients > your client > Settings > Valid post logout redirect URIs: add it exactly (+ means those of the redirect URIs).\nSince version 18 the parameter is post_logout_redirect_uri with id_token_hint or client_id, not redirect_uri.\nIf the address begins with http by mistake, let the proxy send X-Forwarded-Proto.",
  "fix.logout_redirect.okta":
    "Applications > your app > General > Sign-out redirect URIs: add exactly this URI.",
  "fix.logout_redirect.auth0":
    "Applications > your app > Settings > Allowed Logout URLs: add exactly this URL, Save (without client_id in the request: the tenant's list in Settings > Advanced).",
  "fix.logout_redirect.microsoft":
    "App registrations > your app > Authentication: add the address among the redirect URIs.",
  "why.logout_hint":
    "The logout request does not say whose session is meant: id_token_hint is missing or not usable.",
  "fix.logout_hint":
    "Keep the ID token of the login and send it as id_token_hint, together with post_logout_redirect_uri.\nIf you no longer have it, send client_id instead where the provider takes it.",
} as const;
