import type { CauseRule } from "../rule.ts";

/** The causes of a device login that is not finished. */
export const deviceRules = [
  {
    id: "device_pending",
    tokenStillGood: null,
    retry: true,
    of: {},
    proof: [[70, { code: ["authorization_pending", "slow_down"] }]],
  },
  {
    id: "device_expired",
    tokenStillGood: null,
    of: { device: 30 },
    evidence: [[-20, { code: ["authorization_pending", "slow_down"] }]],
    proof: [[66, { code: "expired_token" }]],
  },
] as const satisfies readonly CauseRule[];
