import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { ConnectionOwner } from "../../../src/model.ts";
import {
  connect,
  connectAs,
  connectedWith,
  exposed,
  named,
  sampleAttempt,
  sampleConnection,
  sampleEvent,
  samplePending,
} from "../../support/samples.ts";
import { allConnections } from "../../support/store-contents.ts";
import { changed, type OpenStore, openConnected, stateOf } from "./open-store.ts";

/** Contract of the owners of connections. */
export function ownersContract(open: OpenStore): void {
  describe("an owner", () => {
    it.each<[string, (id: string) => ConnectionOwner]>([
      ["a name", () => named("other")],
      ["a login that replaces a connection", (id) => ({ kind: "pending", loginId: id, replaces: "acme" })],
      ["a login whose token is handed over", (id) => ({ kind: "pending", loginId: id, replaces: null })],
      ["a session", () => ({ kind: "session", id: randomUUID() })],
    ])("that is %s comes back as it was stored", async (_, ownerOf) => {
      const { store, client } = await openConnected(open);
      const id = randomUUID();
      const owner = ownerOf(id);
      await connect(store, sampleConnection(client, { id, owner }));
      expect((await store.connections.read({ id }))?.connection.owner).toEqual(owner);
    });

    it("changes as a whole: nothing of the one before is left", async () => {
      const { store, connection } = await openConnected(open);
      const session = { kind: "session", id: "s-1" } as const;
      await changed(store, connection, { connection: { owner: session } });
      expect((await stateOf(store, connection)).connection.owner).toEqual(session);
      expect(await store.connections.read({ name: "acme" })).toBeUndefined();
      await changed(store, connection, { connection: { owner: named("again") } });
      expect((await store.connections.read({ name: "again" }))?.connection.owner).toEqual(named("again"));
    });

    it("is unique if it is a session", async () => {
      const { store, client, connection } = await openConnected(open);
      const owner = { kind: "session", id: "s-1" } as const;
      await connect(store, sampleConnection(client, { owner }));
      await expect(connect(store, sampleConnection(client, { owner }))).rejects.toMatchObject({
        code: "store_conflict",
      });
      await expect(changed(store, connection, { connection: { owner } })).rejects.toMatchObject({
        code: "store_conflict",
      });
      await connect(store, sampleConnection(client, { owner: { kind: "session", id: "s-2" } }));
      expect(await allConnections(store)).toHaveLength(3);
    });

    it("of another connection is not found by the name that it will have", async () => {
      const { store, client, connection } = await openConnected(open);
      await connect(store, samplePending(client, "acme"));
      await connect(store, sampleConnection(client, { owner: { kind: "session", id: "acme" } }));
      expect((await store.connections.read({ name: "acme" }))?.connection.id).toBe(connection.id);
      expect(await store.connections.names()).toEqual(["acme"]);
    });
  });

  describe("a pending connection", () => {
    const pending = async () => {
      const { store, client, connection } = await openConnected(open);
      const provisional = samplePending(client, "acme");
      await connect(store, provisional);
      return { store, client, connection, provisional };
    };

    it("leaves its login behind, unverified and without a response", async () => {
      const { store, client, provisional } = await pending();
      expect(await store.logins.unfinished()).toMatchObject([
        { id: provisional.id, clientId: client.id, phase: "unverified", rawAnswer: null },
      ]);
      expect(await allConnections(store)).toHaveLength(2);
    });

    it("keeps its login while it is refreshed", async () => {
      const { store, provisional } = await pending();
      await changed(store, provisional, { attempts: [sampleAttempt(provisional)] });
      await changed(store, provisional, { connection: { generation: 2, scope: "api" } });
      expect(await store.logins.unfinished()).toMatchObject([{ id: provisional.id, phase: "unverified" }]);
    });

    it("ends its login when it gets a name", async () => {
      const { store, provisional } = await pending();
      await changed(store, provisional, { connection: { owner: named("verified") } });
      expect(await store.logins.unfinished()).toEqual([]);
      expect((await store.connections.read({ name: "verified" }))?.connection.id).toBe(provisional.id);
    });

    it("ends its login when it takes the place of another connection", async () => {
      const { store, connection, provisional } = await pending();
      await store.connections.replace(provisional.id, connection.id, (verified, existing) =>
        connectedWith({
          ...verified.connection,
          id: existing.connection.id,
          owner: existing.connection.owner,
          tokenFamilyId: "family-2",
          generation: 2,
        }),
      );
      expect(await store.logins.unfinished()).toEqual([]);
      expect(await allConnections(store)).toMatchObject([{ id: connection.id, owner: named("acme") }]);
    });

    it("ends its login when it is removed, and no other login", async () => {
      const { store, client, connection, provisional } = await pending();
      const other = samplePending(client);
      await connect(store, other);
      await store.connections.remove(connection.id, sampleEvent("removed"));
      expect(await store.logins.unfinished()).toHaveLength(2);
      await store.connections.remove(provisional.id, sampleEvent("refused"));
      expect(await store.logins.unfinished()).toMatchObject([{ id: other.id }]);
    });

    it("stays pending if the name that it is to get is taken, and so does its login", async () => {
      const { store, provisional } = await pending();
      const before = exposed(await stateOf(store, provisional));
      await expect(
        changed(store, provisional, { connection: { owner: named("acme") } }),
      ).rejects.toMatchObject({ code: "store_conflict" });
      expect(exposed(await stateOf(store, provisional))).toEqual(before);
      expect(await store.logins.unfinished()).toHaveLength(1);
    });
  });

  it("refuses to create a connection for a login that is gone, and creates nothing", async () => {
    const { store, client, connection } = await openConnected(open);
    const before = exposed(await stateOf(store, connection));
    for (const created of [
      sampleConnection(client, { owner: named("other") }),
      samplePending(client),
      { ...connection, tokenFamilyId: "family-2", generation: 2 },
    ])
      await expect(
        store.connections.create(randomUUID(), null, () => connectedWith(created)),
      ).rejects.toMatchObject({ code: "login_gone" });
    expect(await allConnections(store)).toHaveLength(1);
    expect(exposed(await stateOf(store, connection))).toEqual(before);
  });

  it("completes a login once: the second one that tries finds it gone", async () => {
    const { store, client } = await openConnected(open);
    const loginId = randomUUID();
    const first = sampleConnection(client, { owner: named("first") });
    await connectAs(store, "first", () => connectedWith(first), loginId);
    const second = sampleConnection(client, { owner: named("second") });
    await expect(
      store.connections.create(loginId, "second", () => connectedWith(second)),
    ).rejects.toMatchObject({ code: "login_gone" });
    expect(await store.connections.names()).toEqual(["acme", "first"]);
  });
}
