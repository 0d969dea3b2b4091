/** The causes that only Google has, and their cures, in English. */
export const en = {
  "why.google.testing":
    "The app's publishing status is Testing with an external user type: its refresh tokens end after 7 days.",
  "fix.google.testing":
    "Google Cloud console > Google Auth Platform > Audience (OAuth consent screen) > Publish app, so that the status is In production.\nWithin one Workspace choose the user type Internal.\nConnect once more: tokens of the time before still end after 7 days.",
  "why.google.six_months": "Google ends a refresh token that was not used for six months.",
  "fix.google.six_months":
    "Connect once more, and refresh at least once in six months, even if nothing else uses the token.",
  "why.google.token_limit":
    "Google keeps 100 refresh tokens of one account for one OAuth client; a further one silently ends the oldest.",
  "fix.google.token_limit":
    "Store the refresh token and reuse it in place of logging in each time; use one client for each environment.\nConnect once more.",
  "why.google.reauth_policy":
    "The Workspace demands a new login after some hours (session control), for admins or for Google Cloud scopes.",
  "fix.google.reauth_policy":
    "Connect once more (gcloud: gcloud auth login, and gcloud auth application-default login).\nFor unattended programs use a service account, or have the app trusted: Admin console > Security > Google Cloud session control > Exempt trusted apps.",
  "why.google.second_consent":
    "Google gives a refresh token only at the first consent of a user for this app; later logins have none.",
  "fix.google.second_consent":
    "Send access_type=offline and prompt=consent, and store the token of that answer.\nOr let the user remove the access at myaccount.google.com/connections, then begin a new login.",
  "why.google.not_test_user":
    "The app's publishing status is Testing, and this Google account is not among its test users.",
  "fix.google.not_test_user":
    "Google Cloud console > Google Auth Platform > Audience > Test users > Add users: add the address of the account that logs in.\nOr publish the app there, for everyone.\nChoose that account at the login, not another one that is signed in too.",
  "why.google.unverified": "The app asks for sensitive or restricted scopes, and Google has not verified it.",
  "fix.google.unverified":
    "For yourself or a test: Advanced > Go to the app (unsafe), with an account that is a test user.\nFor others: Google Cloud console > Google Auth Platform > Verification Center: submit the app, or ask for fewer scopes (Data Access).\nWithin one Workspace set the user type to Internal.",
  "why.google.user_cap":
    "An app that is not verified may admit only 100 users, or so many new ones a day; that limit is reached.",
  "fix.google.user_cap":
    "Google Cloud console > Google Auth Platform > Audience shows the user cap.\nSubmit the app for verification (Verification Center), or ask there for a higher rate of new users.\nUsers who agreed before are not affected.",
  "why.google.internal_only":
    "The app's user type is Internal, and the user belongs to another organisation.",
  "fix.google.internal_only":
    "Log in with an account of the organisation (if the browser is signed in with another one: a private window, or Use another account), or set the user type to External: Google Auth Platform > Audience > Make external.",
  "why.google.consent_screen":
    "The consent screen of the Cloud project is not filled in, so its OAuth clients may not be used yet; Firebase makes clients without it.",
  "fix.google.consent_screen":
    "Google Cloud console, in the project of the client ID > Google Auth Platform > Branding: app name, user support email and developer contact, Save; then Audience: user type, and test users while in Testing.\nIf the message speaks of unregistered scopes: add them under Data Access.\nThe change takes some minutes.",
  "why.google.oob_ended":
    "Google has ended copying codes out of the browser (out-of-band, urn:ietf:wg:oauth:2.0:oob).",
  "fix.google.oob_ended":
    "Update the library or tool that still uses oob.\nUse a loopback callback, http://127.0.0.1:PORT, with a client of the type Desktop app; without a browser on the machine use the device flow or a service account.",
  "why.google.loopback_blocked":
    "The client is of the type iOS, Android or Chrome app, and for those Google has ended loopback callbacks.",
  "fix.google.loopback_blocked":
    "A program on a desktop: make a client of the type Desktop app (Google Auth Platform > Clients) and use its ID.\nA phone app: use the Google sign-in of the system.",
  "why.google.js_origin":
    "The page that opens the login has an origin that is not registered for the OAuth client; the redirect URIs are not meant.",
  "fix.google.js_origin":
    "Google Cloud console > Google Auth Platform > Clients > your client > Authorized JavaScript origins: add the page's origin, scheme, host and port without a path; for a local page both http://localhost and http://localhost:PORT.\nOpen the page by https if the https origin is registered: http and https, www and the bare domain, localhost and 127.0.0.1 are different origins.\nA change takes from minutes to hours; if the origin is in the list, wait, then restart the browser, which keeps the old answer.",
  "why.google.desktop_client":
    "A program on this computer waits at a free port of localhost, but its client is of the type Web application, which takes only registered ports.",
  "fix.google.desktop_client":
    "Google Auth Platform > Clients > Create client > Desktop app; download its JSON and use it in place of the old one. It takes any port and needs no registered URI.\nTo keep the web client, let the program use a fixed port (run_local_server(port=8080)) and register http://localhost:8080/ with the slash.",
  "why.google.redirect_not_public":
    "The redirect URI is not one that Google admits for a web client: an IP address, a host without a public domain, or a part such as #.",
  "fix.google.redirect_not_public":
    "Use http://localhost or an https address of a public domain, and register it under Authorized redirect URIs.\nOpen the app in the browser by that registered name, not by its IP address: many apps build the redirect URI from the address bar.\nFor a host in the local network put a name of a domain of your own in front of it, or log in through a tunnel to localhost.",
  "why.google.custom_scheme":
    "The app returns by a scheme of its own (com.example.app:/…), which this client or its type does not admit.",
  "fix.google.custom_scheme":
    "iOS: a client of the type iOS, and its reversed client ID as URL scheme (Info.plist > CFBundleURLTypes).\nAndroid: the client > Advanced settings > Enable custom URI scheme, or use Credential Manager.\nA web client takes http and https only.",
  "why.google.secure_response":
    "The request breaks Google's policy: an http callback that is not localhost, a raw address, an embedded browser, or a client of the wrong type.",
  "fix.google.secure_response":
    "Open the details of the error page, which name the broken rule.\nUse https callbacks of a domain of your own, and a client of the type that fits.",
  "why.google.firebase_domain":
    "Firebase Authentication does not know the host of the page that opens the login.",
  "fix.google.firebase_domain":
    "Firebase console > Authentication > Settings > Authorized domains > Add domain: the host alone, without https:// and port; each host of a preview is a domain of its own.\nOn your computer open the page as localhost, or add 127.0.0.1 too.\nIf the host is in the list: an API key that is restricted to websites must also admit PROJECT.firebaseapp.com.",
  "why.google.firebase_project":
    "The Google token is for an OAuth client of another project than the one of Firebase.",
  "fix.google.firebase_project":
    "Take the client IDs of the Firebase project: download google-services.json or GoogleService-Info.plist anew, and use its Web client ID as serverClientId.\nOr let Firebase accept the other client: Authentication > Sign-in method > Google > Safelist client IDs from external projects.",
  "why.google.old_js_library":
    "The page uses the old library for Google sign-in (gapi.auth2), which new clients cannot use, or its frame is blocked.",
  "fix.google.old_js_library":
    "Move to Google Identity Services (accounts.google.com/gsi/client).\nIf the details speak of an origin or of cookies: register the page's origin, allow the cookies of accounts.google.com.",
  "why.google.android_fingerprint":
    "Google does not know this Android app: package name and SHA-1 of the certificate do not fit a client of the type Android.",
  "fix.google.android_fingerprint":
    "Google Auth Platform > Clients: an Android client with the package name and the SHA-1 of the key that signed this build (debug, release and Play App Signing each have their own; gradlew signingReport shows them).\nIn the code give the ID of the Web client (serverClientId, requestIdToken), of the same project.",
  "why.google.extension_client":
    "The client ID in the extension's manifest is not one for this extension: a client of the type Chrome Extension belongs to exactly one extension ID.",
  "fix.google.extension_client":
    "The developer: Google Auth Platform > Clients > Create client > Chrome Extension, with the Item ID that chrome://extensions shows for this build; put its client ID into manifest.json (oauth2.client_id). The store's build has another ID than an unpacked one, unless manifest.json has the store's key.\nWhoever only uses the extension: update it, and tell its developer.",
  "why.google.browser_signin":
    "chrome.identity.getAuthToken needs the Google sign-in of the browser itself, which this browser does not have, or which is switched off.",
  "fix.google.browser_signin":
    "Brave: brave://settings/extensions > Allow Google login for extensions, then restart it. Chrome: Settings > You and Google > Allow Chrome sign-in; a policy of the organisation (BrowserSignin) may forbid it.\nEdge, Opera and Vivaldi have no such sign-in: use Chrome, or an extension that logs in by chrome.identity.launchWebAuthFlow with a client of the type Web application.",
  "why.google.client_unknown":
    "Google does not know the client ID that was sent: a typing error, white space or quotation marks, a placeholder, an empty variable, or a deleted client.",
  "fix.google.client_unknown":
    "Compare client_id in the address of the login page, character by character, with Google Auth Platform > Clients: it ends in .apps.googleusercontent.com, without http:// and quotation marks.\nCheck that the program reads the variable by that name in this environment, and was restarted or built anew after the change.\nIf the client was deleted: restore it within 30 days, or make a new one.",
  "why.google.client_deleted":
    "The OAuth client or its project was deleted or disabled, and with it all its tokens.",
  "fix.google.client_deleted":
    "Google Cloud console > Google Auth Platform > Clients: restore the client (30 days), or create one.\nConnect once more with the new client.\nIf the client is built into a program of others: update the program, or give it a client of your own.",
  "why.google.postmessage":
    "The code comes from a popup or a phone app, which has no redirect URI of your own, and the exchange sends one.",
  "fix.google.postmessage":
    "A code of a popup (Google Identity Services, ux_mode popup): exchange it with redirect_uri=postmessage.\nA serverAuthCode of Android or iOS: exchange it with an empty redirect_uri, and ID and secret of the Web client.\nBegin a new login.",
  "why.google.scope_changed":
    "The user or Google granted other scopes than the program asked for, and the library takes that for an error.",
  "fix.google.scope_changed":
    "Ask for exactly the scopes that the library expects (openid, and …/auth/userinfo.email in place of email), without include_granted_scopes.\nCheck the granted scopes afterwards: users may leave some out. Python: OAUTHLIB_RELAX_TOKEN_SCOPE=1 turns the error into a warning.",
  "why.google.scopes_apart":
    "Google does not let one request ask for these scopes together, such as Google Photos with Drive.",
  "fix.google.scopes_apart":
    "Ask for them in a login of their own, without include_granted_scopes, and store a token for each.\nOf Google Photos only photoslibrary.appendonly, photoslibrary.readonly.appcreateddata, photoslibrary.edit.appcreateddata and the Picker API are left.\nIn a program with a list of services: connect the services one by one.",
  "why.google.gcloud_scopes":
    "gcloud demands the scope cloud-platform in its list of scopes, and admits scopes of Workspace (Drive, Sheets) only with it.",
  "fix.google.gcloud_scopes":
    "Name it in the command, too: gcloud auth application-default login --scopes=openid,https://www.googleapis.com/auth/userinfo.email,https://www.googleapis.com/auth/cloud-platform and the others that you need, separated by commas.\nIf Google then blocks a scope of Workspace: use an OAuth client of your own (type Desktop app) by --client-id-file.",
  "why.google.delegation":
    "The service account may not act for users with these scopes: domain-wide delegation is missing or has other scopes.",
  "fix.google.delegation":
    "Admin console > Security > API controls > Manage domain-wide delegation: add the service account's numeric client ID with exactly the scopes of the request, character by character.\nSet sub to a real user of that domain; the change takes from minutes to 24 hours.\nWithout a user to act for, leave sub out, and share the data with the address of the service account.",
  "why.google.delegation_outside":
    "The service account shall act for a consumer account or a user of another domain. Delegation works only for users of the Workspace that granted it.",
  "fix.google.delegation_outside":
    "For a gmail.com account use the authorization code flow with access_type=offline: the user logs in once, and you keep the refresh token.\nOr share the file or calendar with the service account's address, and leave out sub.",
  "why.google.admin_needed":
    "Google asks for an administrator of the Workspace here, and the token is not of one: a service account without sub, or a user without the role.",
  "fix.google.admin_needed":
    "With a service account set sub (subject, with_subject, delegated user) to the address of an administrator, besides the domain-wide delegation with exactly these scopes.\nWith a login choose an account whose admin role covers this API (Admin console > Account > Admin roles); a gmail.com account has no Workspace.\nCheck that customer or domain in the request is that of this administrator.",
  "why.google.account_not_found":
    "The assertion names an account that does not exist: iss is a deleted service account or one of another project, or sub is no user of the Workspace.",
  "fix.google.account_not_found":
    "Compare client_email of the key file with IAM & Admin > Service Accounts: it must exist and be enabled.\nSet sub to the primary address of a user of the domain, not to a group, an alias or the service account itself.",
  "why.google.key_revoked":
    "The assertion is signed with a key that this service account does not have (any more): deleted, disabled, of another account, or damaged.",
  "fix.google.key_revoked":
    "IAM & Admin > Service Accounts > the account > Keys: compare private_key_id of the key file with the list; if it is not there, add a key and use its JSON.\nKeep the line breaks of private_key (in an environment variable \\n must become real ones), and client_email and key of one file.",
  "why.google.no_default_credentials": "The program found no credentials of Google on this machine.",
  "fix.google.no_default_credentials":
    "A service account: set GOOGLE_APPLICATION_CREDENTIALS to the path of its JSON file, as the program sees it: a container has its own files, so mount the file and name the path inside.\nOn your own computer: gcloud auth application-default login; a container does not see it unless ~/.config/gcloud is mounted into it.\nOn Google Cloud: attach a service account to the instance or service.",
  "why.google.impersonation_role":
    "The caller may not make tokens for this service account: the role Service Account Token Creator or Workload Identity User is missing.",
  "fix.google.impersonation_role":
    "IAM & Admin > Service Accounts > the account > Principals with access > Grant access: Service Account Token Creator to the user or account that calls; for workload identity federation Workload Identity User to principalSet://…/attribute.repository/ORG/REPO.\nEnable the IAM Service Account Credentials API; the change takes minutes.",
  "why.google.federation":
    "Workload identity federation does not accept the outside token: its issuer, audience or an attribute is not what the pool's provider expects.",
  "fix.google.federation":
    "IAM & Admin > Workload Identity Federation > the pool > the provider: compare issuer, allowed audiences, attribute mapping and condition with the claims of the token (repository, repository_owner, ref: the case counts).\nworkload_identity_provider must be projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/PROVIDER, with the project's number, not its name.",
  "why.google.not_shared":
    "The account of the token cannot see this file, calendar or property: it was not shared with it.",
  "fix.google.not_shared":
    "Share the file, folder, calendar or property with the address of the service account (client_email), as with a person; for Analytics add it as a user of the property; in a shared drive make it a member; for Google Play invite it in the Play Console (Users and permissions > Invite new users) with the rights for the app.\nIf a person logged in: it must be the account that can open the file; delete the stored token (token.json, token.pickle) and choose that account.\nCompare the ID in the request.",
  "why.google.service_account_storage": "Service accounts have no storage of their own in Drive.",
  "fix.google.service_account_storage":
    "Upload into a shared drive of which the service account is a member (supportsAllDrives=true), or act for a user by domain-wide delegation or the authorization code flow.",
  "why.google.project_quota":
    "A quota of the Cloud project to which the client ID or key belongs is used up, perhaps by other users of the same ID.",
  "fix.google.project_quota":
    "A daily quota comes back at midnight Pacific time, one per minute after a minute: Google Cloud console > APIs & Services > the API > Quotas & System Limits shows which.\nIn place of a shared client ID (of a tool or sample) use one of a project of your own in which the API is enabled.\nAsk for less: pages, fields, a cache; or apply for a higher quota there.",
  "why.google.api_off": "The API is not enabled in the project of the OAuth client.",
  "fix.google.api_off":
    "Google Cloud console > APIs & Services > Library > the API > Enable, in the project whose number the error names; wait some minutes.",
  "why.google.quota_project":
    "The credentials of a user by gcloud belong to no project that could be billed for this API.",
  "fix.google.quota_project":
    "gcloud auth application-default set-quota-project PROJECT, or send the header x-goog-user-project.\nThe user needs the role Service Usage Consumer there; or use a service account.",
  "why.google.api_key":
    "The request has an API key or nothing where this API needs an OAuth token, or the key is not valid for it.",
  "fix.google.api_key":
    "Send Authorization: Bearer with an access token of a user or a service account; a key alone reads public data only.\nCheck that the client object is built with the credentials that were loaded.",
  "why.google.no_mailbox":
    "The account has no such service: a service account without a user, or Gmail is not switched on for the user.",
  "fix.google.no_mailbox":
    "Name a user with a mailbox (sub of the delegation), or switch the service on for the user.",
  "why.google.no_channel": "The account has no YouTube channel, as every service account.",
  "fix.google.no_channel":
    "Log in by the authorization code flow as a user who has a channel, and choose the channel at the login. Service accounts cannot be used for YouTube.",
  "why.google.mail_login":
    "Gmail's IMAP or SMTP refused the login: a password where an OAuth token is needed, a token without the mail scope, or a token in the wrong form.",
  "fix.google.mail_login":
    "Ask for the scope https://mail.google.com/ (gmail.send does not suffice), and log in with XOAUTH2, the address of the account that agreed, and the access token.\nWithout OAuth use an app password (2-Step Verification on); the password of the account no longer works.",
  "why.google.id_token_audience":
    "The ID token was issued to another client ID than the one that the server expects.",
  "fix.google.id_token_audience":
    "Verify it against every client ID that may have got it: Web, Android, iOS (verifyIdToken({ audience: [...] })).\nOn Android and iOS give the Web client's ID as serverClientId, so that the token is for the server.",
  "why.google.old_keys":
    "The signature of the token was checked with keys that do not have its kid: an old list of keys, or a token of another issuer (such as Firebase).",
  "fix.google.old_keys":
    "Fetch the keys anew (https://www.googleapis.com/oauth2/v3/certs) and keep them only as long as Cache-Control says.\nA token of Firebase must be verified with the Firebase Admin SDK; look at iss.",
  "why.google.device_client":
    "Google's device login takes only clients of the type TVs and Limited Input devices, and this client is of another type.",
  "fix.google.device_client":
    "Google Auth Platform > Clients > Create client > TVs and Limited Input devices; use its ID and secret in the program.\nEnter them by the same project in which the API is enabled, and log in once more.\nThat login has few scopes only: for others use a Desktop app client with a browser.",
  "why.google.web_client_gives_none":
    "The program refreshes and has no refresh token: Google gave none at the login, as for a client of the type Web application without offline access, or at a later consent.",
  "fix.google.web_client_gives_none":
    "Google Auth Platform > Clients > Create client > Desktop app, for a program on a computer; use its ID and secret.\nRemove the old access at myaccount.google.com/connections, delete the token file, and log in once more: the first answer has the refresh token.\nA web app sends access_type=offline and prompt=consent.",
  "why.google.photos_scopes_ended":
    "Google ended the scopes of the Photos Library API that read the whole library or share albums (31 March 2025): tokens with them are refused.",
  "fix.google.photos_scopes_ended":
    "Update the program to a release that uses the scopes that stayed: photoslibrary.appendonly, photoslibrary.readonly.appcreateddata, photoslibrary.edit.appcreateddata; it sees what it made itself.\nTo let users choose from their library use the Picker API (photospicker.mediaitems.readonly).\nDelete the stored token and log in once more with the new scopes.",
  "why.google.credentials_kind":
    "The credentials file is of another kind than the program expects: OAuth client, service account and user credentials are three different JSON files.",
  "fix.google.credentials_kind":
    'Look at the top of the file: "installed" or "web" is an OAuth client (client_secret.json), "type": "service_account" a service account\'s key, "authorized_user" the result of a login.\nDownload the kind that the guide names: Google Auth Platform > Clients for an OAuth client, IAM & Admin > Service Accounts > Keys for a service account.\nGive the program the path of that file; a token file (token.json) is none of the three.',
} as const;
