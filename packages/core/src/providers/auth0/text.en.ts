/** The sentences of this library that only users of Auth0 read, in English. */
export const en = {
  "error.invalid_address.more.auth0":
    "It looks like acme.us.auth0.com:\nApplications > your application > Settings > Domain",
  "error.redirect_uri_unknown.auth0": "Auth0 does not know this Callback URL for your application.",
  "error.redirect_uri_unknown.more.auth0":
    "Applications > your application > Settings > Allowed Callback URLs:\nadd exactly this line, Save, then press Enter to try again:\n{redirectUri}",
  "why.auth0.api_forbids":
    "The API {audience} does not allow it: Auth0 dropped\noffline_access from the granted scopes.",
  "fix.auth0.api_forbids":
    "Applications > APIs > your API > Settings\nAllow Offline Access: on, Save\nThen:  {command}",
  "otherwise.auth0.grant":
    "Applications > your app > Advanced Settings > Grant Types:\nRefresh Token must be ticked.",
  "why.auth0.grant_missing": "Your application may not use refresh tokens.",
  "fix.auth0.grant_missing":
    "Applications > your app > Advanced Settings > Grant Types\nRefresh Token: tick it, Save\nThen:  {command}",
  "otherwise.auth0.api": "Applications > APIs > your API > Settings:\nAllow Offline Access must be on.",
  "why.auth0.user_deleted": "The user no longer exists.",
  "fix.auth0.user_deleted": "Log in as another user.",
  "why.auth0.wrong_secret": "Client ID or Client Secret is wrong or was renewed, or is sent in another way.",
  "fix.auth0.wrong_secret":
    "Applications > your app > Settings: copy both again; Credentials: Client\nSecret (Post) or (Basic). A Native app has no secret:  --public",
  "why.auth0.unknown_audience": "This tenant has no API with that identifier.",
  "fix.auth0.unknown_audience":
    "Applications > APIs > your API > Settings > Identifier: copy it exactly,\nand give it with --audience",
  "why.auth0.client_grant": "The application may not use this API.",
  "fix.auth0.client_grant": "Applications > APIs > your API > Application Access: authorize the app",
  "why.auth0.user_blocked": "The user is blocked.",
  "fix.auth0.user_blocked": "User Management > Users > the user > Unblock",
  "why.auth0.grant_off": "The application may not use refresh tokens.",
  "fix.auth0.grant_off": "Applications > your app > Advanced Settings > Grant Types: Refresh Token",
  "why.auth0.grant_gone": "The user's consent was removed, or the grant type switched off.",
  "fix.auth0.grant_gone": "Applications > your app > Advanced Settings > Grant Types: Refresh Token",
  "why.auth0.mfa": "The tenant wants a second factor at each refresh.",
  "fix.auth0.mfa":
    "Security > Multi-factor Auth: not Always; or an Action that leaves out\nrefreshes (oauth2-refresh-token)",
  "why.auth0.login_lost": "The login took more than an hour, or its cookies were lost.",
  "fix.auth0.login_lost": "Log in again, in one tab, with cookies allowed.",
  "evidence.provider_revoked.auth0":
    "Our records do not explain it: our last refresh, {last}, was fine and none was open. Most likely an administrator or the user revoked it, or a limit ended it (Idle or Maximum Lifetime, number of tokens). Less likely, a copy of this store was used, or the token was stolen. Monitoring > Logs shows which: fertft (revoked or expired), ferrt (used again).",
  "evidence.crowded_out.auth0":
    "Too many logins of this user through this app ended it (Auth0 keeps {most}): {other}, {ago}.",
} as const;
