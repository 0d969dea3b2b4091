import type { HookReport } from "../api/hooks.ts";
import type { Clock } from "../clock.ts";
import type { Hook, HookEnd, HookRun } from "../model.ts";
import { nameOf } from "../names.ts";
import type { ConnectionState, Store, StoreEvent } from "../store/store.ts";
import { startProgram } from "./child.ts";
import { hookEnvironment } from "./environment.ts";
import { noticeOf } from "./notice.ts";
import { desktopOf, type Invocation, notificationOf } from "./notification.ts";
import { looked } from "./sight.ts";

/** What running hooks needs. */
export interface HookServices {
  readonly store: Store;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A hook that this process has claimed, with its connection as it was then. */
interface Started {
  readonly hook: Hook;
  readonly run: HookRun;
  readonly state: ConnectionState;
}

/**
 * Starts each hook that is due, all at once, and waits for their ends. A hook is claimed in one transaction, which is
 * committed before its program starts: another process starts it only if this one died before that.
 */
export async function runHooks(services: HookServices): Promise<readonly HookReport[]> {
  const { store } = services;
  const reports: Promise<HookReport>[] = [];
  for (const id of await store.hooks.due()) {
    const claimed = (await claim(services, id)) ?? [];
    for (const started of claimed) reports.push(runToEnd(services, started));
  }
  return await Promise.all(reports);
}

async function claim(
  { store, clock }: HookServices,
  connectionId: string,
): Promise<readonly Started[] | undefined> {
  return await store.hooks.update(connectionId, (state, hooks) => {
    const nowMs = clock.nowMs();
    const started: Started[] = [];
    const after = hooks.map((before) => {
      // What was due may not be true any more.
      const hook = looked(before, state, nowMs);
      if (hook.due === null) return hook;
      const run: HookRun = { ...hook.due, startedAtMs: nowMs, end: null };
      started.push({ hook, run, state });
      return { ...hook, due: null, last: run };
    });
    return { hooks: after, result: started };
  });
}

async function runToEnd(services: HookServices, { hook, run, state }: Started): Promise<HookReport> {
  const { clock, store } = services;
  const invocation = invocationOf(services, { hook, run, state });
  const end: HookEnd =
    invocation === null ? { kind: "not_started", why: "no_desktop" } : await startProgram(invocation, clock);
  // That it ran is stored already: a failure to store how it ended is no reason to fail.
  await store.hooks
    .update(hook.connectionId, (_, hooks) => ended(hooks, { hook, run, end }))
    .catch(() => undefined);
  return { name: nameOf(state.connection), event: hook.event, end };
}

function ended(
  hooks: readonly Hook[],
  { hook, run, end }: Pick<Started, "hook" | "run"> & { readonly end: HookEnd },
): { hooks: readonly Hook[]; event: StoreEvent; result: undefined } {
  const isRun = ({ event, last }: Hook): boolean =>
    event === hook.event && last?.startedAtMs === run.startedAtMs && last.end === null;
  return {
    hooks: hooks.map((one) => (isRun(one) ? { ...one, last: { ...run, end } } : one)),
    event: {
      kind: "hook",
      atMs: run.startedAtMs,
      detail: { event: hook.event, action: hook.action.kind, reason: run.reason, ...detailOf(end) },
    },
    result: undefined,
  };
}

function detailOf(end: HookEnd): Readonly<Record<string, string | number>> {
  switch (end.kind) {
    case "exit":
      return { end: "exit", code: end.code };
    case "signal":
      return { end: "signal", signal: end.signal };
    case "timeout":
      return { end: "timeout" };
    case "not_started":
      return { end: "not_started", why: end.why };
  }
}

function invocationOf({ env }: HookServices, { hook, run, state }: Started): Invocation | null {
  const notice = noticeOf(hook, run, state);
  const { action } = hook;
  const environment = hookEnvironment(env, notice);
  if (action.kind === "run") {
    const [program, ...words] = action.command;
    return { program, words, env: environment };
  }
  const notification = notificationOf(desktopOf(env), notice);
  return notification && { ...notification, env: { ...environment, ...notification.env } };
}
