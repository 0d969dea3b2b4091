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

/** Checks the connections: those that do not work, will end soon, or that nothing keeps alive. */
export function checkConnections(states: readonly ConnectionState[], nowMs: InstantMs): readonly Finding[] {
  const found = states.flatMap((state) => checkConnection(state, nowMs));
  if (found.length > 0) return found;
  const code = states.length === 0 ? "no_connection" : "kept_alive";
  return [{ check: "connections", level: "ok", code, facts: { count: states.length } }];
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
