import { type HookStatus, printable } from "@tokenwell/core";
import { formatAgo } from "../dates.ts";
import type { Ui } from "../ui.ts";
import { commandLine } from "./options.ts";

/** Describes a hook on one line: its event, what is done, and how that ended last. */
export function describeHook({ event, action, due, last }: HookStatus, ui: Ui): string {
  const what = action.kind === "run" ? printable(commandLine(action.command)) : ui.words("hook.notify");
  const state = due ? ui.words("hook.due") : last === null ? ui.words("hook.never") : lastOf(last, ui);
  return ui.words("hook.line", { event, what, state });
}

function lastOf({ startedAt, end }: NonNullable<HookStatus["last"]>, ui: Ui): string {
  const ago = formatAgo(startedAt.getTime(), ui.nowMs, ui.language);
  if (end === null) return ui.words("hook.no_end", { ago });
  switch (end.kind) {
    case "exit":
      return ui.words(end.code === 0 ? "hook.done" : "hook.failed", { ago, code: end.code });
    case "signal":
      return ui.words("hook.signal", { ago, signal: end.signal });
    case "timeout":
      return ui.words("hook.timeout", { ago });
    case "not_started":
      return end.why === "no_desktop"
        ? ui.words("hook.no_desktop", { ago })
        : ui.words("hook.not_started", { ago, why: end.why });
  }
}
