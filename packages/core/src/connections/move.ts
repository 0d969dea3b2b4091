import type { Move, MoveOptions } from "../api.ts";
import { InputError, RetryLaterError } from "../errors.ts";
import type { LoginServices } from "../login/begin.ts";
import type { Client } from "../model.ts";
import { discover } from "../oauth/metadata.ts";
import { providerOf } from "../providers/index.ts";
import { nameOf } from "../refresh/decide.ts";
import { hasSameBinding } from "../store/rules.ts";
import type { ConnectionState, Store, StoreEvent } from "../store/store.ts";
import { isRefreshing, waitUntilIdle } from "./wait-until-idle.ts";

/**
 * Moves the app of a connection, with all its connections, to another address of the same provider. Nothing but the
 * provider's description is asked for. `null`: somebody was asked and does not want it. Throws what discovery throws,
 * and `host_elsewhere`.
 */
export async function moveApp(
  { clock, egress, store }: Pick<LoginServices, "clock" | "egress" | "store">,
  state: ConnectionState,
  address: string,
  options: MoveOptions,
): Promise<Move | null> {
  const { client, connection } = state;
  const provider = providerOf(client.provider);
  const server = await discover(provider.hostFrom(address), (url, init) => egress.fetch(url, init));
  const states = await statesOf(store, client);
  const others = states.flatMap((one) =>
    one.connection.id === connection.id ? [] : [nameOf(one.connection)],
  );
  const move: Move = {
    name: nameOf(connection),
    also: others.sort(),
    from: new URL(client.endpoints.token).host,
    to: new URL(server.endpoints.token).host,
  };
  const { endpoints, issuer } = server;
  const newest = (await store.clients()).find(({ id }) => id === client.id) ?? client;
  const moved: Client = {
    ...client,
    version: newest.version + 1,
    issuer,
    endpoints,
    breakerUntilMs: null,
    breakerReason: null,
  };
  if (hasSameBinding(client, moved)) return move;
  if (issuer !== client.issuer && !states.every((one) => isHome(one, move.to))) {
    if (!options.isSameProvider)
      throw new InputError("host_elsewhere", { name: move.name, from: move.from, to: move.to });
    if (!(await options.isSameProvider(move))) return null;
  }
  for (const one of states) await waitUntilIdle(store, clock, one.connection.id, nameOf(one.connection));
  await store.moveClient(moved, (now) => moving(now, store, { ...move, atMs: clock.nowMs() }));
  return move;
}

async function statesOf(store: Store, client: Client): Promise<readonly ConnectionState[]> {
  const own = (await store.connections()).filter(({ clientId }) => clientId === client.id);
  const states = await Promise.all(own.map(({ id }) => store.family({ id })));
  return states.filter((one) => one !== undefined);
}

/** Whether the provider itself named this host as the home of the account's API. */
function isHome({ connection }: ConnectionState, host: string): boolean {
  const { instanceUrl } = connection.details;
  return instanceUrl !== undefined && new URL(instanceUrl).host === host;
}

/** An answer under way is of the old address; a process may have begun one since it was waited for. */
function moving(
  state: ConnectionState,
  store: Store,
  { atMs, from, to }: Pick<Move, "from" | "to"> & { readonly atMs: number },
): StoreEvent {
  if (isRefreshing(state, store))
    throw new RetryLaterError("refresh_waiting", 5, { name: nameOf(state.connection) });
  return { kind: "moved", atMs, detail: { from, to } };
}
