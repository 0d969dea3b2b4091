/** The causes that only Google has, and their cures, in English. */
export const en = {
  "why.google.testing":
    "The app's publishing status is Testing with an external user type: its refresh tokens end after 7 days.",
  "fix.google.testing":
    "Google Cloud console > Google Auth Platform > Audience (OAuth consent screen) > Publish app, so that the status is In production.\nWithin one Workspace choose the user type Internal.\nConnect once more: tokens of the time before still end after 7 days.",
  "why.google.token_limit":
    "Google keeps 100 refresh tokens of one account for one OAuth client; a further one silently ends the oldest.",
  "fix.google.token_limit":
    "Store the refresh token and reuse it in place of logging in each time; use one client for each environment.\nConnect once more.",
  "why.google.reauth_policy":
    "The Workspace demands a new login after some hours (session control), for admins or for Google Cloud scopes.",
  "fix.google.reauth_policy":
    "For unattended programs use a service account, or have the app trusted: Admin console > Security > Google Cloud session control > Exempt trusted apps.\nConnect once more (gcloud: gcloud auth login).",
  "why.google.second_consent":
    "Google gives a refresh token only at the first consent of a user for this app; later logins have none.",
  "fix.google.second_consent":
    "Send access_type=offline and prompt=consent, and store the token of that answer.\nOr let the user remove the access at myaccount.google.com/connections, then begin a new login.",
  "why.google.unverified":
    "The app is in testing and the user is not among its test users, or it asks for sensitive scopes and is not verified.",
  "fix.google.unverified":
    "Google Cloud console > Google Auth Platform > Audience: add the user under Test users, or publish the app.\nFor sensitive scopes submit the app for verification.",
  "why.google.internal_only":
    "The app's user type is Internal, and the user belongs to another organisation.",
  "fix.google.internal_only": "Log in with an account of the organisation, or set the user type to External.",
  "why.google.oob_ended":
    "Google has ended copying codes out of the browser (out-of-band, urn:ietf:wg:oauth:2.0:oob).",
  "fix.google.oob_ended":
    "Use a loopback callback, http://127.0.0.1:PORT, with a client of the type Desktop app.\nUpdate the library or tool that still uses oob.",
  "why.google.secure_response":
    "The request breaks Google's policy: an http callback that is not localhost, a raw address, an embedded browser, or a client of the wrong type.",
  "fix.google.secure_response":
    "Open the details of the error page, which name the broken rule.\nUse https callbacks of a domain of your own, and a client of the type that fits.",
  "why.google.client_deleted": "The OAuth client or its project was deleted, and with it all its tokens.",
  "fix.google.client_deleted":
    "Google Cloud console > Credentials: restore the client (30 days), or create one.\nConnect once more with the new client.",
  "why.google.api_off": "The API is not enabled in the project of the OAuth client.",
  "fix.google.api_off":
    "Google Cloud console > APIs & Services > Library > the API > Enable, in the project whose number the error names; wait some minutes.",
  "why.google.delegation":
    "The service account may not act for users with these scopes: domain-wide delegation is missing or has other scopes.",
  "fix.google.delegation":
    "Admin console > Security > API controls > Domain-wide delegation: add the service account's numeric client ID with exactly the scopes of the request.\nSet sub to a real user of that domain, and wait some minutes.",
  "why.google.no_mailbox":
    "The account has no such service: a service account without a user, or Gmail is not switched on for the user.",
  "fix.google.no_mailbox":
    "Name a user with a mailbox (sub of the delegation), or switch the service on for the user.",
} as const;
