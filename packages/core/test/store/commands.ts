import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { BrowserLogin, Client, Connection } from "../../src/model.ts";
import type { Store } from "../../src/store/store.ts";
import {
  connect,
  connectAs,
  connectedWith,
  connectSession,
  endedSession,
  hashOf,
  loginOfBrowser,
  named,
  sampleAttempt,
  sampleBrowserLogin,
  sampleConnection,
  sampleEvent,
  sampleLogin,
  samplePending,
  sampleSession,
  sampleToken,
  secret,
  startMs,
} from "../support/samples.ts";

/** Store and connection that the commands of this table use. */
export interface Stored {
  readonly store: Store;
  readonly client: Client;
  readonly connection: Connection;
}

const account = ({ client, connection }: Stored) => ({
  clientId: client.id,
  subject: connection.subject ?? "",
});

async function refresh({ store, connection: { id } }: Stored): Promise<void> {
  await store.connections.read({ id });
  await store.changes.stamp({ id });
  await store.connections.update(id, ({ connection, presented }) => ({
    change: {
      attempts: [sampleAttempt(connection)],
      schedule: { dueAtMs: startMs + presented.length, failures: 1 },
    },
    result: null,
  }));
  await store.connections.update(id, ({ connection, attempts }) => {
    const generation = connection.generation + 60;
    return {
      change: {
        connection: { generation, refreshToken: secret("next"), refreshCount: 1 },
        client: { rotationSeen: "strict", breakerUntilMs: null },
        accessToken: sampleToken(connection, { generation }),
        attempts: attempts.map((row) => ({ ...row, phase: "committed" as const, closedAtMs: startMs })),
        schedule: { dueAtMs: startMs, failures: 0 },
        event: sampleEvent("refreshed"),
      },
      result: null,
    };
  });
}

/** Refreshes two connections at once, as a process does that has many: an engine may combine what it asks for. */
async function refreshTogether(stored: Stored): Promise<void> {
  const { store, client, connection } = stored;
  const other = sampleConnection(client, { owner: named("other") });
  await connect(store, other);
  const refs = [{ id: connection.id }, { id: other.id }];
  await Promise.all(refs.map((ref) => store.connections.read(ref)));
  await Promise.all(["acme", "other"].map((name) => store.connections.read({ name })));
  const change = (id: string) =>
    store.connections.update(
      id,
      ({ connection: now }) => ({
        change: {
          connection: { generation: now.generation + 1 },
          accessToken: sampleToken(now),
          attempts: [sampleAttempt(now)],
          schedule: { dueAtMs: startMs, failures: 0 },
          event: sampleEvent("refreshed"),
        },
        result: null,
      }),
      { allowGroupCommit: true },
    );
  await Promise.all(refs.map(({ id }) => change(id)));
}

async function completeLogin({ store, client, connection }: Stored): Promise<void> {
  const login = sampleLogin(client);
  await store.logins.put(login);
  await store.logins.byState(login.stateHash);
  await store.logins.claim(login.stateHash);
  await store.clients.read(client.id, client.version);
  await store.logins.put({ ...login, phase: "answered", rawAnswer: secret("raw-answer") });
  await store.clients.put(client);
  await store.connections.read({ name: "acme" });
  const provisional = samplePending(client, "acme", { id: login.id, owner: pendingFor(login.id) });
  await store.connections.create(login.id, "acme", () => connectedWith(provisional));
  await store.connections.replace(login.id, connection.id, (verified) =>
    connectedWith({
      ...verified.connection,
      id: connection.id,
      owner: connection.owner,
      tokenFamilyId: "family-2",
      generation: 2,
    }),
  );
  await connectAs(store, "acme", () =>
    connectedWith({ ...connection, tokenFamilyId: "family-3", generation: 3 }),
  );
  await connect(store, sampleConnection(client, { owner: named("new") }));
}

export async function keepSession({ store, client }: Stored): Promise<void> {
  const { accessTokens, changes, connections, sessions } = store;
  const session = sampleSession();
  await connectSession(store, client, session);
  const { app, browserHash, cookieHash, id, issuer, subject } = session;
  const ref = { session: id };
  await sessions.byCookie(cookieHash);
  await connections.read(ref);
  await changes.stamp(ref);
  await accessTokens.current(ref, 0, "https://api.example");
  await accessTokens.stamp(ref);
  await sessions.touch(new Map([[id, startMs + 1]]));
  await sessions.ofAccount({ app, issuer, subject });
  await sessions.ofProviderSession(app, issuer, session.providerSessionId ?? "");
  await sessions.ofBrowser(app, browserHash);
  await sessions.useOnce(hashOf("logout token"), startMs);
  await sessions.wasUsed(hashOf("logout token"));
  await sessions.update(id, () => ({
    change: { browserHash, cookieHash, extendedAtMs: startMs + 1, idToken: secret("next"), data: {} },
    result: null,
  }));
}

async function sweepSessions({ store, client }: Stored): Promise<void> {
  const sweep = { app: "app-1", nowMs: startMs, idleSinceMs: startMs, endedBeforeMs: startMs, limit: 10 };
  await connectSession(store, client, endedSession(startMs - 1));
  const { id } = await beginInBrowser(store, client, { removeAtMs: startMs });
  await store.sessions.overdue(sweep);
  await store.sessions.toRevoke("app-1", startMs, 10);
  expect(await store.sessions.removeOld(sweep)).toBe(2);
  await store.logins.remove(id);
}

async function logInByBrowser({ store, client }: Stored): Promise<void> {
  for (const each of [1, 2, 3]) await beginInBrowser(store, client, { createdAtMs: startMs + each });
  const { browserHash, id, stateHash } = await beginInBrowser(store, client);
  await store.browserLogins.countOpen("app-1", browserHash);
  await store.browserLogins.byState(stateHash);
  await store.browserLogins.advance(id, "open", { phase: "claimed" });
}

async function beginInBrowser(
  store: Store,
  client: Client,
  over: Partial<BrowserLogin> = {},
): Promise<BrowserLogin> {
  const browserLogin = sampleBrowserLogin(over);
  const limits = { perBrowser: 2, total: 2 };
  await store.browserLogins.put(browserLogin, loginOfBrowser(client, browserLogin), limits);
  return browserLogin;
}

const pendingFor = (loginId: string) => ({ kind: "pending", loginId, replaces: "acme" }) as const;

/** Calls to the store by each command. */
export const commands: Readonly<Record<string, (stored: Stored) => Promise<unknown>>> = {
  "token NAME": ({ store }) => store.accessTokens.current("acme", 0),
  token: ({ store }) => store.accessTokens.current(undefined, 0),
  "token, again": async ({ store }) => {
    await store.accessTokens.stamp("acme");
    await store.accessTokens.stamp(undefined);
  },
  "token that waits": ({ store, connection: { id } }) =>
    store.changes.wait({ id }, "other", { timeoutMs: 0 }),
  refresh,
  "refresh of several": refreshTogether,
  "status NAME": async (stored) => {
    const { store, client } = stored;
    await store.connections.read({ name: "acme" });
    await store.connections.names({ clientId: client.id, limit: 5 });
    await store.connections.countLogins(account(stored));
    await store.connections.namesOfAccount(account(stored));
    await store.connections.recordedLogins(account(stored));
  },
  status: async ({ store }) => {
    await store.connections.readNamed(await store.connections.names());
  },
  move: async ({ store, client }) => {
    await store.connections.hasArrived({ clientId: client.id, moveId: randomUUID() });
  },
  "login, begun": async ({ store, client }) => {
    await store.logins.unfinished();
    await store.clients.list();
    await store.clients.put({ ...client, version: 2, issuer: "https://second.example" });
    await store.connections.read({ name: "acme" });
    const login = sampleLogin(client);
    await store.logins.put(login);
    await store.logins.remove(login.id);
    await store.clients.remove(client.id);
  },
  "login, completed": completeLogin,
  logout: async ({ store, connection: { id } }) => {
    await store.connections.read({ name: "acme" });
    await store.connections.update(id, () => ({
      change: { connection: { status: "revoking" } },
      result: null,
    }));
    await store.connections.remove(id, sampleEvent("revoked"));
  },
  set: async ({ store, client, connection: { id } }) => {
    for (const each of await store.connections.ids(client.id))
      await store.connections.update(each, ({ connection: { details } }) => ({
        change: {
          connection: { details: { ...details, apiBase: "https://api.example/" }, owner: named("renamed") },
          client: { lifetimes: { idleSeconds: 60 }, nextAuthentication: client.authentication },
        },
        result: null,
      }));
    await store.connections.update(id, () => ({
      change: { connection: { owner: named("acme") } },
      result: null,
    }));
    await store.clients.move({ ...client, version: 2, issuer: "https://second.example" }, () =>
      sampleEvent("moved"),
    );
  },
  export: async ({ store, connection: { id } }) => {
    await store.connections.read({ name: "acme" });
    await store.connections.update(id, () => ({
      change: {
        connection: { status: "released", refreshToken: null },
        event: sampleEvent("released"),
      },
      result: null,
    }));
  },
  import: async ({ store, client }) => {
    await store.clients.list();
    await store.connections.names();
    await store.clients.put(client);
    const login = sampleLogin(client, { stateHash: "" });
    await store.logins.put(login);
    const imported = sampleConnection(client, { owner: named("imported") });
    await store.connections.create(login.id, "imported", () =>
      connectedWith(imported, { accessToken: null }),
    );
    await store.connections.remove(imported.id, sampleEvent("refused"));
  },
  work: async ({ store, client }) => {
    const nowMs = startMs + 3_600_000;
    const request = { nowMs, untilMs: nowMs + 1, limit: 10 };
    await store.queue.postpone(await store.queue.lease({ ...request, exceptClients: [] }), nowMs);
    await store.queue.lease({ ...request, exceptClients: [client.id] });
    await store.queue.depth(nowMs);
  },
  upkeep: async ({ store, connection: { id } }) => {
    await store.logins.unfinished();
    await store.connections.readNamed(await store.connections.names());
    await store.connections.update(id, () => ({
      change: { schedule: { dueAtMs: 1, failures: 1 } },
      result: null,
    }));
  },
};

/** Calls to the store by a web app. */
export const requests: Readonly<Record<string, (stored: Stored) => Promise<unknown>>> = {
  "a session": keepSession,
  "a login": logInByBrowser,
  "a sweep": sweepSessions,
};
