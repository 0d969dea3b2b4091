import { expect, test } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import { StoreError } from "../../../src/errors.ts";
import type { Store } from "../../../src/store/store.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import { sampleAttempt, sampleLogin, startMs } from "../../support/samples.ts";
import { freshOptions } from "../postgres/open-store.ts";
import { contentsOf, fill } from "../sqlite/filled-store.ts";
import { freshPlaces } from "../sqlite/folder.ts";
import { Dead, databaseAt, fileAt, moved, type Place, takenBack } from "./sides.ts";

/** A filled SQLite file, an empty PostgreSQL schema, and the key of both. */
async function world() {
  const places = freshPlaces();
  const clock = new ManualClock(startMs);
  const file = fileAt(places, clock);
  const server = databaseAt(await freshOptions(clock), places, clock);
  const store = await file.open();
  await fill(store);
  return { places, file, server, store };
}

const allSteps = ["prepared", "leaving", "frozen", "copied", "compared", "moved", "arrived", "erased"];
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  await work.then(
    () => "",
    (error: unknown) => (error instanceof StoreError ? error.code : String(error)),
  );

/** Begins a refresh as transaction 1 does, and undoes it. Returns the code of the error, "" if it began. */
async function refreshAt({ open }: Place): Promise<string> {
  let store: Store | undefined;
  const code = await codeOf(
    (async () => {
      store = await open();
      const state = await store.connections.read({ name: "other" });
      if (state === undefined) throw new TypeError("there is no such connection");
      const { connection } = state;
      const attempt = sampleAttempt(connection, { id: crypto.randomUUID(), phase: "open", rawAnswer: null });
      const put = (phase: "open" | "not_sent") =>
        store?.connections.update(connection.id, () => ({
          change: { attempts: [{ ...attempt, phase, closedAtMs: phase === "open" ? null : startMs }] },
          result: null,
        }));
      await put("open");
      await put("not_sent");
    })(),
  );
  await store?.close();
  return code;
}

test("A store moves to PostgreSQL and back, and every row of it is the same", async () => {
  const { file, server, store, places } = await world();
  const [before, contents] = [await file.rows(), await contentsOf(store)];

  const steps = await moved(file, server, places);
  expect(steps.filter((step) => step !== "copying")).toEqual(allSteps);
  expect(await server.rows()).toEqual(before);
  // A process that has the old store open is told, whatever it does next.
  expect(await codeOf(store.connections.read({ name: "acme" }))).toBe("store_moved");
  expect(await codeOf(store.accessTokens.current("acme", 0))).toBe("store_moved");
  expect(await codeOf(store.connections.names())).toBe("store_moved");
  expect(await codeOf(store.sessions.read("any"))).toBe("store_moved");
  expect(await codeOf(file.open())).toBe("store_moved");
  const there = await server.open();
  expect(await contentsOf(there)).toEqual(contents);

  await moved(server, file, places);
  expect(await file.rows()).toEqual(before);
  expect(await codeOf(there.connections.read({ name: "acme" }))).toBe("store_moved");
  expect(await codeOf(there.accessTokens.current("acme", 0))).toBe("store_moved");
  expect(await codeOf(there.sessions.read("any"))).toBe("store_moved");
  expect(await codeOf(server.open())).toBe("store_moved");
  await there.close();
  // The process that had it open all the time goes on.
  expect(await contentsOf(store)).toEqual(contents);
  expect(store.copies?.findEvidence()).toBeNull();
  await store.close();
  expect(await refreshAt(file)).toBe("");
});

test("A killed move has one owner at most, and the next call ends it", { timeout: 60_000 }, async () => {
  for (const diesAfter of [2, 3, 10, 20, 21, 22]) await killedAfter(diesAfter);
});

async function killedAfter(diesAfter: number): Promise<void> {
  const { file, server, store, places } = await world();
  const before = await file.rows();
  const died = await moved(file, server, places, { diesAfter }).then(
    () => false,
    (error: unknown) => error instanceof Dead,
  );
  const [old, fresh] = [await refreshAt(file), await refreshAt(server)];
  expect([old, fresh].filter((code) => code === "").length, `killed after ${diesAfter}`).toBeLessThanOrEqual(
    1,
  );
  if (died && old === "store_moving") {
    // Live access tokens are served.
    expect(await store.accessTokens.current("acme", 60_000)).toMatchObject({ tokenType: "Bearer" });
  }
  await store.close();
  if (old !== "") {
    if (died) await moved(file, server, places);
    if (fresh !== "") expect(await server.rows()).toEqual(before);
  } else await moved(file, server, places);
  expect([await refreshAt(file), await refreshAt(server)]).toEqual(["store_moved", ""]);
}

test("A killed move is taken back, and a moved store is not", { timeout: 60_000 }, async () => {
  for (const diesAfter of [1, 2, 20]) {
    const { file, server, store, places } = await world();
    await expect(moved(file, server, places, { diesAfter })).rejects.toThrow(Dead);
    await takenBack(file, server);
    expect(await refreshAt(file)).toBe("");
    await store.close();
    await moved(file, server, places);
    expect(await codeOf(takenBack(file, server))).toBe("store_moved");
    expect(await refreshAt(server)).toBe("");
  }
});

test("A move waits for the refresh of a living process, and keeps what a dead one has left", async () => {
  const { file, server, store, places } = await world();
  const { connection } = (await store.connections.read({ name: "other" })) ?? {};
  if (connection === undefined) throw new TypeError("the store has this connection");
  const attempt = sampleAttempt(connection, { id: crypto.randomUUID(), phase: "open", rawAnswer: null });
  const lock = await store.owners.acquire(attempt.id, { isNew: true });
  await store.connections.update(connection.id, () => ({ change: { attempts: [attempt] }, result: null }));
  const move = moved(fileAt(places, systemClock), server, places);
  await expect.poll(() => refreshAt(file), { timeout: 10_000 }).toBe("store_moving");
  // Its answer is stored as ever.
  await store.connections.update(connection.id, () => ({
    change: { attempts: [{ ...attempt, phase: "ambiguous", closedAtMs: startMs }] },
    result: null,
  }));
  lock.releaseAndDelete();
  await move;
  await store.close();
  const there = await server.open();
  const state = await there.connections.read({ name: "other" });
  expect(state?.attempts.map(({ id, phase }) => [id, phase])).toEqual([[attempt.id, "ambiguous"]]);
  await there.close();
});

test("A store moves only to an empty place", async () => {
  const { file, server, store, places } = await world();
  const there = await server.open();
  await there.clients.put((await store.clients.list())[0] as never);
  expect(await codeOf(moved(file, server, places))).toBe("store_not_empty");
  expect(await refreshAt(file)).toBe("");
  const [client] = await there.clients.list();
  await there.clients.remove(client?.id ?? "");
  // An empty store of the same key, which a command has made, gives way.
  await moved(file, server, places);
  expect(await codeOf(there.logins.put(sampleLogin(client as never)))).not.toBe("");
  await there.close();
  await store.close();
});

test("An older copy of a file that has left is recognised", async () => {
  const { file, server, store, places } = await world();
  await store.close();
  const { copyFileSync } = await import("node:fs");
  copyFileSync(places.database, `${places.database}.bak`);
  await moved(file, server, places);
  copyFileSync(`${places.database}.bak`, places.database);
  const restored = await file.open();
  expect(restored.copies?.findEvidence()).toBe("restored");
  await restored.close();
  expect(await codeOf(moved(file, server, places))).toBe("moving_restored");
});
