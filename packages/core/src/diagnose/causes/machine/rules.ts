import type { CauseRule } from "../rule.ts";

/** The causes on this machine: ports, the browser, the keychain, the disk. */
export const machineRules = [
  {
    id: "port_taken",
    tokenStillGood: null,
    of: { port: 44 },
    evidence: [[-16, { signal: "port_forbidden" }]],
  },
  {
    id: "port_forbidden",
    tokenStillGood: null,
    of: { port: 8 },
    evidence: [[44, { signal: "port_forbidden" }]],
  },
  {
    id: "callback_elsewhere",
    tokenStillGood: null,
    of: { no_callback: 20, connection: 6 },
    evidence: [
      [30, { stage: "callback", signal: "headless" }],
      [40, { signal: "headless" }],
      [8, { signal: "localhost" }],
      [-10, { stage: ["refresh", "api-call"] }],
    ],
  },
  {
    id: "error_on_page",
    tokenStillGood: null,
    of: { no_callback: 16 },
  },
  {
    id: "keychain_locked",
    tokenStillGood: true,
    of: { keychain: 30 },
    evidence: [
      [34, { signal: "headless" }],
      [-14, { signal: "decrypt" }],
    ],
    proof: [
      [
        60,
        {
          words:
            /org\.freedesktop\.secrets|libsecret|d-?bus|errsecinteractionnotallowed|user interaction is not allowed|cannot autolaunch|genericunixkeychain|-25308/,
        },
      ],
    ],
  },
  {
    id: "keychain_key",
    tokenStillGood: null,
    of: { keychain: 14 },
    evidence: [
      [44, { signal: "decrypt" }],
      [10, { signal: ["restored", "password_changed"] }],
    ],
    proof: [
      [
        62,
        {
          words:
            /authdecrypt|failed to decipher|bad decrypt|unable to authenticate data|failed to decrypt|decryption failed/,
        },
      ],
    ],
  },
  {
    id: "unwritable",
    tokenStillGood: null,
    of: { keychain: 3 },
    proof: [[48, { words: /read-only file ?system|erofs|enospc|no space left|disk (?:is )?full/ }]],
  },
] as const satisfies readonly CauseRule[];
