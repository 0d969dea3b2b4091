import type { InstantMs, Rotation } from "../model.ts";

/** The protocol's times, in milliseconds. Tests shorten them; their relations must stay. */
export interface Deadlines {
  /** From the attempt's row to the first byte on the wire. */
  readonly sendMs: number;
  /** How far wall and monotonic clock may part before a request is not sent. */
  readonly divergenceMs: number;
  /** The whole HTTP exchange. */
  readonly httpMs: number;
  /** After the HTTP deadline a request may still be delivered for so long. */
  readonly deliveryMs: number;
  /** Static and sliding: another attempt may follow after so long. */
  readonly supersedeMs: number;
  /** No refresh of one audience sooner after a successful one. */
  readonly floorMs: number;
  /** What is assumed of an access token whose end nobody knows. */
  readonly assumedLifeMs: number;
}

/** The numbers of the protocol. */
export const defaultDeadlines: Deadlines = {
  sendMs: 5_000,
  divergenceMs: 1_000,
  httpMs: 60_000,
  deliveryMs: 15_000,
  supersedeMs: 15_000,
  floorMs: 30_000,
  assumedLifeMs: 15 * 60_000,
};

export const hourMs = 3_600_000;
/** So often one token may be sent within an hour and not be answered, where it is not known to be good still. */
export const presentationsPerHour = 6;
/** How long a client that the provider refuses is left alone. */
export const breakerMs = 5 * 60_000;
/** No pause after a failure is longer: that is the most that a provider's Retry-After is followed. */
export const longestPauseMs = hourMs;
/** A stopped account is asked about once a day. */
export const suspendedPauseMs = 24 * hourMs;

/** What is left of a pause. One that lasts longer than it can have been meant began before the clock was set back. */
export function leftOf(untilMs: InstantMs, longestMs: number, nowMs: InstantMs): number {
  const leftMs = untilMs - nowMs;
  return leftMs > longestMs ? 0 : leftMs;
}

/** How long one attempt's HTTP exchange may take, and when nothing of it can arrive any more, counted from its row. */
export function attemptTimes(
  deadlines: Deadlines,
  rotation: Rotation,
  overlapSeconds: number | null,
): { httpMs: number; drainMs: number } {
  const { httpMs, sendMs, deliveryMs } = deadlines;
  const window = rotation === "grace" && overlapSeconds !== null ? overlapSeconds * 500 - 14_000 : httpMs;
  const http = Math.min(httpMs, Math.max(5_000, window));
  return { httpMs: http, drainMs: sendMs + http + deliveryMs };
}

/**
 * When a token is due for a refresh: the slack before its end, with ±10 % jitter, so that tokens that were
 * given together are not renewed together. `jitter` is in [0, 1).
 */
export function dueAt(
  token: { readonly receivedAtMs: InstantMs; readonly expiresAtMs: InstantMs },
  drainMs: number,
  jitter: number,
): InstantMs {
  const lifeMs = token.expiresAtMs - token.receivedAtMs;
  const slackMs = Math.min(lifeMs / 2, Math.max(lifeMs * 0.2, drainMs + 60_000));
  return Math.round(token.expiresAtMs - slackMs * (0.9 + 0.2 * jitter));
}

/** How long to leave a provider alone after the n-th failure in a row: full jitter, 1 s to 5 min. `jitter` is in [0, 1). */
export function backoffMs(failures: number, jitter: number): number {
  const ceiling = Math.min(300_000, 5_000 * 2 ** Math.min(failures - 1, 10));
  return Math.max(1_000, Math.round(ceiling * jitter));
}
