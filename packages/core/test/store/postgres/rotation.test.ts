import { expect, test } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import { openPostgres, openRotation } from "../../../src/store/postgres/store.ts";
import { readKey, replaceKey } from "../../../src/store/sealing/key-file.ts";
import { kekOf } from "../../../src/store/sealing/keyring.ts";
import { Rotation } from "../../../src/store/tables/rotation.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import { freshDatabase } from "../../support/postgres/database.ts";
import { connectAs, connectedWith, named, sampleConnection, secret, startMs } from "../../support/samples.ts";
import { contentsOf, fill } from "../sqlite/filled-store.ts";
import { freshPlaces } from "../sqlite/folder.ts";

test("Keys in PostgreSQL are replaced while another process has the store open", async () => {
  await using database = await freshDatabase();
  const { key } = freshPlaces();
  const { url } = database;
  const store = await openPostgres({ url, key, clock: new ManualClock(startMs) });
  await fill(store);
  const before = await contentsOf(store);
  const read = readKey(key);
  if (read.refused !== undefined || read.kind !== "keys") throw new TypeError("the store made a key");
  const [old = new Uint8Array(0)] = read.keys;
  const next = new Uint8Array(32).fill(7);
  replaceKey(key, { kind: "keys", keys: [old, next] });
  const kek = (bytes: Uint8Array) => kekOf(Uint8Array.from(bytes));
  const rotation = new Rotation(await openRotation({ url, key, clock: systemClock }));
  const { newest } = await rotation.count(kek(old));
  expect(await rotation.begin(kek(old), kek(next))).toBe(true);
  expect(await rotation.begin(kek(old), kek(next))).toBe(false);
  expect(await contentsOf(store)).toEqual(before);
  const seen: unknown[] = [];
  const counts = await rotation.finish(kek(next), () => seen.push(contentsOf(store)));
  expect(counts).toEqual({ newest, earlier: 0, damaged: 0 });
  expect(seen.length).toBeGreaterThan(5);
  for (const each of await Promise.all(seen)) expect(each).toEqual(before);
  const [client] = await store.clients.list();
  if (client === undefined) throw new TypeError("the store has a client");
  const late = sampleConnection(client, { owner: named("late"), refreshToken: secret("late") });
  await connectAs(store, "late", () => connectedWith(late));
  await store.close();
  expect(await rotation.count(kek(next))).toMatchObject({ earlier: 0, damaged: 0 });
  await rotation.close();
  replaceKey(key, { kind: "keys", keys: [old] });
  await expect(openPostgres({ url, key, clock: systemClock })).rejects.toMatchObject({ code: "key_wrong" });
  replaceKey(key, { kind: "keys", keys: [next] });
  const reopened = await openPostgres({ url, key, clock: new ManualClock(startMs) });
  expect(await contentsOf(reopened)).toEqual(before);
  await reopened.close();
});

test("A process that finishes a rotation leaves the keys of the next one, which has begun meanwhile", async () => {
  await using database = await freshDatabase();
  const { key } = freshPlaces();
  const { url } = database;
  const store = await openPostgres({ url, key, clock: new ManualClock(startMs) });
  const read = readKey(key);
  if (read.refused !== undefined || read.kind !== "keys") throw new TypeError("the store made a key");
  const [first = new Uint8Array(0)] = read.keys;
  const [second, third] = [new Uint8Array(32).fill(7), new Uint8Array(32).fill(8)];
  const kek = (bytes: Uint8Array) => kekOf(Uint8Array.from(bytes));
  const engine = await openRotation({ url, key, clock: systemClock });
  const other = new Rotation(engine);
  await other.begin(kek(first), kek(second));
  await other.finish(kek(second));
  // All rows are sealed anew already: its one transaction removes the earlier keys.
  const late = new Rotation({
    ...engine,
    write: async (work) => {
      await other.begin(kek(second), kek(third));
      return await engine.write(work);
    },
  });
  await late.finish(kek(second)).catch(() => undefined);
  expect((await other.inUse()).workspaces[0]?.old_key).not.toBeNull();
  await store.close();
  await other.close();
});
