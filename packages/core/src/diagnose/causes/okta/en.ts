/** The causes that only Okta has, and their cures, in English. */
export const en = {
  "why.okta.policy":
    "No rule of the authorization server's access policy fits this client, user, grant type and scope.",
  "fix.okta.policy":
    "Security > API > Authorization Servers > the server > Access Policies: assign the client, and add a rule with this grant type and these scopes.\nReports > System Log names the policy that was evaluated.",
  "why.okta.authorization_server":
    "Org server and custom server (/oauth2/default) have different issuers, scopes and audiences; a token of one does not fit the other.",
  "fix.okta.authorization_server":
    "Use one issuer everywhere: login, token, discovery and the API's check.\nTokens for an API of your own come from a custom authorization server.",
  "why.okta.grace_period": "Refresh tokens rotate, and a spent one came again after its grace period.",
  "fix.okta.grace_period":
    "Save the new token of each answer, and let one process refresh.\nApplications > your app > General > Refresh Token: Grace period, up to 60 seconds.\nConnect once more.",
} as const;
