import { describe, expect, it } from "vitest";
import type { Session } from "../../../src/model.ts";
import type { SessionSweep } from "../../../src/store/store.ts";
import {
  connectSession,
  endedSession,
  hashOf,
  loginOfBrowser,
  sampleBrowserLogin,
  sampleClient,
  sampleSession,
  secret,
  startMs,
} from "../../support/samples.ts";
import { allConnections } from "../../support/store-contents.ts";
import type { OpenStore } from "./open-store.ts";

const sweep = (over: Partial<SessionSweep> = {}): SessionSweep => ({
  app: "app-1",
  nowMs: startMs,
  idleSinceMs: startMs - 1_000,
  endedBeforeMs: startMs - 10_000,
  limit: 10,
  ...over,
});

const limits = { perBrowser: 10, total: 10 };

/** Contract of what a sweep asks of the sessions and browser logins. */
export function sweepsContract(open: OpenStore): void {
  const withSessions = async (...sessions: readonly Session[]) => {
    const store = await open();
    const client = sampleClient();
    await store.clients.put(client);
    for (const session of sessions) await connectSession(store, client, session);
    return { store, client };
  };

  describe("overdue sessions", () => {
    const idle = sampleSession({ id: "idle", touchedAtMs: startMs - 1_000 });
    const longIdle = sampleSession({ id: "long-idle", touchedAtMs: startMs - 1_001 });
    const expired = sampleSession({ id: "expired", expiresAtMs: startMs });
    const both = sampleSession({ id: "both", expiresAtMs: startMs - 1, touchedAtMs: startMs - 5_000 });
    const live = [
      sampleSession({ touchedAtMs: startMs - 999 }),
      sampleSession({ expiresAtMs: startMs + 1 }),
      sampleSession({ expiresAtMs: null }),
      endedSession(startMs, { touchedAtMs: startMs - 5_000, expiresAtMs: startMs - 1 }),
      sampleSession({ app: "app-2", touchedAtMs: startMs - 5_000, expiresAtMs: startMs - 1 }),
    ];

    it("are the live ones of the app whose idle or absolute time is over, each once", async () => {
      const { store } = await withSessions(idle, longIdle, expired, both, ...live);
      const found = await store.sessions.overdue(sweep());
      expect(found.toSorted()).toEqual(["both", "expired", "idle", "long-idle"]);
    });

    it("are only those whose absolute time is over if there is no idle limit", async () => {
      const { store } = await withSessions(idle, longIdle, expired, both, ...live);
      expect(await store.sessions.overdue(sweep({ idleSinceMs: null }))).toEqual(["both", "expired"]);
    });

    it("are at most as many as the limit", async () => {
      const { store } = await withSessions(idle, longIdle, expired, both, ...live);
      expect(await store.sessions.overdue(sweep({ limit: 3 }))).toHaveLength(3);
      expect(await store.sessions.overdue(sweep({ limit: 1 }))).toHaveLength(1);
    });
  });

  it("lists the ended sessions of the app whose revocation is due, the earliest first", async () => {
    const { store } = await withSessions(
      endedSession(startMs, { id: "now", revokeAtMs: startMs }),
      endedSession(startMs, { id: "before", revokeAtMs: startMs - 1 }),
      endedSession(startMs, { id: "later", revokeAtMs: startMs + 1 }),
      endedSession(startMs, { id: "settled" }),
      endedSession(startMs, { id: "elsewhere", revokeAtMs: startMs, app: "app-2" }),
      sampleSession({ id: "live", revokeAtMs: startMs }),
    );
    expect(await store.sessions.toRevoke("app-1", startMs, 10)).toEqual(["before", "now"]);
    expect(await store.sessions.toRevoke("app-1", startMs, 1)).toEqual(["before"]);
    expect(await store.sessions.toRevoke("app-1", startMs - 2, 10)).toEqual([]);
  });

  describe("the removal of what is old", () => {
    it("takes sessions of the app that ended long ago and are revoked, with their connections", async () => {
      const old = endedSession(startMs - 10_001, { id: "old" });
      const kept = [
        sampleSession({ id: "live", createdAtMs: 0, touchedAtMs: 0 }),
        endedSession(startMs - 10_000, { id: "recent" }),
        endedSession(startMs - 10_001, { id: "unrevoked", revokeAtMs: startMs + 1 }),
        endedSession(startMs - 10_001, { id: "elsewhere", app: "app-2" }),
      ];
      const { store } = await withSessions(old, ...kept);
      const writes = store.changes.ownWrites();
      expect(await store.sessions.removeOld(sweep())).toBe(1);
      expect(store.changes.ownWrites()).not.toBe(writes);
      expect(await store.sessions.read("old")).toBeUndefined();
      expect(await store.connections.read({ session: "old" })).toBeUndefined();
      for (const { id } of kept) {
        expect(await store.sessions.read(id)).toBeDefined();
        expect(await store.connections.read({ session: id })).toBeDefined();
      }
      expect(await allConnections(store)).toHaveLength(kept.length);
      expect(await store.sessions.removeOld(sweep())).toBe(0);
    });

    it("takes the session whose connection is gone already", async () => {
      const { store } = await withSessions(endedSession(startMs - 10_001, { id: "old" }));
      const connection = (await store.connections.read({ session: "old" }))?.connection;
      await store.connections.remove(connection?.id ?? "", { kind: "revoked", atMs: startMs, detail: {} });
      expect(await store.sessions.removeOld(sweep())).toBe(1);
      expect(await store.sessions.read("old")).toBeUndefined();
    });

    it("takes the browser logins of the app whose time has come, and their logins unless these have an answer", async () => {
      const { store, client } = await withSessions();
      const due = { removeAtMs: startMs };
      const browserLogins = [
        sampleBrowserLogin(due),
        sampleBrowserLogin({ ...due, phase: "claimed" }),
        sampleBrowserLogin({ ...due, phase: "claimed" }),
        sampleBrowserLogin({ removeAtMs: startMs + 1 }),
        sampleBrowserLogin({ ...due, app: "app-2" }),
      ];
      for (const each of browserLogins)
        await store.browserLogins.put(each, loginOfBrowser(client, each), limits);
      const [, , answered, ...later] = browserLogins;
      const answer = { phase: "answered", rawAnswer: secret("raw-answer") } as const;
      if (answered) await store.logins.put(loginOfBrowser(client, answered, answer));
      const writes = store.changes.ownWrites();
      expect(await store.sessions.removeOld(sweep())).toBe(3);
      expect(store.changes.ownWrites()).not.toBe(writes);
      const found = await Promise.all(
        browserLogins.map((each) => store.browserLogins.byState(each.stateHash)),
      );
      expect(found).toEqual([undefined, undefined, undefined, ...later]);
      const open = await Promise.all(browserLogins.map(({ stateHash }) => store.logins.byState(stateHash)));
      expect(open.map((login) => login?.id)).toEqual([
        undefined,
        undefined,
        undefined,
        ...later.map(({ id }) => id),
      ]);
      expect((await store.logins.unfinished()).map(({ id }) => id)).toEqual([answered?.id]);
    });

    it("forgets that a token was used when its time is over, and not before", async () => {
      const { store } = await withSessions();
      const [early, late] = [hashOf("early"), hashOf("late")];
      expect(await store.sessions.useOnce(early, startMs)).toBe(true);
      expect(await store.sessions.useOnce(late, startMs + 1)).toBe(true);
      expect(await store.sessions.useOnce(early, startMs + 9)).toBe(false);
      expect(await store.sessions.removeOld(sweep())).toBe(0);
      expect(await store.sessions.useOnce(early, startMs)).toBe(true);
      expect(await store.sessions.useOnce(late, startMs)).toBe(false);
    });

    it("removes at most as many as the limit, of both kinds together, the oldest first", async () => {
      const { store, client } = await withSessions(
        endedSession(startMs - 10_002, { id: "second" }),
        endedSession(startMs - 10_003, { id: "first" }),
        endedSession(startMs - 10_001, { id: "third" }),
      );
      for (const removeAtMs of [startMs, startMs - 1]) {
        const browserLogin = sampleBrowserLogin({ removeAtMs });
        await store.browserLogins.put(browserLogin, loginOfBrowser(client, browserLogin), limits);
      }
      expect(await store.sessions.removeOld(sweep({ limit: 2 }))).toBe(2);
      const ids = ["first", "second", "third"];
      const left = await Promise.all(ids.map((id) => store.sessions.read(id)));
      expect(left.map((session) => session?.id)).toEqual([undefined, undefined, "third"]);
      expect(await store.sessions.removeOld(sweep({ limit: 2 }))).toBe(2);
      expect(await store.sessions.removeOld(sweep({ limit: 2 }))).toBe(1);
    });
  });
}
