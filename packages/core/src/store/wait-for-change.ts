import type { Clock } from "../clock.ts";
import type { Stamp, WaitOptions } from "./store.ts";

/** Milliseconds for which a wait polls at the quick pace. The paces are intervals in milliseconds. */
const quickMs = 2_000;
const quickPaceMs = 20;
const slowPaceMs = 100;

/** Functions that {@link waitForChange} polls, and its clock. */
export interface Polled {
  readonly clock: Clock;
  /** Returns a number that changes with any commit, at little cost, or `null`. The stamp is read only if it has changed. */
  version(): number | null;
  stamp(): Promise<Stamp>;
}

/**
 * Waits by polling until a stamp differs from `since`, or `timeoutMs` have passed. Returns whether it differs. For
 * engines that cannot notify.
 */
export async function waitForChange(
  { clock, version, stamp }: Polled,
  since: Stamp,
  { timeoutMs, waitedMs: waitedBeforeMs = 0, signal }: WaitOptions,
): Promise<boolean> {
  const startedMs = clock.monotonicMs();
  let seen: number | null | undefined;
  for (;;) {
    const now = version();
    if ((now === null || now !== seen) && (await stamp()) !== since) return true;
    seen = now;
    const waitedMs = clock.monotonicMs() - startedMs;
    if (waitedMs >= timeoutMs) return false;
    const paceMs = waitedBeforeMs + waitedMs < quickMs ? quickPaceMs : slowPaceMs;
    await clock.sleep(Math.min(paceMs, timeoutMs - waitedMs), signal);
  }
}
