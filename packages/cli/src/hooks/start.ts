import { spawn } from "node:child_process";
import { inheritedBy } from "@tokenwell/core";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Starts `tokenwell upkeep --hooks` as a process of its own, which runs the hooks that are due and records how they end.
 * The command that found the event does not wait for it. If it cannot start, the next upkeep runs them.
 */
export function startHooks(env: Env): void {
  const [, script] = process.argv;
  if (script === undefined) return;
  const child = spawn(process.execPath, [...process.execArgv, script, "upkeep", "--hooks"], {
    env: environmentOf(env),
    stdio: "ignore",
    detached: true,
    windowsHide: true,
  });
  child.once("error", () => undefined);
  child.unref();
}

/**
 * Returns the environment of the process that runs hooks. It opens the store, so it has the key and the passwords, which the
 * hooks do not get.
 */
export function environmentOf(env: Env): Record<string, string> {
  const { TOKENWELL_KEY: key, TOKENWELL_STORE: store, PGPASSWORD: password } = env;
  return {
    ...inheritedBy(env),
    ...(key && { TOKENWELL_KEY: key }),
    ...(store && { TOKENWELL_STORE: store }),
    ...(password && { PGPASSWORD: password }),
  };
}
