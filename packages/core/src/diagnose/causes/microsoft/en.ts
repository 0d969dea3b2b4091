/** The causes that only Microsoft has, and their cures, in English. */
export const en = {
  "why.microsoft.spa_24h":
    "The redirect URI is of the platform Single-page application: its refresh tokens live 24 hours, whatever they are used for.",
  "fix.microsoft.spa_24h":
    "If a server keeps the token, register the redirect URI under Web and connect once more.\nIn a page send the user through the login silently or by redirect every day.",
  "why.microsoft.idle_90d": "The refresh token was not used for its idle time (90 days), or has expired.",
  "fix.microsoft.idle_90d":
    "Refresh at least once in 90 days, even if nothing else uses it, and save each new token.\nConnect once more.",
  "why.microsoft.grant_revoked":
    "The grant was revoked: the password was changed or reset, an administrator revoked the sessions, or the user was found at risk.",
  "fix.microsoft.grant_revoked":
    "Entra admin center > Users > the user > Sign-in logs shows the reason.\nConnect once more. For unattended programs use application permissions (client credentials), which depend on no password.",
  "why.microsoft.sign_in_frequency":
    "Conditional Access demands a new sign-in after some time (sign-in frequency).",
  "fix.microsoft.sign_in_frequency":
    "Entra admin center > Protection > Conditional Access > Sign-in logs names the policy; its administrator may leave out this app.\nSend the user through an interactive login.",
  "why.microsoft.mfa_at_refresh":
    "The refresh token comes from a login without a second factor, or with one that is too old for the policy of today.",
  "fix.microsoft.mfa_at_refresh":
    "Send the user through one interactive login with the second factor; the new refresh token carries it.\nFor unattended programs use application permissions, or have the administrator leave out this app.",
  "why.microsoft.conditional_access":
    "A Conditional Access policy blocks this request: device, location, app or client is not as it demands.",
  "fix.microsoft.conditional_access":
    "Entra admin center > Sign-in logs > the entry > Conditional Access names the policy that failed.\nMeet it (managed device, allowed address), or have the administrator leave out this app. The token is not the problem.",
  "why.microsoft.wrong_tenant":
    "The account and the tenant in the address do not fit: another tenant, a guest who was not invited, or a single-tenant app at /common.",
  "fix.microsoft.wrong_tenant":
    "Use the endpoint of the right tenant: /TENANT-ID for one, /organizations or /common for several.\nApp registrations > Authentication > Supported account types must allow the account; or invite the user as a guest.",
  "why.microsoft.spa_platform":
    "The redirect URI is registered under another platform than the one that redeems the code: single-page or web.",
  "fix.microsoft.spa_platform":
    "App registrations > your app > Authentication: register it under Single-page application if a page redeems the code, under Web if a server does.\nA code of a single-page app must be redeemed by a cross-origin request with PKCE.",
  "why.microsoft.resource_unknown":
    "The API in scope or resource is not known in this tenant, or the app has no permission for it.",
  "fix.microsoft.resource_unknown":
    "Compare the address of the API (Application ID URI), and add it under App registrations > your app > API permissions.\nLet an administrator of that tenant consent, which adds its service principal.",
  "why.microsoft.secret_expired": "The client secret or certificate of the app has expired.",
  "fix.microsoft.secret_expired":
    "App registrations > your app > Certificates & secrets: add a new one, and give its Value to every worker.\nThe refresh tokens stay valid. Note the end date, or use a managed identity.",
  "why.microsoft.basic_auth_ended":
    "The mail server accepts OAuth only in its own form, and only with the scope for that protocol.",
  "fix.microsoft.basic_auth_ended":
    "Ask for https://outlook.office.com/IMAP.AccessAsUser.All (POP, SMTP.Send), and authenticate with XOAUTH2 and the user's address.\nThe tenant must allow the protocol for the mailbox (authenticated SMTP).",
} as const;
