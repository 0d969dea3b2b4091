import type { LoginLifetime } from "../api/connection.ts";
import type { Client, Connection, InstantMs } from "../model.ts";
import { providerOf } from "../providers/index.ts";
import { effectiveRotation } from "../rotation.ts";

/** Computes the lifetime of a connection from the settings of the user, or else the default of its provider. Pure. */
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

/** Returns the last instant at which a refresh token of the connection is known to have worked; `null` if unknown. */
export function lastUseMs({ details, refreshedAtMs }: Connection): InstantMs | null {
  const ofFamily = details.connectedAtMs ?? 0;
  return Math.max(refreshedAtMs ?? 0, ofFamily) || null;
}
