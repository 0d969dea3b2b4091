import { describe, expect, it } from "vitest";
import type { Hook } from "../../../src/model.ts";
import {
  connect,
  named,
  sampleConnection,
  sampleEvent,
  startMs,
  withConnection,
} from "../../support/samples.ts";
import type { OpenStore } from "./open-store.ts";

const noon = { atMs: startMs, reason: "provider_revoked", untilMs: null };

function hook(over: Partial<Hook> = {}): Hook {
  return {
    connectionId: "",
    event: "needs-login",
    action: { kind: "run", command: ["mail", "-s", 'a "word"\nand more', "日本"] },
    language: "ja",
    seen: {},
    due: null,
    last: null,
    ...over,
  };
}

/** Contract of hooks, and of the record of upkeep. */
export function hooksContract(open: OpenStore): void {
  describe("hooks", () => {
    it("come back as they were put, by event, and those that a change leaves out are gone", async () => {
      const store = await open();
      const { connection } = await withConnection(store);
      const { id } = connection;
      const run = hook({ connectionId: id, seen: { broken: { reason: "no_reason", generation: 4 } } });
      const told = hook({
        connectionId: id,
        event: "expiring",
        action: { kind: "notify" },
        due: { atMs: startMs, reason: "max_life", untilMs: startMs + 1 },
        last: { ...noon, startedAtMs: startMs + 2, end: { kind: "exit", code: 1 } },
      });
      expect(await store.hooks.of(id)).toEqual([]);
      const put = await store.hooks.update(id, () => ({ hooks: [run, told], result: "put" }));
      expect(put).toBe("put");
      expect(await store.hooks.of(id)).toEqual([told, run]);
      await store.hooks.update(id, (_, hooks) => ({
        hooks: hooks.filter(({ event }) => event === "expiring"),
        result: null,
      }));
      expect(await store.hooks.of(id)).toEqual([told]);
    });

    it("are decided with the state of their connection, and change nothing if the decision fails", async () => {
      const store = await open();
      const { connection } = await withConnection(store);
      const { id } = connection;
      await store.hooks.update(id, () => ({ hooks: [hook({ connectionId: id })], result: null }));
      const seen = await store.hooks.update(id, (state, hooks) => ({
        hooks: null,
        event: sampleEvent(),
        result: [state.connection.id, hooks.length],
      }));
      expect(seen).toEqual([id, 1]);
      const failing = store.hooks.update(id, () => {
        throw new Error("no");
      });
      await expect(failing).rejects.toThrow("no");
      expect(await store.hooks.of(id)).toHaveLength(1);
    });

    it("are listed while they are due, and end with their connection", async () => {
      const store = await open();
      const { client, connection } = await withConnection(store);
      const other = sampleConnection(client, { owner: named("other") });
      await connect(store, other);
      await store.hooks.update(connection.id, () => ({
        hooks: [hook({ connectionId: connection.id, due: noon })],
        result: null,
      }));
      await store.hooks.update(other.id, () => ({
        hooks: [hook({ connectionId: other.id })],
        result: null,
      }));
      expect(await store.hooks.due()).toEqual([connection.id]);
      await store.connections.remove(connection.id, sampleEvent());
      expect(await store.hooks.due()).toEqual([]);
      expect(await store.hooks.of(connection.id)).toEqual([]);
      expect(await store.hooks.of(other.id)).toHaveLength(1);
      expect(await store.hooks.update(connection.id, () => expect.unreachable())).toBeUndefined();
    });
  });

  describe("upkeep", () => {
    it("is recorded with the instant of its last run", async () => {
      const store = await open();
      expect(await store.upkeeps.last()).toBeNull();
      await store.upkeeps.record(startMs);
      await store.upkeeps.record(startMs + 5);
      expect(await store.upkeeps.last()).toBe(startMs + 5);
    });
  });
}
