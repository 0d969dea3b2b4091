import type { Changes, Connections, Owners, Store } from "../../src/store/store.ts";

/** Returns a store that does some things differently, for faults at its seams. */
export function overriding(
  store: Store,
  over: {
    readonly changes?: Partial<Changes>;
    readonly connections?: Partial<Connections>;
    readonly owners?: Partial<Owners>;
  },
): Store {
  const { accessTokens, clients, copies, location, logins } = store;
  return {
    ...{ accessTokens, clients, copies, location, logins },
    changes: { ...store.changes, ...over.changes },
    connections: { ...store.connections, ...over.connections },
    owners: { ...store.owners, ...over.owners },
    fingerprint: (secret) => store.fingerprint(secret),
    close: () => store.close(),
  };
}
