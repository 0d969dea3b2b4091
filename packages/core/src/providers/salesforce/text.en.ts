/** The sentences of this library that only users of Salesforce read, in English. */
export const en = {
  "error.new_login_refused.more.salesforce":
    'The previous login stays in use. Most likely the app ends tokens at once:\nPolicies > OAuth Policies > Refresh Token Policy must not be\n"Immediately expire refresh token".',
  "error.invalid_address.more.salesforce":
    "It looks like acme.my.salesforce.com; the address bar of your org will do.\nProduction: login.salesforce.com. Sandbox: test.salesforce.com",
  "error.redirect_uri_unknown.salesforce": "Salesforce does not know this Callback URL for your app.",
  "error.redirect_uri_unknown.more.salesforce":
    "Add exactly this line to the app's Callback URL field, wait up to 10 minutes,\nthen press Enter to try again:\n{redirectUri}",
  "error.code_expired.more.salesforce":
    "It is older than 15 minutes, was used before, or is not whole.\nGet a new one:  {command}",
  "error.no_refresh_token.salesforce":
    "Salesforce let you in but gave no refresh token. {name} was not connected.",
  "why.salesforce.no_scope": 'Your app may not ask for one: it granted only "{scope}".',
  "fix.salesforce.no_scope":
    'Setup > External Client App Manager > your app > OAuth Settings\nSelected OAuth Scopes: add\n"Perform requests at any time (refresh_token, offline_access)"\nWait up to 10 minutes, then:  {command}\n(your app is remembered, nothing to type again)',
  "otherwise.salesforce.policy":
    'Policies > OAuth Policies > Refresh Token Policy must not be\n"Immediately expire refresh token".',
  "why.salesforce.policy": "refresh_token was granted, yet the app's policy ends the token at once.",
  "fix.salesforce.policy":
    'Setup > External Client App Manager > your app > Policies > Edit\nOAuth Policies > Refresh Token Policy: anything but\n"Immediately expire refresh token"\nWait up to 10 minutes, then:  {command}\n(your app is remembered, nothing to type again)',
  "otherwise.salesforce.scope":
    'OAuth Settings > Selected OAuth Scopes must have\n"Perform requests at any time (refresh_token, offline_access)".',
  "why.salesforce.not_asked": "refresh_token was not among the scopes that were asked for.",
  "fix.salesforce.not_asked":
    "Leave out --scope, or add refresh_token to it; full does not have it.\nThen:  {command}",
  "why.salesforce.inactive_user": "The user was deactivated or frozen.",
  "fix.salesforce.inactive_user": "Setup > Users > the user: Active, Unfreeze",
  "why.salesforce.inactive_org": "The org is locked, suspended or expired.",
  "fix.salesforce.inactive_org": "Its administrator must ask Salesforce.",
  "why.salesforce.ip_restricted": "This address or this hour is not allowed for the user or the app.",
  "fix.salesforce.ip_restricted":
    "The user's profile > Login IP Ranges and Login Hours; or the app >\nPolicies > IP Relaxation; or its refresh token IP allowlist",
  "why.salesforce.api_disabled": "The user may not use the API, or a login flow stands in between.",
  "fix.salesforce.api_disabled": 'Give the user "API Enabled" (profile or permission set).',
  "why.salesforce.login_rate": "This user logged in more often than Salesforce allows in an hour.",
  "fix.salesforce.login_rate":
    "Wait an hour. Draw tokens with tokenwell token, which logs in only when needed.",
  "why.salesforce.unknown_key":
    "There is no app with this Consumer Key at this host: mistyped, another org, or created less than 10 minutes ago.",
  "fix.salesforce.unknown_key":
    "Setup > External Client App Manager > your app > Settings >\nOAuth Settings: copy the Consumer Key again.\nA sandbox has an address of its own: --host test.salesforce.com",
  "why.salesforce.wrong_secret": "The Consumer Secret is wrong or was renewed, or the app demands one.",
  "fix.salesforce.wrong_secret":
    "Setup > External Client App Manager > your app > Settings >\nOAuth Settings: copy key and secret again.\nAn app without a secret:  --public",
  "why.salesforce.not_installed": "The app is not installed in this org, and this user may not approve it.",
  "fix.salesforce.not_installed": "An administrator: Setup > Connected Apps OAuth Usage > the app > Install",
  "why.salesforce.blocked": "An administrator of this org has blocked the app.",
  "fix.salesforce.blocked": "An administrator: Setup > Connected Apps OAuth Usage > the app > Unblock",
  "why.salesforce.not_approved": "Only users whom an administrator approved may use this app.",
  "fix.salesforce.not_approved":
    "The app > Policies: add the user's profile or permission set, or\nPermitted Users: All users may self-authorize",
  "why.salesforce.scope": "A scope that was asked for is misspelt, or the app does not have it.",
  "fix.salesforce.scope":
    "Leave out --scope, or add it to the app: OAuth Settings >\nSelected OAuth Scopes. Several are separated by spaces.",
  "why.salesforce.flow_off": "The app does not allow this flow.",
  "fix.salesforce.flow_off": "Your app > Settings > OAuth Settings > Flow Enablement: tick it",
  "error.needs_login.salesforce": "{name} must log in again: Salesforce refuses its refresh token",
  "evidence.provider_revoked.salesforce":
    "Our records do not explain it: our last refresh, {last}, was fine and none was open. Most likely an administrator revoked it, the app's Refresh Token Policy ended it, or a sixth login elsewhere did. Less likely, a copy of this store was used, or the token was stolen. Look at Setup > Login History.",
  "evidence.crowded_out.salesforce":
    "A sixth login of this user through this app ended it (Salesforce keeps {most}): {other}, {ago}.",
  "tab.no_refresh_token.salesforce": "Salesforce gave no refresh token.",
} as const;
