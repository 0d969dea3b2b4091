/** The causes that only GitHub has, and their cures, in English. */
export const en = {
  "why.github.code_bad":
    "A code of GitHub works once and for 10 minutes; this one was used, is too old or not whole.",
  "fix.github.code_bad":
    "Exchange it once, at once, with the client ID and redirect_uri of the login.\nBegin a new login to get a fresh code.",
  "why.github.token_limit":
    "GitHub keeps ten tokens of one user, app and scope; an eleventh ends the oldest.",
  "fix.github.token_limit":
    "Reuse the token in place of authorizing again.\nConnect the one that was pushed out once more.",
  "why.github.unused_or_leaked":
    "GitHub ends tokens that were not used for a year, and those that appear in a public repository or gist.",
  "fix.github.unused_or_leaked":
    "Settings > Security log names the event.\nTake the token out of the repository, and connect once more.",
  "why.github.saml_sso": "The organisation enforces SAML, and the token is not authorised for it.",
  "fix.github.saml_sso":
    "Let the user open the organisation with SAML in the browser, then authorise the app for it: Settings > Applications, or Configure SSO at the token.\nThe token itself is fine.",
  "why.github.app_permission":
    "The app or its installation lacks the permission, or is not installed in that repository.",
  "fix.github.app_permission":
    "GitHub App > Permissions & events: add the permission, and let the owner accept it.\nInstallation > Repository access: add the repository.",
  "why.github.org_restricts": "The organisation restricts third-party apps, and has not approved this one.",
  "fix.github.org_restricts":
    "An owner: Organization settings > Third-party Access > OAuth app policy > approve the app.",
  "why.github.suspended": "The app is suspended, or the user's e-mail address is not verified.",
  "fix.github.suspended":
    "application_suspended: contact GitHub Support. unverified_user_email: the user verifies the primary address.",
} as const;
