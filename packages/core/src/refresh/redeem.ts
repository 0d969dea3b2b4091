import { customFetch, refreshTokenGrantRequest } from "oauth4webapi";
import type { Clock } from "../clock.ts";
import { WireError } from "../errors.ts";
import type { Client, InstantMs } from "../model.ts";
import { authorizationServer, clientAuthentication, insecureOption } from "../oauth/client-authentication.ts";
import { rotates } from "../rotation.ts";
import type { Egress, WireResponse } from "../wire/egress.ts";
import type { Decision } from "./decide.ts";
import type { Observation } from "./outcome.ts";
import type { Deadlines } from "./schedule.ts";

/** When transaction 1 began, by both clocks. */
export interface ClockReading {
  readonly wallMs: InstantMs;
  readonly monotonicMs: number;
}

interface Parts {
  readonly egress: Egress;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
}

/**
 * Sends one refresh request and says what is known of its fate. The only sender of a refresh grant.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
export async function sendRefreshRequest(
  client: Client,
  sending: Extract<Decision, { kind: "send" }>,
  startedAt: ClockReading,
  parts: Parts,
): Promise<Observation> {
  let answer: WireResponse | undefined;
  // Made before: between the answer and its commit nothing is loaded that could be loaded earlier.
  const unread = new Response(null);
  const decoder = new TextDecoder();
  const viaEgress = async (url: string, init: { headers: Record<string, string>; body?: unknown }) => {
    answer = await parts.egress.send({
      method: "POST",
      url,
      headers: init.headers,
      body: String(init.body ?? ""),
      // An idle connection may be closed under us, and then nobody knows whether the token was spent.
      fresh: rotates(sending.rotation),
      deadlineMs: sending.httpMs,
      beforeWrite: () => checkClocks(startedAt, parts),
    });
    return unread;
  };
  try {
    await refreshTokenGrantRequest(
      authorizationServer(client),
      { client_id: client.clientId },
      clientAuthentication(client),
      sending.refreshToken.expose(),
      { [customFetch]: viaEgress, ...insecureOption(client.endpoints.token) },
    );
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const reason = String(error.facts.reason ?? "timeout");
    return error.sent ? { kind: "no_answer", reason } : { kind: "not_sent", reason };
  }
  if (!answer) return { kind: "not_sent", reason: "stopped" };
  const { status, headers, body, complete } = answer;
  return {
    kind: "answer",
    status,
    retryAfter: headers.get("retry-after"),
    body: decoder.decode(body),
    complete,
  };
}

/**
 * The last check before the first byte: a machine that slept, or a clock that was set, may have let the attempt's
 * time run out for others, who would then send the same token.
 */
function checkClocks(startedAt: ClockReading, { clock, deadlines }: Parts): void {
  const wallMs = clock.nowMs() - startedAt.wallMs;
  const monotonicMs = clock.monotonicMs() - startedAt.monotonicMs;
  const late = Math.max(wallMs, monotonicMs) > deadlines.sendMs;
  if (late || Math.abs(wallMs - monotonicMs) > deadlines.divergenceMs)
    throw new WireError("unreachable", false, { reason: "clock", host: "" });
}
