import type { Clock } from "../clock.ts";
import type { Stamp, WaitOptions } from "./store.ts";

/** Milliseconds that a wait polls quickly, and the intervals of its two paces. */
const quickMs = 2_000;
const quickPaceMs = 20;
const slowPaceMs = 100;

/** What {@link waitForChange} polls. */
export interface Polled {
  readonly clock: Clock;
  /** Cheap number that changes with any commit; the stamp is read only when it does. */
  version(): number;
  stamp(): Promise<Stamp>;
}

/**
 * Waits by polling until a stamp differs from `since`, or `timeoutMs` have passed. Returns whether it differs. For engines
 * that cannot notify.
 */
export async function waitForChange(
  { clock, version, stamp }: Polled,
  since: Stamp,
  { timeoutMs, waitedMs: waitedBeforeMs = 0, signal }: WaitOptions,
): Promise<boolean> {
  const startedMs = clock.monotonicMs();
  let seen: number | undefined;
  for (;;) {
    const now = version();
    if (now !== seen && (await stamp()) !== since) return true;
    seen = now;
    const waitedMs = clock.monotonicMs() - startedMs;
    if (waitedMs >= timeoutMs) return false;
    const paceMs = waitedBeforeMs + waitedMs < quickMs ? quickPaceMs : slowPaceMs;
    await clock.sleep(Math.min(paceMs, timeoutMs - waitedMs), signal);
  }
}
