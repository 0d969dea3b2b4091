import { RetryLaterError } from "../errors.ts";
import type { Client, Connection, Rotation } from "../model.ts";
import { decide, effectiveRotation, liveToken, nameOf } from "../refresh/protocol.ts";
import { defaultDeadlines } from "../refresh/schedule.ts";
import type { Family, Store } from "../store/store.ts";
import type { ConnectionStatus } from "./api.ts";
import { apiBaseOf } from "./fetch.ts";

/** How a connection stands, told from the store alone. */
export function describeConnection(
  family: Family,
  connections: readonly Connection[],
  places: { readonly database: string; readonly key: string },
  nowMs: number,
): ConnectionStatus {
  const { connection, client } = family;
  const token = family.accessTokens.find((row) => row.audience === "");
  const also = connections.filter((row) => row.clientId === client.id && row.id !== connection.id);
  return {
    name: nameOf(connection),
    provider: client.provider,
    issuer: client.issuer,
    account: accountOf(connection),
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
    problem: problemOf(family, nowMs),
    stored: places.database,
    key: places.key,
  };
}

/** Who allowed it, in words. */
export const accountOf = (connection: Connection): string =>
  connection.facts.account ?? connection.subject ?? "?";

function rotationOf(client: Client): {
  rotation: Rotation;
  rotationSource: "measured" | "setting" | "assumed";
} {
  const rotation = effectiveRotation(client);
  if (client.rotationSet !== null) return { rotation, rotationSource: "setting" };
  return { rotation, rotationSource: client.rotationSeen === null ? "assumed" : "measured" };
}

/** What the next `token()` would meet, without doing anything. */
function problemOf(family: Family, nowMs: number): Error | null {
  const decision = decide(family, {
    attemptId: "",
    node: "",
    audience: "",
    minTtlMs: 0,
    force: false,
    silent: new Set(),
    fingerprint: () => "",
    nowMs,
    deadlines: defaultDeadlines,
  }).result;
  if (decision.kind !== "refuse") return null;
  // While an access token lives, a pause between tries is nobody's problem.
  const isPassing = decision.error instanceof RetryLaterError && liveToken(family, "", nowMs) !== undefined;
  return isPassing ? null : decision.error;
}

/** Every connection with a name, in order. */
export async function namedFamilies(store: Store, names: readonly string[]): Promise<readonly Family[]> {
  const families = await Promise.all(names.map((name) => store.family({ name })));
  return families.filter((family) => family !== undefined);
}
