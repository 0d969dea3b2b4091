import type {
  AccessToken,
  Attempt,
  Client,
  ClientAuthentication,
  Connection,
  ConnectionDetails,
  Rotation,
} from "../model.ts";
import { effectiveRotation, rotates } from "../rotation.ts";
import type { Secret } from "../secret.ts";
import type { Change, ConnectionState, Transition } from "../store/store.ts";
import { adoptSibling, isKnown, unsettledAttempts } from "./kept-answers.ts";
import type { AnsweredAccess, Outcome } from "./outcome.ts";
import { attemptTimes, backoffMs, breakerMs, type Deadlines, dueAt, suspendedPauseMs } from "./schedule.ts";

/** Result of an attempt, with the inputs of the decision that are not in the store. */
export interface AttemptObservation {
  readonly attempt: Attempt;
  readonly outcome: Outcome;
  /** Response body; stored sealed if its tokens cannot be committed. */
  readonly rawAnswer: Secret | null;
  readonly httpStatus: number | null;
  /** The client's next authentication, if the request was repeated with it after the present one was refused. */
  readonly nextAuthentication: ClientAuthentication | null;
  readonly fingerprint: (secret: Secret) => string;
  readonly nowMs: number;
  /** Random number in [0, 1). */
  readonly jitter: number;
  readonly deadlines: Deadlines;
}

/**
 * Effect of a completed attempt on its connection.
 *
 * `committed`: the response is stored. `withheld`: it is stored without its access token. `failed`: the refresh failed.
 * `stale`: the connection has changed, or a kept response may help, so the caller must decide again.
 */
export type AttemptStatus = "committed" | "withheld" | "failed" | "stale";

/**
 * Decides what a response changes: a pure function of the stored state (transaction 2 of the protocol). Only a response
 * to the current generation replaces the tokens; a late one is kept if its refresh token is new.
 */
export function completeAttempt(
  state: ConnectionState,
  observed: AttemptObservation,
): Transition<AttemptStatus> {
  const transition = applyOutcome(state, observed);
  return acceptedKinds.has(observed.outcome.kind)
    ? withAuthentication(state, observed, transition)
    : transition;
}

/** Outcomes that prove that the provider accepted the client. */
const acceptedKinds: ReadonlySet<Outcome["kind"]> = new Set(["success", "dead", "suspended", "interaction"]);

/** Makes the client's next authentication the current one if the provider has just accepted it. */
function withAuthentication(
  { client }: ConnectionState,
  { nextAuthentication: accepted, fingerprint }: AttemptObservation,
  transition: Transition<AttemptStatus>,
): Transition<AttemptStatus> {
  if (accepted === null) return transition;
  const { nextAuthentication: waiting } = client;
  // The user may have set another one meanwhile.
  const isSame = waiting !== null && isSameAuthentication(waiting, accepted, fingerprint);
  const { change } = transition;
  return {
    ...transition,
    change: {
      ...change,
      client: {
        ...change?.client,
        authentication: accepted,
        nextAuthentication: isSame ? null : waiting,
        breakerUntilMs: null,
        breakerReason: null,
      },
    },
  };
}

function isSameAuthentication(
  one: ClientAuthentication,
  other: ClientAuthentication,
  fingerprint: (secret: Secret) => string,
): boolean {
  if (one.method !== other.method || one.secret === null || other.secret === null) return false;
  return fingerprint(one.secret) === fingerprint(other.secret);
}

function applyOutcome(state: ConnectionState, observed: AttemptObservation): Transition<AttemptStatus> {
  const { connection } = state;
  const { attempt, outcome } = observed;
  const current =
    connection.tokenFamilyId === attempt.tokenFamilyId && connection.generation === attempt.baseGeneration;
  switch (outcome.kind) {
    case "success":
      return current ? commit(state, observed, outcome) : keep(state, observed, outcome);
    case "not_sent":
      return fail(state, observed, { phase: "not_sent", failure: "not_sent", reason: outcome.reason });
    case "busy":
      return fail(state, observed, {
        phase: "rejected",
        failure: "busy",
        reason: "refused",
        pauseMs: outcome.retryAfterSeconds * 1000,
      });
    case "ambiguous":
      return fail(state, observed, { phase: "ambiguous", failure: "unanswered", reason: outcome.reason });
    case "unjudged":
      return keepUnjudged(observed);
    case "client":
      return clientAtFault(observed, outcome.said);
    case "suspended":
      return current ? suspend(state, observed, outcome.said) : stale(observed);
    case "interaction":
      return current
        ? endWith(observed, { status: "needs_login", statusReason: "interaction" }, state)
        : stale(observed);
    case "dead":
      return current ? declareDead(state, observed) : stale(observed);
  }
}

type Success = Outcome & { kind: "success" };

function commit(
  state: ConnectionState,
  observed: AttemptObservation,
  outcome: Success,
): Transition<AttemptStatus> {
  const { connection, client } = state;
  const { nowMs, attempt } = observed;
  const generation = connection.generation + 1;
  const accessToken = outcome.access ? toRow(state, observed, outcome.access) : null;
  const quarantined = outcome.distrust?.what === "subject";
  const { failure: _failure, lostAtMs: _lost, providerError: _said, ...details } = connection.details;
  const change: Change = {
    connection: {
      generation,
      ...(outcome.refreshToken && { refreshToken: outcome.refreshToken }),
      ...(accessToken && { scope: accessToken.scope }),
      // An imported connection has no subject until a response names it.
      ...(connection.subject === null && outcome.access?.subject && { subject: outcome.access.subject }),
      details: outcome.access ? detailsAfter(details, outcome.access) : details,
      ...statusAfterSuccess(connection, quarantined, nowMs),
      refreshCount: connection.refreshCount + 1,
      refreshedAtMs: nowMs,
    },
    client: {
      rotationSeen: rotationAfter(client, outcome.refreshToken !== null),
      breakerUntilMs: null,
      breakerReason: null,
    },
    ...(accessToken && { accessToken }),
    attempts: [close(observed, "committed")],
    schedule: {
      dueAtMs: accessToken ? nextDue(client, accessToken, observed) : nowMs + observed.deadlines.floorMs,
      failures: 0,
    },
    event: {
      kind: "refreshed",
      atMs: nowMs,
      detail: { generation, attempt: attempt.id, rotated: outcome.refreshToken ? 1 : 0 },
    },
  };
  return { change, result: accessToken ? "committed" : "withheld" };
}

function detailsAfter(
  { otherTokenType: _before, ...details }: ConnectionDetails,
  { instanceUrl, otherTokenType }: AnsweredAccess,
): ConnectionDetails {
  return {
    ...details,
    ...(instanceUrl !== null && { instanceUrl }),
    ...(otherTokenType !== null && { otherTokenType }),
  };
}

function statusAfterSuccess(
  connection: Connection,
  quarantined: boolean,
  nowMs: number,
): Partial<Connection> {
  // Keep `revoking`: the logout under way must revoke the newest token.
  if (connection.status === "revoking") return {};
  const status = quarantined ? "quarantined" : "ok";
  const statusReason = quarantined ? "other_subject" : null;
  return { status, statusReason, ...(status !== connection.status && { statusSinceMs: nowMs }) };
}

/** Returns the rotation that a response shows: `static` without a new token, else `strict` or a known milder one. */
function rotationAfter(client: Client, isNew: boolean): Rotation {
  if (!isNew) return "static";
  const known = client.rotationSeen;
  return known === "sliding" || known === "grace" ? known : "strict";
}

function toRow(state: ConnectionState, observed: AttemptObservation, access: AnsweredAccess): AccessToken {
  const { connection, client } = state;
  const { nowMs, deadlines, attempt } = observed;
  const fingerprint = observed.fingerprint(access.token);
  const before = state.accessTokens.find((row) => row.audience === attempt.audience);
  const same = before?.fingerprint === fingerprint;
  const row: AccessToken = {
    connectionId: connection.id,
    audience: attempt.audience,
    generation: connection.generation + 1,
    token: access.token,
    tokenType: access.tokenType,
    idToken: access.idToken ?? (same ? before.idToken : null),
    fingerprint,
    scope: access.scope,
    receivedAtMs: nowMs,
    // A token that the provider issues again stays rejected if the API has rejected it.
    rejectedAtMs: same ? before.rejectedAtMs : null,
    ...expiryOf(access.expiresInSeconds, client, nowMs, deadlines),
  };
  const unknownEnd = access.expiresInSeconds === null;
  // A clock that was ahead put the end too late.
  return same && unknownEnd && before.receivedAtMs <= nowMs
    ? { ...row, expiresAtMs: before.expiresAtMs, expiresSource: before.expiresSource }
    : row;
}

/** Returns the expiry of an access token and its source: the response, the user's setting, or the default. */
export function expiryOf(
  expiresInSeconds: number | null,
  client: Client,
  nowMs: number,
  deadlines: Deadlines,
): Pick<AccessToken, "expiresAtMs" | "expiresSource"> {
  if (expiresInSeconds !== null)
    return { expiresAtMs: nowMs + expiresInSeconds * 1000, expiresSource: "answer" };
  const set = client.lifetimes.accessSeconds;
  if (set !== undefined) return { expiresAtMs: nowMs + set * 1000, expiresSource: "setting" };
  return { expiresAtMs: nowMs + deadlines.assumedLifeMs, expiresSource: "assumed" };
}

function nextDue(client: Client, token: AccessToken, { deadlines, jitter }: AttemptObservation): number {
  const { drainMs } = attemptTimes(deadlines, effectiveRotation(client), client.overlapSeconds);
  return dueAt(token, drainMs, jitter);
}

/**
 * Closes an attempt whose response belongs to an earlier generation or token family. Keeps the response if its refresh
 * token is new: in the current token family it may be the live one.
 */
function keep(
  state: ConnectionState,
  observed: AttemptObservation,
  outcome: Success,
): Transition<AttemptStatus> {
  const sameFamily = state.connection.tokenFamilyId === observed.attempt.tokenFamilyId;
  const token = outcome.refreshToken;
  const worthKeeping = token !== null && !(sameFamily && isKnown(token, state, observed.fingerprint));
  const row = close(observed, "committed");
  // A token of another family is an orphan: never adopt it, and never revoke it, since that may end the new grant too.
  return {
    change: {
      attempts: [worthKeeping ? { ...row, phase: "superseded", rawAnswer: observed.rawAnswer } : row],
      event: { kind: sameFamily ? "sibling" : "orphan", atMs: observed.nowMs, detail: { attempt: row.id } },
    },
    result: "stale",
  };
}

/** Keeps a response that judging failed on. It may hold the live token, so the next refresh tries to adopt it first. */
function keepUnjudged(observed: AttemptObservation): Transition<AttemptStatus> {
  const row: Attempt = { ...close(observed, "superseded"), rawAnswer: observed.rawAnswer };
  const event = { kind: "unjudged", atMs: observed.nowMs, detail: { attempt: row.id } };
  return { change: { attempts: [row], event }, result: "stale" };
}

interface Fault {
  readonly phase: "not_sent" | "rejected" | "ambiguous";
  readonly failure: "not_sent" | "busy" | "unanswered";
  readonly reason: string;
  readonly pauseMs?: number;
}

function fail(state: ConnectionState, observed: AttemptObservation, fault: Fault): Transition<AttemptStatus> {
  const { connection, schedule } = state;
  const { nowMs, attempt, httpStatus, deadlines } = observed;
  const drainDeadlineMs =
    fault.phase === "ambiguous"
      ? Math.max(attempt.drainDeadlineMs, nowMs + deadlines.deliveryMs)
      : attempt.drainDeadlineMs;
  const row: Attempt = { ...close(observed, fault.phase), drainDeadlineMs };
  if (connection.tokenFamilyId !== attempt.tokenFamilyId || connection.generation !== attempt.baseGeneration)
    return { change: { attempts: [row] }, result: "stale" };
  const failures = schedule.failures + 1;
  const unsettled = fault.phase === "ambiguous" && connection.status === "ok";
  return {
    change: {
      connection: {
        details: {
          ...connection.details,
          failure: { kind: fault.failure, reason: fault.reason, httpStatus },
        },
        ...(unsettled && { status: "unsettled", statusReason: "no_answer", statusSinceMs: nowMs }),
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

/** Opens the breaker of a refused client. The provider checks the client before the token: no connection changes. */
function clientAtFault(observed: AttemptObservation, said: string): Transition<AttemptStatus> {
  const { nowMs } = observed;
  return {
    change: {
      client: { breakerUntilMs: nowMs + breakerMs, breakerReason: said },
      attempts: [close(observed, "rejected")],
      event: { kind: "client_refused", atMs: nowMs, detail: { said } },
    },
    result: "failed",
  };
}

/** Marks the connection `suspended` and keeps its token: the provider has stopped the account. Retries once a day. */
function suspend(
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
        details: { ...connection.details, providerError: said },
      },
      attempts: [close(observed, "rejected")],
      schedule: { failures: schedule.failures + 1, dueAtMs: observed.nowMs + suspendedPauseMs },
      event: { kind: "suspended", atMs: observed.nowMs, detail: { said } },
    },
    result: "failed",
  };
}

function declareDead(state: ConnectionState, observed: AttemptObservation): Transition<AttemptStatus> {
  const { attempt } = observed;
  const { details } = state.connection;
  const others = state.attempts.filter(({ id }) => id !== attempt.id);
  const adopted = adoptSibling({ ...state, attempts: others }, observed);
  if (adopted) {
    return {
      change: { ...adopted, attempts: [...(adopted.attempts ?? []), close(observed, "rejected")] },
      result: "stale",
    };
  }
  const lost = unsettledAttempts({ ...state, attempts: others }).find(
    (row) => row.baseGeneration === attempt.baseGeneration,
  );
  const lostAtMs = lost?.createdAtMs ?? details.lostAtMs;
  const isLost = lostAtMs !== undefined && rotates(effectiveRotation(state.client));
  const end = isLost
    ? { statusReason: "rotation_lost" as const, details: { lostAtMs } }
    : { statusReason: "provider_revoked" as const };
  return endWith(observed, { status: "needs_login", refreshToken: null, ...end }, state);
}

/**
 * Marks the connection `rotation_lost`: the provider says that the refresh token is inactive, so a lost response must
 * have replaced it. Adopts a kept response instead if there is one. Changes nothing if the connection has changed
 * since the question.
 */
export function rotationLost(
  state: ConnectionState,
  asked: Pick<AttemptObservation, "fingerprint" | "nowMs"> & { readonly generation: number },
): Transition<void> {
  const { connection } = state;
  const isSame = connection.generation === asked.generation;
  if (!isSame || (connection.status !== "ok" && connection.status !== "unsettled"))
    return { change: null, result: undefined };
  const adopted = adoptSibling(state, asked);
  if (adopted) return { change: adopted, result: undefined };
  const lost = unsettledAttempts(state).find((row) => row.baseGeneration === connection.generation);
  const said = "active: false";
  const details = { ...connection.details, providerError: said, ...(lost && { lostAtMs: lost.createdAtMs }) };
  return {
    change: {
      connection: {
        status: "needs_login",
        statusReason: "rotation_lost",
        statusSinceMs: asked.nowMs,
        refreshToken: null,
        details,
      },
      event: { kind: "needs_login", atMs: asked.nowMs, detail: { reason: "rotation_lost", said } },
    },
    result: undefined,
  };
}

function endWith(
  observed: AttemptObservation,
  end: Partial<Connection>,
  state: ConnectionState,
): Transition<AttemptStatus> {
  const { nowMs, outcome } = observed;
  const said = "said" in outcome ? outcome.said : "";
  return {
    change: {
      connection: {
        ...end,
        details: { ...state.connection.details, ...end.details, providerError: said },
        statusSinceMs: nowMs,
      },
      attempts: [close(observed, "rejected")],
      event: { kind: "needs_login", atMs: nowMs, detail: { reason: end.statusReason ?? "", said } },
    },
    result: "failed",
  };
}

function stale(observed: AttemptObservation): Transition<AttemptStatus> {
  return { change: { attempts: [close(observed, "rejected")] }, result: "stale" };
}

function close({ attempt, httpStatus, nowMs }: AttemptObservation, phase: Attempt["phase"]): Attempt {
  return { ...attempt, phase, httpStatus, closedAtMs: nowMs };
}
