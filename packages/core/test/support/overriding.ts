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
  const { accessTokens, clients, copies, hooks, location, logins, spool, upkeeps } = store;
  return {
    ...{ accessTokens, clients, copies, hooks, location, logins, spool, upkeeps },
    changes: overridden(store.changes, over.changes),
    connections: overridden(store.connections, over.connections),
    owners: overridden(store.owners, over.owners),
    queue: overridden(store.queue, over.queue),
    sessions: overridden(store.sessions, over.sessions),
    browserLogins: overridden(store.browserLogins, over.browserLogins),
    fingerprint: (secret) => store.fingerprint(secret),
    deriveSecret: (text) => store.deriveSecret(text),
    close: () => store.close(),
  };
}

/** Returns a part of a store with some members replaced. Its own methods find their private fields. */
function overridden<T extends object>(part: T, over: Partial<T> = {}): T {
  return new Proxy(part, {
    get: (target, name) => {
      const found = Reflect.get(Object.hasOwn(over, name) ? over : target, name);
      return typeof found === "function" ? found.bind(target) : found;
    },
  });
}
