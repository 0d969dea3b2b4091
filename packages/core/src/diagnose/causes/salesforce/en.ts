/** The causes that only Salesforce has, and their cures, in English. A `why` that is absent is that of `providers/salesforce`. */
export const en = {
  "fix.salesforce.not_installed":
    'An administrator of that org: Setup > Connected Apps OAuth Usage > the app > Install, then Manage App Policies.\nOr give the user a permission set with "Approve Uninstalled Connected Apps" (with API Access Control: "Use Any API Client").\nThe vendor of the app: offer it as a packaged External Client App, which customers install.',
  "fix.salesforce.blocked":
    "An administrator: Setup > Connected Apps OAuth Usage > the app > Unblock (or Install).\nWith API Access Control give the user's profile or permission set access to the app.",
  "fix.salesforce.not_approved":
    'The app > Policies: add the user\'s profile or a permission set.\nOr set Permitted Users to "All users may self-authorize".',
  "why.salesforce.crowded_out":
    "A user may approve one app five times; a sixth approval silently ends the oldest refresh token. Several environments that share the app and the user come to that quickly.",
  "fix.salesforce.crowded_out":
    "Use one app, or at least one integration user, for each environment.\nReuse a connection in place of logging in again; Setup > Connected Apps OAuth Usage shows how many there are.\nConnect the one that was pushed out once more.",
  "why.salesforce.sandbox_refreshed":
    "The sandbox was refreshed: its users, its app keys and all its tokens were replaced by those of the source org.",
  "fix.salesforce.sandbox_refreshed":
    "Copy Consumer Key and Secret of the new sandbox again, and connect once more at test.salesforce.com or its My Domain.\nUse the new My Domain address if the sandbox got another name.",
  "why.salesforce.other_environment":
    "Production and sandbox have different login hosts, keys and users: login.salesforce.com and test.salesforce.com.",
  "fix.salesforce.other_environment":
    "Use test.salesforce.com or the sandbox's My Domain for a sandbox, login.salesforce.com for production.\nRefresh at the host that issued the token, with the Consumer Key of that org.",
  "why.salesforce.refresh_policy": "The app's Refresh Token Policy ends the token at once.",
  "fix.salesforce.refresh_policy":
    'The app > Policies > OAuth Policies > Refresh Token Policy: anything but "Immediately expire refresh token".\nWait up to 10 minutes, then begin a new login.',
  "fix.salesforce.inactive_user":
    "Setup > Users > the user: Active, or Unfreeze.\nOr connect with an integration user. The stored token works again when the user does.",
  "fix.salesforce.inactive_org":
    "The administrator of the org contacts Salesforce (trial or sandbox over, org locked or suspended).\nKeep the token, pause, and try again once a day.",
  "fix.salesforce.ip_restricted":
    "Setup > Login History names the address.\nAdd it to the user's profile > Login IP Ranges, or to the app's IP allowlist for refresh tokens; look at Login Hours.\nOr the app > Policies > IP Relaxation: Relax IP restrictions (JWT bearer is always enforced).",
  "why.salesforce.security_token":
    "A login by password from an unknown address needs the user's security token, appended to the password; a new password makes a new token.",
  "fix.salesforce.security_token":
    "The user's settings > Reset My Security Token, then append it to the password.\nSetup > Login History of the user says whether it was that (Invalid Password) or the flow itself (Username-Password Flow Disabled).\nOr add the address to Setup > Network Access. A sandbox logs in at test.salesforce.com.",
  "why.salesforce.password_flow_blocked":
    "The org blocks the OAuth username-password flow: it is off in new orgs, and Salesforce ends it in 2027.",
  "fix.salesforce.password_flow_blocked":
    "Replace it by JWT bearer or client credentials with a Run-As user.\nSetup > OAuth and OpenID Connect Settings shows whether the flow is allowed.",
  "fix.salesforce.api_disabled":
    'Tick "API Enabled" in the user\'s profile or a permission set.\nThe edition must have the API: Professional only as an add-on, Enterprise and above have it.',
  "why.salesforce.login_flow":
    "A login flow, terms page or guest flow stands between the login and the code.",
  "fix.salesforce.login_flow":
    "Take the login flow off for this user (Setup > Login Flows), or use an integration user without one.\nBegin a new login.",
  "fix.salesforce.login_rate":
    "Wait an hour; the token is fine.\nKeep the access token until the API says 401, in one place for all workers: one refresh for each connection, not one for each request.",
  "why.salesforce.my_domain":
    "This grant (client credentials, or JWT of such a site) works only at the org's My Domain, not at login.salesforce.com.",
  "fix.salesforce.my_domain":
    "Send the request to https://<MyDomain>.my.salesforce.com/services/oauth2/token.\nSetup > My Domain shows the address.",
  "why.salesforce.no_run_as": "The client credentials flow of the app has no Run-As user.",
  "fix.salesforce.no_run_as":
    'The app > Policies > Client Credentials Flow: enable it and set Run As to a user with "API Only" permission.',
  "why.salesforce.no_scopes":
    "The app has no scope that this flow can give: since Winter '26 an empty list is refused.",
  "fix.salesforce.no_scopes":
    'OAuth Settings > Selected OAuth Scopes: add "Manage user data via APIs (api)" and others that you need.\nWait up to 10 minutes.',
  "why.salesforce.jwt_not_approved":
    "JWT bearer shows no page of consent, so the user must be approved beforehand.",
  "fix.salesforce.jwt_not_approved":
    'The app > Policies > Permitted Users: "Admin approved users are pre-authorized"; add the user\'s profile or permission set.\nOAuth Settings > Selected OAuth Scopes: api and refresh_token.',
  "why.salesforce.jwt_audience":
    "aud of the assertion is not the one that Salesforce expects for this org and app.",
  "fix.salesforce.jwt_audience":
    "Connected App: set aud to https://login.salesforce.com (production), https://test.salesforce.com (sandbox) or the site's URL, not to the token endpoint.\nExternal Client App, or a sandbox that refuses it: aud and the host of the token request are both the org's My Domain, https://….my.salesforce.com.\nexp at most 3 minutes ahead; iss the Consumer Key, sub the user name.",
  "fix.salesforce.flow_off":
    "The app > Settings > OAuth Settings > Flow Enablement: tick the flow.\nCheck the spelling of grant_type; wait up to 10 minutes.",
  "fix.salesforce.scope":
    "OAuth Settings > Selected OAuth Scopes: add the scope to the app.\nSeparate scopes by spaces, and wait up to 10 minutes.",
  "fix.salesforce.unknown_key":
    "Copy the Consumer Key again: app > Settings > OAuth Settings > Consumer Key and Secret.\nChoose the right environment: login.salesforce.com or test.salesforce.com.\nIn a customer's org an administrator must install the app first; a new app needs up to 10 minutes.",
  "why.salesforce.new_app":
    "A new or changed app takes up to 10 minutes until every server of Salesforce knows it.",
  "fix.salesforce.new_app": "Wait 10 minutes, then try once more without changing anything.",
  "why.salesforce.session_for_rest":
    "The session is no API session: the scope api is missing, or API Access Control does not let the app in. A refresh changes nothing.",
  "fix.salesforce.session_for_rest":
    'Add the scope api to the app, and let the user agree once more.\nSetup > API Access Control: allow the app; give the user "API Enabled".',
  "why.salesforce.session_ip":
    "An IP restriction counts for this session: that of the app (IP Relaxation), or the lock to the address where it began.",
  "fix.salesforce.session_ip":
    'The app > Policies > IP Relaxation: Relax IP restrictions. Wait up to 10 minutes, then fetch a new access token.\nSetup > Session Settings: look at "Lock sessions to the IP address from which they originated".\nCall the API from the machine that fetched the token.',
  "why.salesforce.session_timeout":
    "The session timed out (15 minutes to 24 hours, as the org or app says); the answer of the token endpoint does not name it.",
  "fix.salesforce.session_timeout":
    "Refresh once, send the request once more, and use the instance_url of the answer.\nIf the API refuses again, do not loop: look at scope, profile and API Access Control.",
  "why.salesforce.daily_limit": "The org has used up its API requests of the last 24 hours.",
  "fix.salesforce.daily_limit":
    "Read the header Sforce-Limit-Info, and pause until the 24 hours roll on; the token is fine.\nUse bulk or composite requests, or buy API calls.",
  "why.salesforce.lightning_host": "The request went to a lightning.force.com address, which serves pages.",
  "fix.salesforce.lightning_host": "Use the My Domain address that ends in .my.salesforce.com.",
  "why.salesforce.id_token_life":
    "An ID token of Salesforce lives 2 minutes by default: it proves the login at that moment and is no session.",
  "fix.salesforce.id_token_life":
    "Validate it once, at receipt, and use userinfo later.\nThe app's OAuth settings have a longer lifetime of the ID token if you need one.",
  "why.salesforce.cli_key":
    "The Salesforce CLI cannot open its own files: they were sealed with another key (another machine, user, version or keychain).",
  "fix.salesforce.cli_key":
    "Let all versions of the CLI use one key storage: SF_USE_GENERIC_UNIX_KEYCHAIN=true, for every process.\nOnly if the key is gone: sf org logout for that org, then sf org login.",
  "why.salesforce.device_off":
    "Since September 2025 the device flow is off for apps that are not installed, and for new apps.",
  "fix.salesforce.device_off": "Install the app in the org, or use the web server flow with PKCE.",
  "why.salesforce.session_level":
    "The user's profile demands a session of the level High Assurance, and a session of the API has the level Standard.",
  "fix.salesforce.session_level":
    "The profile or permission set of the integration user > Session Settings > Session Security Level Required at Login: None.\nOr Setup > Session Settings > Session Security Levels: move the login method to High Assurance.",
  "why.salesforce.verifier_characters":
    "Salesforce refuses a code_verifier with characters beyond base64url, such as ~, which RFC 7636 allows; so most logins fail and some work.",
  "fix.salesforce.verifier_characters":
    "Make the verifier of A-Z a-z 0-9 - _ only: base64url of 32 to 96 random bytes, without = at the end.\nUpdate the library, or give it a generator of your own; begin a new login.",
  "why.salesforce.other_org_app":
    "The External Client App is local to the org in which it was made, and the user logs in to another org.",
  "fix.salesforce.other_org_app":
    "Log in at the My Domain of the org that owns the app.\nFor other orgs set Distribution State to Packaged, put the app into a package, and let the administrator there install it.",
} as const;
