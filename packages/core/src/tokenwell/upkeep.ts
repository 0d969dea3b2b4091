import { livesOf } from "../diagnose/lives.ts";
import type { InstantMs } from "../model.ts";
import { liveToken, nameOf } from "../refresh/protocol.ts";
import { suspendedPauseMs } from "../refresh/schedule.ts";
import { effectiveRotation, rotates } from "../rotation.ts";
import type { Family } from "../store/store.ts";
import type { TokenOptions, Upkept } from "./api.ts";

/**
 * Whether a connection needs a refresh now though nobody asks for a token: half of its idle life has passed, or its last
 * refresh is open. A pause after a failure is kept: nobody is there to insist.
 */
export function isDue(family: Family, nowMs: InstantMs): boolean {
  const { client, connection, schedule } = family;
  const pauseMs = schedule.failures > 0 ? schedule.dueAtMs - nowMs : 0;
  if (pauseMs > 0 && pauseMs <= suspendedPauseMs) return false;
  switch (connection.status) {
    // The token is good and the account was stopped: asked about once a day.
    case "suspended":
      return true;
    // A token that may be spent is tried when there is no other way.
    case "unsettled":
      return !rotates(effectiveRotation(client)) || liveToken(family, "", nowMs) === undefined;
    case "ok": {
      const { keepAliveAt } = livesOf(connection, client);
      return keepAliveAt !== null && keepAliveAt.getTime() <= nowMs;
    }
    default:
      return false;
  }
}

/** Refreshes a connection that is due, one at a time. */
export async function keepUp(
  family: Family,
  nowMs: InstantMs,
  token: (name: string, options: TokenOptions) => Promise<unknown>,
): Promise<Upkept> {
  const name = nameOf(family.connection);
  if (!isDue(family, nowMs)) return { name, outcome: "not_due", problem: null };
  try {
    // Of a token that may be spent no more than any caller may ask: without insisting.
    const isDoubtful = family.connection.status === "unsettled" && rotates(effectiveRotation(family.client));
    await token(name, { refresh: !isDoubtful });
    return { name, outcome: "refreshed", problem: null };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { name, outcome: "failed", problem: error };
  }
}
