import { RetryLaterError, type WorkResult, type WorkSummary } from "@tokenwell/core";
import type { Ui } from "../ui.ts";
import type { WorkReporter } from "./reporter.ts";

const hourMs = 3_600_000;
/** Milliseconds for which the same failure of the store is not printed again. */
const repeatMs = 60_000;

/** Prints what a person must know of the work. */
export class WorkPrinter implements WorkReporter {
  readonly #ui: Ui;
  #hour: { readonly sinceMs: number; refreshed: number; failed: number };
  #storeError = { code: "", atMs: Number.NEGATIVE_INFINITY };

  constructor(ui: Ui) {
    this.#ui = ui;
    this.#hour = { sinceMs: ui.nowMs, refreshed: 0, failed: 0 };
  }

  started(concurrency: number): void {
    const ui = this.#ui;
    ui.text(ui.words("work.started", { count: concurrency }));
  }

  ending(names: readonly string[]): void {
    if (names.length > 0) this.#ui.text(this.#ui.words("work.ending"));
  }

  done(summary: WorkSummary): void {
    this.#ui.text(this.#ui.words("work.done", { ...summary }));
  }

  /** Prints a failure that only a person can mend, and the numbers of the last hour. */
  refreshed({ outcome, problem }: WorkResult): void {
    const ui = this.#ui;
    this.#hour[outcome] += 1;
    if (problem !== null && (ui.verbose || !(problem instanceof RetryLaterError))) ui.error(problem);
    if (ui.nowMs - this.#hour.sinceMs < hourMs) return;
    const { refreshed, failed } = this.#hour;
    if (!ui.json) ui.text(ui.words("work.hour", { refreshed, failed }));
    this.#hour = { sinceMs: ui.nowMs, refreshed: 0, failed: 0 };
  }

  /** Prints a failure of the store, the same one once a minute. */
  storeFailed(problem: Error): void {
    const { nowMs } = this.#ui;
    const code = "code" in problem ? String(problem.code) : problem.message;
    if (this.#storeError.code === code && nowMs - this.#storeError.atMs < repeatMs) return;
    this.#storeError = { code, atMs: nowMs };
    this.#ui.error(problem);
  }
}
