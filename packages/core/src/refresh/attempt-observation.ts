import type { Attempt, ClientAuthentication } from "../model.ts";
import type { Secret } from "../secret.ts";
import type { Outcome } from "./outcome.ts";
import type { Deadlines } from "./schedule.ts";

/** Result of an attempt, with the inputs of the decision that are not in the store. */
export interface AttemptObservation {
  readonly attempt: Attempt;
  readonly outcome: Outcome;
  /** Response body; stored sealed if its tokens cannot be committed. */
  readonly rawAnswer: Secret | null;
  readonly httpStatus: number | null;
  /** The client's next authentication, if the request was repeated with it after the present one was refused. */
  readonly nextAuthentication: ClientAuthentication | null;
  /** Whether the request named the scope that was granted. */
  readonly namesScope: boolean;
  readonly fingerprint: (secret: Secret) => string;
  readonly nowMs: number;
  /** Random number in [0, 1). */
  readonly jitter: number;
  readonly deadlines: Deadlines;
}

/**
 * Effect of a completed attempt on its connection.
 *
 * `committed`: the response is stored. `withheld`: it is stored without its access token. `failed`: the refresh failed.
 * `stale`: the connection has changed, or a kept response may help, so the caller must decide again.
 */
export type AttemptStatus = "committed" | "withheld" | "failed" | "stale";

/** Returns the attempt of an observation, closed. */
export function close({ attempt, httpStatus, nowMs }: AttemptObservation, phase: Attempt["phase"]): Attempt {
  return { ...attempt, phase, httpStatus, closedAtMs: nowMs };
}
