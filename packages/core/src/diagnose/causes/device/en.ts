/** The causes of a device login that is not finished, and their cures, in English. */
export const en = {
  "why.device_pending": "The user has not finished on the other device yet.",
  "fix.device_pending": "Go on asking at the given interval; at slow_down wait 5 seconds longer each time.",
  "why.device_expired": "The device code has run out, or was used.",
  "fix.device_expired":
    "Stop asking and start a new device login.\nThe first answer is expired_token, later ones may be invalid_grant.",
} as const;
