import type {
  BrowserLogins,
  Changes,
  Connections,
  Owners,
  Queue,
  Sessions,
  Store,
} from "../../src/store/store.ts";

/** Returns a store that does some things differently, for faults at its seams. */
export function overriding(
  store: Store,
  over: {
    readonly changes?: Partial<Changes>;
    readonly connections?: Partial<Connections>;
    readonly owners?: Partial<Owners>;
    readonly queue?: Partial<Queue>;
    readonly sessions?: Partial<Sessions>;
    readonly browserLogins?: Partial<BrowserLogins>;
  },
): Store {
  const { accessTokens, clients, copies, hooks, location, logins, upkeeps } = store;
  return {
    ...{ accessTokens, clients, copies, hooks, location, logins, upkeeps },
    changes: { ...store.changes, ...over.changes },
    connections: { ...store.connections, ...over.connections },
    owners: { ...store.owners, ...over.owners },
    queue: { ...store.queue, ...over.queue },
    sessions: { ...store.sessions, ...over.sessions },
    browserLogins: { ...store.browserLogins, ...over.browserLogins },
    fingerprint: (secret) => store.fingerprint(secret),
    deriveSecret: (text) => store.deriveSecret(text),
    close: () => store.close(),
  };
}
