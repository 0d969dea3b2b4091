import type { Clock } from "../clock.ts";
import { ProviderError, RetryLaterError } from "../errors.ts";
import type { Family, Store } from "../store/store.ts";

/** Whether a refresh of this connection is under way in a living process. */
export const isBusy = (family: Family, store: Store): boolean =>
  family.attempts.some((row) => row.phase === "open" && store.isHeld(row.id));

/** Waits until no refresh of a connection is under way: what is done then concerns its newest token. */
export async function untilQuiet(store: Store, clock: Clock, id: string, name: string): Promise<Family> {
  const deadlineMs = clock.monotonicMs() + 75_000;
  for (;;) {
    const family = await store.family({ id });
    if (!family) throw new ProviderError("connection_gone");
    if (!isBusy(family, store)) return family;
    if (clock.monotonicMs() > deadlineMs) throw new RetryLaterError("refresh_waiting", 5, { name });
    await clock.sleep(50);
  }
}
