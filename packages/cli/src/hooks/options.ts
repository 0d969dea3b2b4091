import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { type HookAction, type HookEvent, nearest } from "@tokenwell/core";
import { UsageError } from "../errors.ts";

/** The events that `--on` takes. */
export const hookEvents: readonly HookEvent[] = ["needs-login", "expiring", "recovered"];

const isEvent = (given: string): given is HookEvent => hookEvents.some((event) => event === given);

/** Reads the events of `--on`, which may be repeated or hold several, separated by commas. */
export function eventsOf(given: readonly string[]): readonly HookEvent[] {
  return given
    .flatMap((one) => one.split(","))
    .map((one) => {
      if (isEvent(one)) return one;
      const suggestion = nearest(one, hookEvents);
      if (suggestion === undefined)
        throw new UsageError("unknown_event", { given: one, events: hookEvents.join(" ") });
      throw new UsageError("unknown_event_did_you_mean", { given: one, suggestion });
    });
}

/** The task of `set --on`, and the connection's name if it was given. */
export interface GivenHook {
  readonly name: string | undefined;
  readonly events: readonly HookEvent[];
  /** `null` to remove. */
  readonly action: HookAction | null;
}

/** Reads the words of `tokenwell set [name] --on <events>`, which end with `notify`, `none`, or a program after `--`. */
export function hookOf(
  words: readonly string[],
  { on, program }: { readonly on: readonly string[]; readonly program: readonly string[] | undefined },
  env: Readonly<Record<string, string | undefined>>,
): GivenHook {
  const events = eventsOf(on);
  if (program !== undefined) {
    const [file, ...rest] = program;
    if (file === undefined || file === "" || words.length > 1) throw noAction(words, events);
    return { name: words[0], events, action: { kind: "run", command: [locate(file, env), ...rest] } };
  }
  const action = words.at(-1);
  if ((action !== "notify" && action !== "none") || words.length > 2) throw noAction(words, events);
  const name = words.length === 2 ? words[0] : undefined;
  return { name, events, action: action === "none" ? null : { kind: "notify" } };
}

const noAction = ([name]: readonly string[], events: readonly HookEvent[]): UsageError =>
  new UsageError("no_hook_action", { name: name ?? "NAME", events: events.join(",") });

/** Finds a program now, because cron and a timer that run it later have another PATH and another folder. */
function locate(file: string, env: Readonly<Record<string, string | undefined>>): string {
  const isPath = /[/\\]/.test(file);
  const folders = isPath
    ? [""]
    : (env.PATH ?? env.Path ?? "").split(delimiter).filter((folder) => folder !== "");
  const endings = process.platform === "win32" ? ["", ...(env.PATHEXT ?? ".EXE;.COM").split(";")] : [""];
  const candidates = folders.flatMap((folder) =>
    endings.map((ending) => resolve(join(folder, file + ending))),
  );
  const found = candidates.find(isProgram);
  if (found === undefined) throw new UsageError("program_not_found", { file });
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Returns a command line as a shell would take it. */
export const commandLine = (command: readonly string[]): string => command.map(quoted).join(" ");

const quoted = (word: string): string =>
  /^[\w@%+=:,./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
