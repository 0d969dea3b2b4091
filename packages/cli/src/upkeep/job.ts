import { homedir } from "node:os";
import { inheritedBy, passwordsOf } from "@tokenwell/core";
import type { Tool } from "./tool.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Command that a timer starts, with its variables. */
export interface Job {
  /** Program and words, with absolute paths. */
  readonly command: readonly [string, string, ...string[]];
  /** Variables that it needs to find the same store, provider and programs. */
  readonly env: Readonly<Record<string, string>>;
}

/** A file of a timer. */
export interface TimerFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** The parts of a timer of one system. */
export interface Timer {
  readonly kind: "systemd" | "launchd" | "task-scheduler";
  readonly files: readonly TimerFile[];
  /** Run after the files are written. */
  readonly enable: readonly Tool[];
  /** Run before the files are removed. A failure is ignored: it is off then. */
  readonly disable: readonly Tool[];
}

/** Mark in each file of ours. A file without it is never overwritten or removed. */
export const ourMark = "Written by tokenwell upkeep install";

const needed =
  /^(?:PATH|TOKENWELL_HOME|TOKENWELL_KEY_FILE|TOKENWELL_STORE|TOKENWELL_LANG|PGUSER|PGPASSFILE|XDG_(?:DATA|CONFIG|STATE)_HOME|NODE_EXTRA_CA_CERTS|HTTPS?_PROXY|NO_PROXY)$/i;

/** Returns the job of this installation. Passwords are left out: they would be in a file. */
export function jobOf(env: Env, script = process.argv[1] ?? ""): Job {
  return {
    command: [process.execPath, script, "upkeep"],
    env: Object.fromEntries(
      Object.entries(inheritedBy(env)).filter(([name, value]) => needed.test(name) && !/[\r\n]/.test(value)),
    ),
  };
}

/**
 * Returns why a timer could not open the store: the environment holds the key or the password itself, and a file that the
 * system reads must hold neither. `null` if it could.
 */
export function missingSecret(env: Env): "timer_without_key" | "timer_without_password" | null {
  if (env.TOKENWELL_KEY && !env.TOKENWELL_KEY_FILE) return "timer_without_key";
  const { TOKENWELL_STORE: store = "", PGPASSWORD: password = "" } = env;
  const isGiven = passwordsOf(store).length > 0 || (store !== "" && password !== "");
  return isGiven ? "timer_without_password" : null;
}

/** Returns the user's home folder. */
export const homeOf = (env: Env): string => env.HOME || homedir();
