import type { Client, Connection, InstantMs } from "../model.ts";
import { providerOf } from "../providers/index.ts";
import { effectiveRotation } from "../rotation.ts";

/** How long a login lives, and how we know. No provider tells a client. */
export interface LoginLifetime {
  /** When it ends, however often it is used; `null`: not before it is revoked. */
  readonly until: Date | null;
  readonly untilSource: "setting" | "assumed";
  /** After so long without use it ends, as you set it; `null`: nobody said. In seconds. */
  readonly idleSeconds: number | null;
  /** When it ends if nobody uses it until then. */
  readonly idleUntil: Date | null;
  /** When it should be used next, so that it does not: half-way there. */
  readonly keepAliveAt: Date | null;
}

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
