import { InputError } from "../errors.ts";
import type { Hook, HookAction, HookEvent } from "../model.ts";
import type { Store } from "../store/store.ts";
import { firstSight } from "./sight.ts";

/** Sets or removes (`null`) the action of a connection at these events. A new action starts with what is seen now. */
export async function setHook(
  store: Store,
  connectionId: string,
  events: readonly HookEvent[],
  { action, language }: { readonly action: HookAction | null; readonly language: Hook["language"] },
): Promise<void> {
  if (action?.kind === "run") check(action.command);
  await store.hooks.update(connectionId, (state, hooks) => {
    const others = hooks.filter(({ event }) => !events.includes(event));
    const made = [...new Set(events)].map((event): Hook => {
      const before = hooks.find((hook) => hook.event === event);
      const seen = event === "expiring" ? {} : firstSight(state);
      return {
        connectionId,
        event,
        action: action ?? { kind: "notify" },
        language,
        seen,
        due: null,
        last: before?.last ?? null,
      };
    });
    return { hooks: action === null ? others : [...others, ...made], result: undefined };
  });
}

/** Refuses what no system can start: an empty name, and a zero byte, which ends a word. */
function check(command: readonly string[]): void {
  const [program = ""] = command;
  if (program === "" || command.some((word) => word.includes("\0")))
    throw new InputError("invalid_option", { option: "command", given: '""', takes: "takes.command" });
}
