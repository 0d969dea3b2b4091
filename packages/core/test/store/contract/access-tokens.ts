import { describe, expect, it } from "vitest";
import type { Change } from "../../../src/store/store.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import {
  canary,
  connect,
  named,
  sampleConnection,
  samplePending,
  sampleToken,
  secret,
  startMs,
  withConnection,
} from "../../support/samples.ts";
import { changed, type OpenStore } from "./open-store.ts";

/** Contract of the short way to access tokens. */
export function accessTokensContract(open: OpenStore): void {
  const opened = async () => {
    const clock = new ManualClock(startMs);
    const store = await open(clock);
    return { clock, store, ...(await withConnection(store)) };
  };

  describe("a current access token", () => {
    it("is found by the name of its connection, or as that of the only one that has a name", async () => {
      const { store, client, connection } = await opened();
      await connect(store, samplePending(client, "acme"));
      await connect(store, sampleConnection(client, { owner: { kind: "session", id: "s-1" } }));
      for (const name of ["acme", undefined]) {
        const found = await store.accessTokens.current(name, 60_000);
        expect(found).toMatchObject({
          connectionId: connection.id,
          accessToken: `${canary}access-1`,
          expiresAtMs: startMs + 7_200_000,
          dueAtMs: startMs + 3_600_000,
        });
        expect(found?.idToken?.()).toBe(`${canary}id-token`);
      }
      expect(await store.accessTokens.current("nobody", 0)).toBeUndefined();
    });

    it("is not handed out if it lives too short, is due, was rejected, or its connection is not in order", async () => {
      const { clock, store, connection } = await opened();
      const current = (minTtlMs = 0) => store.accessTokens.current("acme", minTtlMs);
      expect(await current(7_200_000)).toBeDefined();
      expect(await current(7_200_001)).toBeUndefined();
      await changed(store, connection, { connection: { status: "suspended" } });
      expect(await current()).toBeUndefined();
      await changed(store, connection, { connection: { status: "ok" } });
      await changed(store, connection, { accessToken: sampleToken(connection, { rejectedAtMs: startMs }) });
      expect(await current()).toBeUndefined();
      await changed(store, connection, { accessToken: sampleToken(connection) });
      expect(await current()).toBeDefined();
      clock.wallMs = startMs + 3_600_000;
      expect(await current()).toBeUndefined();
    });
  });

  describe("the stamp of an access token", () => {
    it("is the one that the token is read with, by name and as the only one", async () => {
      const { store } = await opened();
      const current = await store.accessTokens.current("acme", 0);
      expect(current?.stamp).toEqual(expect.any(String));
      expect(await store.accessTokens.stamp("acme")).toBe(current?.stamp);
      expect(await store.accessTokens.stamp(undefined)).toBe(current?.stamp);
    });

    it("stays as it is while nothing of its connection changes", async () => {
      const { store, client } = await opened();
      const before = await store.accessTokens.stamp("acme");
      const other = sampleConnection(client, { owner: named("other") });
      await connect(store, other);
      await changed(store, other, { connection: { generation: 2 } });
      await store.clients.put({ ...client, name: "renamed" });
      expect(await store.accessTokens.stamp("acme")).toBe(before);
    });

    it.each<[string, (connection: ReturnType<typeof sampleConnection>) => Change]>([
      ["a rejection", (connection) => ({ accessToken: sampleToken(connection, { rejectedAtMs: startMs }) })],
      [
        "another end",
        (connection) => ({ accessToken: sampleToken(connection, { expiresAtMs: startMs + 1 }) }),
      ],
      ["another instant to refresh", () => ({ schedule: { dueAtMs: startMs + 1, failures: 0 } })],
      ["another API address", () => ({ connection: { details: { apiBase: "https://api.example/" } } })],
      ["another status", () => ({ connection: { status: "suspended" } })],
      [
        "a refresh",
        (connection) => ({
          connection: { generation: 2, refreshToken: secret("refresh-2") },
          accessToken: sampleToken(connection, { generation: 2 }),
        }),
      ],
    ])("differs after %s", async (_, changeOf) => {
      const { store, connection } = await opened();
      const before = await store.accessTokens.stamp("acme");
      await changed(store, connection, changeOf(connection));
      const after = await store.accessTokens.stamp("acme");
      expect(after).toEqual(expect.any(String));
      expect(after).not.toBe(before);
    });

    it("differs if another connection has the name, and is gone with the name", async () => {
      const { store, client, connection } = await opened();
      const before = await store.accessTokens.stamp("acme");
      await changed(store, connection, { connection: { owner: named("renamed") } });
      expect(await store.accessTokens.stamp("acme")).toBeUndefined();
      await connect(store, sampleConnection(client));
      const after = await store.accessTokens.stamp("acme");
      expect(after).toEqual(expect.any(String));
      expect(after).not.toBe(before);
    });

    it("without a name is there only if one connection has a name", async () => {
      const { store, client } = await opened();
      await connect(store, samplePending(client, "acme"));
      expect(await store.accessTokens.stamp(undefined)).toBe(await store.accessTokens.stamp("acme"));
      await connect(store, sampleConnection(client, { owner: named("other") }));
      expect(await store.accessTokens.stamp(undefined)).toBeUndefined();
      expect(await store.accessTokens.current(undefined, 0)).toBeUndefined();
      expect(await store.accessTokens.stamp("other")).toEqual(expect.any(String));
    });
  });
}
