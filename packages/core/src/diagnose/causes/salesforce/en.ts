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
    "Use one app, or at least one integration user, for each environment and integration.\nReuse a connection in place of logging in again; Setup > Connected Apps OAuth Usage shows how many there are.\nConnect the one that was pushed out once more.",
  "why.salesforce.sandbox_refreshed":
    "The sandbox was refreshed: its users, its app keys and all its tokens were replaced by those of the source org.",
  "fix.salesforce.sandbox_refreshed":
    "Copy Consumer Key and Secret of the new sandbox again, and connect once more at test.salesforce.com or its My Domain.\nUse the new My Domain address if the sandbox got another name.",
  "why.salesforce.other_environment":
    "Production and sandbox have different login hosts, keys and users: login.salesforce.com and test.salesforce.com.",
  "fix.salesforce.other_environment":
    "Use test.salesforce.com or the sandbox's My Domain for a sandbox, login.salesforce.com for production.\nRefresh at the host that issued the token, with the Consumer Key of that org.\nThe setting is loginUrl (jsforce), domain='test' (simple-salesforce), host (restforce), sfdc.endpoint (Data Loader), sf.serverurl (Ant), --instance-url (CLI). If a tool has none or ignores it, update it.",
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
    "The user's settings > Reset My Security Token, then append it to the password.\nSetup > Login History of the user says whether it was that (Invalid Password) or the flow itself (Username-Password Flow Disabled).\nOr add the address to Setup > Network Access. A sandbox logs in at test.salesforce.com.\nIf the attempts locked the user: stop the program, Setup > Users > the user > Unlock.",
  "why.salesforce.password_flow_blocked":
    "The org blocks the OAuth username-password flow: it is off in new orgs, and Salesforce ends it in 2027.",
  "fix.salesforce.password_flow_blocked":
    "Replace it by one login in the browser whose refresh token is kept (docs/guides/salesforce-password.md), by JWT bearer, or by client credentials with a Run-As user.\nSetup > OAuth and OpenID Connect Settings shows whether the flow is allowed.",
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
    'The app > Policies > Permitted Users: "Admin approved users are pre-authorized"; add the user\'s profile or permission set.\nOAuth Settings > Selected OAuth Scopes: api and refresh_token.\nA permission set of the license Salesforce API Integration cannot hold the app: use the profile or a second permission set.\nOr let the user approve the app once in the browser (/services/oauth2/authorize).',
  "why.salesforce.jwt_audience":
    "aud of the assertion is not the one that Salesforce expects for this org and app.",
  "fix.salesforce.jwt_audience":
    "Connected App: set aud to https://login.salesforce.com (production), https://test.salesforce.com (sandbox) or the site's URL, not to the token endpoint.\nExternal Client App, or a sandbox that refuses it: aud and the host of the token request are both the org's My Domain, https://….my.salesforce.com.\nexp at most 3 minutes ahead; iss the Consumer Key, sub the user name.\nA tool that takes aud from the instance URL, or always from production: update it.",
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
    "Since August 2025 the device flow is off for apps that are not installed, such as the default app of the Salesforce CLI, and for new apps.",
  "fix.salesforce.device_off":
    "An own app: tick Enable Device Flow in its OAuth Settings, install it in the org, wait up to 10 minutes.\nThe Salesforce CLI with its default app: use sf org login web, sf org login jwt or sf org login sfdx-url instead.",
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
  "why.salesforce.soap_login_off":
    "The login by password of the SOAP API is off in this org, or not there in this API version: Salesforce ends it in 2027.",
  "fix.salesforce.soap_login_off":
    "Change to OAuth: one login in the browser whose refresh token is kept (docs/guides/salesforce-password.md), client credentials with a Run-As user, or JWT bearer; and use the access token as the session ID.\nUntil then an administrator can switch it on: Setup > User Interface or OAuth and OpenID Connect Settings > Enable SOAP API login(); and the client must log in with API version 64.0 or older.",
  "why.salesforce.sso_only":
    "The user logs in by single sign-on and has no password at Salesforce, or may not use it.",
  "fix.salesforce.sso_only":
    "Use a flow without a password: client credentials, JWT bearer, or the login in a browser at the org's My Domain.\nOr use an integration user with a password of Salesforce, without single sign-on.",
  "why.salesforce.password_expired":
    "The password of the user has expired, or too many wrong attempts locked the user.",
  "fix.salesforce.password_expired":
    "Log in once in the browser as this user and set a new password; an administrator unlocks: Setup > Users > the user > Unlock.\nSend the new password with the new security token.\nAn integration user: give it the permission Password Never Expires, or a flow without a password.",
  "why.salesforce.user_agent_flow":
    "The answer came behind a # (user-agent flow, response_type=token): a browser does not send that part, so a server never sees it.",
  "fix.salesforce.user_agent_flow":
    "Ask with response_type=code, and exchange the code at /services/oauth2/token.\nThe access token in that address has been shown: revoke it.",
  "why.salesforce.pubsub_headers":
    "The Pub/Sub API does not take the three headers that come with each call: accesstoken, instanceurl and tenantid.",
  "fix.salesforce.pubsub_headers":
    "Send as metadata: accesstoken, instanceurl (the instance_url of the token response: https:// and no path) and tenantid (the ID of that org).\nTake all three from the same login: a sandbox has an org ID of its own.\nIf it worked at first, the token has ended: get a new one and open the call again.",
  "why.salesforce.success_page":
    "The callback URL is Salesforce's own success page (/services/oauth2/success): the login ends there, and your app never gets the code; that of login.salesforce.com does not fit a sandbox.",
  "fix.salesforce.success_page":
    "Enter a callback URL of your own in the app's OAuth settings: the address of your server, or a scheme of your mobile app (myapp://oauth/done).\nSend exactly this one as redirect_uri.",
  "why.salesforce.refresh_token_life":
    "The app's Refresh Token Policy ended the token: at once, after a fixed time, or because it was not used for some time.",
  "fix.salesforce.refresh_token_life":
    'The app > Policies > OAuth Policies > Refresh Token Policy: "Refresh token is valid until revoked", or a longer time.\nWait up to 10 minutes, then connect once more: a token from before keeps its end.',
  "why.salesforce.scratch_ended":
    "The scratch org has ended: it lives 30 days at most, and all its tokens end with it.",
  "fix.salesforce.scratch_ended":
    "Look at sf org list --all, and make a new one: sf org create scratch.\nTake the old one off the list: sf org logout with its user name.",
  "why.salesforce.app_at_login_host":
    "An External Client App is known only at the My Domain of its org, not at login.salesforce.com or test.salesforce.com.",
  "fix.salesforce.app_at_login_host":
    "Send the requests to https://<MyDomain>.my.salesforce.com (sandbox: https://<MyDomain>--<sandbox>.sandbox.my.salesforce.com).\nJWT bearer: set aud to the same address.\nIf the app is of another org, install its package in this org.",
  "why.salesforce.site_host":
    "A user of an Experience Cloud site logs in at the address of the site, not at login.salesforce.com.",
  "fix.salesforce.site_host":
    "Send the login, the exchange of the code and each refresh to https://<site>.my.site.com/<path>/services/oauth2/…\nJWT bearer: set aud to the address of the site.\nThe user's profile must be a member of the site and have access to the app.",
  "why.salesforce.session_locked":
    "The access token is new, so it has not run out: the org locks sessions to the IP address or the domain where they began, or the call goes to another host than instance_url.",
  "fix.salesforce.session_locked":
    'Setup > Session Settings: untick "Lock sessions to the IP address from which they originated", or call from the address of the login.\nCall the instance_url of the token answer, not login.salesforce.com or a fixed host.\nFetch a new access token after the change.',
  "why.salesforce.ip_each_request":
    "The org checks the login IP ranges of the profile at every request, not only at the login, and the calls come from an address outside them.",
  "fix.salesforce.ip_each_request":
    'Setup > Session Settings: untick "Enforce login IP ranges on every request".\nOr add all addresses from which the program calls to the profile > Login IP Ranges.',
  "why.salesforce.session_of_page":
    "The session ID comes from a page, a component or a guest, and such a session may not call the API.",
  "fix.salesforce.session_of_page":
    "Call the API with an access token: a Named Credential with a connected app to the own org, or the token of an own login.\nA Visualforce page gives a session for the API; Lightning components, asynchronous Apex and guest users do not.",
  "why.salesforce.client_cannot_refresh":
    "The session ran out, and the client library cannot renew it: it lacks the refresh token, the Consumer Key or Secret, or it logged in by password.",
  "fix.salesforce.client_cannot_refresh":
    "Give the library all that a refresh needs, each time that it is made: refresh token, Consumer Key and Secret, login host (jsforce: oauth2 and refreshToken or refreshFn; restforce: client_id, client_secret, refresh_token, host).\nA session of user name and password, JWT or client credentials has no refresh token: log in again when the API says 401, then send the request once more.\nSOAP and Bulk say INVALID_SESSION_ID with status 500 or 400: who refreshes only at 401 (as a Named Credential does) does not see it. Look at the code, or make a small REST call first.",
  "why.salesforce.login_page_old":
    "The login page stood open for too long, and Salesforce no longer knows its request.",
  "fix.salesforce.login_page_old":
    "Begin the login anew and finish it at once: reload from the app, not from the browser's history or a bookmark.\nSalesforce mobile app: close it fully, or switch to another server and back.",
  "why.salesforce.assertion_malformed":
    "The assertion is not a signed JWT, but a key, a certificate or plain JSON.",
  "fix.salesforce.assertion_malformed":
    'Build the JWT: header {"alg":"RS256"}, claims iss (Consumer Key), sub (user name), aud (login host) and exp (seconds since 1970, 3 minutes ahead), signed with the private key; send the three parts joined by dots.\nA private key that was sent anywhere is no secret any more: make a new one and upload its certificate.',
  "why.salesforce.cli_key_file":
    "The Salesforce CLI refuses its own key file, because other users of this machine may read it, or it is damaged or of another version.",
  "fix.salesforce.cli_key_file":
    "chmod 600 ~/.sfdx/key.json (Windows: leave only the own user in the permissions).\nIf the file is empty, damaged or of another version or machine, delete it and log in to the orgs once more.\nIn CI or a container, where there is no keychain, set SF_USE_GENERIC_UNIX_KEYCHAIN=true before the login and for each command.",
  "why.salesforce.cli_not_logged_in":
    "The Salesforce CLI has no login for this org here: another user, home folder or machine made it, the alias is another, or no default org is set.",
  "fix.salesforce.cli_not_logged_in":
    "sf org list shows what is there; name one with --target-org, or set it: sf config set target-org=<alias>.\nLog in where the command runs: sf org login web, or in CI sf org login jwt or sf org login sfdx-url, as the same user (HOME, on Windows HOMEDRIVE and HOMEPATH; container) and in an earlier step of the same job.",
  "why.salesforce.cli_auth_url":
    "The SFDX auth URL is empty, cut off, or none: force://<key>:<secret>:<refresh token>@<host>.",
  "fix.salesforce.cli_auth_url":
    "Read it again on a machine where the org is logged in by the web flow: sf org display --verbose --json, the whole value of sfdxAuthUrl (an org logged in by JWT or access token has none).\nStore it in the CI secret in one line, without quotation marks, and write it to the file without a line break inside.",
  "why.salesforce.cli_options":
    "The browser asks the local address with OPTIONS first (private network access), and this version of the Salesforce CLI ends its callback server on it.",
  "fix.salesforce.cli_options":
    "Update the CLI: sf update, or npm install --global @salesforce/cli@latest.\nOr log in with another browser: sf org login web --browser firefox.",
  "why.salesforce.org_not_ready": "The org is new, and its address is not known everywhere yet.",
  "fix.salesforce.org_not_ready":
    "Wait some minutes and try again; in CI wait for the org: SF_DNS_TIMEOUT=600, or sf org resume scratch.\nThe login stays as it is.",
  "why.salesforce.cli_external_app":
    "The Dev Hub was logged in to with an External Client App, and scratch orgs and sandboxes can be made only with a Connected App.",
  "fix.salesforce.cli_external_app":
    "Log in to the Dev Hub with the default app of the CLI (sf org login web) or with a Connected App.\nIf the org can make none, let Salesforce Support allow Connected Apps.",
  "why.salesforce.named_credential_access":
    "The user who runs the callout may not use the principal of the External Credential, or it has not been authenticated.",
  "fix.salesforce.named_credential_access":
    "A permission set of the user: External Credential Principal Access, add the principal; and read access to the object User External Credentials.\nSetup > Named Credentials > External Credentials > the principal: Authenticate, until its status is Configured.\nGuests and the automated process user need the permission set too.",
  "why.salesforce.named_credential_jwt":
    "The Named Credential could not exchange its JWT: a claim is missing, or the other side refuses it.",
  "fix.salesforce.named_credential_jwt":
    "Setup > Named Credentials > External Credentials > JWT claims: set iss (client ID or Consumer Key there), sub (the user name there) and aud (what the other side expects; Salesforce: https://login.salesforce.com or test) yourself, all three.\nCheck the token endpoint, the signing certificate (uploaded there), and that the user is approved there beforehand.\nSend the same request once from outside: the Named Credential hides the answer.",
  "why.salesforce.auth_provider_state":
    "The state of the Auth. Provider did not come back as it was sent: changed by the other side, too old, or the login came back at another host or browser.",
  "fix.salesforce.auth_provider_state":
    "The other server must return state unchanged, and return to the Callback URL that the Auth. Provider shows, at the host where the login began (My Domain or the site).\nBegin the login anew, not from a bookmark of the other side's login page.",
  "why.salesforce.auth_provider_token":
    "The Auth. Provider got no token from the other server: its token endpoint refused the exchange, or cannot be reached.",
  "fix.salesforce.auth_provider_token":
    "Compare Consumer Key, Consumer Secret, Token Endpoint URL and the callback URL registered there.\nNo access token in the answer (Azure AD B2C): ask for a scope of the app itself in Default Scopes, there the Application ID.\nOpenID Connect: try Send client credentials in header on and off.\nSetup > Debug Logs for the user shows the answer of the other side.",
  "why.salesforce.registration_handler":
    "The login at the other server succeeded; the registration handler of the Auth. Provider ended with an error or gave no user.",
  "fix.salesforce.registration_handler":
    "Setup > Debug Logs for the user named in Execute Registration As shows the exception.\nFix createUser and updateUser: required fields, a unique user name, a licence that is free, the profile; and return the user.",
  "why.salesforce.plain_http":
    "The login host begins with http: Salesforce redirects to https, and on the way the POST becomes a GET without a body.",
  "fix.salesforce.plain_http":
    "Write https:// before the login host (instance URL, login URL, token endpoint) in the settings.\nThe app, its flows and its secret may be right.",
  "why.salesforce.cors_not_offered":
    "The SOAP and Bulk APIs of Salesforce answer no page of another origin, whatever Setup > CORS says.",
  "fix.salesforce.cors_not_offered":
    "Log in by OAuth (authorization code with PKCE) and call the REST API, which Setup > CORS can open.\nOr call SOAP and Bulk from a server, or through a proxy of your own.",
  "why.salesforce.cli_jwt_file":
    "The private key for the JWT is not where the Salesforce CLI looks, or the file is no PEM: gone after the login step, wrongly decoded, or empty.",
  "fix.salesforce.cli_jwt_file":
    "Every later command signs again with the file of --jwt-key-file: write it to a path that lasts for the whole job, and delete it at the end (Jenkins: run all commands inside withCredentials, or copy the file).\nLook at its first line on the CI machine: -----BEGIN PRIVATE KEY----- (or RSA PRIVATE KEY). Decode base64 once, keep the line breaks, decrypt with the same openssl options as at the encryption.",
  "why.salesforce.hosted_mcp":
    "The login is done, and the hosted MCP server of Salesforce refuses the token or is not switched on in this org.",
  "fix.salesforce.hosted_mcp":
    "The External Client App: Selected OAuth Scopes mcp_api and refresh_token (api alone is not enough), Issue JWT-based access tokens for named users, PKCE on, no secret demanded; the client must ask for these scopes.\nIn each org: Setup > User Interface: enable the MCP service; Setup > MCP Servers: mark each server as Active.\nPolicies: All users may self-authorize (or approve the user), Relax IP restrictions. Wait up to 10 minutes, revoke the old grant, connect once more.",
  "why.salesforce.jwt_host":
    "The token request went to login.salesforce.com or test.salesforce.com, which do not know the user of this org (Government Cloud, Trailhead playground, some sandboxes), though the user is approved.",
  "fix.salesforce.jwt_host":
    "Send the token request to the My Domain of the org: https://….my.salesforce.com/services/oauth2/token (CLI: --instance-url).\nConnected App: aud stays https://login.salesforce.com or https://test.salesforce.com; External Client App: aud is the My Domain too.\nIf it stays so, look at Permitted Users and the profiles of the app.",
  "why.salesforce.api_access_control":
    "API Access Control of the org lets only allowed connected apps call the API: a session of the browser or of an app that is not allowed is refused.",
  "fix.salesforce.api_access_control":
    "An administrator: Setup > Connected Apps OAuth Usage: Install the app; Manage App Policies: add the user's profile or permission set.\nA browser extension or script with the page's session: make a connected app for it and let it fetch a token of its own.\nOr give the user the permission Use Any API Client.",
  "why.salesforce.password_encoded":
    "The password has characters that the client escapes or encodes wrongly, so that Salesforce gets another one.",
  "fix.salesforce.password_encoded":
    "Send the password encoded once as a form field (& as %26, + as %2B, % as %25); no escaping for XML or the shell: quote it, or read it from a file (Data Loader: encrypt it anew, in quotation marks).\nUpdate the client library; to make sure try once with a password of letters and digits only.",
  "why.salesforce.cli_headless":
    "The Salesforce CLI runs without a browser of its own (container, browser IDE, SF_CONTAINER_MODE), where the web login cannot come back to localhost.",
  "fix.salesforce.cli_headless":
    "Log in with the web flow on a machine with a browser, read the auth URL (sf org display --verbose --json: sfdxAuthUrl), and use it here: sf org login sfdx-url --sfdx-url-stdin.\nOr use sf org login jwt with an own app, or sf org login access-token for a short while.\nIf a browser on the same machine is there, unset SF_CONTAINER_MODE. The device flow of the default app has been blocked since August 2025.",
  "why.salesforce.verifier_unexpected":
    "The exchange has a code_verifier, but the request that gave the code had no code_challenge.",
  "fix.salesforce.verifier_unexpected":
    "Send both or none: code_challenge (S256) in the authorization request, and its verifier in the exchange.\nA code that came another way (from a command, a sandbox creation, a link of the app's own) has no challenge: leave code_verifier out for it, or update the library.",
  "why.salesforce.instance_gone":
    "The program calls the address of an instance (such as na1.salesforce.com), which is gone: Salesforce moved the org to another one.",
  "fix.salesforce.instance_gone":
    "Log in at login.salesforce.com or the My Domain, and call instance_url of the token answer; never write an instance into code or settings.\nUpdate the plugin or library that has it hard-coded.",
  "why.salesforce.hybrid_jwt":
    "The app issues JWT-based access tokens, and Salesforce refuses the hybrid grants of the Mobile SDK with them (hybrid_token, hybrid_refresh, hybrid_auth_code).",
  "fix.salesforce.hybrid_jwt":
    "Take it off: the app > Settings > OAuth Settings: untick Issue JSON Web Token (JWT)-based access tokens for named users, Save, and wait up to 10 minutes.\nOr let the app use the plain grants: useHybridAuthentication = false in the Mobile SDK (grant_type authorization_code and refresh_token).\nThen log in once more.",
  "why.salesforce.jwt_token_refused":
    "The access token is JWT-based, and this API does not take such tokens: SOAP, Metadata, Bulk 1.0 and frontdoor.jsp want an opaque one.",
  "fix.salesforce.jwt_token_refused":
    "Let the app issue opaque tokens: the app > Settings > OAuth Settings: untick Issue JSON Web Token (JWT)-based access tokens for named users, wait up to 10 minutes, and refresh.\nOr use a second app for these APIs, or REST in their place.\nA JWT-based token must also fit in the header: fewer scopes make it shorter.",
  "why.salesforce.mutual_authentication":
    "The user may call the API only with a client certificate (Enforce SSL/TLS Mutual Authentication), or Salesforce takes the session for such a one, as after its password expired.",
  "fix.salesforce.mutual_authentication":
    "Log in as this user in the browser once: if Salesforce asks for a new password, set one and give it to the program (with the new security token).\nIf no certificate is meant: Setup > Users > the user > its profile and permission sets > System Permissions: untick Enforce SSL/TLS Mutual Authentication.\nIf it is meant: call port 8443 with the client certificate that is listed in Setup > Certificate and Key Management > Mutual Authentication.",
  "why.salesforce.account_engagement":
    "Account Engagement (Pardot) does not let this user in by Salesforce login: the user is not a user of that business unit, the single sign-on is not enabled, or the scope pardot_api is missing.",
  "fix.salesforce.account_engagement":
    "Account Engagement Settings > User Management: the Salesforce user of the token must be an active user there (user sync), with a role that may use the API.\nPardot-Business-Unit-Id is the 18 characters beginning with 0Uv (Setup > Business Unit Setup), of the same org; a sandbox has its own and pi.demo.pardot.com.\nThe app needs the scope pardot_api; if it is new for the customer, let Salesforce support enable the login by Salesforce.",
  "why.salesforce.domain_changed":
    "The org has another address than before (Enhanced Domains, or a renamed My Domain), and the program still uses the old one, which is gone or only redirects.",
  "fix.salesforce.domain_changed":
    "Setup > My Domain shows the address: https://<MyDomain>.my.salesforce.com, for a sandbox https://<MyDomain>--<sandbox>.sandbox.my.salesforce.com, for a site https://<MyDomain>.my.site.com.\nEnter it wherever the old one stands: login URL, instance URL, callback URLs on both sides (Auth. Provider, identity provider), CORS, allow-lists.\nTake instance_url from each token answer, and do not follow a redirect with the token: the header is dropped.",
  "why.salesforce.pardot_request":
    "The request to Account Engagement (Pardot) lacks a header that its API demands, or carries the keys in the address (user_key, api_key), where they are no longer taken.",
  "fix.salesforce.pardot_request":
    "Send with each request, as headers: Authorization: Bearer and the access token of Salesforce, and Pardot-Business-Unit-Id: the 18 characters beginning with 0Uv (Setup > Business Unit Setup).\nTake user_key and api_key out of the address: they have ended.\nIf a plugin or library sends the request, update it. The login itself was fine.",
  "why.salesforce.marketing_cloud_host":
    "Marketing Cloud has token endpoints of its own, one for each kind of package (enhanced, legacy), and the client asks the one of the other kind.",
  "fix.salesforce.marketing_cloud_host":
    "An enhanced package: its Authentication Base URI (Setup > Installed Packages > the package), https://<subdomain>.auth.marketingcloudapis.com/v2/token, and useOAuth2Authentication in the SDK.\nA legacy package with FuelSDK: set authEndPoint to https://auth.exacttargetapis.com/v1/requestToken?legacy=1, or update the SDK.\nClient ID and secret that get a token by hand are right: leave them.",
  "why.salesforce.data_cloud_exchange":
    "The exchange for a token of Data Cloud (Data 360), /services/a360/token, refuses this access token: it was exchanged before, or lacks the scopes of Data Cloud.",
  "fix.salesforce.data_cloud_exchange":
    "Fetch a new access token at /services/oauth2/token before each exchange, and keep the token of Data Cloud until it ends.\nA token of the username-password flow can be exchanged once only: use client credentials or JWT bearer.\nThe app needs the scopes api and cdp_query_api or cdp_ingest_api; send the exchange to instance_url.",
  "why.salesforce.commerce_grant":
    "Commerce Cloud refused a login by user name and password: the tool uses that grant although it was not meant, or what it sends as the password is not the right one.",
  "fix.salesforce.commerce_grant":
    "If only client ID and secret are meant: take user name and password out of dw.json in the folder, or force the grant (sfcc-ci client:auth -t client_credentials).\nGrant of a Business Manager user: the Basic header is user:access key:client password. The middle part is the active access key for Agent User and OCAPI (Business Manager > the user's name > Manage Access Keys), not the password and not the WebDAV key.",
  "why.salesforce.commerce_settings":
    "Commerce Cloud does not let this client make the request: its ID, the resource or the origin is not in the Open Commerce API settings.",
  "fix.salesforce.commerce_settings":
    "Business Manager > Administration > Site Development > Open Commerce API Settings (type Shop or Data): the client ID with its resources and allowed_origins; with SCAPI also https://<shortcode>.api.commercecloud.salesforce.com.\nSCAPI Admin: the token needs SALESFORCE_COMMERCE_API:<tenant_id> together with the scope of the API.\nUpdate the PWA Kit or the tool; a refresh of the token changes nothing.",
  "why.salesforce.cli_dev_hub_login":
    "The Dev Hub was logged in to by access token or password, so the CLI has no client ID with which to exchange the code of the new org.",
  "fix.salesforce.cli_dev_hub_login":
    "Log in to the Dev Hub by sf org login web --set-default-dev-hub (or sf org login jwt, sf org login sfdx-url), and create the org again.\nThe org that failed was made nevertheless: delete it in the Dev Hub > Active Scratch Orgs.",
  "why.salesforce.named_credential_token":
    "The Named Credential got no token: the token endpoint of the other side refuses the request, or wants something that Salesforce does not send.",
  "fix.salesforce.named_credential_token":
    "Custom headers of an External Credential go with the call to the API only, not with the token request: if the token endpoint wants some, fetch the token in Apex of your own or in a custom Auth. Provider (Auth.AuthProviderPluginClass).\nElse compare Identity Provider URL, scope and credentials with a request that works in curl, and try Pass client credentials in request body on and off.\nSetup > Debug Logs shows the answer of the other side.",
  "why.salesforce.auth_provider_userinfo":
    "The login at the other server succeeded, but the Auth. Provider has no address of its userinfo, which Salesforce asks for the user's data.",
  "fix.salesforce.auth_provider_userinfo":
    "Setup > Auth. Providers > the provider > Edit: User Info Endpoint URL: enter userinfo_endpoint of the other server's discovery document (Keycloak: …/realms/<realm>/protocol/openid-connect/userinfo).\nDefault Scopes must have openid.\nA server without userinfo (Azure AD B2C) needs a small service of your own that answers in its place.",
} as const;
