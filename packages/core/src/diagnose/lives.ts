import type { LoginLifetime } from "../api/connection.ts";
import type { Client, Connection, InstantMs } from "../model.ts";
import { providerOf } from "../providers/index.ts";
import { effectiveRotation } from "../rotation.ts";

/** The lives of a connection: what you set, else what its provider does unless its owner changed it. Pure. */
export function loginLifetimeOf(connection: Connection, client: Client): LoginLifetime {
  const { maxSeconds, idleSeconds } = client.lifetimes;
  const assumed = providerOf(client.provider).assumedMaxLifetimeSeconds(effectiveRotation(client));
  const seconds = maxSeconds ?? assumed;
  const begunMs = connection.details.connectedAtMs;
  return {
    until: seconds === null || begunMs === undefined ? null : new Date(begunMs + seconds * 1000),
    untilSource: maxSeconds === undefined ? "assumed" : "setting",
    idleSeconds: idleSeconds ?? null,
    ...idleEnd(lastUseMs(connection), idleSeconds),
  };
}

function idleEnd(
  usedMs: InstantMs | null,
  idleSeconds: number | undefined,
): Pick<LoginLifetime, "idleUntil" | "keepAliveAt"> {
  if (usedMs === null || idleSeconds === undefined) return { idleUntil: null, keepAliveAt: null };
  return {
    idleUntil: new Date(usedMs + idleSeconds * 1000),
    keepAliveAt: new Date(usedMs + idleSeconds * 500),
  };
}

/** The last instant at which a refresh token was known to live; `null` where there is no record of it. */
export function lastUseMs({ details, refreshedAtMs }: Connection): InstantMs | null {
  const ofFamily = details.connectedAtMs ?? 0;
  return Math.max(refreshedAtMs ?? 0, ofFamily) || null;
}
