import type { InstantMs, StatusReason } from "./model.ts";

/**
 * Result of a refresh, as an observer counts it.
 *
 * - `refreshed`: the response is stored; `withheld`: without its access token, which is not trusted
 * - `kept`: the response is kept for the next refresh, because the connection has changed, or it could not be judged
 * - `not_sent`, `unanswered`: no response, and nothing or something was sent
 * - `rejected`: the provider asks to come back later
 * - `refused`: it refuses, and only time or a further try shows more
 * - `client_refused`, `suspended`: it refuses the client, or has stopped the account
 * - `login_ended`: it refuses the refresh token, so only a new login helps
 * - `store_failed`: the store did not take the attempt or its response
 */
export type RefreshOutcome =
  | "refreshed"
  | "withheld"
  | "kept"
  | "not_sent"
  | "unanswered"
  | "rejected"
  | "refused"
  | "client_refused"
  | "suspended"
  | "login_ended"
  | "store_failed";

/** A part of a refresh: readings of the monotonic clock. */
export interface Period {
  readonly startMs: number;
  readonly endMs: number;
}

/** One request of a refresh. */
export interface ObservedRequest extends Period {
  /** Address of the token endpoint. */
  readonly url: string;
  readonly httpStatus: number | null;
  /** Reason why there is no response; `null` if there is one. */
  readonly failure: string | null;
}

/** A refresh that has ended. */
export interface RefreshReport {
  readonly outcome: RefreshOutcome;
  /** Code of the error of `store_failed`; otherwise `null`. */
  readonly errorCode: string | null;
  /** Transaction 1, which records the attempt. */
  readonly recording: Period | null;
  /** The token requests in order. */
  readonly requests: readonly ObservedRequest[];
  /** Transaction 2, which stores the response. */
  readonly storing: Period | null;
}

/** Observes one refresh. */
export interface RefreshObservation {
  /** Runs the refresh, so that what it calls knows that it is a part of it. */
  run<T>(refresh: () => Promise<T>): Promise<T>;
  /**
   * Called once, after the response is stored: nothing of an observer runs between a response and its commit. `null` if
   * transaction 1 finds that no refresh is needed.
   */
  end(report: RefreshReport | null): void;
}

/** Work that waits in the store's queue. */
export interface QueueReading {
  /** Number of connections that are due. */
  readonly depth: number;
  /** Milliseconds for which the longest one has been due; 0 if none is. */
  readonly lagMs: number;
}

/** Receiver of reports of the library on its own work. No method throws. Nothing that it gets is secret. */
export interface Observer {
  /** Called before transaction 1 of a refresh. `provider`: its id. */
  beginRefresh(provider: string): RefreshObservation;
  /** Called when this process ends a login. */
  loginEnded(provider: string, reason: StatusReason): void;
  /** Called when a client was read or written. */
  clientSeen(client: {
    readonly id: string;
    readonly provider: string;
    readonly breakerUntilMs: InstantMs | null;
  }): void;
  /** Called when an access token is handed out. `source`: where it came from. */
  tokenHandedOut(source: TokenSource): void;
  /** Called when a caller gets no access token. `code`: that of the error. */
  tokenRefused(code: string): void;
  /** Lets an observer ask for the queue whenever it needs to. Returns a function that ends it. */
  watchQueue(read: () => Promise<QueueReading>): () => void;
}

/** Source of an access token: this process's memory, the store, or a refresh, of this process or another one. */
export type TokenSource = "memory" | "store" | "refresh";

/** An observer that does nothing. */
export const silentObserver: Observer = {
  beginRefresh: () => silentObservation,
  loginEnded: () => undefined,
  clientSeen: () => undefined,
  tokenHandedOut: () => undefined,
  tokenRefused: () => undefined,
  watchQueue: () => () => undefined,
};

const silentObservation: RefreshObservation = {
  run: (refresh) => refresh(),
  end: () => undefined,
};
