/** The sentences of the command that only users of Auth0 read, in English. */
export const en = {
  "help.auth0": `Connect an Auth0 tenant. It needs one application, made once in the dashboard.

  tokenwell login auth0
  tokenwell login auth0 my-api            a name of your choice

Make the application
  1  Applications > Create Application > Regular Web Application
     (Native, if there is no place to keep a secret)
     It must be first-party: a third-party one (client ID tpc_…) in strict mode
     gets no ID token and shows its errors only in the browser.
  2  Settings > Allowed Callback URLs
     http://localhost:9355/callback       exactly so; Save
  3  Settings: copy Domain, Client ID, Client Secret
     A custom domain? Give that one, and stay with it.
  4  Advanced Settings > Grant Types: tick Authorization Code, Refresh Token
     Advanced Settings > OAuth: OIDC Conformant on
  5  Settings > Refresh Token Rotation
       on   set the Rotation Overlap Period to 60 s, and say so:
            tokenwell set NAME overlap=60s
       off  the token stays the same
     Maximum Lifetime counts from the login however often the token is used;
     Idle Lifetime starts again with each use. Yours differ from 30 days?
            tokenwell set NAME max-life=365d idle-life=60d

Open the API
  6  Applications > APIs > your API > Settings
       Allow Offline Access         on, Save
       Allow Skipping User Consent  on, to leave out the consent page
     Its Identifier is the audience. Without one the access token opens only
     /userinfo.
  7  MFA policy "Always" stops every refresh with mfa_required. Choose another,
     or let an Action leave the refresh out.

Since 28 April 2026 Auth0 may ask you to confirm a login whose callback is on
this machine. That is this login: go on.
"Callback URL mismatch" in the browser: step 2, compare every character.
No refresh token: step 6, then step 4.`,
  "login.app_needed.auth0": `Your tenant needs one application (once, about 2 minutes). Have one? Go on.
  Applications > Create Application > Regular Web Application
    Settings > Allowed Callback URLs  {redirectUri}
    Advanced Settings > Grant Types   Authorization Code, Refresh Token
  Applications > APIs > your API > Settings > Allow Offline Access: on
  All clicks: tokenwell help auth0
`,
  "ask.host.auth0": "Domain",
  "ask.client_id.auth0": "Client ID",
  "ask.client_secret.auth0": "Client Secret   not shown; Enter: none (Native apps)",
  "browser.waiting.auth0": `Waiting for the login in the browser, up to {minutes} minutes. Ctrl-C stops.
Auth0 may ask you to confirm, because the callback is on this machine.`,
  "step.allowed.auth0": "Logged in as {account}",
  "step.tested_rotates.auth0": "Tested with one refresh. This application rotates; the new token is stored",
  "step.tested_static.auth0": "Tested with one refresh. This application does not rotate",
  "handed.rotates.auth0": `This application rotates: the program you give it to must save the new token after every use. If it cannot, switch off "Refresh Token Rotation" there.`,
} as const;
