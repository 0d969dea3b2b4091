import { describe, expect, it } from "vitest";
import {
  connect,
  connectedWith,
  exposed,
  sampleClient,
  sampleLogin,
  samplePending,
  secret,
  startMs,
  withConnection,
} from "../../support/samples.ts";
import type { OpenStore } from "./open-store.ts";

/** Contract of unfinished logins. */
export function loginsContract(open: OpenStore): void {
  describe("logins", () => {
    it("come back as they were put, oldest first, and are replaced by id", async () => {
      const store = await open();
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
      const store = await open();
      const client = sampleClient();
      await expect(store.logins.put(sampleLogin(client))).rejects.toMatchObject({ code: "store_conflict" });
      await store.clients.put(client);
      await expect(store.logins.put(sampleLogin(client, { phase: "answered" }))).rejects.toMatchObject({
        code: "store_conflict",
      });
    });

    it("are found by the hash of their state while they are open", async () => {
      const store = await open();
      const client = sampleClient();
      await store.clients.put(client);
      const login = sampleLogin(client, { settings: { isDefaultName: true, requested: { scope: "api" } } });
      await store.logins.put(login);
      await store.logins.put(sampleLogin(client, { phase: "answered", rawAnswer: secret("raw-answer") }));
      expect(exposed(await store.logins.byState(login.stateHash))).toEqual(exposed(login));
      expect(await store.logins.byState("another state")).toBeUndefined();
      await store.logins.put({ ...login, phase: "answered", rawAnswer: secret("raw-answer") });
      expect(await store.logins.byState(login.stateHash)).toBeUndefined();
    });

    it("have each another state while they are open, unless they are imports, which have none", async () => {
      const store = await open();
      const client = sampleClient();
      await store.clients.put(client);
      const login = sampleLogin(client);
      await store.logins.put(login);
      const { stateHash } = login;
      await expect(store.logins.put(sampleLogin(client, { stateHash }))).rejects.toMatchObject({
        code: "store_conflict",
      });
      for (const imported of [1, 2]) {
        await store.logins.put(sampleLogin(client, { stateHash: "", createdAtMs: startMs + imported }));
      }
      expect(await store.logins.byState("")).toBeUndefined();
      expect(await store.logins.unfinished()).toHaveLength(3);
    });

    it("are claimed once, and not found by their state then", async () => {
      const store = await open();
      const client = sampleClient();
      await store.clients.put(client);
      const login = sampleLogin(client);
      const other = sampleLogin(client, { createdAtMs: startMs + 1 });
      await store.logins.put(login);
      await store.logins.put(other);
      const claims = [store.logins.claim(login.stateHash), store.logins.claim(login.stateHash)];
      expect((await Promise.all(claims)).sort()).toEqual([false, true]);
      expect(await store.logins.byState(login.stateHash)).toBeUndefined();
      const claimed = { ...login, stateHash: "" };
      expect(exposed(await store.logins.unfinished())).toEqual(exposed([claimed, other]));
      expect(await store.logins.claim("another state")).toBe(false);
    });

    it("are not claimed when they have no state or are answered", async () => {
      const store = await open();
      const client = sampleClient();
      await store.clients.put(client);
      const answered = sampleLogin(client, { phase: "answered", rawAnswer: secret("raw-answer") });
      await store.logins.put(answered);
      await store.logins.put(sampleLogin(client, { stateHash: "" }));
      expect(await store.logins.claim("")).toBe(false);
      expect(await store.logins.claim(answered.stateHash)).toBe(false);
    });

    it("of a pending connection are not found by their state", async () => {
      const store = await open();
      const client = sampleClient();
      await store.clients.put(client);
      const pending = samplePending(client);
      const login = sampleLogin(client, { id: pending.id });
      await store.logins.put(login);
      await store.connections.create(login.id, null, () => connectedWith(pending));
      expect(await store.logins.byState(login.stateHash)).toBeUndefined();
      expect(await store.logins.unfinished()).toMatchObject([{ id: pending.id, phase: "unverified" }]);
    });

    it("are unfinished until their connection is stored and verified", async () => {
      const store = await open();
      expect(await store.logins.unfinished()).toEqual([]);
      const { client } = await withConnection(store);
      expect(await store.logins.unfinished()).toEqual([]);
      const login = sampleLogin(client);
      await store.logins.put(login);
      expect(exposed(await store.logins.unfinished())).toEqual(exposed([login]));
      await store.logins.remove(login.id);
      expect(await store.logins.unfinished()).toEqual([]);
      const pending = samplePending(client);
      await connect(store, pending);
      expect(await store.logins.unfinished()).toMatchObject([{ id: pending.id }]);
      await store.logins.remove(pending.id);
      expect((await store.connections.read({ id: pending.id }))?.connection.owner.kind).toBe("pending");
    });
  });
}
