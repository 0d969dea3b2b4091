/** The causes of a refused refresh token that any provider may have, and their cures, in English. */
export const en = {
  "why.rotated_not_saved":
    "The app rotates refresh tokens: each refresh returns a new one and ends the old one. The program went on with the old one.",
  "fix.rotated_not_saved":
    "Save refresh_token from every refresh answer, before the access token is used.\nThe spent token cannot be revived: connect once more.",
  "why.concurrent_refresh":
    "Two processes or requests refreshed with the same token. With rotation the second use looks like theft, and the whole login ends.",
  "fix.concurrent_refresh":
    "Let one process refresh: a lock for each connection around reading, refreshing and saving, which lasts until the answer is saved.\nInside the lock read the stored token again before you send it.\nConnect once more, because this token is gone.",
  "why.answer_lost":
    "The provider rotated the token, but the answer never reached the store: the process, the connection or the disk failed in between.",
  "fix.answer_lost":
    "Check that the store can be written before you refresh, and save the answer before anything else.\nLet a shutdown wait until a refresh under way is stored; on a phone refresh in a background task.\nWhere the provider has a grace period for the spent token (overlap, reuse interval), set some seconds.\nConnect once more, because the new token is lost.",
  "why.restored_copy":
    "A backup, snapshot or copy holds an older refresh token. Its use after a rotation ends the login for every copy.",
  "fix.restored_copy":
    "Connect once more: the restored token was replaced since. Another restore does not help.\nKeep refresh tokens out of copies of production data; each copy needs a connection of its own.",
  "why.shared_token":
    "Two environments or programs use one app or one refresh token, and a refresh or login in one ends the token of the other.",
  "fix.shared_token":
    "Give each environment and each machine a login of its own; do not copy token files.\nRegister one app for each environment.\nConnect each once more.",
  "why.token_stolen":
    "Possible theft: somebody else used the refresh token, a thief or a copy of the store. With rotation the next use of it ends the login.",
  "fix.token_stolen":
    "Look in the provider's log for refreshes that are not yours, by time and address.\nIf there is one: revoke the access at the provider, renew the client secret, and find out how the store could be read.\nConnect once more.",
  "fix.token_stolen.salesforce":
    "Setup > Login History: look for refreshes that are not yours, by time and address.\nIf there is one: revoke the app's sessions in Setup > Connected Apps OAuth Usage, renew the Consumer Secret, and find out how the store could be read.\nConnect once more.",
  "fix.token_stolen.auth0":
    "Monitoring > Logs: ferrt is a second use of a token; compare time and address with yours.\nIf it is not yours: User Management > Users > the user > Authorized Applications > Revoke, rotate the Client Secret, and find out how the store could be read.\nConnect once more.",
  "why.idle": "The token was not used for longer than the provider or the app allows.",
  "fix.idle":
    "Refresh regularly, at least once in each idle period, even if nothing else uses it.\nA browser lets the timers of a page in the background sleep: refresh when it becomes visible (visibilitychange).\nRaise the idle lifetime in the app if its owner allows it.\nConnect once more.",
  "why.too_old": "The login has an absolute lifetime that use does not extend.",
  "fix.too_old":
    "Look up the maximum lifetime in the app's settings and raise it if you may. The session or grant behind the token may end earlier than the token's own setting says; newer versions of the server may lengthen it.\nPlan a new login before it ends; connect once more now.",
  "why.revoked": "The user or an administrator revoked the access, or the app was removed.",
  "fix.revoked":
    "Look at the provider's log, which says who revoked it and when.\nConnect once more if the user still wants it.",
  "fix.revoked.salesforce":
    "Setup > Login History and Setup > Connected Apps OAuth Usage show who revoked it.\nConnect once more: a revoked refresh token cannot be revived.",
  "fix.revoked.auth0":
    "Monitoring > Logs: fertft means revoked or expired, ferrt means used again.\nConnect once more: a revoked refresh token cannot be revived.",
  "fix.revoked.google":
    "The user sees the app's access at myaccount.google.com/connections.\nAdmin console > Reporting > Audit > OAuth log events shows it for a Workspace.\nConnect once more if the user still wants it.",
  "fix.revoked.microsoft":
    "Entra admin center > Sign-in logs (non-interactive) shows the reason.\nSend the user through an interactive login once.",
  "why.password_changed":
    "The user's password was changed or reset, which ends the tokens of earlier logins at several providers.",
  "fix.password_changed":
    "Connect once more with the new password.\nFor unattended programs use an integration user or a service identity, whose password does not change.",
  "why.user_gone": "The user was disabled, deleted or has left.",
  "fix.user_gone":
    "Ask an administrator to activate the user again, or connect with another user.\nUse an integration user, so that the connection does not depend on one person.",
  "why.other_client_token":
    "The token belongs to another app, host, tenant or environment than the one that was asked.",
  "fix.other_client_token":
    "Refresh at the host and with the client ID where the token was issued; store both beside the token.\nCompare the client ID and host of login and refresh.",
  "fix.other_client_token.google":
    "Each token belongs to the OAuth client that fetched it: refresh with the ID and secret of that client.\nAfter a change of the client, a new refresh token must be fetched with the new ID; an old one cannot be taken over.",
  "why.token_mangled":
    "The token that was sent is not the one that was received: cut off, encoded, encrypted with another key, with white space, or another token than the refresh token.",
  "fix.token_mangled":
    "Compare the length of the received and the sent token.\nStore it as text without a length limit, and encode it once, as form data.",
  "why.refresh_in_progress":
    "Another process sent the same refresh token a moment ago, and its request is not finished.",
  "fix.refresh_in_progress":
    "Wait one or two seconds, read the stored token again and use it.\nPut a lock for each connection around refreshing, across all processes and deployments.",
  "why.token_absent":
    "The program sent no refresh token: it never got one, or lost it, for instance because a later answer without one overwrote it.",
  "fix.token_absent":
    "Keep the stored refresh token if an answer has none.\nA cookie or entry that holds it must live as long as it, not as long as the access token.\nLook at the call: the token must arrive in the parameter refresh_token (order and names of the arguments).\nIf there never was one, ask for it at the login (offline access) and connect once more.",
  "fix.token_absent.github":
    "An OAuth app of GitHub has no refresh tokens, because its access tokens do not expire: use the access token as it is, and do not refresh.\nA GitHub App: Optional features > User-to-server token expiration: opt in, connect once more, and keep the refresh token of each answer.",
  "why.server_keys_lost":
    "The server cannot decrypt what it issued or stored: its keys (ASP.NET Data Protection, Ory system secret) differ between instances or were lost at a restart or deploy.",
  "fix.server_keys_lost":
    "Keep the keys in a store that every instance reads and that survives a deploy: AddDataProtection().PersistKeysTo… with one SetApplicationName; Ory: keep the old value second in secrets.system.\nRestart all instances with the same keys. What was issued under lost keys is gone: begin a new login.",
  "why.old_token_kept":
    "A new login gave a fresh refresh token, but the program goes on with an old one from its cache, database or settings.",
  "fix.old_token_kept":
    "Remove the old entry (log out in the program, remove the account, clear the token cache), then log in once more.\nIf the program is yours: overwrite the stored token at each login, and find it by user and client. Auth.js stores the tokens of an account only when it is linked first: update them in the event signIn.\nLook for a copy in an environment variable or a second file; update the library.",
  "why.kept_token_overwritten":
    "The client overwrote its stored refresh token with nothing, because the answer to a refresh had no new one.",
  "fix.kept_token_overwritten":
    "Update the program, or mend it: keep the stored refresh token if the answer has none (RFC 6749, 6).\nThen log in once more: the stored one is lost.\nCopy the token file after the login to see after the next refresh whether the token is still there.",
} as const;
