import { desktopOf, notificationOf } from "@tokenwell/core";
import type { CommonOptions, Context } from "../context.ts";
import { writeJson } from "../output.ts";
import { upkeepOf } from "../upkeep/state.ts";
import { commandLine, hookOf } from "./options.ts";

/** The options of `tokenwell set --on`. */
export interface HookOptions extends CommonOptions {
  readonly on: readonly string[];
  /** The words after `--`. */
  readonly program?: readonly string[];
}

/** Runs `tokenwell set [name] --on <events> notify | none | -- program …`: what is done at events of a connection. */
export async function setOn(
  context: Context,
  words: readonly string[],
  options: HookOptions,
): Promise<number> {
  const { io, ui } = context;
  const { name: given, events, action } = hookOf(words, { on: options.on, program: options.program }, io.env);
  const tokenwell = await context.open();
  const { name } = await tokenwell.setHook(given, events, action, { language: ui.language });
  const facts = { name, events: events.join(", ") };
  if (action === null) ui.mark("done", ui.words("hook.removed", facts));
  else if (action.kind === "run")
    ui.mark("done", ui.words("hook.set_run", { ...facts, command: commandLine(action.command) }));
  else ui.mark("done", ui.words("hook.set_notify", facts));
  const sample = { event: "needs-login", name, why: "", renew: null } as const;
  if (action?.kind === "notify" && notificationOf(desktopOf(io.env), sample) === null)
    ui.mark("warning", ui.words("hook.no_desktop_here"));
  if (action !== null && (await upkeepOf(context, tokenwell)).kind === "silent")
    ui.text(ui.words("hook.needs_upkeep"), 2);
  if (options.json) await writeJson(io.stdout, { name, events, action });
  return 0;
}
