/** The sentences of the command that only users of Salesforce read, in English. */
export const en = {
  "help.salesforce": `Connect a Salesforce org. It needs one app, made once by an administrator.

  tokenwell login salesforce
  tokenwell login salesforce acme-bot     a name of your choice

Make the app: an External Client App. Connected apps that exist work too; new
ones can no longer be made (since Spring '26).
  1  Setup > App Manager > New External Client App
     Name and Contact Email; Distribution State: Local
  2  API (Enable OAuth Settings): tick Enable OAuth
     Callback URL  http://localhost:9355/callback
     OAuth scopes  Manage user data via APIs (api)
                   Perform requests at any time (refresh_token, offline_access)
     "Full access (full)" alone brings no refresh token.
  3  Security: leave ticked
       Require Secret for Web Server Flow
       Require Secret for Refresh Token Flow
       Require PKCE …
     Enable Refresh Token Rotation: tick it if only tokenwell uses the token.
  4  Create, then wait up to 10 minutes before the first login
  5  Settings > OAuth Settings > Consumer Key and Secret
     Salesforce sends you a code by email first.
  6  Policies > Edit > OAuth Policies
       Permitted Users       who may log in; "Admin approved users" needs a
                             permission set or profile for each of them
       Refresh Token Policy  not "Immediately expire refresh token"
       IP Relaxation         as your network needs it

The address of your org
  Best     https://NAME.my.salesforce.com (a pasted lightning address will do)
  Sandbox  test.salesforce.com, or https://NAME--BOX.sandbox.my.salesforce.com
  Site     the address with its path, https://NAME.my.site.com/PATH

An app that calls back elsewhere, say https://login.salesforce.com/
  tokenwell login salesforce --callback https://login.salesforce.com/
  After Allow, paste the address that your browser ends on.

Each user has five logins per app; a sixth silently ends the oldest.
If you set a lifetime in the app, say so:  tokenwell set NAME idle-life=30d`,
  "login.app_needed.salesforce": `Your org needs one app for this (once, about 3 minutes). Have one? Go on.
  Setup > App Manager > New External Client App
    Callback URL  {redirectUri}
    OAuth scopes  Manage user data via APIs (api)
                  Perform requests at any time (refresh_token, offline_access)
  All clicks: tokenwell help salesforce
`,
  "ask.host.salesforce": "Org address      Enter: login.salesforce.com. Sandbox: test.salesforce.com",
  "ask.client_id.salesforce": "Consumer Key     your app > Settings > OAuth Settings",
  "ask.client_secret.salesforce": "Consumer Secret  not shown; Enter: none",
  "browser.open_and_paste.salesforce": `Press Enter to open {host} in your browser.
After Allow, copy the address bar ({example})
and paste it here. The code works for {minutes} minutes.`,
  "step.stored.salesforce": "Refresh token received and stored encrypted",
  "lives.until_revoked.salesforce": "until revoked (assumed; your app's Refresh Token Policy decides)",
  "handed.rotates.salesforce": `This app rotates: the program you give it to must save the new token after every use. If it cannot, switch off "Enable Refresh Token Rotation" there.`,
  "snippet.code.salesforce":
    "CODE works once, for {minutes} minutes. In the address it ends in %3D%3D: decode it once, so that it ends in ==. This program encodes it again; encoded twice, Salesforce calls it expired.",
  "snippet.call.salesforce": "call the API, at the instance_url of the answer to step 2 or 3.",
} as const;
