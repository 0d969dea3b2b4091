import type { UpkeepResult } from "../api/connection.ts";
import type { TokenOptions } from "../api/token.ts";
import { loginLifetimeOf } from "../diagnose/lives.ts";
import type { InstantMs } from "../model.ts";
import { nameOf } from "../names.ts";
import { liveToken } from "../refresh/decide.ts";
import { leftOf, suspendedPauseMs } from "../refresh/schedule.ts";
import { effectiveRotation, rotates } from "../rotation.ts";
import type { ConnectionState } from "../store/store.ts";

/**
 * Whether a connection needs a refresh without a request for a token: half of its idle lifetime has passed, or its last
 * refresh is unsettled or the account suspended. A pause after a failure applies.
 */
export function isDue(state: ConnectionState, nowMs: InstantMs): boolean {
  const { client, connection, schedule } = state;
  if (schedule.failures > 0 && leftOf(schedule.dueAtMs, suspendedPauseMs, nowMs) > 0) return false;
  switch (connection.status) {
    // The provider has stopped the account, and the token is valid: retry after each pause of a day.
    case "suspended":
      return true;
    // Send a token that may be spent only if there is no live access token.
    case "unsettled":
      return !mayBeSpent(state) || liveToken(state, "", nowMs) === undefined;
    case "ok": {
      const { keepAliveAt } = loginLifetimeOf(connection, client);
      return keepAliveAt !== null && keepAliveAt.getTime() <= nowMs;
    }
    default:
      return false;
  }
}

/** Whether the refresh token of a connection may be spent. */
const mayBeSpent = ({ client, connection }: ConnectionState): boolean =>
  connection.status === "unsettled" && rotates(effectiveRotation(client));

/** Refreshes a connection that is due, one at a time. */
export async function keepUp(
  state: ConnectionState,
  nowMs: InstantMs,
  token: (name: string, options: TokenOptions) => Promise<unknown>,
): Promise<UpkeepResult> {
  const name = nameOf(state.connection);
  if (!isDue(state, nowMs)) return { name, outcome: "not_due", problem: null };
  try {
    // Do not force a refresh if the token may be spent.
    await token(name, { refresh: !mayBeSpent(state) });
    return { name, outcome: "refreshed", problem: null };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { name, outcome: "failed", problem: error };
  }
}
