import { lastChanceMs, mayBeSpent } from "../connections/due.ts";
import { loginLifetimeOf } from "../diagnose/lives.ts";
import type { InstantMs } from "../model.ts";
import { liveToken } from "../refresh/decide.ts";
import { unsettledAttempts } from "../refresh/kept-answers.ts";
import { type Deadlines, leftOf } from "../refresh/schedule.ts";
import { effectiveRotation, rotates } from "../rotation.ts";
import type { ConnectionState } from "../store/store.ts";

/** Milliseconds until a worker looks again at a connection that it can do nothing for now. */
const lookAgainMs = 15_000;
const longestMs = 24 * 3_600_000;

/**
 * Returns the next turn of a connection that was not refreshed in this one. `waitMs`: time that the refresh asked to wait,
 * in milliseconds. A turn too early costs one read, so this is no decision: `decide.ts` decides.
 */
export function nextTurnMs(
  state: ConnectionState,
  nowMs: InstantMs,
  { floorMs }: Deadlines,
  waitMs = 0,
): InstantMs {
  const { client, connection, schedule } = state;
  const token = liveToken(state, "", nowMs);
  // An attempt whose process died is unsettled, too, before anything is stored about it.
  const unsettled = rotates(effectiveRotation(client)) ? unsettledAttempts(state) : [];
  const isOfNow = unsettled.some(({ baseGeneration }) => baseGeneration === connection.generation);
  const obstaclesMs = [
    nowMs + waitMs,
    client.breakerUntilMs ?? 0,
    schedule.failures > 0 ? schedule.dueAtMs : 0,
    token ? nowMs + leftOf(token.receivedAtMs + floorMs, floorMs, nowMs) : 0,
    ...unsettled.map(({ drainDeadlineMs }) => drainDeadlineMs),
    (isOfNow || mayBeSpent(state)) && token ? token.expiresAtMs - lastChanceMs : 0,
  ];
  const untilMs = Math.max(...obstaclesMs);
  const { keepAliveAt } = loginLifetimeOf(connection, client);
  const dueMs = Math.min(schedule.dueAtMs, keepAliveAt?.getTime() ?? Number.POSITIVE_INFINITY);
  const turnMs = untilMs > nowMs ? untilMs : dueMs;
  return turnMs > nowMs ? Math.min(turnMs, nowMs + longestMs) : nowMs + lookAgainMs;
}
