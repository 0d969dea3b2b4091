import { describe, expect, test, vi } from "vitest";
import { StoreError } from "../../src/errors.ts";
import type { Connection, InstantMs } from "../../src/model.ts";
import { openMemory } from "../store/memory-store.ts";
import { overriding } from "../support/overriding.ts";
import { sampleAttempt } from "../support/samples.ts";
import { worldClient } from "../support/world.ts";
import { Farm, FarmClock } from "./farm.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const other = worldClient({ id: "c2", name: "other", clientId: "other-app" });

describe("several workers on one store", () => {
  test("renew each access token before its end, and present each refresh token once", async () => {
    const farm = new Farm();
    const all = await farm.connect(40, { dueMs: minuteMs });
    const endsMs = new Map<string, InstantMs>(all.map(({ id }) => [id, farm.clock.nowMs() + 10 * minuteMs]));
    const late: string[] = [];
    const answer = farm.provider.before;
    farm.provider.before = async (presentation) => {
      const name = presentation.token.split("#")[0] ?? "";
      if (presentation.atMs >= (endsMs.get(name) ?? 0)) late.push(presentation.token);
      endsMs.set(name, presentation.atMs + 10 * minuteMs);
      return await answer(presentation);
    };
    const summaries = await Promise.all([1, 2, 3].map(() => farm.work({ forMs: hourMs })));
    expect(late).toEqual([]);
    expect(farm.provider.repeated).toEqual([]);
    expect(farm.results.filter(({ outcome }) => outcome === "failed")).toEqual([]);
    // Tokens of ten minutes are due after about eight.
    expect(farm.results.length).toBeGreaterThanOrEqual(6 * 40);
    expect(farm.results.length).toBeLessThanOrEqual(9 * 40);
    expect(summaries.reduce((sum, { refreshed }) => sum + refreshed, 0)).toBe(farm.results.length);
    for (const { refreshed } of summaries) expect(refreshed).toBeGreaterThan(0);
  });

  test("take over what a killed one has leased, once its leases end", async () => {
    const farm = new Farm();
    await farm.connect(3);
    const nowMs = farm.clock.nowMs();
    const request = { nowMs, untilMs: nowMs + 15_000, limit: 10, exceptClients: [] };
    expect(await farm.store.queue.lease(request)).toHaveLength(3);
    await farm.work({ forMs: 14_000 });
    expect(farm.results).toEqual([]);
    await farm.work({ forMs: 30_000 });
    expect(farm.results.map(({ outcome }) => outcome)).toEqual(Array(3).fill("refreshed"));
  });

  /** Leaves an attempt whose process was killed after it had sent. */
  const killedAttempt = async (farm: Farm, connection: Connection): Promise<void> => {
    const nowMs = farm.clock.nowMs();
    const attempt = sampleAttempt(connection, {
      id: "dead",
      createdAtMs: nowMs,
      drainDeadlineMs: nowMs + 80_000,
    });
    const change = { attempts: [attempt] };
    await farm.store.connections.update(connection.id, () => ({ change, result: null }));
  };

  test("send a token that a killed one has sent only if the access token is about to end", async () => {
    const farm = new Farm();
    const startMs = farm.clock.nowMs();
    const [connection] = await farm.connect(1);
    if (!connection) throw new TypeError("no connection");
    await killedAttempt(farm, connection);
    await farm.work({ forMs: 20 * minuteMs });
    const [first] = farm.provider.presentations;
    expect(first?.token).toBe(`${connection.id}#1`);
    expect(first?.atMs).toBeGreaterThanOrEqual(startMs + 9 * minuteMs);
    expect(first?.atMs).toBeLessThan(startMs + 10 * minuteMs);
  });

  test("send a token that does not rotate as soon as its sender is dead", async () => {
    const farm = new Farm();
    const startMs = farm.clock.nowMs();
    const [connection] = await farm.connect(1, { client: worldClient({ rotationSeen: "static" }) });
    if (!connection) throw new TypeError("no connection");
    await killedAttempt(farm, connection);
    await farm.work({ forMs: minuteMs });
    expect(farm.provider.presentations[0]?.atMs).toBeLessThan(startMs + 20_000);
  });

  test("leave a refresh alone that a living process works on", async () => {
    const farm = new Farm();
    const [connection] = await farm.connect(1);
    if (!connection) throw new TypeError("no connection");
    await killedAttempt(farm, connection);
    const lock = await farm.store.owners.acquire("dead");
    await farm.work({ forMs: 5 * minuteMs });
    expect(farm.provider.presentations).toEqual([]);
    expect(farm.results).toEqual([]);
    lock.release();
  });
});

describe("a worker", () => {
  test("begins nothing after its end, and completes what it has sent", async () => {
    const farm = new Farm();
    await farm.connect(30);
    const ending = new AbortController();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    farm.provider.before = async () => {
      await held;
      return undefined;
    };
    const work = farm.work({ ending, concurrency: 4 });
    await vi.waitFor(() => expect(farm.provider.presentations).toHaveLength(4), { interval: 1 });
    ending.abort();
    release();
    expect(await work).toEqual({ refreshed: 4, failed: 0 });
    expect(farm.provider.presentations).toHaveLength(4);
  });

  test("keeps to the room of each client, so that one that does not answer holds up no other", async () => {
    const farm = new Farm();
    await farm.connect(20);
    await farm.connect(20, { client: other });
    const ending = new AbortController();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    farm.provider.before = async ({ clientId }) => {
      if (clientId === "app") await held;
      return undefined;
    };
    const work = farm.work({ ending, concurrency: 8, concurrencyPerApp: 3 });
    const sentBy = (id: string) =>
      farm.provider.presentations.filter(({ clientId }) => clientId === id).length;
    await vi.waitFor(() => expect(sentBy("other-app")).toBe(20), { interval: 1 });
    expect(sentBy("app")).toBe(3);
    ending.abort();
    release();
    await work;
  });

  test("stops with a client that is refused, for all workers, and asks once when its pause is over", async () => {
    const farm = new Farm();
    const startMs = farm.clock.nowMs();
    await farm.connect(30);
    await farm.connect(5, { client: other });
    let isRefused = true;
    farm.provider.before = async ({ clientId }) =>
      isRefused && clientId === "app" ? { status: 401, body: { error: "invalid_client" } } : undefined;
    const sent = () => farm.provider.presentations.filter(({ clientId }) => clientId === "app");
    await Promise.all([1, 2].map(() => farm.work({ forMs: 4 * minuteMs, concurrency: 4 })));
    // Those that were under way when the first refusal came.
    const first = sent().length;
    expect(first).toBeLessThanOrEqual(8);
    expect(farm.results.filter(({ name }) => name.startsWith("other"))).toHaveLength(5);
    expect(farm.results.find(({ outcome }) => outcome === "failed")?.problem).toMatchObject({
      code: "client_refused",
    });
    await farm.work({ forMs: startMs + 6 * minuteMs - farm.clock.nowMs(), concurrency: 4 });
    expect(sent().length).toBe(first + 1);
    isRefused = false;
    await farm.work({ forMs: 8 * minuteMs });
    const renewed = new Set(
      farm.results.flatMap(({ name, outcome }) => (outcome === "refreshed" ? [name] : [])),
    );
    expect(renewed.size).toBe(35);
  });

  test("asks again after the pause that a provider wants, and tells of each failure", async () => {
    const farm = new Farm();
    const startMs = farm.clock.nowMs();
    await farm.connect(1);
    let left = 2;
    farm.provider.before = async () => {
      left -= 1;
      return left >= 0 ? { status: 429, body: {}, headers: { "retry-after": "40" } } : undefined;
    };
    expect(await farm.work({ forMs: 4 * minuteMs })).toEqual({ refreshed: 1, failed: 2 });
    expect(farm.results.map(({ problem }) => problem)).toMatchObject(
      [{ code: "refresh_rejected" }, { code: "refresh_rejected" }, null].map((one) => one ?? null),
    );
    const times = farm.provider.presentations.map(({ atMs }) => atMs - startMs);
    expect(times[1]).toBeGreaterThanOrEqual((times[0] ?? 0) + 40_000);
    expect(times[2]).toBeGreaterThanOrEqual((times[1] ?? 0) + 40_000);
    expect(times[2]).toBeLessThan(2 * minuteMs);
  });

  test("tells once that a user must log in, and asks the provider no more", async () => {
    const farm = new Farm();
    const [connection] = await farm.connect(2);
    if (!connection) throw new TypeError("no connection");
    farm.provider.before = async ({ token }) =>
      token.startsWith(connection.id) ? { status: 400, body: { error: "invalid_grant" } } : undefined;
    await farm.work({ forMs: 5 * minuteMs });
    const failed = farm.results.filter(({ outcome }) => outcome === "failed");
    expect(failed).toMatchObject([{ name: connection.id, problem: { code: "needs_login" } }]);
    expect(farm.provider.presentations).toHaveLength(2);
  });

  test("keeps a login alive that would end for want of use, though its access token lives", async () => {
    const farm = new Farm();
    farm.provider.lifeSeconds = 90 * 86_400;
    const client = worldClient({ lifetimes: { idleSeconds: 4 * 86_400 } });
    await farm.connect(1, { client, dueMs: 60 * 24 * hourMs });
    const startMs = farm.clock.nowMs();
    await farm.store.connections.update(`${client.name}-0`, ({ connection }) => ({
      change: { connection: { details: { ...connection.details, connectedAtMs: startMs } } },
      result: null,
    }));
    await farm.work({ forMs: 7 * 24 * hourMs });
    const days = farm.provider.presentations.map(({ atMs }) => Math.floor((atMs - startMs) / 86_400_000));
    expect(days).toEqual([2, 4, 6]);
  });

  test("goes on with growing pauses while the store fails for a time", async () => {
    const farm = new Farm();
    await farm.connect(2);
    const triesMs: InstantMs[] = [];
    const store = overriding(farm.store, {
      queue: {
        lease: async (request) => {
          triesMs.push(request.nowMs);
          if (triesMs.length <= 4) throw new StoreError("store_busy", { place: "here" });
          return await farm.store.queue.lease(request);
        },
      },
    });
    await farm.work({ store, forMs: 2 * minuteMs });
    expect(farm.storeErrors).toHaveLength(4);
    expect(farm.results).toHaveLength(2);
    const pausesMs = triesMs.slice(1, 5).map((atMs, index) => atMs - (triesMs[index] ?? 0));
    for (const [index, pauseMs] of pausesMs.entries()) {
      expect(pauseMs).toBeGreaterThanOrEqual(500 * 2 ** index);
      expect(pauseMs).toBeLessThanOrEqual(1_500 * 2 ** index);
    }
  });

  test("tries a connection again within seconds if the store failed for it", async () => {
    const farm = new Farm();
    await farm.connect(1);
    let reads = 0;
    const store = overriding(farm.store, {
      connections: {
        read: async (ref) => {
          reads += 1;
          if (reads === 1) throw new StoreError("store_busy", { place: "here" });
          return await farm.store.connections.read(ref);
        },
      },
    });
    const startMs = farm.clock.nowMs();
    await farm.work({ store, forMs: minuteMs });
    expect(farm.storeErrors).toHaveLength(1);
    expect((farm.provider.presentations[0]?.atMs ?? 0) - startMs).toBeLessThan(5_000);
  });

  test("looks again at what a killed one has sent when it may be sent again, and not all the time", async () => {
    const farm = new Farm();
    const [connection] = await farm.connect(1, { client: worldClient({ rotationSeen: "strict" }) });
    if (!connection) throw new TypeError("no connection");
    const attempt = sampleAttempt(connection, {
      createdAtMs: farm.clock.nowMs(),
      drainDeadlineMs: farm.clock.nowMs() + 80_000,
    });
    const change = { attempts: [attempt] };
    await farm.store.connections.update(connection.id, () => ({ change, result: null }));
    let reads = 0;
    const store = overriding(farm.store, {
      connections: {
        read: async (ref) => {
          reads += 1;
          return await farm.store.connections.read(ref);
        },
      },
    });
    await farm.work({ store, forMs: 8 * minuteMs });
    expect(farm.provider.presentations).toEqual([]);
    expect(reads).toBeLessThan(5);
  });

  test("has the next ones of a client begun as soon as it has room for them", async () => {
    const farm = new Farm();
    farm.random = () => 0.5;
    await farm.connect(40);
    const startMs = farm.clock.nowMs();
    // Each takes 20 ms, and three of four places are the client's.
    farm.provider.before = async () => {
      await farm.clock.sleep(20);
      return undefined;
    };
    await farm.work({ concurrency: 8, concurrencyPerApp: 6, forMs: minuteMs });
    const lastMs = farm.provider.presentations.at(-1)?.atMs ?? 0;
    expect(farm.provider.presentations).toHaveLength(40);
    expect(lastMs - startMs).toBeLessThan(2_500);
  });

  test("ends with the error of a store that no later try can mend, after what it has sent is stored", async () => {
    const farm = new Farm();
    await farm.connect(2);
    let calls = 0;
    const store = overriding(farm.store, {
      queue: {
        lease: async (request) => {
          calls += 1;
          if (calls > 1) throw new StoreError("store_corrupt", { place: "here" });
          return await farm.store.queue.lease(request);
        },
      },
    });
    await expect(farm.work({ store })).rejects.toMatchObject({ code: "store_corrupt" });
    expect(farm.results).toHaveLength(2);
  });

  test("stops if the store may be a copy, before it sends a token that another copy may have", async () => {
    const clock = new FarmClock();
    const store = openMemory({ clock });
    const farm = new Farm(clock, store);
    await farm.connect(5, { client: worldClient({ rotationSeen: "strict" }) });
    store.copies = {
      findEvidence: () => "copied",
      recordRotations: () => undefined,
      confirmOnlyCopy: () => undefined,
    };
    await expect(farm.work()).rejects.toMatchObject({ code: "store_copied" });
    expect(farm.provider.presentations).toEqual([]);
  });

  test("looks again later at a connection that fails for a reason of ours, and works on", async () => {
    const farm = new Farm();
    const [broken] = await farm.connect(3);
    if (!broken) throw new TypeError("no connection");
    let reads = 0;
    const store = overriding(farm.store, {
      connections: {
        read: async (ref) => {
          if (!("id" in ref) || ref.id !== broken.id) return await farm.store.connections.read(ref);
          reads += 1;
          throw new StoreError("store_integrity", { place: "here" });
        },
      },
    });
    await farm.work({ store, forMs: 2 * minuteMs });
    expect(reads).toBe(1);
    expect(farm.results).toHaveLength(2);
  });
});
