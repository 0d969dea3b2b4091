/** The causes that only Microsoft has, and their cures, in English. */
export const en = {
  "why.microsoft.spa_24h":
    "The redirect URI is of the platform Single-page application, whose refresh tokens end after 24 hours, however they are used.",
  "fix.microsoft.spa_24h":
    "If a server holds the tokens, register the redirect URI under Web and connect once more.\nIn a page, send the user through the login once a day: at this error of acquireTokenSilent call acquireTokenRedirect or acquireTokenPopup.",
  "why.microsoft.idle_90d": "The refresh token was not used for its idle time (90 days), or has expired.",
  "fix.microsoft.idle_90d":
    "Connect once more (az login, pac auth create and the like); if the program goes on with the old token, clear its token cache.\nRefresh at least once in 90 days, even if nothing else uses it, and save each new token.",
  "why.microsoft.new_token_lost":
    "Each answer to a refresh brings a new refresh token, good for another 90 days; the program goes on with the first, or stores the new one where it is lost.",
  "fix.microsoft.new_token_lost":
    "Save refresh_token from each answer in place of the old one, where it outlives a restart: the real configuration or a volume that is not read-only, not a copy in the container.\nThen connect once more; to run it more often helps nothing, as long as the old token is used.",
  "why.microsoft.grant_revoked":
    "The grant was revoked: the password was changed or reset, an administrator revoked the sessions, or the user was found at risk.",
  "fix.microsoft.grant_revoked":
    "Connect once more.\nEntra admin center > Users > the user > Sign-in logs shows the reason.\nFor unattended programs use application permissions (client credentials), which depend on no password.",
  "why.microsoft.sign_in_frequency":
    "Conditional Access demands a new sign-in after some time (sign-in frequency).",
  "fix.microsoft.sign_in_frequency":
    "Send the user through an interactive login; if the program offers none, delete its stored token first.\nEntra admin center > Conditional Access > Sign-in logs names the policy; its administrator may leave out this app.",
  "why.microsoft.mfa_at_refresh":
    "The refresh token comes from a login without a second factor, or with one that is too old for the policy of today.",
  "fix.microsoft.mfa_at_refresh":
    "Send the user through one interactive login with the second factor; the new refresh token carries it.\nFor unattended programs use application permissions, or have the administrator leave out this app.",
  "why.microsoft.password_grant":
    "User name and password alone (ROPC) cannot pass the second factor that the tenant demands.",
  "fix.microsoft.password_grant":
    "Replace this grant: an interactive login or the device code for a person, client credentials or a managed identity for a program.\nOnly if that is impossible, the administrator may leave the service user out of the policy; ROPC never works with MFA.",
  "why.microsoft.device_gone":
    "The device at which the token was issued was deleted or disabled in the directory.",
  "fix.microsoft.device_gone":
    "Entra admin center > Devices: enable the device, or register it anew (Windows: Settings > Accounts > Access work or school).\nThen send the user through an interactive login.",
  "why.microsoft.scopes_unauthorized":
    "The request asks for scopes that this user has not granted, or no longer grants.",
  "fix.microsoft.scopes_unauthorized":
    "At a refresh leave out scope, or ask only for scopes that the login had.\nIf the app needs more, send the user through one login with those scopes, who agrees again.\nUsers of personal accounts see what they granted at account.live.com/consent/manage.",
  "why.microsoft.conditional_access":
    "A Conditional Access policy blocks this request: device, location, app or client is not as it demands.",
  "fix.microsoft.conditional_access":
    "Entra admin center > Sign-in logs > the entry > Conditional Access names the policy that failed.\nMeet it (managed device, allowed address), or have the administrator leave out this app. The token is not the problem.\nA device code does not show the device: log in by the browser or broker of the managed device itself.",
  "why.microsoft.security_defaults":
    "The security defaults of the tenant block this kind of login, such as a legacy protocol or a password without MFA.",
  "fix.microsoft.security_defaults":
    "Use an interactive login with MFA, the device code, or client credentials in place of user name and password.\nTenants with Conditional Access can replace the security defaults by policies of their own: Entra admin center > Overview > Properties.",
  "why.microsoft.continuous_access":
    "The API ended the access token early, because the user's state or address changed (continuous access evaluation), and wants a token with the claims that it names.",
  "fix.microsoft.continuous_access":
    "Read claims in the WWW-Authenticate header, and pass it to the next token request (withClaims, claims); if that is refused, to an interactive login.\nDo not use the token in the cache again: force a refresh.",
  "why.microsoft.tenant_restriction":
    "The network or one of the tenants admits only certain tenants (tenant restrictions, cross-tenant access).",
  "fix.microsoft.tenant_restriction":
    "Ask the administrator of the network's proxy or of the tenant to add the other tenant: Restrict-Access-To-Tenants, or External Identities > Cross-tenant access settings.\nA login from another network shows which of them it is.",
  "why.microsoft.not_assigned":
    "The app admits assigned users only (Assignment required), and this user is not assigned, also not through a nested group.",
  "fix.microsoft.not_assigned":
    "Entra admin center > Enterprise applications > the app > Users and groups > Add user/group: assign the user, or a group of which the user is a direct member.\nOr Properties > Assignment required?: No.",
  "why.microsoft.app_not_assigned":
    "The API admits assigned apps only, and the calling app has no app role there.",
  "fix.microsoft.app_not_assigned":
    "App registrations > the calling app > API permissions > Add > My APIs > Application permissions: choose the role, then Grant admin consent.\nOr Enterprise applications > the API > Properties > Assignment required?: No.",
  "why.microsoft.account_locked":
    "The account is locked after many wrong passwords, or the login comes from an address with malicious activity.",
  "fix.microsoft.account_locked":
    "Wait, and stop every program that still sends an old password.\nEntra admin center > Sign-in logs, error 50053, says which of the two it is; from another network the login may pass.",
  "why.microsoft.wrong_tenant":
    "The account does not belong to the tenant that was asked: it is a personal account, or one of another organisation, and is no guest there.",
  "fix.microsoft.wrong_tenant":
    "If such accounts may use the app: App registrations > your app > Authentication > Supported account types: any organization, or also personal accounts; and let the program use /organizations or /common in place of the tenant.\nIf only this tenant: sign out and choose an account of it, or invite the user as a guest (Users > Invite external user).",
  "why.microsoft.single_tenant":
    "The app is registered for one tenant, and the request went to /common, which is for apps of several.",
  "fix.microsoft.single_tenant":
    "Put the tenant into the address: https://login.microsoftonline.com/TENANT-ID (authority, tenant or issuer of the program; Overview > Directory (tenant) ID).\nOr make it multitenant: App registrations > your app > Authentication > Supported account types.",
  "why.microsoft.endpoint_for_accounts":
    "The endpoint (/common, /organizations, /consumers or a tenant) does not fit the kind of accounts for which the app is registered, or not this grant.",
  "fix.microsoft.endpoint_for_accounts":
    "Use /TENANT-ID for one organisation, /organizations for several, /common for these and personal accounts, /consumers for personal accounts alone.\nTo admit personal accounts: App registrations > your app > Authentication > Supported account types (or Manifest > signInAudience: AzureADandPersonalMicrosoftAccount).\nClient credentials and password need /TENANT-ID.",
  "why.microsoft.tenant_unknown":
    "There is no such tenant: the value in the address is misspelt, empty, a placeholder, or a domain that no tenant has registered.",
  "fix.microsoft.tenant_unknown":
    "Put the Directory (tenant) ID of App registrations > your app > Overview, or a verified domain of the tenant, into the address after login.microsoftonline.com/.\nLook at the variable that the program reads it from; it may be empty or undefined here.\nTenants of US Government and China have hosts of their own.",
  "why.microsoft.tenant_missing":
    "The place of the tenant in the address is empty or has something else in it: a placeholder, an unset variable, or the next part of the path (authorize, token).",
  "fix.microsoft.tenant_missing":
    "Set the authority to https://login.microsoftonline.com/TENANT-ID, with the Directory (tenant) ID of App registrations > your app > Overview, and nothing behind it: no /oauth2/authorize, no /token, where the library adds these itself.\nLook at the variable of the tenant: its name, and whether this environment has it.\nWithout a tenant a library uses /common, which a single-tenant app cannot use for all grants; for a personal account (outlook.com) the tenant is consumers.",
  "why.microsoft.other_cloud":
    "Tenant, app and login host belong to different clouds of Microsoft (worldwide, US Government, China).",
  "fix.microsoft.other_cloud":
    "US Government: login.microsoftonline.us and graph.microsoft.us; China: login.partner.microsoftonline.cn and microsoftgraph.chinacloudapi.cn; with the app registered in that cloud.\nSet the cloud in the program (AZURE_AUTHORITY_HOST, AzureCloudInstance, azureCloudOptions, az cloud set).",
  "why.microsoft.identifier_unknown":
    "No enterprise application of this tenant has this Identifier (Entity ID): it is written in another way, belongs to another tenant, or was deleted.",
  "fix.microsoft.identifier_unknown":
    "Entra admin center > Enterprise applications > the app > Single sign-on > Basic SAML Configuration > Identifier (Entity ID): enter exactly the value of the message (http or https, slash, case). For WS-Federation it is the Application ID URI (wtrealm).\nOr set the entity ID in the application to the registered one.\nIf the app was deleted: App registrations > Deleted applications > Restore (30 days).",
  "why.microsoft.client_id_form":
    "What was sent as client_id is no client ID: a placeholder of a sample, an address, a name, or an empty variable.",
  "fix.microsoft.client_id_form":
    "Put the Application (client) ID, a GUID, from App registrations > your app > Overview into the program's configuration, alone, without api:// or quotation marks.\nCheck that the configuration is the one that is read.\nFor SAML it is the Identifier (Entity ID) of the enterprise application, which must be equal on both sides.",
  "why.microsoft.android_hash":
    "The redirect URI of an Android app (msauth://PACKAGE/HASH) holds the hash of the certificate that signed it, and the registered or configured one is of another certificate.",
  "fix.microsoft.android_hash":
    "Take the hash that the installed app itself has: the message or the log names it, or compute it at run time from PackageManager. A hash by keytool is right only with the keystore, alias and password that really sign: debug, release and Play App Signing each have their own.\nApp registrations > your app > Authentication > Android: package name and that hash.\nThe same in the configuration (redirect_uri: the hash percent-encoded) and in AndroidManifest (android:path: a slash and the hash, not encoded).",
  "why.microsoft.app_disabled": "The app, or the API that it asks for, is disabled in this tenant.",
  "fix.microsoft.app_disabled":
    "Entra admin center > Enterprise applications > the app > Properties > Enabled for users to sign in?: Yes.\nMicrosoft disables apps that break its terms; the page says so.",
  "why.microsoft.service_principal_missing":
    "The app is registered, but this tenant has no service principal of it (or of the API), or has not subscribed to that service.",
  "fix.microsoft.service_principal_missing":
    "Let an administrator of this tenant open https://login.microsoftonline.com/TENANT-ID/adminconsent?client_id=CLIENT-ID and agree.\nOr create it: az ad sp create --id CLIENT-ID.\nThe API needs its licence or subscription in this tenant.",
  "why.microsoft.resource_unknown":
    "The API in scope or resource is not known in this tenant: its address is misspelt, it is registered elsewhere, or nobody has consented to it here.",
  "fix.microsoft.resource_unknown":
    "Compare the address in scope with the Application ID URI of the API (App registrations > the API > Expose an API), character by character: api://, no double https://, no slash too many.\nCheck that the request goes to the tenant that has the API.\nAn API of another tenant: let an administrator here consent, which adds its service principal (az ad sp create --id API-CLIENT-ID).",
  "why.microsoft.resource_malformed":
    "What the request names as API is no address of one: https:// or a slash twice, a port, a bare word, an empty variable, or the placeholder of a sample.",
  "fix.microsoft.resource_malformed":
    "Correct the setting from which the program builds it: https://graph.microsoft.com, https://TENANT.sharepoint.com or api://API-CLIENT-ID, with nothing before it and no slash behind it; for a scope followed by /.default or its name.\nSome programs add https:// themselves: then enter the host alone.\nIf nothing of it stands in a setting (such as a link of an answer with a port), the program built it wrongly: update it. Neither tenant nor consent is at fault.",
  "why.microsoft.resource_not_installed":
    "The API that the app asks for has no service principal in the tenant of these users: nobody there has consented to it.",
  "fix.microsoft.resource_not_installed":
    "Let an administrator of that tenant consent: https://login.microsoftonline.com/TENANT-ID/adminconsent?client_id=CLIENT-ID; first for the API itself if it is an app of its own (or add the client to knownClientApplications in the API's manifest).\nThe API must be registered as multitenant.\nIf the users belong to your own tenant, let the program use its address in place of /common.",
  "why.microsoft.permission_not_listed":
    "The app asks for an API that is not among its API permissions, or nobody has consented to them.",
  "fix.microsoft.permission_not_listed":
    "App registrations > your app > API permissions > Add a permission: the API of the request, then Grant admin consent.\nFor SAML compare the Identifier (Entity ID).",
  "why.microsoft.scope_of_api":
    "The API has no scope of this name. A scope without an address counts as one of Microsoft Graph.",
  "fix.microsoft.scope_of_api":
    "Write a scope of your own API in full: api://API-CLIENT-ID/SCOPE, as under Expose an API.\nEntra has no scopes groups and roles: leave them out (openid profile email), and add the claim under Token configuration.\nCompare the spelling of Graph's scopes; some exist only as application permissions, and some only for work accounts.",
  "why.microsoft.two_resources":
    "The request asks for scopes that cannot stand together: of two APIs, or /.default beside single ones. A token is for one API.",
  "fix.microsoft.two_resources":
    "Ask for the scopes of one API in each token request, either its single scopes or its /.default alone, and let the refresh token fetch the others one by one.\nThe user can agree to all at the login (extraScopesToConsent). openid, profile, email and offline_access may stand beside any.",
  "why.microsoft.default_scope":
    "An app by itself (client credentials) can only ask for all its application permissions at once, by the scope /.default.",
  "fix.microsoft.default_scope":
    "Send scope=https://graph.microsoft.com/.default, or api://API-CLIENT-ID/.default, alone.\nGive the single permissions under API permissions > Application permissions, with admin consent; for an API of your own as app roles.",
  "why.microsoft.first_party_app":
    "The client ID is one of Microsoft's own apps, which may not ask for this API.",
  "fix.microsoft.first_party_app":
    "Register an app of your own, with the permissions that you need, and use its client ID in place of the one of Azure CLI, Office or PowerShell.",
  "why.microsoft.response_type":
    "The request asks for a response type (id_token or token) that is not switched on for the app.",
  "fix.microsoft.response_type":
    "App registrations > your app > Authentication > Implicit grant and hybrid flows: tick ID tokens (or Access tokens).\nBetter use response_type=code with PKCE, which needs neither.",
  "why.microsoft.post_only":
    "The token endpoint was called with GET: by a browser, the back button, or an address in the wrong field.",
  "fix.microsoft.post_only":
    "Send the token request as POST with the parameters in the body.\nCompare the two addresses: users go to …/oauth2/v2.0/authorize, the program posts to …/oauth2/v2.0/token.",
  "why.microsoft.loop": "The program repeats the same request again and again, and Entra has stopped it.",
  "fix.microsoft.loop":
    "Keep the token until it expires, and do not repeat after an error.\nLook for a redirect that leads back to the login each time: a cookie that does not come back, or a token that the app does not store.\nAfter some minutes the request passes again.",
  "why.microsoft.web_platform":
    "The redirect URI is registered under Single-page application, but a server or native program redeems the code.",
  "fix.microsoft.web_platform":
    "App registrations > your app > Authentication: remove the redirect URI under Single-page application, and add the same one under Web (a server with a secret), or under Mobile and desktop applications (a native program).\nIf it is a page in the browser that redeems the code: leave it, and use PKCE there.",
  "why.microsoft.page_credentials":
    "A page in the browser asks with a client secret or client credentials, which only a server may do.",
  "fix.microsoft.page_credentials":
    "Move the request to a server or function, keep the secret there, and let the page call that one.\nIf a user is at the page: the code flow with PKCE (MSAL.js), with the redirect URI under Single-page application and without a secret.\nA secret that was in a page is known: replace it.",
  "why.microsoft.spa_platform":
    "A page in the browser redeems the code, but its redirect URI is registered under Web, which wants a secret and allows no cross-origin requests.",
  "fix.microsoft.spa_platform":
    "App registrations > your app > Authentication: remove the redirect URI under Web, and add the same one under Single-page application; use the code flow with PKCE (MSAL.js 2 or later).\nNever put a client secret into the page.",
  "why.microsoft.pkce_from_page":
    "The redirect URI is of the platform Single-page application, which demands PKCE, and the request has none.",
  "fix.microsoft.pkce_from_page":
    "Switch PKCE on in the client: code_challenge with S256 at the login, code_verifier at the exchange.\nIf a server redeems the code, register the redirect URI under Web in its place; a native program under Mobile and desktop applications.",
  "why.microsoft.public_client_off":
    "A program without a secret asks for a token (device code, user name and password, desktop), and the app registration does not allow public clients.",
  "fix.microsoft.public_client_off":
    "App registrations > your app > Authentication > Settings (Advanced settings) > Allow public client flows: Yes, Save.\nRegister the redirect URI of a desktop program under Mobile and desktop applications, not under Web.\nPut no client secret into a program that users install.",
  "why.microsoft.secret_expired": "The client secret or certificate of the app has expired.",
  "fix.microsoft.secret_expired":
    "App registrations > your app > Certificates & secrets > New client secret: copy its Value at once, put it into the program's configuration, and restart every worker.\nThe refresh tokens stay valid. Note the end date, or use a managed identity.",
  "why.microsoft.federated_credential":
    "No federated credential of the app fits the outside token: its subject, issuer or audience differs.",
  "fix.microsoft.federated_credential":
    "App registrations (or the managed identity) > your app > Certificates & secrets > Federated credentials: subject must be the sub of the token, character by character, upper and lower case too.\nGitHub Actions: repo:ORG/REPO:ref:refs/heads/BRANCH, repo:ORG/REPO:environment:NAME or repo:ORG/REPO:pull_request, with issuer https://token.actions.githubusercontent.com and audience api://AzureADTokenExchange. A subject with IDs (repo:ORG@ID/REPO@ID:…) fits only if the repository sends it so.\nCompare client-id and tenant-id; a new credential takes some minutes.",
  "why.microsoft.scope_for_itself":
    "The request names no scope of an API, so Microsoft takes the app itself for the resource; an app gets no token for itself in this way.",
  "fix.microsoft.scope_for_itself":
    "Send in the refresh or exchange the scope of the login in full, such as https://graph.microsoft.com/Mail.Read or api://API-CLIENT-ID/NAME, with offline_access. The stored refresh token is good.\nAn app that really wants a token for itself names its client ID (a GUID) as the resource: CLIENT-ID/.default.",
  "why.microsoft.obo_assertion":
    "The token that is exchanged on behalf of the user is not an access token for this very API: its audience is another, it has expired, or it is an ID token.",
  "fix.microsoft.obo_assertion":
    "Let the client ask for a token with the scope of this API (api://API-CLIENT-ID/SCOPE), not of Graph, and send its access token.\nThe API exchanges it with its own client ID, before it expires; look at aud and exp.\nIf only the case differs: write the Application ID URI in lower case in the registration (Teams asks for it so).",
  "why.microsoft.app_permission":
    "The token has not the permission that this request needs: not granted, of the wrong kind (delegated or application), or without admin consent.",
  "fix.microsoft.app_permission":
    "The documentation of the request names its permission, such as User.Read.All: App registrations > your app > API permissions > Add a permission. Application permissions if the app signs in by itself (client credentials), Delegated if a user does; then Grant admin consent.\nFetch a new token (empty the cache): an old one does not have it. Look at roles or scp in the token.\nSome requests also want a directory role of the user or app.",
  "why.microsoft.directory_role":
    "The person who does this lacks the role for it in the directory; a permission of the app does not replace it.",
  "fix.microsoft.directory_role":
    "Approving permissions (admin consent, API access of SharePoint): a Global Administrator or Privileged Role Administrator must do it; a SharePoint, Teams or user administrator may not.\nApp registrations and service principals (az ad, New-AzADServicePrincipal): the role Application Administrator or Cloud Application Administrator, or Entra admin center > Users > User settings > Users can register applications: Yes.\nA role that is only eligible must be activated first (Privileged Identity Management).",
  "why.microsoft.application_user":
    "The app is no user of this Dataverse (Dynamics 365) environment: it needs an application user with a security role there. A person's user does not count.",
  "fix.microsoft.application_user":
    "Power Platform admin center > Manage > Environments > the environment > Settings > Users + permissions > Application users > New app user: choose the app by its client ID, the business unit, and a security role.\nIf it is there, give it a role that covers the table (Edit security roles).\nAsk for the token with the scope https://ORG.crm.dynamics.com/.default, at the tenant of the environment.",
  "why.microsoft.power_bi_principal":
    "Power BI takes a service principal only with a token of its own tenant, if the tenant setting allows it, and if it is a member of the workspace.",
  "fix.microsoft.power_bi_principal":
    "Ask for the token at the tenant of the app, https://login.microsoftonline.com/TENANT-ID (samples have /common or /organizations), with the scope https://analysis.windows.net/powerbi/api/.default.\nPower BI admin portal > Tenant settings > Developer settings: allow service principals to use the APIs, for a security group that has this one.\nThe workspace > Manage access: add the service principal as Member or Admin; My workspace does not work. It needs no API permissions in its registration.",
  "why.microsoft.app_access_policy":
    "The app may not reach this mailbox or item: an application access policy, or no access of the user to it.",
  "fix.microsoft.app_access_policy":
    "A mailbox with an app-only token: Exchange admin: Test-ApplicationAccessPolicy, or RBAC for Applications; add the mailbox to the group of the policy.\nOf a user: the mailbox or site must be shared with that user, and the permission be the .Shared one.\nCheck that the permission was granted with admin consent.",
  "why.microsoft.me_without_user":
    "The request is for /me, and the token is of an app by itself, without a user.",
  "fix.microsoft.me_without_user":
    "With client credentials name the user: /users/ID-OR-ADDRESS in place of /me.\nOr let a user log in (authorization code flow), and use that token.",
  "why.microsoft.no_mailbox":
    "The user or tenant has no such service in the cloud: no licence, a mailbox on a server of the company, or a deleted one.",
  "fix.microsoft.no_mailbox":
    "Microsoft 365 admin center > Users > the user > Licenses: give one with Exchange Online (or SharePoint).\nA mailbox on-premises must be moved or be hybrid; a personal account needs an Outlook.com mailbox.",
  "why.microsoft.sharepoint_certificate":
    "SharePoint takes app-only tokens only if the app proved itself by a certificate, not by a secret.",
  "fix.microsoft.sharepoint_certificate":
    "App registrations > your app > Certificates & secrets > Certificates: upload one, and sign in with it.\nGive the application permission of SharePoint, or read through Microsoft Graph, where a secret suffices.",
  "why.microsoft.pipeline_token":
    "The step of the pipeline has no token of the job, or the pipeline's own account (Build Service) may not reach this resource.",
  "fix.microsoft.pipeline_token":
    "Classic pipeline: the agent job > Additional options > tick Allow scripts to access the OAuth token.\nYAML: hand the token to the step: env: SYSTEM_ACCESSTOKEN: $(System.AccessToken).\nIf a token is sent: give PROJECT Build Service (ORGANIZATION) the permission at the resource; for another project switch off Project settings > Pipelines > Settings > Limit job authorization scope to current project.",
  "why.microsoft.smtp_off":
    "Authenticated SMTP is switched off for the tenant or the mailbox, or a policy forbids it.",
  "fix.microsoft.smtp_off":
    "Microsoft 365 admin center > Users > the user > Mail > Manage email apps > Authenticated SMTP; for the tenant Set-TransportConfig -SmtpClientAuthenticationDisabled $false.\nUse OAuth with the scope https://outlook.office.com/SMTP.Send: basic authentication ends. Or send by Microsoft Graph.",
  "why.microsoft.exchange_access":
    "The token is right, but this app or user has no access to the mailbox by this protocol.",
  "fix.microsoft.exchange_access":
    "An app by itself: application permission IMAP.AccessAsApp (POP, SMTP.SendAsApp) of Office 365 Exchange Online with admin consent, scope https://outlook.office365.com/.default; then in Exchange PowerShell New-ServicePrincipal with the object ID of the enterprise application, and Add-MailboxPermission -AccessRights FullAccess.\nThe user in XOAUTH2 is the mailbox; a shared mailbox needs full access for the user who logged in.",
  "why.microsoft.mail_scope":
    "The mail server accepts OAuth only in its own form (XOAUTH2), and only a token for Outlook with the scope of that protocol.",
  "fix.microsoft.mail_scope":
    "Ask for https://outlook.office.com/IMAP.AccessAsUser.All (POP.AccessAsUser.All, SMTP.Send) and offline_access; a token for Microsoft Graph is refused.\nAuthenticate with XOAUTH2 and the address of the mailbox; the token must be of that account, not of an administrator who logged in.\nThe mailbox must allow the protocol: Manage email apps > IMAP, Authenticated SMTP.",
  "why.microsoft.interaction_stuck":
    "MSAL believes that a login is still under way: two were started at once, or an earlier one was broken off.",
  "fix.microsoft.interaction_stuck":
    "Await initialize() and handleRedirectPromise() before each login, and start one only if inProgress is none (React StrictMode and two buttons start two).\nIf it persists in one browser, delete the entries msal.*.interaction.status of the session storage and the cookie.\nDo not call loginRedirect on the page that handles the redirect.",
  "why.microsoft.cache_empty":
    "The cache of MSAL has no account or refresh token for this request: emptied, lost at a restart, kept in another tab, or filed under another authority or client ID.",
  "fix.microsoft.cache_empty":
    "Pass the account: after handleRedirectPromise take it from getAllAccounts() or setActiveAccount; if there is none, start an interactive login.\nKeep the cache where it outlives a restart: cacheLocation localStorage in a page, a file or the keychain for a tool, a shared cache (Redis, SQL) in place of memory for a server.\nLog in and ask silently with the same client ID, authority and scopes.",
  "why.microsoft.token_version":
    "The API expects the issuer of tokens of version 2.0 (login.microsoftonline.com), but the token is of version 1.0 (sts.windows.net), or the other way round.",
  "fix.microsoft.token_version":
    "The version follows from the API for which the token is: App registrations > that API > Manifest > requestedAccessTokenVersion (once accessTokenAcceptedVersion): 2, then fetch a new token. With v2 aud is the client ID.\nOr let the API accept both issuers and both audiences.\nA token for Microsoft Graph is not yours to check: ask for a scope of your own API.",
  "why.microsoft.graph_token":
    "The access token is for Microsoft Graph (no scope of an own API was asked for): its header has a nonce, and nobody but Microsoft can verify its signature.",
  "fix.microsoft.graph_token":
    "Do not verify it: treat an access token for Graph as opaque, and verify the ID token, which is for the app. aud of such a token is https://graph.microsoft.com or 00000003-0000-0000-c000-000000000000.\nTo protect an API of your own: App registrations > the API > Expose an API > Add a scope, and ask for api://API-CLIENT-ID/SCOPE in place of Graph's.\nIf aud is your own API: take the keys from jwks_uri of the issuer in the token.",
  "why.microsoft.audience_setting":
    "aud of the token is not the value that the app checks: client ID against App ID URI (api://…), the wrong one of two app registrations, a space in the setting, or a token for another API.",
  "fix.microsoft.audience_setting":
    "Compare aud in the token, character by character, with Audience, ClientId or ValidAudiences in the settings; remove spaces and quotation marks. App Service: Authentication > the provider > Allowed token audiences.\nTokens of version 1.0 carry the App ID URI, those of 2.0 the client ID of the API: accept both (ValidAudiences).\nIf aud is that of Microsoft Graph or of the client, ask for a scope of this API (api://…/access_as_user).",
  "why.microsoft.easyauth_clients":
    "App Service Authentication (Easy Auth) accepts the token, but not the app that asked for it: its list of allowed client applications is empty or does not name it.",
  "fix.microsoft.easyauth_clients":
    "The app or function > Authentication > the provider > Edit > Client application requirement: Allow requests from specific client applications, with the client ID of the calling app (azp or appid in the token).\nBy template or Terraform: defaultAuthorizationPolicy.allowedApplications (allowed_client_applications) in authsettingsV2; without it only the app itself may call.\nLook there at the requirements for identities and tenants, too. Roles and scopes in the token do not help.",
  "why.microsoft.teams_resource":
    "webApplicationInfo.resource in the Teams manifest does not fit the page of the tab: its host must be that of the page, and the whole must be the Application ID URI.",
  "fix.microsoft.teams_resource":
    "Set in manifest.json: webApplicationInfo.id to the client ID, resource to api://HOST-OF-THE-TAB/CLIENT-ID, and that host in validDomains; contentUrl of the tab must have it, too (a tunnel gets a new host at each start).\nApp registrations > your app > Expose an API: the same Application ID URI, and the client IDs of Teams as authorized clients.\nA sample may mark the tabs with single sign-on by a query in their URL (inTeamsSSO=true): keep it.\nRaise the version of the manifest, and install the package anew.",
  "why.microsoft.silent_frame":
    "MSAL waited in vain for its hidden frame or popup: the page of the redirect URI changes the address or loads slowly, cookies are blocked, or the redirect URI is wrong.",
  "fix.microsoft.silent_frame":
    "Let the redirect URI lead to an empty page without router and without MSAL's own login (redirectUri: /blank.html), registered under Single-page application.\nAt this error call an interactive login (acquireTokenRedirect); blocked third-party cookies make the silent frame fail always.\nMSAL 1.x has no refresh token: move to version 2 or later (code flow with PKCE).\nOnly for slow networks raise iframeHashTimeout.",
  "why.microsoft.popup_blocked": "The browser blocked the popup of the login.",
  "fix.microsoft.popup_blocked":
    "Open it directly in the handler of a click, or use loginRedirect.\nLet the user allow popups for this page.",
  "why.microsoft.library_start":
    "MSAL was used before it was ready, or in a page where the browser gives no cryptography (plain http).",
  "fix.microsoft.library_start":
    "crypto_nonexistent, pkce_not_created: serve the page by https; only localhost may use http. No polyfill replaces that.\nuninitialized_public_client_application: await msalInstance.initialize() once, before any other call.",
  "why.microsoft.authority":
    "MSAL cannot use the authority: the address is misspelt, is not trusted (Azure AD B2C, own domain), or its discovery document cannot be read.",
  "fix.microsoft.authority":
    'Azure AD B2C: authority https://TENANT.b2clogin.com/TENANT.onmicrosoft.com/POLICY, and knownAuthorities: ["TENANT.b2clogin.com"].\nEntra: https://login.microsoftonline.com/TENANT-ID, with https:// and without /oauth2 or /v2.0 behind it.\nOpen the address followed by /v2.0/.well-known/openid-configuration from the same machine.',
  "why.microsoft.no_credential":
    "The Azure SDK found no credential on this machine that works: no environment variables, no managed identity, no login of a tool.",
  "fix.microsoft.no_credential":
    "The message lists each source and why it failed: look at the one that you mean to use.\nOn your computer: az login --tenant TENANT-ID (or AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET).\nIn Azure: switch the managed identity on (Identity > System assigned), or for a user-assigned one give its client ID (AZURE_CLIENT_ID). In a container on your computer there is none.",
  "why.microsoft.b2c_policy":
    "The code or refresh token was issued by another user flow (policy) than the one that it is sent to.",
  "fix.microsoft.b2c_policy":
    "Redeem and refresh at the address of the same policy (…/POLICY/oauth2/v2.0/token or ?p=POLICY), and store the policy beside the token.\nAfter a profile edit or password reset start a login of the sign-in policy.",
  "why.microsoft.b2c_policy_fails":
    "The custom policy of Azure AD B2C fails by itself in this step, for instance because a claim that it needs is missing. The token or code is not to blame.",
  "fix.microsoft.b2c_policy_fails":
    'Read the exact reason in Application Insights: DeploymentMode=Development and UserJourneyRecorderEndpoint in the policy.\nAt a refresh: let the technical profiles of the refresh journey (RefreshTokenReadAndSetup, and the one that reads the user) output every claim that its later steps and extensions take.\nWithout <Endpoint Id="Token"> of the refresh journey it should work: then the fault lies in that journey.',
  "why.microsoft.b2c_scope":
    "Azure AD B2C gives an access token only for a scope of an API that is registered in this B2C tenant and allowed for the app; it knows no scopes of Microsoft Graph.",
  "fix.microsoft.b2c_scope":
    "In the B2C tenant: the API's registration > Expose an API > Add a scope; your app > API permissions > My APIs: add it, Grant admin consent.\nAsk for it in full (https://TENANT.onmicrosoft.com/API/SCOPE); without an API use the app's own client ID as scope.",
  "why.microsoft.b2c_forgot_password":
    "The user clicked on the link for a forgotten password, which this user flow leaves to the app.",
  "fix.microsoft.b2c_forgot_password":
    "User flow > Properties > Password configuration > Self-service password reset: on, and remove the own handling.\nOr start the password reset policy when AADB2C90118 comes back.",
} as const;
