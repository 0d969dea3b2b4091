/** The causes that only HubSpot has, and their cures, in English. */
export const en = {
  "why.hubspot.uninstalled":
    "The app was disconnected from the HubSpot account, or what was sent is not its whole, present refresh token.",
  "fix.hubspot.uninstalled":
    "HubSpot: Settings > Integrations > Connected Apps shows whether the app is still there.\nCompare the sent token with the stored one in full length; the newest install of the account counts.\nInstall the app again in that account, by its install URL.",
  "why.hubspot.refresh_other_app":
    "The refresh token was issued to another app than the one whose client ID and secret are sent.",
  "fix.hubspot.refresh_other_app":
    "Send client ID, secret and redirect URL of the very app through which the account was connected: a token works only with its own app.\nGET /oauth/v1/refresh-tokens/TOKEN shows client_id and hub_id of the token.",
  "why.hubspot.scopes_differ":
    "The scopes in the install URL are not those that the app requires; HubSpot adds the scope oauth to every app.",
  "fix.hubspot.scopes_differ":
    "The app's required scopes and those in scope of the install URL must be the same, oauth included: copy the install URL from your app > Auth.\nA connector that builds the URL itself (n8n, Power Automate): require in the app exactly the scopes that its guide lists, and no others.\nMark other scopes as optional (optional_scope), or take them out of the app.",
  "why.hubspot.scope_name":
    "A scope in the install URL does not exist: misspelt, separated by commas, or an old one such as contacts, which new apps do not have.",
  "fix.hubspot.scope_name":
    "Use the names that your app > Auth > Scopes lists, such as crm.objects.contacts.read in place of contacts, separated by spaces (%20).\nCopy the install URL from there.",
  "why.hubspot.installer_rights":
    "The user who installs lacks a right, or the account has not bought what a scope needs.",
  "fix.hubspot.installer_rights":
    "Install as a Super Admin, or with App Marketplace access and the rights of every required scope.\nMove scopes that need a paid hub to optional_scope.",
  "why.hubspot.account":
    "The app cannot be installed in this kind of account: developer accounts take none, an app that is not listed has a limit of installs, and a scope may need a paid subscription.",
  "fix.hubspot.account":
    "Choose a standard account, or a test account made in the same developer account.\nAsk for scopes that its subscription lacks as optional_scope.\nAt the limit of installs list the app in the marketplace, or remove it from accounts that do not use it.",
  "why.hubspot.api_key_ended": "API keys (hapikey) ended in November 2022.",
  "fix.hubspot.api_key_ended":
    "For one account of your own: Settings > Integrations > Private Apps, and send its token as Authorization: Bearer.\nFor accounts of others: a public app with OAuth.",
  "why.hubspot.private_app_token":
    "The token is of a private app (pat-…). It does not expire and has no refresh; OAuth's client ID and refresh belong to public apps.",
  "fix.hubspot.private_app_token":
    "Send the private app's token as Authorization: Bearer, without any exchange; a 401 means that it was rotated or the app deleted.\nUse a public app if other accounts shall connect.",
  "why.hubspot.token_unknown":
    "The request carries no token that HubSpot knows: none, the wrong field, or one of another kind.",
  "fix.hubspot.token_unknown":
    "Send Authorization: Bearer and the access token (not the refresh token, nor the code), without quotation marks. An API key counts no more; an old SDK may send none for some APIs: update it.\nA personal access key is for the HubSpot CLI only, and reads as expired since 1970: take the token of a private app.\nGET /oauth/v1/access-tokens/TOKEN shows whose it is; refresh once if it is over.",
  "fix.scope_too_small.hubspot":
    "The answer names the scope (requiredGranularScopes): add it to the app (Auth > Scopes, or the app's app-hsmeta.json) and to the install URL, and install once more.\nThe user who installs must have that permission. In a private app: edit its scopes; the token may stay.",
  "fix.unknown_client.hubspot":
    "Development > your app > Auth: copy the Client ID again (the App ID is another thing).\nThe app must exist still, in the developer account that you look at.",
  "fix.rate_limit.hubspot":
    "policyName in the answer tells which limit: SECONDLY or TEN_SECONDLY_ROLLING (wait some seconds), or DAILY (wait until midnight of the account's time zone).\nRead many records with one batch or search request, and keep the access token until it expires.",
  "why.hubspot.install_link":
    "The address with which the login begins is not an install link of this app any more: its client ID, scopes or redirect URI are not those of the app, or the app was moved or deleted.",
  "fix.hubspot.install_link":
    "Open the app in HubSpot > Development > your app > Auth, copy the install URL shown there, and choose the account in it.\nLet the program build exactly this address: the same client_id, redirect_uri and scopes (required ones in scope, the others in optional_scope).\nAn app of an old or test developer account must be made anew.",
} as const;
