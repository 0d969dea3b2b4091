/** The sentences of `explain` about Google, Microsoft, Okta, GitHub, Keycloak, Slack and HubSpot, in English. */
export const en = {
  "why.google.testing":
    "The app's publishing status is Testing with an external user type: its refresh tokens end after 7 days.",
  "fix.google.testing":
    "Google Cloud console > Google Auth Platform > Audience (OAuth consent screen) > Publish app, so that the status is In production.\nWithin one Workspace choose the user type Internal.\nConnect once more: tokens of the time before still end after 7 days.",
  "why.google.token_limit":
    "Google keeps 100 refresh tokens of one account for one OAuth client; a further one silently ends the oldest.",
  "fix.google.token_limit":
    "Store the refresh token and reuse it in place of logging in each time; use one client for each environment.\nConnect once more.",
  "why.google.reauth_policy":
    "The Workspace demands a new login after some hours (session control), for admins or for Google Cloud scopes.",
  "fix.google.reauth_policy":
    "For unattended programs use a service account, or have the app trusted: Admin console > Security > Google Cloud session control > Exempt trusted apps.\nConnect once more (gcloud: gcloud auth login).",
  "why.google.second_consent":
    "Google gives a refresh token only at the first consent of a user for this app; later logins have none.",
  "fix.google.second_consent":
    "Send access_type=offline and prompt=consent, and store the token of that answer.\nOr let the user remove the access at myaccount.google.com/connections, then begin a new login.",
  "why.google.unverified":
    "The app is in testing and the user is not among its test users, or it asks for sensitive scopes and is not verified.",
  "fix.google.unverified":
    "Google Cloud console > Google Auth Platform > Audience: add the user under Test users, or publish the app.\nFor sensitive scopes submit the app for verification.",
  "why.google.internal_only":
    "The app's user type is Internal, and the user belongs to another organisation.",
  "fix.google.internal_only": "Log in with an account of the organisation, or set the user type to External.",
  "why.google.oob_ended":
    "Google has ended copying codes out of the browser (out-of-band, urn:ietf:wg:oauth:2.0:oob).",
  "fix.google.oob_ended":
    "Use a loopback callback, http://127.0.0.1:PORT, with a client of the type Desktop app.\nUpdate the library or tool that still uses oob.",
  "why.google.secure_response":
    "The request breaks Google's policy: an http callback that is not localhost, a raw address, an embedded browser, or a client of the wrong type.",
  "fix.google.secure_response":
    "Open the details of the error page, which name the broken rule.\nUse https callbacks of a domain of your own, and a client of the type that fits.",
  "why.google.client_deleted": "The OAuth client or its project was deleted, and with it all its tokens.",
  "fix.google.client_deleted":
    "Google Cloud console > Credentials: restore the client (30 days), or create one.\nConnect once more with the new client.",
  "why.google.api_off": "The API is not enabled in the project of the OAuth client.",
  "fix.google.api_off":
    "Google Cloud console > APIs & Services > Library > the API > Enable, in the project whose number the error names; wait some minutes.",
  "why.google.delegation":
    "The service account may not act for users with these scopes: domain-wide delegation is missing or has other scopes.",
  "fix.google.delegation":
    "Admin console > Security > API controls > Domain-wide delegation: add the service account's numeric client ID with exactly the scopes of the request.\nSet sub to a real user of that domain, and wait some minutes.",
  "why.google.no_mailbox":
    "The account has no such service: a service account without a user, or Gmail is not switched on for the user.",
  "fix.google.no_mailbox":
    "Name a user with a mailbox (sub of the delegation), or switch the service on for the user.",

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
  "why.keycloak.session_ended":
    "The user's session at Keycloak ended: SSO Session Idle (30 minutes by default) or Max, a logout, or a restart that kept no sessions. Its refresh tokens end with it.",
  "fix.keycloak.session_ended":
    "Realm settings > Sessions: raise SSO Session Idle and Max, or refresh more often than Idle.\nFor long-lived access ask for the scope offline_access.\nLog in once more: this session is over.",
  "why.keycloak.offline_session":
    "The offline session ended: Offline Session Idle (30 days) or Max, or it was removed or lost in an upgrade.",
  "fix.keycloak.offline_session":
    "Refresh at least once in Offline Session Idle, and look at Realm settings > Sessions > Offline Session Max Limited.\nConnect once more.",
  "why.keycloak.reuse": "Revoke Refresh Token is on, and a spent token came again.",
  "fix.keycloak.reuse":
    "Save the new token of each answer, and let one process refresh.\nRealm settings > Tokens > Refresh Token Max Reuse: 0 allows no second use; a small number forgives a lost answer.\nLog in once more.",
  "why.keycloak.host_name":
    "Keycloak puts the host name of each request into iss: browser and server reach it under different names (localhost, a container's name, http and https).",
  "fix.keycloak.host_name":
    "Set KC_HOSTNAME to the public URL, and KC_PROXY_HEADERS=xforwarded behind a proxy.\nUse that URL as issuer in every program, inside containers, too.",
  "why.keycloak.lifetime_overflow":
    "A lifetime of the realm is so long that its end lies after the year 2038, which this Keycloak cannot count.",
  "fix.keycloak.lifetime_overflow":
    "Realm settings > Sessions: set a smaller Offline Session Max (some years at most), or switch Offline Session Max Limited to off.\nConnect once more.",
  "why.keycloak.account_setup":
    "The user has an open required action (new password, e-mail, terms), which a login without a page cannot do.",
  "fix.keycloak.account_setup":
    "Users > the user > Required user actions: remove it, or let the user log in once in the browser.\nCheck that e-mail, first and last name are filled.",
  "why.keycloak.https_required":
    "The realm demands https for requests from outside, and this one came as http.",
  "fix.keycloak.https_required":
    "Call it by https; behind a proxy set KC_PROXY_HEADERS=xforwarded, so that Keycloak sees the outer scheme.",
  "why.keycloak.old_path":
    "The path is wrong: since version 17 there is no /auth before /realms, or the realm has another name.",
  "fix.keycloak.old_path":
    "Open https://HOST/realms/REALM/.well-known/openid-configuration and use the addresses in it.",
  "why.keycloak.login_timeout": "The login page was open too long, or its cookies did not come back.",
  "fix.keycloak.login_timeout":
    "Begin again from the app, in one tab.\nRealm settings > Sessions > Login timeout; cookies need https and one host name.",
  "why.slack.not_in_channel_token":
    "The method wants another kind of token or a scope that this one does not have: bot and user tokens differ.",
  "fix.slack.not_in_channel_token":
    "Look at needed and provided in the answer.\nOAuth & Permissions > Scopes: add it under Bot Token Scopes or User Token Scopes, then reinstall the app.",
  "why.slack.workspace":
    "The app may not be installed in this workspace: it is not distributed, or the organisation decides about it.",
  "fix.slack.workspace":
    "Manage Distribution > Activate Public Distribution, or install it in the workspace that owns it.\nAn Enterprise Grid admin must approve or install it.",
  "why.slack.rotation_expiry": "Token rotation is on: the access token lives 12 hours.",
  "fix.slack.rotation_expiry":
    "Call oauth.v2.access with grant_type=refresh_token, and save the new access and refresh token together.",
  "why.slack.uninstalled":
    "The app was removed from the workspace, the token was revoked, or its user was deactivated.",
  "fix.slack.uninstalled": "Ask the workspace whether the app is still wanted, then install it again.",
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
