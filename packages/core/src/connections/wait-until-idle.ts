import type { Clock } from "../clock.ts";
import { ProviderError, RetryLaterError } from "../errors.ts";
import type { ConnectionState, Store } from "../store/store.ts";

/** Maximum milliseconds that a refresh under way may take, or until its process counts as gone. */
const limitMs = 90_000;

/** Returns the ids of a connection's open attempts whose owner has died. Call it before a transaction. */
export async function abandonedAttempts(
  store: Store,
  { attempts }: ConnectionState,
): Promise<ReadonlySet<string>> {
  const open = attempts.flatMap(({ id, phase }) => (phase === "open" ? [id] : []));
  if (open.length === 0) return new Set();
  const alive = await store.owners.alive(open);
  return new Set(open.filter((id) => !alive.has(id)));
}

/** Whether a living process refreshes a connection: an open attempt has a living owner unless it is abandoned. */
export const isRefreshing = ({ attempts }: ConnectionState, abandoned: ReadonlySet<string>): boolean =>
  attempts.some(({ id, phase }) => phase === "open" && !abandoned.has(id));

/** Waits until no refresh of a connection is under way, so that the caller works with its newest token. */
export async function waitUntilIdle(
  store: Store,
  clock: Clock,
  id: string,
  name: string,
): Promise<ConnectionState> {
  const deadlineMs = clock.monotonicMs() + limitMs;
  for (;;) {
    const state = await store.connections.read({ id });
    if (!state) throw new ProviderError("connection_gone");
    if (!isRefreshing(state, await abandonedAttempts(store, state))) return state;
    if (clock.monotonicMs() > deadlineMs) throw new RetryLaterError("refresh_waiting", 5, { name });
    await clock.sleep(50);
  }
}
