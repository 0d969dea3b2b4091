import { type Deadlines, defaultDeadlines } from "../../packages/core/src/refresh/schedule.ts";
import { type Silence, usualSilence } from "../../packages/core/src/store/postgres/owners.ts";
import { slowness } from "./slowness.ts";

/** How many times shorter than the protocol's times those of the proof are: 40, on a slow machine down to 10. */
export const shorter = 40 / slowness;

/** A time that suits one fortieth, as long as this machine needs it. */
export const scaled = (ms: number): number => ms * slowness;

/**
 * The times of the protocol, shortened; their relations stay. Those that only watch this machine are not shortened as much: a
 * busy machine is no fault of the protocol.
 */
export const shortDeadlines: Deadlines = {
  sendMs: scaled(1_000),
  divergenceMs: 500,
  httpMs: defaultDeadlines.httpMs / shorter,
  deliveryMs: defaultDeadlines.deliveryMs / shorter,
  supersedeMs: defaultDeadlines.supersedeMs / shorter,
  floorMs: defaultDeadlines.floorMs / shorter,
  assumedLifeMs: defaultDeadlines.assumedLifeMs,
};

/** The times by which processes on PostgreSQL judge each other, shortened with the others. */
export const shortSilence: Silence = {
  heartbeatMs: usualSilence.heartbeatMs / shorter,
  goneMs: shortDeadlines.sendMs + shortDeadlines.httpMs + shortDeadlines.deliveryMs,
  contactMs: usualSilence.contactMs / shorter,
};
