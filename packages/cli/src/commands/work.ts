import { InputError, RetryLaterError, type WorkResult } from "@tokenwell/core";
import type { CommonOptions, Context } from "../context.ts";
import { writeJson } from "../output.ts";
import type { Ui } from "../ui.ts";

/** The options of `tokenwell work`. */
export interface WorkCommandOptions extends CommonOptions {
  readonly concurrency?: string;
  readonly perApp?: string;
}

const defaultConcurrency = 32;
const hourMs = 3_600_000;
/** Milliseconds for which the same failure of the store is not printed again. */
const repeatMs = 60_000;

/** Runs `tokenwell work`: refreshes what is due until a signal, completes what was sent and returns 0. */
export async function work(
  context: Context,
  _: readonly string[],
  options: WorkCommandOptions,
): Promise<number> {
  const { io, signals, ui } = context;
  const concurrency = countOf("--concurrency", options.concurrency) ?? defaultConcurrency;
  const concurrencyPerApp = countOf("--per-app", options.perApp);
  const tokenwell = await context.open({ waitForCompletion: false, telemetry: true });
  const ending = new AbortController();
  signals.endWork = () => {
    ending.abort();
    if (tokenwell.pendingRefreshes.length > 0) ui.text(ui.words("work.ending"));
  };
  const printer = new Printer(ui);
  ui.text(ui.words("work.started", { count: concurrency }));
  const summary = await tokenwell.work({
    signal: ending.signal,
    concurrency,
    ...(concurrencyPerApp !== undefined && { concurrencyPerApp }),
    onResult: (result) => printer.print(result),
    onStoreError: (problem) => printer.printStoreError(problem),
  });
  if (options.json) await writeJson(io.stdout, summary);
  else ui.text(ui.words("work.done", { ...summary }));
  return 0;
}

function countOf(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (/^[1-9][0-9]{0,3}$/.test(given)) return Number(given);
  throw new InputError("invalid_option", { option, given, takes: "1, 2, 3 …" });
}

/** Prints what a person must know of the work. */
class Printer {
  readonly #ui: Ui;
  #hour: { readonly sinceMs: number; refreshed: number; failed: number };
  #storeError = { code: "", atMs: Number.NEGATIVE_INFINITY };

  constructor(ui: Ui) {
    this.#ui = ui;
    this.#hour = { sinceMs: ui.nowMs, refreshed: 0, failed: 0 };
  }

  /** Prints a failure that only a person can mend, and the numbers of the last hour. */
  print({ outcome, problem }: WorkResult): void {
    const ui = this.#ui;
    this.#hour[outcome] += 1;
    if (problem !== null && (ui.verbose || !(problem instanceof RetryLaterError))) ui.error(problem);
    if (ui.nowMs - this.#hour.sinceMs < hourMs) return;
    const { refreshed, failed } = this.#hour;
    if (!ui.json) ui.text(ui.words("work.hour", { refreshed, failed }));
    this.#hour = { sinceMs: ui.nowMs, refreshed: 0, failed: 0 };
  }

  /** Prints a failure of the store, the same one once a minute. */
  printStoreError(problem: Error): void {
    const { nowMs } = this.#ui;
    const code = "code" in problem ? String(problem.code) : problem.message;
    if (this.#storeError.code === code && nowMs - this.#storeError.atMs < repeatMs) return;
    this.#storeError = { code, atMs: nowMs };
    this.#ui.error(problem);
  }
}
