import type { WorkOptions, WorkSummary } from "../api/work.ts";
import { InputError } from "../errors.ts";
import { recoverLogins } from "../login/recover.ts";
import type { LoginServices } from "../login/services.ts";
import { Worker, type WorkerDependencies } from "../work/worker.ts";

/** Number of refreshes at a time if the caller names none. */
const defaultConcurrency = 32;
/** Milliseconds between two records that upkeep is done. */
const recordMs = 3_600_000;

/** Parts of the work that belong to the object which works. */
interface Working extends Pick<WorkerDependencies, "refresh" | "afterRefresh"> {
  /** Called if a hook is due that no process has started; `undefined` if the caller asks for no events. */
  readonly onHookDue: (() => void) | undefined;
  /** Aborts when the object closes. */
  readonly ending: AbortSignal;
}

/** Works as `Tokenwell.work()` describes it. */
export async function work(
  services: LoginServices,
  { signal, concurrency, concurrencyPerApp, ...on }: WorkOptions,
  { ending, onHookDue, ...working }: Working,
): Promise<WorkSummary> {
  const total = atLeastOne("concurrency", concurrency ?? defaultConcurrency);
  const perApp = atLeastOne("concurrencyPerApp", concurrencyPerApp ?? Math.ceil(total / 2));
  const { clock, deadlines, observer, random, store } = services;
  let recordedMs = Number.NEGATIVE_INFINITY;
  const worker = new Worker({
    ...working,
    store,
    clock,
    random,
    deadlines,
    on,
    limits: { concurrency: total, perApp: Math.min(total, perApp) },
    sweep: async () => {
      if (clock.monotonicMs() - recordedMs >= recordMs) {
        await store.upkeeps.record(clock.nowMs());
        recordedMs = clock.monotonicMs();
      }
      await recoverLogins(services);
      if (onHookDue && (await store.hooks.due()).length > 0) onHookDue();
    },
  });
  const stopWatching = observer.watchQueue(async () => {
    const nowMs = clock.nowMs();
    const { due, nextAtMs } = await store.queue.depth(nowMs);
    return { depth: due, lagMs: nextAtMs === null ? 0 : Math.max(0, nowMs - nextAtMs) };
  });
  try {
    return await worker.run(signal === undefined ? ending : AbortSignal.any([signal, ending]));
  } finally {
    stopWatching();
  }
}

function atLeastOne(option: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InputError("invalid_option", { option, given: String(value), takes: "1, 2, 3 …" });
}
