import { RetryLaterError, type TokenwellError } from "../errors.ts";
import type { AccessToken, Attempt, InstantMs, Rotation } from "../model.ts";
import { nameOf } from "../names.ts";
import { providerOf } from "../providers/index.ts";
import { effectiveRotation, rotates } from "../rotation.ts";
import type { Secret } from "../secret.ts";
import type { ConnectionState, Transition } from "../store/store.ts";
import { adoptSibling, unsettledAttempts } from "./kept-answers.ts";
import { findObstacle, type Obstacle, resendInOverlapAtMs } from "./obstacles.ts";
import { clientRefused, failureError, needsLogin, refuseByStatus } from "./refusals.ts";
import {
  attemptTimes,
  breakerMs,
  type Deadlines,
  hourMs,
  leftOf,
  longestPauseMs,
  presentationsPerHour,
  suspendedPauseMs,
} from "./schedule.ts";

// The decision before a refresh: a pure function of the stored state (transaction 1 of the protocol).
// `complete-attempt.ts` decides what the store writes after a response.

/** Request of a caller, with the inputs of the decision that are not in the store. */
export interface RefreshContext {
  readonly attemptId: string;
  /** `""` is the default audience. */
  readonly audience: string;
  /** Milliseconds that the access token must live at least. */
  readonly minTtlMs: number;
  /** Whether to refresh even if the token is fine: skips the fast path, the floor and the back-off. */
  readonly force: boolean;
  /** Instant since which the access token must have been received. Default: any. */
  readonly receivedSinceMs?: InstantMs;
  /** Ids of attempts whose owner has died: no process holds their lock. */
  readonly deadOwners: ReadonlySet<string>;
  /** Whether the provider introspects refresh tokens and this refresh has not asked it yet. Default: false. */
  readonly canIntrospect?: boolean;
  readonly fingerprint: (secret: Secret) => string;
  readonly nowMs: InstantMs;
  readonly deadlines: Deadlines;
}

/** Next step of a refresh. */
export type Decision =
  | { readonly kind: "fresh"; readonly token: AccessToken }
  | {
      readonly kind: "send";
      readonly attempt: Attempt;
      readonly refreshToken: Secret;
      /** Protected resource that the login named; `""` for none. */
      readonly resource: string;
      readonly httpMs: number;
      readonly rotation: Rotation;
    }
  | Obstacle
  /** The token may be spent: ask the provider, because sending a spent token revokes the token family. */
  | { readonly kind: "introspect"; readonly refreshToken: Secret }
  /** The response of an earlier attempt was adopted; decide again. */
  | { readonly kind: "adopted" }
  | { readonly kind: "refuse"; readonly error: TokenwellError };

/** Returns the access token of an audience if it is live: neither expired nor rejected by the API. */
export function liveToken(
  state: ConnectionState,
  audience: string,
  nowMs: InstantMs,
): AccessToken | undefined {
  const token = state.accessTokens.find((row) => row.audience === audience);
  return token && token.rejectedAtMs === null && token.expiresAtMs > nowMs ? token : undefined;
}

/** Decides the next step for a caller's request for an access token. */
export function decide(state: ConnectionState, context: RefreshContext): Transition<Decision> {
  const isRefusedForGood = state.connection.status === "needs_login" && !mayTryAgain(state, context);
  if (isRefusedForGood) return rescue(state, context);
  const refused = refuseByStatus(state);
  if (refused) return nothing({ kind: "refuse", error: refused });
  const token = liveToken(state, context.audience, context.nowMs);
  if (!context.force) {
    if (token && isEnough(token, state, context)) return nothing({ kind: "fresh", token });
    const held = holdBack(state, context, token);
    if (held) return nothing(held);
  }
  const refreshToken = state.connection.refreshToken;
  if (!refreshToken) return nothing({ kind: "refuse", error: needsLogin(state) });
  const unsettled = unsettledAttempts(state);
  const rotation = effectiveRotation(state.client);
  const own = unsettled.find(({ id, phase }) => id === context.attemptId && phase === "open");
  // The transaction runs again because no answer to its commit came: the attempt is stored already.
  if (own) return nothing(sending(own, state, refreshToken, context));
  const obstacle = findObstacle(unsettled, rotation, state, context);
  if (obstacle?.why === "drain" && token && !context.force) return nothing({ kind: "fresh", token });
  if (obstacle) return nothing(obstacle);
  const better = betterThanResend(state, context, unsettled, token);
  return better ?? insertAttempt(state, context, refreshToken, unsettled);
}

/**
 * Returns a better step than resending a possibly spent token: adopt a kept response, use the live access token, or ask
 * the provider. `null` if the token must be sent.
 */
function betterThanResend(
  state: ConnectionState,
  context: RefreshContext,
  unsettled: readonly Attempt[],
  token: AccessToken | undefined,
): Transition<Decision> | null {
  const ofNow = (row: Attempt): boolean => row.baseGeneration === state.connection.generation;
  if (!unsettled.some(ofNow) && !state.attempts.some((row) => row.rawAnswer !== null && ofNow(row)))
    return null;
  const adopted = adoptSibling(state, context, oldestToAdopt(state, context, unsettled));
  if (adopted) return { change: adopted, result: { kind: "adopted" } };
  const enough = token !== undefined && token.expiresAtMs - context.nowMs >= context.minTtlMs;
  const spendable = rotates(effectiveRotation(state.client));
  if (enough && spendable && !context.force) return nothing({ kind: "fresh", token });
  const { refreshToken } = state.connection;
  const mayBeSpent = spendable && unsettled.some(ofNow) && refreshToken !== null;
  return mayBeSpent && context.canIntrospect === true ? nothing({ kind: "introspect", refreshToken }) : null;
}

/**
 * Returns the oldest generation whose kept response may be adopted instead of resending the current token. Within the
 * overlap window resending is safe, so only the current generation counts; later, older ones count only if the provider
 * keeps sibling tokens valid.
 */
function oldestToAdopt(
  state: ConnectionState,
  context: RefreshContext,
  unsettled: readonly Attempt[],
): number {
  const { client, connection } = state;
  const resendMs = resendInOverlapAtMs(unsettled, state, context);
  if (resendMs !== null && resendMs <= context.nowMs) return connection.generation;
  return providerOf(client.provider).siblingTokensStayValid ? 0 : connection.generation - 1;
}

/** Whether the user asks to try the token once more that the provider refuses without a reason. */
const mayTryAgain = ({ connection }: ConnectionState, { force }: RefreshContext): boolean =>
  force &&
  connection.refreshToken !== null &&
  (connection.statusReason === "no_reason" || connection.statusReason === "rotation_lost");

/** Adopts a kept response, which may hold the live token, before the user must log in. */
function rescue(state: ConnectionState, context: RefreshContext): Transition<Decision> {
  const change = adoptSibling(state, context);
  return change
    ? { change, result: { kind: "adopted" } }
    : nothing({ kind: "refuse", error: needsLogin(state) });
}

const nothing = <T>(result: T): Transition<T> => ({ change: null, result });

type PauseContext = Pick<RefreshContext, "audience" | "deadlines" | "nowMs">;

/** Returns the error that the next call for a default-audience token would throw at once; `null` if there is none. */
export function refusalOf(
  state: ConnectionState,
  at: Pick<RefreshContext, "deadlines" | "nowMs">,
): TokenwellError | null {
  const { refreshToken, status } = state.connection;
  const refused = status === "needs_login" ? needsLogin(state) : refuseByStatus(state);
  if (refused) return refused;
  if (liveToken(state, "", at.nowMs)) return null;
  const held = holdBack(state, { ...at, audience: "" }, undefined);
  if (held?.kind === "refuse") return held.error;
  return refreshToken ? null : needsLogin(state);
}

function isEnough(token: AccessToken, state: ConnectionState, context: RefreshContext): boolean {
  const { minTtlMs, nowMs, receivedSinceMs = 0 } = context;
  if (token.expiresAtMs - nowMs < minTtlMs || token.receivedAtMs < receivedSinceMs) return false;
  return nowMs < state.schedule.dueAtMs;
}

/**
 * Enforces the minimum interval, the breaker and the pause after failures. None of them fails a caller while an access
 * token lives.
 */
function holdBack(
  state: ConnectionState,
  context: PauseContext,
  token: AccessToken | undefined,
): Decision | null {
  const refused = (error: TokenwellError): Decision =>
    token ? { kind: "fresh", token } : { kind: "refuse", error };
  const floorLeftMs = floorLeft(state, context);
  if (floorLeftMs > 0) {
    const facts = { name: nameOf(state.connection), floor: Math.round(context.deadlines.floorMs / 1000) };
    return refused(new RetryLaterError("refresh_floor", Math.ceil(floorLeftMs / 1000), facts));
  }
  if (leftOf(state.client.breakerUntilMs ?? 0, breakerMs, context.nowMs) > 0)
    return refused(clientRefused(state));
  const pauseLeftMs = pauseLeft(state, context);
  return pauseLeftMs > 0 ? refused(failureError(state, Math.ceil(pauseLeftMs / 1000))) : null;
}

/**
 * Returns the milliseconds left of the minimum interval between refreshes. It applies while the access token is live or
 * rejected by the API.
 */
function floorLeft(state: ConnectionState, context: PauseContext): number {
  const { audience, deadlines, nowMs } = context;
  const last = state.accessTokens.find((row) => row.audience === audience);
  const counts = last && (last.rejectedAtMs !== null || last.expiresAtMs > nowMs);
  return counts ? leftOf(last.receivedAtMs + deadlines.floorMs, deadlines.floorMs, nowMs) : 0;
}

/**
 * Returns the milliseconds left of the pause after a failure. Unanswered attempts of a rotating client follow the
 * hourly limit instead. A failure after them that left the token alone has its pause, too: without it, a busy provider
 * would be asked again at once.
 */
function pauseLeft(state: ConnectionState, { nowMs }: PauseContext): number {
  const { client, connection, schedule } = state;
  const unsettled = unsettledAttempts(state);
  const longestMs = connection.status === "suspended" ? suspendedPauseMs : longestPauseMs;
  const pauseMs = schedule.failures > 0 ? leftOf(schedule.dueAtMs, longestMs, nowMs) : 0;
  if (!rotates(effectiveRotation(client)) || unsettled.length === 0) return pauseMs;
  const ofNow = unsettled.filter(({ baseGeneration }) => baseGeneration === connection.generation);
  const { failure } = connection.details;
  const leftTokenAlone = failure?.kind === "busy" || failure?.kind === "not_sent";
  return Math.max(limitLeft(ofNow, nowMs), leftTokenAlone ? pauseMs : 0);
}

/**
 * Returns the milliseconds until an unanswered token may be resent without `force`: at most six times an hour, as the
 * provider sees it, which a request may reach as late as its drain deadline.
 */
function limitLeft(attempts: readonly Attempt[], nowMs: InstantMs): number {
  const oldest = attempts.at(-presentationsPerHour);
  return oldest ? Math.min(hourMs, oldest.drainDeadlineMs + hourMs - nowMs) : 0;
}

function insertAttempt(
  state: ConnectionState,
  context: RefreshContext,
  refreshToken: Secret,
  unsettled: readonly Attempt[],
): Transition<Decision> {
  const { connection, client } = state;
  const { nowMs, deadlines } = context;
  const { drainMs } = attemptTimes(deadlines, effectiveRotation(client), client.overlapSeconds);
  const attempt: Attempt = {
    id: context.attemptId,
    connectionId: connection.id,
    tokenFamilyId: connection.tokenFamilyId,
    baseGeneration: connection.generation,
    audience: context.audience,
    scope: connection.scope,
    clientVersion: connection.clientVersion,
    createdAtMs: nowMs,
    drainDeadlineMs: nowMs + drainMs,
    phase: "open",
    fingerprint: context.fingerprint(refreshToken),
    httpStatus: null,
    rawAnswer: null,
    closedAtMs: null,
  };
  // Only one attempt may be open: an earlier one keeps its right to write, not its right to send.
  const displaced = [
    ...unsettled,
    ...state.attempts.filter((row) => row.tokenFamilyId !== connection.tokenFamilyId),
  ]
    .filter((row) => row.phase === "open")
    .map((row): Attempt => ({ ...row, phase: context.deadOwners.has(row.id) ? "abandoned" : "superseded" }));
  return {
    change: { attempts: [...displaced, attempt] },
    result: sending(attempt, state, refreshToken, context),
  };
}

/** Makes the decision to send an attempt. */
function sending(
  attempt: Attempt,
  { client, connection }: ConnectionState,
  refreshToken: Secret,
  { deadlines }: RefreshContext,
): Decision {
  const rotation = effectiveRotation(client);
  const { httpMs } = attemptTimes(deadlines, rotation, client.overlapSeconds);
  const resource = connection.details.requested?.resource ?? "";
  return { kind: "send", attempt, refreshToken, resource, httpMs, rotation };
}

/**
 * Marks an access token that the API rejected with 401, as a caller reports. A report counts once, and only for the
 * current token if it is older than the floor (another refresh would not help a newer one). Afterwards no process hands
 * the token out, and the next call or a worker refreshes.
 */
export function rejectToken(
  state: ConnectionState,
  report: {
    readonly audience: string;
    readonly fingerprint: string;
    readonly nowMs: InstantMs;
    readonly floorMs: number;
  },
): Transition<boolean> {
  const token = state.accessTokens.find((row) => row.audience === report.audience);
  if (!token || token.fingerprint !== report.fingerprint || token.rejectedAtMs !== null)
    return nothing(false);
  if (report.nowMs - token.receivedAtMs < report.floorMs) return nothing(false);
  // Due at once, for a worker. After a failure the schedule has the end of the pause.
  const isDue = report.audience === "" && state.schedule.failures === 0;
  return {
    change: {
      accessToken: { ...token, rejectedAtMs: report.nowMs },
      ...(isDue && { schedule: { dueAtMs: report.nowMs, failures: 0 } }),
      event: { kind: "rejected_by_api", atMs: report.nowMs, detail: { generation: token.generation } },
    },
    result: true,
  };
}
