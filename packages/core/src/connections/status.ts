import type { ConnectionStatus } from "../api.ts";
import { loginLifetimeOf } from "../diagnose/lives.ts";
import type { NeedsLoginCause } from "../diagnose/needs-login.ts";
import { LoginNeededError, RetryLaterError } from "../errors.ts";
import type { Client, Connection, Rotation } from "../model.ts";
import { providerOf } from "../providers/index.ts";
import { decide, liveToken, nameOf } from "../refresh/decide.ts";
import { defaultDeadlines } from "../refresh/schedule.ts";
import { effectiveRotation } from "../rotation.ts";
import type { ConnectionState, Store } from "../store/store.ts";
import { apiBaseOf } from "../tokenwell/fetch.ts";
import { explained } from "./explain.ts";

/** What else the store and its folder tell. */
export interface Known {
  readonly connections: readonly Connection[];
  readonly places: { readonly database: string; readonly key: string };
  /** Why it must log in, where it must. */
  readonly causes: readonly NeedsLoginCause[];
}

/** How a connection stands, told from the store alone. */
export function describeConnection(state: ConnectionState, known: Known, nowMs: number): ConnectionStatus {
  const { connection, client } = state;
  const { connections, places: paths, causes } = known;
  const token = state.accessTokens.find((row) => row.audience === "");
  const also = connections.filter((row) => row.clientId === client.id && row.id !== connection.id);
  return {
    name: nameOf(connection),
    provider: providerOf(client.provider).id,
    issuer: client.issuer,
    account: accountOf(connection, client),
    organisation: organisationOf(connection, client),
    status: connection.status,
    reason: connection.statusReason,
    statusSince: new Date(connection.statusSinceMs),
    scope: connection.scope,
    apiBase: apiBaseOf(connection, client),
    app: {
      clientId: client.clientId,
      authMethod: client.authMethod,
      also: also.flatMap((row) => (row.name === null ? [] : [row.name])),
    },
    access: token
      ? {
          expiresAt: new Date(token.expiresAtMs),
          expiresAtSource: token.expiresSource,
          rejected: token.rejectedAtMs !== null,
        }
      : null,
    refresh: {
      count: connection.refreshCount,
      last: connection.refreshedAtMs === null ? null : new Date(connection.refreshedAtMs),
      ...rotationOf(client),
      overlapSeconds: client.overlapSeconds,
    },
    lives: loginLifetimeOf(connection, client),
    logins: loginsOf(connection, client, connections),
    problem: problemOf(state, causes, nowMs),
    causes,
    stored: paths.database,
    key: paths.key,
  };
}

/** Who allowed it, in words. */
export function accountOf({ details, subject }: Connection, client: Client): string {
  return details.account ?? (subject === null ? "?" : providerOf(client.provider).nameOfSubject(subject));
}

function organisationOf({ subject }: Connection, client: Client): string | null {
  return subject === null ? null : providerOf(client.provider).organisationOf(subject);
}

/** How many of the logins that a provider keeps for a user and an app are taken by connections of this store. */
function loginsOf(
  connection: Connection,
  client: Client,
  connections: readonly Connection[],
): ConnectionStatus["logins"] {
  const { maxRefreshTokensPerUser: maxRefreshTokens } = providerOf(client.provider);
  if (maxRefreshTokens === null || connection.subject === null) return null;
  const own = connections.filter(
    (row) =>
      row.clientId === connection.clientId &&
      row.subject === connection.subject &&
      row.status !== "needs_login" &&
      row.status !== "revoked",
  );
  return { count: own.length, most: maxRefreshTokens };
}

function rotationOf(client: Client): {
  rotation: Rotation;
  rotationSource: "measured" | "setting" | "assumed";
} {
  const rotation = effectiveRotation(client);
  if (client.rotationSet !== null) return { rotation, rotationSource: "setting" };
  return { rotation, rotationSource: client.rotationSeen === null ? "assumed" : "measured" };
}

/** What the next `token()` would meet, without doing anything. */
function problemOf(state: ConnectionState, causes: readonly NeedsLoginCause[], nowMs: number): Error | null {
  const decision = decide(state, {
    attemptId: "",
    node: "",
    audience: "",
    minTtlMs: 0,
    force: false,
    deadOwners: new Set(),
    fingerprint: () => "",
    nowMs,
    deadlines: defaultDeadlines,
  }).result;
  if (decision.kind !== "refuse") return null;
  if (decision.error instanceof LoginNeededError) return explained(decision.error, causes);
  // While an access token lives, a pause between tries is nobody's problem.
  const isPassing = decision.error instanceof RetryLaterError && liveToken(state, "", nowMs) !== undefined;
  return isPassing ? null : decision.error;
}

/** Every connection with a name, in order. */
export async function namedStates(
  store: Store,
  names: readonly string[],
): Promise<readonly ConnectionState[]> {
  const states = await Promise.all(names.map((name) => store.family({ name })));
  return states.filter((state) => state !== undefined);
}
