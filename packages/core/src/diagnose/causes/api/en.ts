/** The causes of an API that refuses the access token or the request, and their cures, in English. */
export const en = {
  "why.access_expired": "The access token is past its lifetime, which is normal.",
  "fix.access_expired":
    "Refresh once and send the request once more with the new access token.\nRefresh before expires_in is over, and check the clock of this machine.\nIf the program has no refresh token, let its login ask for one (offline access; Dropbox: token_access_type=offline).\nIf it has one and never refreshes by itself: look at the end that it computes (some servers send milliseconds or text as expires_in; Zoho has the seconds in expires_in_sec), and whether another program that hands it the token, such as a CLI, refreshes it.",
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
  "fix.wrong_issuer.microsoft":
    "Compare iss of the token with the setting. https://sts.windows.net/TENANT-ID/ is a token of version 1.0, https://login.microsoftonline.com/TENANT-ID/v2.0 one of 2.0: accept that one (or both), or set requestedAccessTokenVersion to 2 in the manifest of the API.\nIf another tenant's ID stands in it (9188040d-… is a personal account): log in with a user of the tenant that is configured, or accept that tenant.\nThe issuer of /common and /organizations has a placeholder (tenantid in braces) in it and never equals a token's: configure the tenant's ID, or let the library put in tid of the token.",
  "why.id_token_as_access": "The ID token was sent to the API; it is meant for the app, not for an API.",
  "fix.id_token_as_access": "Send access_token in the Authorization header.",
  "why.signature_wrong":
    "The API checks the signature with another key or algorithm than the one that signed: another issuer, an opaque or encrypted token, or an old list of keys.",
  "fix.signature_wrong":
    "Take keys and algorithm from the discovery document (jwks_uri) of the issuer in the token, and read the list anew at an unknown kid.\nA token that is not for this API cannot be checked here: look at its aud and iss.\nIf it fails on one server only, compare its authority or issuer setting (instance, tenant, realm) with the others.",
  "why.header_wrong": "The request has no usable Authorization header.",
  "fix.header_wrong":
    "Send Authorization: Bearer followed by one space and the access token.\nLook at redirects and proxies, which drop the header, and at empty variables.",
  "why.wrong_instance": "The request went to another host than the one that the token is for.",
  "fix.wrong_instance":
    "Use the address that came with the token (for Salesforce instance_url) and update it from each answer.",
  "fix.wrong_instance.salesforce":
    "Call the API at the instance_url of the token answer (https://….my.salesforce.com), never at login.salesforce.com or test.salesforce.com; give it to the client (domain, instanceUrl, instance_url) together with the token.\nUpdate the stored one from each answer. The token is fine.\nIf an update of the program broke it, take its next version or go back.",
  "fix.wrong_instance.github":
    "A token of GitHub Enterprise Server (or *.ghe.com) counts only at that server, one of github.com only at github.com: send each to its own host. The token itself is good.\ngh: gh auth login --hostname HOST (GH_HOST is not enough with --with-token), or GH_ENTERPRISE_TOKEN with GH_HOST.\nAn action that calls github.com: give it a token made there. One for your server: set its base URL to https://HOST/api/v3.",
  "why.access_revoked":
    "The access was revoked, or the session ended early; then a refreshed token is refused, too, or the refresh fails.",
  "fix.access_revoked":
    "Refresh once. If the refresh works, it was only the access token.\nA client that refreshes by the clock alone must refresh once at a 401, too: update it.\nIf the API refuses the new token as well, do not loop: check what the account may do there.",
  "why.dpop":
    "The tokens are bound to a key (DPoP): the proof is missing, has no nonce, or fits another key or address.",
  "fix.dpop":
    "Send a new proof for each request, with htm and htu of that request.\nAt use_dpop_nonce repeat the request once with the nonce of the header DPoP-Nonce.\nRefresh with the same key that was used at the login.",
  "why.scope_too_small": "The access token lacks a scope that this request needs.",
  "fix.scope_too_small":
    "Add the scope to the app and to the login, and let the user agree once more; a refresh cannot widen it.\nThe present token stays valid for all else.",
  "fix.scope_too_small.salesforce":
    "The app > Settings > OAuth Settings > Selected OAuth Scopes: add the scope, wait up to 10 minutes, and begin a new login (or fetch a new token by the same grant); a refresh cannot widen it.\nCommerce Cloud, SCAPI: ask for SALESFORCE_COMMERCE_API:<tenant_id> and the scope of the API, both in one request.",
  "fix.scope_too_small.auth0":
    "A program by itself (client credentials, Management API, Deploy CLI): Applications > APIs > the API > Machine to Machine Applications > the app: tick the scope that the message names, Update; fetch a new access token.\nA login of a user: add the scope to the login, and let the user agree once more.",
  "fix.scope_too_small.google":
    "Add the scope that the method needs to the login; a narrow one such as gmail.send or drive.file may not suffice (the documentation of the method lists them).\nDelete the stored token (token.json, credentials file, cache): it has the old scopes, and a refresh cannot widen it. Let the user agree once more, and tick every box on the page of consent.\nFor gcloud: gcloud auth application-default login --scopes=…; for a virtual machine set its access scopes.",
  "fix.scope_too_small.github":
    "gh auth refresh -s SCOPE, with the scope that the message names.\nA personal access token: Settings > Developer settings > the token > tick the scope. An OAuth app: add it to scope in the login, and let the user agree once more.\nThe header x-accepted-oauth-scopes names what suffices.",
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
  "why.issuer_two_names":
    "One server is called by two names: tokens or its discovery document name one of them (inside, localhost, http), the app or API expects the other.",
  "fix.issuer_two_names":
    "Give the server its public address as issuer (hostname or external URL in its settings, forwarded headers of the proxy), and use that one in app, API and containers alike.\nLet containers resolve the public name (DNS, extra_hosts) in place of a second address.",
  "why.audience_not_allowed": "The request asks for an audience that this client may not ask for.",
  "fix.audience_not_allowed":
    "Add the audience to the client at the server (Ory and Authelia: audience), or leave it out of the request.\nCompare its spelling with the server's, character by character.",
} as const;
