/** Every sentence of the session package, in English. */
export const en = {
  "error.not_logged_in": "This request has no live session. Send the user to the login.",
  "error.data_too_large":
    "The data of a session may be {limit} bytes of JSON, and this would be {bytes}. Keep it in the app's own database.",
  "error.invalid_option": "openSessions(): {problem}",
  "error.edge_runtime":
    "Sessions need Node.js: this runtime has no store. Here, hasSessionCookie() can tell whether a cookie is there; check the session itself in a route or page that runs on Node.js.",

  "option.base_url_missing":
    '"baseUrl" is missing. Give the public address of the app, such as https://app.example.com. Addresses are never taken from a request, because a visitor can forge its Host header.',
  "option.base_url_invalid":
    '"baseUrl" is not an address without query and fragment: {given}. Give something like https://app.example.com or https://example.com/shop.',
  "option.base_url_insecure":
    '"baseUrl" is plain http: {given}. Use https; http is accepted for this machine (localhost) only.',
  "option.issuer_invalid":
    '"issuer" is not an https address: {given}. Give the issuer of the provider, such as https://acme.eu.auth0.com.',
  "option.text_missing": '"{option}" is missing or not a text.',
  "option.seconds_invalid": '"{option}" must be a number of seconds of at least {least}{orNull}: {given}.',
  "option.or_null": ", or null for no limit",
  "option.path_invalid": '"{option}" must be a path such as {example}: {given}.',
  "option.form_post_http":
    '"responseMode" form_post needs https: browsers send the login cookie with a form of another site only if it is Secure. Use https or responseMode "query".',
  "option.response_mode": '"responseMode" must be "query" or "form_post": {given}.',
  "option.guard_seconds": "A guard's {option} must be a number of seconds of at least {least}: {given}.",
  "option.origin_invalid":
    '"trustedOrigins" has something that is not an origin: {given}. Give something like https://admin.example.com, without a path.',
  "option.api_base_invalid": '"apiBase" is not an address: {given}.',
  "option.callback_unknown":
    "{provider} does not know the callback {callback}. Add it to the app's settings at the provider{where}.",
  "option.auth0_callbacks": " (Auth0: Applications > Settings > Allowed Callback URLs)",

  "page.login_failed.title": "The sign-in did not work",
  "page.login_over.title": "This sign-in is over",
  "page.login_over.text":
    "The page that you came from belongs to a sign-in that was finished, is too old, or was started in another browser. Nothing was changed.",
  "page.signed_out.title": "You are signed out",
  "page.signed_out.text": "Your session here has ended.",
  "page.confirm_logout.title": "Sign out?",
  "page.confirm_logout.text": "You are signed in. Press the button to end your session.",
  "page.session_over.title": "Your session has ended",
  "page.unavailable.title": "This page is not available just now",
  "page.unavailable.text":
    "A service that this page needs does not answer. If you were signed in, you still are. Try again in a moment.",
  "page.not_recent.title": "You were not asked to sign in again",

  "reason.logged_out": "You signed out.",
  "reason.ended": "It was ended from another device or by an administrator.",
  "reason.replaced": "You signed in again in this browser.",
  "reason.provider_logout": "Your sign-in service signed you out.",
  "reason.idle": "You were away for too long.",
  "reason.absolute": "It reached its longest duration.",
  "reason.grant_refused":
    "Your sign-in service no longer confirms it: your account was blocked, or the access was withdrawn.",
  "reason.other_subject": "Your sign-in service answered for another account, so the session was ended.",
  "reason.no_refresh_token": "Your sign-in was valid until now.",
  "reason.rotation_lost": "The connection to your sign-in service was lost at a bad moment.",

  "failure.consent_denied": "You or your sign-in service declined it.",
  "failure.login_timed_out": "It took too long. Start again.",
  "failure.code_expired": "It took too long, or it was finished already. Start again.",
  "failure.clocks_differ":
    "The clocks do not agree: that of {provider} says {theirs}, and that of this server {ours}. The operator of this site has to set the clock that is wrong.",
  "failure.not_recent":
    "This page needs a fresh sign-in, but your sign-in service did not ask you for one. Your session goes on as before.",
  "failure.other_user":
    "Another account signed in than the one of this session. Your session goes on as before. Use its account, or sign out first.",
  "failure.provider": "Your sign-in service reported a problem ({code}).",
  "failure.other":
    "Something between this site and your sign-in service is not set up as it should be ({code}).",
  "failure.said": "It said: {said}",

  "action.again": "Try again",
  "action.sign_in": "Sign in",
  "action.sign_in_again": "Sign in again",
  "action.sign_out": "Sign out",
  "action.home": "Go to the start page",
} as const;
