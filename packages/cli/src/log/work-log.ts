import {
  hideSecrets,
  passwordsOf,
  RetryLaterError,
  type WorkResult,
  type WorkSummary,
} from "@tokenwell/core";
import type { Context } from "../context.ts";
import { describeError } from "../error-text.ts";
import type { WorkReporter } from "../work/reporter.ts";
import type { Log } from "./log.ts";

/**
 * Opens the log of `tokenwell work --log`: JSON lines on stdout for the program that collects them, in English. Call it
 * before the store is opened, so that no secret of this process is older than the log.
 */
export async function openWorkLog({ io, ui, storeEnv }: Context): Promise<WorkReporter> {
  const { TOKENWELL_KEY: key = "", TOKENWELL_STORE: store = "", PGPASSWORD: password = "" } = storeEnv;
  const { openLog } = await import("./index.ts");
  const log = openLog({
    write: (line) => void io.stdout.write(line),
    hide: hideSecrets([key, password, ...passwordsOf(store)]),
    isVerbose: ui.verbose,
  });
  return new WorkLog(log, () => ui.nowMs);
}

/** Writes what a worker does. */
class WorkLog implements WorkReporter {
  readonly #log: Log;
  readonly #nowMs: () => number;

  constructor(log: Log, nowMs: () => number) {
    this.#log = log;
    this.#nowMs = nowMs;
  }

  started(concurrency: number): void {
    this.#log.info({ event: "started", concurrency }, "refreshing what is due");
  }

  ending(names: readonly string[]): void {
    this.#log.info({ event: "ending", pending: names.length }, "completing the refreshes that were sent");
  }

  done(summary: WorkSummary): void {
    this.#log.info({ event: "done", ...summary }, "ended");
  }

  /** Writes a refresh: what a later try may mend as a warning, what only a person can as an error. */
  refreshed({ name, problem }: WorkResult): void {
    if (problem === null) {
      this.#log.debug({ event: "refreshed", name }, "refreshed");
      return;
    }
    const level = problem instanceof RetryLaterError ? "warn" : "error";
    this.#log[level]({ event: "refresh_failed", name, ...this.#factsOf(problem) }, this.#sentenceOf(problem));
  }

  storeFailed(problem: Error): void {
    this.#log.error({ event: "store_failed", ...this.#factsOf(problem) }, this.#sentenceOf(problem));
  }

  #factsOf(problem: Error): object {
    return {
      code: "code" in problem ? problem.code : problem.name,
      ...(problem instanceof RetryLaterError && { retryAfterSeconds: problem.retryAfterSeconds }),
    };
  }

  #sentenceOf(problem: Error): string {
    return describeError(problem, { language: "en", nowMs: this.#nowMs() }).sentence;
  }
}
