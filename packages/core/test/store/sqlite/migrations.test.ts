import { readdirSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Client, ClientAuthentication } from "../../../src/model.ts";
import { migrations } from "../../../src/store/sqlite/schema/migrate.ts";
import { newest } from "../../../src/store/sqlite/schema/newest.ts";
import { whole } from "../../../src/store/sqlite/schema/whole.ts";
import { openSqlite } from "../../../src/store/sqlite/store.ts";
import type { Store } from "../../../src/store/store.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import {
  connectAs,
  connectedWith,
  connectSession,
  exposed,
  named,
  sampleAttempt,
  sampleClient,
  sampleConnection,
  sampleEvent,
  sampleLogin,
  samplePending,
  sampleSession,
  sampleToken,
  secret,
  startMs,
} from "../../support/samples.ts";
import { allConnections, eventsOf } from "../../support/store-contents.ts";
import { earlierStore } from "./earlier-store.ts";
import { freshPlaces } from "./folder.ts";
import { startChild } from "./process.ts";

type Paths = ReturnType<typeof freshPlaces>;
/** With the newest, so that {@link earlierStore} can already make a store of it when the next version is written. */
const versions = migrations.map(({ version }) => version);

async function opened(paths: Paths): Promise<Store> {
  const store = await openSqlite({ ...paths, busyTimeoutMs: 50, clock: new ManualClock(startMs) });
  onTestFinished(() => store.close());
  return store;
}

function raw({ database }: Paths): DatabaseSync {
  const db = new DatabaseSync(database);
  onTestFinished(() => db.close());
  return db;
}

/** Everything that was put into the store of {@link filledStore}. */
async function contentsOf(store: Store, clientId: string) {
  const connections = await allConnections(store);
  const ids = connections.map(({ id }) => id);
  return {
    clients: await store.clients.list(),
    states: await Promise.all(ids.map((id) => store.connections.read({ id }))),
    events: await Promise.all(ids.map((id) => eventsOf(store, id))),
    recorded: await store.connections.recordedLogins({ clientId, subject: "005" }),
    logins: (await store.logins.unfinished()).filter(({ phase }) => phase !== "unverified"),
    pending: (await store.logins.unfinished()).flatMap(({ id, phase }) =>
      phase === "unverified" ? [id] : [],
    ),
  };
}

const sentFingerprint = "00112233445566aa";

/** Fills a store with something of each kind that a table can hold. */
async function filledStore() {
  const paths = freshPlaces();
  const store = await openSqlite({ ...paths, busyTimeoutMs: 50, clock: new ManualClock(startMs) });
  const client = sampleClient({
    authentication: ClientAuthentication.of("client_secret_basic", secret("client-secret")),
    nextAuthentication: ClientAuthentication.of("client_secret_basic", secret("next-client-secret")),
    requested: { scope: "api", audience: "https://api.example" },
    rotationSeen: "strict",
    overlapSeconds: 2.5,
    breakerUntilMs: startMs + 5,
    breakerReason: "invalid_client",
  });
  const publicClient = sampleClient({
    name: "b-public",
    authentication: ClientAuthentication.of("none", null),
  });
  await store.clients.put(client);
  await store.clients.put(publicClient);
  const connection = sampleConnection(client, {
    details: {
      account: "ada@acme.example",
      connectedAtMs: startMs,
      requested: { scope: "api", audience: "https://api.example" },
      instanceUrl: "https://acme.example",
      providerError: 'invalid_grant: it\'s "over"',
      failure: { kind: "busy", reason: "answer", httpStatus: 503 },
      lostAtMs: startMs + 3,
    },
  });
  const others = [
    sampleConnection(publicClient, {
      owner: named("other"),
      status: "needs_login",
      refreshToken: null,
      details: {},
    }),
    samplePending(client, "acme", { details: { account: "ada@acme.example" } }),
    samplePending(client, null),
  ];
  for (const each of [connection, ...others]) {
    const detail = { generation: 1, client: each.clientId, subject: each.subject };
    const event = { kind: "connected", atMs: startMs, detail };
    await connectAs(store, null, () => connectedWith(each, { event }), each.id);
  }
  await store.connections.update(connection.id, () => ({
    change: {
      accessToken: sampleToken(connection, { audience: "https://api.example", rejectedAtMs: startMs + 1 }),
      attempts: [
        sampleAttempt(connection, {
          phase: "committed",
          rawAnswer: secret("kept-answer"),
          closedAtMs: startMs + 1,
        }),
        sampleAttempt(connection, { createdAtMs: startMs + 2, fingerprint: sentFingerprint }),
      ],
      schedule: { dueAtMs: startMs + 7, failures: 2 },
      event: sampleEvent("unsettled"),
    },
    result: null,
  }));
  await store.logins.put(sampleLogin(client));
  await store.logins.put(
    sampleLogin(client, { createdAtMs: startMs + 1, phase: "answered", rawAnswer: secret("raw-answer") }),
  );
  const contents = exposed(await contentsOf(store, client.id)) as object;
  await store.close();
  return { paths, client, connection, contents };
}

/** Client as migrated from an earlier store version, which lacked some of its columns. */
function asOf(version: number, client: Client): Client {
  return {
    ...client,
    ...(version < 2 && { requested: {} }),
    ...(version < 3 && { nextAuthentication: null }),
  };
}

const schemaOf = (db: DatabaseSync) =>
  db.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY name").all();

function expectSound(db: DatabaseSync): void {
  expect(db.prepare("PRAGMA foreign_key_check").all()).toEqual([]);
  expect(db.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
}

const versionOf = (db: DatabaseSync) =>
  db.prepare("SELECT schema_version AS version FROM store").get()?.version;

describe("migrations", () => {
  it("are numbered from 1 without a gap, one file each", () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
    expect(migrations.at(-1)?.version).toBe(newest);
    const folder = new URL("../../../src/store/sqlite/schema/", import.meta.url);
    const files = readdirSync(folder).filter((name) => /^\d/.test(name));
    expect(files).toEqual(migrations.map(({ version }) => `${String(version).padStart(3, "0")}.ts`));
  });

  it("end with the schema that a new store has at once (else: TOKENWELL_SCHEMA=write)", async () => {
    const { paths } = await filledStore();
    const db = raw({ ...paths, database: earlierStore(paths, newest) });
    const made = "sql IS NOT NULL AND name NOT LIKE 'sqlite_%'";
    const statements = db.prepare(`SELECT sql FROM sqlite_schema WHERE ${made} ORDER BY rowid`).all();
    const sql = statements.map((row) => `${row.sql};\n`).join("");
    if (process.env.TOKENWELL_SCHEMA === "write")
      writeFileSync(
        new URL("../../../src/store/sqlite/schema/whole.ts", import.meta.url),
        `/** The newest schema, as all migrations together make it. Written by a test of the migrations. */\nexport const whole = \`\n${sql}\`;\n`,
      );
    else expect(whole.trimStart()).toBe(sql);
  });

  it.each(versions)("bring a store of version %d to the newest, with all that is in it", async (version) => {
    const { paths, client, connection, contents } = await filledStore();
    const newestSchema = schemaOf(raw(paths));
    const [before, after] = [
      await opened(paths),
      await opened({ ...paths, database: earlierStore(paths, version) }),
    ];
    const clients = (await before.clients.list()).map((each) => asOf(version, each));
    const states = await Promise.all(
      (await allConnections(before)).map(async ({ id }) => {
        const state = await before.connections.read({ id });
        return state && { ...state, client: asOf(version, state.client) };
      }),
    );
    expect(exposed(await contentsOf(after, client.id))).toEqual({
      ...contents,
      ...(exposed({ clients, states }) as object),
    });

    const db = raw({ ...paths, database: after.location });
    expect(schemaOf(db)).toEqual(newestSchema);
    expectSound(db);
    // A user must act for the others first.
    expect(await after.queue.depth(startMs + 7)).toEqual({ due: 1, nextAtMs: startMs + 7 });
    const isKnown = (fingerprint: string) =>
      db.prepare("SELECT 1 FROM kept_token WHERE fingerprint = ?").get(Buffer.from(fingerprint, "hex"));
    expect(isKnown(after.fingerprint(secret("refresh-1")))).toBeDefined();
    // The sample was sent by no refresh of this store, so only the migration knows it.
    expect(isKnown(sentFingerprint) !== undefined).toBe(version < 7);
    await after.connections.update(connection.id, () => ({
      change: { connection: { generation: 2, refreshToken: secret("refresh-2") } },
      result: 0,
    }));
    const found = await after.connections.read({ name: "acme" });
    expect(found?.connection.refreshToken?.expose()).toContain("refresh-2");
    const session = sampleSession();
    await connectSession(after, client, session);
    expect(exposed(await after.sessions.byCookie(session.cookieHash))).toEqual(exposed(session));
  });

  it("say what each connection without a name is for, and leave nothing of the columns that are gone", async () => {
    const { paths, client, connection } = await filledStore();
    const store = await opened({ ...paths, database: earlierStore(paths, 5) });
    const owners = (await allConnections(store)).map(({ owner }) => owner);
    expect(owners.filter(({ kind }) => kind === "named")).toHaveLength(2);
    expect(owners).toContainEqual({ kind: "pending", loginId: expect.any(String), replaces: "acme" });
    expect(owners).toContainEqual({ kind: "pending", loginId: expect.any(String), replaces: null });
    const state = await store.connections.read({ id: connection.id });
    expect(state?.connection.details).toEqual(connection.details);
    expect(exposed(state?.client)).toEqual(exposed(client));
    expect(state?.attempts.map(({ phase }) => phase)).toEqual(["committed", "open"]);
    expect(state?.attempts[0]?.rawAnswer?.expose()).toContain("kept-answer");
  });

  it("by two processes at once are made once", async () => {
    const { paths, client, contents } = await filledStore();
    const places = { ...paths, database: earlierStore(paths, 1) };
    const children = [1, 2].map(() => startChild("migrate", { ...places, busyTimeoutMs: 50 }));
    for (const child of children) await child.says();
    for (const child of children) child.tell();
    const said = await Promise.all(children.map((child) => child.says()));
    expect(said).toEqual([newest, newest]);
    const store = await opened(places);
    const { logins, pending, events } = (await contentsOf(store, client.id)) as Awaited<
      ReturnType<typeof contentsOf>
    >;
    expect(contents).toMatchObject(exposed({ logins, pending, events }) as object);
    expectSound(raw(places));
  });

  it.each([
    [5, "CREATE TABLE client_006"],
    [5, "DROP TABLE client;"],
    [5, "DROP TABLE connection;"],
    [5, "INSERT INTO attempt_006"],
    [5, "ALTER TABLE login_006"],
    [6, "CREATE TABLE connection_007"],
    [6, "CREATE TABLE kept_token"],
    [6, "COMMIT"],
    [7, "CREATE TABLE browser_login"],
    [7, "COMMIT"],
  ])("from %d that die at %s leave the store as it was, and work the next time", async (version, diesAt) => {
    const { paths, client, contents } = await filledStore();
    const places = { ...paths, database: earlierStore(paths, version) };
    const before = schemaOf(raw(places));
    const child = startChild("migrate", { ...places, busyTimeoutMs: 50, diesAt });
    await child.says();
    child.tell();
    expect(await child.says()).toBeUndefined();
    await child.closed;
    const db = raw(places);
    expect(versionOf(db)).toBe(version);
    expect(schemaOf(db)).toEqual(before);
    expectSound(db);
    expect(exposed(await contentsOf(await opened(places), client.id))).toEqual(contents);
    expectSound(db);
  });
});
