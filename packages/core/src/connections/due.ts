import { loginLifetimeOf } from "../diagnose/lives.ts";
import type { InstantMs } from "../model.ts";
import { liveToken } from "../refresh/decide.ts";
import { leftOf, suspendedPauseMs } from "../refresh/schedule.ts";
import { effectiveRotation, rotates } from "../rotation.ts";
import type { ConnectionState } from "../store/store.ts";

/**
 * Purpose of a refresh that no caller asks for. `login`: the refresh token would end, or its last refresh is unsettled or
 * the account suspended. `access_token`: only the access token is due. Upkeep refreshes for the first, a worker for both.
 */
export type RefreshPurpose = "login" | "access_token";

/** Milliseconds before the end of an access token from which a token that may be spent is sent. */
export const lastChanceMs = 60_000;

/** Returns the purpose of a refresh now; `null` if there is none. A pause after a failure applies. */
export function refreshPurpose(state: ConnectionState, nowMs: InstantMs): RefreshPurpose | null {
  const { client, connection, schedule } = state;
  if (schedule.failures > 0 && leftOf(schedule.dueAtMs, suspendedPauseMs, nowMs) > 0) return null;
  switch (connection.status) {
    // The provider has stopped the account, and the token is valid: retry after each pause of a day.
    case "suspended":
      return "login";
    // Send a token that may be spent only if the access token is about to end.
    case "unsettled":
      return !mayBeSpent(state) || !livesLong(state, nowMs) ? "login" : null;
    case "ok": {
      const { keepAliveAt } = loginLifetimeOf(connection, client);
      if (keepAliveAt !== null && keepAliveAt.getTime() <= nowMs) return "login";
      return schedule.dueAtMs <= nowMs ? "access_token" : null;
    }
    default:
      return null;
  }
}

/** Whether the refresh token of a connection may be spent. */
export const mayBeSpent = ({ client, connection }: ConnectionState): boolean =>
  connection.status === "unsettled" && rotates(effectiveRotation(client));

function livesLong(state: ConnectionState, nowMs: InstantMs): boolean {
  const token = liveToken(state, "", nowMs);
  return token !== undefined && token.expiresAtMs - nowMs >= lastChanceMs;
}
