import type { Clock } from "../clock.ts";
import { ProviderError, RetryLaterError } from "../errors.ts";
import type { ConnectionState, Store } from "../store/store.ts";

/** Whether a refresh of this connection is under way in a living process. */
export const isRefreshing = (state: ConnectionState, store: Store): boolean =>
  state.attempts.some((row) => row.phase === "open" && store.isLocked(row.id));

/** Waits until no refresh of a connection is under way: what is done then concerns its newest token. */
export async function waitUntilIdle(
  store: Store,
  clock: Clock,
  id: string,
  name: string,
): Promise<ConnectionState> {
  const deadlineMs = clock.monotonicMs() + 75_000;
  for (;;) {
    const state = await store.family({ id });
    if (!state) throw new ProviderError("connection_gone");
    if (!isRefreshing(state, store)) return state;
    if (clock.monotonicMs() > deadlineMs) throw new RetryLaterError("refresh_waiting", 5, { name });
    await clock.sleep(50);
  }
}
