import { livesOf } from "../diagnose/lives.ts";
import type { InstantMs } from "../model.ts";
import { nameOf } from "../refresh/protocol.ts";
import type { Family } from "../store/store.ts";
import type { Upkept } from "./api.ts";

/** Whether a connection needs a refresh now though nobody asks for a token: half of its idle life has passed, or its last refresh is open. */
export function isDue({ connection, client, schedule }: Family, nowMs: InstantMs): boolean {
  if (connection.status === "unsettled") return true;
  // The token is good and the account was stopped: asked about once a day.
  if (connection.status === "suspended") return schedule.dueAtMs <= nowMs;
  const { keepAliveAt } = livesOf(connection, client);
  return connection.status === "ok" && keepAliveAt !== null && keepAliveAt.getTime() <= nowMs;
}

/** Refreshes a connection that is due, one at a time. */
export async function keepUp(
  family: Family,
  nowMs: InstantMs,
  refresh: (name: string) => Promise<unknown>,
): Promise<Upkept> {
  const name = nameOf(family.connection);
  if (!isDue(family, nowMs)) return { name, outcome: "not_due", problem: null };
  try {
    await refresh(name);
    return { name, outcome: "refreshed", problem: null };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { name, outcome: "failed", problem: error };
  }
}
