/** The causes of a refused app: its ID, its secret, its signed assertion, and their cures, in English. */
export const en = {
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
    "Entra admin center > App registrations > your app > Certificates & secrets: use the Value of the secret, not its Secret ID.\nThe value is shown only once; if it is lost, make a new secret.\nIn an .env file put it in single quotes: # or $ in it may cut it off.",
  "fix.wrong_secret.github":
    "Check what really arrives: an empty or misnamed setting sends no secret, and the ID may be the one of another app.\nSettings > Developer settings > your app: compare the client ID; if the secret is lost, generate a new one and copy it at once.",
  "fix.wrong_secret.keycloak":
    "Clients > your client > Credentials: copy the secret again.\nCheck that realm and client are those of the request.\nA browser or mobile app has no secret: switch Client authentication off (public client) and use PKCE.",
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
  "why.secret_hashed":
    "What is sent as the secret is the hash that the server stores (pbkdf2_sha256$…, $2y$…), not the secret, which is readable only until it is saved.",
  "fix.secret_hashed":
    "Make a new secret for the app at the server, copy it before you save, and send that one.\nDjango OAuth Toolkit: copy client_secret from the form before Save. Laravel Passport, Doorkeeper and OpenIddict show it once, when the client is made.",
  "why.auth_method":
    "The app sends its secret in another way than it is registered for: header (Basic), body (Post), signed assertion or none.",
  "fix.auth_method":
    "Look up the authentication method of the app and use that one.\nSend the credentials in one place only, not in header and body.\nX (Twitter): a confidential app sends ID and secret in the header Authorization: Basic, at each refresh, too; a program without a secret needs the type Native App or Single Page App.",
  "fix.auth_method.auth0":
    "Applications > your app > Credentials: Authentication Method must be the one that the program uses: Client Secret (Post), (Basic), Private Key JWT or None.",
  "fix.auth_method.okta":
    "Applications > your app > General > Client Credentials: the method must be the one that the program uses.\nSend the credentials in one place only.",
  "why.secret_missing": "The app is registered as confidential, but the request has no client secret.",
  "fix.secret_missing":
    "Send the client secret from a server, or register the app as a public client (native, single-page), which has none and uses PKCE.\nAmazon Cognito: make a new app client without a secret for a page or phone; it cannot be taken away later.\nNever put a secret into a program that users install.",
  "fix.secret_missing.google":
    "Send client_secret with the exchange and with each refresh. At Google clients of the type Desktop app have one, too, which counts as no secret there: PKCE protects the login.\nOnly clients of the types iOS, Android, UWP and Chrome Extension have none.",
  "fix.secret_missing.salesforce":
    "A program on the user's device, or one that never had a secret: the app > Settings > OAuth Settings: untick Require Secret for Web Server Flow and Require Secret for Refresh Token Flow, keep PKCE on, wait up to 10 minutes, and send none.\nA server: send the Consumer Secret.",
  "fix.secret_missing.microsoft":
    "A web app: send client_secret or client_assertion.\nA native app: register the callback under Mobile and desktop applications, and set Authentication > Allow public client flows to Yes.",
  "why.unknown_client":
    "There is no app with this client ID at this host or tenant: mistyped, another environment, deleted, or not yet there.",
  "fix.unknown_client":
    "Copy the client ID again from the app's settings.\nCompare host, tenant or realm of the request with those of the app: sandbox or live (PayPal: mode), data center (Zoho: accounts.zoho.eu, .in, .com …).",
  "fix.unknown_client.salesforce":
    "Copy the Consumer Key again: app > Settings > Consumer Key and Secret.\nUse login.salesforce.com for production and test.salesforce.com for a sandbox.\nA new app needs up to 10 minutes; in a customer's org the app must be installed.",
  "fix.unknown_client.microsoft":
    "Compare the tenant in the address with the one of the app registration.\nFor users of other tenants set Supported account types to multitenant, and let an administrator there consent once.",
  "fix.unknown_client.keycloak":
    "Compare the realm in the address, and the client ID in Clients.\nSince Keycloak 17 the address has no /auth before /realms.",
  "why.client_id_unset":
    "The request has no client ID, but an empty value, undefined or the placeholder of an example: the program does not find its setting.",
  "fix.client_id_unset":
    "Set the client ID by exactly the name that the program reads, in the environment where it runs (.env file loaded, variables of the host or container, prefix that the framework wants).\nRestart it, or build it anew if the value is compiled in.\nLook at client_id in the address of the login: it must be the ID of the app.\nAt a refresh: make the client object with ID and secret, too; one that only got the token sends none.",
  "why.public_with_secret": "The app is public and has no secret, but the request sends one.",
  "fix.public_with_secret":
    "Remove the client secret from the request; if a program adds one of its own to your client ID, update it or enter an empty secret.\nIf it runs on a server, register it as a confidential web app instead.",
  "why.assertion_audience": "aud of the assertion is not the value that the provider expects.",
  "fix.assertion_audience":
    "Set aud as the provider's documentation says: its issuer or its token endpoint, character by character, as one string.",
  "why.assertion_clock":
    "The clock of this machine is wrong, or iat and exp of the assertion lie too far apart or in the past.",
  "fix.assertion_clock":
    "Synchronise the clock (NTP); look at containers and virtual machines that slept.\nMake a new assertion for each request; iat now, exp a few minutes later.\nTake both from seconds since 1970 (time.time(), Date.now() / 1000), not from a date without its time zone, which is hours off.",
  "why.assertion_key": "The assertion is signed with another key than the one that the app has registered.",
  "fix.assertion_key":
    "Register the certificate or public key that belongs to the private key in use.\nCheck the algorithm (RS256 or ES256), kid, and that line breaks of the key were kept.",
  "why.assertion_subject": "iss or sub of the assertion does not name a known app and user.",
  "fix.assertion_subject":
    "Set iss to the client ID and sub to the exact user name or account that the app may act for.",
  "fix.assertion_subject.google":
    "iss is client_email of the key file: with google.auth.JWT the first argument (email: key.client_email, never key.email or client_id, which do not exist or are something else).\nPrint it: undefined gives invalid_grant, too.\nsub is a user of the Workspace, and only with domain-wide delegation; otherwise leave it out.",
  "why.apple_client_secret":
    "The client secret of Sign in with Apple is a JWT that you sign, and Apple refuses it: expired, longer than six months, or of another key, team or client.",
  "fix.apple_client_secret":
    "Make it anew: ES256 with the .p8 key; kid = Key ID; iss = Team ID; sub = client_id (Services ID for the web, bundle ID in an app); aud = https://appleid.apple.com; exp at most six months (15,777,000 s) after iat.\nSend the same client_id with which the code was requested, and set the clock (NTP).\nLet the program make it, or renew it by a job: it expires.",
  "why.app_type_wrong": "The app is registered as a kind that cannot use this flow.",
  "fix.app_type_wrong":
    "Register an app of the kind that has OAuth logins of users (Shopify: in the Partner or Dev Dashboard, not a private app of the shop; Zoom: General or OAuth app, not Server-to-Server).\nUse the ID and secret of that one.",
  "why.library_regression":
    "A version of the library or tool does it wrongly, or otherwise than before: it worked before the update, and the settings are the same.",
  "fix.library_regression":
    "Go back to the version that worked, or update to one with the repair: look for the message in its issues and release notes, which also name defaults that changed (another storage, a new option).\nKeep secret and tokens as they are: they are good.\nPin the version in the lock file until then.",
  "why.setting_no_text":
    "The program hands over a client ID, secret or address that is no text: a comma after it makes a tuple, or it is bytes, a list, a number or nothing.",
  "fix.setting_no_text":
    "Print the value and its type just before the call.\nPython: take the comma at the end of the line away, and decode bytes.\nIf it is undefined or None, the setting is not found: set it by exactly the name that the program reads.",
  "why.grant_unknown_to_library":
    "The client library does not know this grant in the installed version, or one of its parameters is missing, so it sends no request.",
  "fix.grant_unknown_to_library":
    "Update the library to a version that has the grant: its release notes name it.\nCompare the names of all parameters with its guide; a misspelt or missing one makes it choose no grant.\nUntil then send the token request yourself: a POST of a form to the token endpoint.",
  "why.setting_differs_there":
    "It works on the developer's machine and not where it is deployed: a setting there is missing, old, of another app, or has quotation marks or white space around it.",
  "fix.setting_differs_there":
    "Print the names and lengths of the settings at both places and compare: client ID, secret, domain, scopes, base URL.\nIn the panel of a host (Vercel, Azure, Docker env files) enter values without quotation marks: they become part of the value.\nDeploy or restart after each change, and register the deployed address.",
  "why.secret_expanded":
    "The secret or password has a character that a file or shell takes for its own: $ in .env, compose and shell, # or ; in .env and ini files, % in crontab and ini files, \\ in JSON and properties.",
  "fix.secret_expanded":
    "Put the value in single quotes, or double the character: $$ in docker compose, %% in ini files, \\% in crontab.\nCompare the length of the secret where the program sends it with the one at the provider.\nOr generate a secret until it has letters and digits only.",
  "why.key_unreadable":
    "The program cannot read the private key: line breaks were lost or stand there as \\n, the file is no PEM (or has a password), or it is a public key or certificate.",
  "fix.key_unreadable":
    'Look at the first line: it must be -----BEGIN PRIVATE KEY----- or -----BEGIN RSA PRIVATE KEY-----, with real line breaks after it.\nA field of one line takes the line breaks away: update the program, or use a field or file of several lines. In an environment variable store the key in base64 and decode it, or replace \\n by line breaks (key.replace(/\\\\n/g, "\\n")).\nIf the library wants PKCS#8: openssl pkcs8 -topk8 -nocrypt -in key.pem -out key8.pem.',
} as const;
