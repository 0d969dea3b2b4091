/** The causes that only Slack has, and their cures, in English. */
export const en = {
  "why.slack.not_in_channel_token":
    "The method wants another kind of token or a scope that this one does not have: bot and user tokens differ.",
  "fix.slack.not_in_channel_token":
    "Look at needed and provided in the answer.\nOAuth & Permissions > Scopes: add it under Bot Token Scopes or User Token Scopes, then reinstall the app.",
  "why.slack.workspace":
    "The app may not be installed in this workspace: it is not distributed, or the organisation decides about it.",
  "fix.slack.workspace":
    "Manage Distribution > Activate Public Distribution, or install it in the workspace that owns it.\nAn Enterprise Grid admin must approve or install it.",
  "why.slack.rotation_expiry": "Token rotation is on: the access token lives 12 hours.",
  "fix.slack.rotation_expiry":
    "Call oauth.v2.access with grant_type=refresh_token, and save the new access and refresh token together.",
  "why.slack.uninstalled":
    "The app was removed from the workspace, the token was revoked, or its user was deactivated.",
  "fix.slack.uninstalled": "Ask the workspace whether the app is still wanted, then install it again.",
} as const;
