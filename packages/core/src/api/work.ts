/**
 * Options of `Tokenwell.work()`.
 *
 * @example
 * const ending = new AbortController();
 * process.once("SIGTERM", () => ending.abort());
 * await tokenwell.work({ signal: ending.signal });
 */
export interface WorkOptions {
  /**
   * Ends the work: nothing more is begun, and what was begun is completed. Default: it ends with `Tokenwell.close()`.
   */
  readonly signal?: AbortSignal;
  /** Maximum number of refreshes at a time in this process. Default: 32. */
  readonly concurrency?: number;
  /**
   * Maximum number of refreshes of one OAuth client at a time in this process, so that a provider that is slow or down
   * holds up no other. Default: half of `concurrency`.
   */
  readonly concurrencyPerApp?: number;
  /** Called after each refresh. */
  readonly onResult?: (result: WorkResult) => void;
  /** Called when the store fails. The work goes on, with growing pauses while the store fails. */
  readonly onStoreError?: (problem: Error) => void;
}

/** The result of a refresh by a worker. */
export interface WorkResult {
  readonly name: string;
  readonly outcome: "refreshed" | "failed";
  /** The error of `failed`, even if an access token still lives; otherwise `null`. */
  readonly problem: Error | null;
}

/** The result of `Tokenwell.work()`. */
export interface WorkSummary {
  /** Number of refreshes that succeeded. */
  readonly refreshed: number;
  /** Number of refreshes that failed. */
  readonly failed: number;
}
