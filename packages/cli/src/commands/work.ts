import { InputError } from "@tokenwell/core";
import type { CommonOptions, Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { openWorkLog } from "../log/work-log.ts";
import { writeJson } from "../output.ts";
import { WorkPrinter } from "../work/printer.ts";

/** The options of `tokenwell work`. */
export interface WorkCommandOptions extends CommonOptions {
  readonly concurrency?: string;
  readonly perApp?: string;
  readonly log?: boolean;
}

const defaultConcurrency = 32;

/** Runs `tokenwell work`: refreshes what is due until a signal, completes what was sent and returns 0. */
export async function work(
  context: Context,
  _: readonly string[],
  options: WorkCommandOptions,
): Promise<number> {
  const { io, signals, ui } = context;
  const concurrency = countOf("--concurrency", options.concurrency) ?? defaultConcurrency;
  const concurrencyPerApp = countOf("--per-app", options.perApp);
  if (options.json && options.log) throw new UsageError("excluded", { one: "--json", other: "--log" });
  const reporter = options.log ? await openWorkLog(context) : new WorkPrinter(ui);
  const tokenwell = await context.open({ waitForCompletion: false, telemetry: true });
  const ending = new AbortController();
  signals.endWork = () => {
    ending.abort();
    reporter.ending(tokenwell.pendingRefreshes);
  };
  reporter.started(concurrency);
  const summary = await tokenwell.work({
    signal: ending.signal,
    concurrency,
    ...(concurrencyPerApp !== undefined && { concurrencyPerApp }),
    onResult: (result) => reporter.refreshed(result),
    onStoreError: (problem) => reporter.storeFailed(problem),
  });
  if (options.json) await writeJson(io.stdout, summary);
  else reporter.done(summary);
  return 0;
}

function countOf(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (/^[1-9][0-9]{0,3}$/.test(given)) return Number(given);
  throw new InputError("invalid_option", { option, given, takes: "1, 2, 3 …" });
}
