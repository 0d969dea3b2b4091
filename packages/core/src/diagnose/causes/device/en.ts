/** The causes of a device login that is not finished, and their cures, in English. */
export const en = {
  "why.device_pending": "The user has not finished on the other device yet.",
  "fix.device_pending":
    "This is no failure: go on asking at the interval that the answer gave, until it says something else.\nLet the user open the address, enter the code, and confirm.",
  "why.device_too_fast": "The program asks more often than the interval allows.",
  "fix.device_too_fast":
    "Wait 5 seconds longer between all further requests, each time it says slow_down (RFC 8628, 3.5), and go on; at status 429 wait as long as Retry-After says.",
  "why.device_expired": "The device code has run out before the user finished, or was used.",
  "fix.device_expired":
    "Stop asking and start a new device login; enter the code within expires_in seconds (often 5 to 15 minutes).\nThe first answer is expired_token, later ones may be invalid_grant.",
  "why.device_denied": "The user refused on the other device, or a policy did it for the user.",
  "fix.device_denied":
    "Stop asking. Start a new device login and let the user press Allow, with the right account.\nThe provider's sign-in log says if it was a policy.",
  "why.device_code_wrong":
    "The device_code that the program sends is not the one that it received, or belongs to another app.",
  "fix.device_code_wrong":
    "Send device_code (not user_code) of the first answer, unchanged, with the same client_id, to the same host.\nStart a new device login.",
  "why.device_user_code": "The code that the user typed is wrong, used or out of time.",
  "fix.device_user_code":
    "Type user_code as the program shows it, with the hyphen, at the address that it names.\nStart again for a fresh code.",
  "why.device_not_supported": "The app, or the provider, does not allow the device login.",
  "fix.device_not_supported":
    "Switch the device grant on in the app's settings, for a public client.\nCheck grant_type=urn:ietf:params:oauth:grant-type:device_code.",
  "fix.device_not_supported.keycloak":
    "Clients > your client > Settings > Capability config: tick OAuth 2.0 Device Authorization Grant, Save.",
  "fix.device_not_supported.okta":
    "Applications > your app (Native) > General > Grant type: tick Device Authorization.\nSecurity > API > Authorization Servers > Access Policies: the rule must allow Device Authorization.",
  "fix.device_not_supported.github":
    "Settings > Developer settings > your app: tick Enable Device Flow, then Update application.",
  "fix.device_not_supported.auth0":
    "Applications > your app (Native) > Advanced Settings > Grant Types: tick Device Code, Save.",
  "fix.device_not_supported.microsoft":
    "App registrations > your app > Authentication: set Allow public client flows to Yes.",
  "fix.device_not_supported.salesforce":
    "External Client App Manager > your app > OAuth Settings: tick Enable Device Flow, Save; wait up to 10 minutes.",
} as const;
