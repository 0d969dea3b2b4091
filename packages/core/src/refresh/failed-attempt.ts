import type {
  Attempt,
  Connection,
  ConnectionDetails,
  Failure,
  InstantMs,
  StatusReason,
  UnexplainedRefusals,
} from "../model.ts";
import { effectiveRotation, rotates } from "../rotation.ts";
import type { Change, ConnectionState, Transition } from "../store/store.ts";
import { type AttemptObservation, type AttemptStatus, close } from "./attempt-observation.ts";
import { adoptSibling, lostAttempt } from "./kept-answers.ts";
import type { Outcome } from "./outcome.ts";
import { backoffMs, breakerMs, suspendedPauseMs, unexplainedLimit } from "./schedule.ts";

// The changes after an attempt that got no tokens: pure functions of the stored state, for `complete-attempt.ts`.

/** An attempt that failed, and may succeed later. */
interface Fault {
  readonly phase: "not_sent" | "rejected" | "ambiguous";
  readonly failure: Failure["kind"];
  readonly reason: string;
  readonly pauseMs?: number;
  /** Reason of the status `unsettled`. Default: `no_answer`. */
  readonly statusReason?: StatusReason;
  /** Details to record. Default: none but the failure. */
  readonly details?: ConnectionDetails;
}

/** Records a failure after which the token stays, and sets the pause until the next try. */
export function fail(
  state: ConnectionState,
  observed: AttemptObservation,
  fault: Fault,
): Transition<AttemptStatus> {
  const { connection, schedule } = state;
  const { nowMs, attempt, httpStatus, deadlines } = observed;
  const drainDeadlineMs =
    fault.phase === "ambiguous"
      ? Math.max(attempt.drainDeadlineMs, nowMs + deadlines.deliveryMs)
      : attempt.drainDeadlineMs;
  const row: Attempt = { ...close(observed, fault.phase), drainDeadlineMs };
  if (!isCurrent(state, attempt)) return { change: { attempts: [row] }, result: "stale" };
  const failures = schedule.failures + 1;
  const unsettled = fault.phase === "ambiguous" && connection.status === "ok";
  const statusReason = fault.statusReason ?? "no_answer";
  return {
    change: {
      connection: {
        details: {
          ...connection.details,
          ...fault.details,
          failure: { kind: fault.failure, reason: fault.reason, httpStatus },
        },
        ...(unsettled && { status: "unsettled", statusReason, statusSinceMs: nowMs }),
      },
      attempts: [row],
      schedule: { failures, dueAtMs: nowMs + (fault.pauseMs ?? backoffMs(failures, observed.jitter)) },
      event: {
        kind: fault.phase,
        atMs: nowMs,
        detail: { attempt: row.id, reason: fault.reason, status: httpStatus },
      },
    },
    result: "failed",
  };
}

/** Whether an attempt has presented the present token of its connection. */
export const isCurrent = ({ connection }: ConnectionState, attempt: Attempt): boolean =>
  connection.tokenFamilyId === attempt.tokenFamilyId && connection.generation === attempt.baseGeneration;

type Unexplained = Outcome & { kind: "unexplained" };

/**
 * Handles a refusal without a known reason. It may be about the token, and may have spent it: the drain period applies.
 * After the third in a row, each sent past the drain period of the one before, only a login helps; the token is kept, so
 * that the user may try it again.
 */
export function refuse(
  state: ConnectionState,
  observed: AttemptObservation,
  { isAboutRequest, said }: Unexplained,
): Transition<AttemptStatus> {
  const { connection } = state;
  const fault = { failure: "refused", reason: "refused_with", statusReason: "no_reason" } as const;
  // The refusal of one audience says nothing of the token.
  if (isAboutRequest && observed.attempt.audience !== "")
    return fail(state, observed, { ...fault, phase: "rejected", details: { providerError: said } });
  const unexplained = countRefusal(connection.details.unexplained, observed.attempt);
  const details = { providerError: said, unexplained };
  const failed = fail(state, observed, { ...fault, phase: "ambiguous", details });
  const isLast = unexplained.count >= unexplainedLimit && connection.status !== "revoking";
  return isLast && isCurrent(state, observed.attempt) && failed.change
    ? endUnexplained(state, observed, { ...failed.change, said })
    : failed;
}

/** Adds a refusal to those before it, and counts it if it was sent after the drain period of the one counted last. */
function countRefusal(before: UnexplainedRefusals | undefined, attempt: Attempt): UnexplainedRefusals {
  const { attempts = [], count = 0, drainedAtMs = 0 } = before ?? {};
  const isCounted = count === 0 || attempt.createdAtMs >= drainedAtMs;
  return {
    attempts: [...attempts, attempt.id],
    count: isCounted ? count + 1 : count,
    drainedAtMs: isCounted ? attempt.drainDeadlineMs : drainedAtMs,
  };
}

/** Marks the connection `needs_login`, and keeps its token. Adopts a kept response instead if there is one. */
function endUnexplained(
  state: ConnectionState,
  observed: AttemptObservation,
  { said, ...failed }: Change & { readonly said: string },
): Transition<AttemptStatus> {
  const before = withoutAttempt(state, observed.attempt);
  const adopted = adoptSibling(before, observed);
  const { attempts = [], connection } = failed;
  if (adopted)
    return { change: { ...adopted, attempts: [...(adopted.attempts ?? []), ...attempts] }, result: "stale" };
  const { statusReason, lost } = reasonOf(before, "no_reason");
  const isNew = state.connection.status !== "needs_login";
  return {
    change: {
      ...failed,
      connection: {
        ...connection,
        details: { ...connection?.details, ...lost },
        status: "needs_login",
        statusReason,
        ...(isNew && { statusSinceMs: observed.nowMs }),
      },
      event: { kind: "needs_login", atMs: observed.nowMs, detail: { reason: statusReason, said } },
    },
    result: "failed",
  };
}

/** Starts the count of refusals without a known reason anew, after one that has a reason. */
function withoutCount(details: ConnectionDetails): ConnectionDetails {
  const { unexplained } = details;
  return unexplained === undefined ? details : { ...details, unexplained: { ...unexplained, count: 0 } };
}

/** Opens the breaker of a refused client. The provider checks the client before the token: no connection fails. */
export function clientAtFault(
  { connection: { details } }: ConnectionState,
  observed: AttemptObservation,
  said: string,
): Transition<AttemptStatus> {
  const { nowMs } = observed;
  return {
    change: {
      ...(details.unexplained !== undefined && { connection: { details: withoutCount(details) } }),
      client: { breakerUntilMs: nowMs + breakerMs, breakerReason: said },
      attempts: [close(observed, "rejected")],
      event: { kind: "client_refused", atMs: nowMs, detail: { said } },
    },
    result: "failed",
  };
}

/** Marks the connection `suspended` and keeps its token: the provider has stopped the account. Retries once a day. */
export function suspend(
  state: ConnectionState,
  observed: AttemptObservation,
  said: string,
): Transition<AttemptStatus> {
  const { connection, schedule } = state;
  return {
    change: {
      connection: {
        status: "suspended",
        statusReason: "suspended_by_provider",
        statusSinceMs: observed.nowMs,
        details: { ...withoutCount(connection.details), providerError: said },
      },
      attempts: [close(observed, "rejected")],
      schedule: { failures: schedule.failures + 1, dueAtMs: observed.nowMs + suspendedPauseMs },
      event: { kind: "suspended", atMs: observed.nowMs, detail: { said } },
    },
    result: "failed",
  };
}

/** Marks the connection `needs_login`: its token is dead. Adopts a kept response instead if there is one. */
export function declareDead(state: ConnectionState, observed: AttemptObservation): Transition<AttemptStatus> {
  const before = withoutAttempt(state, observed.attempt);
  const adopted = adoptSibling(before, observed);
  if (adopted) {
    return {
      change: { ...adopted, attempts: [...(adopted.attempts ?? []), close(observed, "rejected")] },
      result: "stale",
    };
  }
  const { statusReason, lost } = reasonOf(before, "provider_revoked");
  return endWith(observed, { statusReason, refreshToken: null, details: lost }, state);
}

const withoutAttempt = (state: ConnectionState, { id }: Attempt): ConnectionState => ({
  ...state,
  attempts: state.attempts.filter((row) => row.id !== id),
});

/** Returns `rotation_lost` if a lost response may have replaced the token, with its instant; otherwise `other`. */
function reasonOf(
  state: ConnectionState,
  other: StatusReason,
): { readonly statusReason: StatusReason; readonly lost: { readonly lostAtMs?: InstantMs } } {
  const lostAtMs = lostAttempt(state)?.createdAtMs ?? state.connection.details.lostAtMs;
  return lostAtMs !== undefined && rotates(effectiveRotation(state.client))
    ? { statusReason: "rotation_lost", lost: { lostAtMs } }
    : { statusReason: other, lost: {} };
}

/**
 * Marks the connection `needs_login`: the provider says that its refresh token is inactive. Adopts a kept response
 * instead if there is one. Changes nothing if the connection has changed since the question.
 */
export function declareInactive(
  state: ConnectionState,
  asked: Pick<AttemptObservation, "fingerprint" | "nowMs"> & { readonly generation: number },
): Transition<void> {
  const { connection } = state;
  const isSame = connection.generation === asked.generation;
  if (!isSame || (connection.status !== "ok" && connection.status !== "unsettled"))
    return { change: null, result: undefined };
  const adopted = adoptSibling(state, asked);
  if (adopted) return { change: adopted, result: undefined };
  const { statusReason, lost } = reasonOf(state, "provider_revoked");
  const said = "active: false";
  return {
    change: {
      connection: {
        status: "needs_login",
        statusReason,
        statusSinceMs: asked.nowMs,
        refreshToken: null,
        details: { ...connection.details, providerError: said, ...lost },
      },
      event: { kind: "needs_login", atMs: asked.nowMs, detail: { reason: statusReason, said } },
    },
    result: undefined,
  };
}

/** Marks the connection `needs_login`, with the provider's words. */
export function endWith(
  observed: AttemptObservation,
  end: Partial<Connection> & { readonly statusReason: StatusReason },
  state: ConnectionState,
): Transition<AttemptStatus> {
  const { nowMs, outcome } = observed;
  const said = "said" in outcome ? outcome.said : "";
  return {
    change: {
      connection: {
        status: "needs_login",
        ...end,
        details: { ...withoutCount(state.connection.details), ...end.details, providerError: said },
        statusSinceMs: nowMs,
      },
      attempts: [close(observed, "rejected")],
      event: { kind: "needs_login", atMs: nowMs, detail: { reason: end.statusReason, said } },
    },
    result: "failed",
  };
}

/** Closes an attempt whose refusal is about an earlier token. */
export function stale(observed: AttemptObservation): Transition<AttemptStatus> {
  return { change: { attempts: [close(observed, "rejected")] }, result: "stale" };
}
