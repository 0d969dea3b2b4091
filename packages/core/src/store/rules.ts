import { InputError, StoreError } from "../errors.ts";
import type {
  AccessToken,
  Attempt,
  AttemptPhase,
  Client,
  Connection,
  InstantMs,
  Schedule,
  Session,
} from "../model.ts";
import type { Change, ConnectionState, CurrentToken, StoreEvent } from "./store.ts";

/** Number of past generations whose attempts are kept, so that a late response of a sibling is recognised. */
export const keptGenerations = 50;

/** Number of latest attempts whose refresh tokens count as presented. */
export const presentedLimit = 100;

/** Phases after which an attempt may still matter to a decision. */
const unsettledPhases: readonly AttemptPhase[] = ["open", "superseded", "ambiguous", "abandoned"];

/** Whether an attempt belongs to a {@link ConnectionState}: it is unsettled or keeps a response. */
export function isUnsettledOrKept({ phase, rawAnswer }: Attempt): boolean {
  return unsettledPhases.includes(phase) || rawAnswer !== null;
}

type Rows = Pick<ConnectionState, "connection" | "accessTokens" | "attempts" | "schedule">;

/** Applies a change to a connection's rows. */
export function applyChange(before: Rows, change: Change): Rows {
  const { accessToken } = change;
  return {
    connection: { ...before.connection, ...change.connection },
    accessTokens:
      accessToken === undefined
        ? before.accessTokens
        : [...before.accessTokens.filter((one) => one.audience !== accessToken.audience), accessToken],
    attempts: mergeAttempts(before.attempts, change.attempts ?? []),
    schedule: change.schedule ?? before.schedule,
  };
}

/** Returns the state of a connection after a change. */
export function stateAfter(before: ConnectionState, change: Change): ConnectionState {
  const { attempts, ...after } = applyChange(before, change);
  return {
    ...after,
    attempts: attempts.filter(isUnsettledOrKept),
    client: { ...before.client, ...change.client },
    get presented() {
      return before.presented;
    },
  };
}

/** Merges attempts by id, the second list over the first, and sorts them by creation. */
export function mergeAttempts(before: readonly Attempt[], attempts: readonly Attempt[]): readonly Attempt[] {
  const byId = new Map(before.map((attempt) => [attempt.id, attempt]));
  for (const attempt of attempts) byId.set(attempt.id, attempt);
  return [...byId.values()].sort((one, other) => one.createdAtMs - other.createdAtMs);
}

/** Whether two versions of a client have the same issuer, endpoints and client id. */
export function hasSameBinding(one: Client, other: Client): boolean {
  return (
    one.issuer === other.issuer &&
    one.clientId === other.clientId &&
    one.endpoints.authorization === other.endpoints.authorization &&
    one.endpoints.token === other.endpoints.token &&
    one.endpoints.revocation === other.endpoints.revocation &&
    one.endpoints.introspection === other.endpoints.introspection &&
    one.endpoints.userinfo === other.endpoints.userinfo &&
    one.endpoints.jwks === other.endpoints.jwks
  );
}

/** Whether a connection may lack a refresh token. */
export function mayLackToken(connection: Pick<Connection, "grant" | "status">): boolean {
  return (
    connection.grant !== "refresh_token" ||
    connection.status === "needs_login" ||
    connection.status === "revoked" ||
    connection.status === "released"
  );
}

/** Whether no attempt may have spent a connection's refresh token, so that another program may still use it. */
export function isUnspent({ attempts }: Pick<ConnectionState, "attempts">): boolean {
  return !attempts.some(({ phase }) => unsettledPhases.includes(phase));
}

/** Whether the store remembers the refresh tokens of a connection. */
export const remembersTokens = ({ owner }: Pick<Connection, "owner">): boolean => owner.kind !== "session";

/**
 * Whether the history of a connection is recorded. That of a web session is not: a web app may have a million of them, and
 * nothing shows it.
 */
export const hasHistory = ({ owner }: Pick<Connection, "owner">): boolean => owner.kind !== "session";

/** Numbers of a connection's newest events that are kept: of its refreshes, and of all others. */
export const keptRefreshes = 50;
export const keptEvents = 1_000;

/** Kinds of events that are read later, so that they are kept for ever. */
const lastingKinds: readonly string[] = ["connected", "returned"];

/**
 * Whether a change shortens the history: at the beginning of an attempt, of which nothing is lost yet, and only after so many
 * refreshes that it costs none of them anything that can be measured.
 */
export const isShortening = ({ generation }: Connection, { attempts = [] }: Change): boolean =>
  generation > 0 && generation % keptRefreshes === 0 && attempts.some(({ phase }) => phase === "open");

/** Returns the events of a connection that are kept when its history is shortened. */
export function keptHistory(events: readonly StoreEvent[]): readonly StoreEvent[] {
  const isRefresh = ({ kind }: StoreEvent): boolean => kind === "refreshed";
  const isLasting = ({ kind }: StoreEvent): boolean => lastingKinds.includes(kind);
  const kept = new Set([
    ...events.filter(isRefresh).slice(-keptRefreshes),
    ...events.filter((event) => !isRefresh(event) && !isLasting(event)).slice(-keptEvents),
  ]);
  return events.filter((event) => isLasting(event) || kept.has(event));
}

/** Longest time in milliseconds until a queued connection has a turn: its settings may have changed meanwhile. */
const longestTurnMs = 24 * 3_600_000;

/**
 * Whether workers refresh a connection: it has a name and a refresh token, and no user must act first. A session is
 * extended by its user's requests only, and a login that is not verified by the process that made it.
 */
export const isQueued = ({ owner, refreshToken, status }: Connection): boolean =>
  owner.kind === "named" &&
  refreshToken !== null &&
  (status === "ok" || status === "unsettled" || status === "suspended");

/** Returns the instant of a connection's next turn in the queue; `null` if it is not queued. */
export const turnOf = (connection: Connection, { dueAtMs }: Schedule, nowMs: InstantMs): InstantMs | null =>
  isQueued(connection) ? Math.min(dueAtMs, nowMs + longestTurnMs) : null;

/** Throws `store_conflict` unless a new session owns the connection that is stored with it. */
export function refuseOtherOwner({ owner }: Connection, session: Session): void {
  if (owner.kind !== "session" || owner.id !== session.id)
    throw new StoreError("store_conflict", { rule: "session_owns_connection" });
}

/** Throws the refusal of an imported refresh token; `name` is that of the connection that has it, if it is known. */
export function refuseKept(name: string | null): never {
  throw name === null ? new InputError("token_sent") : new InputError("token_kept", { name });
}

/**
 * Whether an attempt can be forgotten: it is old, keeps no response, and either is settled, or its sender has closed it
 * and its drain period is over, so that the network can deliver nothing of it.
 */
export function isForgettable(attempt: Attempt, generation: number, nowMs: number): boolean {
  if (attempt.rawAnswer !== null || attempt.baseGeneration >= generation - keptGenerations) return false;
  if (!unsettledPhases.includes(attempt.phase)) return true;
  return attempt.phase !== "open" && attempt.closedAtMs !== null && attempt.drainDeadlineMs < nowMs;
}

/** Converts an access token and its connection to a {@link CurrentToken}. */
export function currentTokenOf(
  { connection, schedule }: Pick<ConnectionState, "connection" | "schedule">,
  token: AccessToken,
): CurrentToken {
  const { instanceUrl } = connection.details;
  const { idToken } = token;
  return {
    connectionId: connection.id,
    accessToken: token.token.expose(),
    tokenType: token.tokenType,
    expiresAtMs: token.expiresAtMs,
    expiresAtSource: token.expiresSource,
    dueAtMs: schedule.dueAtMs,
    scope: token.scope,
    instanceUrl,
    idToken: idToken === null ? undefined : () => idToken.expose(),
  };
}
