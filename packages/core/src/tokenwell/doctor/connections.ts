import type { Finding } from "../../api/doctor.ts";
import { loginLifetimeOf } from "../../diagnose/lives.ts";
import type { InstantMs } from "../../model.ts";
import { nameOf } from "../../names.ts";
import type { ConnectionState, Store } from "../../store/store.ts";

const dayMs = 24 * 3_600_000;
/** Milliseconds before its end from which a login is named. */
const nearMs = 14 * dayMs;
/** Milliseconds after which a refresh under way is stuck: it is longer than any deadline. */
const stuckMs = 180_000;

/** Milliseconds after which upkeep, which runs every hour or every day, has stopped. */
const silentMs = 2 * dayMs;

/** When upkeep ran, and whether a connection waits for it: because of its idle life, or to tell an event. */
export interface UpkeepFacts {
  readonly lastMs: InstantMs | null;
  readonly isNeeded: boolean;
}

/** Checks the connections: those that do not work, will end soon, or that nothing keeps alive. */
export function checkConnections(
  states: readonly ConnectionState[],
  { lastMs, isNeeded }: UpkeepFacts,
  nowMs: InstantMs,
): readonly Finding[] {
  const found = states.flatMap((state) => checkConnection(state, nowMs));
  const isSilent = lastMs === null || nowMs - lastMs > silentMs;
  // A neglected connection says the same.
  if (isNeeded && isSilent && !found.some(({ code }) => code === "neglected")) {
    const code = lastMs === null ? "upkeep_missing" : "upkeep_stopped";
    const facts = lastMs === null ? {} : { sinceMs: lastMs };
    return [...found, { check: "connections", level: "warning", code, facts }];
  }
  if (found.length > 0) return found;
  const code = states.length === 0 ? "no_connection" : lastMs === null ? "kept_alive" : "upkeep_ran";
  const facts = { count: states.length, ...(lastMs !== null && { sinceMs: lastMs }) };
  return [{ check: "connections", level: "ok", code, facts }];
}

function checkConnection({ connection, client }: ConnectionState, nowMs: InstantMs): readonly Finding[] {
  const name = nameOf(connection);
  const finding = (code: Finding["code"], facts: Finding["facts"] = {}): readonly Finding[] => [
    { check: "connections", level: "warning", code, facts: { name, ...facts } },
  ];
  if (connection.status === "released") return [];
  if (connection.status !== "ok" && connection.status !== "unsettled") return finding("broken");
  const { until, untilSource, idleUntil, keepAliveAt } = loginLifetimeOf(connection, client);
  if (until !== null && until.getTime() - nowMs < nearMs)
    return finding("ending", { untilMs: until.getTime(), source: untilSource });
  if (keepAliveAt !== null && idleUntil !== null && keepAliveAt.getTime() <= nowMs)
    return finding("neglected", { untilMs: idleUntil.getTime() });
  return [];
}

/** Finds refreshes that are under way for longer than any can take, in a process that lives. */
export async function checkRefreshes(
  store: Store,
  states: readonly ConnectionState[],
  nowMs: InstantMs,
): Promise<readonly Finding[]> {
  const old = states.flatMap(({ connection, attempts }) =>
    attempts
      .filter(({ phase, createdAtMs }) => phase === "open" && nowMs - createdAtMs > stuckMs)
      .map(({ id, createdAtMs }) => ({ id, name: nameOf(connection), sinceMs: createdAtMs })),
  );
  const alive = await store.owners.alive(old.map(({ id }) => id));
  return old
    .filter(({ id }) => alive.has(id))
    .map(({ name, sinceMs }) => ({
      check: "processes",
      level: "warning",
      code: "refresh_stuck",
      facts: { name, sinceMs },
    }));
}
