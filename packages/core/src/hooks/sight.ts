import { warningsOf } from "../connections/warnings.ts";
import { loginLifetimeOf } from "../diagnose/lives.ts";
import type { Hook, HookSight, InstantMs } from "../model.ts";
import type { ConnectionState } from "../store/store.ts";

/** Health of a connection, as hooks tell it. `ended`: on purpose, or in between; no event follows. */
type Health =
  | { readonly kind: "working" }
  | { readonly kind: "broken"; readonly reason: string }
  | { readonly kind: "ended" };

/** Returns why a connection needs its user or an administrator; `null` if it does not. */
export function brokenReasonOf(state: ConnectionState): string | null {
  const health = healthOf(state);
  return health.kind === "broken" ? health.reason : null;
}

function healthOf({ connection, client }: ConnectionState): Health {
  const { status, statusReason } = connection;
  switch (status) {
    case "needs_login":
    case "quarantined":
    case "suspended":
      return { kind: "broken", reason: statusReason ?? status };
    case "ok":
    case "unsettled":
      // Until the provider accepts the app again, not only while requests are held back.
      if (client.breakerUntilMs !== null) return { kind: "broken", reason: "client_refused" };
      return { kind: status === "ok" ? "working" : "ended" };
    default:
      return { kind: "ended" };
  }
}

/** Returns what a new hook has seen: a connection that is broken already is no event. */
export function firstSight(state: ConnectionState): HookSight {
  const reason = brokenReasonOf(state);
  return reason === null ? {} : { broken: { reason, generation: state.connection.generation } };
}

/**
 * Returns a hook after a look at its connection: the same object if nothing changed. Each change of the connection makes
 * the hook due once; what has not started and is no longer true is dropped. Pure.
 */
export function looked(hook: Hook, state: ConnectionState, nowMs: InstantMs): Hook {
  switch (hook.event) {
    case "needs-login":
      return lookedForBreak(hook, state, nowMs);
    case "recovered":
      return lookedForRecovery(hook, state, nowMs);
    case "expiring":
      return lookedForEnd(hook, state, nowMs);
  }
}

function lookedForBreak(hook: Hook, state: ConnectionState, nowMs: InstantMs): Hook {
  const health = healthOf(state);
  if (health.kind === "broken") {
    if (isKnown(hook, health.reason, state)) return hook;
    const due = { atMs: nowMs, reason: health.reason, untilMs: null };
    return { ...hook, seen: firstSight(state), due };
  }
  return health.kind === "working" && hasRecovered(hook, state) ? { ...hook, seen: {}, due: null } : hook;
}

function lookedForRecovery(hook: Hook, state: ConnectionState, nowMs: InstantMs): Hook {
  const health = healthOf(state);
  if (health.kind === "broken")
    return isKnown(hook, health.reason, state) ? hook : { ...hook, seen: firstSight(state), due: null };
  if (health.kind !== "working" || !hasRecovered(hook, state)) return hook;
  return { ...hook, seen: {}, due: { atMs: nowMs, reason: "", untilMs: null } };
}

function isKnown({ seen: { broken } }: Hook, reason: string, { connection }: ConnectionState): boolean {
  return broken !== undefined && broken.reason === reason && connection.generation <= broken.generation;
}

/** Whether a connection was broken and has got a token since: that the app's secret was set is no proof. */
function hasRecovered({ seen: { broken } }: Hook, { connection }: ConnectionState): boolean {
  return broken !== undefined && connection.generation > broken.generation;
}

function lookedForEnd(hook: Hook, state: ConnectionState, nowMs: InstantMs): Hook {
  const lives = loginLifetimeOf(state.connection, state.client);
  const warnings = healthOf(state).kind === "working" ? warningsOf({ lives }, nowMs) : [];
  const { due } = hook;
  if (due !== null) {
    const isTrue = warnings.some(({ why, at }) => why === due.reason && at.getTime() === due.untilMs);
    return isTrue ? hook : { ...hook, due: null };
  }
  const { warned = {} } = hook.seen;
  const next = warnings.find(({ why, key }) => warned[why] !== key);
  if (next === undefined) return hook;
  const { why, key, at } = next;
  return {
    ...hook,
    seen: { warned: { ...warned, [why]: key } },
    due: { atMs: nowMs, reason: why, untilMs: at.getTime() },
  };
}
