import { randomUUID } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { BrowserLogin, Client, Connection } from "../../../src/model.ts";
import { openSqlite } from "../../../src/store/sqlite/store.ts";
import type { Store } from "../../../src/store/store.ts";
import { ManualClock } from "../../support/manual-clock.ts";
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
  withConnection,
} from "../../support/samples.ts";
import { freshPlaces } from "./folder.ts";

/** Store and connection that the commands of this table use. */
interface Stored {
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

async function keepSession({ store, client }: Stored): Promise<void> {
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

/** What each command asks of the store. */
const commands: Readonly<Record<string, (stored: Stored) => Promise<unknown>>> = {
  "token NAME": ({ store }) => store.accessTokens.current("acme", 0),
  token: ({ store }) => store.accessTokens.current(undefined, 0),
  "token, again": async ({ store }) => {
    await store.accessTokens.stamp("acme");
    await store.accessTokens.stamp(undefined);
  },
  "token that waits": ({ store, connection: { id } }) =>
    store.changes.wait({ id }, "other", { timeoutMs: 0 }),
  refresh,
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

/** What a web app asks of the store. */
const requests: Readonly<Record<string, (stored: Stored) => Promise<unknown>>> = {
  "a session": keepSession,
  "a login": logInByBrowser,
  "a sweep": sweepSessions,
};

/**
 * Statements about all clients of a workspace, which alone may search by nothing but the workspace. The list of clients
 * is short: one for each app.
 */
const aboutAll: readonly RegExp[] = [/^SELECT \* FROM client AS one WHERE workspace = :workspace/];

const isAboutAll = (sql: string): boolean => aboutAll.some((pattern) => pattern.test(sql));

/** Steps of a plan that look at more rows than those that the statement is about. */
function wideSteps(db: DatabaseSync, sql: string): readonly string[] {
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { readonly detail: string }[];
  // The indices of unsettled attempts and unfinished logins have few entries. An app may have a million sessions.
  const wide =
    /^SCAN (?!wanted\b|due\b|CONSTANT ROW|attempt USING INDEX attempt_unsettled)|^SEARCH (?!login USING INDEX login_unfinished ).*\(workspace=\?\)|^SEARCH session .*\(app=\?\)/;
  // An app may have a hundred thousand connections, an account or an old version of the app has few.
  const ofClient = /^SEARCH connection .*\(client=\?(?! AND (?:subject|client_version)=\?)/;
  const isNarrow = sql.includes("subject = :subject") || sql.startsWith("DELETE FROM client AS one");
  const isWide = (detail: string) => wide.test(detail) || (isNarrow && ofClient.test(detail));
  return plan.flatMap(({ detail }) => (isWide(detail) ? [`${detail}: ${sql}`] : []));
}

/** Steps of a limited statement that sort: they read all that they sort, whatever the limit is. */
function sortedSteps(db: DatabaseSync, sql: string): readonly string[] {
  if (!sql.includes(" LIMIT ")) return [];
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { readonly detail: string }[];
  return plan.flatMap(({ detail }) => (/TEMP B-TREE/.test(detail) ? [`${detail}: ${sql}`] : []));
}

const allRecorded = new Set<string>();

/** Runs a command at a store that has just been opened, and returns the statements that it prepared. */
async function recorded(run: (stored: Stored) => Promise<unknown>) {
  const paths = freshPlaces();
  const options = { ...paths, busyTimeoutMs: 50, clock: new ManualClock(startMs) };
  const before = await openSqlite(options);
  const { client, connection } = await withConnection(before);
  await before.close();
  const store = await openSqlite(options);
  onTestFinished(() => store.close());
  const prepare = vi.spyOn(DatabaseSync.prototype, "prepare");
  onTestFinished(() => prepare.mockRestore());
  await run({ store, client, connection });
  const statements = new Set(prepare.mock.calls.map(([sql]) => sql.trim().replace(/\s+/g, " ")));
  prepare.mockRestore();
  for (const sql of statements) allRecorded.add(sql);
  const db = new DatabaseSync(paths.database);
  onTestFinished(() => db.close());
  return { db, statements };
}

describe("a command finds by an index whatever it asks of the database, however many connections there are:", () => {
  it.each(Object.entries(commands))("%s", async (_, run) => {
    const { db, statements } = await recorded(run);
    expect(statements.size).toBeGreaterThan(0);
    const wide = [...statements].flatMap((sql) => (isAboutAll(sql) ? [] : wideSteps(db, sql)));
    expect(wide).toEqual([]);
  });
});

describe("a web app finds by an index whatever it asks of the database, however many sessions there are:", () => {
  it.each(Object.entries(requests))("%s", async (_, run) => {
    const { db, statements } = await recorded(run);
    expect(statements.size).toBeGreaterThan(0);
    const narrow = [...statements].filter((sql) => !isAboutAll(sql));
    expect(narrow.flatMap((sql) => wideSteps(db, sql))).toEqual([]);
    expect(narrow.flatMap((sql) => sortedSteps(db, sql))).toEqual([]);
  });

  it("a session is written without the indexed columns that have not changed", async () => {
    const { statements } = await recorded(keepSession);
    const updates = [...statements].filter((sql) => sql.startsWith("UPDATE session SET"));
    expect(updates).toEqual([
      "UPDATE session SET touched_at = :touched_at, mac = :mac WHERE id = :id",
      "UPDATE session SET extended_at = :extended_at, data = :data, id_token = :id_token, mac = :mac WHERE id = :id",
    ]);
  });
});

describe("the table of commands", () => {
  it("runs every statement about all that is excused", () => {
    for (const pattern of aboutAll) expect([...allRecorded].some((sql) => pattern.test(sql))).toBe(true);
    expect(allRecorded.size).toBeGreaterThan(40);
  });

  it("would find a statement that looks through a table", async () => {
    const { db } = await recorded(({ store }) => store.connections.names());
    expect(wideSteps(db, "SELECT id FROM login WHERE workspace = 'w' ORDER BY created_at")).toHaveLength(1);
    expect(wideSteps(db, `SELECT id FROM connection WHERE scope = '${randomUUID()}'`)).toHaveLength(1);
    expect(wideSteps(db, "SELECT id FROM connection WHERE workspace = 'w' AND scope = 'api'")).toHaveLength(
      1,
    );
  });

  it("would find a statement that looks through the sessions of an app, or sorts them before it takes some", async () => {
    const { db } = await recorded(({ store }) => store.connections.names());
    const live = "SELECT id FROM session WHERE app = :app AND ended_at IS NULL";
    expect(wideSteps(db, `${live} AND issuer = :issuer`)).toHaveLength(1);
    expect(sortedSteps(db, `${live} AND touched_at <= :until ORDER BY id LIMIT 9`)).toHaveLength(1);
    expect(sortedSteps(db, `${live} AND touched_at <= :until ORDER BY touched_at LIMIT 9`)).toEqual([]);
  });

  it("would find a statement that looks for an account among all connections of its client", async () => {
    const { db } = await recorded(({ store }) => store.connections.names());
    const sql =
      "SELECT name FROM connection WHERE client = :client AND subject = :subject AND name IS NOT NULL";
    expect(wideSteps(db, `${sql} ORDER BY name`)).toHaveLength(1);
    expect(wideSteps(db, `${sql} ORDER BY +name`)).toEqual([]);
  });
});
