import type { Attempt, InstantMs, Rotation } from "../model.ts";
import { effectiveRotation, rotates } from "../rotation.ts";
import type { ConnectionState } from "../store/store.ts";
import { attemptTimes, type Deadlines } from "./schedule.ts";

/** Inputs of {@link findObstacle} that are not in the store. */
interface ObstacleContext {
  readonly nowMs: InstantMs;
  readonly deadlines: Deadlines;
  /** Ids of attempts whose owner has died. */
  readonly deadOwners: ReadonlySet<string>;
}

/** An earlier attempt that forbids another one. */
export interface Obstacle {
  readonly kind: "wait";
  /** `other`: a living process works on it. `drain`: only time makes another try safe. */
  readonly why: "other" | "drain";
  readonly attempt: Attempt;
  readonly untilMs: InstantMs;
}

/** Finds the earlier attempt that forbids another one now, and until when; `null` if none does. */
export function findObstacle(
  unsettled: readonly Attempt[],
  rotation: Rotation,
  state: ConnectionState,
  context: ObstacleContext,
): Obstacle | null {
  const { nowMs } = context;
  const clearAt = (row: Attempt): number => clearAtMs(row, rotation, context);
  const blocking = unsettled.filter((row) => clearAt(row) > nowMs);
  const resendMs = resendInOverlapAtMs(unsettled, state, context);
  if (blocking.length === 0 || (resendMs !== null && resendMs <= nowMs)) return null;
  const worst = blocking.reduce((a, b) => (clearAt(b) > clearAt(a) ? b : a));
  const atWork = blocking.find((row) => !isOwnerGone(row, context.deadOwners));
  const attempt = atWork ?? worst;
  const untilMs = Math.min(clearAt(worst), resendMs ?? Number.POSITIVE_INFINITY);
  return {
    kind: "wait",
    why: atWork ? "other" : "drain",
    attempt,
    untilMs: Number.isFinite(untilMs) ? untilMs : attempt.drainDeadlineMs,
  };
}

const isOwnerGone = (row: Attempt, deadOwners: ReadonlySet<string>): boolean =>
  row.phase === "ambiguous" || deadOwners.has(row.id);

/**
 * Returns the instant from which an earlier attempt no longer forbids another; infinite while the owner of a rotating
 * token lives.
 */
function clearAtMs(row: Attempt, rotation: Rotation, context: ObstacleContext): number {
  const silent = isOwnerGone(row, context.deadOwners);
  if (!rotates(rotation)) return silent ? 0 : row.createdAtMs + context.deadlines.supersedeMs;
  return silent ? row.drainDeadlineMs : Number.POSITIVE_INFINITY;
}

/**
 * Returns the instant from which a token may be resent within its overlap, before drain; `null` if it may not.
 *
 * One resend at a time, and only if it must reach the provider before the overlap that an earlier request may have
 * begun is over. A living sender gets its time first, since it is most likely about to finish.
 */
export function resendInOverlapAtMs(
  unsettled: readonly Attempt[],
  state: ConnectionState,
  context: ObstacleContext,
): number | null {
  if (effectiveRotation(state.client) !== "grace") return null;
  const { nowMs, deadlines, deadOwners } = context;
  const { generation } = state.connection;
  const overlapSeconds = state.client.overlapSeconds ?? 0;
  const older = unsettled.filter((row) => row.baseGeneration !== generation);
  if (older.some((row) => clearAtMs(row, "strict", context) > nowMs)) return null;
  const same = unsettled.filter((row) => row.baseGeneration === generation);
  const first = same[0];
  if (!first || same.filter((row) => row.drainDeadlineMs > nowMs).length >= 2) return null;
  const atWork = same.filter((row) => !isOwnerGone(row, deadOwners));
  const fromMs = Math.max(nowMs, ...atWork.map((row) => row.createdAtMs + deadlines.supersedeMs));
  const { drainMs } = attemptTimes(deadlines, "grace", overlapSeconds);
  return fromMs + drainMs <= first.createdAtMs + overlapSeconds * 1000 - 2_000 ? fromMs : null;
}
