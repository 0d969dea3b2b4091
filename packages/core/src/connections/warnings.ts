import type { ConnectionStatus } from "../api/connection.ts";
import type { InstantMs } from "../model.ts";

const dayMs = 24 * 3_600_000;
/** Milliseconds before the end of a login at which its user is warned, once each. */
const warningsMs = [14 * dayMs, 3 * dayMs] as const;

/** A warning that a login will end. */
export interface Warning {
  readonly at: Date;
  readonly why: "max_life" | "idle_life";
  readonly source: "setting" | "assumed";
  /** Value that differs for each warning that the user should get. */
  readonly key: string;
}

/** Returns the warnings that apply to a working login now, at most one for each thing that ends it. */
export function warningsOf({ lives }: Pick<ConnectionStatus, "lives">, nowMs: InstantMs): readonly Warning[] {
  const { until, untilSource, idleUntil, keepAliveAt } = lives;
  const leftMs = until === null ? Number.POSITIVE_INFINITY : until.getTime() - nowMs;
  // Only the nearer of both warnings: three days before the end, skip that of fourteen.
  const warningMs = warningsMs.findLast((each) => leftMs <= each);
  const isNeglected = keepAliveAt !== null && keepAliveAt.getTime() <= nowMs;
  return [
    ...(until !== null && warningMs !== undefined
      ? [{ at: until, why: "max_life", source: untilSource, key: `${until.getTime()} ${warningMs}` } as const]
      : []),
    ...(idleUntil !== null && isNeglected
      ? [{ at: idleUntil, why: "idle_life", source: "setting", key: `${idleUntil.getTime()} 0` } as const]
      : []),
  ];
}
