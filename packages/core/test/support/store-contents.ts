import { DatabaseSync } from "node:sqlite";
import type { Connection } from "../../src/model.ts";
import type { Store, StoreEvent } from "../../src/store/store.ts";
import { MemoryStore } from "../store/memory-store.ts";

/** Reads all connections of a store, whatever they are for, in the order of their ids. */
export async function allConnections({ clients, connections }: Store): Promise<readonly Connection[]> {
  const ids = await Promise.all((await clients.list()).map(({ id }) => connections.ids(id)));
  const states = await Promise.all(ids.flat().map((id) => connections.read({ id })));
  return states.flatMap((state) => state?.connection ?? []);
}

type HistoryReader = (
  connectionId: string,
) => Promise<readonly { kind: string; at: unknown; detail: unknown }[]>;

const readers = new WeakMap<Store, HistoryReader>();

/** Names the way to read the rows of a store's history, for engines without a file. */
export const readsHistoryBy = (store: Store, reader: HistoryReader): void => void readers.set(store, reader);

/** Reads the history of a connection, oldest first. */
export async function eventsOf(store: Store, connectionId: string): Promise<readonly StoreEvent[]> {
  if (store instanceof MemoryStore) return store.eventsOf(connectionId);
  const read = readers.get(store);
  if (read !== undefined)
    return (await read(connectionId)).map(({ kind, at, detail }) => ({
      kind,
      atMs: Number(at),
      detail: detail as StoreEvent["detail"],
    }));
  const db = new DatabaseSync(store.location, { readOnly: true });
  try {
    return db
      .prepare("SELECT kind, at, detail FROM event WHERE connection = ? ORDER BY id")
      .all(connectionId)
      .map(({ kind, at, detail }) => ({
        kind: String(kind),
        atMs: Number(at),
        detail: JSON.parse(String(detail)) as StoreEvent["detail"],
      }));
  } finally {
    db.close();
  }
}
