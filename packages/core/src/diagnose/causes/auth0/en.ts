/** The causes that only Auth0 has, and their cures, in English. A `why` that is absent is that of `providers/auth0`. */
export const en = {
  "why.auth0.api_forbids_offline":
    "The API does not allow offline access, so Auth0 silently drops offline_access; or the login named no API (audience).",
  "fix.auth0.api_forbids_offline":
    "Applications > APIs > your API > Settings > Allow Offline Access: on, Save.\nSend audience with that API's Identifier, and offline_access in scope.\nBegin a new login.",
  "why.auth0.spa_rotation": "A single-page app gets a refresh token only if it rotates.",
  "fix.auth0.spa_rotation":
    "Applications > your app > Settings > Refresh Token Rotation: on, Save; in the SDK useRefreshTokens: true.\nBegin a new login.",
  "why.auth0.reuse":
    "Auth0 saw a spent refresh token again and ended its whole family. Its log calls that ferrt.",
  "fix.auth0.reuse":
    "Let one process refresh, with a lock for each connection, and save the new token first.\nApplications > your app > Settings > Rotation Overlap Period: 10 to 30 seconds.\nConnect once more: the family cannot be revived.",
  "why.auth0.lifetime":
    "The refresh token reached its Maximum Lifetime, 30 days by default, which use does not extend.",
  "fix.auth0.lifetime":
    "Applications > your app > Settings > Maximum Refresh Token Lifetime: raise it (at most 31,557,600 s) or switch it off.\nConnect once more: the lifetime is fixed when the token is issued.",
  "why.auth0.idle_lifetime": "The refresh token was not used within its Idle Lifetime.",
  "fix.auth0.idle_lifetime":
    "Applications > your app > Settings > Idle Refresh Token Lifetime: raise it, or refresh once a week.\nConnect once more.",
  "why.auth0.crowded_out":
    "Auth0 keeps 200 refresh tokens of one user for one application; a further login silently ends the oldest.",
  "fix.auth0.crowded_out":
    "Reuse a refresh token in place of logging in for each run, and revoke those that are no longer needed.\nConnect once more.",
  "why.auth0.rotation_switched":
    "Rotation was switched on or off, and tokens of the earlier kind end at their next use.",
  "fix.auth0.rotation_switched": "Leave the setting as it is now, and connect each user once more.",
  "fix.auth0.user_deleted": "Connect with another user, and delete this connection.",
  "fix.auth0.user_blocked":
    "User Management > Users > the user > Unblock. The stored refresh token then works again.",
  "fix.auth0.wrong_secret":
    "Applications > your app > Settings: copy Client ID and Client Secret again.\nCredentials > Authentication Method: Client Secret (Post) or (Basic), Private Key JWT or None, as the program does it.\nCheck that the app is one of this tenant.",
  "why.auth0.assertion":
    "The client assertion does not fit: since April 2026 aud must be one string, https://{domain}/, not a list and not the token endpoint.",
  "fix.auth0.assertion":
    "aud: the single string https://YOUR-DOMAIN/ with the slash; exp at most 5 minutes ahead; jti new each time.\nSet the clock (NTP), and register the public key under Credentials.",
  "fix.auth0.grant_off":
    "Applications > your app > Advanced Settings > Grant Types: tick the grant, Save.\nA machine-to-machine or single-page app may not have every grant: use a Regular Web Application.",
  "fix.auth0.unknown_audience":
    "Applications > APIs > your API > Settings > Identifier: copy it verbatim as audience, with or without the slash as it stands there.\nCheck that the API is in this tenant.",
  "fix.auth0.client_grant":
    "Applications > APIs > your API > Machine to Machine Applications (or Application Access): authorize the app and tick the scopes.\nA third-party app needs it for logins of users, too.",
  "why.auth0.third_party":
    "The app is a third-party one (tpc_…), for which strict rules hold: a client grant for each API, no OpenID Connect, errors on Auth0's own page.",
  "fix.auth0.third_party":
    'Add a client grant: POST /api/v2/client-grants with default_for "third_party_clients" or client_id, audience, scope and subject_type "user".\nOr register the app as a first-party Regular Web Application, which has ID tokens and userinfo.',
  "why.auth0.action_denied": "An Action or Rule of the tenant denied it; the text is its own.",
  "fix.auth0.action_denied":
    "Monitoring > Logs: open the entry and see which Action denied and why.\nChange the Action, or give the user what it asks for.",
  "fix.auth0.mfa":
    'Security > Multi-factor Auth > policy: Adaptive or Never, not Always; and an Action that leaves out event.transaction.protocol "oauth2-refresh-token".\nOr let the user pass the second factor in an interactive login. The refresh token is kept meanwhile.',
  "why.auth0.loopback_confirmation":
    "Auth0 asks the user to confirm a login that returns to this machine (localhost or a custom scheme), which prompt=none forbids.",
  "fix.auth0.loopback_confirmation":
    "Log in interactively once, or use an https callback.\nFor development only: the app's setting for the confirmation of non-verifiable callbacks.",
  "fix.auth0.login_lost":
    "Begin again from the app's link, in one tab, with cookies allowed.\nApplications > your app > Settings > Application Login URI: set it, so that Auth0 can lead back.",
  "why.auth0.no_audience":
    "Without audience Auth0 gives an opaque access token (or an encrypted one), which only /userinfo accepts.",
  "fix.auth0.no_audience":
    "Send audience with the API Identifier in the authorization request.\nBegin a new login: a refresh does not change the audience.",
  "why.auth0.issuer_slash":
    "The issuer of Auth0 ends in a slash, and a custom domain has an issuer of its own.",
  "fix.auth0.issuer_slash":
    "Configure the issuer exactly as the discovery document of the domain in use has it: https://YOUR-DOMAIN/ with the slash.",
  "fix.auth0.grant_gone":
    "The user removed the app (Authorized Applications), or an administrator deleted the grant: connect once more.\nIf a fresh token is refused so, too: Applications > your app > Advanced Settings > Grant Types: tick Refresh Token, Save, and connect once more.",
  "why.auth0.mrrt":
    "The app has no policy for that API, so the refresh silently returned a token for the first one.",
  "fix.auth0.mrrt":
    "Management API: add refresh_token.policies with audience and scope to the app.\nLook at aud in the new token before you use it.",
  "why.auth0.token_vault":
    "Token Vault exchanges only a refresh token that does not rotate, for a connected account, with its grant switched on.",
  "fix.auth0.token_vault":
    "Applications > your app: switch Refresh Token Rotation off, and tick Token Vault under Advanced Settings > Grant Types.\nLet the user connect the account of the other service.",
  "why.auth0.organization": "The organization is wrong, or the app may not be used with it.",
  "fix.auth0.organization":
    "Organizations > the organization: check its id, enable the connection, add the user as a member; allow third-party access for such an app.\nIf it is required and the request has none: send organization=org_… in the authorization request, or Applications > your app > Organizations: prompt for it, or Both for individuals, too.\nApplications > your app > Organizations: allow it.",
  "why.auth0.rules_ended":
    "Rules and Hooks stopped on 18 November 2026; what they added (claims, checks) is gone.",
  "fix.auth0.rules_ended":
    "Write an Action of the trigger post-login that does the same (api.idToken.setCustomClaim, api.accessToken.setCustomClaim).",
  "why.auth0.connection_off":
    "The connection (database, social, enterprise) is not enabled for this application.",
  "fix.auth0.connection_off":
    "Applications > your app > Connections: switch it on.\nCheck the parameter connection for its exact name.",
  "why.auth0.logout_address": "The address after the logout is not in the list of allowed ones.",
  "fix.auth0.logout_address":
    "Applications > your app > Settings > Allowed Logout URLs: add exactly that URL, with its query.\nWithout client_id in the request the tenant's list counts.",
  "why.auth0.custom_domain":
    "Login and token request use different domains of the tenant: the custom one and YOUR-TENANT.auth0.com. Codes, tokens, issuer and cookies belong to one of them.",
  "fix.auth0.custom_domain": "Use one domain everywhere: authorize, token, issuer, SDK and API.",
  "why.auth0.spa_auth_method":
    "An app in the browser or on a phone sends no secret, but Auth0 expects one: its Authentication Method is not None. The Default App of a new tenant is so.",
  "fix.auth0.spa_auth_method":
    "Applications > your app > Credentials > Authentication Method: None, Save (for an older tenant Settings > Token Endpoint Authentication Method).\nOr create a new application of the type Single Page Application or Native and use its Client ID.\nNever put a client secret into such a program.",
  "why.auth0.web_app_type":
    "The program runs on a server and sends a secret, but the application is registered as one without (Native or Single Page, method None).",
  "fix.auth0.web_app_type":
    "Applications > your app > Settings > Application Type: Regular Web Application; Credentials > Authentication Method: Client Secret (Post) or (Basic), as the library sends it, Save.\nCopy Client ID and Client Secret again.",
  "why.auth0.m2m_app":
    "Client credentials are for Machine to Machine applications; a Single Page, Native or other application has this grant switched off.",
  "fix.auth0.m2m_app":
    "Applications > Create Application > Machine to Machine, choose the API and tick its scopes; use the ID and secret of that one.\nOr, for a Regular Web Application, Advanced Settings > Grant Types: tick Client Credentials, Save.",
  "why.auth0.audience_at_login":
    "The SDK has no refresh token for this audience and scope, because the login did not ask for them; it falls back to an iframe or gives up.",
  "fix.auth0.audience_at_login":
    "Give audience and scope (with offline_access) where the SDK is set up, for the login: authorizationParams of Auth0Provider or Auth0Client; ask for the same ones later.\nLet the user log in once more; useRefreshTokensFallback: true bridges old sessions.",
  "why.auth0.web_origin":
    "The silent request after a reload comes from an origin that the application does not list, or the browser keeps Auth0's cookie from it.",
  "fix.auth0.web_origin":
    "Applications > your app > Settings > Allowed Web Origins: add the origin of the page (scheme, host, port, no path), Save.\nIn the SDK use refresh tokens (useRefreshTokens, cacheLocation localstorage) or a custom domain where third-party cookies are blocked.",
  "why.auth0.developer_keys":
    "The social connection uses Auth0's developer keys, with which a silent request always answers login_required.",
  "fix.auth0.developer_keys":
    "Make an OAuth client of your own at that provider (Google, Facebook, GitHub …), with the callback https://YOUR-DOMAIN/login/callback.\nAuthentication > Social > the connection: enter its Client ID and Client Secret, Save.",
  "why.auth0.grant_off": "This grant type is switched off for the application.",
  "why.auth0.consent_localhost":
    "Auth0 never skips the page of consent for an app at localhost, so a silent request fails there; in production it works.",
  "fix.auth0.consent_localhost":
    "Ask interactively once: getAccessTokenWithPopup or loginWithRedirect with the same audience and scope.\nOr use another host name in development (an entry such as myapp.local in the hosts file) together with Allow Skipping User Consent of the API.",
  "why.auth0.client_id_as_audience":
    "The client ID is sent as audience; an audience is the Identifier of an API.",
  "fix.auth0.client_id_as_audience":
    "Leave audience out if the app calls no API of its own, or set it to the Identifier of the API (Applications > APIs > your API > Settings).\nLook for a setting or library version that fills it with the client ID.",
  "why.auth0.attack_protection":
    "Attack Protection blocked the login: too many failed attempts for the account or from the address, or a breached password.",
  "fix.auth0.attack_protection":
    "User Management > Users > the user > Unblock, or the link in the mail that Auth0 sent; Monitoring > Logs names the rule (limit_wc, limit_mu, pwd_leak).\nA server that logs in for many users shares one address: send auth0-forwarded-for with the address of the user, or put the server on the AllowList of Security > Attack Protection.",
  "why.auth0.legacy_grant":
    "The library asks for a legacy grant of Auth0 (…/legacy/grant-type/ro, /oauth/ro, /delegation), which new tenants and clients do not have; ticking Password does not change that.",
  "fix.auth0.legacy_grant":
    "Switch the library to its OIDC-conformant mode: setOIDCConformant(true) in Lock and Auth0 for Android, oidcConformant: true in Lock for the web; newer major versions do so always.\nThen it uses /oauth/token with the grants ticked under Applications > your app > Advanced Settings > Grant Types.\nBetter: use the Universal Login in the browser, which needs no password grant.",
} as const;
