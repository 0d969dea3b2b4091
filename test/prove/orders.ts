import type { Deadlines } from "../../packages/core/src/refresh/schedule.ts";
import type { Silence } from "../../packages/core/src/store/postgres/owners.ts";
import type { rulesOff } from "../../packages/core/test/simulation/spoiled.ts";

/** How long a child may stand still: less than it may take from its attempt's row to the first byte on the wire. */
export const longestStallMs = ({ sendMs }: Deadlines): number => sendMs * 0.8;

/**
 * Where in its work a child can be told to do something to itself; the numbers are those of the protocol's fault points.
 * `commit 1`, `commit 2`: a transaction has done its work on PostgreSQL, and its commit leaves next. F16: a file of the spool is
 * written, given to the disk, there. F17: an answer of the spool is in the store.
 */
export type Site =
  | "F1"
  | "F2"
  | "F3"
  | "F4"
  | "F10"
  | "F11"
  | "F12"
  | "commit 1"
  | "commit 2"
  | "F16 write"
  | "F16 fsync"
  | "F16 kept"
  | "F17"
  | "F13"
  | "F14"
  | "F15"
  | "F16 write"
  | "F16 fsync"
  | "F16 kept"
  | "F17"
  | "F33";

/**
 * What it does there, once. `kill` and `stop` are the signals; `step` sets its wall clock; `sleep` is a stop after which the
 * wall clock has gone on and the other has not; `full` leaves no room on the disk for anything more;
 * `stall` blocks its event loop, as a slow machine may.
 */
export type Act = "kill" | "stop" | "step" | "sleep" | "full" | "stall";

/** What a child is started with. */
export interface Orders {
  readonly home: string;
  readonly deadlines: Deadlines;
  /** Address of the database, and the times by which processes judge each other. Default: SQLite in the home. */
  readonly postgres?: { readonly url: string; readonly silence: Silence; readonly spool?: string };
  /** How far its wall clock is ahead of the provider's, in milliseconds. Default: 0. */
  readonly clockOffsetMs?: number;
  readonly site?: Site;
  readonly act?: Act;
  /** Of `step`, `sleep` and `stall`. */
  readonly stepMs?: number;
  /** A rule of the protocol that this child does not keep. */
  readonly ruleOff?: keyof typeof rulesOff;
}

/** A wish for an access token, as a line on the child's standard input. */
export interface Ask {
  readonly audience?: string;
  readonly force?: boolean;
  readonly waitMs?: number;
  /** Longest wait for time alone to pass. Default: `waitMs`. */
  readonly drainWaitMs?: number;
  /** So many callers at once. Default: 1. */
  readonly callers?: number;
  /** At the same time a token of every other connection is asked for. */
  readonly crowd?: boolean;
}

/** A line on a child's standard input. */
export type ToChild = { readonly ask: Ask } | { readonly logout: true } | { readonly room: true };

/** A line on a child's standard output. */
export type FromChild =
  | { readonly ready: true }
  /** It is at the site, and does what it was told. */
  | { readonly at: Site }
  /** What each caller got. */
  | { readonly got: readonly Got[] }
  | { readonly notice: string }
  /** It stood still for longer than a run allows. */
  | { readonly stalledMs: number };

/** A token, or why there is none. */
export type Got = { readonly token: string } | { readonly code: string };
