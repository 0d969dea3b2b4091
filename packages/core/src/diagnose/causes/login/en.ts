/** The causes of a login that fails before there is a code, and their cures, in English. */
export const en = {
  "why.redirect_mismatch":
    "The callback URL in the request differs from the registered one: scheme, host, port, path, case or a slash at the end.",
  "fix.redirect_mismatch":
    "Copy the callback URL of the request exactly into the app's list of callback URLs.\nSend the same value in the token request.\nIf it has http or localhost where the site has https and a name, set the app's own base URL (APP_URL).",
  "fix.redirect_mismatch.salesforce":
    "Copy the callback URL exactly into the app's Callback URL field, one on each line.\nWait up to 10 minutes after the change, then try again with the same value in both requests.",
  "fix.redirect_mismatch.auth0":
    "Applications > your app > Settings > Allowed Callback URLs: add exactly this URL (separated by commas), Save.\nlocalhost and 127.0.0.1 are two different hosts here.",
  "fix.redirect_mismatch.google":
    "Google Cloud console > Credentials > your OAuth client > Authorized redirect URIs: add exactly this URI.\nA change may take some minutes. A desktop client needs none for loopback; a web client does.",
  "fix.redirect_mismatch.microsoft":
    "App registrations > your app > Authentication: add exactly this redirect URI, under the platform that fits (Web, Single-page application, Mobile and desktop).\nlocalhost and 127.0.0.1 are two different hosts for a web app: open the app at the one that is registered.",
  "fix.redirect_mismatch.okta":
    "Applications > your app > General > Sign-in redirect URIs: add exactly this URI.",
  "fix.redirect_mismatch.github":
    "Settings > Developer settings > your app > Authorization callback URL: enter the URL that the app sends (redirect_uri in the address of the login page). Scheme, host and port must be equal, the path may lie below it; a GitHub App may have several.\nlocalhost and 127.0.0.1 are two hosts here.",
  "fix.redirect_mismatch.keycloak":
    "Clients > your client > Settings > Valid redirect URIs: add exactly this URI.\nIf it differs only by http in place of https, register no http address: let the proxy in front of the app, and the one in front of Keycloak, send X-Forwarded-Proto.",
  "fix.redirect_mismatch.slack":
    "api.slack.com/apps > your app > OAuth & Permissions > Redirect URLs: add it (https), Save URLs.",
  "fix.redirect_mismatch.hubspot":
    "Your app > Auth > Redirect URLs: add exactly this URL (https; http only for localhost).",
  "why.redirect_scheme":
    "The app builds its callback URL with http, although its users reach it by https: behind a proxy that ends TLS it does not know the outer scheme.",
  "fix.redirect_scheme":
    "Set the app's own public URL to https://… (base URL, root URL, AUTH_URL), or let the framework trust X-Forwarded-Proto and X-Forwarded-Host of the proxy, and let the proxy send them.\nFor instance Spring server.forward-headers-strategy=framework, ASP.NET UseForwardedHeaders, Express trust proxy, Django SECURE_PROXY_SSL_HEADER, Rails force_ssl, PHP overwriteprotocol or TrustProxies, Symfony trusted_proxies with trusted_headers (x-forwarded-proto), Odoo proxy_mode (needs X-Forwarded-Host).\nRegister the https URL only.",
  "why.redirect_inner_host":
    "The app builds its callback URL with a host that only it knows (localhost, a container, a private address) in place of its public one.",
  "fix.redirect_inner_host":
    "Set the app's public URL in its configuration (base URL, root URL, AUTH_URL, NEXTAUTH_URL), or let the proxy pass Host and X-Forwarded-Host, and let the framework trust them.\nRegister the callback under the public https address.",
  "why.redirect_port":
    "The app uses another loopback host or port than the registered one. localhost and 127.0.0.1 are two different hosts, each port is another address.",
  "fix.redirect_port":
    "Register exactly the address that the app uses, and open the app under that same one: localhost or 127.0.0.1, with its port.\nGive the app a fixed port, or use a provider's app type that allows any loopback port.",
  "why.redirect_empty":
    "The request carries no redirect_uri, or the name of a variable in place of its value: a setting of the app is missing.",
  "fix.redirect_empty":
    "Look at the address of the login in the browser: redirect_uri must be there.\nSet the callback URL in the app's configuration of this environment, and restart or rebuild the app.",
  "why.redirect_wildcard":
    "The registered URL has an asterisk, or the address changes with each deployment; most providers compare the whole URL and take no wildcard.",
  "fix.redirect_wildcard":
    "Register each callback URL in full.\nFor previews use one fixed address that receives the callback and passes it on.",
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
  "why.app_in_development":
    "The app is in the provider's development mode, in which only users who are entered there may use it.",
  "fix.app_in_development":
    "Enter the user in the app's settings: Spotify: Dashboard > app > User Management, with the e-mail of the account; Facebook: App roles; elsewhere the list of test users.\nFor everybody: publish the app, or apply for wider access (Spotify: extended quota; Facebook: App Review).\nThe token is not the cause: keep it.",
  "why.denied_upstream":
    "The identity provider behind this one refused or failed the login, and its error was passed on.",
  "fix.denied_upstream":
    "Look at the log of the upstream identity provider at the same second.\nCheck the connection there: certificate, callback URL, attributes, and whether the user is assigned.",
  "why.scope_unknown": "A scope is misspelt, does not exist here, or is not allowed for the app.",
  "fix.scope_unknown":
    "Compare each scope with the provider's list, in the same case.\nAllow it for the app at the provider, or leave it out; then begin a new login.\nIf it is openid: switch OpenID Connect on for the app there, or leave openid out where the provider has plain OAuth.",
  "fix.scope_unknown.google":
    "Write each scope in full, https://www.googleapis.com/auth/NAME, separated by spaces; short are only openid, email and profile.\nCompare it with the list of OAuth 2.0 scopes for Google APIs: some have ended.\nA program that once took short names: use its new names, or the full ones.",
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
  "why.scope_at_exchange":
    "The exchange of the code carries scope, which this server does not take there: the authorization request has fixed the scopes.",
  "fix.scope_at_exchange":
    "Leave scope out of the token request for a code; send it in the authorization request only.\nIf a library adds it, look for its option or update it (OpenIddict refuses it since version 4).\nBegin a new login if the code is spent.",
  "why.scope_retired": "The provider has withdrawn this scope: new apps cannot have it any more.",
  "fix.scope_retired":
    "Ask for its successor. LinkedIn: openid profile email in place of r_liteprofile and r_emailaddress, with the product Sign In with LinkedIn using OpenID Connect added to the app; the profile then comes from /v2/userinfo.\nUpdate the library that puts the old scope in, or set its list of scopes yourself.\nThen begin a new login.",
  "why.grant_not_allowed": "The grant type is not switched on for this app, or the app's type forbids it.",
  "fix.grant_not_allowed":
    "Switch the grant type on in the app's settings.\nCheck the spelling of grant_type.\nA public client gets no client credentials: make it confidential (Bitbucket: tick This is a private consumer).",
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
    "Send POST with Content-Type: application/x-www-form-urlencoded, the parameters in the body.\nCheck that grant_type is there, once, and spelt right.\nA proxy of your own must pass the form on unchanged, and not take it for JSON.",
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
    "Let the user go through one interactive login, which shows the page of consent.\nWhere a policy forbids it, an administrator must consent.\nFor JWT bearer (DocuSign) open the authorization URL once in a browser with the scopes signature impersonation, as the user to act for.",
  "fix.consent_needed.auth0":
    "Let the user go through one interactive login.\nApplications > APIs > your API > Settings > Allow Skipping User Consent: on (own apps only, and never for localhost).",
  "fix.consent_needed.microsoft":
    "Let the user go through one login with prompt=consent, or an administrator consent:\nEnterprise applications > the app > Permissions > Grant admin consent.\nWhat the program asks for must stand under App registrations > your app > API permissions (such as User.Read); an update may ask for more.",
  "why.mfa_needed": "A policy wants a second factor, which a program cannot give.",
  "fix.mfa_needed":
    "Let a person pass the second factor once, in an interactive login.\nFor unattended programs ask the administrator for a policy that leaves out this app or its refreshes.",
  "why.state_lost":
    "The cookie or session with the login's state did not come back: SameSite, another domain, several servers without a shared store.",
  "fix.state_lost":
    "Keep state in a store that every server reads; set the cookie SameSite=Lax, not Strict (None and Secure for form_post), on the host of the callback.\nBegin at the same host that the callback returns to.\nLeave the check on: it is what keeps a foreign login out.",
  "why.two_tabs":
    "The answer belongs to an earlier login: a second tab, the back button, a bookmark or a reload; or another instance of the program holds the port on localhost.",
  "fix.two_tabs":
    "Begin again from the first page, in one tab; close other instances of a program that listens on the same port.\nKeep one state for each login under way, not one for each user. In a page that is sessionStorage, which each tab has for itself, not localStorage; update the login library, newer ones do so.",
  "why.webview": "The login runs in an embedded browser, which the provider does not allow.",
  "fix.webview":
    "Open the login in the system's browser (ASWebAuthenticationSession, Custom Tabs) and return by a registered callback.\nA page that another app opened (a link in a social network or chat) runs in the view of that app: ask the user to open it in the browser.",
  "why.servers_not_shared":
    "Several servers answer, and they do not share the login's session: the next request reached another one than the first.",
  "fix.servers_not_shared":
    "Keep sessions, state, verifier and tokens in a store that all servers share (Redis, a database), not in files or memory of one; serverless functions have no other. Or let the load balancer send a user to the same one (sticky sessions).\nIf it is your own authorization server: store its codes where all instances read them (IdentityServer: not AddInMemoryPersistedGrants).\nBegin a new login.",
  "fix.servers_not_shared.keycloak":
    "Let the replicas form one cluster (KC_CACHE=ispn with a discovery that fits, such as the kubernetes stack), and use sticky sessions at the ingress.\nBegin a new login.",
  "why.scope_absent": "The request names no scope, and the server has no default.",
  "fix.scope_absent":
    "Send scope in the request (openid, and what the API needs), or set a default scope at the server.",
  "why.other_app":
    "The URL is registered, but in another app than the one whose client ID this request sends: development and production, or two environments.",
  "fix.other_app":
    "Compare client_id in the address of the browser with the app in which the URL stands.\nUse ID and secret of that same app in this environment.",
  "why.password_wrong":
    "User name or password is wrong, or the account must do something first (new password, second factor).",
  "fix.password_wrong":
    "Try the same user in the browser.\nReplace this grant: it cannot pass a second factor, and several providers have ended it.",
  "why.server_wants_person": "The provider wants the user to confirm something on a page.",
  "fix.server_wants_person": "Repeat the login as an interactive one, without prompt=none.",
  "why.redirect_insecure":
    "The provider takes no redirect URI of this kind: it wants https, and for a program on this machine the literal address 127.0.0.1 in place of localhost.",
  "fix.redirect_insecure":
    "On a server: use https.\nOn this machine: send and register http://127.0.0.1:PORT/path in place of localhost, the same in app and dashboard.\nWhere even that is refused, give the local server a certificate or use a tunnel with https.",
  "why.redirect_query":
    "The redirect URI of the request carries a query (?…) that the registered one does not have.",
  "fix.redirect_query":
    "Send the redirect URI without a query, exactly as it is registered.\nCarry what must come back in the parameter state; update or configure the library that adds the query.",
  "why.state_other_host":
    "The login began at another address (http or https, www, localhost or 127.0.0.1, another domain) than the one to which the callback returns; the cookie with its state is not sent there.",
  "fix.state_other_host":
    "Let users enter at one address only: redirect http to https, and every other host to that one, before the login begins.\nSet the app's base URL and the callback URL to that same host.\nBehind a proxy that ends TLS let it see the outer scheme and host (X-Forwarded-Proto, X-Forwarded-Host; mod_auth_openidc: OIDCXForwardedHeaders). With a tunnel (ngrok) open the app under the tunnel's address, too.\nLeave the check on: it is what keeps a foreign login out.",
  "why.state_insecure_cookie":
    "The cookie with the login's state is marked Secure, but the page is served over http, so the browser does not keep it.",
  "fix.state_insecure_cookie":
    "Serve the app by https, and tell it so (base URL with https, forwarded headers of the proxy).\nA production build on plain http (next start, NODE_ENV=production) sets Secure: run the development mode there, or https.\nOnly in a test environment without https: set the library's option for the cookie so that it is not Secure there.\nLeave the check of state on.",
  "why.state_in_frame":
    "The login runs in a frame of another site, where the browser does not send the cookie with the login's state.",
  "fix.state_in_frame":
    "Begin the login at top level: a new window, a popup or a redirect of the whole page.\nSameSite=None; Secure for the login's cookie helps only in browsers that send third-party cookies, not in Safari.\nLeave the check of state on.",
  "why.state_form_post":
    "The answer comes back as a POST from the provider's site (form_post), with which the browser sends no cookie that is SameSite=Lax or Strict.",
  "fix.state_form_post":
    "Set the cookie of the login (state, nonce, correlation) SameSite=None; Secure, over https.\nOr use response_mode=query, whose answer is a GET.\nLeave the check of state on.",
  "why.state_other_browser":
    "The login began in one browser (an in-app browser, an installed web app, or Office, which opens a link itself first) and came back in another, which does not have its cookie.",
  "fix.state_other_browser":
    "Open the login page in the system's browser from the start.\nOffer a button that begins a new login where the check fails.\nLeave the check of state on.",
  "why.claim_missing":
    "The login worked, but the ID token or userinfo lacks what the app needs: e-mail, user name, groups.",
  "fix.claim_missing":
    "Ask for the scopes that carry it: openid profile email (and groups, where the server has it).\nLet the server put the claim in: a mapper or property mapping, a filled and verified e-mail of the user.\nCompare the claim's name with the one that the app is set to.",
  "fix.claim_missing.microsoft":
    "E-mail: fill the user's Email in the directory (Users > the user > Properties), and add the optional claim email: App registrations > your app > Token configuration; or let the app use preferred_username, upn or oid.\nRoles: Enterprise applications > the app > Users and groups: assign the user, or a group of which the user is a direct member. Nested groups give no role.\nGroups: Token configuration > Add groups claim (IDs, not names; above 200 groups a link stands in their place). There is no scope groups.",
  "why.discovery_failed":
    "The app cannot read the provider's discovery document: the issuer address is wrong, incomplete, or not reachable from where the app runs.",
  "fix.discovery_failed":
    "Open ISSUER/.well-known/openid-configuration from the machine or container that runs the app; it must be JSON.\nSet the issuer to what stands before /.well-known, with its whole path (realm, tenant, application) and nothing more. Try it without a slash at the end, which may become a double one (//.well-known).\nCompare it with the value of issuer in the document, character by character.",
  "why.offline_scope_unknown":
    "The server does not know the scope offline_access, or does not allow it to this app.",
  "fix.offline_scope_unknown":
    "Your own server: allow offline access and the grant refresh_token for the client (IdentityServer AllowOfflineAccess, Ory the scope offline).\nElsewhere leave the scope out and use the provider's own way: Google access_type=offline, Dropbox token_access_type=offline; GitLab, Discord, Zoom and others give a refresh token without it.",
  "why.state_begun_elsewhere":
    "The login did not begin in the app: a button at the provider, a marketplace or a bookmark leads straight to the callback, so there is no state to compare.",
  "fix.state_begun_elsewhere":
    "Let that link lead to the page of the app that begins a login, not to the callback.\nWhere the provider insists on the callback, answer a callback without a known state by beginning a new login there, and drop its code.\nLeave the check of state on.",
  "why.login_expired":
    "The page of the login was open too long, or was opened again from the history: the server has forgotten that login.",
  "fix.login_expired":
    "Begin again from the app's own link, in one tab, and finish within some minutes; the app may catch this error and begin a new login by itself.\nIf everybody gets it: the login's session at the server is not kept (several instances, a lost cookie, a lifetime that is too short).",
  "why.redirect_no_scheme":
    "The redirect URI of the request is no whole URL: the app's public base URL is set without https://, or is not set, so that only a path is left.",
  "fix.redirect_no_scheme":
    "Set the app's base URL (BASE_URL, PUBLIC_URL, AUTH_URL) with its scheme (https://…), in each place where it can be configured, and restart the app.\nRegister the whole callback URL, with https and path.",
  "why.other_user_logged_in":
    "The login was that of another user than the one to whom the connection belongs.",
  "fix.other_user_logged_in":
    "Log in as the user of the connection: log out at the provider first, or use a private window.\nIf the other user is meant, make a connection of its own.",
  "why.upstream_secret":
    "The identity provider behind this one refuses the secret that is stored for the connection: it has expired or is wrong. The app's own secret is not concerned.",
  "fix.upstream_secret":
    "Make a new client secret at that provider (for Entra: App registrations > the app > Certificates & secrets).\nPut it into the connection: Auth0 Authentication > Enterprise or Social > the connection; Keycloak Identity providers; Okta Identity Providers.\nNote when it expires.",
  "why.callback_not_delivered":
    "The browser came back, but the app did not take the answer, and the library reports a cancelled login.",
  "fix.callback_not_delivered":
    "Android: hand the intent on (onNewIntent to the library or React instance manager), with the intent filter of the callback's scheme and host on the activity that receives it.\niOS: hand the address on in the app or scene delegate (openURL).\nLook whether the activity was ended while the browser was open (launchMode, Don't keep activities).\nCompare the address that arrives with the redirect URI in the program, the slash at the end included: AppAuth ignores another one.",
  "why.registration_stale":
    "The client registered itself at the server (dynamic client registration) some time ago, and the server has dropped or changed that registration.",
  "fix.registration_stale":
    "Delete the stored client registration (not the tokens of other servers), and let the client register anew.\nThen log in again; a client that handles invalid_client by itself needs no such step.",
  "why.registration_off": "The server offers no open registration of clients, which this client relies on.",
  "fix.registration_off":
    "Register the client by hand in the server's console, with the callback URL that the client shows, and configure its client ID (and secret).\nOr use a client that the server already knows, or a client ID metadata document if the server takes one.",
  "why.registration_refused":
    "The server refuses something in the registration of the client: a field, a scope, a redirect URI or an authentication method that its policy does not take.",
  "fix.registration_refused":
    "Read error_description, and leave out what it names: unknown fields (resource belongs in the authorization and token request), scopes that the server does not have.\nOr widen the server's policy for client registration, or register the client by hand.",
  "why.resource_metadata":
    "The protected resource metadata (/.well-known/oauth-protected-resource) names another resource than the address that the client calls, so the client must not use it.",
  "fix.resource_metadata":
    "The server's publisher: set resource to the very address of the server, with host and path, as clients enter it.\nThe client: configure the address that the metadata names.",
  "why.redirect_encoded":
    "The address of the login is encoded twice, so that redirect_uri arrives with %3A or %2F in it and is not the registered one.",
  "fix.redirect_encoded":
    "Encode each parameter once: give the plain URL to the URL builder (URLSearchParams, urlencode), which encodes it.\nBy hand: replace %253A by %3A and %252F by %2F in the address of the login.\nUpdate the program or extension: something between it and the browser encodes once more.",
  "why.par_refused":
    "The server refused the pushed authorization request (PAR), which carries what the address of the login would carry otherwise: mostly for its redirect URI, or the client's authentication.",
  "fix.par_refused":
    "Look at the answer or the log of the server at that second: it names the reason.\nRedirect URI: it must be the registered one; behind a proxy that ends TLS set the app's public URL or scheme to https (Jellyfin SSO: Scheme Override), or let it trust X-Forwarded-Proto.\ninvalid_client: compare ID, secret and authentication method, which count here as at the token endpoint.\nLeave PAR on.",
  "why.redirect_none_registered":
    "No redirect URI at all is registered for this app; some providers demand one even for grants that do not use it.",
  "fix.redirect_none_registered":
    "Enter the callback URL of the program in the app's settings, and save.\nFor a grant without a browser (client credentials) any address does, such as https://example.com/.\nBitbucket: Workspace settings > OAuth consumers > Edit: Callback URL, and tick This is a private consumer.",
  "why.callback_path":
    "The program takes the answer of the login at another path than the one in its redirect URI, so the page that answers finds no code.",
  "fix.callback_path":
    "Set the path of the callback in the program (CALLBACK_PATH, callback route, base path) to the path of the redirect URI, character by character.\nIf the page redirects once more (language, slash at the end, CDN), let it keep the query, or take the callback out of that rule.\nRegister the same URL at the provider.",
  "why.response_mode":
    "The answer of the login comes in another part of the address (behind ? or behind #) than the one in which the app looks.",
  "fix.response_mode":
    "Let the request and the reader agree: response_mode=query for the code flow, fragment for tokens that the page gets directly; set the same in each part that begins a login (library and login widget).\nA router with addresses behind # eats the fragment: read the answer before the router starts, or use its history mode.\nA redirect of your own must keep the query.",
  "why.app_link_unverified":
    "The callback is an https address, which the system opens as a page in the browser until the address is proven to belong to the app (Android App Links, iOS Universal Links).",
  "fix.app_link_unverified":
    "Use a custom scheme (com.example.app:/callback): the same in the program, its manifest, and the provider's lists of callback and logout URLs.\nOr keep https and prove the address. Android: autoVerify=true in the intent filter, and /.well-known/assetlinks.json on that host with package name and SHA-256 of the signing key; adb shell pm get-app-links PACKAGE shows the result.\niOS: apple-app-site-association on that host, and the associated domain in the app.",
  "fix.app_link_unverified.auth0":
    "Use a custom scheme: withScheme (or scheme in the SDK), auth0Scheme in the manifest placeholders, and the same address in Allowed Callback URLs and Allowed Logout URLs.\nOr keep https: Applications > your app > Advanced Settings > Device Settings: app package name and key hashes (iOS: Team ID and bundle ID) of the build in use, Save.",
  "why.silent_page_unanswered":
    "The hidden frame of a silent login got no answer: the page at its redirect URI does not hand the answer to the library, or goes on to another page.",
  "fix.silent_page_unanswered":
    "Give the silent request a redirect URI of its own (silent_redirect_uri), registered, with a page that only calls the library (oidc-client: signinSilentCallback; angular-oauth2-oidc: silent-refresh.html), and keep router and guards from redirecting away from it.\nOpen the address of the frame in a tab: a page of errors or of login there says why no answer comes (X-Frame-Options, a redirect URI that is not registered, a session that third-party cookies would need).\nOr renew by refresh tokens, which needs no frame.",
  "why.iss_parameter_dropped":
    "The server names itself in the answer by the parameter iss (RFC 9207), and the app drops it on the way to its OAuth library, which demands it.",
  "fix.iss_parameter_dropped":
    "Hand the whole address of the callback with all of its query to the library (openid-client: authorizationCodeGrant), not only code and state.\nIf the app is not yours, update it or tell its authors: redirect URI, secret and the server's settings are right.\nIf iss is not in the address at all: a proxy or redirect drops it, or the server announces it in its discovery document and does not send it.",
  "why.oauth_at_api_host":
    "The authorization or token request goes to the host of the API, which has no OAuth endpoints.",
  "fix.oauth_at_api_host":
    "Use the provider's login host for OAuth, and the API's host for API calls only.\nTake both addresses from the discovery document or the provider's guide.",
  "fix.oauth_at_api_host.salesforce":
    "OAuth runs at https://login.salesforce.com or the My Domain, /services/oauth2/authorize and /token; a Pardot (Account Engagement) token asks there for the scope pardot_api.\nOnly API calls go to pi.pardot.com (sandbox: pi.demo.pardot.com), with the header Pardot-Business-Unit-Id.",
  "why.endpoints_guessed":
    "The client finds no metadata of the authorization server and guesses its endpoints (/authorize, /token, /register at the server's root), which do not exist.",
  "fix.endpoints_guessed":
    "Enter the provider's real authorization and token endpoints in the client, if it has such settings, with a client ID that was registered by hand.\nThe operator of the server: serve /.well-known/oauth-authorization-server, and name in /.well-known/oauth-protected-resource the authorization server that has it.\nA client without such settings needs a bridge (mcp-remote with static client settings), or another client.",
  "why.cookie_samesite_none":
    "The cookie of the login is SameSite=None without Secure, as over plain http; browsers drop such a cookie, and the state is lost.",
  "fix.cookie_samesite_none":
    "Serve the login by https, also behind the proxy (forwarded headers), so that the cookie is Secure.\nFor a test over http set SameSite of the cookie to Lax (Ory Hydra: serve.cookies.same_site_mode=Lax).\nLeave the checks of state and CSRF on.",
  "why.server_host_unknown":
    "The login server is opened under a host or port that it does not know as its own, so it finds no instance, tenant or site there.",
  "fix.server_host_unknown":
    "Open it by the address that it is configured for, or configure the address in the browser as its external one, scheme and port included.\nZitadel: ZITADEL_EXTERNALDOMAIN, ZITADEL_EXTERNALPORT and ZITADEL_EXTERNALSECURE before the first start; for an address added later, zitadel setup once more.\nBehind a proxy pass the outer Host (X-Forwarded-Host).",
} as const;
