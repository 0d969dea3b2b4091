import type { WorkResult, WorkSummary } from "@tokenwell/core";

/** Tells what a worker does: to a person, or in a log. */
export interface WorkReporter {
  /** Called before the first refresh. */
  started(concurrency: number): void;
  /** Called when nothing more is begun. `names`: the connections whose refresh was sent. */
  ending(names: readonly string[]): void;
  done(summary: WorkSummary): void;
  /** Called after each refresh, also a failed one. */
  refreshed(result: WorkResult): void;
  storeFailed(problem: Error): void;
}
