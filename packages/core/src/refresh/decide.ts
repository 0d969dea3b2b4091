import {
  InputError,
  LoginNeededError,
  ProviderError,
  RetryLaterError,
  type TokenwellError,
} from "../errors.ts";
import type { AccessToken, Attempt, Connection, InstantMs, Rotation } from "../model.ts";
import { providerOf } from "../providers/index.ts";
import { explanationOf } from "../providers/refusal.ts";
import { effectiveRotation, rotates } from "../rotation.ts";
import { Secret } from "../secret.ts";
import type { Change, ConnectionState, Transition } from "../store/store.ts";
import type { MessageParams } from "../text/say.ts";
import { readRefreshToken } from "./outcome.ts";
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

/**
 * The decision before a refresh: a pure function of what the store holds (transaction 1 of the protocol).
 * What is written after an answer is decided in `settle.ts`. Nothing else changes a status.
 */

/** What a caller wants, and what the process knows besides the store. */
export interface RefreshContext {
  readonly attemptId: string;
  readonly node: string;
  readonly audience: string;
  /** The access token must live at least so long. */
  readonly minTtlMs: number;
  /** Refresh though the token is fine: skips the fast path, the floor and the back-off. */
  readonly force: boolean;
  /** Attempts whose owner is known to be gone: nobody holds their lock. */
  readonly deadOwners: ReadonlySet<string>;
  /** Whether the provider can be asked if a refresh token lives, and was not asked yet. Default: no. */
  readonly canIntrospect?: boolean;
  readonly fingerprint: (secret: Secret) => string;
  readonly nowMs: InstantMs;
  readonly deadlines: Deadlines;
}

/** What is to be done. */
export type Decision =
  | { readonly kind: "fresh"; readonly token: AccessToken }
  | {
      readonly kind: "send";
      readonly attempt: Attempt;
      readonly refreshToken: Secret;
      readonly httpMs: number;
      readonly rotation: Rotation;
    }
  /** An earlier attempt stands in the way; `drain`: nobody works on it any more, only time helps. */
  | {
      readonly kind: "wait";
      readonly why: "other" | "drain";
      readonly attempt: Attempt;
      readonly untilMs: InstantMs;
    }
  /** The token may be spent, and the provider can tell: to ask harms nothing, to send a spent one ends the family. */
  | { readonly kind: "ask"; readonly refreshToken: Secret }
  /** The answer of an earlier attempt was taken over; decide anew. */
  | { readonly kind: "adopted" }
  | { readonly kind: "refuse"; readonly error: TokenwellError };

/** The access token of an audience, while it may be handed out at all. */
export function liveToken(
  state: ConnectionState,
  audience: string,
  nowMs: InstantMs,
): AccessToken | undefined {
  const token = state.accessTokens.find((row) => row.audience === audience);
  return token && token.rejectedAtMs === null && token.expiresAtMs > nowMs ? token : undefined;
}

/** Decides what a caller's wish for an access token leads to. */
export function decide(state: ConnectionState, context: RefreshContext): Transition<Decision> {
  if (state.connection.status === "needs_login") return rescue(state, context);
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
  const obstacle = findObstacle(unsettled, rotation, state, context);
  if (obstacle?.why === "drain" && token && !context.force) return nothing({ kind: "fresh", token });
  if (obstacle) return nothing(obstacle);
  const better = betterThanResend(state, context, unsettled, token);
  return better ?? insertAttempt(state, context, refreshToken, unsettled);
}

/** A token that may be spent is sent again only when nothing better is left: no kept answer, no live access token. */
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
  return mayBeSpent && context.canIntrospect === true ? nothing({ kind: "ask", refreshToken }) : null;
}

/**
 * The generation of the oldest kept answer that is better than sending the present token again. Within the overlap
 * that is safe, and after it the token of an earlier generation is worth as much only if such tokens keep working, or
 * if nothing was used on since.
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

/** A kept answer of this family may hold the live token: it is looked at before anybody is sent to log in. */
function rescue(state: ConnectionState, context: RefreshContext): Transition<Decision> {
  const change = adoptSibling(state, context);
  return change
    ? { change, result: { kind: "adopted" } }
    : nothing({ kind: "refuse", error: needsLogin(state) });
}

const nothing = <T>(result: T): Transition<T> => ({ change: null, result });

function isEnough(token: AccessToken, state: ConnectionState, context: RefreshContext): boolean {
  return token.expiresAtMs - context.nowMs >= context.minTtlMs && context.nowMs < state.schedule.dueAtMs;
}

/** The floor between refreshes, and the pause after failures. While an access token lives, neither fails a caller. */
function holdBack(
  state: ConnectionState,
  context: RefreshContext,
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

/** Of the floor between refreshes; it holds back from a token that lives, or that the API refused. */
function floorLeft(state: ConnectionState, context: RefreshContext): number {
  const { audience, deadlines, nowMs } = context;
  const last = state.accessTokens.find((row) => row.audience === audience);
  const counts = last && (last.rejectedAtMs !== null || last.expiresAtMs > nowMs);
  return counts ? leftOf(last.receivedAtMs + deadlines.floorMs, deadlines.floorMs, nowMs) : 0;
}

/** Of the pause after a failure; a rotating client's unanswered attempt has its own, longer one: drain. */
function pauseLeft(state: ConnectionState, { nowMs }: RefreshContext): number {
  const { client, connection, schedule } = state;
  const unsettled = unsettledAttempts(state);
  if (rotates(effectiveRotation(client)) && unsettled.length > 0)
    return limitLeft(
      unsettled.filter(({ baseGeneration }) => baseGeneration === connection.generation),
      nowMs,
    );
  const longestMs = connection.status === "suspended" ? suspendedPauseMs : longestPauseMs;
  return schedule.failures > 0 ? leftOf(schedule.dueAtMs, longestMs, nowMs) : 0;
}

/** Until a token that was sent with these attempts, and never answered, may be sent again without somebody insisting. */
function limitLeft(attempts: readonly Attempt[], nowMs: InstantMs): number {
  const oldest = attempts.at(-presentationsPerHour);
  return oldest ? Math.min(hourMs, oldest.createdAtMs + hourMs - nowMs) : 0;
}

/** What a caller is told while a failed refresh is waited out. */
export function failureError(state: ConnectionState, seconds: number): TokenwellError {
  const { failure } = state.connection.details;
  const name = nameOf(state.connection);
  if (state.connection.status === "suspended") return suspended(state);
  const host = new URL(state.client.endpoints.token).host;
  const facts = {
    name,
    host,
    provider: labelOf(state),
    reason: failure?.reason ?? "timeout",
    status: failure?.httpStatus ?? 0,
  };
  const codes = {
    not_sent: "refresh_not_sent",
    busy: "refresh_rejected",
    unanswered: "refresh_unanswered",
  } as const;
  return new RetryLaterError(codes[failure?.kind ?? "unanswered"], seconds, facts);
}

/** Why nothing is handed out of a connection that is over, or locked away; `null`: it is neither. */
export function refuseByStatus(state: ConnectionState): TokenwellError | null {
  const { connection } = state;
  const facts = { kind: state.client.provider, name: nameOf(connection), provider: labelOf(state) };
  switch (connection.status) {
    case "quarantined":
      return new LoginNeededError("quarantined", facts);
    case "revoking":
    case "revoked":
      return new InputError("revoked", facts);
    case "released":
      return new LoginNeededError("released", { ...facts, lastMs: connection.statusSinceMs });
    default:
      return null;
  }
}

/** Why only a login helps, as the last outcome says. */
export function needsLogin(state: ConnectionState): TokenwellError {
  const { connection } = state;
  const why = connection.statusReason ?? "provider_revoked";
  return new LoginNeededError("needs_login", {
    kind: state.client.provider,
    name: nameOf(connection),
    provider: labelOf(state),
    said: connection.details.providerError ?? "invalid_grant",
    reason: why,
    lastMs:
      (why === "rotation_lost" ? connection.details.lostAtMs : connection.refreshedAtMs) ??
      connection.statusSinceMs,
  });
}

function suspended(state: ConnectionState): TokenwellError {
  return new ProviderError("suspended", refusalFacts(state, state.connection.details.providerError ?? ""));
}

/** The client is at fault; no connection was touched. */
export function clientRefused(state: ConnectionState): TokenwellError {
  return new ProviderError("client_refused", refusalFacts(state, state.client.breakerReason ?? ""));
}

/** What the provider said, and what is known to mend it. */
function refusalFacts(state: ConnectionState, said: string): MessageParams {
  const [error = "", ...description] = said.split(": ");
  const refused = { error, description: description.join(": "), status: null };
  return {
    ...explanationOf(providerOf(state.client.provider), refused),
    name: nameOf(state.connection),
    provider: labelOf(state),
    said,
  };
}

/** The provider, as sentences name it. */
export const labelOf = ({ client }: ConnectionState): string =>
  providerOf(client.provider).displayName(client.issuer);

/** The connection, as sentences name it: by its id where nobody gave it a name. */
export const nameOf = ({ details, id, name }: Connection): string => name ?? details.replaces ?? id;

/** Attempts of this family that may have spent its token, and nobody knows: oldest first. */
export function unsettledAttempts(state: ConnectionState): readonly Attempt[] {
  return state.attempts.filter(
    (row) =>
      row.tokenFamilyId === state.connection.tokenFamilyId &&
      // An answer is worth something only if a token can be read in it.
      (row.rawAnswer === null || readRefreshToken(row.rawAnswer.expose()) === null) &&
      ["open", "superseded", "ambiguous", "abandoned"].includes(row.phase),
  );
}

/** Which earlier attempt forbids another one now, and until when. */
function findObstacle(
  unsettled: readonly Attempt[],
  rotation: Rotation,
  state: ConnectionState,
  context: RefreshContext,
): (Decision & { kind: "wait" }) | null {
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

/** When an earlier attempt no longer forbids another; for ever while its owner of a rotating token lives. */
function clearAtMs(row: Attempt, rotation: Rotation, context: RefreshContext): number {
  const silent = isOwnerGone(row, context.deadOwners);
  if (!rotates(rotation)) return silent ? 0 : row.createdAtMs + context.deadlines.supersedeMs;
  return silent ? row.drainDeadlineMs : Number.POSITIVE_INFINITY;
}

/**
 * With an overlap the token of the present generation may be sent again before drain, once at a time, if the
 * request must reach the provider while the overlap that an earlier one may have begun still lasts. A sender that
 * lives has its time first: it is most likely about to finish. `null`: not at all.
 */
function resendInOverlapAtMs(
  unsettled: readonly Attempt[],
  state: ConnectionState,
  context: RefreshContext,
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

/**
 * Takes over the token of a kept answer, if it is one that this family has neither now nor had before. `oldest`: the
 * generation from which on kept answers count; default: all.
 */
export function adoptSibling(
  state: ConnectionState,
  context: Pick<RefreshContext, "fingerprint" | "nowMs">,
  oldest = 0,
): Change | null {
  const { connection } = state;
  const lost = unsettledAttempts(state).find((row) => row.baseGeneration === connection.generation);
  for (const row of state.attempts) {
    if (
      row.rawAnswer === null ||
      row.tokenFamilyId !== connection.tokenFamilyId ||
      row.baseGeneration < oldest
    )
      continue;
    const kept = readRefreshToken(row.rawAnswer.expose());
    const token = kept === null ? null : Secret.of(kept);
    if (!token || isKnown(token, state, context.fingerprint)) continue;
    return {
      connection: {
        generation: connection.generation + 1,
        refreshToken: token,
        status: "ok",
        statusReason: null,
        statusSinceMs: context.nowMs,
        // What it is adopted in place of may have been the live one: the reason, should this one be dead.
        ...(lost && { details: { ...connection.details, lostAtMs: lost.createdAtMs } }),
      },
      attempts: [
        { ...row, rawAnswer: null, phase: "committed", closedAtMs: row.closedAtMs ?? context.nowMs },
      ],
      event: {
        kind: "sibling_adopted",
        atMs: context.nowMs,
        detail: { generation: connection.generation + 1 },
      },
    };
  }
  return null;
}

/** Whether a refresh token is the present one or was presented before. */
export function isKnown(
  token: Secret,
  state: ConnectionState,
  fingerprint: (secret: Secret) => string,
): boolean {
  const own = state.connection.refreshToken;
  const print = fingerprint(token);
  return (own !== null && fingerprint(own) === print) || state.presented.includes(print);
}

function insertAttempt(
  state: ConnectionState,
  context: RefreshContext,
  refreshToken: Secret,
  unsettled: readonly Attempt[],
): Transition<Decision> {
  const { connection, client } = state;
  const { nowMs, deadlines } = context;
  const rotation = effectiveRotation(client);
  const { httpMs, drainMs } = attemptTimes(deadlines, rotation, client.overlapSeconds);
  const attempt: Attempt = {
    id: context.attemptId,
    connectionId: connection.id,
    tokenFamilyId: connection.tokenFamilyId,
    baseGeneration: connection.generation,
    audience: context.audience,
    scope: connection.scope,
    clientVersion: connection.clientVersion,
    node: context.node,
    createdAtMs: nowMs,
    sendDeadlineMs: nowMs + deadlines.sendMs,
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
    result: { kind: "send", attempt, refreshToken, httpMs, rotation },
  };
}

/**
 * A caller says that the API answered 401 to this access token. It counts once, and only if it is the current one
 * and older than the floor (a refresh does not cure what it has just made): from then on no process hands it out,
 * and the next call refreshes.
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
  return {
    change: {
      accessToken: { ...token, rejectedAtMs: report.nowMs },
      event: { kind: "rejected_by_api", atMs: report.nowMs, detail: { generation: token.generation } },
    },
    result: true,
  };
}
