import { describe, expect, it } from "vitest";
import type { Client, Session } from "../../../src/model.ts";
import type { Store } from "../../../src/store/store.ts";
import {
  canary,
  connect,
  connectAs,
  connectedWith,
  connectSession,
  endedSession,
  exposed,
  hashOf,
  sampleClient,
  sampleConnection,
  sampleEvent,
  sampleSession,
  sampleToken,
  secret,
  startMs,
} from "../../support/samples.ts";
import { allConnections, eventsOf } from "../../support/store-contents.ts";
import { changed, type OpenStore } from "./open-store.ts";

/** Contract of the sessions of web apps. */
export function sessionsContract(open: OpenStore): void {
  const opened = async () => {
    const store = await open();
    const client = sampleClient();
    await store.clients.put(client);
    return { store, client };
  };

  /** Stores sessions, and returns their ids. */
  const withSessions = async (store: Store, client: Client, sessions: readonly Session[]) => {
    for (const session of sessions) await connectSession(store, client, session);
    return sessions.map(({ id }) => id);
  };

  const conflict = { code: "store_conflict" };

  describe("a session", () => {
    it("comes back as it was stored, by its cookie and by its id, live or ended", async () => {
      const { store, client } = await opened();
      const bare = sampleSession({
        ...{ providerSessionId: null, authenticatedAtMs: null, expiresAtMs: null },
        ...{ details: {}, data: {} },
      });
      const ended = endedSession(startMs + 1, { revokeAtMs: startMs + 2 });
      for (const session of [sampleSession(), bare, ended]) {
        await connectSession(store, client, session);
        expect(exposed(await store.sessions.byCookie(session.cookieHash))).toEqual(exposed(session));
        expect(exposed(await store.sessions.read(session.id))).toEqual(exposed(session));
      }
      expect(await store.sessions.byCookie(hashOf("another cookie"))).toBeUndefined();
      expect(await store.sessions.read("none")).toBeUndefined();
    });

    it("is the known one while nothing of it has changed, and another one afterwards", async () => {
      const store = await open();
      const client = sampleClient();
      await store.clients.put(client);
      const session = sampleSession();
      await connectSession(store, client, session);
      const { cookieHash, id } = session;
      const known = await store.sessions.byCookie(cookieHash);
      expect(await store.sessions.byCookie(cookieHash, known)).toBe(known);
      const touchedAtMs = session.touchedAtMs + 1;
      await store.sessions.touch(new Map([[id, touchedAtMs]]));
      const touched = await store.sessions.byCookie(cookieHash, known);
      expect(exposed(touched)).toEqual(exposed({ ...session, touchedAtMs }));
      await store.sessions.update(id, () => ({ change: { idToken: secret("next") }, result: null }));
      expect((await store.sessions.byCookie(cookieHash, touched))?.idToken?.expose()).toBe(
        secret("next").expose(),
      );
    });

    it("is stored with the connection that it owns, or neither is", async () => {
      const { store, client } = await opened();
      const session = sampleSession();
      const owner = { kind: "session", id: session.id } as const;
      const other = { kind: "session", id: "another" } as const;
      for (const wrong of [other, { kind: "named", name: "acme" } as const])
        await expect(
          connectAs(store, null, () =>
            connectedWith(sampleConnection(client, { owner: wrong }), { session }),
          ),
        ).rejects.toMatchObject(conflict);
      await expect(
        store.connections.create("gone", null, () =>
          connectedWith(sampleConnection(client, { owner }), { session }),
        ),
      ).rejects.toMatchObject({ code: "login_gone" });
      expect(await store.sessions.read(session.id)).toBeUndefined();
      expect(await allConnections(store)).toEqual([]);
      const connection = await connectSession(store, client, session);
      expect((await store.connections.read({ session: session.id }))?.connection.id).toBe(connection.id);
    });

    it("has a cookie and an id of its own, or its connection is not stored either", async () => {
      const { store, client } = await opened();
      const session = sampleSession();
      await connectSession(store, client, session);
      const sameCookie = sampleSession({ cookieHash: session.cookieHash, app: "app-2" });
      const sameId = sampleSession({ id: session.id });
      for (const again of [sameCookie, sameId])
        await expect(connectSession(store, client, again)).rejects.toMatchObject(conflict);
      expect(await allConnections(store)).toHaveLength(1);
      expect(await store.sessions.read(sameCookie.id)).toBeUndefined();
      expect(exposed(await store.sessions.read(session.id))).toEqual(exposed(session));
    });

    it("has an ID token while it lives, and a reason when it has ended", async () => {
      const { store, client } = await opened();
      for (const over of [{ idToken: null }, { endedAtMs: startMs }, { endReason: "idle" as const }])
        await expect(connectSession(store, client, sampleSession(over))).rejects.toMatchObject(conflict);
      expect(await allConnections(store)).toEqual([]);
    });
  });

  describe("an update of a session", () => {
    it("writes what is given, leaves the rest, and returns the result", async () => {
      const { store, client } = await opened();
      const session = sampleSession();
      const other = sampleSession();
      await withSessions(store, client, [session, other]);
      const change = {
        ...{
          cookieHash: hashOf("new cookie"),
          browserHash: hashOf("new browser"),
          providerSessionId: "sid-2",
        },
        ...{ authenticatedAtMs: startMs + 1, idToken: secret("id-token-2"), touchedAtMs: startMs + 2 },
        ...{ extendedAtMs: startMs + 3, expiresAtMs: null, details: { acr: "2" }, data: { theme: "light" } },
      };
      const result = await store.sessions.update(session.id, (found) => ({ change, result: found.subject }));
      expect(result).toBe(session.subject);
      expect(exposed(await store.sessions.byCookie(change.cookieHash))).toEqual(
        exposed({ ...session, ...change }),
      );
      expect(await store.sessions.byCookie(session.cookieHash)).toBeUndefined();
      expect(exposed(await store.sessions.read(other.id))).toEqual(exposed(other));
    });

    it("ends it, and its ID token is gone", async () => {
      const { store, client } = await opened();
      const session = sampleSession();
      await connectSession(store, client, session);
      const end = { endedAtMs: startMs + 9, endReason: "idle", idToken: null, revokeAtMs: startMs } as const;
      await store.sessions.update(session.id, () => ({ change: end, result: null }));
      expect(exposed(await store.sessions.byCookie(session.cookieHash))).toEqual(
        exposed({ ...session, ...end }),
      );
    });

    it("keeps the ID token readable when other members change, one after the other", async () => {
      const { store, client } = await opened();
      const session = sampleSession();
      await connectSession(store, client, session);
      for (const touchedAtMs of [startMs + 1, startMs + 2])
        await store.sessions.update(session.id, () => ({ change: { touchedAtMs }, result: null }));
      const found = await store.sessions.byCookie(session.cookieHash);
      expect(found?.idToken?.expose()).toBe(`${canary}id-token of ${session.id}`);
    });

    it("writes nothing without a change, and returns undefined without a session", async () => {
      const { store, client } = await opened();
      const session = sampleSession();
      await connectSession(store, client, session);
      const version = store.changes.version();
      const { data, details, touchedAtMs } = session;
      await store.sessions.update(session.id, () => ({ change: null, result: null }));
      expect(store.changes.version()).toBe(version);
      await store.sessions.update(session.id, () => ({ change: {}, result: null }));
      const same = { data: { ...data }, details: { ...details }, touchedAtMs };
      await store.sessions.update(session.id, () => ({ change: same, result: null }));
      expect(exposed(await store.sessions.read(session.id))).toEqual(exposed(session));
      const none = await store.sessions.update("none", () => ({ change: { touchedAtMs }, result: "done" }));
      expect(none).toBeUndefined();
    });

    it("passes on what the decision throws, and one that breaks a rule changes nothing", async () => {
      const { store, client } = await opened();
      const [session, other] = [sampleSession(), sampleSession()];
      await withSessions(store, client, [session, other]);
      const thrown = new TypeError("no");
      await expect(
        store.sessions.update(session.id, () => {
          throw thrown;
        }),
      ).rejects.toBe(thrown);
      for (const broken of [{ cookieHash: other.cookieHash }, { idToken: null }, { endedAtMs: startMs }])
        await expect(
          store.sessions.update(session.id, () => ({ change: { ...broken, data: {} }, result: null })),
        ).rejects.toMatchObject(conflict);
      expect(exposed(await store.sessions.read(session.id))).toEqual(exposed(session));
    });

    it("runs one after the other, so that each decision sees what the one before has written", async () => {
      const { store, client } = await opened();
      const session = sampleSession({ data: { count: 0 } });
      await connectSession(store, client, session);
      const count = () =>
        store.sessions.update(session.id, ({ data }) => {
          const next = Number(data.count) + 1;
          return { change: { data: { count: next } }, result: next };
        });
      const counted = await Promise.all([count(), count(), count()]);
      expect(counted.toSorted()).toEqual([1, 2, 3]);
      expect((await store.sessions.read(session.id))?.data).toEqual({ count: 3 });
    });
  });

  it("records the last activity of live sessions, and never sets it back", async () => {
    const { store, client } = await opened();
    const [first, second] = [sampleSession(), sampleSession({ touchedAtMs: startMs + 50 })];
    const ended = endedSession(startMs + 5);
    await withSessions(store, client, [first, second, ended]);
    await store.sessions.touch(
      new Map([
        [first.id, startMs + 20],
        [second.id, startMs + 20],
        [ended.id, startMs + 20],
        ["none", startMs + 20],
      ]),
    );
    const read = (session: Session) => store.sessions.read(session.id);
    expect(exposed(await read(first))).toEqual(exposed({ ...first, touchedAtMs: startMs + 20 }));
    expect(exposed(await read(second))).toEqual(exposed(second));
    expect(exposed(await read(ended))).toEqual(exposed(ended));
    const version = store.changes.version();
    await store.sessions.touch(new Map([[first.id, startMs + 19]]));
    expect(store.changes.version()).toBe(version);
  });

  it("lets a token be used once, by one of several that try at the same time", async () => {
    const { store } = await opened();
    const use = (text: string) => store.sessions.useOnce(hashOf(text), startMs + 60_000);
    expect((await Promise.all([use("token"), use("token"), use("token")])).toSorted()).toEqual([
      ...[false, false, true],
    ]);
    expect(await store.sessions.wasUsed(hashOf("token"))).toBe(true);
    expect(await store.sessions.wasUsed(hashOf("other"))).toBe(false);
    expect(await use("other")).toBe(true);
    expect(await use("token")).toBe(false);
  });

  describe("the live sessions", () => {
    it("of an account are those of its app, issuer and subject, oldest first", async () => {
      const { store, client } = await opened();
      const later = sampleSession({ createdAtMs: startMs + 1 });
      const sessions = [
        later,
        sampleSession(),
        endedSession(startMs),
        sampleSession({ app: "app-2" }),
        sampleSession({ issuer: "https://other.example" }),
        sampleSession({ subject: "auth0|bob" }),
      ];
      await withSessions(store, client, sessions);
      const { app, issuer, subject } = later;
      const found = await store.sessions.ofAccount({ app, issuer, subject });
      expect(exposed(found)).toEqual(exposed([sessions[1], later]));
      expect(await store.sessions.ofAccount({ app, issuer, subject: "nobody" })).toEqual([]);
    });

    it("of a provider's session are those of its app, issuer and id, oldest first", async () => {
      const { store, client } = await opened();
      const later = sampleSession({ createdAtMs: startMs + 1, providerSessionId: "sid" });
      const first = sampleSession({ providerSessionId: "sid", subject: "auth0|bob" });
      const others = [
        endedSession(startMs, { providerSessionId: "sid" }),
        sampleSession({ app: "app-2", providerSessionId: "sid" }),
        sampleSession({ issuer: "https://other.example", providerSessionId: "sid" }),
        sampleSession({ providerSessionId: null }),
      ];
      await withSessions(store, client, [later, first, ...others]);
      const found = await store.sessions.ofProviderSession(later.app, later.issuer, "sid");
      expect(exposed(found)).toEqual(exposed([first, later]));
      expect(await store.sessions.ofProviderSession(later.app, later.issuer, "none")).toEqual([]);
    });

    it("of a browser are those of its app and hash, in the order in which they were stored", async () => {
      const { store, client } = await opened();
      const browserHash = hashOf("browser");
      // The clocks of two machines differ.
      const first = sampleSession({ createdAtMs: startMs + 1, browserHash });
      const later = sampleSession({ browserHash, subject: "auth0|bob" });
      const others = [
        endedSession(startMs, { browserHash }),
        sampleSession({ app: "app-2", browserHash }),
        sampleSession(),
      ];
      await withSessions(store, client, [first, later, ...others]);
      expect(exposed(await store.sessions.ofBrowser(later.app, browserHash))).toEqual(
        exposed([first, later]),
      );
      expect(await store.sessions.ofBrowser(later.app, hashOf("none"))).toEqual([]);
    });
  });

  describe("the connection of a session", () => {
    it("is found by the session, and has a stamp and access tokens by it", async () => {
      const { store, client } = await opened();
      const session = sampleSession();
      const connection = await connectSession(store, client, session);
      await connectSession(store, client);
      const ref = { session: session.id };
      expect((await store.connections.read(ref))?.connection.id).toBe(connection.id);
      expect(await store.changes.stamp(ref)).toBe(await store.changes.stamp({ id: connection.id }));
      const current = await store.accessTokens.current(ref, 60_000);
      expect(current).toMatchObject({ connectionId: connection.id, accessToken: `${canary}access-1` });
      expect(await store.accessTokens.stamp(ref)).toBe(current?.stamp);
    });

    it("is not found by another session, nor by a name or a login that is called like it", async () => {
      const { store, client } = await opened();
      const session = sampleSession({ id: "acme" });
      await connectSession(store, client, session);
      await connect(store, sampleConnection(client, { owner: { kind: "named", name: "named" } }));
      const pending = { kind: "pending", loginId: "pending", replaces: null } as const;
      await connect(store, sampleConnection(client, { owner: pending }));
      for (const id of ["none", "named", "pending"]) {
        expect(await store.connections.read({ session: id })).toBeUndefined();
        expect(await store.changes.stamp({ session: id })).toBe("");
        expect(await store.accessTokens.current({ session: id }, 0)).toBeUndefined();
        expect(await store.accessTokens.stamp({ session: id })).toBeUndefined();
      }
      expect(await store.connections.read({ name: "acme" })).toBeUndefined();
      expect(await store.accessTokens.current("acme", 0)).toBeUndefined();
    });

    it("has an access token for each audience, each with its own stamp", async () => {
      const { store, client } = await opened();
      const session = sampleSession();
      const connection = await connectSession(store, client, session);
      const ref = { session: session.id };
      const audience = "https://api.example";
      expect(await store.accessTokens.current(ref, 0, audience)).toBeUndefined();
      const before = await store.accessTokens.stamp(ref, audience);
      const token = sampleToken(connection, { audience, token: secret("for the API"), idToken: null });
      await changed(store, connection, { accessToken: token });
      const current = await store.accessTokens.current(ref, 0, audience);
      expect(current?.accessToken).toBe(`${canary}for the API`);
      expect(current?.stamp).not.toBe(before);
      expect(await store.accessTokens.stamp(ref, audience)).toBe(current?.stamp);
      const ofDefault = await store.accessTokens.current(ref, 0);
      expect(ofDefault?.accessToken).toBe(`${canary}access-1`);
      await changed(store, connection, { accessToken: { ...token, rejectedAtMs: startMs } });
      expect(await store.accessTokens.current(ref, 0, audience)).toBeUndefined();
      expect(await store.accessTokens.stamp(ref)).toBe(ofDefault?.stamp);
    });

    it("has no history: its refreshes leave no row behind", async () => {
      const { store, client } = await opened();
      const session = sampleSession();
      const connection = await connectSession(store, client, session);
      await changed(store, connection, { event: sampleEvent("refreshed") });
      await store.connections.remove(connection.id, sampleEvent("removed"));
      expect(await eventsOf(store, connection.id)).toEqual([]);
      expect(await store.connections.read({ session: session.id })).toBeUndefined();
      expect(exposed(await store.sessions.read(session.id))).toEqual(exposed(session));
    });
  });
}
