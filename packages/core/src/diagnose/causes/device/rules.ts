import type { CauseRule } from "../rule.ts";

/** The causes of a device login that is not finished. */
export const deviceRules = [
  {
    id: "device_pending",
    tokenStillGood: null,
    retry: true,
    of: {},
    proof: [
      [78, { words: /authorization_pending|authorization is (?:still )?pending|authorizationpending/ }],
    ],
  },
  {
    id: "device_too_fast",
    tokenStillGood: null,
    retry: true,
    of: {},
    proof: [
      [
        88,
        {
          words: [
            /\bslow_?down\b|polling too (?:fast|frequently|often)/,
            /too many (?:polling|token) requests/,
          ],
        },
      ],
      [70, { grant: "device_code", status: 429 }],
    ],
    rulesOut: ["device_pending", "rate_limit", "refresh_each_request"],
  },
  {
    id: "device_expired",
    tokenStillGood: null,
    of: { device: 30 },
    evidence: [[-40, { words: /authorization_pending|slow_down|access_denied|declin/ }]],
    proof: [
      [76, { code: ["expired_token", "code_expired", "device_code_expired"] }],
      [
        84,
        {
          words: [
            /device[ _]?code[^.|]{0,40}(?:expired|timed out|no longer valid)|code[_ ]expired/,
            /expired[^.|]{0,20}device[ _]code/,
            /(?:login|authori[sz]ation|authentication|user)[^.|]{0,40}(?:timed out|not completed? in time|expired)/,
          ],
          grant: "device_code",
        },
      ],
    ],
    rulesOut: ["state_lost", "two_tabs", "callback_unanswered"],
  },
  {
    id: "device_denied",
    tokenStillGood: null,
    of: {},
    proof: [
      [84, { grant: "device_code", code: ["access_denied", "authorization_declined"] }],
      [
        84,
        {
          words: [
            /authorization_declined/,
            /(?:user|you)[^.|]{0,20}(?:declined|denied|cancell?ed)[^.|]{0,30}device/,
          ],
        },
      ],
    ],
    rulesOut: ["device_pending", "device_expired"],
  },
  {
    id: "device_code_wrong",
    tokenStillGood: null,
    of: { device: 4 },
    proof: [
      [
        84,
        {
          words: [
            /incorrect_device_code|bad_verification_code[^|]{0,80}device/,
            /device[ _]?code[^.|]{0,30}(?:is |was )?(?:invalid|not valid|unknown|not found|incorrect|not recogni)/,
            /invalid[^.|]{0,12}device[ _]?code/,
          ],
        },
      ],
    ],
    rulesOut: ["device_pending"],
  },
  {
    id: "device_user_code",
    tokenStillGood: null,
    of: {},
    proof: [
      [
        84,
        {
          words: [
            /(?:user[ _]code|code (?:you|that you) entered|code entered|entered code)[^.|]{0,40}(?:invalid|not valid|unknown|not found|incorrect|wrong|expired|not recogni|does ?n.t)/,
            /invalid[^.|]{0,8}user[ _]code/,
          ],
        },
      ],
    ],
  },
  {
    id: "device_not_supported",
    tokenStillGood: null,
    of: {},
    proof: [
      [
        86,
        {
          code: ["unauthorized_client", "unsupported_grant_type", "device_flow_disabled"],
          grant: "device_code",
        },
      ],
      [
        86,
        {
          words: [
            /device[^.|]{0,40}(?:not (?:enabled|allowed|supported|permitted)|disabled)/,
            /not allowed to initiate oauth 2\.0 device/,
          ],
        },
      ],
    ],
    rulesOut: ["device_expired"],
  },
] as const satisfies readonly CauseRule[];
