/**
 * The sentences of `explain`, in English: what a symptom means, why each cause leads to it, and how to mend it, one step
 * on each line. `fix.<cause>.<provider>` replaces `fix.<cause>` for one provider.
 */
export const en = {
  // What it means
  "meaning.dead_refresh": "{provider} refuses the refresh token: it can no longer be exchanged.",
  "meaning.in_progress": "Two requests use the same refresh token at this moment. The token itself is fine.",
  "meaning.bad_code":
    "{provider} refuses the authorization code. A code works once, for minutes, for one app and one callback.",
  "meaning.bad_verifier": "The code was issued for another PKCE verifier than the one that was sent.",
  "meaning.bad_client":
    "{provider} does not accept the app itself. The token or code was not even looked at.",
  "meaning.bad_assertion": "{provider} does not accept the signed assertion (JWT) of the app.",
  "meaning.redirect": "The callback URL of the request is not one that the app has registered.",
  "meaning.denied": "{provider} knows who asks, but does not allow it.",
  "meaning.scope": "{provider} does not grant the scopes that were asked for.",
  "meaning.grant_type": "The app may not use this grant type or flow.",
  "meaning.bad_request":
    "{provider} could not read the request: a parameter is missing, wrong or in the wrong place.",
  "meaning.audience": "{provider} does not know the API that the token was asked for.",
  "meaning.interaction": "{provider} wants a person to do something, and the request allowed no page.",
  "meaning.password_login": "{provider} refuses the login by user name and password.",
  "meaning.no_refresh_token": "The login worked, but the answer has no refresh token.",
  "meaning.token_refused":
    "The API does not accept the access token. This says nothing against the refresh token.",
  "meaning.forbidden": "The access token is valid, but not enough for this request.",
  "meaning.rate_limit": "Too many requests. Nothing is wrong with the tokens.",
  "meaning.server_error": "The server failed or is overloaded. It did not judge the token.",
  "meaning.html": "A web page came back where data was expected: the answer is not from the endpoint.",
  "meaning.dns": "The name of the host could not be looked up. Nothing was sent.",
  "meaning.connection": "The connection to the server failed. The provider did not refuse anything.",
  "meaning.tls": "No trusted TLS connection could be made. Nothing was sent.",
  "meaning.proxy": "A proxy on the way wants a login of its own.",
  "meaning.cors":
    "The browser blocks the answer, because the endpoint does not allow requests of this web page.",
  "meaning.port": "The program cannot open the port at which it waits for the browser.",
  "meaning.no_callback": "The browser did not come back to the program after the login.",
  "meaning.state":
    "The answer does not belong to the login that the program began: state is missing or another one.",
  "meaning.keychain": "The program cannot read the place where it keeps its tokens on this machine.",
  "meaning.id_token": "The ID token does not pass the check.",
  "meaning.device": "The device login is not finished, or it is over.",
  "meaning.revocation": "The revocation did not go as expected.",
  "meaning.code_known": "{code}: {provider} refuses the request.",
  "meaning.unknown": "The text names no known error.",

  // The refresh token, and whether to try again
  "token.good": "The refresh token still works: do not throw it away.",
  "token.dead": "The refresh token is dead. Only a new login gives another one.",
  "token.unknown": "Whether a refresh token still works cannot be told from this.",
  "retry.yes": "The same request may succeed later. Wait a little longer after each failure.",
  "retry.no": "The same request will fail again. Change something first.",
  guess: "This is a guess from the little that the text says. Add --provider, --stage or --context.",
  not_understood: "Not understood: --{option}. It takes {takes}.",

  // A refresh token is refused
  "why.rotated_not_saved":
    "The app rotates refresh tokens: each refresh returns a new one and ends the old one. The program went on with the old one.",
  "fix.rotated_not_saved":
    "Save refresh_token from every refresh answer, before the access token is used.\nThe spent token cannot be revived: connect once more.",
  "why.concurrent_refresh":
    "Two processes or requests refreshed with the same token. With rotation the second use looks like theft, and the whole login ends.",
  "fix.concurrent_refresh":
    "Let one process refresh: a lock for each connection around reading, refreshing and saving.\nInside the lock read the stored token again before you send it.\nConnect once more, because this token is gone.",
  "why.answer_lost":
    "The provider rotated the token, but the answer never reached the store: the process, the connection or the disk failed in between.",
  "fix.answer_lost":
    "Check that the store can be written before you refresh, and save the answer before anything else.\nLet a shutdown wait until a refresh under way is stored.\nConnect once more, because the new token is lost.",
  "why.restored_copy":
    "A backup, snapshot or copy holds an older refresh token. Its use after a rotation ends the login for every copy.",
  "fix.restored_copy":
    "Keep refresh tokens out of copies of production data; each copy needs a connection of its own.\nAfter a restore connect once more.",
  "why.shared_token":
    "Two environments or programs use one app or one refresh token, and a refresh or login in one ends the token of the other.",
  "fix.shared_token":
    "Register one app for each environment, and give each its own login.\nConnect each environment once more.",
  "why.idle": "The token was not used for longer than the provider or the app allows.",
  "fix.idle":
    "Refresh regularly, at least once in each idle period, even if nothing else uses it.\nRaise the idle lifetime in the app if its owner allows it.\nConnect once more.",
  "why.too_old": "The login has an absolute lifetime that use does not extend.",
  "fix.too_old":
    "Look up the maximum lifetime in the app's settings and raise it if you may.\nPlan a new login before it ends; connect once more now.",
  "why.revoked": "The user or an administrator revoked the access, or the app was removed.",
  "fix.revoked":
    "Look at the provider's log, which says who revoked it and when.\nConnect once more if the user still wants it.",
  "fix.revoked.salesforce":
    "Setup > Login History and Setup > Connected Apps OAuth Usage show who revoked it.\nConnect once more: a revoked refresh token cannot be revived.",
  "fix.revoked.auth0":
    "Monitoring > Logs: fertft means revoked or expired, ferrt means used again.\nConnect once more: a revoked refresh token cannot be revived.",
  "fix.revoked.google":
    "The user sees the app's access at myaccount.google.com/connections.\nAdmin console > Reporting > Audit > OAuth log events shows it for a Workspace.\nConnect once more if the user still wants it.",
  "fix.revoked.microsoft":
    "Entra admin center > Sign-in logs (non-interactive) shows the reason.\nSend the user through an interactive login once.",
  "why.password_changed":
    "The user's password was changed or reset, which ends the tokens of earlier logins at several providers.",
  "fix.password_changed":
    "Connect once more with the new password.\nFor unattended programs use an integration user or a service identity, whose password does not change.",
  "why.user_gone": "The user was disabled, deleted or has left.",
  "fix.user_gone":
    "Ask an administrator to activate the user again, or connect with another user.\nUse an integration user, so that the connection does not depend on one person.",
  "why.other_client_token":
    "The token belongs to another app, host, tenant or environment than the one that was asked.",
  "fix.other_client_token":
    "Refresh at the host and with the client ID where the token was issued; store both beside the token.\nCompare the client ID and host of login and refresh.",
  "why.token_mangled":
    "The token that was sent is not the one that was received: cut off, encoded, encrypted with another key, or with white space.",
  "fix.token_mangled":
    "Compare the length of the received and the sent token.\nStore it as text without a length limit, and encode it once, as form data.",
  "why.refresh_in_progress":
    "Another process sent the same refresh token a moment ago, and its request is not finished.",
  "fix.refresh_in_progress":
    "Wait one or two seconds, read the stored token again and use it.\nPut a lock for each connection around refreshing, across all processes and deployments.",
  "why.token_absent":
    "The program sent no refresh token: it never got one, or lost it, for instance because a later answer without one overwrote it.",
  "fix.token_absent":
    "Keep the stored refresh token if an answer has none.\nIf there never was one, ask for it at the login (offline access) and connect once more.",

  // A code is refused
  "why.code_twice":
    "The code was exchanged twice: by a reload, a retry, a double request of the page or a scanner of links.",
  "fix.code_twice":
    "Exchange each code exactly once, guarded by its state, and redirect at once to an address without the code.\nDo not retry an exchange; begin a new login instead.",
  "why.code_too_old": "The code was exchanged too late: it works only for minutes, sometimes for seconds.",
  "fix.code_too_old":
    "Exchange it in the callback, before anything else.\nBegin a new login to get a fresh code.",
  "fix.code_too_old.salesforce":
    "A code of Salesforce works for 15 minutes: exchange it in the callback, before anything else.\nBegin a new login to get a fresh code.",
  "why.code_encoded":
    "The code was encoded twice or not decoded: it ends in %3D%3D or has a % in it where the callback had = or /.",
  "fix.code_encoded":
    "Read the code with a URL parser, which decodes it once.\nLet the HTTP client encode the form once; do not encode it yourself.\nBegin a new login to get a fresh code.",
  "why.code_other_client":
    "The code was issued to another app or at another host than the one where it is exchanged.",
  "fix.code_other_client":
    "Use the same host, tenant and client ID for the login and the exchange.\nBegin a new login.",
  "why.code_other_redirect":
    "redirect_uri in the exchange is not the one of the authorization request, character by character.",
  "fix.code_other_redirect":
    "Send the same redirect_uri in both requests: scheme, host, port, path and slash.\nStore it with the login's state and begin a new login.",
  "why.verifier_lost":
    "The PKCE verifier was not there at the exchange, or was that of another login: another tab, another server, a lost session.",
  "fix.verifier_lost":
    "Store the verifier on the server under the login's state, where every instance finds it.\nBegin a new login in one tab.",
  "why.verifier_wrong": "The challenge was computed in another way than the provider does.",
  "fix.verifier_wrong":
    "code_challenge = base64url(SHA-256(verifier)), from the bytes, without = at the end.\nSend code_challenge_method=S256 and begin a new login.",
  "why.pkce_missing": "The app or the provider requires PKCE, and the request has no code_challenge.",
  "fix.pkce_missing":
    "Switch PKCE on in the client: code_challenge with S256 at the login, code_verifier at the exchange.\nLeave the requirement on in the app: it protects the code.",

  // The app is refused
  "why.wrong_secret": "Client ID and client secret do not belong together, or one was copied wrongly.",
  "fix.wrong_secret":
    "Copy client ID and secret again from the app's settings, without white space.\nCompare that they are of the same app and environment.",
  "fix.wrong_secret.salesforce":
    "Setup > External Client App Manager > your app > Settings > OAuth Settings: copy Consumer Key and Consumer Secret again.\nCheck that no newline is at the end of the secret.",
  "fix.wrong_secret.auth0":
    "Applications > your app > Settings: copy Client ID and Client Secret again.\nCheck that they are of this tenant and domain.",
  "fix.wrong_secret.google":
    "Google Cloud console > APIs & Services > Credentials > your OAuth client: copy ID and secret again.\nA secret that was shown only once cannot be read again: add a new one.",
  "fix.wrong_secret.microsoft":
    "Entra admin center > App registrations > your app > Certificates & secrets: use the Value of the secret, not its Secret ID.\nThe value is shown only once; if it is lost, make a new secret.",
  "fix.wrong_secret.github":
    "Settings > Developer settings > your app: generate a new client secret and copy it at once.\nGitHub answers such errors with status 200: look at the body.",
  "fix.wrong_secret.keycloak":
    "Clients > your client > Credentials: copy the secret again.\nCheck that realm and client are those of the request.",
  "fix.wrong_secret.hubspot":
    "Development > your app > Auth: copy Client ID and Client secret again.\nAn ID of a test account or a private app does not fit here.",
  "why.secret_changed":
    "The client secret was renewed or has expired, and a worker or setting still has the old one.",
  "fix.secret_changed":
    "Give the new secret to every worker and environment, and restart those that keep it in memory.\nThe refresh tokens are not touched by the wrong secret: keep them.",
  "why.secret_mangled":
    "The secret was changed on its way: special characters encoded once too often or not at all, a newline, quotation marks, or a part is missing.",
  "fix.secret_mangled":
    "Compare the length of the secret at the place where it is sent.\nIn a form body encode it once; in Basic authentication encode id and secret before base64 (RFC 6749, 2.3.1).",
  "why.auth_method":
    "The app sends its secret in another way than it is registered for: header (Basic), body (Post), signed assertion or none.",
  "fix.auth_method":
    "Look up the authentication method of the app and use that one.\nSend the credentials in one place only, not in header and body.",
  "fix.auth_method.auth0":
    "Applications > your app > Credentials: Authentication Method must be the one that the program uses: Client Secret (Post), (Basic), Private Key JWT or None.",
  "fix.auth_method.okta":
    "Applications > your app > General > Client Credentials: the method must be the one that the program uses.\nSend the credentials in one place only.",
  "why.secret_missing": "The app is registered as confidential, but the request has no client secret.",
  "fix.secret_missing":
    "Send the client secret from a server, or register the app as a public client (native, single-page), which has none and uses PKCE.\nNever put a secret into a program that users install.",
  "fix.secret_missing.salesforce":
    "Send the Consumer Secret, or, for a public app, untick Require Secret for Web Server Flow and Require Secret for Refresh Token Flow and send none.",
  "fix.secret_missing.microsoft":
    "A web app: send client_secret or client_assertion.\nA native app: register the callback under Mobile and desktop applications, and set Authentication > Allow public client flows to Yes.",
  "why.unknown_client":
    "There is no app with this client ID at this host or tenant: mistyped, another environment, deleted, or not yet there.",
  "fix.unknown_client":
    "Copy the client ID again from the app's settings.\nCompare host, tenant or realm of the request with those of the app.",
  "fix.unknown_client.salesforce":
    "Copy the Consumer Key again: app > Settings > Consumer Key and Secret.\nUse login.salesforce.com for production and test.salesforce.com for a sandbox.\nA new app needs up to 10 minutes; in a customer's org the app must be installed.",
  "fix.unknown_client.microsoft":
    "Compare the tenant in the address with the one of the app registration.\nFor users of other tenants set Supported account types to multitenant, and let an administrator there consent once.",
  "fix.unknown_client.keycloak":
    "Compare the realm in the address, and the client ID in Clients.\nSince Keycloak 17 the address has no /auth before /realms.",
  "why.public_with_secret": "The app is public and has no secret, but the request sends one.",
  "fix.public_with_secret":
    "Remove the client secret from the request.\nIf it runs on a server, register it as a confidential web app instead.",
  "why.assertion_audience": "aud of the assertion is not the value that the provider expects.",
  "fix.assertion_audience":
    "Set aud as the provider's documentation says: its issuer or its token endpoint, character by character, as one string.",
  "why.assertion_clock":
    "The clock of this machine is wrong, or iat and exp of the assertion lie too far apart or in the past.",
  "fix.assertion_clock":
    "Synchronise the clock (NTP); look at containers and virtual machines that slept.\nMake a new assertion for each request; iat now, exp a few minutes later.",
  "why.assertion_key": "The assertion is signed with another key than the one that the app has registered.",
  "fix.assertion_key":
    "Register the certificate or public key that belongs to the private key in use.\nCheck the algorithm (RS256 or ES256), kid, and that line breaks of the key were kept.",
  "why.assertion_subject": "iss or sub of the assertion does not name a known app and user.",
  "fix.assertion_subject":
    "Set iss to the client ID and sub to the exact user name or account that the app may act for.",

  // The login
  "why.redirect_mismatch":
    "The callback URL in the request differs from the registered one: scheme, host, port, path, case or a slash at the end.",
  "fix.redirect_mismatch":
    "Copy the callback URL of the request exactly into the app's list of callback URLs.\nSend the same value in the token request.",
  "fix.redirect_mismatch.salesforce":
    "Copy the callback URL exactly into the app's Callback URL field, one on each line.\nWait up to 10 minutes after the change, then try again with the same value in both requests.",
  "fix.redirect_mismatch.auth0":
    "Applications > your app > Settings > Allowed Callback URLs: add exactly this URL (separated by commas), Save.\nlocalhost and 127.0.0.1 are two different hosts here.",
  "fix.redirect_mismatch.google":
    "Google Cloud console > Credentials > your OAuth client > Authorized redirect URIs: add exactly this URI.\nA change may take some minutes. A desktop client needs none for loopback; a web client does.",
  "fix.redirect_mismatch.microsoft":
    "App registrations > your app > Authentication: add exactly this redirect URI, under the platform that fits (Web, Single-page application, Mobile and desktop).",
  "fix.redirect_mismatch.okta":
    "Applications > your app > General > Sign-in redirect URIs: add exactly this URI.",
  "fix.redirect_mismatch.github":
    "Developer settings > your app > Authorization callback URL: host and port must be equal, the path must lie below it.",
  "fix.redirect_mismatch.keycloak":
    "Clients > your client > Settings > Valid redirect URIs: add exactly this URI.",
  "fix.redirect_mismatch.slack":
    "api.slack.com/apps > your app > OAuth & Permissions > Redirect URLs: add it (https), Save URLs.",
  "fix.redirect_mismatch.hubspot":
    "Your app > Auth > Redirect URLs: add exactly this URL (https; http only for localhost).",
  "why.redirect_scheme":
    "The server stands behind a proxy that ends TLS and builds its callback URL with http or an inner host.",
  "fix.redirect_scheme":
    "Let the framework trust X-Forwarded-Proto and X-Forwarded-Host of that proxy, or set the public base URL explicitly.\nRegister the https URL only.",
  "why.redirect_port": "A program on a desktop used another loopback host or port than the registered one.",
  "fix.redirect_port":
    "Use a fixed port and register it, or a provider's app type that allows any loopback port.\nUse the same spelling everywhere: localhost or 127.0.0.1.",
  "why.denied_by_user": "The user pressed Deny or Cancel.",
  "fix.denied_by_user":
    "Begin the login again and press Allow.\nAsk for fewer scopes if the list frightens users.",
  "why.denied_by_admin": "A policy of the organisation lets only approved users or apps in.",
  "fix.denied_by_admin": "Ask an administrator to approve the app, or to assign the user to it.",
  "fix.denied_by_admin.microsoft":
    "Enterprise applications > the app > Permissions > Grant admin consent, or Users and groups > assign the user.",
  "fix.denied_by_admin.google":
    "Admin console > Security > API controls > App access control: trust the app.\nWithin one organisation set the app's user type to Internal.",
  "fix.denied_by_admin.okta":
    "Applications > the app > Assignments: assign the user or a group.\nSecurity > API > Authorization Servers > Access Policies: a rule must allow this client, grant type and scope.",
  "fix.denied_by_admin.github":
    "The organisation's Settings > Third-party access: an owner must approve the app; with SAML the user must authorise it for the organisation.",
  "fix.denied_by_admin.slack":
    "Ask a workspace admin to approve the app: Settings & administration > Manage apps.",
  "why.denied_upstream":
    "The identity provider behind this one refused or failed the login, and its error was passed on.",
  "fix.denied_upstream":
    "Look at the log of the upstream identity provider at the same second.\nCheck the connection there: certificate, callback URL, attributes, and whether the user is assigned.",
  "why.scope_unknown": "A scope is misspelt, does not exist here, or is not allowed for the app.",
  "fix.scope_unknown":
    "Compare each scope with the provider's list, in the same case.\nAllow it for the app, then begin a new login.",
  "fix.scope_unknown.microsoft":
    "Write scopes of one API with its address (https://graph.microsoft.com/Mail.Read), never of two APIs in one request.\nAn app by itself asks for the scope …/.default.",
  "fix.scope_unknown.okta":
    "Security > API > Authorization Servers > Scopes: add the scope, or use the org server for Okta's own scopes.\nGrant it to the app: Okta API Scopes.",
  "why.scope_separator": "Scopes are separated by commas, where the standard wants spaces.",
  "fix.scope_separator": "Separate scopes by one space (%20 in an address).",
  "fix.scope_separator.slack":
    "Slack is the exception: it separates scopes by commas, and user scopes go into user_scope.",
  "why.scope_on_refresh": "A refresh can only ask for scopes that the login was granted.",
  "fix.scope_on_refresh":
    "Leave out scope in the refresh request.\nFor a further scope send the user through the login once; the present token stays valid meanwhile.",
  "why.grant_not_allowed": "The grant type is not switched on for this app, or the app's type forbids it.",
  "fix.grant_not_allowed":
    "Switch the grant type on in the app's settings.\nCheck the spelling of grant_type.",
  "fix.grant_not_allowed.auth0":
    "Applications > your app > Advanced Settings > Grant Types: tick it, Save.\nA machine-to-machine or single-page app may not have it: use a Regular Web Application.",
  "fix.grant_not_allowed.okta":
    "Applications > your app > General > Grant type: tick it (Refresh Token, too).\nThe access policy of the authorization server must allow it as well.",
  "fix.grant_not_allowed.keycloak":
    "Clients > your client > Capability config: Standard flow, Direct access grants, Service accounts roles or Device grant.",
  "fix.grant_not_allowed.google":
    "A service account: Admin console > Security > API controls > Domain-wide delegation: add its client ID with exactly these scopes.\nAn app: check the type of the OAuth client.",
  "why.request_format": "The token request was sent as JSON or in the address; OAuth wants a form.",
  "fix.request_format":
    "Send POST with Content-Type: application/x-www-form-urlencoded, the parameters in the body.\nCheck that grant_type is there, once, and spelt right.",
  "why.parameter_missing": "A required parameter is missing, empty, or given twice.",
  "fix.parameter_missing":
    "Compare the request with the provider's documentation, parameter by parameter.\nLook at empty variables: a setting that is missing in this environment.",
  "why.login_needed": "The silent request (prompt=none) found no session of the user at the provider.",
  "fix.login_needed":
    "Send the user to an interactive login, without prompt=none.\nUse refresh tokens instead of silent requests: the stored token is not the problem.",
  "why.third_party_cookies": "The browser keeps the provider's cookies from an iframe or another site.",
  "fix.third_party_cookies":
    "Use the provider under a domain of your own site, or refresh tokens instead of an iframe.\nRedirect to the provider where no session is found.",
  "why.consent_needed": "The user, or an administrator, has not agreed yet to what the app asks for.",
  "fix.consent_needed":
    "Let the user go through one interactive login, which shows the page of consent.\nWhere a policy forbids it, an administrator must consent.",
  "fix.consent_needed.auth0":
    "Let the user go through one interactive login.\nApplications > APIs > your API > Settings > Allow Skipping User Consent: on (own apps only, and never for localhost).",
  "fix.consent_needed.microsoft":
    "Let the user go through one login with prompt=consent, or an administrator consent:\nEnterprise applications > the app > Permissions > Grant admin consent.",
  "why.mfa_needed": "A policy wants a second factor, which a program cannot give.",
  "fix.mfa_needed":
    "Let a person pass the second factor once, in an interactive login.\nFor unattended programs ask the administrator for a policy that leaves out this app or its refreshes.",
  "why.state_lost":
    "The cookie or session with the login's state did not come back: SameSite, another domain, several servers without a shared store.",
  "fix.state_lost":
    "Keep state in a store that every server reads; set the cookie SameSite=Lax (None and Secure for form_post), on the host of the callback.\nBegin at the same host that the callback returns to.\nLeave the check on: it is what keeps a foreign login out.",
  "why.two_tabs":
    "The answer belongs to an earlier login: a second tab, the back button, a bookmark or a reload.",
  "fix.two_tabs":
    "Begin again from the first page, in one tab.\nKeep one state for each login under way, not one for each user.",
  "why.webview": "The login runs in an embedded browser, which the provider does not allow.",
  "fix.webview":
    "Open the login in the system's browser (ASWebAuthenticationSession, Custom Tabs) and return by a registered callback.",

  "why.servers_not_shared":
    "Several servers answer, and they do not share the login's session: the next request reached another one than the first.",
  "fix.servers_not_shared":
    "Keep sessions, state and verifier in a store that all servers share, or let the load balancer send a user to the same one (sticky sessions).\nBegin a new login.",
  "fix.servers_not_shared.keycloak":
    "Let the replicas form one cluster (KC_CACHE=ispn with a discovery that fits, such as the kubernetes stack), and use sticky sessions at the ingress.\nBegin a new login.",
  "why.scope_absent": "The request names no scope, and the server has no default.",
  "fix.scope_absent":
    "Send scope in the request (openid, and what the API needs), or set a default scope at the server.",
  "why.other_app":
    "The URL is registered, but in another app than the one whose client ID this request sends: development and production, or two environments.",
  "fix.other_app":
    "Compare client_id in the address of the browser with the app in which the URL stands.\nUse ID and secret of that same app in this environment.",

  // No refresh token
  "why.offline_not_asked": "The login did not ask for offline access.",
  "fix.offline_not_asked":
    "Add offline_access to the scopes of the authorization request.\nBegin a new login: a refresh token comes only with a new code.",
  "fix.offline_not_asked.salesforce":
    "Add refresh_token (or offline_access) to the scopes; full alone does not have it.\nBegin a new login with prompt=consent.",
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
  "why.kept_one_counts": "A refresh answer without a refresh token means that the present one stays valid.",
  "fix.kept_one_counts": "Keep the stored refresh token; never overwrite it with an empty value.",

  // An API refuses
  "why.access_expired": "The access token is past its lifetime, which is normal.",
  "fix.access_expired":
    "Refresh once and send the request once more with the new access token.\nRefresh before expires_in is over, and check the clock of this machine.",
  "why.wrong_audience":
    "The access token is for another API: its audience (aud) is not the one that this API expects.",
  "fix.wrong_audience":
    "Ask for a token for this API (audience, resource or scope), spelt exactly as it is registered.\nLook at aud in the token; another refresh does not change it.",
  "fix.wrong_audience.auth0":
    "Send audience with the API Identifier in the authorization request, verbatim (Applications > APIs > your API > Identifier).\nBegin a new login; look at aud in the token.",
  "why.wrong_issuer":
    "The API or client expects another issuer (iss): another domain of the provider, or a slash at the end.",
  "fix.wrong_issuer":
    "Take the issuer from the discovery document of the domain in use, character by character, and configure that one.",
  "why.id_token_as_access": "The ID token was sent to the API; it is meant for the app, not for an API.",
  "fix.id_token_as_access": "Send access_token in the Authorization header.",
  "why.signature_wrong":
    "The API checks the signature with another key or algorithm than the one that signed: another issuer, an opaque or encrypted token, or an old list of keys.",
  "fix.signature_wrong":
    "Take keys and algorithm from the discovery document (jwks_uri) of the issuer in the token, and read the list anew at an unknown kid.\nA token that is not for this API cannot be checked here: look at its aud and iss.",
  "why.header_wrong": "The request has no usable Authorization header.",
  "fix.header_wrong":
    "Send Authorization: Bearer followed by one space and the access token.\nLook at redirects and proxies, which drop the header, and at empty variables.",
  "why.wrong_instance": "The request went to another host than the one that the token is for.",
  "fix.wrong_instance":
    "Use the address that came with the token (for Salesforce instance_url) and update it from each answer.",
  "why.access_revoked":
    "The access was revoked, or the session ended early; then a refreshed token is refused, too, or the refresh fails.",
  "fix.access_revoked":
    "Refresh once. If the refresh works, it was only the access token.\nIf the API refuses the new token as well, do not loop: check what the account may do there.",
  "why.dpop":
    "The tokens are bound to a key (DPoP): the proof is missing, has no nonce, or fits another key or address.",
  "fix.dpop":
    "Send a new proof for each request, with htm and htu of that request.\nAt use_dpop_nonce repeat the request once with the nonce of the header DPoP-Nonce.\nRefresh with the same key that was used at the login.",
  "why.scope_too_small": "The access token lacks a scope that this request needs.",
  "fix.scope_too_small":
    "Add the scope to the app and to the login, and let the user agree once more; a refresh cannot widen it.\nThe present token stays valid for all else.",
  "why.no_permission":
    "The scope is there, but the user or app lacks the permission: role, profile, licence, or an API that is not switched on.",
  "fix.no_permission":
    "Give the user the permission, or switch the API on for the project or organisation.\nA refresh or another login changes nothing.",
  "why.rate_limit": "A limit of requests was reached.",
  "fix.rate_limit":
    "Wait as long as Retry-After or the header of the limit says, then a little longer each time.\nKeep the access token until it expires, and spread scheduled jobs.",
  "why.refresh_each_request":
    "The program fetches a new token for each request in place of keeping the access token.",
  "fix.refresh_each_request":
    "Keep the access token until shortly before it expires, in one place for all workers.\nLet one worker refresh, the others wait.",

  // The network
  "why.server_down": "The provider is down, in maintenance or overloaded.",
  "fix.server_down":
    "Look at the provider's status page.\nTry again with growing pauses; keep the refresh token, which was not judged.",
  "fix.server_down.salesforce":
    "Look at status.salesforce.com.\nTry again with growing pauses; keep the refresh token, which was not judged.",
  "why.html_page":
    "The address is wrong: it leads to a page for people, such as a login page, not to the endpoint.",
  "fix.html_page":
    "Compare host and path with the token_endpoint in the provider's discovery document.\nLook at status and Content-Type before you parse JSON.",
  "why.proxy_page": "A proxy, firewall or captive portal answered in place of the provider.",
  "fix.proxy_page":
    "Read the page: it names the product that blocked the request.\nLet the network's administrator allow the provider's hosts.",
  "why.name_unknown":
    "The host name is misspelt, or this machine cannot resolve it: no DNS, a VPN, or a name that works only inside.",
  "fix.name_unknown":
    "Check the spelling of the host: no https:// and no path in it.\nTry nslookup with that name on the same machine, in the same container.",
  "why.firewall": "A firewall drops the connection to the provider.",
  "fix.firewall":
    "Allow outgoing HTTPS (port 443) to the provider's hosts, from the machine that sends the token requests.\nTry curl -v to the token endpoint from there.",
  "why.proxy_not_used":
    "The network lets programs out only through a proxy, and this program does not use it.",
  "fix.proxy_not_used":
    "Set HTTPS_PROXY (and NO_PROXY for inner hosts) for this program; several runtimes need it switched on.",
  "why.proxy_login": "The proxy asks for a user name and password (407).",
  "fix.proxy_login":
    "Set the proxy with its credentials (HTTPS_PROXY), or ask for an exception for the provider's hosts.\nThis is not an answer of the provider: its tokens are fine.",
  "why.connection_lost":
    "The connection broke before the answer came. If it was a refresh, the provider may already have rotated the token.",
  "fix.connection_lost":
    "Try again; at a refresh that rotates only within the provider's overlap, with the same token.\nLook for timeouts shorter than the provider's answer, and for idle connections that a proxy closes.",
  "why.nothing_listens":
    "Nothing listens at the address: the program that should answer is not running there, or the port is another one.",
  "fix.nothing_listens":
    "Check host and port, and whether the program still waits there.\nFrom a container, localhost is the container itself.",
  "why.no_ipv6": "The machine tries an IPv6 address that its network cannot reach.",
  "fix.no_ipv6": "Repair IPv6 or prefer IPv4 for this program.",
  "why.company_ca":
    "A proxy in the network opens TLS and signs with a certificate authority that this program does not know.",
  "fix.company_ca":
    "Give the program the authority's certificate: NODE_EXTRA_CA_CERTS, REQUESTS_CA_BUNDLE, SSL_CERT_FILE, or Java's truststore.\nKeep the certificate check on: a token must not go to a server that cannot prove its name.",
  "why.ca_bundle_old":
    "The list of certificate authorities on this machine is missing or too old, or the server does not send its whole chain.",
  "fix.ca_bundle_old":
    "Install ca-certificates in the image, or update the runtime.\nA server of your own must send the intermediate certificates, too.\nKeep the certificate check on.",
  "why.cert_expired": "The certificate has expired, or the clock of this machine is wrong.",
  "fix.cert_expired":
    "Compare the date of this machine with the right time.\nIf the date is right, the server's operator must renew the certificate.",
  "why.cert_hostname": "The certificate is for another name than the host that was asked.",
  "fix.cert_hostname":
    "Use the host name that the certificate has; check DNS, proxies and an address in place of a name.",
  "why.old_tls":
    "The program and the server share no TLS version or cipher, usually because the runtime is old; or plain http was sent to an https port.",
  "fix.old_tls":
    "Update the runtime or library so that it speaks TLS 1.2 with ECDHE or TLS 1.3.\nCheck scheme and port.",
  "why.cors": "A web page called an endpoint that is meant for servers, or its origin is not registered.",
  "fix.cors":
    "Exchange and refresh on a server, or register the page's origin and the app as single-page.\nDo not send a client secret from a browser.",
  "fix.cors.auth0": "Applications > your app > Settings > Allowed Origins (CORS): add the page's origin.",
  "fix.cors.salesforce": "Setup > CORS: add the page's origin and tick Enable CORS for OAuth endpoints.",
  "fix.cors.microsoft": "Register the redirect URI under Single-page application, not under Web.",

  // This machine
  "why.port_taken": "Another program, often an earlier login that still waits, has the port of the callback.",
  "fix.port_taken": "End the other program, or use another port and register its callback URL.",
  "why.port_forbidden":
    "The system does not let this program open the port: below 1024, or reserved (Windows excluded port ranges).",
  "fix.port_forbidden":
    "Use a port above 1023 that is not reserved.\nWindows: netsh interface ipv4 show excludedportrange protocol=tcp lists the reserved ones.",
  "why.callback_elsewhere":
    "The browser runs on another machine than the program, so localhost leads to the wrong one: ssh, container, WSL or CI.",
  "fix.callback_elsewhere":
    "Forward the port (ssh -L 9355:localhost:9355), or copy the address from the browser and paste it where the program waits.\nIn CI log in elsewhere once, or use a grant without a browser.",
  "why.error_on_page":
    "The provider shows the error on its own page and does not redirect, for instance because the callback URL is unknown.",
  "fix.error_on_page": "Read the page and its address, and paste its text here.",
  "why.keychain_locked":
    "There is no keychain in this session: no desktop, no D-Bus, or it is locked (ssh, container, cron).",
  "fix.keychain_locked":
    "Use the program's file or environment storage, or start a keyring in the session (dbus-run-session, gnome-keyring-daemon --unlock).\nmacOS: security unlock-keychain in the same session.",
  "why.keychain_key":
    "The data was sealed with another key than the one in the keychain now: another machine or user, a restored backup, or a renewed keychain.",
  "fix.keychain_key":
    "Restore the key that belongs to the data; two versions of the program must use the same key storage.\nOnly if the key is lost: delete the sealed data and connect once more.",
  "why.unwritable": "The token cannot be saved: the disk is full or read-only.",
  "fix.unwritable":
    "Make room or a writable volume before the next refresh: a token that rotates must be saved.",

  // ID tokens, devices, revocation
  "why.id_token_clock": "The clock of this machine differs from that of the provider.",
  "fix.id_token_clock": "Synchronise the clock (NTP).\nAllow some seconds of tolerance for iat, nbf and exp.",
  "why.nonce_lost":
    "The nonce of the login is missing or another one at the check: lost session, two logins at once, or a token from the cache.",
  "fix.nonce_lost": "Store the nonce with the login's state and check it once.\nBegin a new login.",
  "why.id_token_missing": "The login did not ask for openid, or the app may not use OpenID Connect.",
  "fix.id_token_missing": "Add openid to the scopes and begin a new login.",
  "why.device_pending": "The user has not finished on the other device yet.",
  "fix.device_pending": "Go on asking at the given interval; at slow_down wait 5 seconds longer each time.",
  "why.device_expired": "The device code has run out, or was used.",
  "fix.device_expired":
    "Stop asking and start a new device login.\nThe first answer is expired_token, later ones may be invalid_grant.",
  "why.revoked_before": "The token was already revoked or had expired, which is what you want.",
  "fix.revoked_before": "Treat it as done: a server answers 200 for an unknown token (RFC 7009).",
  "why.revocation_request": "The revocation request lacks the app's credentials or the right kind of token.",
  "fix.revocation_request":
    "Send token and token_type_hint=refresh_token as a form, with the app's usual authentication.",
  "why.logout_keeps_tokens": "A logout ends the session of the browser; refresh tokens do not depend on it.",
  "fix.logout_keeps_tokens": "Revoke the refresh token at the logout as well (revocation endpoint).",
  "why.password_wrong":
    "User name or password is wrong, or the account must do something first (new password, second factor).",
  "fix.password_wrong":
    "Try the same user in the browser.\nReplace this grant: it cannot pass a second factor, and several providers have ended it.",
  "why.server_wants_person": "The provider wants the user to confirm something on a page.",
  "fix.server_wants_person": "Repeat the login as an interactive one, without prompt=none.",
  "why.not_known": "The text and the hints do not say enough.",
  "fix.not_known":
    "Look for the body of the provider's answer: it has error and error_description.\nSay where it happened with --stage, and what you know with --context.",
} as const;
