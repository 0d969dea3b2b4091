import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ClientAuthentication } from "../../../src/model.ts";
import { ownName } from "../../../src/names.ts";
import { Secret } from "../../../src/secret.ts";
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
  sampleToken,
  secret,
  startMs,
} from "../../support/samples.ts";
import { eventsOf } from "../../support/store-contents.ts";
import { changed, type OpenStore, openConnected, stateOf } from "./open-store.ts";

/** Contract of updates of a connection. */
export function updatesContract(open: OpenStore): void {
  describe("change", () => {
    it("gives the step the family and returns its result", async () => {
      const { store, connection } = await openConnected(open);
      const result = await store.connections.update(connection.id, (found) => ({
        change: null,
        result: ownName(found.connection),
      }));
      expect(result).toBe("acme");
    });

    it.runIf(open.isEmbedded)("runs the step before it returns when the store is free", async () => {
      const { store, connection } = await openConnected(open);
      let ran = false;
      const pending = store.connections.update(connection.id, () => {
        ran = true;
        return { change: null, result: null };
      });
      expect(ran).toBe(true);
      await pending;
    });

    it("takes any text of a provider, and reads what it wrote", async () => {
      const { store, connection } = await openConnected(open);
      const text = fc.oneof(
        fc.string(),
        fc.string({ unit: "binary" }),
        fc.constantFrom("a\0b", "\ud800", "\udc00x"),
      );
      await fc.assert(
        fc.asyncProperty(text, async (any) => {
          const change = { scope: any, subject: any, details: { account: any, providerError: any } };
          await changed(store, connection, { connection: change });
          const found = (await stateOf(store, connection)).connection;
          expect(found.scope.toWellFormed()).toBe(any.toWellFormed());
          expect(found.details.account).toBe(any);
        }),
        { numRuns: 50 },
      );
    });

    it("keeps what several connections change of their client at the same time", async () => {
      const { store, client, connection } = await openConnected(open);
      const other = sampleConnection(client, { id: "other", owner: named("other") });
      await connect(store, other);
      // Both have read the client before either changes it.
      await Promise.all(
        Array.from({ length: 4 }, (_, index) => [
          changed(store, connection, { client: { breakerUntilMs: startMs + index + 1 } }),
          changed(store, other, { client: { rotationSeen: index % 2 === 0 ? "strict" : "grace" } }),
        ]).flat(),
      );
      const { breakerUntilMs, rotationSeen } = (await stateOf(store, connection)).client;
      expect([breakerUntilMs === client.breakerUntilMs, rotationSeen === client.rotationSeen]).toEqual([
        false,
        false,
      ]);
    });

    it("writes what is given and leaves the rest", async () => {
      const { store, client, connection } = await openConnected(open);
      const attempt = sampleAttempt(connection);
      await changed(store, connection, {
        connection: { status: "unsettled", statusReason: "no_answer", statusSinceMs: startMs + 1 },
        client: { rotationSeen: "strict", breakerUntilMs: startMs + 9, breakerReason: "invalid_client" },
        attempts: [attempt],
        schedule: { dueAtMs: startMs + 5, failures: 1 },
        event: sampleEvent("unsettled"),
      });
      expect(exposed(await stateOf(store, connection))).toEqual(
        exposed({
          connection: {
            ...connection,
            status: "unsettled",
            statusReason: "no_answer",
            statusSinceMs: startMs + 1,
          },
          client: {
            ...client,
            rotationSeen: "strict",
            breakerUntilMs: startMs + 9,
            breakerReason: "invalid_client",
          },
          accessTokens: [sampleToken(connection)],
          attempts: [attempt],
          presented: ["presented-1"],
          schedule: { dueAtMs: startMs + 5, failures: 1 },
        }),
      );
      expect((await eventsOf(store, connection.id)).map((event) => event.kind)).toEqual([
        "connected",
        "unsettled",
      ]);
    });

    it("of a client's secrets seals both, and forgets the one that was replaced", async () => {
      const { store, connection } = await openConnected(open);
      const secrets = async () => {
        const { client } = await stateOf(store, connection);
        return [client.authentication, client.nextAuthentication].map((one) => one?.secret?.expose());
      };
      const nextAuthentication = ClientAuthentication.of(
        "client_secret_post",
        Secret.of("CANARY-next-secret"),
      );
      await changed(store, connection, { client: { nextAuthentication } });
      expect(await secrets()).toEqual([sampleClient().authentication.secret?.expose(), "CANARY-next-secret"]);
      await changed(store, connection, {
        client: { authentication: nextAuthentication, nextAuthentication: null },
      });
      expect(await secrets()).toEqual(["CANARY-next-secret", undefined]);
    });

    it("that is rehearsed leaves nothing, and fails nobody", async () => {
      const { store, connection } = await openConnected(open);
      const before = exposed(await stateOf(store, connection));
      await store.connections.warmUp(connection.id, () => ({
        change: {
          connection: { generation: 2, refreshToken: secret("rehearsed") },
          attempts: [sampleAttempt(connection)],
          event: sampleEvent("rehearsed"),
        },
        result: null,
      }));
      await store.connections.warmUp(connection.id, () => {
        throw new TypeError("no");
      });
      await store.connections.warmUp("nobody", () => ({ change: null, result: null }));
      expect(exposed(await stateOf(store, connection))).toEqual(before);
      expect(await eventsOf(store, connection.id)).toHaveLength(1);
    });

    it("replaces the refresh token with a new generation", async () => {
      const { store, connection } = await openConnected(open);
      await changed(store, connection, { connection: { generation: 2, refreshToken: secret("refresh-2") } });
      const after = await stateOf(store, connection);
      expect(after.connection.generation).toBe(2);
      expect(after.connection.refreshToken?.expose()).toBe(`${canary}refresh-2`);
    });

    it("keeps the refresh token readable when only the generation changes", async () => {
      const { store, connection } = await openConnected(open);
      await changed(store, connection, { connection: { generation: 2 } });
      await changed(store, connection, { connection: { generation: 3, scope: "api" } });
      expect((await stateOf(store, connection)).connection.refreshToken?.expose()).toBe(`${canary}refresh-1`);
    });

    it("replaces the access token of one audience", async () => {
      const { store, connection } = await openConnected(open);
      const other = sampleToken(connection, { audience: "https://api.example", token: secret("other") });
      await changed(store, connection, { accessToken: other });
      const newer = sampleToken(connection, { generation: 2, token: secret("newer"), idToken: null });
      await changed(store, connection, { connection: { generation: 2 }, accessToken: newer });
      const { accessTokens } = await stateOf(store, connection);
      const byAudience = accessTokens.toSorted((one, two) => one.audience.length - two.audience.length);
      expect(exposed(byAudience)).toEqual(exposed([newer, other]));
    });

    it("takes a change of the connection that says nothing new", async () => {
      const { store, connection } = await openConnected(open);
      const before = exposed(await stateOf(store, connection));
      const { details, status } = connection;
      await changed(store, connection, { connection: { details: { ...details }, status }, client: {} });
      await changed(store, connection, { connection: {} });
      expect(exposed(await stateOf(store, connection))).toEqual(before);
    });

    it("may clear the refresh token where a person must log in or it was handed over, and nowhere else", async () => {
      const { store, connection } = await openConnected(open);
      await expect(changed(store, connection, { connection: { refreshToken: null } })).rejects.toMatchObject({
        code: "store_conflict",
      });
      await expect(
        changed(store, connection, { connection: { refreshToken: Secret.of("") } }),
      ).rejects.toMatchObject({ code: "store_conflict" });
      await changed(store, connection, { connection: { refreshToken: null, status: "needs_login" } });
      expect((await stateOf(store, connection)).connection.refreshToken).toBeNull();
      await expect(changed(store, connection, { connection: { status: "ok" } })).rejects.toMatchObject({
        code: "store_conflict",
      });
      await changed(store, connection, {
        connection: { generation: 2, refreshToken: secret("back"), status: "ok" },
      });
      expect((await stateOf(store, connection)).connection.refreshToken?.expose()).toBe(`${canary}back`);
    });

    it("refuses a name that another connection has", async () => {
      const { store, client, connection } = await openConnected(open);
      const other = sampleConnection(client, { owner: named("other") });
      await connectAs(store, "other", () => connectedWith(other));
      await expect(
        changed(store, connection, { connection: { owner: named("other") } }),
      ).rejects.toMatchObject({
        code: "store_conflict",
      });
      await changed(store, connection, { connection: { owner: named("renamed") } });
      expect((await store.connections.read({ name: "renamed" }))?.connection.id).toBe(connection.id);
    });

    it("passes on what the step throws, and changes nothing", async () => {
      const { store, connection } = await openConnected(open);
      const thrown = new TypeError("no");
      await expect(
        store.connections.update(connection.id, () => {
          throw thrown;
        }),
      ).rejects.toBe(thrown);
      await changed(store, connection, { event: sampleEvent("after") });
    });

    it("says that a connection is gone", async () => {
      const store = await open();
      await expect(
        store.connections.update("nobody", () => ({ change: null, result: 0 })),
      ).rejects.toMatchObject({
        code: "connection_gone",
      });
    });

    it("applies concurrent changes one after the other", async () => {
      const { store, connection } = await openConnected(open);
      await Promise.all(
        Array.from({ length: 20 }, () =>
          store.connections.update(connection.id, ({ connection: now }) => ({
            change: { connection: { generation: now.generation + 1 } },
            result: null,
          })),
        ),
      );
      expect((await stateOf(store, connection)).connection.generation).toBe(21);
    });
  });

  describe("changes that may join", () => {
    const rename = (scope: string) => () => ({ change: { connection: { scope } }, result: scope });

    it.runIf(open.isEmbedded)("are made in their order, and each sees what was done before", async () => {
      const { store, connection } = await openConnected(open, { scope: "" });
      const append = (letter: string) =>
        store.connections.update(
          connection.id,
          (now) => ({ change: { connection: { scope: now.connection.scope + letter } }, result: letter }),
          { allowGroupCommit: true },
        );
      expect(await Promise.all([append("a"), append("b"), append("c")])).toEqual(["a", "b", "c"]);
      expect((await stateOf(store, connection)).connection.scope).toBe("abc");
    });

    it("fail each for itself, and take nothing of the others with them", async () => {
      const { store, client, connection } = await openConnected(open, { scope: "" });
      const other = sampleConnection(client, { owner: named("other"), scope: "" });
      await connectAs(store, "other", () => connectedWith(other));
      const stays = (): never => {
        throw new TypeError("it stays");
      };
      const broken = { ...sampleAttempt(connection), connectionId: other.id };
      const all = await Promise.allSettled([
        store.connections.update(connection.id, rename("one"), { allowGroupCommit: true }),
        store.connections.update(connection.id, stays, { allowGroupCommit: true }),
        store.connections.update(
          connection.id,
          () => ({ change: { connection: { scope: "half" }, attempts: [broken] }, result: 0 }),
          { allowGroupCommit: true },
        ),
        store.connections.update(randomUUID(), rename("gone"), { allowGroupCommit: true }),
        store.connections.update(other.id, rename("two"), { allowGroupCommit: true }),
      ]);
      expect(all.map(({ status }) => status)).toEqual([
        "fulfilled",
        "rejected",
        "rejected",
        "rejected",
        "fulfilled",
      ]);
      expect((await stateOf(store, connection)).connection.scope).toBe("one");
      expect((await stateOf(store, other)).connection.scope).toBe("two");
    });
  });
}
