/** The causes that only Okta has, and their cures, in English. */
export const en = {
  "why.okta.policy":
    "No rule of the authorization server's access policy fits this client, user, grant type and scope.",
  "fix.okta.policy":
    "Security > API > Authorization Servers > the server > Access Policies: add a policy for this client, and a rule with this grant type and these scopes.\nReports > System Log names the policy that was evaluated.",
  "why.okta.not_assigned": "The user, and no group of the user, is assigned to the app in Okta.",
  "fix.okta.not_assigned":
    "Applications > the app > Assignments > Assign: the person, or a group that contains the person.\nThen begin the login again; if another account of the browser was used, sign out of Okta first.",
  "why.okta.sign_on_policy":
    "The sign-in policy of the app or the organisation refused: it wants a second factor, another network, or a known device.",
  "fix.okta.sign_on_policy":
    "Reports > System Log shows the policy and rule that refused.\nSecurity > Authentication Policies (or the app's Sign On tab): add a rule that fits this login.\nA token exchange between two apps (okta-aws-cli): give both apps the same policy, whose rule does not ask for a factor at every sign-in; the exchange cannot answer one.\nThe password grant passes only a rule that asks for the password alone; use the authorization code flow instead.",
  "why.okta.web_sso_client":
    "The AWS federation app does not name the native app of okta-aws-cli as a client that may exchange tokens for it, or the native app lacks a grant.",
  "fix.okta.web_sso_client":
    "The AWS Account Federation app > Sign On > Edit > Advanced Sign-On Settings > Allowed Web SSO Client: the client ID of the OIDC native app, Save.\nThe native app > General > Grant type: Authorization Code, Device Authorization and Token Exchange. Assign the users to both apps.\nOKTA_ORG_DOMAIN is the bare host, without https:// and -admin; OKTA_OIDC_CLIENT_ID that of the native app.",
  "why.okta.authorization_server":
    "Org server (https://DOMAIN) and custom server (https://DOMAIN/oauth2/default) have different issuers, keys, scopes and audiences; a token or scope of one does not fit the other.",
  "fix.okta.authorization_server":
    "Use the custom server's issuer https://DOMAIN/oauth2/default (or its ID) everywhere: login, token, discovery and the API's check. Custom scopes and tokens for your own API exist only there.\nKeep the org server only for Okta's own APIs and for single sign-on without an API.",
  "why.okta.org_access_token":
    "The access token is of the org server (its iss is the bare Okta domain). Only Okta can check those; their keys are not published.",
  "fix.okta.org_access_token":
    "Request the token from a custom authorization server: issuer https://DOMAIN/oauth2/default, at the login and in the API's check.\nCompare iss in the token with the issuer that the API is configured with.",
  "why.okta.no_such_server":
    "The authorization server in the address does not exist in this org, often /oauth2/default in an org without API Access Management, or is inactive; or /v1 is missing before /token.",
  "fix.okta.no_such_server":
    "Look at Security > API > Authorization Servers: use the issuer that stands there and is active.\nIf that menu is not there, use the org server: issuer https://DOMAIN, without /oauth2/default.\nTake the endpoints from ISSUER/.well-known/openid-configuration: …/oauth2/default/v1/token, or …/oauth2/v1/token of the org server.",
  "why.okta.admin_domain":
    "The address is that of the admin console (…-admin.okta.com), which issues no tokens.",
  "fix.okta.admin_domain":
    "Take -admin out of the domain: https://acme.okta.com, not https://acme-admin.okta.com.",
  "why.okta.issuer_mode":
    "The same server is called by two names, the Okta domain and the custom domain, and its issuer follows one of them.",
  "fix.okta.issuer_mode":
    "Security > API > Authorization Servers > the server > Settings > Issuer: choose Custom URL, Okta URL or Dynamic.\nUse that one domain at the login, the token endpoint and the API's check.",
  "why.okta.grace_period": "Refresh tokens rotate, and a spent one came again after its grace period.",
  "fix.okta.grace_period":
    "Save the new token of each answer, and let one process refresh.\nApplications > your app > General > Refresh Token: Grace period, up to 60 seconds.\nConnect once more.",
  "why.okta.refresh_lifetime":
    "The refresh token was unused for longer, or is older, than the rule of the access policy allows (unused: 7 days by default).",
  "fix.okta.refresh_lifetime":
    'Security > API > Authorization Servers > the server > Access Policies > the rule: raise Refresh token lifetime and "but will expire if not used every". The org server\'s are fixed.\nRefresh more often than that. Log in once more now.',
  "why.okta.browser_origin":
    "The token request carries an Origin header, as browsers and Postman send it, and Okta then allows only the authorization code flow with PKCE.",
  "fix.okta.browser_origin":
    "Send the token request from your server, without an Origin header (in Postman use the desktop agent).\nA browser app: register it as Single-Page Application and use PKCE.",
  "why.okta.web_app_in_browser":
    "The client ID is that of an app of the type Web, which must send a secret; a browser or native app has none.",
  "fix.okta.web_app_in_browser":
    "Applications > Create App Integration > OIDC > Single-Page Application (Native for phones): use its client ID; the type of an app cannot be changed later.\nThere Client authentication is None, with PKCE. Never put the secret into a page.",
  "why.okta.dpop_required":
    "The app requires DPoP (the default of new service apps), and the token request has no proof.",
  "fix.okta.dpop_required":
    "Send a DPoP proof with the request (newer versions of Okta's SDKs do), or, if the client cannot, Applications > your app > General Settings: untick Require Demonstrating Proof of Possession (DPoP) header in token requests.",
  "why.okta.api_scopes":
    "The app has not been granted the Okta API scopes that it asks for, or its admin role does not cover them.",
  "fix.okta.api_scopes":
    "Applications > your app > Okta API Scopes: Grant each scope.\nApplications > your app > Admin roles: assign one that covers them.\nAsk at the org server (/oauth2/v1/token), not at /oauth2/default.",
  "fix.assertion_key.okta":
    "Applications > your app > General > Client Credentials > Public key / Private key: add the public key (JWK) that belongs to the private key in use.\nWith several keys put the key's ID into the assertion's header as kid, the very one that is shown there.",
  "fix.assertion_audience.okta":
    "aud is the token endpoint that is called, https://DOMAIN/oauth2/v1/token (custom server: https://DOMAIN/oauth2/ID/v1/token).\nTake a slash at the end of the domain or issuer in the settings away: it makes // in aud. Newer versions of the SDKs do so themselves.\nThe key and the client ID are not the problem.",
  "why.okta.response_type":
    "The app does not allow the response_type of the request, usually the implicit flow.",
  "fix.okta.response_type":
    "Compare the client ID: a page and a web app have apps of their own, and an app of the type Web allows only code.\nUse response_type=code with PKCE.\nOnly for an old client: Applications > your app > General > Grant type: tick Implicit (hybrid), and Allow ID Token for code id_token (OWIN).",
  "why.okta.claim_expression":
    "A claim of the authorization server cannot be computed for this user: a field of the profile is empty, or the expression is wrong.",
  "fix.okta.claim_expression":
    "Security > API > Authorization Servers > the server > Token Preview with that user shows which claim fails.\nFill the user's profile field (Directory > People), or mend the claim's expression under Claims, for empty values too.",
  "why.okta.api_token":
    "What was sent is no token that this API takes: an API token after SSWS that is expired or revoked, or an access token of a custom server.",
  "fix.okta.api_token":
    "Okta's own APIs take Authorization: SSWS <API token>, or Bearer with an access token of the org server (/oauth2/v1) with okta.* scopes.\nSecurity > API > Tokens shows API tokens; one that is unused for 30 days ends.",
  "why.okta.method": "The request has the wrong method or content type for this endpoint.",
  "fix.okta.method":
    "Token endpoint: POST with a form (application/x-www-form-urlencoded) and Accept: application/json. Authorize endpoint: GET in the browser.\nCompare the path with the discovery document.",
  "fix.wrong_secret.okta":
    "Applications > your app > General > Client Credentials: copy Client ID and client secret again; the secret must be active.\nThey must belong to the org and app of the issuer.\nA browser or mobile app needs an app of the type Single-Page or Native (authentication None), and sends no secret.",
  "fix.unknown_client.okta":
    "Applications > your app > General: copy the Client ID, in the org whose domain the issuer has (production and preview are two orgs).\nThe app must be active.",
  "fix.pkce_missing.okta":
    "Send code_challenge (S256) with the login and code_verifier with the exchange; many libraries have a switch for it.\nApplications > your app > General: Require PKCE as additional verification is what asks for it; leave it on if the client can do it.",
  "fix.revoked.okta":
    "Reports > System Log shows who revoked the tokens or cleared the sessions, and when.\nConnect once more if the user still wants it.",
  "fix.user_gone.okta":
    "Directory > People: the user must be Active, not Suspended, Locked out or Deactivated, and assigned to the app.\nUse a user that does not depend on one person, or a service app (client credentials).",
  "fix.wrong_audience.okta":
    "Security > API > Authorization Servers > the server: its Audience is the aud of its tokens; let the API expect that one.\nTokens of the org server (issuer without /oauth2/…) are for Okta's own APIs only.",
  "fix.rate_limit.okta":
    "Wait until the second in X-Rate-Limit-Reset (UTC) is over. Reports > Rate Limits shows which endpoint it is.\nKeep the access token until it expires, and the discovery document and keys for hours.",
  "fix.claim_missing.okta":
    "Custom authorization server: Security > API > Authorization Servers > the server > Claims > Add Claim: groups, ID Token, Always, Value type Groups, Filter Matches regex .*\nOrg server: Applications > your app > Sign On > OpenID Connect ID Token > Group claims filter. Its ID token is thin when an access token comes with it: ask userinfo, with the scope groups.",
  "fix.response_mode.okta":
    "Sign-In Widget: authParams: { pkce: true, responseType: 'code', responseMode: 'query' }, as in the SDK beside it (okta-vue, okta-react, okta-auth-js with PKCE read the query).\nWithout the widget leave responseMode to okta-auth-js, and call the widget and the SDK with the same version of it.\nA redirect of your own must keep the query.",
} as const;
