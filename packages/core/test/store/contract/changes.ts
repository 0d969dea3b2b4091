import { describe, expect, it } from "vitest";
import type { Clock } from "../../../src/clock.ts";
import type { Change } from "../../../src/store/store.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import {
  connect,
  named,
  sampleAttempt,
  sampleConnection,
  sampleEvent,
  sampleLogin,
  sampleToken,
  secret,
  startMs,
  withConnection,
} from "../../support/samples.ts";
import { allConnections } from "../../support/store-contents.ts";
import { changed, type OpenStore, openConnected } from "./open-store.ts";

/** Contract of versions and stamps. */
export function changesContract(open: OpenStore): void {
  describe.runIf(open.isEmbedded)("version", () => {
    it("changes with each commit and stands still otherwise", async () => {
      const { store, client, connection } = await openConnected(open);
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
      const { store, connection } = await openConnected(open);
      const before = store.changes.version();
      await changed(store, connection, null);
      expect(store.changes.version()).toBe(before);
    });
  });

  describe("a stamp", () => {
    const both = async (clock?: Clock) => {
      const store = await open(clock);
      const { client, connection } = await withConnection(store);
      const other = sampleConnection(client, { owner: named("other") });
      await connect(store, other);
      return { store, client, connection, other };
    };

    it("is the same by id and by name, and empty if there is no such connection", async () => {
      const { store, connection } = await both();
      const stamp = await store.changes.stamp({ name: "acme" });
      expect(await store.changes.stamp({ id: connection.id })).toBe(stamp);
      expect(stamp).not.toBe("");
      expect(await store.changes.stamp({ name: "nobody" })).toBe("");
      expect(await store.changes.stamp({ id: "nobody" })).toBe("");
    });

    it("differs after each change that a decision depends on, and never comes back", async () => {
      const { store, connection } = await both();
      const attempt = sampleAttempt(connection);
      const steps: readonly Change[] = [
        { attempts: [attempt] },
        { attempts: [{ ...attempt, phase: "ambiguous", closedAtMs: startMs + 1 }] },
        {
          attempts: [{ ...attempt, phase: "committed", closedAtMs: startMs + 1, rawAnswer: secret("kept") }],
        },
        {
          connection: { generation: 2, refreshToken: secret("refresh-2") },
          attempts: [{ ...attempt, phase: "committed" }],
        },
        { accessToken: sampleToken(connection, { generation: 2, expiresAtMs: startMs + 9 }) },
        {
          accessToken: sampleToken(connection, {
            generation: 2,
            expiresAtMs: startMs + 9,
            rejectedAtMs: startMs,
          }),
        },
        { schedule: { dueAtMs: startMs + 7, failures: 0 } },
        { schedule: { dueAtMs: startMs + 7, failures: 1 } },
        { client: { breakerUntilMs: startMs + 5, breakerReason: "invalid_client" } },
        { connection: { status: "suspended" } },
        { connection: { details: { providerError: "invalid_grant" } } },
      ];
      const seen = [await store.changes.stamp({ id: connection.id })];
      for (const change of steps) {
        await changed(store, connection, change);
        seen.push(await store.changes.stamp({ id: connection.id }));
      }
      expect(new Set(seen).size).toBe(steps.length + 1);
    });

    it("does not differ after an event, nor when another connection changes or goes", async () => {
      const { store, client, connection, other } = await both();
      const before = await store.changes.stamp({ id: connection.id });
      await changed(store, connection, { event: sampleEvent("seen") });
      await changed(store, other, { attempts: [sampleAttempt(other)] });
      await changed(store, other, {
        connection: { generation: 2, refreshToken: secret("refresh-2") },
        accessToken: sampleToken(other, { generation: 2 }),
        schedule: { dueAtMs: startMs + 7, failures: 1 },
      });
      await store.logins.put(sampleLogin(client));
      await store.connections.remove(other.id, sampleEvent("removed"));
      expect(await store.changes.stamp({ id: connection.id })).toBe(before);
    });

    it("ends a wait as soon as it differs", async () => {
      const clock = new ManualClock(startMs);
      const { store, connection } = await both(clock);
      const ref = { id: connection.id };
      const since = await store.changes.stamp(ref);
      const waiting = store.changes.wait(ref, since, { timeoutMs: 60_000 });
      await changed(store, connection, { connection: { generation: 2 } });
      expect(await waiting).toBe(true);
      // Each look at a server in another process moves this clock by its pause.
      expect(clock.nowMs() - startMs).toBeLessThan(open.isEmbedded ? 1_000 : 30_000);
    });

    it("ends no wait when only another connection has changed: that one waits its time out", async () => {
      const clock = new ManualClock(startMs);
      const { store, connection, other } = await both(clock);
      const ref = { id: connection.id };
      const waiting = store.changes.wait(ref, await store.changes.stamp(ref), { timeoutMs: 5_000 });
      await changed(store, other, { connection: { generation: 2 } });
      expect(await waiting).toBe(false);
      expect(clock.nowMs() - startMs).toBe(5_000);
    });

    it("that differs already ends a wait at once", async () => {
      const clock = new ManualClock(startMs);
      const { store, connection } = await both(clock);
      const ref = { name: "acme" };
      const since = await store.changes.stamp(ref);
      await store.connections.remove(connection.id, sampleEvent("removed"));
      expect(await store.changes.wait(ref, since, { timeoutMs: 0 })).toBe(true);
      expect(clock.nowMs()).toBe(startMs);
    });

    it("is not waited for any longer when the signal aborts", async () => {
      const { store, connection } = await both();
      const ref = { id: connection.id };
      const since = await store.changes.stamp(ref);
      const ended = new AbortController();
      const waiting = store.changes.wait(ref, since, { timeoutMs: 60_000, signal: ended.signal });
      ended.abort();
      await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
    });
  });

  describe("a derived secret", () => {
    it("is the same for equal texts, differs for others and in another store, and has 43 characters", async () => {
      const store = await open();
      const one = store.deriveSecret("one").expose();
      expect(one).toMatch(/^[\w-]{43}$/);
      expect(store.deriveSecret("one").expose()).toBe(one);
      expect(store.deriveSecret("two").expose()).not.toBe(one);
      expect((await open()).deriveSecret("one").expose()).not.toBe(one);
    });
  });

  describe("fingerprints", () => {
    it("are equal for equal secrets, differ for others, and show nothing of them", async () => {
      const store = await open();
      const one = store.fingerprint(secret("one"));
      expect(one).toMatch(/^[0-9a-f]{16}$/);
      expect(store.fingerprint(secret("one"))).toBe(one);
      expect(store.fingerprint(secret("two"))).not.toBe(one);
    });
  });
}
