/** Sentences of `explain` about every cause, in English: what a symptom means, the token, another try. */
export const en = {
  // What it means
  "meaning.dead_refresh": "{provider} refuses the refresh token: it can no longer be exchanged.",
  "meaning.in_progress": "Two requests use the same refresh token at this moment. The token itself is fine.",
  "meaning.bad_code":
    "{provider} refuses the authorization code. A code works once, for minutes, for one app and one callback.",
  "meaning.bad_verifier": "The code was issued for another PKCE verifier than the one that was sent.",
  "meaning.bad_client":
    "{provider} does not accept the app itself. The token or code was not even looked at.",
  "meaning.bad_assertion": "{provider} does not accept the signed assertion (JWT) of the app.",
  "meaning.redirect": "The callback URL of the request is not one that the app has registered.",
  "meaning.denied": "{provider} knows who asks, but does not allow it.",
  "meaning.scope": "{provider} does not grant the scopes that were asked for.",
  "meaning.grant_type": "The app may not use this grant type or flow.",
  "meaning.bad_request":
    "{provider} could not read the request: a parameter is missing, wrong or in the wrong place.",
  "meaning.audience": "{provider} does not know the API that the token was asked for.",
  "meaning.interaction": "{provider} wants a person to do something, and the request allowed no page.",
  "meaning.password_login": "{provider} refuses the login by user name and password.",
  "meaning.no_refresh_token": "The login worked, but the answer has no refresh token.",
  "meaning.token_refused":
    "The API does not accept the access token. This says nothing against the refresh token.",
  "meaning.forbidden": "The access token is valid, but not enough for this request.",
  "meaning.rate_limit": "Too many requests. Nothing is wrong with the tokens.",
  "meaning.server_error": "The server failed or is overloaded. It did not judge the token.",
  "meaning.html": "A web page came back where data was expected: the answer is not from the endpoint.",
  "meaning.dns": "The name of the host could not be looked up. Nothing was sent.",
  "meaning.connection": "The connection to the server failed. The provider did not refuse anything.",
  "meaning.tls": "No trusted TLS connection could be made. Nothing was sent.",
  "meaning.proxy": "A proxy on the way wants a login of its own.",
  "meaning.cors":
    "The browser blocks the answer, because the endpoint does not allow requests of this web page.",
  "meaning.port": "The program cannot open the port at which it waits for the browser.",
  "meaning.no_callback": "The browser did not come back to the program after the login.",
  "meaning.state":
    "The answer does not belong to the login that the program began: state is missing or another one.",
  "meaning.keychain": "The program cannot read the place where it keeps its tokens on this machine.",
  "meaning.id_token": "The ID token does not pass the check.",
  "meaning.device": "The device login is not finished, or it is over.",
  "meaning.revocation": "The revocation did not go as expected.",
  "meaning.code_known": "{code}: {provider} refuses the request.",
  "meaning.unknown": "The text names no known error.",

  // The refresh token, and whether to try again
  "token.good": "The refresh token still works: do not throw it away.",
  "token.dead": "The refresh token is dead. Only a new login gives another one.",
  "token.unknown": "Whether a refresh token still works cannot be told from this.",
  "retry.yes": "The same request may succeed later. Wait a little longer after each failure.",
  "retry.no": "The same request will fail again. Change something first.",
  guess: "This is a guess from the little that the text says. Add --provider, --stage or --context.",
  not_understood: "Not understood: --{option}. It takes {takes}.",

  // Named if no other cause fits
  "why.not_known": "The text and the hints do not say enough.",
  "fix.not_known":
    "Look for the body of the provider's answer: it has error and error_description.\nSay where it happened with --stage, and what you know with --context.",
} as const;
