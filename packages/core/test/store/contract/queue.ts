import { describe, expect, it } from "vitest";
import type { Connection } from "../../../src/model.ts";
import type { Change, Lease, LeaseRequest, Store } from "../../../src/store/store.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import {
  connect,
  connectSession,
  named,
  sampleClient,
  sampleConnection,
  sampleEvent,
  sampleLogin,
  samplePending,
  sampleToken,
  startMs,
} from "../../support/samples.ts";
import { changed, type OpenStore } from "./open-store.ts";

const hourMs = 3_600_000;
/** Instant at which the connections of {@link connect} are due. */
const dueMs = startMs + hourMs;
const leaseMs = 15_000;

/** Leases at most ten connections, for 15 s. */
const lease = (store: Store, nowMs: number, over: Partial<LeaseRequest> = {}): Promise<readonly Lease[]> =>
  store.queue.lease({ nowMs, untilMs: nowMs + leaseMs, limit: 10, exceptClients: [], ...over });

const idsOf = (leases: readonly Lease[]): readonly string[] => leases.map(({ connectionId }) => connectionId);

/** Contract of the queue of workers. */
export function queueContract(open: OpenStore): void {
  /** Opens a store with connections of one client, each due a second after the one before. */
  const opened = async (count: number) => {
    const clock = new ManualClock(startMs);
    const store = await open(clock);
    const client = sampleClient();
    await store.clients.put(client);
    const all: Connection[] = [];
    for (let index = 0; index < count; index += 1) {
      const connection = sampleConnection(client, { owner: named(`c${index}`) });
      await connect(store, connection);
      await changed(store, connection, { schedule: { dueAtMs: dueMs + index * 1000, failures: 0 } });
      all.push(connection);
    }
    return { clock, store, client, all, ids: all.map(({ id }) => id) };
  };

  describe("the queue", () => {
    it("leases what is due, the longest overdue first, and no more than asked for", async () => {
      const { store, client, ids } = await opened(4);
      expect(await lease(store, dueMs - 1)).toEqual([]);
      const leases = await lease(store, dueMs + 2_000, { limit: 2 });
      expect(idsOf(leases)).toEqual(ids.slice(0, 2));
      expect(leases[1]).toEqual({
        connectionId: ids[1],
        clientId: client.id,
        dueAtMs: dueMs + 1_000,
        untilMs: dueMs + 2_000 + leaseMs,
      });
      expect(idsOf(await lease(store, dueMs + 2_000))).toEqual(ids.slice(2, 3));
    });

    it("gives each connection to one of several workers that ask at the same time", async () => {
      const { store, ids } = await opened(30);
      const asked = Array.from({ length: 10 }, () => lease(store, dueMs + hourMs, { limit: 4 }));
      const leased = (await Promise.all(asked)).flatMap(idsOf);
      expect(new Set(leased)).toEqual(new Set(ids));
      expect(leased).toHaveLength(ids.length);
    });

    it("gives a connection again once its lease has ended", async () => {
      const { store, ids } = await opened(1);
      await lease(store, dueMs);
      expect(await lease(store, dueMs + leaseMs - 1)).toEqual([]);
      expect(idsOf(await lease(store, dueMs + leaseMs))).toEqual(ids);
    });

    it("leaves the connections of a client where they are if a worker has no room for it", async () => {
      const { store, client, ids } = await opened(2);
      const other = sampleClient({ name: "other" });
      await store.clients.put(other);
      const third = sampleConnection(other, { owner: named("third") });
      await connect(store, third);
      expect(idsOf(await lease(store, dueMs + hourMs, { exceptClients: [client.id] }))).toEqual([third.id]);
      const except = { exceptClients: [other.id, "unknown"] };
      expect(idsOf(await lease(store, dueMs + hourMs, except))).toEqual(ids);
    });

    it("changes nothing for a caller by a lease", async () => {
      const { clock, store, all } = await opened(1);
      const [connection] = all;
      if (!connection) throw new TypeError("no connection");
      clock.advance(hourMs);
      const read = async () => ({
        state: await store.connections.read({ id: connection.id }),
        stamp: await store.changes.stamp({ id: connection.id }),
        token: await store.accessTokens.stamp("c0"),
      });
      const before = await read();
      expect(await lease(store, dueMs)).toHaveLength(1);
      expect(await read()).toEqual(before);
    });

    it("gives a connection its next turn by the schedule that a refresh stores, at most a day later", async () => {
      const { store, all } = await opened(1);
      const [connection] = all;
      if (!connection) throw new TypeError("no connection");
      await lease(store, dueMs);
      const scheduled = (dueAtMs: number): Change => ({ schedule: { dueAtMs, failures: 0 } });
      await changed(store, connection, scheduled(dueMs + 40_000));
      expect(await store.queue.nextAtMs()).toBe(dueMs + 40_000);
      await changed(store, connection, scheduled(startMs + 400 * 24 * hourMs));
      expect(await store.queue.nextAtMs()).toBe(startMs + 24 * hourMs);
    });

    it("keeps the turn of a connection if a change leaves its schedule as it is", async () => {
      const { store, all } = await opened(1);
      const [connection] = all;
      if (!connection) throw new TypeError("no connection");
      await lease(store, dueMs);
      await changed(store, connection, { connection: { status: "unsettled", statusReason: "no_answer" } });
      expect(await store.queue.nextAtMs()).toBe(dueMs + leaseMs);
    });

    it("postpones what is leased, and not what was scheduled or leased since", async () => {
      const { store, all, ids } = await opened(3);
      const [first] = all;
      if (!first) throw new TypeError("no connection");
      const leases = await lease(store, dueMs + 2_000);
      await changed(store, first, { schedule: { dueAtMs: dueMs + 50_000, failures: 1 } });
      await store.queue.postpone(leases, dueMs + 90_000);
      expect(await store.queue.nextAtMs()).toBe(dueMs + 50_000);
      const again = await lease(store, dueMs + 90_000);
      expect(new Set(idsOf(again))).toEqual(new Set(ids));
      await store.queue.postpone(leases, dueMs);
      expect(await store.queue.nextAtMs()).toBe(dueMs + 90_000 + leaseMs);
      await store.queue.postpone([], dueMs);
    });

    it("holds a connection only as long as a refresh without its user can help", async () => {
      const { store, all } = await opened(1);
      const [connection] = all;
      if (!connection) throw new TypeError("no connection");
      const statuses = ["needs_login", "quarantined", "revoking", "revoked", "released"] as const;
      for (const status of statuses) {
        await changed(store, connection, { connection: { status } });
        expect([status, await store.queue.nextAtMs()]).toEqual([status, null]);
        await changed(store, connection, { connection: { status: "ok" } });
        expect(await store.queue.nextAtMs()).toBe(dueMs);
      }
      await changed(store, connection, { connection: { status: "suspended" } });
      expect(await store.queue.nextAtMs()).toBe(dueMs);
      await store.connections.remove(connection.id, sampleEvent());
      expect(await store.queue.nextAtMs()).toBeNull();
    });

    it("holds no connection of a session, and a new login once it is verified", async () => {
      const { store, client } = await opened(0);
      await connectSession(store, client);
      const pending = samplePending(client);
      await connect(store, pending);
      expect(await store.queue.nextAtMs()).toBeNull();
      await changed(store, pending, { connection: { owner: named("acme") } });
      expect(await store.queue.nextAtMs()).toBe(dueMs);
    });

    it("holds the connection of a login that replaces another one under its own client", async () => {
      const { store, all } = await opened(1);
      const [existing] = all;
      if (!existing) throw new TypeError("no connection");
      const other = sampleClient({ name: "other" });
      await store.clients.put(other);
      const fresh = samplePending(other, existing.id);
      await store.logins.put(sampleLogin(other, { id: fresh.id }));
      await store.connections.create(fresh.id, null, () => ({
        connection: fresh,
        accessToken: sampleToken(fresh),
        schedule: { dueAtMs: dueMs, failures: 0 },
        event: sampleEvent(),
      }));
      await store.connections.replace(fresh.id, existing.id, (verified) => {
        const { clientId, clientVersion, issuer } = verified.connection;
        const connection: Connection = {
          ...existing,
          clientId,
          clientVersion,
          issuer,
          generation: 2,
          tokenFamilyId: "family-2",
        };
        return {
          connection,
          accessToken: sampleToken(connection),
          schedule: { dueAtMs: dueMs + 7, failures: 0 },
          event: sampleEvent(),
        };
      });
      expect(await lease(store, dueMs + 7)).toMatchObject([
        { connectionId: existing.id, clientId: other.id, dueAtMs: dueMs + 7 },
      ]);
    });

    it("counts what is due and not leased", async () => {
      const { store } = await opened(3);
      expect(await store.queue.depth(dueMs - 1)).toEqual({ due: 0, nextAtMs: dueMs });
      expect(await store.queue.depth(dueMs + 1_000)).toEqual({ due: 2, nextAtMs: dueMs });
      await lease(store, dueMs + 1_000);
      expect(await store.queue.depth(dueMs + 2_000)).toEqual({ due: 1, nextAtMs: dueMs + 2_000 });
    });
  });
}
