import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Connection } from "../../../src/model.ts";
import {
  canary,
  connect,
  connectAs,
  connectedWith,
  exposed,
  named,
  sampleAttempt,
  sampleClient,
  sampleConnection,
  sampleEvent,
  sampleLogin,
  samplePending,
  sampleToken,
  secret,
  startMs,
} from "../../support/samples.ts";
import { allConnections, eventsOf } from "../../support/store-contents.ts";
import { changed, type OpenStore, openConnected, stateOf } from "./open-store.ts";

/** Contract of creating, replacing and removing connections. */
export function connectionsContract(open: OpenStore): void {
  describe("connect", () => {
    it("stores connection, token and schedule, records the event and removes the login, at once", async () => {
      const store = await open();
      const client = sampleClient();
      await store.clients.put(client);
      const login = sampleLogin(client);
      await store.logins.put(login);
      const connection = sampleConnection(client);
      await store.connections.create(login.id, "acme", (existing) => {
        expect(existing).toBeUndefined();
        return connectedWith(connection);
      });

      const found = await store.connections.read({ name: "acme" });
      expect(exposed(found)).toEqual(
        exposed({
          connection,
          client,
          accessTokens: [sampleToken(connection)],
          attempts: [],
          presented: [],
          schedule: { dueAtMs: startMs + 3_600_000, failures: 0 },
        }),
      );
      expect(exposed(await allConnections(store))).toEqual(exposed([connection]));
      expect(await store.logins.unfinished()).toEqual([]);
      expect(await eventsOf(store, connection.id)).toEqual([sampleEvent()]);
    });

    it("refuses an imported refresh token that was here before, until it leaves unspent", async () => {
      const { store, client, connection } = await openConnected(open);
      const bringIn = (name: string, text: string) =>
        connectAs(store, name, () => {
          const imported = sampleConnection(client, { owner: named(name), refreshToken: secret(text) });
          return connectedWith(imported, { isImported: true });
        });
      const sent = expect.objectContaining({ code: "token_sent" });
      await expect(bringIn("two", "refresh-1")).rejects.toThrow(sent);
      await changed(store, connection, { connection: { generation: 2, refreshToken: secret("refresh-2") } });
      await expect(bringIn("two", "refresh-1")).rejects.toThrow(sent);
      await expect(bringIn("two", "refresh-2")).rejects.toThrow(sent);
      const fingerprint = store.fingerprint(secret("refresh-2"));
      await changed(store, connection, { attempts: [sampleAttempt(connection, { fingerprint })] });
      const kept = { code: "token_kept", facts: { name: "acme" } };
      await expect(bringIn("two", "refresh-2")).rejects.toThrow(expect.objectContaining(kept));
      await store.connections.remove(connection.id, sampleEvent("forgotten"));
      await expect(bringIn("two", "refresh-2")).rejects.toThrow(sent);

      await bringIn("two", "refresh-3");
      const two = await store.connections.read({ name: "two" });
      await store.connections.remove(two?.connection.id ?? "", sampleEvent("forgotten"));
      await bringIn("three", "refresh-3");
      const three = await store.connections.read({ name: "three" });
      await store.connections.update(three?.connection.id ?? "", () => ({
        change: { connection: { status: "released", refreshToken: null } },
        result: null,
      }));
      await bringIn("four", "refresh-3");
    });

    it("gives the step the connection of that name, and replaces it, its tokens of all audiences too", async () => {
      const { store, connection } = await openConnected(open);
      const attempt = sampleAttempt(connection);
      await changed(store, connection, {
        attempts: [attempt],
        accessToken: sampleToken(connection, { audience: "https://other-api.example" }),
      });
      const second: Connection = {
        ...connection,
        tokenFamilyId: "family-2",
        generation: 2,
        refreshToken: secret("refresh-2"),
      };
      await connectAs(store, "acme", (existing) => {
        expect(existing?.connection.id).toBe(connection.id);
        expect(existing?.attempts.map(({ id }) => id)).toEqual([attempt.id]);
        return connectedWith(second, { attempts: [{ ...attempt, phase: "superseded" }] });
      });
      const after = await stateOf(store, connection);
      expect(exposed(after.connection)).toEqual(exposed(second));
      expect(exposed(after.accessTokens)).toEqual(exposed([sampleToken(second)]));
      expect(after.attempts.map((attempt) => attempt.phase)).toEqual(["superseded"]);
      expect(after.presented).toEqual([]);
    });

    it("without a name gives the step nothing; several connections may be pending", async () => {
      const store = await open();
      const client = sampleClient();
      await store.clients.put(client);
      for (const connection of [samplePending(client), samplePending(client)])
        await connectAs(
          store,
          null,
          (existing) => {
            expect(existing).toBeUndefined();
            return connectedWith(connection);
          },
          connection.id,
        );
      expect(await allConnections(store)).toHaveLength(2);
    });

    it("changes nothing when the step throws, or what it says breaks a rule", async () => {
      const { store, client, connection } = await openConnected(open);
      const login = sampleLogin(client);
      await store.logins.put(login);
      const before = exposed(await stateOf(store, connection));
      const thrown = new TypeError("no");
      await expect(
        store.connections.create(login.id, "acme", () => {
          throw thrown;
        }),
      ).rejects.toBe(thrown);
      // A second connection of the same name.
      await expect(
        store.connections.create(login.id, null, () => connectedWith(sampleConnection(client))),
      ).rejects.toMatchObject({ code: "store_conflict" });
      // The same generation for another family.
      await expect(
        store.connections.create(login.id, "acme", () =>
          connectedWith({ ...connection, tokenFamilyId: "family-2" }),
        ),
      ).rejects.toMatchObject({ code: "store_conflict" });
      // A client version that does not exist.
      await expect(
        store.connections.create(login.id, null, () =>
          connectedWith(sampleConnection(client, { owner: named("b"), clientVersion: 7 })),
        ),
      ).rejects.toMatchObject({ code: "store_conflict" });
      expect(exposed(await stateOf(store, connection))).toEqual(before);
      expect(await allConnections(store)).toHaveLength(1);
      expect(await store.logins.unfinished()).toHaveLength(1);
      expect(await eventsOf(store, connection.id)).toHaveLength(1);
    });
  });

  describe("replace", () => {
    const both = async () => {
      const { store, client, connection } = await openConnected(open);
      await changed(store, connection, { accessToken: sampleToken(connection) });
      const other = samplePending(client, "acme", { tokenFamilyId: "new-family" });
      await connect(store, other);
      await changed(store, other, { attempts: [sampleAttempt(other, { tokenFamilyId: "new-family" })] });
      return { store, connection, other };
    };

    it("puts one connection in the place of another: its attempts and history go over, and it is gone", async () => {
      const { store, connection, other } = await both();
      await changed(store, connection, { attempts: [sampleAttempt(connection)] });
      await store.connections.replace(other.id, connection.id, (verified, existing) => {
        expect([verified.connection.id, existing.connection.id]).toEqual([other.id, connection.id]);
        const renewed = { ...other, id: connection.id, owner: connection.owner, generation: 9 };
        const attempts = existing.attempts.map((row) => ({ ...row, phase: "superseded" as const }));
        return { ...connectedWith(renewed), attempts };
      });
      expect(await store.connections.read({ id: other.id })).toBe(undefined);
      const after = await stateOf(store, connection);
      expect(after.connection).toMatchObject({
        owner: connection.owner,
        tokenFamilyId: "new-family",
        generation: 9,
      });
      expect(after.connection.refreshToken?.expose()).toBe(other.refreshToken?.expose());
      expect(new Map(after.attempts.map((row) => [row.tokenFamilyId, row.phase]))).toEqual(
        new Map([
          [connection.tokenFamilyId, "superseded"],
          ["new-family", "open"],
        ]),
      );
      expect((await eventsOf(store, connection.id)).map(({ kind }) => kind)).toHaveLength(3);
      expect(await eventsOf(store, other.id)).toEqual([]);
    });

    it("leaves all as it is where one of them is gone, or must stay", async () => {
      const { store, connection, other } = await both();
      const before = exposed([await stateOf(store, connection), await stateOf(store, other)]);
      const refuse = (): never => {
        throw new TypeError("it stays");
      };
      await expect(store.connections.replace(randomUUID(), connection.id, refuse)).rejects.toMatchObject({
        code: "connection_gone",
      });
      await expect(store.connections.replace(other.id, randomUUID(), refuse)).rejects.toMatchObject({
        code: "connection_gone",
      });
      await expect(store.connections.replace(other.id, connection.id, refuse)).rejects.toThrow("it stays");
      expect(exposed([await stateOf(store, connection), await stateOf(store, other)])).toEqual(before);
    });
  });

  describe("removing", () => {
    it("erases a connection and keeps its history", async () => {
      const { store, client, connection } = await openConnected(open);
      await changed(store, connection, { attempts: [sampleAttempt(connection)] });
      await store.connections.remove(connection.id, sampleEvent("removed"));
      expect(await store.connections.read({ id: connection.id })).toBeUndefined();
      expect(await store.connections.read({ name: "acme" })).toBeUndefined();
      expect(await allConnections(store)).toEqual([]);
      expect((await eventsOf(store, connection.id)).map((event) => event.kind)).toEqual([
        "connected",
        "removed",
      ]);
      // The name and the address of the client are free again.
      await store.clients.put({ ...client, issuer: "https://second.example" });
      await connectAs(store, "acme", (existing) => {
        expect(existing).toBeUndefined();
        return connectedWith(sampleConnection(client));
      });
    });

    it("of what is not there does nothing", async () => {
      const store = await open();
      await store.connections.remove("nobody", sampleEvent("removed"));
      await store.logins.remove("nobody");
      expect(await eventsOf(store, "nobody")).toEqual([]);
    });
  });

  describe("secrets", () => {
    it("never show in what is printed of a family", async () => {
      const { store, connection } = await openConnected(open);
      const { inspect } = await import("node:util");
      const found = await stateOf(store, connection);
      expect(inspect(found, { depth: 9, showHidden: true }) + JSON.stringify(found)).not.toContain(canary);
    });
  });
}
