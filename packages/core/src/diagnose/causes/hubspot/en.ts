/** The causes that only HubSpot has, and their cures, in English. */
export const en = {
  "why.hubspot.uninstalled":
    "The app was disconnected from the HubSpot account, or the refresh token is of another app or was pasted incompletely.",
  "fix.hubspot.uninstalled":
    "HubSpot: Settings > Integrations > Connected Apps shows whether the app is still there.\nCompare Client ID and token, then install the app again in that account.",
  "why.hubspot.scopes_differ":
    "The scopes in the install URL are not those that the app requires; HubSpot adds the scope oauth to every app.",
  "fix.hubspot.scopes_differ":
    "Name in scope all scopes that the app marks as required, oauth included (copy the install URL from your app > Auth).\nTake scopes that you do not ask for out of the app, or mark them as optional and send them in optional_scope.",
  "why.hubspot.installer_rights":
    "The user who installs lacks a right, or the account has not bought what a scope needs.",
  "fix.hubspot.installer_rights":
    "Install as a Super Admin, or with the rights of every required scope.\nMove scopes that need a paid hub to optional_scope.",
} as const;
