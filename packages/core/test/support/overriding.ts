import type { Connections, Owners, Store } from "../../src/store/store.ts";

/** Returns a store that does some things differently, for faults at its seams. */
export function overriding(
  store: Store,
  over: { readonly connections?: Partial<Connections>; readonly owners?: Partial<Owners> },
): Store {
  const { accessTokens, changes, clients, copies, location, logins } = store;
  return {
    ...{ accessTokens, changes, clients, copies, location, logins },
    connections: { ...store.connections, ...over.connections },
    owners: { ...store.owners, ...over.owners },
    fingerprint: (secret) => store.fingerprint(secret),
    close: () => store.close(),
  };
}
