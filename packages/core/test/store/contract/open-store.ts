import type { Clock } from "../../../src/clock.ts";
import type { Client, Connection } from "../../../src/model.ts";
import type { Change, ConnectionState, Store } from "../../../src/store/store.ts";
import { withConnection } from "../../support/samples.ts";

/** Opens an empty store that is closed when the test is finished. */
export interface OpenStore {
  (clock?: Clock): Promise<Store>;
  /** Whether the engine is in this process, so that it answers in the tick of the call and knows its version. */
  readonly isEmbedded: boolean;
}

/** Opens a store with one client and one connection of it. */
export async function openConnected(
  open: OpenStore,
  over: Partial<Connection> = {},
): Promise<{ store: Store; client: Client; connection: Connection }> {
  const store = await open();
  return { store, ...(await withConnection(store, over)) };
}

/** Reads a connection that must be there. */
export async function stateOf(store: Store, connection: Connection): Promise<ConnectionState> {
  const found = await store.connections.read({ id: connection.id });
  if (found === undefined) throw new TypeError("no such connection");
  return found;
}

/** Applies a change, whatever the state of the connection is. */
export const changed = (store: Store, connection: Connection, change: Change | null): Promise<string> =>
  store.connections.update(connection.id, () => ({ change, result: "done" }));
