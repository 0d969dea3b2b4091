/** The causes that only Keycloak has, and their cures, in English. */
export const en = {
  "why.keycloak.session_ended":
    "The user's session at Keycloak ended: SSO Session Idle (30 minutes by default) or Max, a logout, or a restart that kept no sessions. Its refresh tokens end with it.",
  "fix.keycloak.session_ended":
    "Realm settings > Sessions: raise SSO Session Idle (above the access token's life) and Max, or refresh more often than Idle.\nFor long-lived access ask for the scope offline_access.\nAfter a restart or update: sessions of versions before 26 lived in memory only; update, and keep persistent user sessions on.\nLog in once more: this session is over.",
  "why.keycloak.offline_session":
    "The offline session ended: Offline Session Idle (30 days) or Max, or it was removed, lost at a restart or upgrade, or ended by the offline token of another client.",
  "fix.keycloak.offline_session":
    "Refresh at least once in Offline Session Idle, and look at Realm settings > Sessions > Offline Session Max Limited.\nIf it happens after restarts, or when another client gets or revokes an offline token, update Keycloak: some versions lose sessions then. Until then leave offline_access out of that other client.\nConnect once more.",
  "why.keycloak.offline_not_allowed": "The user or the client may not have offline tokens.",
  "fix.keycloak.offline_not_allowed":
    "Users > the user > Role mapping: assign the realm role offline_access.\nClients > your client > Client scopes: add offline_access as Optional. Begin a new login.",
  "why.keycloak.reuse": "Revoke Refresh Token is on, and a spent token came again.",
  "fix.keycloak.reuse":
    "Save the new token of each answer, and let one process refresh.\nRealm settings > Tokens > Refresh Token Max Reuse: 0 allows no second use; a small number forgives a lost answer.\nLog in once more.",
  "why.keycloak.not_before":
    "An administrator revoked all tokens up to a moment (not-before), for the realm, the client or the user.",
  "fix.keycloak.not_before":
    "Log in once more: tokens of before that moment are void.\nThe moment stands in Sessions > Revocation, or at the client under Advanced; clear it only if it lies in the future by mistake.",
  "why.keycloak.roles_changed": "The user or client lost a role that the refresh token was issued with.",
  "fix.keycloak.roles_changed":
    "Give the role back (Users > the user > Role mapping), or log in once more: the new token has the present roles.",
  "why.keycloak.host_name":
    "Keycloak puts the host name of each request into iss: browser and server reach it under different names (localhost, a container's name, http and https).",
  "fix.keycloak.host_name":
    "Set KC_HOSTNAME to the public URL (https://public-name), and KC_PROXY_HEADERS=xforwarded behind a proxy, so that iss is the same for all.\nLet programs in containers call by another name with KC_HOSTNAME_BACKCHANNEL_DYNAMIC=true, or make the public name resolve there (extra_hosts).\nUse the public URL as issuer in every program.",
  "why.keycloak.behind_proxy":
    "Keycloak stands behind a proxy and does not know its public address: its pages and discovery document name http or another host.",
  "fix.keycloak.behind_proxy":
    "Set KC_HOSTNAME=https://public-name and KC_PROXY_HEADERS=xforwarded (before version 24: KC_PROXY=edge), with KC_HTTP_ENABLED=true if the proxy speaks http to it.\nLet the proxy send X-Forwarded-For, -Proto, -Host and -Port, and overwrite what comes from outside.\nUnder a path (https://public-name/keycloak) put the path into KC_HOSTNAME, or set KC_HTTP_RELATIVE_PATH to it.\nCheck https://public-name/realms/REALM/.well-known/openid-configuration: every address must be the public one.",
  "why.keycloak.lifetime_overflow":
    "A lifetime of the realm is so long that its end lies after the year 2038, which this Keycloak cannot count.",
  "fix.keycloak.lifetime_overflow":
    "Realm settings > Sessions: set a smaller Offline Session Max (some years at most), or switch Offline Session Max Limited to off.\nConnect once more.",
  "why.keycloak.account_setup":
    "The user has an open required action (new password, e-mail, terms, profile), which a login without a page cannot do.",
  "fix.keycloak.account_setup":
    "Users > the user > Details: empty Required user actions, fill in e-mail, first and last name, set Email verified; at Credentials set a password that is not temporary.\nOr let the user log in once in the browser.",
  "why.keycloak.account_locked":
    "The user is disabled, or locked for a while after too many wrong passwords.",
  "fix.keycloak.account_locked":
    "Users > the user: switch Enabled on, and unlock the user if it is shown as locked.\nRealm settings > Security defenses > Brute force detection has the limits; look for a program that tries an old password.",
  "why.keycloak.https_required":
    "The realm demands https for requests from outside, and this one came as http.",
  "fix.keycloak.https_required":
    "Call it by https; behind a proxy set KC_PROXY_HEADERS=xforwarded, so that Keycloak sees the outer scheme.\nOn a test machine without https: Realm settings > General > Require SSL: None, for that realm alone (for master by kcadm.sh).",
  "why.keycloak.old_path":
    "The path is wrong: since version 17 there is no /auth before /realms, or the realm has another name.",
  "fix.keycloak.old_path":
    "Open https://HOST/realms/REALM/.well-known/openid-configuration (with /auth before /realms up to version 16) and use the addresses in it.\nIf all your programs have /auth, start Keycloak with --http-relative-path=/auth.\nThe realm's name counts in upper and lower case.",
  "why.keycloak.login_timeout":
    "The login page was open too long, was used twice (back button, two tabs, a bookmark), or Keycloak restarted meanwhile.",
  "fix.keycloak.login_timeout":
    "Begin again from the app, in one tab; do not bookmark the login page.\nRealm settings > Sessions > Login timeout and Login action timeout.",
  "why.keycloak.login_cookie":
    "The cookie of the login (AUTH_SESSION_ID) did not come back to Keycloak: http instead of https, another host name, or a page in a frame.",
  "fix.keycloak.login_cookie":
    "Reach Keycloak by https and by one host name: its cookies are Secure; SameSite=None. KC_HOSTNAME must be the name in the browser.\nLet the proxy pass Set-Cookie and X-Forwarded-Proto, and do not open the login in an iframe.",
  "why.keycloak.login_cluster":
    "Several Keycloak nodes answer and do not share the login: the next request reached one that does not know it.",
  "fix.keycloak.login_cluster":
    "Let the nodes form one cluster: KC_CACHE=ispn with a discovery that fits (jdbc-ping by default, kubernetes for pods), ports 7800 and 57800 open between them; the log shows the members.\nUse sticky sessions at the load balancer (cookie AUTH_SESSION_ID); a program that logs in must keep and send cookies, too (update it, or send it to one node).\nBegin a new login.",
  "why.keycloak.confidential_in_browser":
    "The client is confidential, so Keycloak wants a secret; a program in the browser or on a phone has none.",
  "fix.keycloak.confidential_in_browser":
    "Clients > your client > Settings > Capability config: Client authentication off, Standard flow on; Advanced > Proof Key for Code Exchange: S256.\nNever put the secret into a page or an app. For the back end use another, confidential client.",
  "why.keycloak.secret_not_sent":
    "The request carries no secret, though the client is confidential, or it stands where Keycloak does not look.",
  "fix.keycloak.secret_not_sent":
    "Print what the program sends: the setting for the secret is often empty or has another name in this environment.\nClients > your client > Credentials shows the secret and how the client authenticates; send it in the form body or as Basic.\nA program without a secret (browser, native): Client authentication off.",
  "why.keycloak.import_secret":
    "The client came from an imported realm file without its secret: exports mask it with asterisks, and a new version may ignore the field or read the file only for a new realm.",
  "fix.keycloak.import_secret":
    "Clients > your client > Credentials: Regenerate (or enter the secret), and give that one to the program.\nFor the next import put the real secret into the file, as the field secret of the client, in place of the asterisks.\n--import-realm skips a realm that exists: delete it in a test environment, or change the client in the console.",
  "why.keycloak.client_unknown":
    "This realm has no client with this ID: misspelt, in another realm, or not imported.",
  "fix.keycloak.client_unknown":
    "Compare client_id of the request with Clients > Client ID in exactly that realm, letter by letter (not the internal UUID, not the name).\nCompare the realm in the address.",
  "why.keycloak.client_disabled": "The client is switched off in Keycloak.",
  "fix.keycloak.client_disabled": "Clients > your client: switch Enabled on (at the top right), Save.",
  "why.keycloak.bearer_only":
    "The client is bearer-only: it checks tokens, but may not log users in or ask for tokens.",
  "fix.keycloak.bearer_only":
    "Use another client for the login, or Clients > your client > Capability config: Standard flow on (old console: Access type public or confidential).",
  "why.keycloak.service_account": "The client has no service account, which client credentials need.",
  "fix.keycloak.service_account":
    "Clients > your client > Settings > Capability config: Client authentication on, and tick Service accounts roles, Save.\nGive it roles under Service accounts roles. If a user was meant to log in, use the authorization code flow instead.",
  "why.keycloak.direct_access": "The client may not use the password grant (Direct access grants).",
  "fix.keycloak.direct_access":
    "Clients > your client > Settings > Capability config: tick Direct access grants, Save.\nBetter use the authorization code flow: this grant passes no second factor.",
  "why.keycloak.scope_not_assigned":
    "A scope in the request is not assigned to this client, or does not exist in the realm.",
  "fix.keycloak.scope_not_assigned":
    "Client scopes: create the scope if it is not there (Include in token scope on).\nClients > your client > Client scopes > Add client scope: as Default or Optional. Compare the spelling; separate scopes by spaces.",
  "why.keycloak.audience_mapper":
    'The access token does not name this API in aud: without a mapper Keycloak puts only "account" there.',
  "fix.keycloak.audience_mapper":
    "Clients > your client > Client scopes > <client>-dedicated > Add mapper > By configuration > Audience: choose the API's client (Included Client Audience), Add to access token on. Log in anew.\nConfigure the API with that same value as audience; the caller stands in azp.",
  "why.keycloak.userinfo_openid":
    "The token was issued without the scope openid, which userinfo demands since version 19.",
  "fix.keycloak.userinfo_openid":
    "Add openid to scope in the authorization or token request, and use the new token.",
  "why.keycloak.roles":
    "The API finds none of the roles it wants: Keycloak puts them into realm_access.roles and resource_access.<client>.roles, not into scope.",
  "fix.keycloak.roles":
    "Users > the user > Role mapping (or Service accounts roles of the client): assign the role, and get a new token.\nMap the claim in the API: in Spring a JwtAuthenticationConverter that reads realm_access.roles and adds ROLE_; in .NET a mapper (User Realm Role) to the claim roles; in nest-keycloak-connect write realm:NAME for a role of the realm.\nClients > your client > Client scopes > Scope: Full scope allowed, or the role added.",
  "why.keycloak.admin_role":
    "The token has no right to use the admin API: roles of the client realm-management are missing.",
  "fix.keycloak.admin_role":
    "Clients > your client > Service accounts roles > Assign role > Filter by clients: realm-management, such as view-users, manage-users or manage-clients. In the realm master the client is <realm>-realm.\nGet a new token of the same realm: roles count only in tokens that were issued after them, also those of a realm just created.",
  "why.keycloak.keys":
    "The key that signed the token is not among those that the API reads: another realm or server, keys that were renewed, or a public key copied into the configuration.",
  "fix.keycloak.keys":
    "Let the API read jwks_uri of the realm that is in the token's iss, and read it anew at an unknown kid; remove a fixed realm-public-key.\nRestart the API after a new import of the realm: it has new keys then. Log in anew.",
  "why.keycloak.other_user": "The browser has a session of another user in this realm.",
  "fix.keycloak.other_user":
    "Sign that user out (Account console, or the logout address of the realm), or use a private window.\nOn shared machines send prompt=login.",
  "why.keycloak.broker":
    "The login at the identity provider behind Keycloak failed, or Keycloak could not exchange its code there.",
  "fix.keycloak.broker":
    "Look at Keycloak's log at that second (IDENTITY_PROVIDER_LOGIN_ERROR, and the exception below it).\nIdentity providers > the provider: check client secret, token URL, certificates that Keycloak must trust, and the redirect URI …/realms/REALM/broker/ALIAS/endpoint registered there.",
  "why.keycloak.check_iframe":
    "The JavaScript adapter checks the session in a hidden frame, which never answers: blocked cookies, a wrong server URL, X-Frame-Options, or a missing page for the silent check.",
  "fix.keycloak.check_iframe":
    "Open the adapter's url in the browser: it must be the public base of Keycloak (with /auth only where the server has it). Behind a proxy set KC_HOSTNAME and KC_PROXY_HEADERS, and let it pass the path of the frame unchanged.\nSet checkLoginIframe: false in init where browsers block third-party cookies.\nFor check-sso give silentCheckSsoRedirectUri, and register that page under Valid redirect URIs and its origin under Web origins.",
  "why.keycloak.token_exchange":
    "Token exchange is not allowed here: switched off for the client, without permission, or the token is not meant for the client that exchanges it.",
  "fix.keycloak.token_exchange":
    "Clients > the requesting client > Capability config: tick Standard token exchange (since version 26.2; before that --features=token-exchange,admin-fine-grained-authz and a permission).\nThe subject token's aud must contain the requesting client, and audience must be an existing client.",
  "fix.pkce_missing.keycloak":
    "Send code_challenge with code_challenge_method=S256 at the login and code_verifier at the exchange (keycloak-js: pkceMethod: 'S256'); at a device login too.\nClients > your client > Advanced > Proof Key for Code Exchange Code Challenge Method is what asks for it; leave S256 if the client can do it.",
  "fix.code_too_old.keycloak":
    "Exchange the code at once: it lives as long as Realm settings > Tokens > Client Login Timeout (1 minute).\nCompare the clocks of the servers. Begin a new login.",
  "fix.user_gone.keycloak":
    "Users > the user > Details: switch Enabled on, if the account may be used.\nUse a service account for what must not depend on one person.",
  "fix.revoked.keycloak":
    "Events > User events (if saving is on) shows LOGOUT, REVOKE_GRANT and their time.\nConnect once more if the user still wants it.",
  "fix.consent_needed.keycloak":
    "Let the user agree once in the window; a silent login cannot ask.\nClients > your client > Settings > Consent required: off, if the client is your own.",
  "fix.claim_missing.keycloak":
    "Clients > your client > Client scopes > CLIENT-dedicated > Add mapper > By configuration: Group Membership (claim groups), User Realm Role or User Attribute, with Add to ID token, access token and userinfo on.\nAsk for the scope if the mapper is in an optional one. The user's field must be filled. Get a new token.",
} as const;
