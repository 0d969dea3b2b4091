/** The causes of an answer without a refresh token, and their cures, in English. */
export const en = {
  "why.offline_not_asked": "The login did not ask for offline access.",
  "fix.offline_not_asked":
    "Add offline_access to the scopes of the authorization request.\nBegin a new login: a refresh token comes only with a new code.",
  "fix.offline_not_asked.salesforce":
    'If the request names scopes, add refresh_token (or offline_access); full alone does not have it.\nThe app must have it too: OAuth Settings > Selected OAuth Scopes: "Perform requests at any time (refresh_token, offline_access)".\nBegin a new login with prompt=consent.',
  "fix.offline_not_asked.google":
    "Send access_type=offline, and prompt=consent: Google gives the refresh token only at the first consent.\nBegin a new login.",
  "fix.offline_not_asked.github":
    "OAuth apps of GitHub have tokens that do not expire, so there is none.\nA GitHub App: Optional features > User-to-server token expiration: opt in.",
  "fix.offline_not_asked.slack":
    "Switch token rotation on: api.slack.com/apps > your app > OAuth & Permissions. It cannot be switched off again.\nWithout it tokens do not expire and need no refresh.",
  "why.offline_not_allowed": "The app, the API or a policy does not allow a refresh token.",
  "fix.offline_not_allowed":
    "Allow the grant type refresh_token and the scope offline_access for the app.\nBegin a new login.",
  "fix.offline_not_allowed.salesforce":
    'Setup > External Client App Manager > your app > OAuth Settings > Selected OAuth Scopes: add "Perform requests at any time (refresh_token, offline_access)".\nWait up to 10 minutes, then begin a new login.',
  "fix.offline_not_allowed.auth0":
    "Applications > your app > Advanced Settings > Grant Types: tick Refresh Token, Save.\nBegin a new login.",
  "fix.offline_not_allowed.google":
    "The user agreed before: Google gives no second one. Send prompt=consent, or remove the access at myaccount.google.com/connections.\nBegin a new login and keep the token of the first answer.",
  "fix.offline_not_allowed.okta":
    "Applications > your app > General > Grant type: tick Refresh Token.\nThe authorization server must allow offline_access in its access policy.",
  "fix.offline_not_allowed.keycloak":
    "Give the user the role offline_access and the client the optional scope offline_access.\nSwitch on Use refresh tokens in the client's advanced settings.",
  "why.grant_gives_none":
    "This grant never returns a refresh token: client credentials, JWT bearer and implicit have none.",
  "fix.grant_gives_none":
    "Ask for a new access token by the same grant when the old one expires; no refresh token is needed.\nTo act for a user use the authorization code grant.",
  "why.token_elsewhere":
    "The login gave tokens, but the program looks for them in the wrong place: what the library returns is the user, and the tokens stand on another object.",
  "fix.token_elsewhere":
    "Look up in the library's guide where it keeps the tokens; the login is fine and needs no change.\njsforce: after conn.authorize(code) read conn.accessToken, conn.refreshToken and conn.instanceUrl. NextAuth: account in the callback jwt. Passport: the arguments of the verify function.\nIf only the refresh token is missing there, it was not asked for.",
  "why.kept_one_counts": "A refresh answer without a refresh token means that the present one stays valid.",
  "fix.kept_one_counts": "Keep the stored refresh token; never overwrite it with an empty value.",
} as const;
