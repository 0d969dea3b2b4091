import { WireError } from "../errors.ts";
import type { Login } from "../model.ts";
import type { OwnerLock } from "../store/store.ts";
import { acquireUnlessBusy } from "./acquire-unless-busy.ts";
import { completeAnswered, discardAnswered } from "./complete-login.ts";
import type { LoginServices } from "./services.ts";
import { verifyLogin } from "./verify.ts";

/**
 * Finishes the logins of dead processes: completes those with a stored response, verifies those with a stored connection,
 * and removes those whose token was to be handed over. Runs when a store is opened, and in upkeep.
 * A login that fails does not stop the others.
 */
export async function recoverLogins(services: LoginServices): Promise<void> {
  const { store } = services;
  const left = (await store.logins.unfinished()).filter(({ phase }) => phase !== "open");
  if (left.length === 0) return;
  const alive = await store.owners.alive(left.map(({ id }) => id));
  for (const login of left) {
    if (alive.has(login.id)) continue;
    const lock = await acquireUnlessBusy(store, login.id);
    if (lock) await recover(services, login.id, lock);
  }
}

async function recover(services: LoginServices, id: string, lock: OwnerLock): Promise<void> {
  let isOver = false;
  try {
    // Read again: another process may have recovered the login before this one got the lock.
    const login = (await services.store.logins.unfinished()).find((one) => one.id === id);
    if (login?.phase === "answered") isOver = await finish(services, login);
    else isOver = login === undefined || (await verify(services, login));
  } finally {
    if (isOver) lock.releaseAndDelete();
    else lock.release();
  }
}

/** Completes an answered login. Returns whether it is over; if the provider is unreachable, the next process retries. */
async function finish(services: LoginServices, login: Login): Promise<boolean> {
  const { store } = services;
  const client = await store.clients.read(login.clientId, login.clientVersion);
  try {
    if (client && login.name !== null) await completeAnswered(services, login, client);
    else if (client) await discardAnswered(services, login, client);
    else await store.logins.remove(login.id);
  } catch (error) {
    if (error instanceof WireError) return false;
    // A connection that is already stored stays pending until it is verified.
    const state = await store.connections.read({ id: login.id });
    if (state?.connection.owner.kind === "pending") return false;
    await store.logins.remove(login.id);
  }
  return true;
}

/** Verifies a pending connection. Returns whether its login is over. */
async function verify(services: LoginServices, { id }: Login): Promise<boolean> {
  const { store, clock } = services;
  const owner = (await store.connections.read({ id }))?.connection.owner;
  if (owner?.kind !== "pending") {
    await store.logins.remove(id);
    return true;
  }
  if (owner.replaces === null) {
    await store.connections.remove(id, { kind: "handed_over", atMs: clock.nowMs(), detail: {} });
    return true;
  }
  // Ignore failures: the existing connection is unchanged.
  await verifyLogin(services, { id, replaced: null, isProvisional: true }).catch(() => undefined);
  return (await store.connections.read({ id })) === undefined;
}
