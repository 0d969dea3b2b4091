import { homedir } from "node:os";
import type { OpenOptions } from "../api/open.ts";
import { type Clock, systemClock } from "../clock.ts";
import { type Paths, resolvePaths } from "../store/paths.ts";

/** Options that name an installation. */
export type InstallationOptions = Pick<OpenOptions, "home" | "env" | "store" | "clock">;

/** Files, store and clock that the command `tokenwell` uses on this machine. */
export interface Installation {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Environment with the folder of the options as `TOKENWELL_HOME`. */
  readonly home: Readonly<Record<string, string | undefined>>;
  readonly paths: Paths;
  readonly clock: Clock;
  /** Address of the database; `undefined` if the store is the SQLite file of the paths. */
  readonly url: string | undefined;
}

/** Resolves the options and the environment to an installation. */
export function installationOf(options: InstallationOptions): Installation {
  const env = options.env ?? process.env;
  const home = options.home === undefined ? env : { ...env, TOKENWELL_HOME: options.home };
  return {
    env,
    home,
    paths: resolvePaths(home, process.platform, homedir()),
    clock: options.clock ?? systemClock,
    url: (options.store ?? env.TOKENWELL_STORE) || undefined,
  };
}
