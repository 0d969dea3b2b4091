import type { Clock } from "../clock.ts";
import { WireError } from "../errors.ts";
import type { Client, InstantMs } from "../model.ts";
import { requestToken } from "../oauth/token-request.ts";
import { rotates } from "../rotation.ts";
import type { Egress } from "../wire/egress.ts";
import type { Decision } from "./decide.ts";
import type { Observation } from "./outcome.ts";
import type { Deadlines } from "./schedule.ts";

/** Start of transaction 1 on both clocks. */
export interface ClockReading {
  readonly wallMs: InstantMs;
  readonly monotonicMs: number;
}

/** One refresh request of an attempt. */
type RefreshRequest = Extract<Decision, { kind: "send" }> & {
  /** The scope to name; `""` to leave it out, so that the provider grants what it granted before. */
  readonly scope: string;
};

interface Dependencies {
  readonly egress: Egress;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
}

/** Sends one refresh request and returns the observed result. No other function redeems a refresh token. */
export async function sendRefreshRequest(
  client: Client,
  { refreshToken, resource, attempt, rotation, httpMs, scope }: RefreshRequest,
  startedAt: ClockReading,
  dependencies: Dependencies,
): Promise<Observation> {
  try {
    const response = await requestToken(
      client,
      client,
      { kind: "refresh_token", token: refreshToken },
      {
        audience: attempt.audience,
        resource,
        scope,
        send: (request) =>
          dependencies.egress.send({
            ...request,
            // A server may close a pooled connection as we write to it, and then the token's state is unknown.
            fresh: rotates(rotation),
            deadlineMs: httpMs,
            beforeWrite: () => checkClocks(startedAt, dependencies),
          }),
      },
    );
    return { kind: "answer", ...response };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const reason = String(error.facts.reason ?? "timeout");
    return error.sent ? { kind: "no_answer", reason } : { kind: "not_sent", reason };
  }
}

/**
 * Throws if too much time has passed since transaction 1. It is the last check before the first byte: after a sleep of
 * the machine or a step of its clock, another process may consider the attempt over and send the same token.
 */
function checkClocks(startedAt: ClockReading, { clock, deadlines }: Dependencies): void {
  const wallMs = clock.nowMs() - startedAt.wallMs;
  const monotonicMs = clock.monotonicMs() - startedAt.monotonicMs;
  const late = Math.max(wallMs, monotonicMs) > deadlines.sendMs;
  if (late || Math.abs(wallMs - monotonicMs) > deadlines.divergenceMs)
    throw new WireError("unreachable", false, { reason: "clock", host: "" });
}
