import { type Deadlines, defaultDeadlines } from "../../packages/core/src/refresh/schedule.ts";

const shorter = 40;

/**
 * The times of the protocol at one fortieth; their relations stay. Those that only watch this machine are not shortened as
 * much: a busy one is no fault of the protocol.
 */
export const shortDeadlines: Deadlines = {
  sendMs: 1_000,
  divergenceMs: 500,
  httpMs: defaultDeadlines.httpMs / shorter,
  deliveryMs: defaultDeadlines.deliveryMs / shorter,
  supersedeMs: defaultDeadlines.supersedeMs / shorter,
  floorMs: defaultDeadlines.floorMs / shorter,
  assumedLifeMs: defaultDeadlines.assumedLifeMs,
};
