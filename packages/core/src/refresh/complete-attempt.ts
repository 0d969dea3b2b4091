import type {
  AccessToken,
  Attempt,
  Client,
  ClientAuthentication,
  Connection,
  ConnectionDetails,
  Rotation,
} from "../model.ts";
import { effectiveRotation } from "../rotation.ts";
import type { Secret } from "../secret.ts";
import type { Change, ConnectionState, Transition } from "../store/store.ts";
import { type AttemptObservation, type AttemptStatus, close } from "./attempt-observation.ts";
import {
  clientAtFault,
  declareDead,
  endWith,
  fail,
  isCurrent,
  refuse,
  stale,
  suspend,
} from "./failed-attempt.ts";
import { isKnown } from "./kept-answers.ts";
import type { AnsweredAccess, Outcome } from "./outcome.ts";
import { attemptTimes, type Deadlines, dueAt } from "./schedule.ts";

/**
 * Decides what a response changes: a pure function of the stored state (transaction 2 of the protocol). Only a response
 * to the current generation replaces the tokens; a late one is kept if its refresh token is new. Changes nothing if an
 * earlier try has stored it, of whose commit no answer came.
 */
export function completeAttempt(
  state: ConnectionState,
  observed: AttemptObservation,
): Transition<AttemptStatus> {
  if (isStored(state, observed)) return { change: null, result: "stale" };
  const transition = applyOutcome(state, observed);
  return acceptedKinds.has(observed.outcome.kind)
    ? withAuthentication(state, observed, transition)
    : transition;
}

/** Whether the response is stored. One that a recovery has only kept may still be committed. */
function isStored(state: ConnectionState, { attempt, outcome }: AttemptObservation): boolean {
  const own = state.attempts.find(({ id }) => id === attempt.id);
  if (own === undefined || own.closedAtMs === null) return false;
  return own.rawAnswer === null || outcome.kind !== "success" || !isCurrent(state, attempt);
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
  const { outcome } = observed;
  const current = isCurrent(state, observed.attempt);
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
    case "unexplained":
      return refuse(state, observed, outcome);
    case "client":
      return clientAtFault(state, observed, outcome.said);
    case "suspended":
      return current ? suspend(state, observed, outcome.said) : stale(observed);
    case "interaction":
      return current ? endWith(observed, { statusReason: "interaction" }, state) : stale(observed);
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
  const {
    failure: _,
    lostAtMs: _lost,
    adoptedAtMs: _adopted,
    providerError: _said,
    unexplained: _refused,
    ...details
  } = connection.details;
  const change: Change = {
    connection: {
      generation,
      ...(outcome.refreshToken && { refreshToken: outcome.refreshToken }),
      ...(accessToken && { scope: accessToken.scope }),
      // An imported connection has no subject until a response names it.
      ...(connection.subject === null && outcome.access?.subject && { subject: outcome.access.subject }),
      details: {
        ...(outcome.access ? detailsAfter(details, outcome.access) : details),
        ...lossBefore(connection),
      },
      ...statusAfterSuccess(connection, quarantined, nowMs),
      refreshCount: connection.refreshCount + 1,
      refreshedAtMs: nowMs,
    },
    client: {
      rotationSeen: rotationAfter(client, outcome.refreshToken !== null),
      ...behaviourAfter(client, observed),
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

/** Keeps the time of a loss that this response is too late for: the refusal in between may have ended the token family. */
const lossBefore = ({
  details,
  statusReason,
  statusSinceMs,
}: Connection): Pick<ConnectionDetails, "lostAtMs"> =>
  statusReason === "rotation_lost" ? { lostAtMs: details.lostAtMs ?? statusSinceMs } : {};

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

/** Remembers whether the provider demands a scope in each refresh, if the request shows something new. */
const behaviourAfter = (
  { behaviour }: Client,
  { namesScope }: AttemptObservation,
): Partial<Pick<Client, "behaviour">> =>
  namesScope === (behaviour.demandsScope === true)
    ? {}
    : { behaviour: { ...behaviour, demandsScope: namesScope } };

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
  return dueAt(token, drainMs, jitter, client.lifetimes.idleSeconds);
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
