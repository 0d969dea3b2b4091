import { randomInt } from "node:crypto";
import type { OpenOptions } from "../api/open.ts";
import type { Tokenwell } from "../api/tokenwell.ts";
import { questionAbout } from "../connections/token-question.ts";
import { recoverLogins } from "../login/recover.ts";
import { introspectToken } from "../oauth/introspection.ts";
import { silentObserver } from "../observer.ts";
import { recoverAnswers } from "../refresh/recover-answers.ts";
import { Refresher } from "../refresh/refresher.ts";
import { defaultDeadlines } from "../refresh/schedule.ts";
import { openSqlite } from "../store/sqlite/store.ts";
import type { Store } from "../store/store.ts";
import { openTelemetry } from "../telemetry/open-telemetry.ts";
import { openEgress } from "../wire/egress.ts";
import { type Installation, installationOf } from "./installation.ts";
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
  const installation = installationOf(options);
  const { clock, env, home, paths } = installation;
  const observer = options.telemetry === false ? silentObserver : await openTelemetry(clock);
  const store = await openStore(installation, options);
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

/** Opens the engine of an installation. Loads PostgreSQL only if it is that one. */
async function openStore(
  { clock, paths, url }: Installation,
  { waitForCompletion }: OpenOptions,
): Promise<Store> {
  if (url !== undefined) {
    const { openPostgres } = await import("../store/postgres/store.ts");
    const { givenKey, key, spool } = paths;
    return await openPostgres({ url, key, spool, clock, ...(givenKey && { givenKey }) });
  }
  const busyMs = waitForCompletion ? busyTimeoutMs.command : busyTimeoutMs.library;
  return await openSqlite({ ...paths, clock, busyTimeoutMs: busyMs });
}
