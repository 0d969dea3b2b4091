import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import type { Connection } from "../../../src/model.ts";
import type { Change, ConnectionState, Store } from "../../../src/store/store.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import { statement } from "../../support/postgres/server.ts";
import {
  canary,
  connect,
  connectSession,
  exposed,
  named,
  sampleAttempt,
  sampleConnection,
  sampleEvent,
  sampleSession,
  sampleToken,
  secret,
  startMs,
  withConnection,
} from "../../support/samples.ts";
import { freshOptions, open } from "./open-store.ts";

interface Connected {
  readonly store: Store;
  readonly connections: readonly Connection[];
  /** Opens the same store as another process would. */
  again(): Promise<Store>;
  /** Runs a statement; `{schema}` stands for the store's schema. */
  sql(text: string): Promise<Record<string, unknown>[]>;
  readonly url: string;
}

/** Opens a store with connections of one client. */
async function connected(count: number): Promise<Connected> {
  const options = await freshOptions(new ManualClock(startMs));
  const again = async (): Promise<Store> => {
    const store = await open(options);
    onTestFinished(() => store.close());
    return store;
  };
  const store = await again();
  const { client, connection } = await withConnection(store);
  const connections = [connection];
  for (let index = 1; index < count; index += 1) {
    const next = sampleConnection(client, { owner: named(`other-${index}`), scope: "" });
    await connect(store, next);
    connections.push(next);
  }
  const url = options.url.replace(/\?.*/, "");
  const sql = (text: string) => statement(url, text.replaceAll("{schema}", options.schema));
  return { store, connections, again, sql, url };
}

function change<T>(
  store: Store,
  { id }: Connection,
  make: (state: ConnectionState) => Change,
  result: T,
): Promise<T> {
  return store.connections.update(id, (state) => ({ change: make(state), result }), {
    allowGroupCommit: true,
  });
}

const refreshed = ({ connection }: ConnectionState): Change => ({
  connection: { generation: connection.generation + 1, refreshToken: secret(`next-${connection.id}`) },
  accessToken: sampleToken(connection, { token: secret(`access-${connection.id}`) }),
  attempts: [sampleAttempt(connection, { phase: "committed" })],
  schedule: { dueAtMs: startMs + 5, failures: 0 },
  event: sampleEvent("refreshed"),
});

const all = <T>(
  connections: readonly Connection[],
  work: (connection: Connection) => Promise<T>,
): Promise<T[]> => Promise.all(connections.map(work));

test("Transactions that wait at the same time are one at the server, and each stores what is its own.", async () => {
  const { store, connections, sql } = await connected(6);
  const ids = await all(connections, (each) => change(store, each, refreshed, each.id));
  expect(ids).toEqual(connections.map(({ id }) => id));
  for (const table of ["connection", "access_token", "attempt", "schedule"])
    expect(await sql(`SELECT DISTINCT xmin FROM {schema}.${table}`), table).toHaveLength(1);
  for (const { id } of connections) {
    const state = await store.connections.read({ id });
    expect(state?.connection.refreshToken?.expose()).toBe(`${canary}next-${id}`);
    expect(state?.accessTokens.map(({ token }) => token.expose())).toEqual([`${canary}access-${id}`]);
    expect(await sql(`SELECT id FROM {schema}.attempt WHERE connection = '${id}'`)).toHaveLength(1);
    expect(state?.schedule.dueAtMs).toBe(startMs + 5);
  }
});

test("More transactions than one group takes are all done.", async () => {
  const { store, connections } = await connected(40);
  await all(connections, (each) => change(store, each, refreshed, null));
  const states = await all(connections, ({ id }) => store.connections.read({ id }));
  expect(new Set(states.map((state) => state?.connection.generation))).toEqual(new Set([2]));
});

test("Connections that are read at the same time are what each is by itself.", async () => {
  const { store, connections } = await connected(5);
  const session = sampleSession();
  const state = await store.connections.read({ id: connections[0]?.id ?? "" });
  if (state === undefined) throw new TypeError("no connection");
  await connectSession(store, state.client, session);
  await all(connections, (each) => change(store, each, refreshed, null));
  const refs = [
    ...connections.map(({ id }) => ({ id })),
    { name: "other-2" },
    { name: "missing" },
    { session: session.id },
  ];
  const alone: unknown[] = [];
  for (const ref of refs) alone.push(exposed(await store.connections.read(ref)));
  expect((await Promise.all(refs.map((ref) => store.connections.read(ref)))).map(exposed)).toEqual(alone);
  expect(alone.map((each) => each === undefined)).toEqual(
    refs.map((ref) => "name" in ref && ref.name === "missing"),
  );
});

test("A row that another program keeps locked delays the transaction of its connection only.", async () => {
  const { store, connections, url, sql } = await connected(4);
  const [locked, ...others] = connections as [Connection, ...Connection[]];
  const other = new Client({ connectionString: url });
  await other.connect();
  onTestFinished(() => other.end());
  const [table] = await sql("SELECT '{schema}.connection' AS name");
  await other.query("BEGIN");
  await other.query(`SELECT 1 FROM ${table?.name} WHERE id = $1 FOR UPDATE`, [locked.id]);
  let isDone = false;
  const late = change(store, locked, refreshed, "late").then((result) => {
    isDone = true;
    return result;
  });
  expect(await all(others, (each) => change(store, each, refreshed, "early"))).toEqual([
    "early",
    "early",
    "early",
  ]);
  expect(isDone).toBe(false);
  await other.query("ROLLBACK");
  expect(await late).toBe("late");
});

test("Processes that change the same connections at once, in any order, lose no change.", async () => {
  const { store, connections, again } = await connected(8);
  const stores = [store, await again(), await again()];
  const rounds = 4;
  for (let round = 0; round < rounds; round += 1)
    await Promise.all(
      stores.map((each, index) =>
        all(index === 1 ? connections.toReversed() : connections, (one) =>
          change(each, one, refreshed, null),
        ),
      ),
    );
  const states = await all(connections, ({ id }) => store.connections.read({ id }));
  expect(states.map((state) => state?.connection.generation)).toEqual(
    connections.map(() => 1 + rounds * stores.length),
  );
});

test("Transactions that change one client at the same time keep each other's change of it.", async () => {
  const { store, connections } = await connected(3);
  const [one, two, three] = connections as [Connection, Connection, Connection];
  await Promise.all([
    change(store, one, () => ({ client: { rotationSeen: "strict" } }), null),
    change(store, two, () => ({ client: { breakerUntilMs: startMs + 7 } }), null),
    change(store, three, refreshed, null),
  ]);
  const state = await store.connections.read({ id: one.id });
  expect(state?.client).toMatchObject({ rotationSeen: "strict", breakerUntilMs: startMs + 7 });
});
