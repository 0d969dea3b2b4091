import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Client, Connection, InstantMs } from "../../../src/model.ts";
import type { Store, StoreEvent } from "../../../src/store/store.ts";
import {
  connect,
  connectAs,
  connectedWith,
  exposed,
  named,
  sampleAttempt,
  sampleClient,
  sampleConnection,
  sampleEvent,
  samplePending,
  secret,
  startMs,
} from "../../support/samples.ts";
import { changed, type OpenStore, stateOf } from "./open-store.ts";

async function withClient(store: Store): Promise<Client> {
  const client = sampleClient();
  await store.clients.put(client);
  return client;
}

async function connectNamed(
  store: Store,
  client: Client,
  name: string,
  over: Partial<Connection> = {},
): Promise<Connection> {
  const connection = sampleConnection(client, { owner: named(name), ...over });
  await connect(store, connection);
  return connection;
}

/** Contract of the questions about several connections. */
export function queriesContract(open: OpenStore): void {
  describe("names", () => {
    it("are those of all connections that have one, in the order of their code units", async () => {
      const store = await open();
      expect(await store.connections.names()).toEqual([]);
      const client = await withClient(store);
      for (const name of ["b", "a", "Z", "é", "10", "9"]) await connectNamed(store, client, name);
      await connect(store, samplePending(client, "pending"));
      await connect(store, sampleConnection(client, { owner: { kind: "session", id: "s-1" } }));
      expect(await store.connections.names()).toEqual(["10", "9", "Z", "a", "b", "é"]);
    });

    it("of one client leave out those of others, and are at most as many as the limit", async () => {
      const store = await open();
      const first = await withClient(store);
      for (const name of ["c", "a", "b"]) await connectNamed(store, first, name);
      await connect(store, samplePending(first));
      const second = await withClient(store);
      await connectNamed(store, second, "d");
      expect(await store.connections.names({ clientId: first.id })).toEqual(["a", "b", "c"]);
      expect(await store.connections.names({ clientId: first.id, limit: 2 })).toEqual(["a", "b"]);
      expect(await store.connections.names({ clientId: second.id, limit: 2 })).toEqual(["d"]);
      expect(await store.connections.names({ clientId: "none" })).toEqual([]);
    });
  });

  it("lists the ids of a client's connections, with and without a name", async () => {
    const store = await open();
    const first = await withClient(store);
    const one = await connectNamed(store, first, "a");
    const other = samplePending(first);
    await connect(store, other);
    await connectNamed(store, await withClient(store), "b");
    expect(new Set(await store.connections.ids(first.id))).toEqual(new Set([one.id, other.id]));
    expect(await store.connections.ids("none")).toEqual([]);
  });

  describe("reading by several names", () => {
    it("keeps the order of the names and leaves out those that no connection has", async () => {
      const store = await open();
      const client = await withClient(store);
      for (const name of ["a", "b", "c"]) await connectNamed(store, client, name);
      await connect(store, samplePending(client, "pending"));
      const read = await store.connections.readNamed(["c", "nobody", "a", "pending", "b"]);
      expect(read.map(({ connection }) => connection.owner)).toEqual(["c", "a", "b"].map(named));
      expect(await store.connections.readNamed([])).toEqual([]);
      expect(await store.connections.readNamed(["nobody"])).toEqual([]);
    });

    it("reads of each what reading it alone does, of several clients", async () => {
      const store = await open();
      const client = await withClient(store);
      const one = await connectNamed(store, client, "one");
      const two = await connectNamed(store, await withClient(store), "two");
      const three = await connectNamed(store, client, "three");
      await changed(store, one, { attempts: [sampleAttempt(one)], schedule: { dueAtMs: 5, failures: 2 } });
      const kept = { phase: "committed", rawAnswer: secret("kept-answer") } as const;
      await changed(store, two, { attempts: [sampleAttempt(two, kept), sampleAttempt(two)] });
      const alone = [await stateOf(store, one), await stateOf(store, two), await stateOf(store, three)];
      expect(exposed(await store.connections.readNamed(["one", "two", "three"]))).toEqual(exposed(alone));
    });
  });

  it("counts the logins of an account that count against the provider's limit", async () => {
    const store = await open();
    const client = await withClient(store);
    const account = { clientId: client.id, subject: "ada" };
    expect(await store.connections.countLogins(account)).toBe(0);
    const statuses = [
      "ok",
      "unsettled",
      "suspended",
      "needs_login",
      "revoking",
      "revoked",
      "released",
    ] as const;
    for (const status of statuses) await connectNamed(store, client, status, { subject: "ada", status });
    await connect(store, samplePending(client, "ok", { subject: "ada" }));
    await connectNamed(store, client, "other", { subject: "grace" });
    await connectNamed(store, client, "unknown", { subject: null });
    await connectNamed(store, await withClient(store), "elsewhere", { subject: "ada" });
    expect(await store.connections.countLogins(account)).toBe(6);
  });

  it("names the connections of an account, in order", async () => {
    const store = await open();
    const client = await withClient(store);
    for (const name of ["b", "a"]) await connectNamed(store, client, name, { subject: "ada" });
    await connect(store, samplePending(client, "a", { subject: "ada" }));
    await connectNamed(store, client, "other", { subject: "grace" });
    await connectNamed(store, await withClient(store), "elsewhere", { subject: "ada" });
    const names = (subject: string) => store.connections.namesOfAccount({ clientId: client.id, subject });
    expect(await names("ada")).toEqual(["a", "b"]);
    expect(await names("nobody")).toEqual([]);
  });

  describe("recorded logins", () => {
    const loginEvent = (client: Client, subject: string, atMs: InstantMs): StoreEvent => ({
      kind: "connected",
      atMs,
      detail: { generation: 1, client: client.id, subject },
    });

    it("are those of the account, oldest first, also of a connection that is gone", async () => {
      const store = await open();
      const client = await withClient(store);
      const connectAt = async (connection: Connection, subject: string, atMs: InstantMs) => {
        const event = loginEvent(client, subject, atMs);
        await connectAs(store, null, () => connectedWith(connection, { event }), connection.id);
      };
      const gone = sampleConnection(client, { owner: named("gone") });
      const renamed = sampleConnection(client, { owner: named("before") });
      const pending = samplePending(client, "before");
      await connectAt(gone, "ada", startMs);
      await connectAt(renamed, "ada", startMs + 1);
      await connectAt(sampleConnection(client, { owner: named("other") }), "grace", startMs + 2);
      await connectAt(pending, "ada", startMs + 3);
      await changed(store, renamed, { connection: { owner: named("after") }, event: sampleEvent("renamed") });
      await store.connections.remove(gone.id, sampleEvent("removed"));
      expect(await store.connections.recordedLogins({ clientId: client.id, subject: "ada" })).toEqual([
        { connectionId: gone.id, atMs: startMs, name: null },
        { connectionId: renamed.id, atMs: startMs + 1, name: "after" },
        { connectionId: pending.id, atMs: startMs + 3, name: null },
      ]);
      expect(await store.connections.recordedLogins({ clientId: "none", subject: "ada" })).toEqual([]);
    });

    it("tell whether a connection came by a move, and was not returned", async () => {
      const store = await open();
      const client = await withClient(store);
      const moveId = randomUUID();
      const other = { clientId: client.id, moveId: randomUUID() };
      const arrive = async (connection: Connection) => {
        const { detail, ...login } = loginEvent(client, "ada", startMs);
        const event = { ...login, detail: { ...detail, move: moveId } };
        await connectAs(store, null, () => connectedWith(connection, { event }), connection.id);
      };
      const move = { clientId: client.id, moveId };
      expect(await store.connections.hasArrived(move)).toBe(false);
      const first = sampleConnection(client, { owner: named("first") });
      await arrive(first);
      expect(await store.connections.hasArrived(move)).toBe(true);
      expect(await store.connections.hasArrived(other)).toBe(false);
      expect(await store.connections.hasArrived({ ...move, clientId: "none" })).toBe(false);
      await store.connections.remove(first.id, { ...sampleEvent("returned"), detail: { move: moveId } });
      expect(await store.connections.hasArrived(move)).toBe(false);
      const second = sampleConnection(client, { owner: named("second") });
      await arrive(second);
      expect(await store.connections.hasArrived(move)).toBe(true);
      await store.connections.remove(second.id, sampleEvent("revoked"));
      expect(await store.connections.hasArrived(move)).toBe(true);
    });

    it("count each login of one connection", async () => {
      const store = await open();
      const client = await withClient(store);
      const connection = await connectNamed(store, client, "acme");
      for (const atMs of [startMs + 1, startMs + 2])
        await changed(store, connection, { event: loginEvent(client, "ada", atMs) });
      const recorded = await store.connections.recordedLogins({ clientId: client.id, subject: "ada" });
      expect(recorded.map(({ atMs }) => atMs)).toEqual([startMs + 1, startMs + 2]);
    });
  });
}
