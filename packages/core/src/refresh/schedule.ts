import type { InstantMs, Rotation } from "../model.ts";

/** Times of the protocol, in milliseconds. Tests may shorten them, but must keep their relations. */
export interface Deadlines {
  /** Longest time from the attempt's row to the first byte on the wire. */
  readonly sendMs: number;
  /** Largest difference between elapsed wall and monotonic time at which a request is still sent. */
  readonly divergenceMs: number;
  /** Longest time of the whole HTTP exchange. */
  readonly httpMs: number;
  /** Time after the HTTP deadline in which the network may still deliver the request. */
  readonly deliveryMs: number;
  /** Age from which an attempt with a living owner permits another: without rotation, or within an overlap. */
  readonly supersedeMs: number;
  /** Shortest time from a successful refresh to the next one of the same audience, unless forced. */
  readonly floorMs: number;
  /** Lifetime of an access token if neither the response nor a setting states it. */
  readonly assumedLifeMs: number;
}

/** Default times of the protocol. */
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
/** Most unanswered requests with the same refresh token within an hour, if the token may be spent. */
export const presentationsPerHour = 6;
/** Number of refusals in a row without a known reason after which a refresh token counts as dead. */
export const unexplainedLimit = 3;
/** Milliseconds without a refresh after the provider has refused the client. */
export const breakerMs = 5 * 60_000;
/** Longest pause after a failure, in milliseconds, unless the account is suspended. Equals the cap of `Retry-After`. */
export const longestPauseMs = hourMs;
/** Milliseconds between two refreshes of a suspended account. */
export const suspendedPauseMs = 24 * hourMs;

/** Returns the milliseconds left of a pause. It is over if more than `longestMs` are left: the clock was set back. */
export function leftOf(untilMs: InstantMs, longestMs: number, nowMs: InstantMs): number {
  const leftMs = untilMs - nowMs;
  return leftMs > longestMs ? 0 : leftMs;
}

/** Returns the HTTP time limit of an attempt, and the time from its row until the network can deliver nothing of it. */
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
 * Returns the instant at which a token is due for a refresh. The slack before its expiry has ±10 % jitter, so that
 * tokens that were issued together are not refreshed together. `jitter` is in [0, 1). `idleSeconds`: idle life of the login,
 * of which half may pass, if it is known.
 */
export function dueAt(
  token: { readonly receivedAtMs: InstantMs; readonly expiresAtMs: InstantMs },
  drainMs: number,
  jitter: number,
  idleSeconds?: number,
): InstantMs {
  const lifeMs = token.expiresAtMs - token.receivedAtMs;
  const slackMs = Math.min(lifeMs / 2, Math.max(lifeMs * 0.2, drainMs + 60_000));
  const dueMs = token.expiresAtMs - slackMs * (0.9 + 0.2 * jitter);
  const keepAliveMs = idleSeconds === undefined ? dueMs : token.receivedAtMs + idleSeconds * 500;
  return Math.round(Math.min(dueMs, keepAliveMs));
}

/** Returns the pause after the n-th failure in a row: full jitter, 1 s to 5 min. `jitter` is in [0, 1). */
export function backoffMs(failures: number, jitter: number): number {
  const ceiling = Math.min(300_000, 5_000 * 2 ** Math.min(failures - 1, 10));
  return Math.max(1_000, Math.round(ceiling * jitter));
}
