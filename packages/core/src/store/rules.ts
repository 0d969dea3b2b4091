import type { AccessToken, Attempt, AttemptPhase, Client, Connection } from "../model.ts";
import type { Change, ConnectionState, CurrentToken } from "./store.ts";

/** Attempts of so many generations back are kept, so that a late sibling's answer is recognised. */
export const keptGenerations = 50;

/** So many presentations of refresh tokens are looked at. */
export const presentedLimit = 100;

/** Phases after which an attempt may still matter to a decision. */
const unsettledPhases: readonly AttemptPhase[] = ["open", "superseded", "ambiguous", "abandoned"];

/** Whether an attempt is among those that a family is read with. */
export function isUnsettledOrKept({ phase, rawAnswer }: Attempt): boolean {
  return unsettledPhases.includes(phase) || rawAnswer !== null;
}

type Rows = Pick<ConnectionState, "connection" | "accessTokens" | "attempts" | "schedule">;

/** What a change makes of a connection's rows. */
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

/** A family as it is read after a change. */
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

/** Attempts, those of the same id replaced, in their order of time. */
export function mergeAttempts(before: readonly Attempt[], attempts: readonly Attempt[]): readonly Attempt[] {
  const byId = new Map(before.map((attempt) => [attempt.id, attempt]));
  for (const attempt of attempts) byId.set(attempt.id, attempt);
  return [...byId.values()].sort((one, other) => one.createdAtMs - other.createdAtMs);
}

/** Whether two settings of a client send its tokens to the same place under the same name. */
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

/** Whether a connection may stand without a refresh token. */
export function mayLackToken(connection: Pick<Connection, "grant" | "status">): boolean {
  return (
    connection.grant !== "refresh_token" ||
    connection.status === "needs_login" ||
    connection.status === "revoked" ||
    connection.status === "released"
  );
}

/**
 * Whether an attempt can be forgotten: it is old, keeps no answer, and either is settled, or was closed by its
 * sender and has drained, so that nothing of it can arrive any more.
 */
export function isForgettable(attempt: Attempt, generation: number, nowMs: number): boolean {
  if (attempt.rawAnswer !== null || attempt.baseGeneration >= generation - keptGenerations) return false;
  if (!unsettledPhases.includes(attempt.phase)) return true;
  return attempt.phase !== "open" && attempt.closedAtMs !== null && attempt.drainDeadlineMs < nowMs;
}

/** Converts an access token that was read with its connection into the short form. */
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
    ...(instanceUrl !== undefined && { instanceUrl }),
    ...(idToken && { idToken: () => idToken.expose() }),
  };
}
