/** The causes that only Slack has, and their cures, in English. */
export const en = {
  "why.slack.token_kind":
    "The method wants another kind of token: bot (xoxb-), user (xoxp-) and app-level tokens (xapp-) differ, and new apps may not use rtm.start.",
  "fix.slack.token_kind":
    "The method's page at docs.slack.dev names the kind. A user token comes in authed_user.access_token, for scopes in user_scope.\nSocket Mode: Basic Information > App-Level Tokens, with connections:write.\nInstead of RTM use the Events API or Socket Mode.",
  "why.slack.workspace":
    "The app is not distributed: only the workspace in which it was made can install it.",
  "fix.slack.workspace":
    "api.slack.com/apps > your app > Manage Distribution > Activate Public Distribution.\nOr install it in the workspace that owns it: choose that one at the top right of Slack's page.",
  "why.slack.approval": "The workspace or organisation lets only approved apps in.",
  "fix.slack.approval":
    "Send the request to install that Slack offers, and let an admin approve the app: Tools & settings > Manage apps.\nNew scopes need a new approval.",
  "why.slack.org_install":
    "The app, or the workspace, belongs to an Enterprise organisation, where the install and its token are of the whole organisation.",
  "fix.slack.org_install":
    "Install the app at the organisation (Org Level Apps in the app's settings), and add it to the workspaces.\nStore the install by enterprise_id if is_enterprise_install is true, and send team_id to methods that ask for it.",
  "why.slack.authorize_version":
    "The login began at the old address /oauth/authorize, but the code was exchanged at oauth.v2.access, or the other way round.",
  "fix.slack.authorize_version":
    "Begin at https://slack.com/oauth/v2/authorize and exchange at oauth.v2.access.\nSign in with Slack has its own pair: /openid/connect/authorize and openid.connect.token.",
  "why.slack.https_required": "The redirect URL begins with http. Slack takes https only.",
  "fix.slack.https_required":
    "Set the app's own public URL to https, so that it sends an https redirect_uri; on your machine use a tunnel such as ngrok, or a certificate for localhost.\nRegister that https URL under OAuth & Permissions > Redirect URLs, Save URLs.",
  "why.slack.urls_not_saved":
    "The request names no redirect_uri, and the app has none that was saved: Redirect URLs are stored only by the button below the list.",
  "fix.slack.urls_not_saved":
    "api.slack.com/apps > your app > OAuth & Permissions > Redirect URLs: add it, then press Save URLs.\nBetter send redirect_uri in the request, too.",
  "why.slack.install_from_directory":
    "The install began outside the app (Slack's directory, a shared link), so it has no state; or the cookie with the state did not come back.",
  "fix.slack.install_from_directory":
    "Begin at the app's own address (/slack/install), and set it as Direct Install URL under Manage Distribution.\nIf it began there: use one host for install and redirect, and a state store that all servers share.",
  "why.slack.not_in_store":
    "The app finds no stored install for this workspace or user: it was installed by the console's button, or the store was lost or is another one.",
  "fix.slack.not_in_store":
    "Install once through the app's own /slack/install, which writes to its installation store; the button in the console does not.\nUse a store that survives restarts (a database), and look at the IDs it is asked for: team, enterprise, user.",
  "why.slack.scope_kind":
    "A scope in the request does not exist for that kind of token, is missing, or the app has no bot user.",
  "fix.slack.scope_kind":
    "Bot scopes go into scope, user scopes into user_scope (separated by commas); each must stand under OAuth & Permissions > Scopes.\nSign in with Slack wants openid, email and profile alone, at /openid/connect/authorize.\nApp Home: add a bot user if there is none.",
  "why.slack.rotation_expiry": "Token rotation is on: the access token lives 12 hours, and this one is over.",
  "fix.slack.rotation_expiry":
    "Call oauth.v2.access with grant_type=refresh_token, and save the new access and refresh token together.",
  "why.slack.rotated":
    "The refresh token is spent: each refresh returns a new one, and the old one stops working.",
  "fix.slack.rotated":
    "Save access_token and refresh_token of each answer together, before anything else, and let one process refresh.\nInstall the app once more.",
  "why.slack.token_replaced":
    "The app was installed anew or its tokens were revoked, and the program still sends the old token.",
  "fix.slack.token_replaced":
    "Copy the present token from OAuth & Permissions into the program (or store the one of the last install), and restart it.",
  "why.slack.uninstalled":
    "The app was removed from the workspace, the token was revoked, or its user was deactivated.",
  "fix.slack.uninstalled":
    "Install the app again in that workspace, if it is still wanted, and use the new token.\nThe workspace's Manage apps > Activity log says who removed it. A bot token does not depend on the user who installed it, a user token does.",
  "why.slack.invalid_auth":
    "Slack does not know what was sent as token or credentials: another value, an incomplete one, one of another app, or one that was replaced.",
  "fix.slack.invalid_auth":
    "Call auth.test with exactly this token: it says at once if the value is good.\nLook at quotation marks, line ends and the environment; at oauth.v2.access send client_id and client_secret, and no Authorization: Bearer header.\nCopy the present token from OAuth & Permissions; it begins with xoxb- (xoxp-, xapp-), letter by letter.",
  "why.slack.ip_list":
    "The token may only be used from certain IP addresses, and this machine has another one.",
  "fix.slack.ip_list":
    "OAuth & Permissions > Restrict API Token Usage (or the organisation's list): add the outgoing address of this machine.",
  "why.slack.not_in_channel":
    "The bot is not a member of the channel, or the ID is that of a channel it cannot see.",
  "fix.slack.not_in_channel":
    "Invite it: /invite @your-app in the channel; for public channels the scope chat:write.public is enough to post.\nUse the channel's ID (C…), not its name.",
  "why.slack.code_in_use":
    "The code was exchanged before, is older than 10 minutes, or belongs to another app (client ID) or environment.",
  "fix.slack.code_in_use":
    "Exchange each code once, at once, with the client ID and secret of the app that began the login.\nRedirect at once to an address without the code, so that a reload sends nothing. Begin again.",
  "fix.scope_too_small.slack":
    "needed in the answer names the scope: add it under OAuth & Permissions > Scopes, at the kind of token that is sent (Bot or User Token Scopes).\nAdd it to scope or user_scope of the install URL too, install once more in each workspace, and use the token of that answer.",
  "fix.wrong_secret.slack":
    "Basic Information > App Credentials: copy Client Secret again. Signing Secret and Verification Token are other things.\nClient ID and secret must be of the same app.",
  "fix.unknown_client.slack":
    "Basic Information > App Credentials: copy Client ID again (digits.digits; the App ID A… is another thing).\nKeep it in quotation marks in configuration files: as a number it loses digits. Delete invisible characters that came with it (%E2… in the address of the login).",
  "fix.header_wrong.slack":
    "Send Authorization: Bearer xoxb-… (or xoxp-…); in a JSON body Slack does not read the field token.\napps.connections.open takes the app-level token (xapp-) in this header only, not as a form field: update the SDK. The token is good.\nCheck that the variable with the token is set where the program runs.",
} as const;
