import type { Client, Connection } from "../model.ts";
import { providerOf } from "../providers/index.ts";
import { effectiveRotation } from "../rotation.ts";

/** How long a login lives, and how we know. No provider tells a client. */
export interface Lives {
  /** When it ends, however often it is used; `null`: not before it is revoked. */
  readonly until: Date | null;
  readonly untilSource: "setting" | "assumed";
  /** After so long without use it ends, as you set it; `null`: nobody said. In seconds. */
  readonly idleSeconds: number | null;
}

/** The lives of a connection: what you set, else what its provider does unless its owner changed it. Pure. */
export function livesOf(connection: Connection, client: Client): Lives {
  const { maxSeconds, idleSeconds } = client.lifetimes;
  const assumed = providerOf(client.provider).assumedMaxSeconds(effectiveRotation(client));
  const seconds = maxSeconds ?? assumed;
  const begunMs = connection.facts.connectedAtMs;
  return {
    until: seconds === null || begunMs === undefined ? null : new Date(begunMs + seconds * 1000),
    untilSource: maxSeconds === undefined ? "assumed" : "setting",
    idleSeconds: idleSeconds ?? null,
  };
}
