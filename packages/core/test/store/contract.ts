import { randomUUID } from "node:crypto";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Clock } from "../../src/clock.ts";
import type { Connection } from "../../src/model.ts";
import { Secret } from "../../src/secret.ts";
import type { Change, ConnectionState, Store } from "../../src/store/store.ts";
import {
  canary,
  connectAs,
  connectedWith,
  exposed,
  sampleAttempt,
  sampleClient,
  sampleConnection,
  sampleEvent,
  sampleLogin,
  sampleToken,
  secret,
  startMs,
  testClock,
  withConnection,
} from "../support/samples.ts";

/** What every store must do. `open` gives an empty one. */
export function storeContract(open: (clock: Clock) => Promise<Store> | Store): void {
  const opened = async (clock: Clock = testClock()) => {
    const store = await open(clock);
    onTestFinished(() => store.close());
    return store;
  };

  const state = async (store: Store, connection: Connection): Promise<ConnectionState> => {
    const found = await store.connections.read({ id: connection.id });
    if (found === undefined) throw new TypeError("no such connection");
    return found;
  };

  const changed = (store: Store, connection: Connection, change: Change | null) =>
    store.connections.update(connection.id, () => ({ change, result: "done" }));

  describe("clients", () => {
    it("come back as they were put, sorted by name", async () => {
      const store = await opened();
      const zeta = sampleClient({ name: "zeta", secret: null, rotationSeen: "strict", overlapSeconds: 30 });
      const alpha = sampleClient({ name: "alpha", breakerUntilMs: startMs, breakerReason: "invalid_client" });
      await store.clients.put(zeta);
      await store.clients.put(alpha);
      expect(exposed(await store.clients.list())).toEqual(exposed([alpha, zeta]));
    });

    it("are replaced by id and version", async () => {
      const store = await opened();
      const client = sampleClient();
      await store.clients.put(client);
      const edited = { ...client, name: "renamed", secret: secret("other"), issuer: "https://other.example" };
      await store.clients.put(edited);
      expect(exposed(await store.clients.list())).toEqual(exposed([edited]));
    });

    it("keep their address while a connection uses that version, but take other settings", async () => {
      const store = await opened();
      const { client } = await withConnection(store);
      const moved = { ...client.endpoints, token: "https://evil.example/token" };
      for (const change of [
        { endpoints: moved },
        { issuer: "https://evil.example" },
        { clientId: "other" },
      ]) {
        await expect(store.clients.put({ ...client, ...change })).rejects.toMatchObject({
          code: "client_version_fixed",
        });
      }
      await store.clients.put({ ...client, secret: secret("new-client-secret"), rotationSet: "strict" });
      const [stored] = await store.clients.list();
      expect(stored?.secret?.expose()).toBe(`${canary}new-client-secret`);
      expect(stored?.rotationSet).toBe("strict");
      expect(stored?.endpoints).toEqual(client.endpoints);
    });

    it("may get a new version; connections stay on theirs until the next login", async () => {
      const store = await opened();
      const { client, connection } = await withConnection(store);
      const next = {
        ...client,
        version: 2,
        endpoints: { ...client.endpoints, token: "https://new.example/t" },
      };
      await store.clients.put(next);
      expect(exposed(await store.clients.list())).toEqual(exposed([next]));
      expect((await state(store, connection)).client.version).toBe(1);
      expect((await state(store, connection)).connection.refreshToken?.expose()).toBe(`${canary}refresh-1`);

      await connectAs(store, "acme", (existing) => {
        expect(existing?.client.version).toBe(1);
        return connectedWith({ ...connection, clientVersion: 2, tokenFamilyId: "family-2", generation: 2 });
      });
      const after = await state(store, connection);
      expect(exposed(after.client)).toEqual(exposed(next));
      expect(after.connection.refreshToken?.expose()).toBe(`${canary}refresh-1`);
    });

    it("move with all their connections: what was sealed for the old address is sealed for the new one", async () => {
      const store = await opened();
      const { client, connection } = await withConnection(store);
      await changed(store, connection, { accessToken: sampleToken(connection) });
      const open = sampleAttempt(connection, { phase: "superseded", rawAnswer: secret("kept-answer") });
      await changed(store, connection, { attempts: [open] });
      const before = await state(store, connection);
      const endpoints = { ...client.endpoints, token: "https://new.example/token" };
      const moved = { ...client, version: 2, issuer: "https://new.example", endpoints };
      await store.clients.move(moved, ({ client: { version } }) => {
        expect(version).toBe(1);
        return sampleEvent("moved");
      });
      const after = await state(store, connection);
      expect(exposed(after)).toEqual(
        exposed({
          ...before,
          client: moved,
          connection: { ...before.connection, clientVersion: 2, issuer: "https://new.example" },
        }),
      );
      expect((await eventsOf(store, connection.id)).at(-1)).toMatchObject({ kind: "moved" });
    });

    it("do not move at all where one of their connections must stay", async () => {
      const store = await opened();
      const { client, connection } = await withConnection(store);
      const second = sampleConnection(client, { name: "second" });
      await connectAs(store, "second", () => connectedWith(second));
      const before = exposed([await state(store, connection), await state(store, second)]);
      const moving = store.clients.move({ ...client, version: 2, issuer: "https://new.example" }, (one) => {
        if (one.connection.id === second.id) throw new TypeError("it stays");
        return sampleEvent("moved");
      });
      await expect(moving).rejects.toThrow("it stays");
      expect(exposed([await state(store, connection), await state(store, second)])).toEqual(before);
      expect(await store.clients.list()).toMatchObject([{ version: 1 }]);
    });

    it("are removed with all their versions, but not while a connection or login uses one", async () => {
      const store = await opened();
      const { client, connection } = await withConnection(store);
      await store.clients.put({ ...client, version: 2, issuer: "https://second.example" });
      const login = sampleLogin(client);
      await store.logins.put(login);
      await store.clients.remove(client.id);
      await store.connections.remove(connection.id, sampleEvent("removed"));
      await store.clients.remove(client.id);
      expect(await store.clients.list()).toHaveLength(1);
      await store.logins.remove(login.id);
      await store.clients.remove(client.id);
      expect(await store.clients.list()).toEqual([]);
    });

    it("lose open logins when the address of their version changes, but not answered ones", async () => {
      const store = await opened();
      const client = sampleClient();
      await store.clients.put(client);
      await store.logins.put(sampleLogin(client));
      await store.clients.put({ ...client, issuer: "https://second.example" });
      expect(await store.logins.unfinished()).toEqual([]);

      await store.logins.put(sampleLogin(client, { phase: "answered", rawAnswer: secret("raw-answer") }));
      await expect(store.clients.put({ ...client, issuer: "https://third.example" })).rejects.toMatchObject({
        code: "client_version_fixed",
      });
    });
  });

  describe("connect", () => {
    it("stores connection, token and schedule, records the event and removes the login, at once", async () => {
      const store = await opened();
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

    it("gives the step the connection of that name, and replaces it, its tokens of all audiences too", async () => {
      const store = await opened();
      const { connection } = await withConnection(store);
      const open = sampleAttempt(connection);
      await changed(store, connection, {
        attempts: [open],
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
        expect(existing?.attempts.map((attempt) => attempt.id)).toEqual([open.id]);
        return connectedWith(second, { attempts: [{ ...open, phase: "superseded" }] });
      });
      const after = await state(store, connection);
      expect(exposed(after.connection)).toEqual(exposed(second));
      expect(exposed(after.accessTokens)).toEqual(exposed([sampleToken(second)]));
      expect(after.attempts.map((attempt) => attempt.phase)).toEqual(["superseded"]);
      expect(after.presented).toEqual([]);
    });

    it("without a name gives the step nothing; several connections may have none", async () => {
      const store = await opened();
      const { client } = await withConnection(store, { name: null });
      const second = sampleConnection(client, { name: null });
      await connectAs(store, null, (existing) => {
        expect(existing).toBeUndefined();
        return connectedWith(second);
      });
      expect(await allConnections(store)).toHaveLength(2);
    });

    it("changes nothing when the step throws, or what it says breaks a rule", async () => {
      const store = await opened();
      const { client, connection } = await withConnection(store);
      const login = sampleLogin(client);
      await store.logins.put(login);
      const before = exposed(await state(store, connection));
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
        store.connections.create(login.id, "acme", () => connectedWith({ ...connection, tokenFamilyId: "family-2" })),
      ).rejects.toMatchObject({ code: "store_conflict" });
      // A client version that does not exist.
      await expect(
        store.connections.create(login.id, null, () =>
          connectedWith(sampleConnection(client, { name: "b", clientVersion: 7 })),
        ),
      ).rejects.toMatchObject({ code: "store_conflict" });
      expect(exposed(await state(store, connection))).toEqual(before);
      expect(await allConnections(store)).toHaveLength(1);
      expect(await store.logins.unfinished()).toHaveLength(1);
      expect(await eventsOf(store, connection.id)).toHaveLength(1);
    });
  });

  describe("replace", () => {
    const both = async () => {
      const store = await opened();
      const { client, connection } = await withConnection(store);
      await changed(store, connection, { accessToken: sampleToken(connection) });
      const other = sampleConnection(client, { name: null, tokenFamilyId: "new-family" });
      await connectAs(store, null, () => connectedWith(other));
      await changed(store, other, { attempts: [sampleAttempt(other, { tokenFamilyId: "new-family" })] });
      return { store, connection, other };
    };

    it("puts one connection in the place of another: its attempts and history go over, and it is gone", async () => {
      const { store, connection, other } = await both();
      await changed(store, connection, { attempts: [sampleAttempt(connection)] });
      await store.connections.replace(other.id, connection.id, (proven, existing) => {
        expect([proven.connection.id, existing.connection.id]).toEqual([other.id, connection.id]);
        const renewed = { ...other, id: connection.id, name: connection.name, generation: 9 };
        const attempts = existing.attempts.map((row) => ({ ...row, phase: "superseded" as const }));
        return { ...connectedWith(renewed), attempts };
      });
      expect(await store.connections.read({ id: other.id })).toBe(undefined);
      const after = await state(store, connection);
      expect(after.connection).toMatchObject({ name: connection.name, tokenFamilyId: "new-family", generation: 9 });
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
      const before = exposed([await state(store, connection), await state(store, other)]);
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
      expect(exposed([await state(store, connection), await state(store, other)])).toEqual(before);
    });
  });

  describe("changes that may join", () => {
    const rename = (sid: string) => () => ({ change: { connection: { sid } }, result: sid });

    it("are made in their order, and each sees what was done before", async () => {
      const store = await opened();
      const { connection } = await withConnection(store, { sid: "" });
      const append = (letter: string) =>
        store.connections.update(
          connection.id,
          (now) => ({ change: { connection: { sid: now.connection.sid + letter } }, result: letter }),
          { allowGroupCommit: true },
        );
      expect(await Promise.all([append("a"), append("b"), append("c")])).toEqual(["a", "b", "c"]);
      expect((await state(store, connection)).connection.sid).toBe("abc");
    });

    it("fail each for itself, and take nothing of the others with them", async () => {
      const store = await opened();
      const { client, connection } = await withConnection(store, { sid: null });
      const other = sampleConnection(client, { name: "other", sid: null });
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
          () => ({ change: { connection: { sid: "half" }, attempts: [broken] }, result: 0 }),
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
      expect((await state(store, connection)).connection.sid).toBe("one");
      expect((await state(store, other)).connection.sid).toBe("two");
    });
  });

  describe("change", () => {
    it("gives the step the family and returns its result", async () => {
      const store = await opened();
      const { connection } = await withConnection(store);
      const result = await store.connections.update(connection.id, (found) => ({
        change: null,
        result: found.connection.name,
      }));
      expect(result).toBe("acme");
    });

    it("runs the step before it returns when the store is free", async () => {
      const store = await opened();
      const { connection } = await withConnection(store);
      let ran = false;
      const pending = store.connections.update(connection.id, () => {
        ran = true;
        return { change: null, result: null };
      });
      expect(ran).toBe(true);
      await pending;
    });

    it("writes what is given and leaves the rest", async () => {
      const store = await opened();
      const { client, connection } = await withConnection(store);
      const attempt = sampleAttempt(connection);
      await changed(store, connection, {
        connection: { status: "unsettled", statusReason: "no_answer", statusSinceMs: startMs + 1 },
        client: { rotationSeen: "strict", breakerUntilMs: startMs + 9, breakerReason: "invalid_client" },
        attempts: [attempt],
        schedule: { dueAtMs: startMs + 5, failures: 1 },
        event: sampleEvent("unsettled"),
      });
      expect(exposed(await state(store, connection))).toEqual(
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
      const store = await opened();
      const { connection } = await withConnection(store);
      const secrets = async () => {
        const { client } = await state(store, connection);
        return [client.secret?.expose(), client.nextSecret?.expose()];
      };
      await changed(store, connection, { client: { nextSecret: Secret.of("CANARY-next-secret") } });
      expect(await secrets()).toEqual([sampleClient().secret?.expose(), "CANARY-next-secret"]);
      await changed(store, connection, {
        client: { secret: Secret.of("CANARY-next-secret"), nextSecret: null },
      });
      expect(await secrets()).toEqual(["CANARY-next-secret", undefined]);
    });

    it("that is rehearsed leaves nothing, and fails nobody", async () => {
      const store = await opened();
      const { connection } = await withConnection(store);
      const before = exposed(await state(store, connection));
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
      expect(exposed(await state(store, connection))).toEqual(before);
      expect(await eventsOf(store, connection.id)).toHaveLength(1);
    });

    it("replaces the refresh token with a new generation", async () => {
      const store = await opened();
      const { connection } = await withConnection(store);
      await changed(store, connection, { connection: { generation: 2, refreshToken: secret("refresh-2") } });
      const after = await state(store, connection);
      expect(after.connection.generation).toBe(2);
      expect(after.connection.refreshToken?.expose()).toBe(`${canary}refresh-2`);
    });

    it("keeps the refresh token readable when only the generation changes", async () => {
      const store = await opened();
      const { connection } = await withConnection(store);
      await changed(store, connection, { connection: { generation: 2 } });
      await changed(store, connection, { connection: { generation: 3, scope: "api" } });
      expect((await state(store, connection)).connection.refreshToken?.expose()).toBe(`${canary}refresh-1`);
    });

    it("replaces the access token of one audience", async () => {
      const store = await opened();
      const { connection } = await withConnection(store);
      const other = sampleToken(connection, { audience: "https://api.example", token: secret("other") });
      await changed(store, connection, { accessToken: other });
      const newer = sampleToken(connection, { generation: 2, token: secret("newer"), idToken: null });
      await changed(store, connection, { connection: { generation: 2 }, accessToken: newer });
      const { accessTokens } = await state(store, connection);
      const byAudience = accessTokens.toSorted((one, two) => one.audience.length - two.audience.length);
      expect(exposed(byAudience)).toEqual(exposed([newer, other]));
    });

    it("takes a change of the connection that says nothing new", async () => {
      const store = await opened();
      const { connection } = await withConnection(store);
      const before = exposed(await state(store, connection));
      const { details, status } = connection;
      await changed(store, connection, { connection: { details: { ...details }, status }, client: {} });
      await changed(store, connection, { connection: {} });
      expect(exposed(await state(store, connection))).toEqual(before);
    });

    it("replaces an attempt by id, in whatever order it is given with the next one", async () => {
      const store = await opened();
      const { connection } = await withConnection(store);
      const first = sampleAttempt(connection, { fingerprint: "fp-a" });
      const second = sampleAttempt(connection, { createdAtMs: startMs + 10, fingerprint: "fp-b" });
      await changed(store, connection, { attempts: [first] });
      await changed(store, connection, { attempts: [second, { ...first, phase: "superseded" }] });
      const after = await state(store, connection);
      expect(after.attempts).toEqual([{ ...first, phase: "superseded" }, second]);
      expect(after.presented).toEqual(["fp-b", "fp-a"]);
    });

    it("shows attempts that are unsettled or keep an answer, and what this family presented", async () => {
      const store = await opened();
      const { connection } = await withConnection(store);
      const at = (ms: number, fingerprint: string) => ({ createdAtMs: startMs + ms, fingerprint });
      const closedAtMs = startMs + 100;
      const attempts = [
        sampleAttempt(connection, { ...at(1, "fp-1"), phase: "not_sent", closedAtMs }),
        sampleAttempt(connection, { ...at(2, "fp-2"), phase: "rejected", closedAtMs, httpStatus: 429 }),
        sampleAttempt(connection, { ...at(3, "fp-3"), phase: "ambiguous", closedAtMs }),
        sampleAttempt(connection, {
          ...at(4, "fp-4"),
          phase: "committed",
          closedAtMs,
          rawAnswer: secret("raw-answer"),
        }),
        sampleAttempt(connection, { ...at(5, "fp-3"), phase: "abandoned", tokenFamilyId: "family-0" }),
        sampleAttempt(connection, { ...at(6, "fp-2"), phase: "committed", closedAtMs }),
      ];
      await changed(store, connection, { attempts });
      const after = await state(store, connection);
      expect(exposed(after.attempts)).toEqual(exposed([attempts[2], attempts[3], attempts[4]]));
      expect(after.presented).toEqual(["fp-2", "fp-4", "fp-3"]);
    });

    it("shows at most 100 presented fingerprints, newest first", async () => {
      const store = await opened();
      const { connection } = await withConnection(store);
      const attempts = Array.from({ length: 120 }, (_, index) =>
        sampleAttempt(connection, {
          phase: "committed",
          createdAtMs: startMs + index,
          fingerprint: `fp-${index}`,
        }),
      );
      await changed(store, connection, { attempts });
      const { presented } = await state(store, connection);
      expect(presented).toHaveLength(100);
      expect(presented.at(0)).toBe("fp-119");
      expect(presented.at(-1)).toBe("fp-20");
    });

    it("may clear the refresh token where a person must log in or it was handed over, and nowhere else", async () => {
      const store = await opened();
      const { connection } = await withConnection(store);
      await expect(changed(store, connection, { connection: { refreshToken: null } })).rejects.toMatchObject({
        code: "store_conflict",
      });
      await expect(
        changed(store, connection, { connection: { refreshToken: Secret.of("") } }),
      ).rejects.toMatchObject({ code: "store_conflict" });
      await changed(store, connection, { connection: { refreshToken: null, status: "needs_login" } });
      expect((await state(store, connection)).connection.refreshToken).toBeNull();
      await expect(changed(store, connection, { connection: { status: "ok" } })).rejects.toMatchObject({
        code: "store_conflict",
      });
      await changed(store, connection, {
        connection: { generation: 2, refreshToken: secret("back"), status: "ok" },
      });
      expect((await state(store, connection)).connection.refreshToken?.expose()).toBe(`${canary}back`);
    });

    it("refuses a second open attempt and a smaller generation, and then changes nothing", async () => {
      const store = await opened();
      const { connection } = await withConnection(store, { generation: 5 });
      await changed(store, connection, { attempts: [sampleAttempt(connection)] });
      const before = exposed(await state(store, connection));
      const also = {
        schedule: { dueAtMs: 1, failures: 9 },
        client: { rotationSeen: "static" as const },
        event: sampleEvent("never"),
        accessToken: sampleToken(connection, { token: secret("never") }),
      };
      for (const change of [
        { ...also, attempts: [sampleAttempt(connection)] },
        { ...also, connection: { generation: 4 } },
        { ...also, connection: { tokenFamilyId: "family-2" } },
        { ...also, attempts: [sampleAttempt({ ...connection, id: randomUUID() })] },
      ]) {
        await expect(changed(store, connection, change)).rejects.toMatchObject({ code: "store_conflict" });
      }
      expect(exposed(await state(store, connection))).toEqual(before);
      expect(await eventsOf(store, connection.id)).toHaveLength(1);
    });

    it("refuses a name that another connection has", async () => {
      const store = await opened();
      const { client, connection } = await withConnection(store);
      const other = sampleConnection(client, { name: "other" });
      await connectAs(store, "other", () => connectedWith(other));
      await expect(changed(store, connection, { connection: { name: "other" } })).rejects.toMatchObject({
        code: "store_conflict",
      });
      await changed(store, connection, { connection: { name: "renamed" } });
      expect((await store.connections.read({ name: "renamed" }))?.connection.id).toBe(connection.id);
    });

    it("passes on what the step throws, and changes nothing", async () => {
      const store = await opened();
      const { connection } = await withConnection(store);
      const thrown = new TypeError("no");
      await expect(
        store.connections.update(connection.id, () => {
          throw thrown;
        }),
      ).rejects.toBe(thrown);
      await changed(store, connection, { event: sampleEvent("after") });
    });

    it("says that a connection is gone", async () => {
      const store = await opened();
      await expect(store.connections.update("nobody", () => ({ change: null, result: 0 }))).rejects.toMatchObject({
        code: "connection_gone",
      });
    });

    it("forgets settled and drained attempts of 50 generations back, but never one that keeps an answer", async () => {
      const clock = testClock(startMs + 10_000_000);
      const store = await opened(clock);
      const { connection } = await withConnection(store);
      const closedAtMs = startMs + 1;
      const attempts = [
        sampleAttempt(connection, { phase: "committed", closedAtMs, fingerprint: "settled" }),
        sampleAttempt(connection, { phase: "ambiguous", closedAtMs, fingerprint: "drained" }),
        sampleAttempt(connection, { phase: "superseded", fingerprint: "not-closed" }),
        sampleAttempt(connection, {
          phase: "ambiguous",
          closedAtMs,
          drainDeadlineMs: startMs + 20_000_000,
          fingerprint: "not-drained",
        }),
        sampleAttempt(connection, {
          phase: "committed",
          closedAtMs,
          rawAnswer: secret("raw-answer"),
          fingerprint: "answer",
        }),
      ];
      await changed(store, connection, { attempts });
      await changed(store, connection, { connection: { generation: 51 } });
      expect((await state(store, connection)).presented).toHaveLength(5);
      await changed(store, connection, { connection: { generation: 52 } });
      const { presented } = await state(store, connection);
      expect(presented.toSorted()).toEqual(["answer", "not-closed", "not-drained"]);
    });

    it("applies concurrent changes one after the other", async () => {
      const store = await opened();
      const { connection } = await withConnection(store);
      await Promise.all(
        Array.from({ length: 20 }, () =>
          store.connections.update(connection.id, ({ connection: now }) => ({
            change: { connection: { generation: now.generation + 1 } },
            result: null,
          })),
        ),
      );
      expect((await state(store, connection)).connection.generation).toBe(21);
    });
  });

  describe("removing", () => {
    it("erases a connection and keeps its history", async () => {
      const store = await opened();
      const { client, connection } = await withConnection(store);
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
      const store = await opened();
      await store.connections.remove("nobody", sampleEvent("removed"));
      await store.logins.remove("nobody");
      expect(await eventsOf(store, "nobody")).toEqual([]);
    });
  });

  it("tells whether a process may have left something unfinished: a login, or a connection without a name", async () => {
    const store = await opened();
    expect(await store.hasUnfinished()).toBe(false);
    const { client } = await withConnection(store);
    expect(await store.hasUnfinished()).toBe(false);
    const login = sampleLogin(client);
    await store.logins.put(login);
    expect(await store.hasUnfinished()).toBe(true);
    await store.logins.remove(login.id);
    expect(await store.hasUnfinished()).toBe(false);
    const other = sampleConnection(client, { name: null });
    await connectAs(store, null, () => connectedWith(other));
    expect(await store.hasUnfinished()).toBe(true);
  });

  describe("logins", () => {
    it("come back as they were put, oldest first, and are replaced by id", async () => {
      const store = await opened();
      const client = sampleClient();
      await store.clients.put(client);
      const later = sampleLogin(client, { createdAtMs: startMs + 1, name: null });
      const first = sampleLogin(client);
      await store.logins.put(later);
      await store.logins.put(first);
      const answered = { ...first, phase: "answered" as const, rawAnswer: secret("raw-answer") };
      await store.logins.put(answered);
      expect(exposed(await store.logins.unfinished())).toEqual(exposed([answered, later]));
      await store.logins.remove(first.id);
      expect(exposed(await store.logins.unfinished())).toEqual(exposed([later]));
    });

    it("need a client that exists, and an answer when they are answered", async () => {
      const store = await opened();
      const client = sampleClient();
      await expect(store.logins.put(sampleLogin(client))).rejects.toMatchObject({ code: "store_conflict" });
      await store.clients.put(client);
      await expect(store.logins.put(sampleLogin(client, { phase: "answered" }))).rejects.toMatchObject({
        code: "store_conflict",
      });
    });
  });

  describe("fingerprints", () => {
    it("are equal for equal secrets, differ for others, and show nothing of them", async () => {
      const store = await opened();
      const one = store.fingerprint(secret("one"));
      expect(one).toMatch(/^[0-9a-f]{16}$/);
      expect(store.fingerprint(secret("one"))).toBe(one);
      expect(store.fingerprint(secret("two"))).not.toBe(one);
    });
  });

  describe("version", () => {
    it("changes with each commit and stands still otherwise", async () => {
      const store = await opened();
      const { client, connection } = await withConnection(store);
      const login = sampleLogin(client);
      const seen = [store.changes.version()];
      const steps: (() => Promise<unknown>)[] = [
        () => store.clients.put(client),
        () => changed(store, connection, { event: sampleEvent("more") }),
        () => store.logins.put(login),
        () => store.logins.remove(login.id),
        () => store.connections.remove(connection.id, sampleEvent("removed")),
      ];
      for (const step of steps) {
        await step();
        seen.push(store.changes.version());
      }
      expect(new Set(seen).size).toBe(seen.length);
      await allConnections(store);
      await store.connections.read({ name: "acme" });
      expect(store.changes.version()).toBe(seen.at(-1));
    });

    it("stands still when a step writes nothing", async () => {
      const store = await opened();
      const { connection } = await withConnection(store);
      const before = store.changes.version();
      await changed(store, connection, null);
      expect(store.changes.version()).toBe(before);
    });
  });

  describe("owner locks", () => {
    it("are held until they are released", async () => {
      const store = await opened();
      const id = randomUUID();
      expect((await store.owners.alive([id])).has(id)).toBe(false);
      const lock = await store.owners.acquire(id);
      expect((await store.owners.alive([id])).has(id)).toBe(true);
      expect(() => await store.owners.acquire(id)).toThrow(expect.objectContaining({ code: "store_busy" }));
      expect((await store.owners.alive([id])).has(id)).toBe(true);
      lock.release();
      lock.release();
      expect((await store.owners.alive([id])).has(id)).toBe(false);
      const again = await store.owners.acquire(id);
      lock.release();
      expect((await store.owners.alive([id])).has(id)).toBe(true);
      again.release();
    });

    it("have ids of hexadecimal digits and hyphens only", async () => {
      const store = await opened();
      for (const id of ["", "../key", "a/b", "A", "g", "a".repeat(65), "a\0"]) {
        expect(() => await store.owners.acquire(id)).toThrow(TypeError);
        expect(() => (await store.owners.alive([id])).has(id)).toThrow(TypeError);
      }
    });
  });

  describe("secrets", () => {
    it("never show in what is printed of a family", async () => {
      const store = await opened();
      const { connection } = await withConnection(store);
      const { inspect } = await import("node:util");
      const found = await state(store, connection);
      expect(inspect(found, { depth: 9, showHidden: true }) + JSON.stringify(found)).not.toContain(canary);
    });
  });
}
