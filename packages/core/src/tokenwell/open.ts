import { randomInt } from "node:crypto";
import { homedir } from "node:os";
import type { OpenOptions } from "../api/open.ts";
import type { Tokenwell } from "../api/tokenwell.ts";
import { systemClock } from "../clock.ts";
import { questionAbout } from "../connections/token-question.ts";
import { recoverLogins } from "../login/recover.ts";
import { introspectToken } from "../oauth/introspection.ts";
import { silentObserver } from "../observer.ts";
import { recoverAnswers } from "../refresh/recover-answers.ts";
import { Refresher } from "../refresh/refresher.ts";
import { defaultDeadlines } from "../refresh/schedule.ts";
import { type Paths, resolvePaths } from "../store/paths.ts";
import { openSqlite } from "../store/sqlite/store.ts";
import type { Store } from "../store/store.ts";
import { openTelemetry } from "../telemetry/open-telemetry.ts";
import { openEgress } from "../wire/egress.ts";
import { DefaultTokenwell, type Dependencies } from "./tokenwell.ts";

/** Milliseconds that SQLite itself may wait. In a library, such as in a web server, that blocks all other work. */
const busyTimeoutMs = { command: 5_000, library: 50 };

/**
 * Opens the store that the command `tokenwell` uses. The caller closes the returned object.
 *
 * @throws StoreError if the store or its key cannot be used; the store is unchanged then
 *
 * @example
 * import { openTokenwell } from "tokenwell";
 *
 * const tokenwell = await openTokenwell();
 * const { accessToken } = await tokenwell.token();
 * await tokenwell.close();
 */
export async function openTokenwell(options: OpenOptions = {}): Promise<Tokenwell> {
  const dependencies = await openDependencies(options);
  const tokenwell = new DefaultTokenwell(dependencies);
  try {
    // What may hold the live token comes first.
    await recoverAnswers(dependencies.services);
    await recoverLogins(dependencies.services);
    return tokenwell;
  } catch (error) {
    await tokenwell.close();
    throw error;
  }
}

/** Opens and connects the dependencies of a `Tokenwell`. */
export async function openDependencies(options: OpenOptions): Promise<Dependencies> {
  const env = options.env ?? process.env;
  const home = options.home === undefined ? env : { ...env, TOKENWELL_HOME: options.home };
  const paths = resolvePaths(home, process.platform, homedir());
  const clock = options.clock ?? systemClock;
  const observer = options.telemetry === false ? silentObserver : await openTelemetry(clock);
  const store = await openStore(paths, { ...options, clock, env });
  const egress = openEgress({ clock, env, ...(options.trace && { trace: options.trace }) });
  const random = (): number => randomInt(2 ** 32) / 2 ** 32;
  const refresher = new Refresher({
    store,
    egress,
    clock,
    deadlines: defaultDeadlines,
    observer,
    random,
    introspectExpiry: async (state, token) => {
      const answer = await introspectToken(questionAbout({ egress, store }, state, token, "access_token"));
      return answer.kind === "active" ? answer.expiresAtMs : null;
    },
    introspectRefreshToken: async (state, token) => {
      const answer = await introspectToken(questionAbout({ egress, store }, state, token, "refresh_token"));
      return answer.kind === "active" || answer.kind === "inactive" ? answer.kind === "active" : null;
    },
  });
  return {
    services: { store, egress, clock, refresher, deadlines: defaultDeadlines, observer, random },
    paths: { database: store.location, key: paths.key },
    options,
    defaultName: env.TOKENWELL_CONNECTION,
    env: home,
  };
}

/** Opens the engine that the options or the environment name. Loads PostgreSQL only if it is that one. */
async function openStore(
  paths: Paths,
  { clock, env, store, waitForCompletion }: OpenOptions & Required<Pick<OpenOptions, "clock" | "env">>,
): Promise<Store> {
  const url = store ?? env.TOKENWELL_STORE;
  if (url) {
    const { openPostgres } = await import("../store/postgres/store.ts");
    const { givenKey, key, spool } = paths;
    return await openPostgres({ url, key, spool, clock, ...(givenKey && { givenKey }) });
  }
  const busyMs = waitForCompletion ? busyTimeoutMs.command : busyTimeoutMs.library;
  return await openSqlite({ ...paths, clock, busyTimeoutMs: busyMs });
}
