import { spawn } from "node:child_process";
import { inheritedBy } from "@tokenwell/core";

/**
 * Starts `tokenwell upkeep --hooks` as a process of its own, which runs the hooks that are due and records how they end.
 * The command that found the event does not wait for it. If it cannot start, the next upkeep runs them.
 */
export function startHooks(env: Readonly<Record<string, string | undefined>>): void {
  const [, script] = process.argv;
  if (script === undefined) return;
  const child = spawn(process.execPath, [...process.execArgv, script, "upkeep", "--hooks"], {
    // It is ours, and opens the store: it needs the key, which the hooks that it runs do not get.
    env: { ...inheritedBy(env), ...(env.TOKENWELL_KEY && { TOKENWELL_KEY: env.TOKENWELL_KEY }) },
    stdio: "ignore",
    detached: true,
    windowsHide: true,
  });
  child.once("error", () => undefined);
  child.unref();
}
