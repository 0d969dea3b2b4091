import type { Move, MoveOptions } from "../api/connection.ts";
import type { Clock } from "../clock.ts";
import { InputError, RetryLaterError } from "../errors.ts";
import type { Client } from "../model.ts";
import { nameOf } from "../names.ts";
import { discover } from "../oauth/metadata.ts";
import { providerOf } from "../providers/index.ts";
import { hasSameBinding } from "../store/rules.ts";
import type { ConnectionState, Store, StoreEvent } from "../store/store.ts";
import type { Egress } from "../wire/egress.ts";
import { abandonedAttempts, isRefreshing, waitUntilIdle } from "./wait-until-idle.ts";

/**
 * Moves the app of a connection, with all its connections, to another address of the same provider. Requests only the
 * provider's metadata. Returns `null` if `isSameProvider` returns false. Throws the errors of discovery, and
 * `host_elsewhere`.
 */
export async function moveApp(
  { clock, egress, store }: { readonly clock: Clock; readonly egress: Egress; readonly store: Store },
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
  const newest = (await store.clients.list()).find(({ id }) => id === client.id) ?? client;
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
  const abandoned = new Set<string>();
  for (const { connection: one } of states) {
    const idle = await waitUntilIdle(store, clock, one.id, nameOf(one));
    for (const id of await abandonedAttempts(store, idle)) abandoned.add(id);
  }
  await store.clients.move(moved, (now) => moving(now, abandoned, { ...move, atMs: clock.nowMs() }));
  return move;
}

async function statesOf({ connections }: Store, client: Client): Promise<readonly ConnectionState[]> {
  const states = await Promise.all((await connections.ids(client.id)).map((id) => connections.read({ id })));
  return states.filter((state) => state !== undefined);
}

/** Whether the provider's token response named this host as that of the account's API. */
function isHome({ connection }: ConnectionState, host: string): boolean {
  const { instanceUrl } = connection.details;
  return instanceUrl !== undefined && new URL(instanceUrl).host === host;
}

/** Returns the event of a move. Throws if a refresh has begun since the wait: its response is from the old address. */
function moving(
  state: ConnectionState,
  abandoned: ReadonlySet<string>,
  { atMs, from, to }: Pick<Move, "from" | "to"> & { readonly atMs: number },
): StoreEvent {
  if (isRefreshing(state, abandoned))
    throw new RetryLaterError("refresh_waiting", 5, { name: nameOf(state.connection) });
  return { kind: "moved", atMs, detail: { from, to } };
}
