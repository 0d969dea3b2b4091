import type { Clock } from "../clock.ts";
import { TokenwellError } from "../errors.ts";
import type { ObservedRequest, Observer, Period, RefreshOutcome, RefreshReport } from "../observer.ts";
import type { ConnectionState } from "../store/store.ts";
import type { AttemptStatus } from "./attempt-observation.ts";
import type { Observation, Outcome } from "./outcome.ts";

/** Report of an attempt that has ended. */
interface Ended {
  readonly status: AttemptStatus;
  readonly outcome: Outcome;
}

/** Measures the parts of one attempt for its report. Reads a clock, and nothing else, while the attempt runs. */
export class AttemptTimer {
  readonly #clock: Clock;
  readonly #requests: ObservedRequest[] = [];
  #recording: Period | null = null;
  #storing: Period | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs transaction 1. */
  async recording<T>(transaction: () => Promise<T>): Promise<T> {
    return await this.#measured(transaction, (period) => {
      this.#recording = period;
    });
  }

  /** Runs transaction 2, which begins before this function returns. */
  async storing<T>(transaction: () => Promise<T>): Promise<T> {
    return await this.#measured(transaction, (period) => {
      this.#storing = period;
    });
  }

  /** Sends one request. */
  async request(url: string, send: () => Promise<Observation>): Promise<Observation> {
    const startMs = this.#clock.monotonicMs();
    const observation = await send();
    const isAnswer = observation.kind === "answer";
    this.#requests.push({
      url,
      startMs,
      endMs: this.#clock.monotonicMs(),
      httpStatus: isAnswer ? observation.status : null,
      failure: isAnswer ? null : observation.reason,
    });
    return observation;
  }

  /** Reports an attempt that has ended. */
  ended({ outcome, status }: Ended): RefreshReport {
    return { outcome: outcomeOf(status, outcome), errorCode: null, ...this.#parts };
  }

  /** Reports an attempt that failed with an error. */
  failed(error: unknown): RefreshReport {
    const errorCode = error instanceof TokenwellError ? error.code : "internal";
    return { outcome: "store_failed", errorCode, ...this.#parts };
  }

  get #parts(): Pick<RefreshReport, "recording" | "requests" | "storing"> {
    return { recording: this.#recording, requests: this.#requests, storing: this.#storing };
  }

  async #measured<T>(work: () => Promise<T>, keep: (period: Period) => void): Promise<T> {
    const startMs = this.#clock.monotonicMs();
    try {
      return await work();
    } finally {
      keep({ startMs, endMs: this.#clock.monotonicMs() });
    }
  }
}

/** Tells an observer of a login that a change has ended. */
export function reportEnd(observer: Observer, before: ConnectionState, after: ConnectionState): void {
  const { status, statusReason } = after.connection;
  if (status === "needs_login" && before.connection.status !== status && statusReason !== null)
    observer.loginEnded(after.client.provider, statusReason);
}

function outcomeOf(status: AttemptStatus, outcome: Outcome): RefreshOutcome {
  switch (outcome.kind) {
    case "success":
      return status === "committed" ? "refreshed" : status === "withheld" ? "withheld" : "kept";
    case "unjudged":
      return "kept";
    case "busy":
      return "rejected";
    case "ambiguous":
      return "unanswered";
    case "unexplained":
      return "refused";
    case "client":
      return "client_refused";
    case "dead":
    case "interaction":
      // A refusal of an earlier token says nothing of the present one.
      return status === "stale" ? "refused" : "login_ended";
    default:
      return outcome.kind;
  }
}
